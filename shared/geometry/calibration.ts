import { AppError } from '#shared/kernel/errors.ts';
import type { Calibration, ControlPoint } from '#shared/model/plant-layout.ts';
import { drawingPoint, plantPoint, type Box, type DrawingPoint, type PlantPoint } from './frames.ts';

/** Drawing to plant metres (`affineSchema`): `X = a·x + b·y + c`, `Y = d·x + e·y + f`. */
export type Affine = Calibration['toPlant'];

/** A drawing point in plant metres. */
export const applyAffine = ({ a, b, c, d, e, f }: Affine, [x, y]: DrawingPoint): PlantPoint => plantPoint(a * x + b * y + c, d * x + e * y + f);

/**
 * The way back: plant metres to drawing units. Make it once and use it for many points.
 * @throws AppError error.calibration.flat where the drawing is squashed to a line or point
 */
export function invertAffine({ a, b, c, d, e, f }: Affine): (point: PlantPoint) => DrawingPoint {
  const determinant = a * e - b * d;
  if (!Number.isFinite(1 / determinant)) throw new AppError('error.calibration.flat');
  // The offset is taken off first: it may be large, as the plant grids of surveys are, and the rest then keeps its digits.
  return ([x, y]) => drawingPoint((e * (x - c) - b * (y - f)) / determinant, (a * (y - f) - d * (x - c)) / determinant);
}

/** Metres per drawing unit: the side of a square that has the area of one unit square. */
export const metresPerUnit = ({ a, b, d, e }: Affine): number => Math.sqrt(Math.abs(a * e - b * d));

/** How a similarity fits its control points; `residuals` in metres, one a point. */
export interface SimilarityFit { readonly toPlant: Affine; readonly residuals: readonly number[]; readonly rootMeanSquare: number }

/**
 * The similarity (turn, one scale, shift) that brings the drawing points nearest to their plant points, by least squares over
 * two or more pairs; two pairs are met exactly. `yDown` says that the drawing's y runs downwards, as in pictures: then y is mirrored
 * first, because a turn alone can never bring a picture to rest on a plan (docs/decisions/0008-zone-geometry.md).
 * @throws AppError error.calibration.fewPoints, error.calibration.samePlace
 */
export function fitSimilarity(points: readonly ControlPoint[], { yDown }: { readonly yDown: boolean }): SimilarityFit {
  if (points.length < 2) throw new AppError('error.calibration.fewPoints', { count: points.length });
  const up = yDown ? -1 : 1;
  const mean = (value: (point: ControlPoint) => number) => points.reduce((sum, point) => sum + value(point), 0) / points.length;
  const [x0, y0] = [mean(({ drawing }) => drawing[0]), mean(({ drawing }) => up * drawing[1])];
  const [X0, Y0] = [mean(({ plant }) => plant[0]), mean(({ plant }) => plant[1])];
  // Around the means, so that far-off origins cost no digits: minimise Σ |X − (p·x − q·y)|² + |Y − (q·x + p·y)|².
  let [xx, along, across, XX] = [0, 0, 0, 0];
  for (const { drawing, plant } of points) {
    const [x, y, X, Y] = [drawing[0] - x0, up * drawing[1] - y0, plant[0] - X0, plant[1] - Y0];
    xx += x * x + y * y;
    XX += X * X + Y * Y;
    along += x * X + y * Y;
    across += x * Y - y * X;
  }
  const [p, q] = [along / xx, across / xx];
  const scale = Math.hypot(p, q);
  // Points of one side that all lie in one place say nothing about scale or turn.
  const together = (spread: number, ...means: number[]) => spread <= (1e-12 * (1 + Math.max(...means.map(Math.abs)))) ** 2;
  if (together(xx, x0, y0) || together(XX, X0, Y0) || !(scale > 0)) throw new AppError('error.calibration.samePlace');
  const toPlant: Affine = {
    a: p, b: up * -q, c: X0 - (p * x0 - q * y0),
    d: q, e: up * p, f: Y0 - (q * x0 + p * y0),
  };
  const residuals = residualsOf(toPlant, points);
  return { toPlant, residuals, rootMeanSquare: Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length) };
}

/** How far each control point lands from where it should, in metres. */
export function residualsOf(toPlant: Affine, points: readonly ControlPoint[]): number[] {
  return points.map(({ drawing, plant }) => {
    const [x, y] = applyAffine(toPlant, drawing);
    return Math.hypot(x - plant[0], y - plant[1]);
  });
}

/**
 * The calibration of a drawing whose unit is known. A vector drawing keeps its own origin; of a picture (`yDown`) the lower left corner
 * becomes the plant's origin, so that the plan stands upright in positive metres.
 * @throws AppError error.calibration.scale
 */
export function affineOfScale(scale: number, { yDown, bounds }: { readonly yDown: boolean; readonly bounds: Box }): Affine {
  if (!(scale > 0 && Number.isFinite(scale))) throw new AppError('error.calibration.scale', { value: scale });
  return yDown ? { a: scale, b: 0, c: -scale * bounds.minX + 0, d: 0, e: -scale, f: scale * bounds.maxY } : { a: scale, b: 0, c: 0, d: 0, e: scale, f: 0 };
}
