import { describe, expect, it } from 'vitest';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { moveRings } from '#shared/geometry/transform.ts';
import { areaOf, type PlantRings } from '#shared/geometry/polygon.ts';
import { isValid } from '#shared/geometry/validity.ts';
import type { FindingInput, FindingZone, FixKind, ZoneChanges, ZoneFinding } from '#shared/zones/finding-types.ts';
import { findFindings, fixFinding } from '#shared/zones/findings.ts';
import { rectangle, ring } from '../geometry/rings.ts';

const zone = (id: string, rings: PlantRings, fields: Partial<FindingZone> = {}): FindingZone => ({ id, name: id.toUpperCase(), code: '', note: '', rings, unitIds: ['u'], ...fields });
const plant = (zones: FindingZone[], fields: Partial<FindingInput> = {}): FindingInput => ({ layoutId: 'l', zones, units: [{ id: 'u', name: 'U' }], linkedUnits: new Set(['u']), boundary: null, ...fields });
const brief = (findings: readonly ZoneFinding[]) => findings.map(({ kind, zoneIds }) => [kind, ...zoneIds].join(' '));

/** The plant after a fix, as `zones/apply` would make it. */
function fixed(input: FindingInput, id: string, fix: FixKind): FindingInput {
  const changes = fixFinding(input, id, fix);
  if (typeof changes === 'string') throw new Error(changes);
  return applied(input, changes);
}
function applied(input: FindingInput, { created, edits, deletedIds }: ZoneChanges): FindingInput {
  const zones = input.zones.filter(({ id }) => !deletedIds.includes(id)).map((one) => ({ ...one, ...edits.find(({ id }) => id === one.id)?.fields }));
  const all = [...zones, ...created.map((fields, i) => ({ ...fields, id: `new${i}` }))];
  return { ...input, zones: all, linkedUnits: new Set([...input.linkedUnits, ...all.flatMap(({ unitIds }) => unitIds)]) };
}
const total = ({ zones }: FindingInput) => zones.reduce((sum, { rings }) => sum + areaOf(rings), 0);

const a = zone('a', [rectangle(0, 0, 10, 10)]);
const b = zone('b', [rectangle(10, 0, 20, 10)]);

