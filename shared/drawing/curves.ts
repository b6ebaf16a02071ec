/*
 * Curves as runs of points. A curve is cut so that no chord is further from it than a tolerance: a share of the curve's own
 * radius (so that a bolt hole stays round when it is looked at closely), or a share of the whole drawing where that is larger
 * (so that ten thousand bolt holes do not fill the memory).
 */

/** Chord error as a share of the radius: 99 chords in a circle; half a pixel on a circle of 2,000 pixels. */
export const radiusTolerance = 5e-4;
/** Chord error as a share of the drawing's diagonal: 6 µm on an A0 sheet. */
export const viewTolerance = 4e-6;
const minPerTurn = 16;
const maxPerTurn = 512;

/** Chords for an arc of `sweep` radians and `radius`, with a chord error of at most `tolerance` (same unit as the radius). */
export function chordCount(radius: number, sweep: number, tolerance: number): number {
  const share = Math.min(1, Math.max(radiusTolerance, tolerance / radius));
  const step = 2 * Math.acos(1 - share);
  const perTurn = Math.min(maxPerTurn, Math.max(minPerTurn, (2 * Math.PI) / step));
  return Math.max(1, Math.ceil((Math.abs(sweep) / (2 * Math.PI)) * perTurn - 1e-9));
}

export type PointSink = (x: number, y: number) => void;

/** Points of an elliptic arc: centre + cos t·u + sin t·v for t from `start` over `sweep` radians, both ends included. */
export function ellipticArc(
  cx: number, cy: number, ux: number, uy: number, vx: number, vy: number, start: number, sweep: number, tolerance: number, sink: PointSink, skipFirst = false,
): void {
  const count = chordCount(Math.max(Math.hypot(ux, uy), Math.hypot(vx, vy)), sweep, tolerance);
  // Each direction is the one before, turned by the same step: after 512 steps the error is below 10^-12 of the radius.
  const stepCos = Math.cos(sweep / count), stepSin = Math.sin(sweep / count);
  let cos = Math.cos(start), sin = Math.sin(start);
  for (let i = 0; i < count; i += 1) {
    if (i > 0 || !skipFirst) sink(cx + cos * ux + sin * vx, cy + cos * uy + sin * vy);
    const turned = cos * stepCos - sin * stepSin;
    sin = sin * stepCos + cos * stepSin;
    cos = turned;
  }
  cos = Math.cos(start + sweep);
  sin = Math.sin(start + sweep);
  sink(cx + cos * ux + sin * vx, cy + cos * uy + sin * vy);
}

/**
 * Points of the arc from (x1, y1) to (x2, y2) whose bulge is tan(angle / 4): positive turns counter-clockwise, so that the
 * arc lies to the right of the chord. Without the first point, with the last one exactly.
 */
export function bulgeArc(x1: number, y1: number, x2: number, y2: number, bulge: number, tolerance: number, sink: PointSink): void {
  const chord = Math.hypot(x2 - x1, y2 - y1);
  if (bulge === 0 || chord === 0 || !Number.isFinite(bulge)) { sink(x2, y2); return; }
  const sweep = 4 * Math.atan(bulge);
  const radius = Math.abs((chord * (1 + bulge * bulge)) / (4 * bulge));
  // The centre lies on the chord's perpendicular bisector; (1 - b²) / 4b of the chord's length to its left.
  const offset = (1 - bulge * bulge) / (4 * bulge);
  const cx = (x1 + x2) / 2 - (y2 - y1) * offset;
  const cy = (y1 + y2) / 2 + (x2 - x1) * offset;
  const count = chordCount(radius, sweep, tolerance);
  const stepCos = Math.cos(sweep / count), stepSin = Math.sin(sweep / count);
  let dx = x1 - cx, dy = y1 - cy;
  for (let i = 1; i < count; i += 1) {
    const turned = dx * stepCos - dy * stepSin;
    dy = dy * stepCos + dx * stepSin;
    dx = turned;
    sink(cx + dx, cy + dy);
  }
  sink(x2, y2);
}

/** Points of a cubic Bézier curve without its first point. */
export function cubicBezier(
  x0: number, y0: number, x1: number, y1: number, x2: number, y2: number, x3: number, y3: number, tolerance: number, sink: PointSink,
): void {
  // The second differences bound how far the curve leaves its chords: error ≤ √3/18 · 6·d / n² (Wang's formula rounded up).
  const d = Math.max(Math.hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2), Math.hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3));
  const size = Math.max(Math.hypot(x1 - x0, y1 - y0), Math.hypot(x2 - x0, y2 - y0), Math.hypot(x3 - x0, y3 - y0));
  const error = Math.max(tolerance, size * radiusTolerance);
  const count = error > 0 ? Math.min(256, Math.max(1, Math.ceil(Math.sqrt((0.75 * d) / error)))) : 1;
  for (let i = 1; i < count; i += 1) {
    const t = i / count, s = 1 - t;
    const a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, e = t * t * t;
    sink(a * x0 + b * x1 + c * x2 + e * x3, a * y0 + b * y1 + c * y2 + e * y3);
  }
  sink(x3, y3);
}

export interface Spline {
  readonly degree: number;
  readonly knots: readonly number[];
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Empty for a spline that is not rational. */
  readonly weights: readonly number[];
}

