import { plantPoint, type PlantPoint } from './frames.ts';

/*
 * Zone vertices lie on a grid of 0.1 mm, so that corners which zones share are equal to the last bit and predicates can be worked out
 * exactly in whole numbers (docs/decisions/0008-zone-geometry.md).
 */

/** Grid steps in a metre. */
export const stepsPerMetre = 1e4;

/** Metres to the nearest whole grid step; exact for anything within 10^8 m. */
export const toSteps = (metres: number): number => Math.round(metres * stepsPerMetre);

/** The grid point nearest to `point`; the same point again where it is on the grid already. */
export function onGrid([x, y]: PlantPoint): PlantPoint {
  // Adding 0 turns -0 into 0: the two are one place and must be one text.
  return plantPoint(toSteps(x) / stepsPerMetre + 0, toSteps(y) / stepsPerMetre + 0);
}

/** Whether two grid points are the same place. */
export const samePoint = (a: PlantPoint, b: PlantPoint): boolean => a[0] === b[0] && a[1] === b[1];

/**
 * On which side of a→b the point c lies: positive left, negative right, 0 on the line. Exact, in whole grid steps: falls
 * back to big integers where a double cannot tell.
 */
export function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  const difference = left - right;
  // Both products are off by at most 2^-53 of themselves, and so is their difference.
  if (Math.abs(difference) > (Math.abs(left) + Math.abs(right)) * 4e-16) return difference;
  const exact = (BigInt(bx) - BigInt(ax)) * (BigInt(cy) - BigInt(ay)) - (BigInt(by) - BigInt(ay)) * (BigInt(cx) - BigInt(ax));
  return Number(exact);
}
