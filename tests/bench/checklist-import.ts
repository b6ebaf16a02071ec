import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as XLSX from 'xlsx';
import { readChecklist } from '#electron/adapters/xlsx/read-checklist.ts';
import { createWorkspace } from '#electron/host/db/open.ts';
import { createChange, newRow, type StampPorts } from '#electron/host/stamp.ts';
import { changesOf } from '#electron/host/usecases/checklists.ts';
import { planChecklist } from '#shared/checklist/plan.ts';
import { interleavedPairs, type Bench, type BenchResult } from './bench.ts';
import { checklistBook } from './checklist-book.ts';

const lines = 50_000;
const resources = path.resolve(import.meta.dirname, '../../resources');
const ports: StampPorts = { clock: () => new Date().toISOString(), who: () => '张工' };

/** Everything that an import does with a workbook, from the file to the committed workspace; the empty workspace is made before the clock starts. */
async function importOurs(folder: string, book: string, phases?: (name: string, milliseconds: number) => void): Promise<number> {
  const enterprise = newRow(ports, 'enterprise', { name: '示例', companyCode: '990000001', creditCode: '' });
  const file = path.join(folder, 'ours.riskatlas');
  const workspace = createWorkspace(file, ports, { command: 'bench', label: { key: 'change.workspace.create', params: {} } }, [createChange('enterprise', enterprise)]);
  const start = performance.now();
  const parsed = await readChecklist(book, { template: 'annex2', resources }, () => undefined);
  const read = performance.now();
  const plan = planChecklist(parsed.rows, {
    object: workspace.all('object'), unit: workspace.all('unit'), event: workspace.all('event'), measure: workspace.all('measure'), task: workspace.all('task'),
  }, enterprise.id);
  const changes = changesOf(plan, ports);
  const planned = performance.now();
  workspace.commit({ command: 'checklist/accept', label: { key: 'change.checklist.import', params: { file: 'bench' } } }, changes);
  const end = performance.now();
  phases?.('read', read - start);
  phases?.('plan', planned - read);
  phases?.('commit', end - planned);
  if (parsed.errors.length > 0 || plan.created.measures !== lines || workspace.count('task') !== lines) throw new Error('The workbook was not imported whole.');
  workspace.close();
  rmSync(file);
  return end - start;
}

function readReference(book: string): number {
  const start = performance.now();
  const sheet = XLSX.read(readFileSync(book)).Sheets['风险清单'];
  const time = performance.now() - start;
  if (sheet?.['!ref'] !== `A1:T${lines + 1}`) throw new Error('The reference did not read the workbook whole.');
  return time;
}

export const checklistImportBench: Bench = {
  name: 'checklist-import',
  async run(): Promise<BenchResult> {
    const folder = mkdtempSync(path.join(tmpdir(), 'riskatlas-bench-'));
    try {
      const book = path.join(folder, 'book.xlsx');
      writeFileSync(book, checklistBook(lines));
      const phases = new Map<string, number>();
      const figures = await interleavedPairs(() => importOurs(folder, book, (name, time) => phases.set(name, time)), () => readReference(book), 3);
      const parts = [...phases].map(([name, time]) => `${name} ${Math.round(time)}`).join(', ');
      return { name: 'checklist-import', ...figures, unit: 'ms', note: `${lines} lines × 20: parse, validate, plan and commit, against XLSX.read of @e965/xlsx alone; the last run: ${parts}` };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
