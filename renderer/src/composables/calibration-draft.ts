import { computed, ref, shallowRef } from 'vue';
import type { LayoutSummary } from '#shared/contract/layout.ts';
import { calibrate, type CalibrationReport } from '#shared/geometry/calibration-report.ts';
import { leastPoints, yDownOf, type FitKind } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint, type DrawingPoint } from '#shared/geometry/frames.ts';
import { toErrorData } from '#shared/kernel/errors.ts';
import type { ControlPoint } from '#shared/model/plant-layout.ts';
import { tError } from '../locales/index.ts';

/** A control point while it is filled in: drawing units `u`, `v`, plant metres `x`, `y`. */
export interface DraftPoint { readonly u: number | null; readonly v: number | null; readonly x: number | null; readonly y: number | null; readonly on: boolean }
export type PointField = 'u' | 'v' | 'x' | 'y';
const limit = { distance: 2, coordinates: 100 } as const;

/** The control points of a layout while they are picked, typed, moved and switched off, and what they would give: worked out at once, nothing is written. */
export function useCalibrationDraft(layout: LayoutSummary) {
  const kept = (layout.calibration?.points ?? []).map(({ drawing: [u, v], plant: [x, y], off }): DraftPoint => ({ u, v, x, y, on: off !== true }));
  const mode = ref<keyof typeof limit>(kept.length > 0 ? 'coordinates' : 'distance');
  const fit = ref<FitKind>(layout.calibration?.fit ?? 'similarity');
  const points = shallowRef<readonly DraftPoint[]>(kept);
  const distance = ref<number | null>(null);
  /** The point whose place on the drawing is picked anew with the next click. */
  const again = ref<number | null>(null);
  const up = yDownOf(layout.derivedKind) ? -1 : 1;

  function pick([u, v]: DrawingPoint): void {
    if (again.value !== null && again.value < points.value.length) {
      const index = again.value;
      again.value = null;
      points.value = points.value.map((point, at) => (at === index ? { ...point, u, v } : point));
      return;
    }
    const point: DraftPoint = { u, v, x: null, y: null, on: true };
    points.value = points.value.length >= limit[mode.value] ? [...points.value.slice(0, -1), point] : [...points.value, point];
  }
  function set(index: number, field: PointField, value: number | null | undefined): void {
    points.value = points.value.map((point, at) => (at === index ? { ...point, [field]: value ?? null } : point));
  }
  const toggle = (index: number): void => { points.value = points.value.map((point, at) => (at === index ? { ...point, on: !point.on } : point)); };
  const drop = (index: number): void => { points.value = points.value.filter((_, at) => at !== index); again.value = null; };
  const clear = (): void => { points.value = []; again.value = null; };
  const add = (): void => { points.value = [...points.value, { u: null, v: null, x: null, y: null, on: true }]; };
  function setMode(next: keyof typeof limit): void {
    mode.value = next;
    if (next === 'distance') fit.value = 'similarity';
    if (points.value.length > limit[next]) points.value = points.value.slice(0, limit[next]);
  }

  /** The points as the host takes them; null while something is missing. */
  const given = computed<readonly ControlPoint[] | null>(() => (mode.value === 'distance' ? byDistance() : byCoordinates()));
  function byCoordinates(): ControlPoint[] | null {
    const whole = points.value.flatMap(({ u, v, x, y, on }) => (u === null || v === null || x === null || y === null ? [] : [{ drawing: drawingPoint(u, v), plant: plantPoint(x, y), ...(on ? {} : { off: true }) }]));
    return whole.length === points.value.length && whole.filter(({ off }) => off !== true).length >= leastPoints[fit.value] ? whole : null;
  }
  function byDistance(): ControlPoint[] | null {
    const [first, second] = points.value;
    if (first === undefined || second === undefined || distance.value === null || distance.value <= 0) return null;
    if (first.u === null || first.v === null || second.u === null || second.v === null) return null;
    const length = Math.hypot(second.u - first.u, second.v - first.v);
    if (length === 0) return null;
    // The drawing's lower left corner becomes the plant's origin, so that a distance alone is enough.
    const scale = distance.value / length;
    const cornerY = up === 1 ? layout.bounds.minY : layout.bounds.maxY;
    const place = (u: number, v: number): ControlPoint => ({ drawing: drawingPoint(u, v), plant: plantPoint((u - layout.bounds.minX) * scale, (v - cornerY) * up * scale) });
    return [place(first.u, first.v), place(second.u, second.v)];
  }
  const result = computed<{ readonly report: CalibrationReport } | { readonly fault: string } | null>(() => {
    if (given.value === null) return null;
    try {
      return calibrate(fit.value, given.value, { yDown: up === -1, bounds: layout.bounds });
    } catch (error) { return { fault: tError(toErrorData(error)) }; }
  });

  return { mode, fit, points, distance, again, pick, set, toggle, drop, clear, add, setMode, given, result };
}
