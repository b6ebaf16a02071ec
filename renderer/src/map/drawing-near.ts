import type { Box } from '#shared/geometry/frames.ts';
import type { DrawingIndex } from './drawing-index.ts';

/* What a drawing has near a point, for snapping and tracing. Frame: drawing units relative to the geometry's origin. */

/** So much is looked at before the nearest are chosen: more lies in a box only where the view is far too wide to snap to anything. */
const mostLookedAt = 100_000;

/** Calls `take` for each path whose box meets `box` and whose layer is visible, until it answers false. */
function eachPath(index: DrawingIndex, box: Box, opacities: ArrayLike<number>, take: (from: number, to: number) => boolean): void {
  const { pathStart, pathStyle } = index.geometry;
  for (const path of index.paths?.search(box.minX, box.minY, box.maxX, box.maxY) ?? []) {
    if ((opacities[pathStyle[path] as number] ?? 1) <= 0) continue; // the index knows only paths of the drawing
    if (!take(pathStart[path] as number, pathStart[path + 1] as number)) return; // path starts are one more than paths
  }
}

/** Points of the drawing in a box, nearest to its middle first, at most `most`; x, y, x, y … `opacities`: one a style, 0 is hidden. */
export function verticesInBox(index: DrawingIndex, box: Box, most: number, opacities: ArrayLike<number> = []): Float64Array {
  const { coordinates } = index.geometry;
  const found: { x: number; y: number; away: number }[] = [];
  const middleX = (box.minX + box.maxX) / 2, middleY = (box.minY + box.maxY) / 2;
  eachPath(index, box, opacities, (from, to) => {
    for (let p = from; p < to; p += 1) {
      const x = coordinates[2 * p] as number, y = coordinates[2 * p + 1] as number; // starts cover the points
      if (x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY) found.push({ x, y, away: (x - middleX) ** 2 + (y - middleY) ** 2 });
    }
    return found.length <= mostLookedAt;
  });
  found.sort((a, b) => a.away - b.away);
  return Float64Array.from(found.slice(0, most).flatMap(({ x, y }) => [x, y]));
}

/** Lines of the drawing that meet a box, nearest to its middle first, at most `most`; x1, y1, x2, y2, x1 … Outlines of filled areas count. */
export function segmentsInBox(index: DrawingIndex, box: Box, most: number, opacities: ArrayLike<number> = []): Float64Array {
  const { coordinates } = index.geometry;
  const found: { line: readonly [number, number, number, number]; away: number }[] = [];
  const middleX = (box.minX + box.maxX) / 2, middleY = (box.minY + box.maxY) / 2;
  eachPath(index, box, opacities, (from, to) => {
    for (let p = from; p + 1 < to; p += 1) {
      const ax = coordinates[2 * p] as number, ay = coordinates[2 * p + 1] as number; // starts cover the points
      const bx = coordinates[2 * p + 2] as number, by = coordinates[2 * p + 3] as number;
      if (meetsBox(ax, ay, bx, by, box)) found.push({ line: [ax, ay, bx, by], away: squaredDistance(middleX, middleY, ax, ay, bx, by) });
    }
    return found.length <= mostLookedAt;
  });
  found.sort((a, b) => a.away - b.away);
  return Float64Array.from(found.slice(0, most).flatMap(({ line }) => line));
}

/** Whether a segment touches a box: separating axes, the box's two and the segment's normal. */
function meetsBox(ax: number, ay: number, bx: number, by: number, box: Box): boolean {
  if (Math.min(ax, bx) > box.maxX || Math.max(ax, bx) < box.minX || Math.min(ay, by) > box.maxY || Math.max(ay, by) < box.minY) return false;
  const cx = (box.minX + box.maxX) / 2, cy = (box.minY + box.maxY) / 2;
  const dx = bx - ax, dy = by - ay;
  return Math.abs((ax - cx) * dy - (ay - cy) * dx) <= ((box.maxX - box.minX) * Math.abs(dy) + (box.maxY - box.minY) * Math.abs(dx)) / 2;
}

function squaredDistance(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax, dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return (ax + t * dx - px) ** 2 + (ay + t * dy - py) ** 2;
}
