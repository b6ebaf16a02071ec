import type { Id } from '#shared/kernel/ids.ts';
import type { PlantPoint } from './frames.ts';
import { onGrid, samePoint, side, toSteps } from './grid.ts';
import type { PlantRings } from './polygon.ts';

/** The shape of a zone, as editing sees it. */
export interface ZoneShape { readonly id: Id; readonly rings: PlantRings }
/** New rings for a zone, as `zones/edit` takes them. */
export interface ShapeEdit { readonly id: Id; readonly rings: PlantPoint[][] }
/** A corner of a zone. */
export interface Corner { readonly id: Id; readonly ring: number; readonly index: number }

/** Every corner that lies in that very point of the grid: the corners that zones share there. */
export function cornersAt(zones: Iterable<ZoneShape>, point: PlantPoint): Corner[] {
  const corners: Corner[] = [];
  for (const { id, rings } of zones) {
    for (const [ring, points] of rings.entries()) for (const [index, corner] of points.entries()) if (samePoint(corner, point)) corners.push({ id, ring, index });
  }
  return corners;
}

/** The edits that move a corner in every zone that has it, so that a shared border moves on both sides; the new place is put on the grid. */
export function moveVertex(zones: Iterable<ZoneShape>, point: PlantPoint, to: PlantPoint): ShapeEdit[] {
  const target = onGrid(to);
  return samePoint(target, point) ? [] : editRings(zones, (ring) => (ring.some((corner) => samePoint(corner, point)) ? ring.map((corner) => (samePoint(corner, point) ? target : corner)) : null));
}

/**
 * The edits that put a new corner on the edge a–b of every zone that has this edge, in either direction, and on longer edges that
 * run along it. The corner is put on the grid.
 */
export function insertVertex(zones: Iterable<ZoneShape>, a: PlantPoint, b: PlantPoint, at: PlantPoint): ShapeEdit[] {
  const point = onGrid(at);
  return editRings(zones, (ring) => {
    if (ring.some((corner) => samePoint(corner, point))) return null;
    const index = ring.findIndex((from, i) => {
      const to = ring[(i + 1) % ring.length] ?? from;
      return (samePoint(from, a) && samePoint(to, b)) || (samePoint(from, b) && samePoint(to, a)) || runsOver(from, to, a, b, point);
    });
    return index === -1 ? null : [...ring.slice(0, index + 1), point, ...ring.slice(index + 1)];
  });
}

/** The edits that take a corner out of every zone that has it; null where a ring would be left with fewer than three. */
export function removeVertex(zones: Iterable<ZoneShape>, point: PlantPoint): ShapeEdit[] | null {
  const edits = editRings(zones, (ring) => (ring.some((corner) => samePoint(corner, point)) ? ring.filter((corner) => !samePoint(corner, point)) : null));
  return edits.every(({ rings }) => rings.every((ring) => ring.length >= 3)) ? edits : null;
}

/** Whether the edge from–to lies along a–b and holds the point between its ends. */
function runsOver(from: PlantPoint, to: PlantPoint, a: PlantPoint, b: PlantPoint, point: PlantPoint): boolean {
  const [fx, fy, tx, ty] = [toSteps(from[0]), toSteps(from[1]), toSteps(to[0]), toSteps(to[1])];
  const onLine = ([x, y]: PlantPoint) => side(fx, fy, tx, ty, toSteps(x), toSteps(y)) === 0;
  if (!onLine(a) || !onLine(b)) return false;
  const [ux, uy, px, py] = [tx - fx, ty - fy, toSteps(point[0]) - fx, toSteps(point[1]) - fy];
  const along = ux * px + uy * py;
  return along > 0 && along < ux * ux + uy * uy;
}

function editRings(zones: Iterable<ZoneShape>, change: (ring: readonly PlantPoint[]) => PlantPoint[] | null): ShapeEdit[] {
  const edits: ShapeEdit[] = [];
  for (const { id, rings } of zones) {
    const changed = rings.map(change);
    if (changed.some((ring) => ring !== null)) edits.push({ id, rings: changed.map((ring, i) => ring ?? [...(rings[i] ?? [])]) });
  }
  return edits;
}