describe('what is found', () => {
  it('nothing where borders are shared, holes are filled, and zones stand apart', () => {
    const yard = zone('yard', [rectangle(0, 20, 30, 50), [...rectangle(10, 30, 20, 40)].reverse()]);
    expect(findFindings(plant([a, b, yard, zone('core', [rectangle(10, 30, 20, 40)]), zone('far', [rectangle(100, 0, 110, 10)]), zone('diagonal', [rectangle(20, 10, 30, 18)])]))).toEqual([]);
    expect(findFindings(plant([]))).toEqual([]);
  });

  it('an overlap with its area and place, whichever way it lies', () => {
    for (const [other, area] of [[rectangle(8, 0, 20, 10), 20], [rectangle(4, 4, 6, 6), 4], [rectangle(-1, 4, 11, 6), 20], [rectangle(0, 0, 10, 5), 50], [rectangle(0, 0, 5, 5), 25], [rectangle(5, 0, 15, 10), 50], [ring(0, 0, 10, 10, 0, 10), 50]] as [PlantPoint[], number][]) {
      const [finding, ...others] = findFindings(plant([a, zone('b', [other])]));
      expect([finding?.kind, finding?.params.area, others]).toEqual(['overlap', area, []]);
      expect(finding?.at).not.toBeNull();
    }
  });

  it('no overlap where corners only touch a border from outside', () => {
    expect(brief(findFindings(plant([a, zone('b', [ring(10, 5, 20, 0, 20, 10)])])))).toEqual(['unsharedBorder a b']);
    expect(brief(findFindings(plant([a, zone('b', [ring(10, 0, 20, 0, 20, 5)])])))).toEqual([]);
  });

  it('a gap, corners that nearly meet, and a border that is not shared', () => {
    expect(brief(findFindings(plant([a, zone('b', [rectangle(10.2, 0, 20, 10)])])))).toEqual(['gap a b']);
    expect(brief(findFindings(plant([a, zone('b', [ring(10, 0, 20, 0, 20, 10, 10.05, 10.05)])])))).toContain('gap a b');
    expect(brief(findFindings(plant([a, zone('b', [ring(10.03, 10.03, 20, 12, 12, 20)])])))).toEqual(['nearCorners a b']);
    expect(brief(findFindings(plant([a, zone('b', [rectangle(10, 0, 20, 5)])])))).toEqual(['unsharedBorder a b']);
    // A road of two metres is meant; so is a corner of open ground where borders part.
    expect(findFindings(plant([a, zone('b', [rectangle(12, 0, 20, 10)])]))).toEqual([]);
    expect(findFindings(plant([a, zone('b', [ring(10, 0, 20, 0, 20, 10, 11, 10)])]))).toEqual([]);
  });

  it('a zone outside the boundary, and partly', () => {
    const boundary = [rectangle(-5, -5, 15, 15)];
    expect(findFindings(plant([a, b, zone('c', [rectangle(100, 0, 110, 10)])], { boundary })).map(({ kind, zoneIds, params, fixes }) => [kind, zoneIds, params.area, fixes.map((fix) => fix.kind)])).toEqual([
      ['outside', ['b'], 50, ['cutOutside']], ['outside', ['c'], 100, ['delete']],
    ]);
    expect(findFindings(plant([a], { boundary: [rectangle(0, 0, 10, 10)] }))).toEqual([]);
    expect(findFindings(plant([a, b], { boundary: [rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10)] }))).toEqual([]);
  });

  it('an outline that crosses itself', () => {
    const [finding] = findFindings(plant([zone('bow', [ring(0, 0, 10, 10, 10, 0, 0, 10)])]));
    expect([finding?.kind, finding?.at, finding?.fixes.map(({ kind }) => kind)]).toEqual(['selfCrossing', [5, 5], ['keepLargest', 'splitParts']]);
  });

  it('a duplicate is one finding, not an overlap too', () => {
    expect(brief(findFindings(plant([a, zone('b', [ring(10, 0, 10, 10, 0, 10, 0, 0)])])))).toEqual(['duplicate a b']);
    expect(brief(findFindings(plant([a, zone('b', moveRings(a.rings, 0.02, 0))])))).toEqual(['duplicate a b']);
  });

  it('tiny zones, zones without units, units without zones; links by name where only one has it', () => {
    const input = plant([zone('t', [rectangle(50, 0, 50.5, 0.5)]), zone('x', [rectangle(60, 0, 70, 10)], { name: '泵房 ', unitIds: [] })], { units: [{ id: 'u', name: 'U' }, { id: 'p', name: '泵房' }, { id: 'q', name: 'Q' }] });
    expect(findFindings(input).map(({ kind, zoneIds, unitIds, fixes }) => [kind, zoneIds, unitIds, fixes.map((fix) => fix.kind)])).toEqual([
      ['tiny', ['t'], [], ['delete']], ['zoneWithoutUnit', ['x'], ['p'], ['link']], ['unitWithoutZone', ['x'], ['p'], ['link']], ['unitWithoutZone', [], ['q'], []],
    ]);
    const twice = { ...input, units: [...input.units, { id: 'p2', name: '泵房' }] };
    expect(findFindings(twice).find(({ kind }) => kind === 'zoneWithoutUnit')?.fixes).toEqual([]);
  });

  it('has the same ids every time, also when others are mended', () => {
    const zones = [a, zone('b', [rectangle(8, 0, 20, 10)]), zone('c', [rectangle(20.2, 0, 30, 10)]), zone('d', [rectangle(0, 10.05, 7, 20)])];
    const ids = findFindings(plant(zones)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(findFindings(plant(zones)).map(({ id }) => id)).toEqual(ids);
    expect(findFindings(fixed(plant(zones), ids[0] ?? '', 'cutSecond')).map(({ id }) => id)).toEqual(ids.slice(1));
  });
});

