import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import { assess, factorValue, levelOfScore, scoreOf } from './assess.ts';
import type { RulePack } from './rule-pack.ts';

/** One way to a lower level: the factors that change, the score and level that follow. */
export interface Lowering {
  readonly changes: readonly { readonly factor: string; readonly from: number; readonly to: number }[];
  readonly score: number;
  readonly level: Exclude<RiskLevel, 1>;
}

/**
 * The smallest changes of factors that give a lower level: every combination of allowed values, none higher than now, of which no
 * factor could be put back by a step without keeping the level. Fewest steps first. Empty for a direct judgement, and at the lowest level.
 * @throws AppError error.risk.factor
 */
export function lowerings(pack: RulePack, assessment: Assessment): Lowering[] {
  const now = assess(pack, assessment);
  if (assessment.method === 'direct') return [];
  const rule = pack.methods[assessment.method];
  const factors = rule.factors.map(({ key, values }) => ({ key, values, at: values.indexOf(factorValue(assessment, key)) }));
  const levelAt = (places: readonly number[]): RiskLevel => levelOfScore(rule, scoreOf(factors.map(({ values }, i) => values[places[i] ?? 0] ?? 0)));
  const lower = (places: readonly number[]) => levelAt(places) > now.level;
  const smallest = combinations(factors.map(({ at }) => at)).filter((places) => lower(places)
    && places.every((place, i) => place === factors[i]?.at || !lower(places.map((other, j) => (j === i ? other + 1 : other)))));
  const steps = (places: readonly number[]) => places.reduce((sum, place, i) => sum + (factors[i]?.at ?? 0) - place, 0);
  return smallest.sort((a, b) => steps(a) - steps(b)).flatMap((places) => {
    const level = levelAt(places);
    // What is lower than another level is not the highest; this tells the type checker.
    if (level === 1) return [];
    const values = factors.map(({ values: allowed }, i) => allowed[places[i] ?? 0] ?? 0);
    return {
      changes: factors.flatMap(({ key, values: allowed, at }, i) => (places[i] === at ? [] : [{ factor: key, from: allowed[at] ?? 0, to: values[i] ?? 0 }])),
      score: scoreOf(values),
      level,
    };
  });
}

/** All tuples of places from 0 up to those given. A method has at most three factors of at most seven values. */
function combinations(upTo: readonly number[]): number[][] {
  return upTo.reduce<number[][]>((tuples, top) => tuples.flatMap((tuple) => Array.from({ length: top + 1 }, (_, place) => [...tuple, place])), [[]]);
}
