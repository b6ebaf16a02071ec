import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { invertChanges } from '#shared/changes/invert.ts';
import { levelOf } from '#shared/risk/assess.ts';
import { buildLevelIndex } from '#shared/risk/build-level-index.ts';
import type { LevelIndex } from '#shared/risk/level-index.ts';
import { defaultPack } from '../../unit/risk/default-pack.ts';
import { event, maybeAssessedArb, object, Plant, plantArb, unit, uuid, zone, type PlantKind } from './plant.ts';

/** Everything the index says about the rows, and about one that does not exist. */
function reading(index: LevelIndex, plant: Plant) {
  const ids = (kind: PlantKind) => [...plant.all(kind).map(({ id }) => id), uuid(kind, 999)].sort();
  return {
    enterprise: index.enterprise(),
    object: ids('object').map((id) => index.object(id)), unit: ids('unit').map((id) => index.unit(id)),
    event: ids('event').map((id) => index.event(id)), zone: ids('zone').map((id) => index.zone(id)),
  };
}

/** The rule of docs/decisions/0007-roll-up.md said once more, the slow way. */
function slowZone(plant: Plant, id: string) {
  const row = plant.all('zone').find((z) => z.id === id);
  if (row === undefined || row.deleted) return { level: null, unassessed: 0 };
  const units = plant.all('unit').filter((u) => !u.deleted && row.unitIds.includes(u.id));
  const held = units.map((u) => plant.all('event').filter((e) => !e.deleted && e.unitId === u.id).map((e) => levelOf(defaultPack, e.residual) ?? 9));
  const worst = Math.min(9, ...held.flat());
  return { level: worst === 9 ? null : worst, unassessed: held.filter((levels) => levels.length === 0 || levels.includes(9)).length };
}

type Step = { readonly what: number; readonly a: number; readonly b: number; readonly links: readonly number[]; readonly residual: ReturnType<typeof maybeAssessedArb.generate>['value'] };
const stepArb: fc.Arbitrary<Step> = fc.record({ what: fc.nat(9), a: fc.nat(), b: fc.nat(), links: fc.array(fc.nat(), { maxLength: 4 }), residual: maybeAssessedArb });

function pick<T>(list: readonly T[], n: number): T | undefined { return list[n % Math.max(1, list.length)]; }

function take(plant: Plant, { what, a, b, links, residual }: Step): Change[] {
  const [objects, units, events, zones] = [plant.all('object'), plant.all('unit'), plant.all('event'), plant.all('zone')];
  const unitOf = (n: number) => n % units.length;
  const anyRow = pick([...objects, ...units, ...events, ...zones], a);
  const theEvent = pick(events, a);
  const theUnit = pick(units, a);
  const theZone = pick(zones, a);
  switch (what) {
    case 0: return anyRow === undefined ? [] : [plant.change(anyRow.id, { deleted: !anyRow.deleted })];
    case 1: return theEvent === undefined ? [] : [plant.change(theEvent.id, { residual })];
    case 2: return theEvent === undefined ? [] : [plant.change(theEvent.id, { unitId: uuid('unit', unitOf(b)), residual })];
    case 3: return theUnit === undefined ? [] : [plant.change(theUnit.id, { objectId: uuid('object', b % objects.length) })];
    case 4: return theZone === undefined ? [] : [plant.change(theZone.id, { unitIds: links.map((n) => uuid('unit', unitOf(n))) })];
    case 5: return [plant.create('event', event(events.length, unitOf(b), residual))];
    case 6: return [plant.create('unit', unit(units.length, b % objects.length))];
    case 7: return [plant.create('zone', zone(zones.length, links.map(unitOf)))];
    // A name changes no level; a zone may also name a unit before the unit comes.
    case 8: return theUnit === undefined ? [] : [plant.change(theUnit.id, { name: 'renamed' })];
    default: return [plant.create('zone', zone(zones.length, [units.length])), plant.create('unit', unit(units.length, 0)), plant.create('object', object(objects.length))];
  }
}

describe('LevelIndex', () => {
  it('kept by changes equals a full rebuild after every step, and names exactly the zones that changed', () => {
    fc.assert(fc.property(plantArb, fc.array(stepArb, { minLength: 1, maxLength: 25 }), (rows, steps) => {
      const plant = new Plant(rows);
      const index = buildLevelIndex(defaultPack, plant.levelRows());
      for (const step of steps) {
        const before = new Map(plant.all('zone').map(({ id }) => [id, index.zone(id)]));
        const changed = index.apply(take(plant, step));
        expect(reading(index, plant)).toEqual(reading(buildLevelIndex(defaultPack, plant.levelRows()), plant));
        const expected = plant.all('zone').filter(({ id }) => JSON.stringify(index.zone(id)) !== JSON.stringify(before.get(id) ?? { level: null, unassessed: 0 }));
        expect([...changed].sort()).toEqual(expected.map(({ id }) => id).sort());
      }
    }), { numRuns: 300 });
  });

  it('agrees with the rule worked out the slow way', () => {
    fc.assert(fc.property(plantArb, fc.array(stepArb, { maxLength: 10 }), (rows, steps) => {
      const plant = new Plant(rows);
      for (const step of steps) take(plant, step);
      const index = buildLevelIndex(defaultPack, plant.levelRows());
      for (const { id } of plant.all('zone')) expect(index.zone(id)).toEqual(slowZone(plant, id));
    }), { numRuns: 300 });
  });

  it('comes back to where it was when the changes are undone', () => {
    fc.assert(fc.property(plantArb, fc.array(stepArb, { minLength: 1, maxLength: 15 }), (rows, steps) => {
      const plant = new Plant(rows);
      const index = buildLevelIndex(defaultPack, plant.levelRows());
      const start = reading(index, new Plant(rows));
      const changes = steps.flatMap((step) => take(plant, step));
      index.apply(changes);
      index.apply(invertChanges(changes));
      expect(reading(index, new Plant(rows))).toEqual(start);
    }), { numRuns: 200 });
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(fc.property(plantArb, fc.infiniteStream(fc.nat()), (rows, random) => {
      const plant = new Plant(rows);
      const shuffled = <T>(list: T[]): T[] => list.map((item) => [random.next().value as number, item] as const).sort(([a], [b]) => a - b).map(([, item]) => item);
      const { objects, units, events, zones } = plant.levelRows();
      const other = { enterprise: null, objects: shuffled([...objects]), units: shuffled([...units]), events: shuffled([...events]), zones: shuffled([...zones]) };
      expect(reading(buildLevelIndex(defaultPack, other), plant)).toEqual(reading(buildLevelIndex(defaultPack, plant.levelRows()), plant));
    }), { numRuns: 200 });
  });

  it('never lowers a zone when an event is raised, nor hides one that was assessed', () => {
    fc.assert(fc.property(plantArb, fc.nat(), fc.constantFrom(1, 2, 3, 4), (rows, which, level) => {
      const plant = new Plant(rows);
      const theEvent = pick(rows.event, which);
      fc.pre(theEvent !== undefined && (levelOf(defaultPack, theEvent.residual) ?? 9) > level);
      const index = buildLevelIndex(defaultPack, plant.levelRows());
      const before = rows.zone.map(({ id }) => index.zone(id).level ?? 9);
      index.apply([plant.change(theEvent?.id ?? '', { residual: { method: 'direct', statedLevel: level } })]);
      for (const [i, { id }] of rows.zone.entries()) expect(index.zone(id).level ?? 9).toBeLessThanOrEqual(before[i] ?? 0);
    }), { numRuns: 300 });
  });
});
