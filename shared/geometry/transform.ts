import { ground } from './boolean.ts';
import { plantPoint, type PlantPoint } from './frames.ts';
import { normaliseRings } from './normalise.ts';
import { areaOf, type PlantRings } from './polygon.ts';
import { isValid } from './validity.ts';

/** Turns rings counter-clockwise about a point. Right angles keep every digit. */
export function rotateRings(rings: PlantRings, degrees: number, about: PlantPoint): PlantPoint[][] {
  const [cos, sin] = exactTurns.get(((degrees % 360) + 360) % 360) ?? [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return mapped(rings, ([x, y]) => {
    const [dx, dy] = [x - about[0], y - about[1]];
    return plantPoint(about[0] + cos * dx - sin * dy, about[1] + sin * dx + cos * dy);
  });
}
const exactTurns: ReadonlyMap<number, readonly [cos: number, sin: number]> = new Map([[0, [1, 0]], [90, [0, 1]], [180, [-1, 0]], [270, [0, -1]]]);

/** Makes rings larger or smaller about a point, by one factor or one for x and one for y; a negative one mirrors. */
export function scaleRings(rings: PlantRings, factor: number | readonly [x: number, y: number], about: PlantPoint): PlantPoint[][] {
  const [fx, fy] = typeof factor === 'number' ? [factor, factor] : factor;
  return mapped(rings, ([x, y]) => plantPoint(about[0] + fx * (x - about[0]), about[1] + fy * (y - about[1])));
}

/** Moves rings by so many metres. */
export function moveRings(rings: PlantRings, dx: number, dy: number): PlantPoint[][] {
  return mapped(rings, ([x, y]) => plantPoint(x + dx, y + dy));
}

/**
 * Rings after a change of their points: on the grid, and sound as long as anything of them is left. Where rounding makes an outline touch itself,
 * the largest piece of its ground is taken; what has no area is returned as it is, for the check to refuse.
 */
function mapped(rings: PlantRings, change: (point: PlantPoint) => PlantPoint): PlantPoint[][] {
  const plain = normaliseRings(rings.map((ring) => ring.map(change)));
  return isValid(plain) ? plain : largest(ground([plain], 'nonZero')) ?? plain;
}

/** The polygon with the largest area; null where there is none. */
export function largest(polygons: readonly PlantPoint[][][]): PlantPoint[][] | null {
  return polygons.reduce<PlantPoint[][] | null>((best, rings) => (best === null || areaOf(rings) > areaOf(best) ? rings : best), null);
}
