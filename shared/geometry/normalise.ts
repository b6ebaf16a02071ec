import type { PlantPoint, PlantRing } from './frames.ts';
import { onGrid, samePoint, side, toSteps } from './grid.ts';
import { signedArea, type PlantRings } from './polygon.ts';

/**
 * Rings as they are stored: on the 0.1 mm grid, without repeated points (the closing one of a closed ring included) and without
 * spikes of no width, the outer ring counter-clockwise and holes clockwise. Points on a straight edge stay: a
 * neighbour may share them. What collapses to fewer than three points is returned so, for `validateRings` to report.
 */
export function normaliseRings(rings: PlantRings): PlantPoint[][] {
  return rings.map((ring, i) => {
    const points = withoutSpikes(withoutRepeats(ring.map(onGrid)));
    const clockwise = signedArea(points) < 0;
    // Turned round the first point, so that it stays the first.
    const [first, ...rest] = points;
    return clockwise === (i === 0) && first !== undefined ? [first, ...rest.reverse()] : points;
  });
}

function withoutRepeats(ring: PlantRing): PlantPoint[] {
  const kept = ring.filter((point, i) => i === 0 || !samePoint(point, ring[i - 1] ?? point));
  const first = kept[0];
  while (kept.length > 1 && first !== undefined && samePoint(kept[kept.length - 1] ?? first, first)) kept.pop();
  return kept;
}

/** Takes out points where the outline turns straight back on itself, and what that leaves repeated. */
function withoutSpikes(points: PlantPoint[]): PlantPoint[] {
  let ring = points;
  for (;;) {
    const at = ring.length > 2 ? ring.findIndex((point, i) => turnsBack(ring[i - 1] ?? ring[ring.length - 1] ?? point, point, ring[i + 1] ?? ring[0] ?? point)) : -1;
    if (at === -1) return ring;
    ring = withoutRepeats([...ring.slice(0, at), ...ring.slice(at + 1)]);
  }
}

function turnsBack(a: PlantPoint, b: PlantPoint, c: PlantPoint): boolean {
  const [ax, ay, bx, by, cx, cy] = [toSteps(a[0]), toSteps(a[1]), toSteps(b[0]), toSteps(b[1]), toSteps(c[0]), toSteps(c[1])];
  return side(ax, ay, bx, by, cx, cy) === 0 && (bx - ax) * (cx - bx) + (by - ay) * (cy - by) < 0;
}
