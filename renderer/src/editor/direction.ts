import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';

/*
 * Bearings are those of surveying: degrees clockwise from north (the plant's y axis), from 0 up to 360.
 */

const radian = Math.PI / 180;

/** Shift keeps directions to multiples of this many degrees. */
export const directionStep = 15;

/** An angle in degrees brought into 0 up to 360. */
export const around = (degrees: number): number => ((degrees % 360) + 360) % 360;

/** The bearing from one point to another, in degrees clockwise from north; 0 where they are one. */
export function bearingOf(from: PlantPoint, to: PlantPoint): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  return dx === 0 && dy === 0 ? 0 : around(Math.atan2(dx, dy) / radian);
}

/** The unit step of a bearing; exact along the axes. */
export function stepOf(bearing: number): readonly [dx: number, dy: number] {
  const degrees = around(bearing);
  if (degrees % 90 === 0) return ([[0, 1], [1, 0], [0, -1], [-1, 0]] as const)[(degrees / 90) as 0 | 1 | 2 | 3];
  return [Math.sin(degrees * radian), Math.cos(degrees * radian)];
}

/** The point `length` metres from another in a bearing. */
export function pointAlong(from: PlantPoint, bearing: number, length: number): PlantPoint {
  const [dx, dy] = stepOf(bearing);
  return plantPoint(from[0] + dx * length, from[1] + dy * length);
}

/** Length in metres and bearing in degrees that were typed; null where the pointer decides. */
export interface Locks { readonly length: number | null; readonly bearing: number | null }
export const noLocks: Locks = { length: null, bearing: null };

/** Where a point lands that must keep typed values; the other value is that of the point itself. On the grid. */
export function keepLocks(from: PlantPoint, to: PlantPoint, { length, bearing }: Locks): PlantPoint {
  if (length === null && bearing === null) return to;
  const direction = bearing ?? bearingOf(from, to);
  const [dx, dy] = stepOf(direction);
  // How far the point is along the direction: behind it counts as no way at all.
  const along = Math.max(0, (to[0] - from[0]) * dx + (to[1] - from[1]) * dy);
  return onGrid(pointAlong(from, direction, length ?? along));
}

/** The foot of `to` on the nearest direction that is a multiple of 15° from `from`. On the grid. */
export function keepStep(from: PlantPoint, to: PlantPoint): PlantPoint {
  const bearing = Math.round(bearingOf(from, to) / directionStep) * directionStep;
  const [dx, dy] = stepOf(bearing);
  const along = (to[0] - from[0]) * dx + (to[1] - from[1]) * dy;
  return onGrid(pointAlong(from, bearing, along));
}
