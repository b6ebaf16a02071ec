import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost, type Host } from '#electron/host/host.ts';
import type { HostPorts } from '#electron/host/services.ts';
import type { CallInput, HostCallName, HostCalls } from '#shared/contract/index.ts';
import type { EventName } from '#shared/contract/events.ts';
import { eventSchemas } from '#shared/contract/events.ts';
import { steadyPorts, TemporaryFolder } from '#tests/unit/host/fixture.ts';

const unused = (): never => { throw new Error('not part of this test'); };
let folder: TemporaryFolder;
let host: Host;
let events: { name: EventName; data: unknown }[];

/** Ports whose readers wait until they are cancelled: what a call does meanwhile is what is tested. */
function hostPorts(): HostPorts {
  const waiting: HostPorts['parsers']['drawing'] = (_request, { signal, onProgress }) => new Promise((_resolve, reject) => {
    for (let done = 0; done < 1000; done++) onProgress({ phase: 'progress.readFile', done, total: 1000 });
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });
  return {
    ...steadyPorts(), parsers: { drawing: waiting, pages: unused, dwgConverter: unused, checklist: unused, zones: unused }, painter: { pdf: unused, png: unused, svg: unused }, checklistWriter: { write: unused, report: unused },
    resources: fileURLToPath(new URL('../../../resources', import.meta.url)), fetch: unused,
    emit: (name, data) => {
      eventSchemas[name].parse(data);
      events.push({ name, data });
    },
  };
}
const call = <Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>, taskId = 'task') => host.call(name, input, { taskId });
const create = () => call('workspace/create', { path: folder.file('a.riskatlas'), name: '示例化工', companyCode: '990000001' });
const error = (code: string, params: Record<string, unknown> = {}) => expect.objectContaining({ code, params: expect.objectContaining(params) as unknown });

beforeEach(() => {
  folder = new TemporaryFolder();
  events = [];
  host = createHost(hostPorts());
});
afterEach(async () => {
  await host.close();
  folder.dispose();
});

describe('calls', () => {
  it('are checked on entry: unknown calls and input that does not fit, by field', async () => {
    await expect(call('workspace/format' as HostCallName, {} as never)).rejects.toEqual(error('error.call.unknown', { call: 'workspace/format' }));
    await expect(call('constructor' as HostCallName, {} as never)).rejects.toEqual(error('error.call.unknown'));
    await expect(call('workspace/create', { path: folder.file('a.riskatlas'), name: '厂', companyCode: '12' })).rejects.toEqual(
      error('error.input.invalid', { call: 'workspace/create', field: 'companyCode', reason: 'reason.format' }));
    await expect(call('workspace/info', { extra: 1 } as never)).rejects.toEqual(error('error.input.invalid', { field: 'extra', reason: 'reason.unknownField' }));
    expect(existsSync(folder.file('a.riskatlas'))).toBe(false);
  });

  it('say so while no workspace is open', async () => {
    expect(await call('workspace/info', {})).toBeNull();
    await expect(call('hierarchy/tree', {})).rejects.toEqual(error('error.workspace.none'));
    await expect(call('workspace/undo', {})).rejects.toEqual(error('error.workspace.none'));
  });

  it('refuse to write a workspace that is open read-only', async () => {
    const { path, enterpriseId } = await create();
    const info = await call('workspace/open', { path, readOnly: true });
    expect(info.readOnly).toBe(true);
    await expect(call('entity/create', { kind: 'object', parentId: enterpriseId, fields: { name: '罐区' } })).rejects.toEqual(error('error.workspace.readOnly', { file: 'a.riskatlas' }));
    expect(await call('hierarchy/tree', {})).toHaveLength(1);
  });
});

