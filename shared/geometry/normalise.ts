import { plantPoint, type PlantPoint, type PlantRing } from './frames.ts';
import { onGrid, samePoint, side, toSteps } from './grid.ts';
import { signedArea, type PlantRings } from './polygon.ts';

/**
 * Rings as they are stored: on the 0.1 mm grid, without repeated points (the closing one of a closed ring included) and without
 * spikes of no width, the outer ring counter-clockwise and holes clockwise. Points on a straight edge stay: a
 * neighbour may share them. What collapses to fewer than three points is returned so, for `validateRings` to report.
 */
export function normaliseRings(rings: PlantRings): PlantPoint[][] {
  return rings.map((ring, i) => {
    const points = cleaned(ring.map(onGrid));
    const clockwise = signedArea(points) < 0;
    // Turned round the first point, so that it stays the first.
    const [first, ...rest] = points;
    return clockwise === (i === 0) && first !== undefined ? [first, ...rest.reverse()] : points;
  });
}

/** Takes out repeated points, and points where the outline turns straight back on itself, in one pass and round the ends. */
function cleaned(ring: PlantRing): PlantPoint[] {
  const kept: PlantPoint[] = [];
  for (const point of ring) {
    while (kept.length > 1 && turnsBack(kept[kept.length - 2] ?? point, kept[kept.length - 1] ?? point, point)) kept.pop();
    if (kept.length === 0 || !samePoint(kept[kept.length - 1] ?? point, point)) kept.push(point);
  }
  let [start, end] = [0, kept.length];
  const at = (i: number): PlantPoint => kept[i] ?? plantPoint(0, 0);
  while (end - start > 1) {
    if (samePoint(at(end - 1), at(start)) || (end - start > 2 && turnsBack(at(end - 2), at(end - 1), at(start)))) end -= 1;
    else if (end - start > 2 && turnsBack(at(end - 1), at(start), at(start + 1))) start += 1;
    else break;
  }
  return kept.slice(start, end);
}

function turnsBack(a: PlantPoint, b: PlantPoint, c: PlantPoint): boolean {
  const [ax, ay, bx, by, cx, cy] = [toSteps(a[0]), toSteps(a[1]), toSteps(b[0]), toSteps(b[1]), toSteps(c[0]), toSteps(c[1])];
  return side(ax, ay, bx, by, cx, cy) === 0 && (bx - ax) * (cx - bx) + (by - ay) * (cy - by) < 0;
}
