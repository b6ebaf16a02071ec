import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Change } from '#shared/changes/change.ts';
import { createWorkspace } from '#electron/host/db/open.ts';
import { createChange, newRow, type StampPorts } from '#electron/host/stamp.ts';
import type { Rows } from '#shared/model/index.ts';
import { interleavedPairs, type Bench, type BenchResult } from './bench.ts';

const rowCount = 100_000;
const measuresPerEvent = 20;
const ports: StampPorts = { clock: () => new Date().toISOString(), who: () => '张工' };

/** Measures as a checklist has them: about 100 bytes of Chinese text each. */
function makeRows(events: readonly string[]): Rows['measure'][] {
  return Array.from({ length: rowCount }, (_, i) => newRow(ports, 'measure', {
    eventId: events[Math.floor(i / measuresPerEvent)] ?? '', dataSrc: '2', classify1: '1', classify2: '1-2', classify3: '',
    description: `液氨储罐设置高低液位报警及联锁切断装置，投用并定期校验（${i}）`, checkContent: '检查液位报警和联锁是否投用、校验是否在有效期内', post: '外操', position: i,
  }));
}

function commitOurs(folder: string): number {
  const enterprise = newRow(ports, 'enterprise', { name: '示例', companyCode: '990000001', creditCode: '' });
  const object = newRow(ports, 'object', { enterpriseId: enterprise.id, name: '罐区', hazardCode: '', majorHazard: false, majorHazardLevel: null, department: '', liablePerson: '', position: 1 });
  const unit = newRow(ports, 'unit', { objectId: object.id, name: '储罐', department: '', liablePerson: '', position: 1 });
  const events = Array.from({ length: rowCount / measuresPerEvent }, (_, i) =>
    newRow(ports, 'event', { unitId: unit.id, name: `泄漏 ${i}`, accidentTypes: ['中毒和窒息'], inherent: null, residual: null, position: i }));
  const path = join(folder, 'ours.riskatlas');
  const workspace = createWorkspace(path, ports, { command: 'bench', label: { key: 'change.workspace.create', params: {} } }, [
    createChange('enterprise', enterprise), createChange('object', object), createChange('unit', unit), ...events.map((event) => createChange('event', event)),
  ]);
  const changes: Change[] = makeRows(events.map((event) => event.id)).map((row) => createChange('measure', row));
  const start = performance.now();
  workspace.commit({ command: 'checklist/accept', label: { key: 'change.checklist.import', params: { file: 'bench' } } }, changes);
  const time = performance.now() - start;
  workspace.close();
  rmSync(path);
  return time;
}

/** The same rows into one table with the same columns, key and journal: no check, no index, no log. */
function insertBare(folder: string): number {
  const path = join(folder, 'bare.db');
  const db = new Sqlite(path);
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const events = Array.from({ length: rowCount / measuresPerEvent }, (_, i) => `event-${i}`);
  const rows = makeRows(events);
  const fields = Object.keys(rows[0] ?? {}) as (keyof Rows['measure'])[];
  db.exec(`CREATE TABLE measure (${fields.map((field) => (field === 'id' ? 'id TEXT PRIMARY KEY' : `"${field}"`)).join(', ')})`);
  const insert = db.prepare(`INSERT INTO measure VALUES (${fields.map(() => '?').join(', ')})`);
  const start = performance.now();
  db.transaction(() => {
    for (const row of rows) insert.run(...fields.map((field) => (field === 'deleted' ? Number(row.deleted) : row[field])));
  })();
  const time = performance.now() - start;
  db.close();
  rmSync(path);
  return time;
}

/** A commit of 100,000 new rows with validation and change log, against bare inserts of the same rows in one transaction. */
export const commitBench: Bench = {
  name: 'commit',
  async run(): Promise<BenchResult> {
    const folder = mkdtempSync(join(tmpdir(), 'riskatlas-bench-'));
    try {
      const result = await interleavedPairs(() => commitOurs(folder), () => insertBare(folder), 5);
      return { name: 'commit', ...result, unit: 'ms', note: `${rowCount} measure rows, checked and logged; reference: bare better-sqlite3 inserts of the same rows, one transaction` };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
