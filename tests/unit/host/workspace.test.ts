import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '#electron/host/db/open.ts';
import { createChange, deleteCascade, newRow, positionAfter, rowLabel, updateChange } from '#electron/host/stamp.ts';
import { sha256 } from '#electron/host/db/contents.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { eventFields, layoutFields, makePlant, manyMeasures, measureFields, step, steadyPorts, taskFields, TemporaryFolder, unitFields } from './fixture.ts';

let folder: TemporaryFolder;
beforeEach(() => { folder = new TemporaryFolder(); });
afterEach(() => folder.dispose());

describe('a workspace file', () => {
  it('gives back every row as it was committed, also after it was closed and opened', () => {
    const { workspace, ports, object, unit, event, measure, enterprise } = makePlant(folder.file('a.riskatlas'));
    const task = newRow(ports, 'task', taskFields(measure.id, '查看液位'));
    const layout = newRow(ports, 'layout', { ...layoutFields(), notShown: [{ type: 'HATCH', count: 2, reason: 'notShown.x' }] });
    const square = [plantPoint(0, 0), plantPoint(10.5, 0), plantPoint(10.5, 8), plantPoint(0, 8)];
    const zone = newRow(ports, 'zone', { layoutId: layout.id, name: '罐区', code: 'A-1', rings: [square], unitIds: [unit.id], note: '', position: 1 });
    workspace.commit(step, [createChange('task', task), createChange('layout', layout), createChange('zone', zone)]);
    workspace.close();
    expect(readdirSync(folder.path)).toEqual(['a.riskatlas']);

    const again = openWorkspace(folder.file('a.riskatlas'), ports);
    const rows = { enterprise, object, unit, event, measure, task, layout, zone };
    for (const [kind, row] of Object.entries(rows)) expect(again.get(kind as keyof typeof rows, row.id)).toEqual(row);
    expect(again.check()).toEqual([]);
    again.close();
  });

  it('trims names on the way in, and says the same in rows and log', () => {
    const { workspace, ports, object } = makePlant(folder.file('a.riskatlas'));
    const unit = newRow(ports, 'unit', unitFields(object.id, '  泵房 '));
    const head = workspace.commit(step, [createChange('unit', unit)]);
    expect(workspace.need('unit', unit.id).name).toBe('泵房');
    expect(workspace.changesOf(head.seq)[0]?.after?.['name']).toBe('泵房');
    workspace.close();
  });

  it('refuses a row that does not fit, names kind and field, and writes nothing of the set', () => {
    const { workspace, ports, event, measure } = makePlant(folder.file('a.riskatlas'));
    const good = newRow(ports, 'measure', measureFields(event.id, '巡检'));
    const commit = (changes: Parameters<typeof workspace.commit>[1]) => () => workspace.commit(step, changes);
    expect(commit([createChange('measure', good), createChange('measure', newRow(ports, 'measure', measureFields(event.id, ' ')))]))
      .toThrow(expect.objectContaining({ code: 'error.row.invalid', params: { kind: 'kind.measure', field: 'field.description', reason: 'reason.empty' } }));
    expect(commit([createChange('measure', good), createChange('measure', { ...good, id: measure.eventId, eventId: measure.id })]))
      .toThrow(expect.objectContaining({ code: 'error.row.invalid', params: { kind: 'kind.measure', field: 'field.eventId', reason: 'reason.parentMissing' } }));
    expect(commit([{ kind: 'measure', id: good.id, before: null, after: { ...good, colour: 'red' } }])).toThrow(expect.objectContaining({ code: 'error.row.invalid' }));
    expect(workspace.get('measure', good.id)).toBeUndefined();
    expect(workspace.head.seq).toBe(2);
    expect(workspace.check()).toEqual([]);
    workspace.close();
  });

  it('refuses a change whose "before" is not what the row is, so that the log stays true', () => {
    const { workspace, unit } = makePlant(folder.file('a.riskatlas'));
    expect(() => workspace.commit(step, [{ kind: 'unit', id: unit.id, before: { name: '别的' }, after: { name: '新' } }])).toThrow(/name is not what it was/);
    expect(workspace.need('unit', unit.id).name).toBe('储罐单元');
    workspace.close();
  });

  it('leaves no trace where nothing differs', () => {
    const { workspace, unit, ports } = makePlant(folder.file('a.riskatlas'));
    expect(updateChange('unit', unit, { name: unit.name, department: '' }, ports)).toBeNull();
    expect(workspace.commit(step, []).seq).toBe(2);
    workspace.close();
  });

  it('lists rows by position, then id, and counts only what is not deleted', () => {
    const { workspace, ports, object, unit } = makePlant(folder.file('a.riskatlas'));
    const late = newRow(ports, 'unit', unitFields(object.id, '后', 9));
    const early = newRow(ports, 'unit', unitFields(object.id, '前', -1));
    workspace.commit(step, [createChange('unit', late), createChange('unit', early)]);
    expect(workspace.children('unit', object.id).map((row) => row.name)).toEqual(['前', '储罐单元', '后']);
    expect(positionAfter(workspace.children('unit', object.id))).toBe(10);
    workspace.commit(step, deleteCascade(workspace, 'unit', unit.id, ports));
    expect(workspace.all('unit').map((row) => row.name)).toEqual(['前', '后']);
    expect(workspace.all('unit', { includeDeleted: true })).toHaveLength(3);
    expect([workspace.count('unit'), workspace.count('event'), workspace.countByParent('unit').get(object.id)]).toEqual([2, 0, 2]);
    workspace.close();
  });

  it('deletes downwards and takes deleted units out of zones, once a zone', () => {
    const { workspace, ports, object, unit, event, measure } = makePlant(folder.file('a.riskatlas'));
    const other = newRow(ports, 'unit', unitFields(object.id, '泵房', 2));
    const layout = newRow(ports, 'layout', layoutFields());
    const ring = [plantPoint(0, 0), plantPoint(1, 0), plantPoint(0, 1)];
    const zone = newRow(ports, 'zone', { layoutId: layout.id, name: '区', code: '', rings: [ring], unitIds: [unit.id, other.id], note: '', position: 1 });
    workspace.commit(step, [createChange('unit', other), createChange('layout', layout), createChange('zone', zone)]);
    const changes = deleteCascade(workspace, 'object', object.id, ports);
    expect(changes.map(({ kind, id }) => [kind, id])).toEqual([
      ['object', object.id], ['unit', unit.id], ['event', event.id], ['measure', measure.id], ['unit', other.id], ['zone', zone.id],
    ]);
    workspace.commit({ command: 'entity/delete', label: rowLabel('delete', 'object', object) }, changes);
    expect(workspace.need('zone', zone.id).unitIds).toEqual([]);
    expect(() => workspace.need('measure', measure.id)).toThrow(expect.objectContaining({ code: 'error.row.notFound' }));
    workspace.undo();
    expect(workspace.need('zone', zone.id).unitIds).toEqual([unit.id, other.id]);
    expect(workspace.need('measure', measure.id)).toMatchObject({ ...measure, updatedAt: workspace.head.at });
    workspace.close();
  });

  it('undoes and redoes across a restart; a new step takes redo away', () => {
    const path = folder.file('a.riskatlas');
    const { workspace, ports, unit, event } = makePlant(path);
    const change = updateChange('unit', unit, { name: '泵房' }, ports);
    workspace.commit({ ...step, label: { key: 'change.row.update', params: { kind: 'kind.unit', name: unit.name } } }, change ? [change] : []);
    workspace.undo();
    workspace.close();

    const again = openWorkspace(path, ports);
    expect(again.need('unit', unit.id).name).toBe('储罐单元');
    expect(again.nextRedo?.label.key).toBe('change.row.update');
    again.redo();
    expect(again.need('unit', unit.id).name).toBe('泵房');
    again.undo();
    again.undo();
    expect(again.count('unit')).toBe(0);
    expect(again.nextUndo).toBeNull();
    expect(() => again.undo()).toThrow(expect.objectContaining({ code: 'error.undo.nothing' }));
    again.redo();
    expect(again.need('event', event.id)).toMatchObject({ ...event, updatedAt: again.head.at });
    again.commit(step, manyMeasures(ports, event.id, 1));
    expect(again.nextRedo).toBeNull();
    expect(() => again.redo()).toThrow(expect.objectContaining({ code: 'error.redo.nothing' }));
    expect(again.history(3).map(({ mode }) => mode)).toEqual(['do', 'redo', 'undo']);
    expect(again.history(100, unit.id).map(({ seq }) => seq)).toEqual([8, 7, 6, 5, 4, 3, 2]);
    again.close();
  });

  it('stamps undo and redo with their own time and person, never with the old ones', () => {
    const path = folder.file('a.riskatlas');
    const { workspace, ports, unit } = makePlant(path);
    const change = updateChange('unit', unit, { name: '泵房' }, ports);
    workspace.commit(step, change ? [change] : []);
    workspace.close();
    const later = openWorkspace(path, { clock: () => '2027-01-01T00:00:00.000Z', who: () => '李工' });
    for (const [take, name] of [['undo', '储罐单元'], ['redo', '泵房']] as const) {
      later[take]();
      expect(later.need('unit', unit.id)).toMatchObject({ name, updatedAt: '2027-01-01T00:00:00.000Z', updatedBy: '李工', createdAt: unit.createdAt, createdBy: '张工' });
    }
    // The rows that were created are stamped too: they go out as deleted.
    later.undo();
    later.undo();
    expect(later.get('unit', unit.id)).toMatchObject({ deleted: true, updatedBy: '李工' });
    expect(later.check()).toEqual([]);
    later.close();
  });

  it('tells its listeners what was committed, until they end it', () => {
    const { workspace, ports, event } = makePlant(folder.file('a.riskatlas'));
    const heard: [number, number][] = [];
    const end = workspace.onCommit((head, changes) => heard.push([head.seq, changes.length]));
    workspace.commit(step, manyMeasures(ports, event.id, 3));
    workspace.undo();
    end();
    workspace.redo();
    expect(heard).toEqual([[3, 3], [4, 3]]);
    workspace.close();
  });

  it('keeps contents by their hash, once', () => {
    const { workspace } = makePlant(folder.file('a.riskatlas'));
    const bytes = new TextEncoder().encode('0\nSECTION\n');
    const content = { hash: sha256(bytes), mediaType: 'image/vnd.dxf', bytes };
    expect(content.hash).toMatch(/^[0-9a-f]{64}$/);
    workspace.commit({ ...step, contents: [content] }, []);
    workspace.commit({ ...step, contents: [content] }, []);
    expect(workspace.content(content.hash)?.mediaType).toBe('image/vnd.dxf');
    expect(Buffer.from(workspace.content(content.hash)?.bytes ?? []).equals(bytes)).toBe(true);
    expect(() => workspace.commit({ ...step, contents: [{ ...content, hash: 'f'.repeat(64) }] }, [])).toThrow(/another hash/);
    workspace.close();
  });

  it('keeps what receivers answered, the newest a row', () => {
    const { workspace, unit } = makePlant(folder.file('a.riskatlas'));
    const receipt = { target: '省平台', profile: 'national-2024', table: 'riskUnit', rowId: unit.id, contentHash: 'x', accepted: false, message: '编码重复', at: '2026-11-22T08:00:00.000Z' };
    workspace.deliveries.record([receipt]);
    workspace.deliveries.record([{ ...receipt, accepted: true, message: '' }]);
    expect([...workspace.deliveries.receipts('省平台', 'national-2024')]).toEqual([[`riskUnit/${unit.id}`, { ...receipt, accepted: true, message: '' }]]);
    expect(workspace.deliveries.receipts('别的', 'national-2024').size).toBe(0);
    workspace.close();
  });

  it('finds parts of words in any text field, Chinese of two characters and wildcards taken literally', () => {
    const { workspace, ports, unit, event, measure } = makePlant(folder.file('a.riskatlas'));
    const odd = newRow(ports, 'event', eventFields(unit.id, '压力 100% LNG_泄漏', 2));
    workspace.commit(step, [createChange('event', odd)]);
    expect(workspace.search(['液位'], 10)).toEqual([{ kind: 'measure', id: measure.id }]);
    expect(workspace.search(['储罐', '泄漏'], 10)).toEqual([{ kind: 'event', id: event.id }]);
    expect(workspace.search(['lng'], 10)).toEqual([{ kind: 'event', id: odd.id }]);
    expect(workspace.search(['%'], 10)).toEqual([{ kind: 'event', id: odd.id }]);
    expect(workspace.search(['G_泄'], 10)).toEqual([{ kind: 'event', id: odd.id }]);
    expect(workspace.search(['\\'], 10)).toEqual([]);
    expect(workspace.search([], 10)).toEqual([]);
    expect(workspace.search(['泄漏'], 1)).toHaveLength(1);
    workspace.commit(step, deleteCascade(workspace, 'measure', measure.id, steadyPorts()));
    expect(workspace.search(['液位'], 10)).toEqual([]);
    workspace.close();
    expect(existsSync(`${workspace.path}-wal`)).toBe(false);
  });
});