describe('what mends it', () => {
  const far = zone('far', [rectangle(500, 0, 510, 10)]);
  /** Does the first finding's fix; the finding is gone then, nothing new is there, and everything is sound. */
  function mends(input: FindingInput, fix: FixKind): FindingInput {
    const before = findFindings(input);
    const after = fixed(input, before[0]?.id ?? '', fix);
    expect(brief(findFindings(after))).toEqual(brief(before.slice(1)));
    for (const { rings } of after.zones) expect(isValid(rings)).toBe(true);
    expect(after.zones.find(({ id }) => id === 'far')).toEqual(input.zones.find(({ id }) => id === 'far'));
    return after;
  }

  it('an overlap is cut from the one or the other; the border is shared then', () => {
    const input = plant([a, zone('b', [rectangle(8, 3, 20, 7)]), far]);
    expect(total(mends(input, 'cutFirst'))).toBe(100 + 48 + 100 - 8);
    expect(mends(input, 'cutSecond').zones.map(({ rings }) => areaOf(rings))).toEqual([100, 40, 100]);
  });

  it('cut through, a zone becomes two with its name and units', () => {
    const after = mends(plant([a, zone('b', [rectangle(-5, 4, 15, 6)], { name: 'Strip', unitIds: ['u', 'v'] })]), 'cutSecond');
    expect(after.zones.slice(1).map(({ name, unitIds, rings }) => [name, unitIds, areaOf(rings)])).toEqual([['Strip', ['u', 'v'], 10], ['Strip', ['u', 'v'], 10]]);
  });

  it('a zone wholly on another can only be cut from that', () => {
    const input = plant([a, zone('b', [rectangle(4, 4, 6, 6)])]);
    expect(findFindings(input)[0]?.fixes.map(({ kind }) => kind)).toEqual(['cutFirst']);
    expect(fixFinding(input, findFindings(input)[0]?.id ?? '', 'cutSecond')).toBe('noFix');
    expect(mends(input, 'cutFirst').zones[0]?.rings).toHaveLength(2);
  });

  it('a gap is given to the one or the other', () => {
    const input = plant([a, zone('b', [rectangle(10.2, 0, 20, 10)]), far]);
    expect(mends(input, 'extendFirst').zones.map(({ rings }) => areaOf(rings))).toEqual([102, 98, 100].map((area) => expect.closeTo(area, 6)));
    expect(mends(input, 'extendSecond').zones.map(({ rings }) => areaOf(rings))).toEqual([100, 100, 100].map((area) => expect.closeTo(area, 6)));
    const skew = plant([zone('a', [ring(0, 0, 10, 0.3, 11, 10, 0, 10)]), zone('b', [ring(10.1, 0.3, 20, 0, 20, 10, 11.3, 10)])]);
    mends(skew, 'extendFirst');
    mends(skew, 'extendSecond');
  });

  it('corners are snapped together, borders shared', () => {
    const near = mends(plant([a, zone('b', [ring(10.03, 10.03, 20, 12, 12, 20)])]), 'snap');
    expect(near.zones[1]?.rings[0]?.[0]).toEqual([10, 10]);
    const shared = mends(plant([a, zone('b', [rectangle(10, 0, 20, 5)])]), 'share');
    expect(shared.zones[0]?.rings[0]).toContainEqual([10, 5]);
  });

  it('a crossing outline keeps its largest piece, or becomes its pieces', () => {
    const input = plant([zone('bow', [ring(0, 0, 10, 10, 10, 0, 0, 12)], { code: 'B1' })]);
    expect(mends(input, 'keepLargest').zones).toHaveLength(1);
    expect(mends(input, 'splitParts').zones.map(({ name, code }) => [name, code])).toEqual([['BOW', 'B1'], ['BOW', 'B1']]);
  });

  it('what is outside is cut off or deleted', () => {
    expect(mends(plant([zone('b', [rectangle(0, 0, 20, 10)])], { boundary: [rectangle(-5, -5, 15, 15)] }), 'cutOutside').zones.map(({ rings }) => areaOf(rings))).toEqual([150]);
    expect(mends(plant([zone('c', [rectangle(100, 0, 110, 10)])], { boundary: [rectangle(-5, -5, 15, 15)] }), 'delete').zones).toEqual([]);
  });

  it('a duplicate goes, its units stay', () => {
    const after = mends(plant([a, zone('b', a.rings, { unitIds: ['v'] })]), 'deleteSecond');
    expect(after.zones.map(({ id, unitIds }) => [id, unitIds])).toEqual([['a', ['u', 'v']]]);
  });

  it('a tiny zone is deleted, or goes to the neighbour with the longest border', () => {
    const input = plant([a, zone('t', [rectangle(10, 0, 10.1, 2)], { unitIds: ['v'] }), far]);
    const tiny = findFindings(input).find(({ kind }) => kind === 'tiny')?.id ?? '';
    const merged = fixed(input, tiny, 'mergeNeighbour');
    expect(merged.zones.map(({ id, unitIds, rings }) => [id, unitIds, areaOf(rings)])).toEqual([['a', ['u', 'v'], expect.closeTo(100.2, 6)], ['far', ['u'], 100]]);
    expect(fixed(input, tiny, 'delete').zones.map(({ id }) => id)).toEqual(['a', 'far']);
  });

  it('names link', () => {
    const input = plant([zone('x', [rectangle(60, 0, 70, 10)], { name: '泵房', unitIds: [] }), zone('y', [rectangle(80, 0, 90, 10)], { name: '塔' })], { units: [{ id: 'u', name: 'U' }, { id: 'p', name: '泵房' }, { id: 'q', name: '塔' }] });
    const [first] = findFindings(input);
    const linked = fixed(input, first?.id ?? '', 'link');
    expect(linked.zones[0]?.unitIds).toEqual(['p']);
    expect(brief(findFindings(linked))).toEqual(['unitWithoutZone y']);
    expect(fixed(linked, 'unitWithoutZone:q', 'link').zones[1]?.unitIds).toEqual(['u', 'q']);
  });

  it('what is not there cannot be mended', () => {
    expect(fixFinding(plant([a, b]), 'overlap:a+b', 'cutFirst')).toBe('gone');
    for (const id of ['', 'nonsense', 'overlap:', 'gap:a+b:0.0,0.0', 'unitWithoutZone:none', '__proto__:a']) expect(fixFinding(plant([a, b]), id, 'delete')).toBe('gone');
  });
});
