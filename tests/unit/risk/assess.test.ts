import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/errors.ts';
import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import { assess, levelOf, scoreOf } from '#shared/risk/assess.ts';
import { rulePackSchema, type RulePack } from '#shared/risk/rule-pack.ts';
import { defaultPack } from './default-pack.ts';

const ls = (L: number, S: number, statedLevel: RiskLevel | null = null): Assessment => ({ method: 'LS', L, S, statedLevel });
const lec = (L: number, E: number, C: number): Assessment => ({ method: 'LEC', L, E, C, statedLevel: null });
const mes = (M: number, E: number, S: number): Assessment => ({ method: 'MES', M, E, S, statedLevel: null });

/** The shipped pack with the cut-offs of one method replaced, for edges that the shipped factors cannot reach. */
function withCutOffs(method: 'LS' | 'LEC' | 'MES', mins: [number, number, number]): RulePack {
  const rule = defaultPack.methods[method];
  const cutOffs = rule.cutOffs.map((cutOff, i) => ({ ...cutOff, min: mins[i] ?? 0 }));
  return rulePackSchema.parse({ ...defaultPack, methods: { ...defaultPack.methods, [method]: { ...rule, cutOffs } } });
}

describe('LS-1: R = L × S; 20 and over 重大, 15–16 较大, 9–12 一般, 1–8 低', () => {
  // All 25 cells worked by hand, rows L = 1…5, columns S = 1…5. Only 1 2 3 4 5 6 8 9 10 12 15 16 20 25 occur.
  const matrix: RiskLevel[][] = [
    [4, 4, 4, 4, 4], //  1  2  3  4  5
    [4, 4, 4, 4, 3], //  2  4  6  8 10
    [4, 4, 3, 3, 2], //  3  6  9 12 15
    [4, 4, 3, 2, 1], //  4  8 12 16 20
    [4, 3, 2, 1, 1], //  5 10 15 20 25
  ];
  for (const [i, row] of matrix.entries()) for (const [j, level] of row.entries()) {
    it(`${i + 1} × ${j + 1} = ${(i + 1) * (j + 1)} is level ${level}`, () => {
      expect(assess(defaultPack, ls(i + 1, j + 1))).toMatchObject({ level, score: (i + 1) * (j + 1), contradiction: null });
    });
  }

  it('says between which cut-offs the score lies', () => {
    expect(assess(defaultPack, ls(4, 5)).cutOff).toEqual({ min: 20, below: null });
    expect(assess(defaultPack, ls(4, 4)).cutOff).toEqual({ min: 15, below: 20 });
    expect(assess(defaultPack, ls(3, 3)).cutOff).toEqual({ min: 9, below: 15 });
    expect(assess(defaultPack, ls(2, 4)).cutOff).toEqual({ min: 0, below: 9 });
  });
});

describe('LEC-1: D = L × E × C; 320, 160, 70', () => {
  it.each<[number, number, number, number, RiskLevel]>([
    [10, 6, 7, 420, 1],
    [6, 6, 15, 540, 1],
    [3, 10, 15, 450, 1],
    [1, 3, 100, 300, 2],   // 160 ≤ 300 < 320
    [1, 6, 40, 240, 2],
    [6, 2, 15, 180, 2],
    [10, 1, 15, 150, 3],   // 70 ≤ 150 < 160
    [1, 10, 15, 150, 3],
    [1, 10, 7, 70, 3],     // exactly the cut-off: 一般
    [10, 1, 7, 70, 3],
    [0.5, 10, 15, 75, 3],
    [1, 1, 40, 40, 4],
    [3, 3, 7, 63, 4],      // 63 < 70
    [0.1, 10, 100, 100, 3],
    [0.2, 0.5, 3, 0.3, 4], // 0.2 × 0.5 × 3 in decimals
    [0.1, 3, 1, 0.3, 4],   // binary would say 0.30000000000000004
  ])('%s × %s × %s = %s is level %s', (L, E, C, score, level) => {
    expect(assess(defaultPack, lec(L, E, C))).toMatchObject({ level, score });
  });

  it('meets a cut-off exactly where decimals do, though binary products miss it', () => {
    // 0.2 × 3 × 1 is 0.6000000000000001 in binary and 0.1 × 3 × 1 is 0.30000000000000004; 0.1 × 6 × 1 = 0.6000000000000001.
    const pack = withCutOffs('LEC', [0.7, 0.65, 0.6]);
    expect(assess(pack, lec(0.2, 3, 1))).toMatchObject({ score: 0.6, level: 3 });
    expect(assess(withCutOffs('LEC', [0.9, 0.8, 0.60000000001]), lec(0.2, 3, 1)).level).toBe(4);
    expect(scoreOf([0.1, 3, 1])).toBe(0.3);
  });

  it('320 and 160 are the higher level', () => {
    // No product of the table's values is 320 or 160, so the edge is shown with cut-offs that are reached: 300 and 150.
    const pack = withCutOffs('LEC', [300, 150, 70]);
    expect(assess(pack, lec(1, 3, 100)).level).toBe(1);
    expect(assess(pack, lec(10, 1, 15)).level).toBe(2);
  });
});

