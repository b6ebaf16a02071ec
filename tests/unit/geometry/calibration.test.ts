import { describe, expect, it } from 'vitest';
import { affineOfScale, applyAffine, fitSimilarity, invertAffine, metresPerUnit } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import type { ControlPoint } from '#shared/model/plant-layout.ts';

const pair = (x: number, y: number, X: number, Y: number): ControlPoint => ({ drawing: drawingPoint(x, y), plant: plantPoint(X, Y) });
const close = (x: number, y: number) => [expect.closeTo(x, 9), expect.closeTo(y, 9)];

describe('fitSimilarity', () => {
  it('takes a picture (y down) from two points: 0.1 m a pixel, upright', () => {
    // A picture 1000 × 600: its lower left corner (0, 600) is plant (0, 0), its upper right corner (1000, 0) is (100, 60).
    const fit = fitSimilarity([pair(0, 600, 0, 0), pair(1000, 0, 100, 60)], { yDown: true });
    expect(fit.residuals).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
    expect(metresPerUnit(fit.toPlant)).toBeCloseTo(0.1, 12);
    // The corners that were not given: upper left and lower right.
    expect(applyAffine(fit.toPlant, drawingPoint(0, 0))).toEqual(close(0, 60));
    expect(applyAffine(fit.toPlant, drawingPoint(1000, 600))).toEqual(close(100, 0));
  });

  it('would lay the same picture on its back without the mirror', () => {
    const fit = fitSimilarity([pair(0, 600, 0, 0), pair(1000, 0, 100, 60)], { yDown: false });
    const [x, y] = applyAffine(fit.toPlant, drawingPoint(0, 0));
    expect(Math.hypot(x - 0, y - 60)).toBeGreaterThan(50);
  });

  it('takes a turned vector drawing: millimetres, a quarter turn, survey origin', () => {
    // (0,0) → (40,500,000, 3,400,000); 1000 mm along x → 1 m north. So X = −0.001·y + …, Y = 0.001·x + …
    const fit = fitSimilarity([pair(0, 0, 40_500_000, 3_400_000), pair(100_000, 0, 40_500_000, 3_400_100)], { yDown: false });
    expect(applyAffine(fit.toPlant, drawingPoint(0, 50_000))).toEqual([expect.closeTo(40_499_950, 6), expect.closeTo(3_400_000, 6)]);
  });

  it('shares out what does not fit, and says how much in metres', () => {
    // Four corners of a 100 m square, one of them measured 4 m too far to the right: the mean shift is 1 m, so residuals are not 0 but sum up.
    const fit = fitSimilarity([pair(0, 0, 0, 0), pair(100, 0, 104, 0), pair(100, 100, 100, 100), pair(0, 100, 0, 100)], { yDown: false });
    // By hand: means (50,50) and (51,50); Σ|p|² = 4·5000; along = 20000 + 4·50 = 20200, across = −(−50)·4 = 200 ⇒ p = 1.01, q = 0.01.
    expect([fit.toPlant.a, fit.toPlant.d]).toEqual(close(1.01, 0.01));
    // Corner (0,0) lands on 51 − 1.01·50 + 0.01·50 = 1, 50 − 0.01·50 − 1.01·50 = −1: √2 m off.
    expect(fit.residuals[0]).toBeCloseTo(Math.SQRT2, 9);
    // Corner (100,0): 51 + 50.5 + 0.5 = 102, 50 + 0.5 − 50.5 = 0: 2 m off.
    expect(fit.residuals[1]).toBeCloseTo(2, 9);
    expect(fit.rootMeanSquare).toBeGreaterThan(0);
  });

  it.each([
    [[], 'error.calibration.fewPoints'],
    [[pair(0, 0, 0, 0)], 'error.calibration.fewPoints'],
    [[pair(5, 5, 0, 0), pair(5, 5, 10, 10)], 'error.calibration.samePlace'],
    [[pair(0, 0, 7, 7), pair(10, 0, 7, 7)], 'error.calibration.samePlace'],
    [[pair(4e7, 3e6, 0, 0), pair(4e7, 3e6, 10, 10), pair(4e7, 3e6, 0, 10)], 'error.calibration.samePlace'],
  ] as const)('refuses %j', (points, code) => {
    expect(() => fitSimilarity(points, { yDown: false })).toThrow(expect.objectContaining({ code }));
  });
});

describe('affineOfScale and invertAffine', () => {
  const bounds = { minX: 10, minY: 20, maxX: 110, maxY: 220 };

  it('puts the lower left corner of a picture at the origin, upright', () => {
    const affine = affineOfScale(0.5, { yDown: true, bounds });
    expect([applyAffine(affine, drawingPoint(10, 220)), applyAffine(affine, drawingPoint(110, 20))]).toEqual([[0, 0], [50, 100]]);
  });

  it('keeps the origin of a vector drawing', () => {
    expect(applyAffine(affineOfScale(0.001, { yDown: false, bounds }), drawingPoint(5_000, -2_000))).toEqual([5, -2]);
  });

  it.each([0, -1, Infinity, NaN])('refuses a scale of %d', (scale) => {
    expect(() => affineOfScale(scale, { yDown: false, bounds })).toThrow(expect.objectContaining({ code: 'error.calibration.scale' }));
  });

  it('refuses to invert what is flat', () => {
    expect(() => invertAffine({ a: 1, b: 2, c: 0, d: 2, e: 4, f: 0 })).toThrow(expect.objectContaining({ code: 'error.calibration.flat' }));
  });
});
