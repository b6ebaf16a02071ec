import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAffine, fitAffine, fitPoints, fitSimilarity, invertAffine, type Affine } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint } from '#shared/geometry/frames.ts';
import type { ControlPoint } from '#shared/model/plant-layout.ts';
import { exact, plus, rounded, solve, times, type Exact } from './exact.ts';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Drawing units from a tenth of a millimetre to a metre, any turn, an origin of a national grid or none, perhaps stretched and skewed. */
const map = (distorted: boolean) => fc.record({
  scale: fc.constantFrom(0.0001, 0.001, 0.0254, 0.1, 1, 3.5), turn: within(-Math.PI, Math.PI),
  stretch: distorted ? within(0.8, 1.25) : fc.constant(1), skew: distorted ? within(-0.2, 0.2) : fc.constant(0),
  yDown: fc.boolean(), X: fc.constantFrom(0, 4.05e7, -1e7, 5e5), Y: fc.constantFrom(0, 3.4e6, 1e7), x: fc.constantFrom(0, 1e7, -4e7), y: fc.constantFrom(0, 3e6, 1e7),
});
type Map = ReturnType<typeof map> extends fc.Arbitrary<infer T> ? T : never;

/** Plant metres of a place `u`, `v` drawing units from the drawing's own corner. */
function truth({ scale, turn, stretch, skew, yDown, X, Y }: Map, u: number, v: number): readonly [number, number] {
  const [along, across] = [scale * (stretch * u + skew * v), scale * (yDown ? -v : v)];
  return [X + Math.cos(turn) * along - Math.sin(turn) * across, Y + Math.sin(turn) * along + Math.cos(turn) * across];
}
const pairAt = (of: Map, u: number, v: number, error: readonly [number, number] = [0, 0]): ControlPoint => {
  const [X, Y] = truth(of, u, v);
  return { drawing: drawingPoint(of.x + u, of.y + v), plant: plantPoint(X + error[0], Y + error[1]) };
};
const spread = fc.array(fc.tuple(within(-0.4, 0.4), within(-0.4, 0.4)), { minLength: 0, maxLength: 6 });
/** Three corners that are not on a line, and more points between; `size` in metres of the plant. */
const points = (of: Map, size: number, more: readonly (readonly [number, number])[], error: (i: number) => readonly [number, number] = () => [0, 0]): ControlPoint[] =>
  [[0, 0], [1, 0], [0.2, 1] as const, ...more.map(([u, v]) => [0.5 + u, 0.5 + v] as const)].map(([u = 0, v = 0], i) => pairAt(of, (u * size) / of.scale, (v * size) / of.scale, error(i)));

describe('a calibration', () => {
  it('is inverted within a thousandth of a millimetre, on coordinates of 10^7 m as well, similarity and affine', () => {
    fc.assert(fc.property(map(true), within(10, 5000), spread, fc.tuple(within(-1, 2), within(-1, 2)), (of, size, more, [u, v]) => {
      for (const kind of ['similarity', 'affine'] as const) {
        const { toPlant } = fitPoints(kind, points(of, size, more), of);
        const back = invertAffine(toPlant);
        const there = plantPoint(of.X + u * size, of.Y + v * size);
        const again = applyAffine(toPlant, back(there));
        expect(Math.hypot(again[0] - there[0], again[1] - there[1])).toBeLessThan(1e-6);
        // And from the drawing, in metres of the plant.
        const start = drawingPoint(of.x + (u * size) / of.scale, of.y + (v * size) / of.scale);
        const end = back(applyAffine(toPlant, start));
        expect(Math.hypot(end[0] - start[0], end[1] - start[1]) * of.scale).toBeLessThan(1e-6);
      }
    }), { numRuns: 500 });
  });

  it('is met by points that were made with it, of either kind', () => {
    fc.assert(fc.property(map(false), within(10, 5000), spread, (of, size, more) => {
      expect(Math.max(...fitSimilarity(points(of, size, more), of).residuals)).toBeLessThan(1e-6);
    }));
    fc.assert(fc.property(map(true), within(10, 5000), spread, (of, size, more) => {
      expect(Math.max(...fitAffine(points(of, size, more), of).residuals)).toBeLessThan(1e-6);
    }));
  });
});

describe('least squares in doubles', () => {
  const errors = fc.array(fc.tuple(within(-2, 2), within(-2, 2)), { minLength: 9, maxLength: 9 });
  const agrees = (of: Map, size: number, ours: Affine, oracle: (x: number, y: number) => readonly [number, number]): void => {
    for (const [u, v] of [[0, 0], [1, 0], [0, 1], [1, 1], [0.5, 0.5]] as const) {
      const at = drawingPoint(of.x + (u * size) / of.scale, of.y + (v * size) / of.scale);
      const [X, Y] = applyAffine(ours, at);
      const [exactX, exactY] = oracle(at[0], at[1]);
      expect(Math.hypot(X - exactX, Y - exactY)).toBeLessThan(1e-6);
    }
  };

  it('agrees with the normal equations of the affine map, solved in fractions of big integers', () => {
    fc.assert(fc.property(map(true), within(100, 5000), spread, errors, (of, size, more, errors) => {
      const given = points(of, size, more, (i) => errors[i] ?? [0, 0]);
      const rows = given.map(({ drawing: [x, y] }) => [exact(x), exact(y), exact(1)]);
      const normal = [0, 1, 2].map((i) => [0, 1, 2].map((j) => sum(rows.map((row) => times(need(row[i]), need(row[j]))))));
      const right = (axis: 0 | 1) => [0, 1, 2].map((i) => sum(given.map(({ plant }, k) => times(need(rows[k]?.[i]), exact(plant[axis])))));
      const [X, Y] = [solve(normal, right(0)), solve(normal, right(1))];
      const value = (of: Exact[], x: number, y: number): number => rounded(plus(plus(times(need(of[0]), exact(x)), times(need(of[1]), exact(y))), need(of[2])));
      agrees(of, size, fitAffine(given, of).toPlant, (x, y) => [value(X, x, y), value(Y, x, y)]);
    }), { numRuns: 60 });
  });

  it('agrees with the normal equations of the similarity, solved in fractions of big integers', () => {
    fc.assert(fc.property(map(false), within(100, 5000), spread, errors, (of, size, more, errors) => {
      const given = points(of, size, more, (i) => errors[i] ?? [0, 0]);
      // X = p·x − q·y + c, Y = q·x + p·y + f with y mirrored for pictures: unknowns p, q, c, f.
      const up = of.yDown ? -1 : 1;
      const rows = given.flatMap(({ drawing: [x, y] }) => [[x, -up * y, 1, 0], [up * y, x, 0, 1]].map((row) => row.map(exact)));
      const values = given.flatMap(({ plant: [X, Y] }) => [exact(X), exact(Y)]);
      const all = [0, 1, 2, 3];
      const normal = all.map((i) => all.map((j) => sum(rows.map((row) => times(need(row[i]), need(row[j]))))));
      const [p, q, c, f] = solve(normal, all.map((i) => sum(rows.map((row, k) => times(need(row[i]), need(values[k])))))).map((value) => value);
      const value = (a: Exact, x: number, b: Exact, y: number, shift: Exact): number => rounded(plus(plus(times(a, exact(x)), times(b, exact(y))), shift));
      agrees(of, size, fitSimilarity(given, of).toPlant, (x, y) => [value(need(p), x, need(q), -up * y, need(c)), value(need(q), x, need(p), up * y, need(f))]);
    }), { numRuns: 60 });
  });
});

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing');
  return value;
}
const sum = (values: readonly Exact[]): Exact => values.reduce(plus, exact(0));
