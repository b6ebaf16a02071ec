import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChecklistWriter } from '#electron/adapters/xlsx/write-checklist.ts';
import { flattenHierarchy } from '#shared/checklist/flatten.ts';
import { planChecklist, type CurrentRows } from '#shared/checklist/plan.ts';
import { hierarchy } from '#tests/fixtures/checklists/hierarchy.ts';
import { readBytes, readFileBytes, resources, texts } from '#tests/fixtures/checklists/read.ts';
import { loadChecklistData } from '#electron/adapters/xlsx/checklist-data.ts';

const writer = createChecklistWriter(resources);
async function exported(rows: CurrentRows): Promise<Uint8Array> {
  const { rulePack } = await loadChecklistData(resources);
  return writer.write({ template: 'annex2', title: '某化工公司', rows: flattenHierarchy(rows, rulePack) });
}

async function expectNothingToDo(bytes: Uint8Array, rows: CurrentRows): Promise<void> {
  const parsed = await readBytes(bytes);
  expect(texts(parsed, 'errors')).toEqual([]);
  expect(texts(parsed, 'warnings')).toEqual([]);
  const plan = planChecklist(parsed.rows, rows, rows.object[0]?.enterpriseId ?? '');
  expect({ created: plan.created, updates: plan.updates }).toEqual({ created: { objects: 0, units: 0, events: 0, measures: 0, tasks: 0 }, updates: [] });
  expect(plan.unchanged).toBe(rows.object.length + rows.unit.length + rows.event.length + rows.measure.length + rows.task.length);
}

const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice', 'C:\\Program Files\\LibreOffice\\program\\soffice.exe'].find(existsSync);

describe('the exported workbook', () => {
  const rows = hierarchy();
  let bytes: Uint8Array;
  let folder: string;
  beforeAll(async () => {
    bytes = await exported(rows);
    folder = mkdtempSync(path.join(os.tmpdir(), 'riskatlas-checklist-'));
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  it('imports to the same rows: nothing is created or changed', async () => { await expectNothingToDo(bytes, rows); });

  it('has the form of annex 2: title, two-row head, merges, frozen panes, print titles, lists, colours, text formats', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    const sheet = book.getWorksheet('风险清单');
    if (sheet === undefined) throw new Error('no sheet');
    expect(sheet.getCell('A1').value).toBe('某化工公司 安全风险清单及隐患排查内容表');
    const heads = (sheet.getRow(2).values as unknown[]).map(String);
    expect(heads).toContain('固有风险');
    const level = (sheet.getRow(3).values as unknown[]).indexOf('等级');
    expect(sheet.getCell(4, level).value).toBe('重大');
    expect(sheet.getCell(4, level).fill).toMatchObject({ fgColor: { argb: 'FFB5121B' } });
    expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '2:3' });
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
    const class2 = heads.indexOf('管控措施分类2');
    expect(sheet.getCell(4, class2)).toMatchObject({ value: '1-1 工艺控制', numFmt: '@' });
    const validations = (sheet as unknown as { dataValidations: { model: Record<string, { formulae: string[] }> } }).dataValidations.model;
    expect(Object.values(validations).map(({ formulae }) => formulae[0])).toContain('"自动化监控,隐患排查"');
    const object = heads.indexOf('风险分析对象');
    expect(sheet.getCell(5, object).isMerged).toBe(true);
    expect(sheet.getCell(5, object).master.address).toBe(sheet.getCell(4, object).address);
  });

  it('never holds a formula, whatever a text begins with', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    const found: string[] = [];
    book.eachSheet((sheet) => { sheet.eachRow((row) => { row.eachCell((cell) => { if (cell.type === ExcelJS.ValueType.Formula) found.push(cell.address); }); }); });
    expect(found).toEqual([]);
    expect(Buffer.from(bytes).length).toBeGreaterThan(0);
    expect(rows.measure.map(({ description }) => description)).toContain('=HYPERLINK("http://example.invalid","点击")');
  });

  it.skipIf(soffice === undefined && process.env['CI'] !== 'true')('imports to the same rows after LibreOffice saved it (not run without LibreOffice)', async () => {
    if (soffice === undefined) throw new Error('LibreOffice is needed under CI: apt-get install libreoffice-calc-nogui');
    writeFileSync(path.join(folder, 'out.xlsx'), bytes);
    execFileSync(soffice, ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', path.join(folder, 'converted'), path.join(folder, 'out.xlsx')], { stdio: 'pipe', timeout: 120_000 });
    await expectNothingToDo(await readFileBytes(path.join(folder, 'converted', 'out.xlsx')), rows);
    execFileSync(soffice, ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'xls', '--outdir', path.join(folder, 'converted'), path.join(folder, 'out.xlsx')], { stdio: 'pipe', timeout: 120_000 });
    await expectNothingToDo(await readFileBytes(path.join(folder, 'converted', 'out.xls')), rows);
  }, 240_000);

  it('reports issues as a workbook of text', async () => {
    const issue = { sheet: '表', cell: 'H9', field: 'measure.classify1', code: 'issue.required', params: { sheet: '表', sheetNumber: 1, cell: 'H9', field: '管控措施描述' } };
    const report = await writer.report({ language: 'zh-CN', fileName: '=清单.xlsx', errors: [issue], warnings: [] });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(report.buffer as ArrayBuffer);
    const sheet = book.worksheets[0];
    expect(sheet?.getCell('A1').value).toBe('=清单.xlsx');
    expect((sheet?.getRow(3).values as unknown[]).slice(1)).toEqual(['错误', '表', 'H9', '管控措施描述', '第 1 张表“表” H9：管控措施描述为空。请填写。']);
  });
});
