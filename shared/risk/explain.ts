import type { Explanation } from '#shared/contract/zones.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { AnalysisUnit } from '#shared/model/analysis-unit.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { RiskEvent } from '#shared/model/risk-event.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import type { MessageKey } from '#shared/text/index.ts';
import { assess, factorValue, levelOf } from './assess.ts';
import { levelStyle } from './level-style.ts';
import { rollUp } from './roll-up.ts';
import type { RulePack } from './rule-pack.ts';
import { lowerings } from './would-lower.ts';

/** Where explanations find the rows below; deleted ones are left out. */
export interface ExplainRows {
  unit(id: Id): AnalysisUnit | undefined;
  events(unitId: Id): readonly RiskEvent[];
}

type Step = Explanation['chain'][number];
type Params = Step['rule']['params'];
interface Message { readonly key: MessageKey; readonly params: Params }
interface JudgedEvent { readonly event: RiskEvent; readonly level: RiskLevel | null }
interface JudgedUnit { readonly unit: AnalysisUnit; readonly level: RiskLevel | null; readonly unassessed: number; readonly events: readonly JudgedEvent[] }

/** More ways of lowering than this are not read. */
const waysShown = 6;

/** Why a zone has its colour: from the zone over the unit and the event to the assessment that decided. Residual risk. */
export function explainZone(pack: RulePack, zone: RiskZone, rows: ExplainRows): Explanation {
  const units = [...new Set(zone.unitIds)].flatMap((id) => rows.unit(id) ?? []).sort(inOrder).map((unit) => judgeUnit(pack, unit, rows));
  const { level, unassessed } = rollUp(units.map((unit) => unit.level));
  const holding = units.filter((unit) => level !== null && unit.level === level);
  const [deciding] = holding;
  const counts = { units: units.length, assessed: units.length - unassessed, unassessed, partly: units.filter((unit) => unit.level !== null && unit.unassessed > 0).length };
  const key = units.length === 0 ? 'rule.zone.empty' : level === null ? 'rule.zone.unassessed' : unassessed === 0 && counts.partly === 0 ? 'rule.zone.worst' : level === 1 ? 'rule.zone.worst.incomplete' : 'rule.zone.worst.mayRise';
  const step: Step = { kind: 'zone', id: zone.id, name: zone.name, level, rule: { key, params: counts } satisfies { key: MessageKey; params: Params } };
  const others = holding.slice(1);
  return explanation(pack, level, [step], deciding, others.map(({ unit: { id, name } }) => ({ kind: 'unit', id, name })),
    units.filter((unit) => unit.level === null || unit.unassessed > 0).map(({ unit: { id, name } }) => ({ id, name })));
}

/** Why a unit has its level: from the unit over the event to the assessment that decided. Residual risk. */
export function explainUnit(pack: RulePack, unit: AnalysisUnit, rows: ExplainRows): Explanation {
  const judged = judgeUnit(pack, unit, rows);
  const { level } = judged;
  const missing = level === null || judged.unassessed > 0 ? [{ id: unit.id, name: unit.name }] : [];
  return level === null ? explanation(pack, null, [unitStep(judged)], undefined, [], missing) : explanation(pack, level, [], judged, [], missing);
}

function explanation(pack: RulePack, level: RiskLevel | null, above: readonly Step[], deciding: JudgedUnit | undefined, otherUnits: Explanation['alsoHolding'], unassessed: Explanation['unassessed']): Explanation {
  const holding = deciding?.events.filter((candidate) => candidate.level !== null && candidate.level === level) ?? [];
  const [decided] = holding;
  const otherEvents: Explanation['alsoHolding'] = holding.slice(1).map(({ event: { id, name } }) => ({ kind: 'event', id, name }));
  const alsoHolding = [...otherEvents, ...otherUnits];
  const residual = decided?.event.residual ?? null;
  const source = residual === null || residual.method === 'direct' ? pack.rollUp.source : pack.methods[residual.method].source;
  return {
    level,
    colour: levelStyle(level).colour,
    chain: [
      ...above,
      ...(deciding === undefined ? [] : [unitStep(deciding)]),
      ...(decided === undefined ? [] : [eventStep(decided), assessmentStep(pack, decided)]),
    ],
    alsoHolding,
    wouldLower: decided === undefined ? [] : waysDown(pack, decided.event, otherEvents.length, otherUnits.length),
    unassessed,
    rulePack: { id: pack.id, version: pack.version, source: `${source.mark}: ${source.note}` },
  };
}

