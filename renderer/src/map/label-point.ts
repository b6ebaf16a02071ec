/** A place for a label: the centre of the largest circle inside an area, to within a hundredth of the area's size. */
export interface LabelPoint { readonly x: number; readonly y: number; readonly radius: number }

interface Cell { x: number; y: number; half: number; distance: number; best: number }

/**
 * Finds the pole of inaccessibility of rings given as x, y, x, y … with `starts` (point indices, one more than rings): squares
 * over the bounds are split where they may still hold a better point, best first. Works in the units it is given.
 */
export function labelPoint(coordinates: Float64Array, starts: readonly number[]): LabelPoint {
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  for (let i = 0; i < coordinates.length; i += 2) {
    const x = coordinates[i] as number, y = coordinates[i + 1] as number; // i is below the length
    minX = Math.min(minX, x); maxX = Math.max(maxX, x);
    minY = Math.min(minY, y); maxY = Math.max(maxY, y);
  }
  const size = Math.min(maxX - minX, maxY - minY);
  if (!(size > 0)) return { x: minX, y: minY, radius: 0 };
  const precision = Math.max(maxX - minX, maxY - minY) / 100;
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
  return { x: best.x, y: best.y, radius: Math.max(0, best.distance) };
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

/** Whether a rectangle (centre, half width, half height) lies inside the rings: its centre does, and no edge touches it. */
export function rectangleInside(coordinates: Float64Array, starts: readonly number[], cx: number, cy: number, halfWidth: number, halfHeight: number): boolean {
  let inside = false;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    for (let i = from, j = to - 1; i < to; j = i, i += 1) {
      const ax = (coordinates[2 * i] as number) - cx, ay = (coordinates[2 * i + 1] as number) - cy; // starts index the coordinates
      const bx = (coordinates[2 * j] as number) - cx, by = (coordinates[2 * j + 1] as number) - cy;
      if (ay > 0 !== by > 0 && 0 < ((bx - ax) * -ay) / (by - ay) + ax) inside = !inside;
      if (segmentMeetsBox(ax, ay, bx, by, halfWidth, halfHeight)) return false;
    }
  }
  return inside;
}

/** Whether a segment touches the box |x| ≤ w, |y| ≤ h (separating axes: the box's two and the segment's normal). */
function segmentMeetsBox(ax: number, ay: number, bx: number, by: number, w: number, h: number): boolean {
  if (Math.min(ax, bx) > w || Math.max(ax, bx) < -w || Math.min(ay, by) > h || Math.max(ay, by) < -h) return false;
  const dx = bx - ax, dy = by - ay;
  return Math.abs(ax * dy - ay * dx) <= w * Math.abs(dy) + h * Math.abs(dx);
}
