import { describe, expect, it } from 'vitest';
import { newId } from '#shared/kernel/ids.ts';
import { moveVertex } from '#shared/geometry/shared-border.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { formatMessage, type MessageKey } from '#shared/text/index.ts';
import { rectangle, ring } from '../geometry/rings.ts';
import { zoneHost } from './zone-host.ts';

type Host = ReturnType<typeof zoneHost>;
const create = async ({ calls, context, layoutId }: Host, name: string, rings = [rectangle(0, 0, 10, 10)], unitIds: string[] = []) =>
  calls['zones/create']({ layoutId, name, code: '', rings, unitIds }, context);
const edit = async (host: Host, ...edits: Parameters<Host['calls']['zones/edit']>[0]['edits']) => host.calls['zones/edit']({ edits }, host.context);
const list = async ({ calls, context }: Host, ids?: string[]) => calls['zones/list'](ids === undefined ? {} : { ids }, context);
const code = (code: string) => expect.objectContaining({ code });

describe('zones/create and zones/list', () => {
  it('stores normalised rings and links, and gives the level at once', async () => {
    const host = zoneHost();
    const { tank, tankPump, plantPump } = host.units;
    const red = await create(host, 'A', [rectangle(0, 0, 10, 10).toReversed()], [tank.id, tankPump.id, tank.id]);
    expect(red).toMatchObject({ name: 'A', level: 1, unassessedUnits: 1, unitIds: [tank.id, tankPump.id], rings: [ring(0, 10, 0, 0, 10, 0, 10, 10)] });
    const blue = await create(host, 'B', [rectangle(10, 0, 20, 10)], [plantPump.id, tankPump.id]);
    expect(blue).toMatchObject({ level: 4, unassessedUnits: 1 });
    const grey = await create(host, 'C', [rectangle(20, 0, 30, 10)], [tankPump.id]);
    expect(grey).toMatchObject({ level: null, unassessedUnits: 1 });
    expect((await list(host)).map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(await list(host, [grey.id, newId()])).toEqual([grey]);
    expect(host.workspace.head.label).toEqual({ key: 'change.row.create', params: { kind: 'kind.zone', name: 'C' } });
  });

  it('refuses unsound rings with the place, unknown units, and layouts without scale; nothing is written', async () => {
    const host = zoneHost();
    const { seq } = host.workspace.head;
    await expect(create(host, '蝴蝶结', [ring(0, 0, 10, 10, 10, 0, 0, 10)])).rejects.toMatchObject({ code: 'error.zone.invalid.selfCrossing', params: { name: '蝴蝶结', x: 5, y: 5 } });
    await expect(create(host, 'thin', [ring(0, 0, 5, 5, 10, 10)])).rejects.toEqual(code('error.zone.invalid.fewPoints'));
    await expect(create(host, 'x', undefined, [newId()])).rejects.toEqual(code('error.zone.unitUnknown'));
    await expect((async () => host.calls['zones/create']({ layoutId: host.unscaledId, name: 'x', code: '', rings: [rectangle(0, 0, 1, 1)], unitIds: [] }, host.context))()).rejects.toEqual(code('error.zone.noScale'));
    expect(host.workspace.head.seq).toBe(seq);
  });
});

describe('zones/apply', () => {
  const apply = async (host: Host, input: Partial<Parameters<Host['calls']['zones/apply']>[0]> & Pick<Parameters<Host['calls']['zones/apply']>[0], 'operation'>) =>
    host.calls['zones/apply']({ created: [], edits: [], deletedIds: [], ...input }, host.context);
  const made = (host: Host, name: string, rings = [rectangle(30, 0, 40, 10)]) => ({ layoutId: host.layoutId, name, code: '', rings, unitIds: [] as string[], note: '' });

  it('makes, changes and deletes in one step, which one undo takes back and one redo does again', async () => {
    const host = zoneHost();
    const [a, b, c] = [await create(host, 'A'), await create(host, 'B', [rectangle(10, 0, 20, 10)]), await create(host, 'C', [rectangle(20, 0, 30, 10)])];
    const { seq } = host.workspace.head;
    const result = await apply(host, { operation: 'split', created: [made(host, 'A (2)'), made(host, 'A (3)')], edits: [{ id: b.id, fields: { rings: [rectangle(10, 0, 20, 9)] } }], deletedIds: [c.id] });
    expect(result).toMatchObject({ created: [{ name: 'A (2)' }, { name: 'A (3)' }], edited: [{ id: b.id }], deleted: 1 });
    const after = await list(host);
    expect(after.map(({ name }) => name)).toEqual(['A', 'B', 'A (2)', 'A (3)']);
    expect(host.workspace.head).toMatchObject({ seq: seq + 1, label: { key: 'change.zones.split', params: { count: 4 } } });
    host.workspace.undo();
    expect(await list(host)).toEqual([a, b, c]);
    host.workspace.redo();
    expect(await list(host)).toEqual(after);
  });

  it('is all or nothing: a fault in any part leaves everything as it was', async () => {
    const host = zoneHost();
    const [a, b] = [await create(host, 'A'), await create(host, 'B', [rectangle(10, 0, 20, 10)])];
    const { seq } = host.workspace.head;
    const bow = [ring(0, 0, 10, 10, 10, 0, 0, 10)];
    const good = made(host, 'C');
    const refused: [Parameters<typeof apply>[1], string][] = [
      [{ operation: 'merge', created: [good, made(host, 'bow', bow)], deletedIds: [a.id] }, 'error.zone.invalid.selfCrossing'],
      [{ operation: 'merge', created: [good], edits: [{ id: a.id, fields: { rings: bow } }], deletedIds: [b.id] }, 'error.zone.invalid.selfCrossing'],
      [{ operation: 'merge', created: [good], edits: [{ id: a.id, fields: { name: 'x' } }], deletedIds: [a.id] }, 'error.zone.twice'],
      [{ operation: 'merge', created: [good], edits: [{ id: a.id, fields: { name: 'x' } }, { id: a.id, fields: { name: 'y' } }] }, 'error.zone.twice'],
      [{ operation: 'merge', created: [good], deletedIds: [newId()] }, 'error.row.notFound'],
      [{ operation: 'merge', created: [{ ...good, unitIds: [newId()] }], deletedIds: [a.id] }, 'error.zone.unitUnknown'],
      [{ operation: 'merge', created: [good, { ...good, layoutId: host.unscaledId }], deletedIds: [a.id] }, 'error.zone.noScale'],
    ];
    for (const [input, fault] of refused) await expect(apply(host, input)).rejects.toEqual(code(fault));
    expect(host.workspace.head.seq).toBe(seq);
    expect(await list(host)).toEqual([a, b]);
  });

  it('writes nothing where nothing changes', async () => {
    const host = zoneHost();
    const a = await create(host, 'A');
    const { seq } = host.workspace.head;
    expect(await apply(host, { operation: 'rotate', edits: [{ id: a.id, fields: { rings: a.rings } }] })).toEqual({ created: [], edited: [a], deleted: 0 });
    expect(host.workspace.head.seq).toBe(seq);
  });

  it('counts each step for the history, whatever the operation', async () => {
    const host = zoneHost();
    for (const operation of ['split', 'merge', 'cut', 'copy', 'rotate', 'scale', 'offset', 'buffer', 'trace', 'fix'] as const) {
      await apply(host, { operation, created: [made(host, operation)] });
      const { key, params } = host.workspace.head.label;
      expect(key).toBe(`change.zones.${operation}`);
      for (const language of ['zh-CN', 'en'] as const) expect(formatMessage(language, key as MessageKey, params)).not.toContain('{');
    }
  });
});

describe('zones/edit', () => {
  it('moves a shared corner of two zones in one step; one undo takes it back', async () => {
    const host = zoneHost();
    const [a, b] = [await create(host, 'A'), await create(host, 'B', [rectangle(10, 0, 20, 10)])];
    const edits = moveVertex([a, b], plantPoint(10, 10), plantPoint(12, 14)).map(({ id, rings }) => ({ id, fields: { rings } }));
    const moved = await edit(host, ...edits);
    expect(moved.map(({ rings }) => rings[0]?.filter(([x, y]) => x === 12 && y === 14).length)).toEqual([1, 1]);
    expect(host.workspace.head).toMatchObject({ count: 2, label: { key: 'change.zones.move', params: { count: 2 } } });
    host.workspace.undo();
    expect(await list(host)).toEqual([a, b]);
    host.workspace.redo();
    expect(await list(host)).toEqual(moved);
  });

  it('is all or nothing', async () => {
    const host = zoneHost();
    const [a, b] = [await create(host, 'A'), await create(host, 'B', [rectangle(10, 0, 20, 10)])];
    const { seq } = host.workspace.head;
    await expect(edit(host, { id: a.id, fields: { name: 'A2' } }, { id: b.id, fields: { rings: [ring(0, 0, 10, 10, 10, 0, 0, 10)] } })).rejects.toEqual(code('error.zone.invalid.selfCrossing'));
    await expect(edit(host, { id: a.id, fields: { name: 'A2' } }, { id: a.id, fields: { name: 'A3' } })).rejects.toEqual(code('error.zone.twice'));
    await expect(edit(host, { id: newId(), fields: { name: 'A2' } })).rejects.toEqual(code('error.row.notFound'));
    expect([host.workspace.head.seq, await list(host)]).toEqual([seq, [a, b]]);
  });

  it('names the step by what changed, and makes none where nothing did', async () => {
    const host = zoneHost();
    const [a, b] = [await create(host, 'A'), await create(host, 'B', [rectangle(10, 0, 20, 10)])];
    const label = async (...edits: Parameters<typeof edit>[1][]) => {
      await edit(host, ...edits);
      return host.workspace.head.label;
    };
    const unitIds = [host.units.tank.id];
    expect(await label({ id: a.id, fields: { unitIds } })).toEqual({ key: 'change.zone.link', params: { name: 'A' } });
    expect(await label({ id: a.id, fields: { rings: [rectangle(0, 0, 9, 9)] } })).toEqual({ key: 'change.zone.shape', params: { name: 'A' } });
    expect(await label({ id: a.id, fields: { name: 'AA', note: 'n' } })).toEqual({ key: 'change.row.update', params: { kind: 'kind.zone', name: 'A' } });
    expect(await label({ id: a.id, fields: { unitIds: [] } }, { id: b.id, fields: { unitIds } })).toEqual({ key: 'change.zones.link', params: { count: 2 } });
    expect(await label({ id: a.id, fields: { code: '1' } }, { id: b.id, fields: { note: 'x' } })).toEqual({ key: 'change.zones.edit', params: { count: 2 } });
    const { seq } = host.workspace.head;
    expect(await edit(host, { id: a.id, fields: { code: '1', unitIds: [] } }, { id: b.id, fields: {} })).toMatchObject([{ code: '1' }, { level: 1 }]);
    expect(host.workspace.head.seq).toBe(seq);
  });
});

describe('zones/delete', () => {
  it('deletes several in one step, each once, and undo brings them back with their level', async () => {
    const host = zoneHost();
    const [a, b] = [await create(host, 'A', undefined, [host.units.tank.id]), await create(host, 'B', [rectangle(10, 0, 20, 10)])];
    expect(await host.calls['zones/delete']({ ids: [a.id, b.id, a.id] }, host.context)).toEqual({ deleted: 2 });
    expect(host.workspace.head.label).toEqual({ key: 'change.zones.delete', params: { count: 2 } });
    expect(await list(host)).toEqual([]);
    host.workspace.undo();
    expect(await list(host)).toEqual([a, b]);
  });
});

describe('the sign of a major hazard source', () => {
  it('comes and goes with the object of a linked unit, and the windows are told which zones have another', async () => {
    const host = zoneHost();
    const zone = await create(host, 'A', undefined, [host.units.tank.id]);
    await create(host, 'B', [rectangle(10, 0, 20, 10)], [host.units.plantPump.id]);
    await list(host);
    const mark = (majorHazard: boolean, majorHazardLevel: number | null) => ({ majorHazard, majorHazardLevel });
    const label = { command: 'entity/update', label: { key: 'change.row.update', params: {} } } as const;
    host.workspace.commit(label, [{ kind: 'object', id: host.units.tank.objectId, before: mark(false, null), after: mark(true, 2) }]);
    expect(host.emitted.at(-1)).toMatchObject({ name: 'workspace/changed', data: { zoneIds: [zone.id] } });
    expect((await list(host, [zone.id]))[0]).toMatchObject({ majorHazard: true, majorHazardLevel: 2 });
    host.workspace.commit(label, [{ kind: 'unit', id: host.units.tank.id, before: { deleted: false }, after: { deleted: true } }]);
    expect((await list(host, [zone.id]))[0]).toMatchObject({ majorHazard: false, majorHazardLevel: null });
  });
});

describe('levels follow', () => {
  it('an event raised recolours its zones and tells which', async () => {
    const host = zoneHost();
    const blue = await create(host, 'B', undefined, [host.units.plantPump.id]);
    await create(host, 'A', [rectangle(10, 0, 20, 10)], [host.units.tank.id]);
    const event = host.events[2];
    const residual = { method: 'LS', L: 5, S: 5, statedLevel: null };
    host.workspace.commit({ command: 'entity/update', label: { key: 'change.row.update', params: {} } }, [{ kind: 'event', id: event.id, before: { residual: event.residual }, after: { residual } }]);
    expect(host.emitted.at(-1)).toMatchObject({ name: 'workspace/changed', data: { zoneIds: [blue.id] } });
    expect((await list(host, [blue.id]))[0]?.level).toBe(1);
    const why = await host.calls['risk/explain']({ kind: 'zone', id: blue.id }, host.context);
    expect(why.chain.map(({ kind, name, level }) => [kind, name, level])).toEqual([['zone', 'B', 1], ['unit', '泵房', 1], ['event', '泄漏', 1], ['assessment', '泄漏', 1]]);
    expect((await host.calls['risk/explain']({ kind: 'unit', id: host.units.tankPump.id }, host.context)).level).toBeNull();
  });
});
