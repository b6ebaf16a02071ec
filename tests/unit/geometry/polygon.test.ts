import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { clearanceAt, labelPoint } from '#shared/geometry/label-point.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { areaOf, boundsOf, centroid, perimeterOf, placeInPolygon, placeInRing, signedArea } from '#shared/geometry/polygon.ts';
import { rectangle, ring } from './rings.ts';

/** A U of 30 × 30 with a slot of 10 × 20 from above: 900 − 200 = 700 m². */
const u = ring(0, 0, 30, 0, 30, 30, 20, 30, 20, 10, 10, 10, 10, 30, 0, 30);

describe('area, centre, bounds', () => {
  it('signs the area by the way round', () => {
    expect(signedArea(rectangle(0, 0, 4, 3))).toBe(12);
    expect(signedArea(rectangle(0, 0, 4, 3).reverse())).toBe(-12);
    expect(signedArea(u)).toBe(700);
    expect(signedArea([])).toBe(0);
  });

  it('keeps its digits far from the origin (survey grid, x 40,500,000)', () => {
    expect(signedArea(rectangle(40_500_000, 3_400_000, 40_500_000.5, 3_400_000.5))).toBe(0.25);
  });

  it('takes holes off', () => {
    expect(areaOf([rectangle(0, 0, 10, 10), rectangle(2, 2, 4, 4).reverse()])).toBe(96);
    // 100·5 − 4·3 = 488 over 96 m²
    expect(centroid([rectangle(0, 0, 10, 10), rectangle(2, 2, 4, 4)])[0]).toBeCloseTo(488 / 96, 12);
  });

  it('centres an L, and points without area', () => {
    // 4×1 at y 0.5 and 1×3 at (0.5, 2.5): x = (4·2 + 3·0.5)/7, y = (4·0.5 + 3·2.5)/7
    expect(centroid([ring(0, 0, 4, 0, 4, 1, 1, 1, 1, 4, 0, 4)])).toEqual([expect.closeTo(9.5 / 7, 12), expect.closeTo(9.5 / 7, 12)]);
    expect(centroid([ring(1, 1, 3, 3, 5, 5)])).toEqual([3, 3]);
  });

  it('measures', () => {
    expect(perimeterOf(rectangle(0, 0, 4, 3))).toBe(14);
    expect(boundsOf(u)).toEqual({ minX: 0, minY: 0, maxX: 30, maxY: 30 });
    expect(boundsOf([])).toBeNull();
  });
});

describe('point in polygon', () => {
  it.each([
    [5, 25, 'inside'], [25, 25, 'inside'], [15, 5, 'inside'], [15, 20, 'outside'], [15, 10, 'boundary'], [10, 10, 'boundary'],
    [0, 0, 'boundary'], [30, 15, 'boundary'], [-1, 0, 'outside'], [31, 10, 'outside'], [15, 30, 'outside'], [5, 30, 'boundary'],
  ] as const)('U: %d, %d is %s', (x, y, place) => expect(placeInRing(plantPoint(x, y), u)).toBe(place));

  it('counts a ray through corners rightly', () => {
    const diamond = ring(0, -10, 10, 0, 0, 10, -10, 0);
    expect([-11, -9, 0, 9, 11].map((x) => placeInRing(plantPoint(x, 0), diamond))).toEqual(['outside', 'inside', 'inside', 'inside', 'outside']);
    expect(placeInRing(plantPoint(-5, 10), diamond)).toBe('outside');
  });

  it('the inside of a hole is outside, its edge boundary', () => {
    const rings = [rectangle(0, 0, 10, 10), rectangle(4, 4, 6, 6).reverse()];
    expect([[5, 5], [4, 5], [3, 5], [0, 5], [-1, 5]].map(([x = 0, y = 0]) => placeInPolygon(plantPoint(x, y), rings))).toEqual(['outside', 'boundary', 'inside', 'boundary', 'outside']);
    expect(placeInPolygon(plantPoint(0, 0), [])).toBe('outside');
  });
});

describe('label point', () => {
  it('is the middle of plain shapes', () => {
    expect(labelPoint([rectangle(10, 20, 30, 40)])).toEqual([20, 30]);
    expect(labelPoint([rectangle(0, 0, 500, 2)])[1]).toBe(1);
  });

  it('lies inside bent shapes, as far from the edges as can be', () => {
    // The centre of area of the U is in its slot; the widest circle (r ≈ 5.86 in the lower corners) leaves every edge at least 5.8 m away.
    expect(placeInPolygon(centroid([u]), [u])).toBe('outside');
    const best = labelPoint([u]);
    expect(placeInPolygon(best, [u])).toBe('inside');
    expect(clearanceAt(best, [u])).toBeGreaterThan(5.5);
  });

  it('avoids holes', () => {
    const rings = [rectangle(0, 0, 100, 40), rectangle(30, 5, 60, 35).reverse()];
    const [x] = labelPoint(rings);
    // Right of the hole are 40 × 40 m: the circle of radius 20 stands at x 80.
    expect(x).toBeCloseTo(80, 0);
  });

  it('finds the inside of a sliver and does not hang on a shape without area', () => {
    const sliver = ring(0, 0, 1000, 999.99, 1000, 1000);
    expect(placeInPolygon(labelPoint([sliver]), [sliver])).toBe('inside');
    expect(labelPoint([ring(0, 0, 5, 0, 10, 0)])).toEqual([5, 0]);
    expect(labelPoint([ring(0, 0, 5, 5, 10, 10)])).toEqual([5, 5]);
  });
});

describe('normaliseRings', () => {
  it('turns rings the right way round and keeps the first point first', () => {
    const [outer, hole] = normaliseRings([rectangle(0, 0, 10, 10).reverse(), rectangle(2, 2, 4, 4)]);
    expect(outer).toEqual(ring(0, 10, 0, 0, 10, 0, 10, 10));
    expect(hole).toEqual(ring(2, 2, 2, 4, 4, 4, 4, 2));
  });

  it('rounds to 0.1 mm, so that corners drawn twice are one', () => {
    expect(normaliseRings([ring(0.00004, -0.00004, 9.99996, 0, 10, 10.00003)])).toEqual([ring(0, 0, 10, 0, 10, 10)]);
    const [first] = normaliseRings([ring(-0.00001, 0, 1, 0, 1, 1)]);
    expect(Object.is(first?.[0]?.[0], 0)).toBe(true);
  });

  it('drops repeated points and the closing one, keeps points on a straight edge', () => {
    expect(normaliseRings([ring(0, 0, 0, 0, 5, 0, 10, 0, 10, 10, 10, 10.00001, 0, 0)])).toEqual([ring(0, 0, 5, 0, 10, 0, 10, 10)]);
  });

  it('drops spikes of no width, also long ones with several points', () => {
    expect(normaliseRings([ring(0, 0, 10, 0, 10, 5, 15, 5, 20, 5, 15, 5, 10, 5, 10, 10)])).toEqual([ring(0, 0, 10, 0, 10, 5, 10, 10)]);
    expect(normaliseRings([ring(0, 0, 10, 0, 5, 0)])[0]?.length).toBeLessThan(3);
  });
});
