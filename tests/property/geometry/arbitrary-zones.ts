import fc from 'fast-check';
import { ground } from '#shared/geometry/boolean.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';

/** Where in the plant grid shapes are tried: at its origin and far out, where digits get scarce. */
const places = [[0, 0], [39_512_345.6789, 4_312_345.1234]] as const;

/** Points in whole steps of 0.1 mm within `span` steps, at one place of the plant grid. */
const outlineAt = (span: number, place: readonly [number, number], length: number): fc.Arbitrary<PlantPoint[]> =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: span }), fc.integer({ min: 0, max: span })), { minLength: 3, maxLength: length })
    .map((points) => points.map(([x, y]) => plantPoint((Math.round(place[0] * 1e4) + x) / 1e4, (Math.round(place[1] * 1e4) + y) / 1e4)));

/** Outlines as a hand could draw them, crossing themselves as they like; in small spans nearly every crossing is rounded badly. */
export const outlines = (count: number, length = 9): fc.Arbitrary<PlantPoint[][]> =>
  fc.tuple(fc.constantFrom(...places), fc.constantFrom(600, 5_000, 400_000, 9_000_000)).chain(([place, span]) => fc.array(outlineAt(span, place, length), { minLength: count, maxLength: count }));

/** Sound zones, with holes where the outline went round by turns. */
export const soundZones = (count: number, length = 9): fc.Arbitrary<PlantRings[]> =>
  outlines(count, length).map((all) => all.flatMap((outline) => ground([[outline]], 'evenOdd')));