describe('the workspace', () => {
  it('is made, told to the windows, closed, and opened with what was in it', async () => {
    const made = await create();
    expect(made).toMatchObject({ enterpriseName: '示例化工', companyCode: '990000001', seq: 1, undo: null, redo: null, readOnly: false });
    await call('entity/create', { kind: 'object', parentId: made.enterpriseId, fields: { name: '罐区', majorHazard: true, majorHazardLevel: 3 } });
    await call('workspace/close', {});
    expect(readdirSync(folder.path)).toEqual(['a.riskatlas']);
    const again = await call('workspace/open', { path: made.path });
    expect(again.counts.object).toBe(1);
    expect(again.undo).toEqual({ key: 'change.row.create', params: { kind: 'kind.object', name: '罐区' } });
    expect(events.map(({ name }) => name).filter((name) => name !== 'task/progress')).toEqual(['workspace/opened', 'workspace/changed', 'workspace/closed', 'workspace/opened']);
  });

  it('stays open when another cannot be opened or made', async () => {
    const made = await create();
    await expect(call('workspace/open', { path: folder.file('gone.riskatlas') })).rejects.toEqual(error('error.file.notFound'));
    await expect(create()).rejects.toEqual(error('error.workspace.exists'));
    expect(await call('workspace/info', {})).toMatchObject({ path: made.path });
  });

  it('tells which kinds and zones a commit touched, by level too', async () => {
    const { enterpriseId } = await create();
    const object = await call('entity/create', { kind: 'object', parentId: enterpriseId, fields: { name: '罐区' } });
    await call('hierarchy/tree', {});
    events.length = 0;
    await call('entity/create', { kind: 'unit', parentId: object.id, fields: { name: '储罐单元' } });
    expect(events).toEqual([{ name: 'workspace/changed', data: { seq: 3, label: { key: 'change.row.create', params: { kind: 'kind.unit', name: '储罐单元' } }, kinds: ['unit'], zoneIds: [] } }]);
  });

  it('is checked: what could be completed is information, and ok stays true', async () => {
    const { enterpriseId } = await create();
    const object = await call('entity/create', { kind: 'object', parentId: enterpriseId, fields: { name: '罐区' } });
    await call('entity/create', { kind: 'unit', parentId: object.id, fields: { name: '储罐单元' } });
    expect(await call('workspace/check', {})).toEqual({
      ok: true, findings: [{ severity: 'info', message: { key: 'check.unitsWithoutZone', params: { count: 1, name: '储罐单元' } } }],
    });
  });
});

