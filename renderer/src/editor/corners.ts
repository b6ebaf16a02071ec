import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid, samePoint } from '#shared/geometry/grid.ts';
import { edgesOf, nearestOnSegment } from '#shared/geometry/polygon.ts';
import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';

/** A corner and where it goes, in plant metres. */
export type CornerMove = readonly [from: PlantPoint, to: PlantPoint];

/** The edits that move several corners at once in every zone that has them; the new places are put on the grid. */
export function moveCorners(zones: Iterable<ZoneShape>, moves: readonly CornerMove[]): ShapeEdit[] {
  const targets = moves.map(([from, to]) => [from, onGrid(to)] as const).filter(([from, to]) => !samePoint(from, to));
  const moved = (corner: PlantPoint): PlantPoint => targets.find(([from]) => samePoint(from, corner))?.[1] ?? corner;
  return [...zones].flatMap(({ id, rings }) => (rings.some((ring) => ring.some((corner) => moved(corner) !== corner))
    ? [{ id, rings: rings.map((ring) => ring.map(moved)) }] : []));
}

/** The corners before and after a corner in all rings that have it. */
export function neighboursOf(zones: readonly ZoneShape[], point: PlantPoint): PlantPoint[] {
  return zones.flatMap(({ rings }) => rings.flatMap((ring) => {
    const index = ring.findIndex((corner) => samePoint(corner, point));
    return index < 0 ? [] : [ring[(index + ring.length - 1) % ring.length], ring[(index + 1) % ring.length]].filter((corner) => corner !== undefined);
  }));
}

/** The edge of zones that is nearest to a point and within `reach` metres; null where there is none. */
export function edgeAt(zones: Iterable<ZoneShape>, point: PlantPoint, reach: number): readonly [PlantPoint, PlantPoint] | null {
  let best: readonly [PlantPoint, PlantPoint] | null = null;
  let least = reach;
  for (const { rings } of zones) for (const ring of rings) for (const [a, b] of edgesOf(ring)) {
    const [x, y] = nearestOnSegment(point, a, b);
    const away = Math.hypot(x - point[0], y - point[1]);
    if (away < least) { least = away; best = [a, b]; }
  }
  return best;
}

/** The part of a step that is square to the edge a–b. */
export function squareTo(a: PlantPoint, b: PlantPoint, dx: number, dy: number): readonly [dx: number, dy: number] {
  const [ux, uy] = [b[0] - a[0], b[1] - a[1]];
  const squared = ux * ux + uy * uy;
  if (squared === 0) return [dx, dy];
  const along = (dx * ux + dy * uy) / squared;
  return [dx - along * ux, dy - along * uy];
}

export const shifted = ([x, y]: PlantPoint, dx: number, dy: number): PlantPoint => plantPoint(x + dx, y + dy);
