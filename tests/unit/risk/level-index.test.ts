import { describe, expect, it } from 'vitest';
import type { Assessment } from '#shared/model/assessment.ts';
import { buildLevelIndex } from '#shared/risk/build-level-index.ts';
import { event, object, Plant, unit, uuid, zone } from '../../property/risk/plant.ts';
import { defaultPack } from './default-pack.ts';

const ls = (L: number, S: number): Assessment => ({ method: 'LS', L, S, statedLevel: null });

/*
 * object 0: unit 0 (events 3×5=15 → 2, none), unit 1 (2×4=8 → 4)
 * object 1: unit 2 (event without assessment), unit 3 (no event)
 * zones: 0 = units 0+1, 1 = unit 1 + unit 2, 2 = units 2+3, 3 = no unit
 */
const plant = () => new Plant({
  object: [object(0), object(1)],
  unit: [unit(0, 0), unit(1, 0), unit(2, 1), unit(3, 1)],
  event: [event(0, 0, ls(3, 5)), event(1, 0, null), event(2, 1, ls(2, 4)), event(3, 2, null)],
  zone: [zone(0, [0, 1]), zone(1, [1, 2]), zone(2, [2, 3]), zone(3, [])],
});

describe('roll-up', () => {
  it('takes the worst and counts what is not assessed', () => {
    const index = buildLevelIndex(defaultPack, plant().levelRows());
    expect([0, 1, 2, 3].map((n) => index.unit(uuid('unit', n)))).toEqual([
      { level: 2, unassessed: 1 }, { level: 4, unassessed: 0 }, { level: null, unassessed: 1 }, { level: null, unassessed: 0 },
    ]);
    expect([0, 1, 2, 3].map((n) => index.zone(uuid('zone', n)))).toEqual([
      { level: 2, unassessed: 1 }, // unit 0 has an event that nobody has assessed
      { level: 4, unassessed: 1 }, // blue, and may yet rise
      { level: null, unassessed: 2 }, // grey, not blue
      { level: null, unassessed: 0 },
    ]);
    expect([index.object(uuid('object', 0)), index.object(uuid('object', 1)), index.enterprise()]).toEqual([
      { level: 2, unassessed: 1 }, { level: null, unassessed: 2 }, { level: 2, unassessed: 3 },
    ]);
    expect([0, 1].map((n) => index.event(uuid('event', n)))).toEqual([2, null]);
  });

  it('follows a change up every branch and names the zones that look different', () => {
    const rows = plant();
    const index = buildLevelIndex(defaultPack, rows.levelRows());
    // unit 2 becomes 5×5=25 → 1: zone 1 turns red, zone 2 too; zone 0 stays.
    expect(index.apply([rows.change(uuid('event', 3), { residual: ls(5, 5) })])).toEqual(new Set([uuid('zone', 1), uuid('zone', 2)]));
    expect([index.zone(uuid('zone', 1)), index.zone(uuid('zone', 2)), index.enterprise()]).toEqual([
      { level: 1, unassessed: 0 }, { level: 1, unassessed: 1 }, { level: 1, unassessed: 2 },
    ]);
    // Its inherent assessment is not what colours the map.
    expect(index.apply([rows.change(uuid('event', 2), { inherent: ls(5, 5) })])).toEqual(new Set());
    expect(index.unit(uuid('unit', 1)).level).toBe(4);
  });

  it('does not let a low level hide an event of the same unit that nobody has assessed', () => {
    const rows = plant();
    const index = buildLevelIndex(defaultPack, rows.levelRows());
    const [low, zoneOfIt] = [uuid('unit', 1), uuid('zone', 4)];
    index.apply([rows.create('zone', zone(4, [1]))]);
    expect(index.zone(zoneOfIt)).toEqual({ level: 4, unassessed: 0 });
    expect(index.apply([rows.create('event', event(4, 1, null))])).toEqual(new Set([uuid('zone', 0), uuid('zone', 1), zoneOfIt]));
    expect([index.unit(low), index.zone(zoneOfIt), index.object(uuid('object', 0))]).toEqual([
      { level: 4, unassessed: 1 }, { level: 4, unassessed: 1 }, { level: 2, unassessed: 2 },
    ]);
    index.apply([rows.change(uuid('event', 4), { residual: ls(1, 1) })]);
    expect(index.zone(zoneOfIt)).toEqual({ level: 4, unassessed: 0 });
  });

  it('a row that goes and comes back within one commit changes nothing', () => {
    const rows = plant();
    const index = buildLevelIndex(defaultPack, rows.levelRows());
    expect(index.apply([rows.change(uuid('event', 0), { deleted: true }), rows.change(uuid('event', 0), { deleted: false })])).toEqual(new Set());
  });

  it('takes a stored assessment that the pack cannot judge, or that is damaged, as not assessed', () => {
    const rows = plant();
    const index = buildLevelIndex(defaultPack, rows.levelRows());
    index.apply([rows.change(uuid('event', 0), { residual: ls(7, 7) })]);
    expect(index.unit(uuid('unit', 0))).toEqual({ level: null, unassessed: 2 });
    index.apply([rows.change(uuid('event', 0), { residual: { method: 'LS', L: 'five' } })]);
    expect(index.unit(uuid('unit', 0))).toEqual({ level: null, unassessed: 2 });
  });

  it('counts a unit linked twice once, and a deleted or unknown unit not at all', () => {
    const rows = plant();
    const index = buildLevelIndex(defaultPack, rows.levelRows());
    index.apply([rows.change(uuid('zone', 3), { unitIds: [uuid('unit', 2), uuid('unit', 2), uuid('unit', 77)] })]);
    expect(index.zone(uuid('zone', 3))).toEqual({ level: null, unassessed: 1 });
    index.apply([rows.change(uuid('unit', 2), { deleted: true })]);
    expect(index.zone(uuid('zone', 3))).toEqual({ level: null, unassessed: 0 });
  });
});