describe('rows', () => {
  const branch = async () => {
    const { enterpriseId } = await create();
    const object = await call('entity/create', { kind: 'object', parentId: enterpriseId, fields: { name: '罐区' } });
    const unit = await call('entity/create', { kind: 'unit', parentId: object.id, fields: { name: '储罐单元' } });
    const event = await call('entity/create', { kind: 'event', parentId: unit.id, fields: { name: '泄漏', residual: { method: 'LS', L: 5, S: 5, statedLevel: null } } });
    const measure = await call('entity/create', { kind: 'measure', parentId: event.id, fields: { description: '高低液位报警' } });
    const task = await call('entity/create', { kind: 'task', parentId: measure.id, fields: { content: '查看液位' } });
    return { enterpriseId, object, unit, event, measure, task };
  };

  it('make the tree, with levels rolled up and children counted', async () => {
    const { enterpriseId, object, unit, event, measure, task } = await branch();
    // 5 × 5 = 25 is 重大 by the shipped cut-offs.
    expect((await call('hierarchy/tree', {})).map(({ id, kind, level, childCount }) => [id, kind, level, childCount])).toEqual([
      [enterpriseId, 'enterprise', 1, 1], [object.id, 'object', 1, 1], [unit.id, 'unit', 1, 1], [event.id, 'event', 1, 1],
    ]);
    expect(await call('hierarchy/children', { kind: 'event', id: event.id })).toEqual([
      { id: measure.id, kind: 'measure', parentId: event.id, name: '高低液位报警', level: null, unassessed: 0, childCount: 1, majorHazard: false }]);
    expect(await call('hierarchy/children', { kind: 'task', id: task.id })).toEqual([]);
    const [hit] = await call('hierarchy/search', { text: ' 查看  液位 ' });
    expect(hit?.node.id).toBe(task.id);
    expect(hit?.path.map(({ name }) => name)).toEqual(['示例化工', '罐区', '储罐单元', '泄漏', '高低液位报警']);
  });

  it('carry in the tree what is not assessed below them, so that a level says that it may yet rise', async () => {
    const { unit } = await branch();
    const unassessed = async () => (await call('hierarchy/tree', {})).map(({ kind, unassessed: missing }) => [kind, missing]);
    expect(await unassessed()).toEqual([['enterprise', 0], ['object', 0], ['unit', 0], ['event', 0]]);
    await call('entity/create', { kind: 'event', parentId: unit.id, fields: { name: '未评估的事件' } });
    expect(await unassessed()).toEqual([['enterprise', 1], ['object', 1], ['unit', 1], ['event', 0], ['event', 0]]);
  });

  it('refuse fields that are fixed, unknown, or not as they should be, and keep what they were', async () => {
    const { unit, task } = await branch();
    const update = (id: string, fields: Record<string, unknown>, kind: 'unit' | 'task' = 'unit') => call('entity/update', { kind, id, fields });
    await expect(update(unit.id, { deleted: true })).rejects.toEqual(error('error.row.invalid', { field: 'field.deleted', reason: 'reason.fixed' }));
    await expect(update(unit.id, { colour: 'red' })).rejects.toEqual(error('error.row.invalid', { field: 'colour', reason: 'reason.unknownField' }));
    await expect(update(unit.id, { name: ' '.repeat(3) })).rejects.toEqual(error('error.row.invalid', { field: 'field.name', reason: 'reason.empty' }));
    await expect(update(task.id, { cycle: 0 }, 'task')).rejects.toEqual(error('error.row.invalid', { kind: 'kind.task', field: 'field.cycle', reason: 'reason.notAbove', limit: '0' }));
    await expect(update(unit.id, { objectId: task.id })).rejects.toEqual(error('error.row.notFound', { kind: 'kind.object' }));
    expect(await call('entity/get', { kind: 'unit', id: unit.id })).toEqual(unit);
    const { seq } = await call('workspace/info', {}) ?? { seq: 0 };
    await update(unit.id, { name: '  储罐单元 ' });
    expect(await call('workspace/info', {})).toMatchObject({ seq });
  });

  it('are deleted with all below, and come back by one undo; the enterprise is not deleted', async () => {
    const { enterpriseId, object, task } = await branch();
    await expect(call('entity/delete', { kind: 'enterprise', id: enterpriseId })).rejects.toEqual(error('error.row.undeletable'));
    expect(await call('entity/delete', { kind: 'object', id: object.id })).toEqual({ deleted: 5 });
    await expect(call('entity/create', { kind: 'unit', parentId: object.id, fields: { name: '新' } })).rejects.toEqual(error('error.row.notFound'));
    await call('workspace/undo', {});
    expect(await call('entity/get', { kind: 'task', id: task.id })).toEqual({ ...task, updatedAt: (await call('workspace/info', {}))?.changedAt });
    expect((await call('workspace/history', { rowId: task.id })).map(({ mode }) => mode)).toEqual(['undo', 'do', 'do']);
  });
});

describe('long calls', () => {
  const importing = (taskId: string) => call('layout/import', { path: folder.file('plant.dxf') }, taskId);

  it('report progress, not more often than can be shown, and are cancelled by their task', async () => {
    await create();
    const running = importing('t1');
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    host.cancel('another');
    host.cancel('t1');
    await expect(running).rejects.toEqual(error('error.cancelled'));
    const progress = events.filter(({ name }) => name === 'task/progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThan(10);
    expect((await call('workspace/info', {}))?.seq).toBe(1);
  });

  it('end when their workspace is closed, and by the caller’s own signal', async () => {
    const { path } = await create();
    const running = importing('t1');
    const closing = call('workspace/close', {});
    await expect(running).rejects.toEqual(error('error.cancelled'));
    await closing;
    await call('workspace/open', { path });
    const abort = new AbortController();
    const second = host.call('layout/import', { path: folder.file('plant.dxf') }, { taskId: 't2', signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toEqual(error('error.cancelled'));
  });
});