describe('MES-1: R = M × E × S; 180, 90, 50', () => {
  it.each<[number, number, number, number, RiskLevel]>([
    [3, 6, 10, 180, 1],  // exactly 180
    [5, 10, 10, 500, 1],
    [3, 10, 4, 120, 2],
    [5, 2, 10, 100, 2],
    [3, 3, 10, 90, 2],   // exactly 90
    [1, 10, 8, 80, 3],
    [3, 3, 8, 72, 3],
    [5, 10, 1, 50, 3],   // exactly 50
    [3, 2, 8, 48, 4],
    [1, 0.5, 1, 0.5, 4],
  ])('%s × %s × %s = %s is level %s', (M, E, S, score, level) => {
    expect(assess(defaultPack, mes(M, E, S))).toMatchObject({ level, score });
  });
});

describe('direct judgement and stated levels', () => {
  it('a direct judgement has the level it states and no score', () => {
    expect(assess(defaultPack, { method: 'direct', statedLevel: 2 })).toEqual({ level: 2, score: null, cutOff: null, contradiction: null });
  });

  it('reports a stated level that the factors contradict; the factors decide', () => {
    expect(assess(defaultPack, ls(4, 5, 4))).toMatchObject({ level: 1, contradiction: { stated: 4, derived: 1 } });
    expect(assess(defaultPack, ls(4, 5, 1)).contradiction).toBeNull();
  });
});

describe('factors outside the method', () => {
  it.each([[ls(0, 5), 'L', 0, '1, 2, 3, 4, 5'], [ls(5, 6), 'S', 6, '1, 2, 3, 4, 5'], [ls(2.5, 3), 'L', 2.5, '1, 2, 3, 4, 5'], [mes(2, 6, 10), 'M', 2, '1, 3, 5']] as const)(
    '%j is refused with the allowed values', (assessment, factor, value, allowed) => {
      try {
        assess(defaultPack, assessment);
        expect.unreachable();
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
        expect(thrown).toMatchObject({ code: 'error.risk.factor', params: { method: assessment.method, factor, value, allowed } });
      }
      // In roll-up such a row is not assessed; it is never low.
      expect(levelOf(defaultPack, assessment)).toBeNull();
    });
});

describe('rule packs', () => {
  const rule = defaultPack.methods.LS;
  const packWith = (LS: unknown) => rulePackSchema.safeParse({ ...defaultPack, methods: { ...defaultPack.methods, LS } }).success;

  it('refuses cut-offs that leave a score without a level, overlap, or stand in another order', () => {
    const [a, b, c, d] = rule.cutOffs;
    expect(packWith(rule)).toBe(true);
    expect(packWith({ ...rule, cutOffs: [a, b, c, { level: 4, min: 1 }] })).toBe(false);
    expect(packWith({ ...rule, cutOffs: [a, { level: 2, min: 20 }, c, d] })).toBe(false);
    expect(packWith({ ...rule, cutOffs: [d, c, b, a] })).toBe(false);
    expect(packWith({ ...rule, cutOffs: [b, a, c, d] })).toBe(false);
  });

  it('refuses factors that are not the method’s, or values out of order', () => {
    const [L, S] = rule.factors;
    expect(packWith({ ...rule, factors: [L] })).toBe(false);
    expect(packWith({ ...rule, factors: [S, L] })).toBe(false);
    expect(packWith({ ...rule, factors: [L, { key: 'S', values: [1, 3, 2] }] })).toBe(false);
    expect(packWith({ ...rule, factors: [L, { key: 'S', values: [1, 1] }] })).toBe(false);
  });
});
