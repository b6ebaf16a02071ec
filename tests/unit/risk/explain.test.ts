import { describe, expect, it } from 'vitest';
import type { Assessment, RiskLevel } from '#shared/model/assessment.ts';
import { explainUnit, explainZone } from '#shared/risk/explain.ts';
import { lowerings } from '#shared/risk/would-lower.ts';
import { formatMessage, type MessageKey } from '#shared/text/index.ts';
import { event, Plant, unit, uuid, zone } from '../../property/risk/plant.ts';
import { defaultPack } from './default-pack.ts';

const ls = (L: number, S: number, statedLevel: RiskLevel | null = null): Assessment => ({ method: 'LS', L, S, statedLevel });

const plant = new Plant({
  unit: [unit(0, 0), unit(1, 0), unit(2, 0), unit(3, 0)],
  event: [event(0, 0, ls(2, 2)), event(1, 0, ls(4, 5)), event(2, 0, null), event(3, 1, ls(5, 4, 2)), event(4, 3, { method: 'direct', statedLevel: 4 })],
  zone: [zone(0, [1, 0, 2, 3]), zone(1, [2]), zone(2, []), zone(3, [3]), zone(4, [2, 3])],
});
const rows = {
  unit: (id: string) => plant.all('unit').find((row) => row.id === id && !row.deleted),
  events: (unitId: string) => plant.all('event').filter((row) => row.unitId === unitId && !row.deleted),
};
const row = <Kind extends 'unit' | 'zone'>(kind: Kind, n: number) => {
  const found = plant.all(kind).find(({ id }) => id === uuid(kind, n));
  if (found === undefined) throw new Error(`no ${kind} ${n}`);
  return found;
};
const read = ({ key, params }: { key: string; params: Record<string, string | number> }, language: 'zh-CN' | 'en' = 'zh-CN') => formatMessage(language, key as MessageKey, params);

describe('explainZone', () => {
  const why = explainZone(defaultPack, row('zone', 0), rows);

  it('leads from the zone over the first worst unit and event to the assessment', () => {
    expect(why.chain.map(({ kind, name, level }) => [kind, name, level])).toEqual([['zone', 'zone 0', 1], ['unit', 'unit 0', 1], ['event', 'event 1', 1], ['assessment', 'event 1', 1]]);
    expect([why.level, why.colour]).toEqual([1, 'red']);
  });

  it('says the rule of every link in words', () => {
    expect(why.chain.map(({ rule }) => read(rule))).toEqual([
      '取所关联单元的最高等级（4 个单元：1 个未评估，1 个只评估了一部分事件）；已是最高一级',
      '取单元内事件的最高等级（3 个事件，其中 1 个未评估）；已是最高一级',
      '事件等级取现有风险（管控措施有效时）的评估',
      '现有风险 R = L×S = 4×5 = 20，≥ 20 → 重大风险（规则 LS-1，规则包 default 2026.1，来源等级 B）',
    ]);
    for (const { rule } of why.chain) expect(read(rule, 'en')).not.toMatch(/[{}]/);
  });

  it('names what else holds the level, and what would lower it', () => {
    expect(why.alsoHolding).toEqual([{ kind: 'unit', id: uuid('unit', 1), name: 'unit 1' }]);
    // 4×5=20: L 4→3 gives 15, S 5→4 gives 16; both are 较大. One step each, so nothing smaller.
    expect(why.wouldLower.map((way) => read(way))).toEqual([
      '事件“event 1”：L 4→3，得分 15，降为较大风险', '事件“event 1”：S 5→4，得分 16，降为较大风险', '还有 1 个单元处于该等级，须一并降低',
    ]);
    expect(why.unassessed.map(({ name }) => name)).toEqual(['unit 0', 'unit 2']); // one assessed in part, one not at all
    expect(why.rulePack).toEqual({ id: 'default', version: '2026.1', source: `B: ${defaultPack.methods.LS.source.note}` });
  });

  it('grey is explained as unknown, with the units to assess', () => {
    const grey = explainZone(defaultPack, row('zone', 1), rows);
    expect([grey.level, grey.colour, grey.wouldLower, grey.unassessed]).toEqual([null, 'grey', [], [{ id: uuid('unit', 2), name: 'unit 2' }]]);
    expect(grey.chain.map(({ rule }) => read(rule))).toEqual(['所关联的 1 个单元都未评估，等级不明，不按低风险处理']);
    expect(read(explainZone(defaultPack, row('zone', 2), rows).chain[0]?.rule ?? { key: '', params: {} })).toBe('没有关联风险分析单元，等级不明；请关联单元');
  });

  it('blue by direct judgement has nothing lower', () => {
    const blue = explainZone(defaultPack, row('zone', 3), rows);
    expect([blue.colour, blue.wouldLower, read(blue.chain[3]?.rule ?? { key: '', params: {} })]).toEqual(['blue', [], '现有风险为直接判定：低风险']);
  });
});

describe('what is not fully assessed', () => {
  it('may raise a blue zone, and is said so; a red one is said to be the highest already', () => {
    const rule = (n: number) => read(explainZone(defaultPack, row('zone', n), rows).chain[0]?.rule ?? { key: '', params: {} });
    expect(rule(4)).toBe('取所关联单元的最高等级（2 个单元：1 个未评估，0 个只评估了一部分事件）；补齐评估后等级可能升高');
    expect(rule(0)).toMatch(/已是最高一级$/);
  });
});

describe('explainUnit', () => {
  it('reports a stated level that the factors contradict', () => {
    const why = explainUnit(defaultPack, row('unit', 1), rows);
    expect(why.chain.map(({ kind }) => kind)).toEqual(['unit', 'event', 'assessment']);
    expect(read(why.chain[2]?.rule ?? { key: '', params: {} })).toContain('来源写的是 Ⅱ 级，与计算不符');
  });

  it('a unit without an assessed event is itself what is missing', () => {
    const why = explainUnit(defaultPack, row('unit', 2), rows);
    expect([why.level, why.unassessed.map(({ name }) => name), read(why.chain[0]?.rule ?? { key: '', params: {} })]).toEqual([null, ['unit 2'], '单元内还没有风险事件，等级不明；请补充事件并评估']);
  });
});

describe('lowerings', () => {
  it('5×5 = 25: one factor by two steps, or both by one', () => {
    // 5×4 = 20 is still 重大; 5×3 = 15 and 4×4 = 16 are 较大.
    const ways = lowerings(defaultPack, ls(5, 5)).map(({ changes, score, level }) => [changes.map(({ factor, to }) => `${factor}${to}`).join(), score, level]);
    expect(new Set(ways.map((way) => way.join(' ')))).toEqual(new Set(['L3 15 2', 'S3 15 2', 'L4,S4 16 2']));
  });

  it('LEC 3×6×15 = 270: the nearest table values below 160', () => {
    // L 3→1: 90; E 6→3: 135; C 15→7: 126. Each one step, all 一般 (70–160).
    expect(lowerings(defaultPack, { method: 'LEC', L: 3, E: 6, C: 15, statedLevel: null }).map(({ score, level }) => [score, level]).sort()).toEqual([[126, 3], [135, 3], [90, 3]]);
  });

  it('nothing is lower than 低, and a direct judgement has no factors', () => {
    expect(lowerings(defaultPack, ls(2, 4))).toEqual([]);
    expect(lowerings(defaultPack, { method: 'direct', statedLevel: 1 })).toEqual([]);
  });
});
