import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';

interface Cell { x: number; y: number; half: number; distance: number; best: number }

/**
 * The point farthest from the outline (pole of inaccessibility), to within a fiftieth of the zone's size, of rings given as x, y, x, y …
 * with `starts` (point indices, one more than rings): squares over the bounds are split where they may still hold a better point. The
 * same as `labelPoint` of shared/geometry on flat arrays, because the first paint asks for thousands: ten times as fast.
 */
export function labelPointOf(coordinates: Float64Array, starts: readonly number[]): PlantPoint {
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  for (let i = 0; i < coordinates.length; i += 2) {
    const x = coordinates[i] as number, y = coordinates[i + 1] as number; // i is below the length
    minX = Math.min(minX, x); maxX = Math.max(maxX, x);
    minY = Math.min(minY, y); maxY = Math.max(maxY, y);
  }
  const size = Math.min(maxX - minX, maxY - minY);
  if (!(size > 0)) return plantPoint((minX + maxX) / 2, (minY + maxY) / 2);
  const precision = Math.max(maxX - minX, maxY - minY) / 50;
  const cell = (x: number, y: number, half: number): Cell => {
    const distance = signedDistance(coordinates, starts, x, y);
    return { x, y, half, distance, best: distance + half * Math.SQRT2 };
  };
  const queue: Cell[] = [];
  for (let x = minX; x < maxX; x += size) for (let y = minY; y < maxY; y += size) queue.push(cell(x + size / 2, y + size / 2, size / 2));
  let best = cell((minX + maxX) / 2, (minY + maxY) / 2, 0);
  for (let guard = 0; queue.length > 0 && guard < 2000; guard += 1) {
    let at = 0;
    for (let i = 1; i < queue.length; i += 1) if ((queue[i] as Cell).best > (queue[at] as Cell).best) at = i; // both below the length
    const next = queue[at] as Cell; // the queue is not empty
    queue[at] = queue[queue.length - 1] as Cell;
    queue.pop();
    if (next.distance > best.distance) best = next;
    if (next.best - best.distance <= precision) break;
    const half = next.half / 2;
    for (const [sx, sy] of [[-1, -1], [1, -1], [-1, 1], [1, 1]] as const) queue.push(cell(next.x + sx * half, next.y + sy * half, half));
  }
  return plantPoint(best.x, best.y);
}

/** Distance from a point to the outline, positive inside (even-odd), negative outside. */
function signedDistance(coordinates: Float64Array, starts: readonly number[], px: number, py: number): number {
  let inside = false;
  let squared = Infinity;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    for (let i = from, j = to - 1; i < to; j = i, i += 1) {
      const ax = coordinates[2 * i] as number, ay = coordinates[2 * i + 1] as number; // starts index the coordinates
      const bx = coordinates[2 * j] as number, by = coordinates[2 * j + 1] as number;
      if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
      const dx = bx - ax, dy = by - ay;
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
      const ex = ax + t * dx - px, ey = ay + t * dy - py;
      squared = Math.min(squared, ex * ex + ey * ey);
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(squared);
}
