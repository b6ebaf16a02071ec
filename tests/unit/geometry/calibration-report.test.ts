import { describe, expect, it } from 'vitest';
import { calibrate, residualLimit } from '#shared/geometry/calibration-report.ts';
import { applyAffine, fitAffine, metresPerUnit } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import type { ControlPoint } from '#shared/model/plant-layout.ts';

const pair = (x: number, y: number, X: number, Y: number, off = false): ControlPoint => ({ drawing: drawingPoint(x, y), plant: plantPoint(X, Y), ...(off ? { off } : {}) });
const bounds = { minX: 0, minY: 0, maxX: 1000, maxY: 600 };

describe('fitAffine', () => {
  it('meets three points exactly, with two scales and a skew', () => {
    // X = 0.5x + 0.1y + 10, Y = 0.4y − 20, by hand: (0,0) → (10,−20), (100,0) → (60,−20), (0,100) → (20,20).
    const fit = fitAffine([pair(0, 0, 10, -20), pair(100, 0, 60, -20), pair(0, 100, 20, 20)], { yDown: false });
    for (const [name, value] of Object.entries({ a: 0.5, b: 0.1, c: 10, d: 0, e: 0.4, f: -20 })) expect(fit.toPlant[name as 'a'], name).toBeCloseTo(value, 12);
    expect(Math.max(...fit.residuals)).toBeLessThan(1e-12);
    // The geometric mean of its scales: √(0.5 · 0.4).
    expect(metresPerUnit(fit.toPlant)).toBeCloseTo(Math.sqrt(0.2), 12);
  });

  it('shares out a fourth point: a square with one corner 4 m off misses every corner by 1 m', () => {
    // For the corners of a square the misfit that an affine map cannot take up is a quarter of the error, with alternating signs.
    const fit = fitAffine([pair(0, 0, 0, 0), pair(100, 0, 104, 0), pair(100, 100, 100, 100), pair(0, 100, 0, 100)], { yDown: false });
    for (const residual of fit.residuals) expect(residual).toBeCloseTo(1, 9);
    expect(fit.rootMeanSquare).toBeCloseTo(1, 9);
  });

  it.each([
    ['two points', [pair(0, 0, 0, 0), pair(1, 0, 1, 0)], 'error.calibration.fewPointsAffine'],
    ['one place', [pair(7, 7, 0, 0), pair(7, 7, 1, 0), pair(7, 7, 0, 1)], 'error.calibration.samePlace'],
    ['a line', [pair(0, 0, 0, 0), pair(1, 1, 1, 1), pair(2, 2, 2, 3)], 'error.calibration.line'],
    ['a line far off', [pair(4e7, 3e6, 0, 0), pair(4e7 + 100, 3e6 + 50, 1, 1), pair(4e7 + 200, 3e6 + 100, 2, 3)], 'error.calibration.line'],
    ['plant points on a line', [pair(0, 0, 0, 0), pair(10, 0, 1, 1), pair(0, 10, 2, 2)], 'error.calibration.linePlant'],
    ['x and y exchanged', [pair(0, 0, 0, 0), pair(10, 0, 0, 10), pair(0, 10, 10, 0)], 'error.calibration.mirrored'],
  ])('refuses %s', (_name, points, code) => {
    expect(() => fitAffine(points, { yDown: false })).toThrow(expect.objectContaining({ code }));
  });

  it('takes the mirror of a picture for granted and refuses an upright one', () => {
    const upright = [pair(0, 0, 0, 0), pair(10, 0, 10, 0), pair(0, 10, 0, 10)];
    const hanging = upright.map(({ drawing: [x, y], plant }) => ({ drawing: drawingPoint(x, -y), plant }));
    expect(applyAffine(fitAffine(hanging, { yDown: true }).toPlant, drawingPoint(5, -5))).toEqual([expect.closeTo(5, 9), expect.closeTo(5, 9)]);
    expect(() => fitAffine(upright, { yDown: true })).toThrow(expect.objectContaining({ code: 'error.calibration.mirrored' }));
  });
});

describe('calibrate', () => {
  const good = [pair(0, 0, 0, 0), pair(1000, 0, 100, 0), pair(1000, 600, 100, 60), pair(0, 600, 0, 60)];

  it('finds nothing to say about points that agree', () => {
    const { report } = calibrate('similarity', good, { yDown: false, bounds });
    expect(report).toMatchObject({ over: false, culprit: null, mirrored: false, distorted: false, spare: 2 });
    expect(report.scaleX).toBeCloseTo(0.1, 12);
    // 1000 units of 0.1 m are 100 m: 0.1 % of it is less than half a metre.
    expect(report.limit).toBe(0.5);
    expect(residualLimit(bounds, { a: 10, b: 0, c: 0, d: 0, e: 10, f: 0 })).toBeCloseTo(10, 9);
  });

  it('names the one of four points that is wrong, by how much, for either kind', () => {
    const bad = good.map((point, i) => (i === 2 ? pair(1000, 600, 103, 64) : point));
    for (const kind of ['similarity', 'affine'] as const) {
      const { report } = calibrate(kind, bad, { yDown: false, bounds });
      expect(report.over).toBe(true);
      // 3 and 4 m make 5; the other three agree perfectly.
      expect(report.culprit).toEqual({ index: 2, rootMeanSquare: expect.closeTo(0, 9), offBy: expect.closeTo(5, 9) });
    }
    expect(calibrate('similarity', bad, { yDown: false, bounds }).report.worst).toBe(2);
  });

  it('does not name anybody where three points contradict one another', () => {
    const { report } = calibrate('similarity', [...good.slice(0, 2), pair(1000, 600, 103, 64)], { yDown: false, bounds });
    expect(report).toMatchObject({ over: true, culprit: null });
  });

  it('leaves a point that is switched off out of the fit and still says how far off it is', () => {
    const { report } = calibrate('similarity', [...good, pair(500, 300, 53, 34, true)], { yDown: false, bounds });
    expect(report.over).toBe(false);
    expect(report.rootMeanSquare).toBeLessThan(1e-9);
    expect(report.residuals[4]).toEqual({ metres: expect.closeTo(5, 9), dx: expect.closeTo(-3, 9), dy: expect.closeTo(-4, 9), used: false });
  });

  it('suspects exchanged coordinates where a mirrored plan would fit', () => {
    const exchanged = good.map(({ drawing, plant: [x, y] }) => ({ drawing, plant: plantPoint(y, x) }));
    expect(calibrate('similarity', exchanged, { yDown: false, bounds }).report).toMatchObject({ over: true, mirrored: true });
  });

  it('tells of a distorted plan: one axis 2 % longer', () => {
    const stretched = good.map(({ drawing, plant: [x, y] }) => ({ drawing, plant: plantPoint(x * 1.02, y) }));
    const { report } = calibrate('affine', stretched, { yDown: false, bounds });
    expect(report).toMatchObject({ over: false, distorted: true });
    expect(report.scaleX / report.scaleY).toBeCloseTo(1.02, 9);
  });

  it('has no spare point with as few as the fit needs', () => {
    expect(calibrate('similarity', good.slice(0, 2), { yDown: false, bounds }).report).toMatchObject({ spare: 0, worst: null, over: false });
    expect(calibrate('affine', good.slice(0, 3), { yDown: false, bounds }).report).toMatchObject({ spare: 0, worst: null, over: false });
  });
});
