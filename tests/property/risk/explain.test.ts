import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explanationSchema } from '#shared/contract/zones.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { assess, levelOf } from '#shared/risk/assess.ts';
import { buildLevelIndex } from '#shared/risk/build-level-index.ts';
import { explainUnit, explainZone } from '#shared/risk/explain.ts';
import { levelStyle } from '#shared/risk/level-style.ts';
import { lowerings } from '#shared/risk/would-lower.ts';
import { catalogue } from '#shared/text/index.ts';
import { defaultPack } from '../../unit/risk/default-pack.ts';
import { assessmentArb, Plant, plantArb } from './plant.ts';

function rowsOf(plant: Plant) {
  return {
    unit: (id: string) => plant.all('unit').find((row) => row.id === id && !row.deleted),
    events: (unitId: string) => plant.all('event').filter((row) => row.unitId === unitId && !row.deleted),
  };
}

describe('explanations', () => {
  it('have the contract’s form, known texts, and the level that the map shows; every link recomputes', () => {
    fc.assert(fc.property(plantArb, (given) => {
      const plant = new Plant(given);
      const index = buildLevelIndex(defaultPack, plant.levelRows());
      const rows = rowsOf(plant);
      const texts = catalogue('en');
      for (const why of [...plant.all('zone').map((zone) => explainZone(defaultPack, zone, rows)), ...plant.all('unit').map((unit) => explainUnit(defaultPack, unit, rows))]) {
        expect(explanationSchema.safeParse(why).success).toBe(true);
        const [top] = why.chain;
        const shown = top?.kind === 'zone' ? index.zone(top.id) : index.unit(top?.id ?? '');
        expect([why.level, why.colour]).toEqual([shown.level, levelStyle(shown.level).colour]);
        for (const { rule } of why.chain) expect(texts).toHaveProperty([rule.key]);
        for (const { key } of why.wouldLower) expect(texts).toHaveProperty([key]);
        for (const step of why.chain) {
          const recomputed = step.kind === 'zone' ? index.zone(step.id).level : step.kind === 'unit' ? index.unit(step.id).level : index.event(step.id);
          expect(step.level).toBe(recomputed);
          expect(step.level).toBe(why.level);
        }
        if (why.level !== null) {
          const assessed = plant.all('event').find(({ id }) => id === why.chain.at(-1)?.id)?.residual;
          expect(levelOf(defaultPack, assessed ?? null)).toBe(why.level);
        }
        if (top?.kind === 'zone') expect(why.unassessed.length).toBe(shown.unassessed);
      }
    }), { numRuns: 300 });
  });

  it('lowering all that holds the level lowers the zone; lowering the first alone does so only where nothing else holds it', () => {
    fc.assert(fc.property(plantArb, (given) => {
      const plant = new Plant(given);
      for (const zone of plant.all('zone')) {
        const why = explainZone(defaultPack, zone, rowsOf(plant));
        const decided = why.chain.at(-1);
        if (why.level === null || why.level === 4 || decided?.kind !== 'assessment') continue;
        const index = buildLevelIndex(defaultPack, plant.levelRows());
        const lower = (why.level + 1) as RiskLevel;
        index.apply([{ kind: 'event', id: decided.id, before: null, after: { residual: { method: 'direct', statedLevel: lower } } }]);
        expect(index.zone(zone.id).level === why.level).toBe(why.alsoHolding.length > 0);
        for (const held of why.alsoHolding) {
          const events = held.kind === 'event' ? [held.id] : plant.all('event').filter(({ unitId }) => unitId === held.id).map(({ id }) => id);
          index.apply(events.map((id) => ({ kind: 'event' as const, id, before: null, after: { residual: { method: 'direct', statedLevel: 4 } } })));
        }
        expect(index.zone(zone.id).level).toBeGreaterThan(why.level);
      }
    }), { numRuns: 300 });
  });
});

describe('lowerings', () => {
  it('lower the level, with allowed values, and no factor of them could stay a step higher', () => {
    fc.assert(fc.property(assessmentArb, (assessment) => {
      const now = assess(defaultPack, assessment).level;
      const ways = lowerings(defaultPack, assessment);
      if (assessment.method === 'direct') return;
      expect(ways.length === 0).toBe(now === 4);
      const rule = defaultPack.methods[assessment.method];
      for (const { changes, level, score } of ways) {
        const changed = { ...assessment, ...Object.fromEntries(changes.map(({ factor, to }) => [factor, to])) };
        expect(assess(defaultPack, changed)).toMatchObject({ level, score });
        expect(level).toBeGreaterThan(now);
        for (const { factor, from, to } of changes) {
          expect(to).toBeLessThan(from);
          const values = rule.factors.find(({ key }) => key === factor)?.values ?? [];
          const back = { ...changed, [factor]: values[values.indexOf(to) + 1] };
          expect(assess(defaultPack, back).level).toBe(now);
        }
      }
    }), { numRuns: 500 });
  });
});
