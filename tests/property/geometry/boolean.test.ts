import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, ground, intersection, symmetricDifference, union, type Polygons } from '#shared/geometry/boolean.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { offsetRings } from '#shared/geometry/offset.ts';
import { areaOf, boundsOf, distance, edgesOf, nearestOnSegment, perimeterOf, placeInPolygon, type PlantRings } from '#shared/geometry/polygon.ts';
import { validateRings } from '#shared/geometry/validity.ts';
import { outlines, soundZones } from './arbitrary-zones.ts';

const total = (polygons: readonly PlantRings[]): number => polygons.reduce((sum, rings) => sum + areaOf(rings), 0);
const length = (polygons: readonly PlantRings[]): number => polygons.flat().reduce((sum, ring) => sum + perimeterOf(ring), 0);
const covers = (polygons: readonly PlantRings[], point: PlantPoint): boolean => polygons.some((rings) => placeInPolygon(point, rings) !== 'outside');
const clearance = (polygons: readonly PlantRings[], point: PlantPoint): number =>
  Math.min(Infinity, ...polygons.flat().flatMap((ring) => [...edgesOf(ring)].map(([a, b]) => distance(point, nearestOnSegment(point, a, b)))));

function expectSound(polygons: Polygons): void {
  for (const rings of polygons) {
    expect(validateRings(rings)).toEqual([]);
    expect(normaliseRings(rings)).toEqual(rings);
  }
}

const operations = { union: (a: PlantRings[], b: PlantRings[]) => union([...a, ...b]), difference, intersection, symmetricDifference };
const wanted = { union: (a: boolean, b: boolean) => a || b, difference: (a: boolean, b: boolean) => a && !b, intersection: (a: boolean, b: boolean) => a && b, symmetricDifference: (a: boolean, b: boolean) => a !== b };

describe('ground joined and cut', () => {
  it('is sound, and covers the points that it should', () => {
    fc.assert(fc.property(soundZones(3), soundZones(2), fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 20, maxLength: 20 }), (a, b, shares) => {
      const box = boundsOf([...a, ...b].flat(2));
      fc.pre(box !== null);
      if (box === null) return;
      for (const name of ['union', 'difference', 'intersection', 'symmetricDifference'] as const) {
        const result = operations[name](a, b);
        expectSound(result);
        for (const [u, v] of shares) {
          const point = plantPoint(box.minX + u * (box.maxX - box.minX), box.minY + v * (box.maxY - box.minY));
          // Below a centimetre from an edge ground may have been left out as too small, or an edge bent.
          if (clearance([...a, ...b], point) < 0.012) continue;
          expect(covers(result, point)).toBe(wanted[name](covers(a, point), covers(b, point)));
        }
      }
    }), { numRuns: 300 });
  });

  it('has the areas that it should: a ∪ b = a + b − a ∩ b, a − b = a − a ∩ b, a ⊕ b = a ∪ b − a ∩ b', () => {
    fc.assert(fc.property(soundZones(1), soundZones(1), (a, b) => {
      const [joined, cut, common, either] = [union([...a, ...b]), difference(a, b), intersection(a, b), symmetricDifference(a, b)];
      // Edges are bent by 0.1 mm at most, and crumbs below a square centimetre are left out.
      const slack = 1e-4 * (length(a) + length(b)) + 1e-4 * 60;
      expect(Math.abs(total(joined) - (total(a) + total(b) - total(common)))).toBeLessThan(slack);
      expect(Math.abs(total(cut) - (total(a) - total(common)))).toBeLessThan(slack);
      expect(Math.abs(total(either) - (total(joined) - total(common)))).toBeLessThan(slack);
    }), { numRuns: 500 });
  });

  it('comes sound from any outline', () => {
    fc.assert(fc.property(outlines(3, 14), fc.constantFrom('nonZero' as const, 'evenOdd' as const), (all, rule) => { expectSound(ground(all.map((ring) => [ring]), rule)); }), { numRuns: 500 });
  });

  it('of a sound zone is the zone, and united with itself too', () => {
    fc.assert(fc.property(soundZones(1), (zones) => {
      for (const rings of zones) {
        expect(ground([rings], 'nonZero')).toEqual([rings]);
        // A needle as thin as the grid may go under.
        expect(Math.abs(total(union([rings, rings])) - areaOf(rings))).toBeLessThan(1e-4 * length([rings]) + 1e-3);
        expect(difference([rings], [rings])).toEqual([]);
      }
    }), { numRuns: 300 });
  });
});

describe('zones widened and narrowed', () => {
  it('are sound; widened they hold the zone, narrowed they lie in it', () => {
    fc.assert(fc.property(soundZones(1), fc.double({ min: 0.01, max: 3, noNaN: true }), fc.constantFrom('round' as const, 'miter' as const), (zones, metres, join) => {
      for (const rings of zones) {
        const [wider, narrower] = [offsetRings(rings, metres, join), offsetRings(rings, -metres, join)];
        expectSound(wider);
        expectSound(narrower);
        expect(total(difference([rings], wider))).toBeLessThan(1e-3);
        expect(total(difference(narrower, [rings]))).toBeLessThan(1e-3);
        if (join === 'round') for (const point of wider.flat(2)) expect(clearance([rings], point)).toBeGreaterThan(metres - 0.051);
        for (const point of narrower.flat(2)) expect(clearance([rings], point)).toBeGreaterThan(metres - 0.051);
      }
    }), { numRuns: 200 });
  });
});
