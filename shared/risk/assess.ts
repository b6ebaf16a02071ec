import { AppError } from '#shared/kernel/errors.ts';
import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import type { MethodRule, RulePack, ScoredMethod } from './rule-pack.ts';

/** An assessment by factors, as opposed to a direct judgement. */
export type ScoredAssessment = Extract<Assessment, { method: ScoredMethod }>;

/** A factor whose value the method does not know. */
export interface FactorFault {
  readonly method: ScoredMethod;
  readonly factor: string;
  readonly value: number;
  readonly allowed: readonly number[];
}

/** The band of scores that decided: `min` inclusive, `below` exclusive and null for the highest level. */
export interface CutOffBand { readonly min: number; readonly below: number | null }

/** What a rule pack makes of an assessment. `score` and `cutOff` are null for a direct judgement. */
export interface Judgement {
  readonly level: RiskLevel;
  readonly score: number | null;
  readonly cutOff: CutOffBand | null;
  /** Set where the source stated another level than the factors give; the factors decide. */
  readonly contradiction: { readonly stated: RiskLevel; readonly derived: RiskLevel } | null;
}

/** Reads the factor `key` of an assessment; the method's rule lists only factors that its assessments have. */
export function factorValue(assessment: ScoredAssessment, key: string): number {
  const value: unknown = Reflect.get(assessment, key);
  if (typeof value !== 'number') throw new Error(`assessment ${assessment.method} has no factor ${key}`);
  return value;
}

/**
 * Product of factors. Rounded to twelve significant digits, so that 0.1 × 0.2 and their like meet a cut-off exactly where
 * decimal arithmetic says.
 */
export function scoreOf(values: readonly number[]): number {
  return rounded(values.reduce((product, value) => product * value, 1));
}
const rounded = (product: number): number => (Number.isInteger(product) ? product : Number(product.toPrecision(12)));

/** The level of a score: the first cut-off, from the highest level down, that it reaches. */
export function levelOfScore(rule: MethodRule, score: number): RiskLevel {
  for (const { level, min } of rule.cutOffs) if (score >= min) return level;
  // Cut-offs end at 0 and factors are not negative (rulePackSchema, assessmentSchema).
  throw new Error(`score ${score} is below every cut-off of ${rule.id}`);
}

/** The factors of `assessment` that are not among the values its method knows; empty for a direct judgement. */
export function factorFaults(pack: RulePack, assessment: Assessment): FactorFault[] {
  if (assessment.method === 'direct') return [];
  const { method } = assessment;
  return pack.methods[method].factors
    .map(({ key, values }) => ({ method, factor: key, value: factorValue(assessment, key), allowed: values }))
    .filter(({ value, allowed }) => !allowed.includes(value));
}

/** The fault as an error for a person. */
export function factorFaultError({ method, factor, value, allowed }: FactorFault): AppError {
  return new AppError('error.risk.factor', { method, factor, value, allowed: allowed.join(', ') });
}

/**
 * Level and score of an assessment by a rule pack. A direct judgement has the level it states.
 * @throws AppError error.risk.factor for a factor outside the method's values
 */
export function assess(pack: RulePack, assessment: Assessment): Judgement {
  if (assessment.method === 'direct') return { level: assessment.statedLevel, score: null, cutOff: null, contradiction: null };
  const fault = factorFaults(pack, assessment)[0];
  if (fault !== undefined) throw factorFaultError(fault);
  const rule = pack.methods[assessment.method];
  const score = scoreOf(rule.factors.map(({ key }) => factorValue(assessment, key)));
  const level = levelOfScore(rule, score);
  const { statedLevel } = assessment;
  return {
    level,
    score,
    cutOff: { min: rule.cutOffs[level - 1]?.min ?? 0, below: rule.cutOffs[level - 2]?.min ?? null },
    contradiction: statedLevel !== null && statedLevel !== level ? { stated: statedLevel, derived: level } : null,
  };
}

/**
 * The level of a stored assessment for roll-up: null where there is none, and null where the pack does not know one of its
 * factors. Such a row is not assessed, because an unknown risk must not look like a low one.
 */
export function levelOf(pack: RulePack, assessment: Assessment | null): RiskLevel | null {
  if (assessment === null) return null;
  switch (assessment.method) {
    case 'direct': return assessment.statedLevel;
    // Factors in the order of their rules (rulePackSchema); written out, because roll-up does this for every event there is.
    case 'LS': return levelOfFactors(pack.methods.LS, assessment.L, assessment.S);
    case 'LEC': return levelOfFactors(pack.methods.LEC, assessment.L, assessment.E, assessment.C);
    case 'MES': return levelOfFactors(pack.methods.MES, assessment.M, assessment.E, assessment.S);
  }
}

function levelOfFactors(rule: MethodRule, first: number, second: number, third?: number): RiskLevel | null {
  const { factors } = rule;
  if (factors[0]?.values.includes(first) !== true || factors[1]?.values.includes(second) !== true) return null;
  if (third === undefined) return levelOfScore(rule, rounded(first * second));
  return factors[2]?.values.includes(third) === true ? levelOfScore(rule, rounded(first * second * third)) : null;
}
