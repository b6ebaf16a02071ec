import type { MessageParams } from '#shared/kernel/errors.ts';
import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import { assess, factorFaults, type ScoredAssessment } from '#shared/risk/assess.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import type { CellRules, Fault } from './cell-rules.ts';
import { isFault, type GridValue } from './grid.ts';
import type { TemplateField } from './template.ts';

const factorKeys = ['L', 'S', 'E', 'C', 'M'] as const;
type FactorKey = (typeof factorKeys)[number];
const methodFactors = { LS: ['L', 'S'], LEC: ['L', 'E', 'C'], MES: ['M', 'E', 'S'] } as const satisfies Record<string, readonly FactorKey[]>;

/** What the cells of one assessment say. `value` reads a cell by its part; a hole where the sheet has none. */
export interface AssessmentCells {
  readonly group: 'inherent' | 'residual';
  readonly value: (part: FactorKey | 'score' | 'level') => GridValue | undefined;
}

/** Told of every fault with the cell's field; an error leaves the line out, a warning does not. */
export interface FaultSink {
  error(field: TemplateField, fault: Fault): void;
  warning(field: TemplateField, fault: Fault): void;
}

/**
 * The assessment that factors and level of a line state together: LS from L and S, LEC from L, E and C, MES from M, E and S, a
 * direct judgement from a level alone, null from nothing. A stated level or score that contradicts the factors is a
 * warning, because the factors decide; factors that are no method, or outside its values, are errors.
 */
export function readAssessment(cells: AssessmentCells, rules: CellRules, pack: RulePack, sink: FaultSink): Assessment | null {
  const { group, value } = cells;
  const factors: Partial<Record<FactorKey, number>> = {};
  let broken = false;
  for (const key of factorKeys) {
    const cell = value(key);
    if (cell === undefined || rules.isBlank(cell) || isFaultCell(cell)) continue;
    const read = rules.number(cell);
    if ('fault' in read) { sink.error(`${group}.${key}`, read.fault); broken = true; } else factors[key] = read.value;
  }
  let statedLevel: RiskLevel | null = null;
  const levelCell = value('level');
  if (levelCell !== undefined && !rules.isBlank(levelCell) && !isFaultCell(levelCell)) {
    const read = rules.level(levelCell);
    if ('fault' in read) { sink.error(`${group}.level`, read.fault); broken = true; } else statedLevel = read.value;
  }
  if (broken) return null;

  const given = factorKeys.filter((key) => factors[key] !== undefined);
  if (given.length === 0) return statedLevel === null ? null : { method: 'direct', statedLevel };
  const assessment = scored(factors, given, statedLevel);
  if (assessment === null) {
    const missing = nearestMissing(given);
    const fault: Fault = { code: 'issue.factor.missing', params: { given: given.join('、'), missing } };
    const [first] = given;
    // `given` is not empty here.
    if (statedLevel === null) sink.error(`${group}.${first!}`, fault);
    else {
      sink.warning(`${group}.${first!}`, { ...fault, code: 'issue.factor.ignored' });
      return { method: 'direct', statedLevel };
    }
    return null;
  }
  const faults = factorFaults(pack, assessment);
  for (const { factor, value: wrong, allowed } of faults) {
    const key = factorKeys.find((candidate) => candidate === factor);
    if (key !== undefined) sink.error(`${group}.${key}`, { code: 'issue.factor.value', params: { value: wrong, choices: allowed.join('、') } });
  }
  if (faults.length > 0) return null;
  const agrees = checkStated(cells, rules, pack, assessment, sink);
  // A stated level that agrees says nothing beyond the factors; kept, it would contradict them under the next rule pack.
  return agrees ? { ...assessment, statedLevel: null } : assessment;
}

function scored(factors: Partial<Record<FactorKey, number>>, given: readonly FactorKey[], statedLevel: RiskLevel | null): ScoredAssessment | null {
  const { L, S, E, C, M } = factors;
  if (given.length === 2 && L !== undefined && S !== undefined) return { method: 'LS', L, S, statedLevel };
  if (given.length === 3 && L !== undefined && E !== undefined && C !== undefined) return { method: 'LEC', L, E, C, statedLevel };
  if (given.length === 3 && M !== undefined && E !== undefined && S !== undefined) return { method: 'MES', M, E, S, statedLevel };
  return null;
}

/** What the method that most of the given factors belong to still needs. */
function nearestMissing(given: readonly FactorKey[]): string {
  let best: readonly FactorKey[] = methodFactors.LS;
  let score = -1;
  for (const needed of Object.values<readonly FactorKey[]>(methodFactors)) {
    const own = needed.filter((key) => given.includes(key)).length - given.filter((key) => !needed.includes(key)).length;
    if (own > score) { best = needed; score = own; }
  }
  return best.filter((key) => !given.includes(key)).join('、');
}

function checkStated(cells: AssessmentCells, rules: CellRules, pack: RulePack, assessment: ScoredAssessment, sink: FaultSink): boolean {
  const { level, score, contradiction } = assess(pack, assessment);
  const formula = methodFactors[assessment.method].join('×');
  const shared: MessageParams = { formula, score: score ?? 0 };
  const levelWord = (of: RiskLevel): string => rules.words.levels.find((entry) => entry.level === of)?.label ?? String(of);
  if (contradiction !== null) {
    sink.warning(`${cells.group}.level`, { code: 'issue.level.contradiction', params: { ...shared, stated: levelWord(contradiction.stated), derived: levelWord(level) } });
  }
  const agrees = contradiction === null;
  const scoreCell = cells.value('score');
  if (scoreCell === undefined || rules.isBlank(scoreCell) || isFaultCell(scoreCell)) return agrees;
  const stated = rules.number(scoreCell);
  if ('fault' in stated) sink.warning(`${cells.group}.score`, stated.fault);
  else if (score !== null && Math.abs(stated.value - score) > 1e-6 * Math.max(1, score)) {
    sink.warning(`${cells.group}.score`, { code: 'issue.score.contradiction', params: { ...shared, value: stated.value } });
  }
  return agrees;
}

const isFaultCell = (value: GridValue): boolean => typeof value === 'object' && isFault(value);
