import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid, samePoint } from '#shared/geometry/grid.ts';
import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';
import { pointAlong } from './direction.ts';

/** The corner opposite to `from` for a rectangle drawn to `to`; `square` makes both sides as long as the longer one. Plant metres. */
export function rectangleCorner(from: PlantPoint, to: PlantPoint, square: boolean): PlantPoint {
  if (!square) return to;
  const side = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]));
  return plantPoint(from[0] + side * (to[0] < from[0] ? -1 : 1), from[1] + side * (to[1] < from[1] ? -1 : 1));
}

/** The counter-clockwise ring of an axis-parallel rectangle between two opposite corners. */
export function rectangleRing(a: PlantPoint, b: PlantPoint): PlantPoint[] {
  const [left, right] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
  const [low, high] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
  return [plantPoint(left, low), plantPoint(right, low), plantPoint(right, high), plantPoint(left, high)];
}

/** Adds a point to a drawn line, unless it is the one before again. */
export function addToDraft(points: readonly PlantPoint[], point: PlantPoint): readonly PlantPoint[] {
  const placed = onGrid(point);
  const last = points[points.length - 1];
  return last && samePoint(last, placed) ? points : [...points, placed];
}

/** The edits that move whole zones by a distance; their neighbours stay, and the points are put on the grid. */
export function moveZones(zones: Iterable<ZoneShape>, dx: number, dy: number): ShapeEdit[] {
  return [...zones].map(({ id, rings }) => ({ id, rings: rings.map((ring) => ring.map(([x, y]) => onGrid(plantPoint(x + dx, y + dy)))) }));
}

/** The corner of the zones that is nearest to a point; null where there is none. */
export function nearestCorner(zones: Iterable<ZoneShape>, point: PlantPoint): PlantPoint | null {
  let best: PlantPoint | null = null;
  let least = Infinity;
  for (const { rings } of zones) for (const ring of rings) for (const corner of ring) {
    const away = Math.hypot(corner[0] - point[0], corner[1] - point[1]);
    if (away < least) { least = away; best = corner; }
  }
  return best;
}

/** The counter-clockwise ring of a regular polygon whose corners lie `radius` metres from the centre; the first one in the bearing `from` (degrees clockwise from north). */
export function circleRing(centre: PlantPoint, radius: number, sides: number, from = 0): PlantPoint[] {
  return Array.from({ length: sides }, (_, i) => onGrid(pointAlong(centre, from - (360 * i) / sides, radius)));
}
