import { z } from 'zod';
import type { ControlPoint } from '#shared/model/plant-layout.ts';
import { applyAffine, fitPoints, leastPoints, metresPerUnit, residualsOf, type Affine, type Fit, type FitKind } from './calibration.ts';
import type { Box } from './frames.ts';

/** When the misfit of control points is too large: above the larger of so many metres and so much of the plant's longer side. */
export const calibrationLimits = {
  metres: 0.5, shareOfWidth: 0.001,
  /** A point is named as the likely culprit where the others fit this much better without it. */
  culpritGain: 3,
  /** Scales of the two axes further apart than this, or axes further from a right angle (radians), are told: plans are rarely distorted. */
  distortion: 0.005,
} as const;

/** What a calibration is worth. Indices are those of the points as they were given, points that are switched off included. */
export const calibrationReportSchema = z.object({
  /** One a point, in metres: how far it lands from its plant point, and where to (east, north). Points that are switched off have theirs too. */
  residuals: z.array(z.object({ metres: z.number(), dx: z.number(), dy: z.number(), used: z.boolean() })),
  /** Of the points in use, in metres. */
  rootMeanSquare: z.number(),
  /** The point in use to be looked at first: the one that the others contradict, or the one farthest off; null where none stands out. */
  worst: z.number().int().nullable(),
  /** In metres: more than this is warned of. */
  limit: z.number(),
  over: z.boolean(),
  /** Points beyond those that the fit needs at least: with none, nothing checks the coordinates. */
  spare: z.number().int(),
  /** The point without which the others agree; `rootMeanSquare` is theirs, `offBy` how far the point then lies off, both in metres. */
  culprit: z.object({ index: z.number().int(), rootMeanSquare: z.number(), offBy: z.number() }).nullable(),
  /** The points fit a mirrored plan far better: x and y of the plant coordinates are probably exchanged. */
  mirrored: z.boolean(),
  /** Metres per drawing unit along the drawing's x and y, and by how many degrees their angle differs from a right one. */
  scaleX: z.number(), scaleY: z.number(), skew: z.number(),
  distorted: z.boolean(),
});
export type CalibrationReport = z.infer<typeof calibrationReportSchema>;

/** How far a misfit may go on a drawing that covers `bounds` (drawing units), in metres. */
export function residualLimit(bounds: Box, toPlant: Affine): number {
  const longer = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) * metresPerUnit(toPlant);
  return Math.max(calibrationLimits.metres, calibrationLimits.shareOfWidth * longer);
}

export const pointsInUse = (points: readonly ControlPoint[]): ControlPoint[] => points.filter(({ off }) => off !== true);

/**
 * Fits the points that are in use and says how good the fit is.
 * @throws AppError error.calibration.… where no such fit is possible
 */
export function calibrate(
  kind: FitKind, points: readonly ControlPoint[], { yDown, bounds }: { readonly yDown: boolean; readonly bounds: Box },
): { readonly toPlant: Affine; readonly report: CalibrationReport } {
  const used = pointsInUse(points);
  const { toPlant, rootMeanSquare } = fitPoints(kind, used, { yDown });
  const limit = residualLimit(bounds, toPlant);
  const residuals = points.map((point) => {
    const [x, y] = applyAffine(toPlant, point.drawing);
    const [dx, dy] = [x - point.plant[0], y - point.plant[1]];
    return { metres: Math.hypot(dx, dy), dx, dy, used: point.off !== true };
  });
  const spare = used.length - leastPoints[kind];
  const over = residuals.some(({ metres, used: inUse }) => inUse && metres > limit);
  const { a, b, d, e } = toPlant;
  const [scaleX, scaleY] = [Math.hypot(a, d), Math.hypot(b, e)];
  const skew = Math.asin(Math.min(1, Math.max(-1, (a * b + d * e) / (scaleX * scaleY))));
  const culprit = over ? culpritOf(kind, points, yDown, rootMeanSquare, limit) : null;
  return {
    toPlant,
    report: {
      residuals, rootMeanSquare, limit, over, spare, scaleX, scaleY, skew: (skew * 180) / Math.PI,
      worst: spare > 0 ? culprit?.index ?? farthest(residuals) : null,
      culprit,
      mirrored: over && isMirrored(used, yDown, rootMeanSquare),
      distorted: Math.abs(scaleX / scaleY - 1) > calibrationLimits.distortion || Math.abs(skew) > calibrationLimits.distortion,
    },
  };
}

/** The point in use that lies farthest off; null where another lies as far, as all four corners of an affine fit do whichever of them is wrong. */
function farthest(residuals: CalibrationReport['residuals']): number | null {
  const [first, second] = residuals.map(({ metres, used }, index) => ({ metres: used ? metres : -1, index })).sort((a, b) => b.metres - a.metres);
  return first === undefined || first.metres <= 0 || (second !== undefined && second.metres > 0.99 * first.metres) ? null : first.index;
}

/**
 * The one point that the others contradict: each is left out in turn. Needs four points or more, as three of them have to bear witness.
 * An affine map through three points fits always and witnesses nothing; then a similarity is asked, which most plans are.
 */
function culpritOf(kind: FitKind, points: readonly ControlPoint[], yDown: boolean, all: number, limit: number): CalibrationReport['culprit'] {
  const used = pointsInUse(points);
  if (used.length < 4) return null;
  const witness: FitKind = used.length - 1 > leastPoints[kind] ? kind : 'similarity';
  let best: NonNullable<CalibrationReport['culprit']> | null = null;
  let second = Infinity;
  for (const [index, point] of points.entries()) {
    if (point.off === true) continue;
    const others = used.filter((other) => other !== point);
    const without = tryFit(witness, others, yDown);
    if (without === null) continue;
    if (best === null || without.rootMeanSquare < best.rootMeanSquare) {
      second = best?.rootMeanSquare ?? Infinity;
      best = { index, rootMeanSquare: without.rootMeanSquare, offBy: residualsOf(without.toPlant, [point])[0] ?? 0 };
    } else second = Math.min(second, without.rootMeanSquare);
  }
  if (best === null || best.rootMeanSquare > limit) return null;
  // Where leaving out another point helps as much, nobody can say which of them is wrong.
  return best.rootMeanSquare * calibrationLimits.culpritGain <= Math.min(all, second) ? best : null;
}

function isMirrored(points: readonly ControlPoint[], yDown: boolean, rootMeanSquare: number): boolean {
  if (points.length < 3) return false;
  const other = tryFit('similarity', points, !yDown);
  return other !== null && other.rootMeanSquare * 5 < rootMeanSquare;
}

function tryFit(kind: FitKind, points: readonly ControlPoint[], yDown: boolean): Fit | null {
  try {
    return fitPoints(kind, points, { yDown });
  } catch {
    return null;
  }
}
