import { ground } from './boolean.ts';
import type { PlantPoint, PlantRing } from './frames.ts';
import { normaliseRings } from './normalise.ts';
import { distance, nearestOnSegment } from './polygon.ts';
import { largest } from './transform.ts';
import { isValid } from './validity.ts';

/** A line with fewer points, none of those left out farther than `tolerance` metres from it (Douglas and Peucker 1973). Its ends stay. */
export function simplifyLine(points: readonly PlantPoint[], tolerance: number): PlantPoint[] {
  const kept = new Uint8Array(points.length);
  const open: [from: number, to: number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    const [a, b] = [points[from], points[to]];
    if (a === undefined || b === undefined) continue;
    kept[from] = kept[to] = 1;
    let [farthest, away] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const point = points[i] ?? a;
      const off = distance(point, nearestOnSegment(point, a, b));
      if (off > away) [farthest, away] = [i, off];
    }
    if (farthest !== -1) open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept[i] === 1);
}

/** A ring with fewer corners, in the same way; it keeps its first corner and the one farthest from it. May cross itself: see `ringsFromTrace`. */
export function simplifyRing(ring: PlantRing, tolerance: number): PlantPoint[] {
  const [first] = ring;
  if (first === undefined || ring.length <= 3) return [...ring];
  const far = ring.reduce((best, point, i) => (distance(first, point) > distance(first, ring[best] ?? first) ? i : best), 0);
  return [...simplifyLine(ring.slice(0, far + 1), tolerance).slice(0, -1), ...simplifyLine([...ring.slice(far), first], tolerance).slice(0, -1)];
}

/**
 * A sound shape from an outline drawn by free hand: simplified to `tolerance` metres, less where that would make it cross itself. Of a
 * trace that crosses itself the largest piece of ground is taken; null where it encloses nothing.
 */
export function ringsFromTrace(points: readonly PlantPoint[], tolerance: number): PlantPoint[][] | null {
  for (let allowed = tolerance; allowed > tolerance / 10; allowed /= 2) {
    const rings = normaliseRings([simplifyRing(points, allowed)]);
    if (isValid(rings)) return rings;
  }
  const whole = largest(ground([[points]], 'nonZero'));
  if (whole === null) return null;
  // The hand's own crossings are gone now; what is left of a knot may lie inside, and is ground too.
  const outline = normaliseRings([simplifyRing(whole[0] ?? [], tolerance)]);
  return isValid(outline) ? outline : whole.slice(0, 1);
}
