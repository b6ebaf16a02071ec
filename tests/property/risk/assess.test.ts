import { describe, expect, it } from 'vitest';
import { assess } from '#shared/risk/assess.ts';
import { defaultPack } from '../../unit/risk/default-pack.ts';

const valuesOf = (method: 'LEC' | 'MES') => defaultPack.methods[method].factors.map(({ values }) => values);

/** The cut-offs of domain sources, written again: 1 from `a`, 2 from `b`, 3 from `c`. */
const levelBy = (score: number, a: number, b: number, c: number) => (score >= a ? 1 : score >= b ? 2 : score >= c ? 3 : 4);

describe('every combination of factors, against whole-number arithmetic', () => {
  it('LEC: tenths × halves, so 20 D is a whole number', () => {
    const [Ls = [], Es = [], Cs = []] = valuesOf('LEC');
    for (const L of Ls) for (const E of Es) for (const C of Cs) {
      const d20 = Math.round(L * 10) * Math.round(E * 2) * C;
      const { level, score } = assess(defaultPack, { method: 'LEC', L, E, C, statedLevel: null });
      expect([level, score]).toEqual([levelBy(d20, 320 * 20, 160 * 20, 70 * 20), d20 / 20]);
    }
    expect(Ls.length * Es.length * Cs.length).toBe(7 * 6 * 6);
  });

  it('MES: halves, so 2 R is a whole number', () => {
    const [Ms = [], Es = [], Ss = []] = valuesOf('MES');
    for (const M of Ms) for (const E of Es) for (const S of Ss) {
      const r2 = M * Math.round(E * 2) * S;
      expect(assess(defaultPack, { method: 'MES', M, E, S, statedLevel: null })).toMatchObject({ level: levelBy(r2, 360, 180, 100), score: r2 / 2 });
    }
    expect(Ms.length * Es.length * Ss.length).toBe(3 * 6 * 5);
  });
});