/**
 * Points of a (rational) B-spline by de Boor's algorithm, both ends included.
 * Returns false, with no points, where knots and control points do not fit together.
 */
export function bSpline(spline: Spline, sink: PointSink): boolean {
  const { degree, knots, xs, ys, weights } = spline;
  const n = xs.length;
  if (degree < 1 || degree > 25 || n <= degree || knots.length !== n + degree + 1 || ys.length !== n) return false;
  for (let i = 1; i < knots.length; i += 1) if (!((knots[i] ?? NaN) >= (knots[i - 1] ?? NaN))) return false;
  const perSpan = degree === 1 ? 1 : Math.max(4, Math.min(24, Math.ceil(256 / (n - degree))));
  const px = new Float64Array(degree + 1), py = new Float64Array(degree + 1), pw = new Float64Array(degree + 1);
  const at = (t: number, span: number): void => {
    for (let j = 0; j <= degree; j += 1) {
      const index = span - degree + j;
      const w = weights.length === n ? (weights[index] ?? 1) : 1;
      px[j] = (xs[index] ?? 0) * w;
      py[j] = (ys[index] ?? 0) * w;
      pw[j] = w;
    }
    for (let r = 1; r <= degree; r += 1) {
      for (let j = degree; j >= r; j -= 1) {
        const low = knots[span - degree + j] ?? 0;
        const width = (knots[span + 1 + j - r] ?? 0) - low;
        const alpha = width === 0 ? 0 : (t - low) / width;
        px[j] = (1 - alpha) * (px[j - 1] ?? 0) + alpha * (px[j] ?? 0);
        py[j] = (1 - alpha) * (py[j - 1] ?? 0) + alpha * (py[j] ?? 0);
        pw[j] = (1 - alpha) * (pw[j - 1] ?? 0) + alpha * (pw[j] ?? 0);
      }
    }
    const w = pw[degree] === 0 ? 1 : (pw[degree] ?? 1);
    sink((px[degree] ?? 0) / w, (py[degree] ?? 0) / w);
  };
  let first = true;
  for (let span = degree; span < n; span += 1) {
    const low = knots[span] ?? 0, high = knots[span + 1] ?? 0;
    if (high <= low) continue;
    for (let i = first ? 0 : 1; i <= perSpan; i += 1) at(low + ((high - low) * i) / perSpan, span);
    first = false;
  }
  return !first;
}

const perPiece = 12;

/**
 * A smooth curve through points, both ends included: the natural cubic spline, its parameter running by the lengths of the chords.
 * Two points give a straight line.
 */
export function throughPoints(xs: readonly number[], ys: readonly number[], sink: PointSink): void {
  const kept = xs.flatMap((x, i) => (i === 0 || x !== xs[i - 1] || ys[i] !== ys[i - 1] ? [i] : []));
  const px = kept.map((i) => xs[i] ?? NaN), py = kept.map((i) => ys[i] ?? NaN);
  const n = px.length;
  const steps = px.slice(1).map((x, i) => Math.hypot(x - (px[i] ?? 0), (py[i + 1] ?? 0) - (py[i] ?? 0)));
  if (n < 3 || !steps.every((step) => step > 0 && step < Infinity)) { px.forEach((x, i) => { sink(x, py[i] ?? NaN); }); return; }
  const bendX = bends(px, steps), bendY = bends(py, steps);
  sink(px[0] ?? NaN, py[0] ?? NaN);
  for (let i = 0; i + 1 < n; i += 1) {
    const h = steps[i] ?? 1;
    for (let k = 1; k < perPiece; k += 1) {
      const b = k / perPiece, a = 1 - b;
      const wa = ((a * a * a - a) * h * h) / 6, wb = ((b * b * b - b) * h * h) / 6;
      sink(
        a * (px[i] ?? 0) + b * (px[i + 1] ?? 0) + wa * (bendX[i] ?? 0) + wb * (bendX[i + 1] ?? 0),
        a * (py[i] ?? 0) + b * (py[i + 1] ?? 0) + wa * (bendY[i] ?? 0) + wb * (bendY[i + 1] ?? 0),
      );
    }
    sink(px[i + 1] ?? NaN, py[i + 1] ?? NaN);
  }
}

/** Second derivatives of the natural cubic spline at its points (a tridiagonal system, solved from front to back). */
function bends(values: readonly number[], steps: readonly number[]): number[] {
  const n = values.length;
  const upper = new Array<number>(n).fill(0), right = new Array<number>(n).fill(0), result = new Array<number>(n).fill(0);
  for (let i = 1; i + 1 < n; i += 1) {
    const before = steps[i - 1] ?? 1, after = steps[i] ?? 1;
    const pivot = 2 * (before + after) - before * (upper[i - 1] ?? 0);
    upper[i] = after / pivot;
    const slope = ((values[i + 1] ?? 0) - (values[i] ?? 0)) / after - ((values[i] ?? 0) - (values[i - 1] ?? 0)) / before;
    right[i] = (6 * slope - before * (right[i - 1] ?? 0)) / pivot;
  }
  for (let i = n - 2; i > 0; i -= 1) result[i] = (right[i] ?? 0) - (upper[i] ?? 0) * (result[i + 1] ?? 0);
  return result;
}