function judgeUnit(pack: RulePack, unit: AnalysisUnit, rows: ExplainRows): JudgedUnit {
  const events = [...rows.events(unit.id)].sort(inOrder).map((event) => ({ event, level: levelOf(pack, event.residual) }));
  return { unit, events, ...rollUp(events.map(({ level }) => level)) };
}

/** The order of the tree, so that of several equals the same one is always named. */
function inOrder(a: { readonly position: number; readonly id: Id }, b: { readonly position: number; readonly id: Id }): number {
  return a.position - b.position || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function unitStep({ unit, level, unassessed, events }: JudgedUnit): Step {
  const key: MessageKey = events.length === 0 ? 'rule.unit.empty' : level === null ? 'rule.unit.unassessed' : unassessed === 0 ? 'rule.unit.worst' : level === 1 ? 'rule.unit.worst.incomplete' : 'rule.unit.worst.mayRise';
  return { kind: 'unit', id: unit.id, name: unit.name, level, rule: { key, params: { events: events.length, assessed: events.length - unassessed, unassessed } } };
}

function eventStep({ event, level }: JudgedEvent): Step {
  const key: MessageKey = 'rule.event.residual';
  return { kind: 'event', id: event.id, name: event.name, level, rule: { key, params: {} } };
}

/** How the score of a method is written: R = L×S, D = L×E×C, R = M×E×S. */
const scoreSymbols = { LS: 'R', LEC: 'D', MES: 'R' } as const;

function assessmentStep(pack: RulePack, { event }: JudgedEvent): Step {
  const { residual } = event;
  // Only events with a level come here, so there is an assessment that the pack can judge.
  if (residual === null) throw new Error(`event ${event.id} is not assessed`);
  const { level, score, cutOff, contradiction } = assess(pack, residual);
  const base = { kind: 'assessment', id: event.id, name: event.name, level } as const;
  if (residual.method === 'direct' || score === null || cutOff === null) {
    const key: MessageKey = `rule.direct.${level}`;
    return { ...base, rule: { key, params: {} } };
  }
  const rule = pack.methods[residual.method];
  const keys = rule.factors.map((factor) => factor.key);
  const formula = `${scoreSymbols[residual.method]} = ${keys.join('×')} = ${keys.map((factor) => factorValue(residual, factor)).join('×')} = ${score}`;
  const params: Params = {
    method: residual.method, formula, score, min: cutOff.min, below: cutOff.below ?? '', rule: rule.id, pack: pack.id, version: pack.version, mark: rule.source.mark,
    ...(contradiction === null ? {} : { stated: levelStyle(contradiction.stated).mark }),
  };
  const key: MessageKey = contradiction === null ? `rule.score.${level}` : `rule.score.${level}.contradicted`;
  return { ...base, rule: { key, params } };
}

/** The smallest changes to the event that decided; where other rows hold the level too, that these must come down as well. */
function waysDown(pack: RulePack, event: RiskEvent, events: number, units: number): Explanation['wouldLower'] {
  const { residual } = event;
  const level = levelOf(pack, residual);
  if (residual === null || level === null || level === 4) return [];
  const ways: Message[] = residual.method === 'direct'
    ? [{ key: 'lower.direct', params: { event: event.name } }]
    : lowerings(pack, residual).slice(0, waysShown).map(({ changes, score, level: to }) => ({
      key: `lower.factors.${to}`, params: { event: event.name, changes: changes.map(({ factor, from, to: value }) => `${factor} ${from}→${value}`).join(', '), score },
    }));
  if (events > 0) ways.push({ key: 'lower.alsoEvents', params: { count: events } });
  if (units > 0) ways.push({ key: 'lower.alsoUnits', params: { count: units } });
  return ways;
}
