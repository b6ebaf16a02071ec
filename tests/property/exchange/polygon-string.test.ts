import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonRuleSchema, polygonString } from '#shared/exchange/polygon-string.ts';
import { geoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { lonLat } from '#shared/geometry/crs/project.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import { placeInPolygon } from '#shared/geometry/polygon.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const reference = fc.record({ turn: within(-3, 3), east: within(3.5e5, 6.5e5), north: within(2.2e6, 5.5e6) }).map(({ turn, east, north }): GeoReference => (
  { epsg: 4549, source: 'known', points: [], toProjected: { a: Math.cos(turn), b: -Math.sin(turn), c: east, d: Math.sin(turn), e: Math.cos(turn), f: north } }));
/** A star: sound, but as ragged as they come, with up to 400 corners. */
const star = (minLength: number, maxLength: number) => fc.tuple(fc.array(within(0.15, 1), { minLength, maxLength, size: 'max' }), within(3, 1500))
  .map(([radii, size]): PlantPoint[] => radii.map((radius, i) => {
    const angle = (2 * Math.PI * i) / radii.length;
    return plantPoint(Math.round(size * radius * Math.cos(angle) * 1e4) / 1e4, Math.round(size * radius * Math.sin(angle) * 1e4) / 1e4);
  }));
const rule = fc.record({ frame: fc.constantFrom('wgs84' as const), decimals: fc.subarray([5, 6, 7], { minLength: 1 }), closed: fc.boolean() }).map((given) => polygonRuleSchema.parse(given));

/** The corners of a text in whole units of its last digit. */
function corners(text: string, decimals: number): [bigint, bigint][] {
  return text.slice(1, -1).split(';').map((point) => {
    const [x = '', y = ''] = point.split(',');
    for (const part of [x, y]) expect(part).toMatch(new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
    return [BigInt(x.replace('.', '')), BigInt(y.replace('.', ''))];
  });
}
const turn = (a: [bigint, bigint], b: [bigint, bigint], c: [bigint, bigint]): bigint => {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  return area > 0n ? 1n : area < 0n ? -1n : 0n;
};
/** Every pair of edges, in big integers: none may have a point in common but neighbours their corner. */
function crossesItself(ring: [bigint, bigint][]): boolean {
  const at = (i: number): [bigint, bigint] => ring[i % ring.length] ?? [0n, 0n];
  const on = (p: [bigint, bigint], q: [bigint, bigint], r: [bigint, bigint]): boolean => turn(p, q, r) === 0n
    && (r[0] - p[0]) * (r[0] - q[0]) <= 0n && (r[1] - p[1]) * (r[1] - q[1]) <= 0n;
  for (let i = 0; i < ring.length; i++) {
    for (let j = i + 1; j < ring.length; j++) {
      const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
      if (j === i + 1) { if (on(a, b, d) || on(c, d, a)) return true; continue; }
      if (i === 0 && j === ring.length - 1) { if (on(a, b, c) || on(c, d, b)) return true; continue; }
      if (turn(a, b, c) * turn(a, b, d) < 0n && turn(c, d, a) * turn(c, d, b) < 0n) return true;
      if (on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b)) return true;
    }
  }
  return false;
}

describe('a polygon string', () => {
  it('keeps to the limit and never crosses or touches itself', () => {
    let shortened = 0;
    fc.assert(fc.property(star(3, 300), reference, rule, fc.integer({ min: 90, max: 700 }), (ring, at, wanted, limit) => {
      const result = polygonString([ring], at, wanted, limit);
      if (result === null) return;
      expect(result.text.length).toBeLessThanOrEqual(limit);
      const points = corners(result.text, result.decimals);
      if (wanted.closed) expect(points.pop()).toEqual(points[0]);
      expect(points.length).toBeGreaterThanOrEqual(3);
      expect(points).toHaveLength(result.ring.length);
      expect(crossesItself(points)).toBe(false);
      if (result.cornersLost > 0) shortened++;
    }), { numRuns: 150, endOnFailure: true });
    expect(shortened).toBeGreaterThan(50);
  });

  it('says where its corners are in the plant, within a millimetre', () => {
    fc.assert(fc.property(star(3, 300), reference, rule, (ring, at, wanted) => {
      const result = polygonString([ring], at, wanted, 500);
      if (result === null) return;
      const { fromLonLat } = geoFrame(at);
      for (const [i, [x, y]] of corners(result.text, result.decimals).entries()) {
        const told = result.ring[i];
        if (told === undefined) { expect(wanted.closed).toBe(true); continue; }
        const truth = fromLonLat(lonLat(Number(x) / 10 ** result.decimals, Number(y) / 10 ** result.decimals));
        expect(Math.hypot(told[0] - truth[0], told[1] - truth[1])).toBeLessThan(1e-3);
      }
    }), { numRuns: 60, endOnFailure: true });
  });

  it('says the lost ground as a count of random places does', () => {
    fc.assert(fc.property(star(41, 149), reference, (ring, at) => {
      const result = polygonString([ring], at, polygonRuleSchema.parse({ decimals: [6] }), 300);
      if (result === null) return;
      const size = Math.max(...ring.flat().map(Math.abs)) * 1.05;
      const side = 60;
      let different = 0;
      for (let i = 0; i < side; i++) {
        for (let j = 0; j < side; j++) {
          const place = plantPoint(((2 * (i + 0.5)) / side - 1) * size, ((2 * (j + 0.5)) / side - 1) * size);
          if ((placeInPolygon(place, [ring]) === 'outside') !== (placeInPolygon(place, [result.ring]) === 'outside')) different++;
        }
      }
      const counted = (different / side ** 2) * (2 * size) ** 2;
      // A grid of 60 × 60 places tells areas to about a fiftieth of the whole.
      expect(Math.abs(counted - result.error.squareMetres)).toBeLessThan(0.02 * (2 * size) ** 2);
    }), { numRuns: 10, endOnFailure: true });
  });
});
