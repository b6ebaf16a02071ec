import { AppError } from '#shared/kernel/errors.ts';
import type { Calibration, ControlPoint, DerivedKind } from '#shared/model/plant-layout.ts';
import { drawingPoint, plantPoint, type Box, type DrawingPoint, type PlantPoint } from './frames.ts';

/** Drawing to plant metres (`affineSchema`): `X = a·x + b·y + c`, `Y = d·x + e·y + f`. */
export type Affine = Calibration['toPlant'];

/** Whether y runs downwards in a drawing's own units: it does in pictures, whole or in tiles. */
export const yDownOf = (kind: DerivedKind): boolean => kind !== 'vector';

/** A drawing point in plant metres. */
export const applyAffine = ({ a, b, c, d, e, f }: Affine, [x, y]: DrawingPoint): PlantPoint => plantPoint(a * x + b * y + c, d * x + e * y + f);

/** One map for two: first `inner`, then `outer`. */
export const composeAffine = (outer: Affine, inner: Affine): Affine => ({
  a: outer.a * inner.a + outer.b * inner.d, b: outer.a * inner.b + outer.b * inner.e, c: outer.a * inner.c + outer.b * inner.f + outer.c,
  d: outer.d * inner.a + outer.e * inner.d, e: outer.d * inner.b + outer.e * inner.e, f: outer.d * inner.c + outer.e * inner.f + outer.f,
});

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

/** How a map fits its control points; `residuals` in metres, one a point. */
export interface Fit { readonly toPlant: Affine; readonly residuals: readonly number[]; readonly rootMeanSquare: number }

/** Which map is fitted: `similarity` turns, shifts and scales; `affine` may also scale the two axes differently and skew. */
export type FitKind = NonNullable<Calibration['fit']>;
/** Control points that each kind needs at least. */
export const leastPoints: Readonly<Record<FitKind, number>> = { similarity: 2, affine: 3 };

/**
 * The map of `kind` that brings the drawing points nearest to their plant points, by least squares.
 * @throws AppError error.calibration.… (see `fitSimilarity`, `fitAffine`)
 */
export const fitPoints = (kind: FitKind, points: readonly ControlPoint[], frame: { readonly yDown: boolean }): Fit =>
  kind === 'affine' ? fitAffine(points, frame) : fitSimilarity(points, frame);

/**
 * The similarity (turn, one scale, shift) that brings the drawing points nearest to their plant points, by least squares over
 * two or more pairs; two pairs are met exactly. `yDown` says that the drawing's y runs downwards, as in pictures: then y is mirrored
 * first, because a turn alone can never bring a picture to rest on a plan (docs/decisions/0008-zone-geometry.md).
 * @throws AppError error.calibration.fewPoints, error.calibration.samePlace
 */
export function fitSimilarity(points: readonly ControlPoint[], { yDown }: { readonly yDown: boolean }): Fit {
  if (points.length < 2) throw new AppError('error.calibration.fewPoints', { count: points.length });
  const up = yDown ? -1 : 1;
  const { x0, y0: meanY, X0, Y0 } = meansOf(points);
  const y0 = up * meanY;
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
  if (together(xx, x0, y0) || together(XX, X0, Y0) || !(scale > 0)) throw new AppError('error.calibration.samePlace');
  const toPlant: Affine = {
    a: p, b: up * -q, c: X0 - (p * x0 - q * y0),
    d: q, e: up * p, f: Y0 - (q * x0 + p * y0),
  };
  return fitted(toPlant, points);
}

function fitted(toPlant: Affine, points: readonly ControlPoint[]): Fit {
  const residuals = residualsOf(toPlant, points);
  return { toPlant, residuals, rootMeanSquare: Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length) };
}

/** Points whose spread across is less than this part of their spread along lie on a line, as far as a fit is concerned. */
const lineShare = 1e-4;

/**
 * The affine map that brings the drawing points nearest to their plant points, by least squares over three or more pairs that are not on
 * a line; three pairs are met exactly. A map that would show the plant from below (mirrored; `yDown` as in `fitSimilarity`) is refused:
 * no drawing is, and typed coordinates with x and y exchanged give one.
 * @throws AppError error.calibration.fewPointsAffine, error.calibration.samePlace, error.calibration.line, error.calibration.mirrored
 */
export function fitAffine(points: readonly ControlPoint[], { yDown }: { readonly yDown: boolean }): Fit {
  if (points.length < leastPoints.affine) throw new AppError('error.calibration.fewPointsAffine', { count: points.length });
  const { x0, y0, X0, Y0 } = meansOf(points);
  // Around the means, so that far-off origins cost no digits; X and Y are two fits with one matrix.
  let [xx, xy, yy, xX, yX, xY, yY] = [0, 0, 0, 0, 0, 0, 0];
  for (const { drawing, plant } of points) {
    const [x, y, X, Y] = [drawing[0] - x0, drawing[1] - y0, plant[0] - X0, plant[1] - Y0];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xX += x * X;
    yX += y * X;
    xY += x * Y;
    yY += y * Y;
  }
  if (together(xx + yy, x0, y0)) throw new AppError('error.calibration.samePlace');
  const determinant = xx * yy - xy * xy;
  // The determinant is the product of the spreads along and across; their sum is nearly all along where the points lie on a line.
  if (!(determinant > (lineShare * (xx + yy)) ** 2)) throw new AppError('error.calibration.line');
  const [a, b] = [(xX * yy - yX * xy) / determinant, (yX * xx - xX * xy) / determinant];
  const [d, e] = [(xY * yy - yY * xy) / determinant, (yY * xx - xY * xy) / determinant];
  const area = a * e - b * d;
  // Plant points on a line make a flat map: its area vanishes beside the squares of its lengths.
  if (!(Math.abs(area) > lineShare * (a * a + b * b + d * d + e * e))) throw new AppError('error.calibration.linePlant');
  if (area < 0 !== yDown) throw new AppError('error.calibration.mirrored');
  return fitted({ a, b, c: X0 - (a * x0 + b * y0), d, e, f: Y0 - (d * x0 + e * y0) }, points);
}

function meansOf(points: readonly ControlPoint[]): { readonly x0: number; readonly y0: number; readonly X0: number; readonly Y0: number } {
  const mean = (value: (point: ControlPoint) => number): number => points.reduce((sum, point) => sum + value(point), 0) / points.length;
  return { x0: mean(({ drawing }) => drawing[0]), y0: mean(({ drawing }) => drawing[1]), X0: mean(({ plant }) => plant[0]), Y0: mean(({ plant }) => plant[1]) };
}

/** Points of one side that all lie in one place say nothing about scale or turn; `spread` is the sum of the squared distances from their mean. */
function together(spread: number, ...means: number[]): boolean {
  return spread <= (1e-12 * (1 + Math.max(...means.map(Math.abs)))) ** 2;
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
