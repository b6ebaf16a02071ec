import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { isValid, validateRings } from '#shared/geometry/validity.ts';
import { rectangle, ring } from './rings.ts';

describe('validateRings', () => {
  it('passes sound zones, with holes, and holes that touch in a point', () => {
    expect(validateRings([rectangle(0, 0, 10, 10)])).toEqual([]);
    expect(validateRings([rectangle(0, 0, 10, 10), rectangle(2, 2, 4, 4).reverse(), rectangle(4, 4, 6, 6).reverse()])).toEqual([]);
    expect(validateRings([rectangle(0, 0, 10, 10), ring(0, 5, 3, 7, 3, 3)])).toEqual([]);
    expect(isValid([])).toBe(false);
  });

  it('finds where a bow tie crosses', () => {
    // (0,0)–(10,10) meets (10,0)–(0,10) in the middle.
    expect(validateRings([ring(0, 0, 10, 10, 10, 0, 0, 10)])).toEqual([{ kind: 'selfCrossing', ring: 0, at: [5, 5] }]);
  });

  it('finds an outline that touches itself in a corner or on an edge', () => {
    expect(validateRings([ring(0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10)])).toEqual([{ kind: 'repeatedPoint', ring: 0, at: [5, 5] }]);
    expect(validateRings([ring(0, 0, 10, 0, 10, 10, 5, 0, 0, 10)])).toEqual([{ kind: 'selfCrossing', ring: 0, at: [5, 0] }]);
  });

  it('finds an outline that runs back over itself', () => {
    expect(validateRings([ring(0, 0, 10, 0, 10, 10, 5, 10, 5, 0, 2, 0, 2, 5, 0, 5)]).map(({ kind }) => kind)).toContain('selfCrossing');
  });

  it('finds rings without area or with too few points', () => {
    expect(validateRings([ring(0, 0, 5, 0)])).toEqual([{ kind: 'fewPoints', ring: 0, at: [0, 0] }]);
    expect(validateRings([[]])).toMatchObject([{ kind: 'fewPoints' }]);
    // 5 mm × 5 mm = 0.000025 m²
    expect(validateRings([rectangle(0, 0, 0.005, 0.005)])).toMatchObject([{ kind: 'noArea', ring: 0 }]);
    expect(validateRings(normaliseRings([ring(0, 0, 5, 5, 10, 10)])).length).toBeGreaterThan(0);
  });

  it('finds holes outside, across and inside one another', () => {
    const outer = rectangle(0, 0, 10, 10);
    expect(validateRings([outer, rectangle(20, 20, 22, 22)])).toMatchObject([{ kind: 'holeOutside', ring: 1, at: [21, 21] }]);
    expect(validateRings([outer, rectangle(8, 4, 12, 6)])).toEqual([{ kind: 'ringsCross', ring: 1, at: [10, 4] }, { kind: 'ringsCross', ring: 1, at: [10, 6] }]);
    expect(validateRings([outer, rectangle(1, 1, 9, 9), rectangle(3, 3, 4, 4)])).toMatchObject([{ kind: 'holesOverlap', ring: 2 }]);
    expect(validateRings([outer, rectangle(3, 3, 4, 4), rectangle(1, 1, 9, 9)])).toMatchObject([{ kind: 'holesOverlap', ring: 1 }]);
    expect(validateRings([outer, outer])).not.toEqual([]);
    // The hole lies round the outline.
    expect(validateRings([outer, rectangle(-5, -5, 15, 15)])).toMatchObject([{ kind: 'holeOutside', ring: 1 }]);
  });

  it('is exact where doubles are not: a crossing of a tenth of a millimetre over ten kilometres', () => {
    const [far, step] = [10_000, 0.0001];
    // The third corner lies one step below, on, and one step above the long edge from (0,0) to (far, far).
    const at = (y: number) => validateRings([ring(0, 0, far, far, 0, far, 5_000, y, -5, far)]);
    expect(at(5_000 + step)).toEqual([]);
    expect(at(5_000)).toEqual([{ kind: 'selfCrossing', ring: 0, at: [5_000, 5_000] }]);
    expect(at(5_000 - step).length).toBeGreaterThan(0);
  });

  it('takes 20,000 points in well under a second', () => {
    const circle = Array.from({ length: 20_000 }, (_, i) => plantPoint(Math.round(1e7 * Math.cos((i * Math.PI) / 10_000)) / 1e4, Math.round(1e7 * Math.sin((i * Math.PI) / 10_000)) / 1e4));
    const start = performance.now();
    expect(validateRings(normaliseRings([circle]))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('gives up soon on hopeless outlines: every edge across every other, and a hundred thousand spikes', () => {
    const start = performance.now();
    const star = Array.from({ length: 9_999 }, (_, i) => plantPoint(Math.round(1e6 * Math.cos((i * 2 * Math.PI * 4_999) / 9_999)) / 1e3, Math.round(1e6 * Math.sin((i * 2 * Math.PI * 4_999) / 9_999)) / 1e3));
    expect(validateRings(normaliseRings([star])).length).toBe(100);
    const comb = Array.from({ length: 100_000 }, (_, i) => plantPoint(i % 2 === 0 ? 0 : 10, 0));
    expect(normaliseRings([comb])[0]?.length).toBeLessThan(3);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
