import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChecklistWriter } from '#electron/adapters/xlsx/write-checklist.ts';
import { readChecklist } from '#electron/adapters/xlsx/read-checklist.ts';
import { createWorkspace, openWorkspace } from '#electron/host/db/open.ts';
import type { CallContext, HostServices } from '#electron/host/services.ts';
import { createChange, newRow, updateChange } from '#electron/host/stamp.ts';
import { checklistHandlers } from '#electron/host/usecases/checklists.ts';
import type { Workspace } from '#electron/host/workspace.ts';
import { annex2Head, annex2Line, workbook, type TestCell } from '#tests/fixtures/checklists/book.ts';
import { resources } from '#tests/fixtures/checklists/read.ts';
import { loadChecklistData } from '#electron/adapters/xlsx/checklist-data.ts';

const stamp = { clock: () => new Date().toISOString(), who: () => '张工' };
const { rulePack } = await loadChecklistData(resources);
const context: CallContext = { taskId: 't', signal: new AbortController().signal, progress: () => undefined };

let folder: string;
let workspace: Workspace;
let calls: ReturnType<typeof checklistHandlers>;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'riskatlas-checklist-'));
  const enterprise = newRow(stamp, 'enterprise', { name: '某公司', companyCode: '990000001', creditCode: '' });
  workspace = createWorkspace(path.join(folder, 'w.riskatlas'), stamp, { command: 'workspace/create', label: { key: 'change.workspace.create', params: { name: '某公司' } } }, [createChange('enterprise', enterprise)]);
  // What the checklist calls use of the services; the parser runs here instead of in its worker.
  calls = checklistHandlers({
    ...stamp, workspace: () => workspace, rulePack: () => rulePack, checklistWriter: createChecklistWriter(resources), resources,
    parsers: { checklist: ({ path: file, template }: { path: string; template: string }) => readChecklist(file, { template, resources }, () => undefined) },
  } as unknown as HostServices);
});
afterEach(() => {
  workspace.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const book = (...lines: (readonly TestCell[])[]): string => put('清单.xlsx', workbook([{ name: '风险清单', rows: [annex2Head, ...lines] }]));
const line = (description: string, changes: Readonly<Record<number, TestCell>> = {}): TestCell[] => annex2Line.map((cell, place) => (place === 10 ? description : place in changes ? changes[place] ?? null : cell));
const preview = (file: string) => calls['checklist/preview']({ path: file, template: 'auto' }, context);

describe('the checklist calls', () => {
  it('preview writes nothing; accept writes one step; the same workbook again creates and changes nothing; undo takes all back', async () => {
    const file = book(line('甲'), line('乙'));
    const before = workspace.head.seq;
    const first = await preview(file);
    expect(first.result).toMatchObject({ rows: 2, created: { objects: 1, units: 1, events: 1, measures: 2, tasks: 2 }, errors: [], committed: false });
    expect(first.columns).toContain('管控措施描述');
    expect(workspace.head.seq).toBe(before);
    expect((await calls['checklist/accept']({ previewId: first.previewId, acceptValid: false }, context)).committed).toBe(true);
    expect(workspace.head).toMatchObject({ seq: before + 1, label: { key: 'change.checklist.import', params: { file: '清单.xlsx' } } });
    const again = await preview(file);
    expect(again.result).toMatchObject({ created: { objects: 0, units: 0, events: 0, measures: 0, tasks: 0 }, changed: 0, unchanged: 7 });
    await calls['checklist/accept']({ previewId: again.previewId, acceptValid: false }, context);
    expect(workspace.head.seq).toBe(before + 1);
    workspace.undo();
    expect([workspace.count('object'), workspace.count('measure'), workspace.count('task')]).toEqual([0, 0, 0]);
  });

  it('refuses a workbook with errors whole, and takes its faultless lines when asked to', async () => {
    const { previewId, result } = await preview(book(line('甲'), line('乙', { 7: '随便写的' })));
    expect(result.errors).toHaveLength(1);
    const before = workspace.head.seq;
    expect(() => calls['checklist/accept']({ previewId, acceptValid: false }, context)).toThrow(expect.objectContaining({ code: 'error.checklist.hasErrors', params: { count: 1 } }) as Error);
    expect(workspace.head.seq).toBe(before);
    await calls['checklist/accept']({ previewId, acceptValid: true }, context);
    expect(workspace.all('measure').map(({ description }) => description)).toEqual(['甲']);
    const out = path.join(folder, 'report.xlsx');
    await expect((async () => calls['checklist/report']({ previewId, out, language: 'en' }, context))()).rejects.toMatchObject({ code: 'error.checklist.previewGone' });
  });

  it('compares again when it is accepted, and brings a deleted row back as a new one', async () => {
    const file = book(line('甲'));
    const one = await preview(file);
    const two = await preview(file);
    await calls['checklist/accept']({ previewId: one.previewId, acceptValid: false }, context);
    expect((await calls['checklist/accept']({ previewId: two.previewId, acceptValid: false }, context)).created.measures).toBe(0);
    const [measure] = workspace.all('measure');
    const change = measure === undefined ? null : updateChange('measure', measure, { deleted: true }, stamp);
    if (change === null) throw new Error('no measure');
    workspace.commit({ command: 'entity/delete', label: { key: 'change.row.delete', params: { kind: 'measure', name: '甲' } } }, [change]);
    const back = await preview(file);
    expect(back.result.created).toEqual({ objects: 0, units: 0, events: 0, measures: 1, tasks: 1 });
    await calls['checklist/accept']({ previewId: back.previewId, acceptValid: false }, context);
    expect(workspace.all('measure', { includeDeleted: true })).toHaveLength(2);
  });

  it('accepts nothing into another workspace, and not after its own was closed and opened', async () => {
    const { previewId } = await preview(book(line('甲')));
    const own = workspace;
    const enterprise = newRow(stamp, 'enterprise', { name: '另一家', companyCode: '990000002', creditCode: '' });
    workspace = createWorkspace(path.join(folder, 'other.riskatlas'), stamp, { command: 'workspace/create', label: { key: 'change.workspace.create', params: { name: '另一家' } } }, [createChange('enterprise', enterprise)]);
    own.close();
    expect(() => calls['checklist/accept']({ previewId, acceptValid: false }, context)).toThrow(expect.objectContaining({ code: 'error.checklist.previewGone' }) as Error);
    expect(workspace.count('object')).toBe(0);
    workspace.close();
    workspace = openWorkspace(own.path, stamp);
    expect(() => calls['checklist/accept']({ previewId, acceptValid: false }, context)).toThrow(expect.objectContaining({ code: 'error.checklist.previewGone' }) as Error);
    expect([workspace.count('object'), workspace.head.seq]).toEqual([0, 1]);
  });

  it('accepted after an undo, or cancelled before the commit, writes what it says and nothing else', async () => {
    const file = book(line('甲'));
    await calls['checklist/accept']({ previewId: (await preview(file)).previewId, acceptValid: false }, context);
    const { previewId, result } = await preview(file);
    expect(result.unchanged).toBe(5);
    workspace.undo();
    const stopped = new AbortController();
    stopped.abort();
    const seq = workspace.head.seq;
    expect(() => calls['checklist/accept']({ previewId, acceptValid: false }, { ...context, signal: stopped.signal })).toThrow(expect.objectContaining({ code: 'error.cancelled' }) as Error);
    expect(workspace.head.seq).toBe(seq);
    expect(await calls['checklist/accept']({ previewId, acceptValid: false }, context)).toMatchObject({ created: { objects: 1, units: 1, events: 1, measures: 1, tasks: 1 }, unchanged: 0, committed: true });
    expect(workspace.count('measure')).toBe(1);
    expect(workspace.check()).toEqual([]);
  });

  it('exports what it imported, whole or not at all', async () => {
    const { previewId } = await preview(book(line('=1+1'), line('乙')));
    await calls['checklist/accept']({ previewId, acceptValid: false }, context);
    const out = path.join(folder, 'out.xlsx');
    expect(await calls['checklist/export']({ out, template: 'annex2' }, context)).toMatchObject({ out, holds: { rows: 2, objects: 1, measures: 2, tasks: 2 } });
    expect((await preview(out)).result).toMatchObject({ created: { measures: 0 }, changed: 0, unchanged: 7, errors: [] });
    await expect((async () => calls['checklist/export']({ out: path.join(folder, 'none', 'out.xlsx'), template: 'annex2' }, context))()).rejects.toMatchObject({ code: 'error.file.unwritable' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('writes nothing after a bad file', async () => {
    const before = workspace.head.seq;
    await expect(preview(put('文本.xlsx', new TextEncoder().encode('序号,风险分析对象')))).rejects.toMatchObject({ code: 'error.checklist.found.text', params: { file: '文本.xlsx' } });
    await expect(preview(path.join(folder, '没有.xlsx'))).rejects.toMatchObject({ code: 'error.file.notFound' });
    expect(workspace.head.seq).toBe(before);
    expect(workspace.count('object')).toBe(0);
  });
});
