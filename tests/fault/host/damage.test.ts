import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '#electron/host/db/open.ts';
import { recoverWorkspace } from '#electron/host/db/recover.ts';
import { sha256 } from '#electron/host/db/contents.ts';
import { createChange, newRow, updateChange } from '#electron/host/stamp.ts';
import { layoutFields, makePlant, manyMeasures, step, steadyPorts, TemporaryFolder } from '#tests/unit/host/fixture.ts';

const ports = steadyPorts();
const pageSize = 4096;
const measures = 400;
let folder: TemporaryFolder;
let path: string;
let unitId: string;
const drawing = new TextEncoder().encode('0\nSECTION\n'.repeat(500));

beforeEach(() => {
  folder = new TemporaryFolder();
  path = folder.file('plant.riskatlas');
  const { workspace, event, unit } = makePlant(path);
  unitId = unit.id;
  const hash = sha256(drawing);
  const layout = newRow(ports, 'layout', { ...layoutFields(), originalHash: hash, derivedHash: hash });
  workspace.commit({ ...step, contents: [{ hash, mediaType: 'image/vnd.dxf', bytes: drawing }] }, [createChange('layout', layout)]);
  workspace.commit(step, manyMeasures(ports, event.id, measures - 1));
  const change = updateChange('unit', unit, { name: '改名单元' }, ports);
  workspace.commit(step, change ? [change] : []);
  workspace.close();
});
afterEach(() => folder.dispose());

/** Page numbers by what they hold. */
function pagesOf(name: string): number[] {
  const db = new Sqlite(path, { readonly: true });
  try {
    return db.prepare<[string], number>('SELECT "pageno" FROM dbstat WHERE "name" = ? ORDER BY "pageno"').pluck().all(name);
  } finally {
    db.close();
  }
}
function overwrite(page: number, from = 0, length = pageSize): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, (page - 1) * pageSize + from, (page - 1) * pageSize + from + length);
  writeFileSync(path, bytes);
}
/** Opening says "damaged" and alters nothing. */
function expectDamaged(): void {
  const before = readFileSync(path);
  expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.damaged' }));
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder.path)).toEqual(['plant.riskatlas']);
}
/** Recovers, and returns what the new file holds; the damaged one stays as it is. */
function recovered() {
  const before = readFileSync(path);
  const target = folder.file('new.riskatlas');
  const result = recoverWorkspace(path, target, ports);
  expect(readFileSync(path).equals(before)).toBe(true);
  const workspace = openWorkspace(target, ports);
  try {
    expect(workspace.check()).toEqual([]);
    return { ...result, measures: workspace.count('measure'), unit: workspace.get('unit', unitId)?.name, drawing: workspace.content(sha256(drawing))?.bytes.length };
  } finally {
    workspace.close();
  }
}
const everything = { rows: 5 + measures, lost: 0, measures, unit: '改名单元', drawing: drawing.length };

describe('a damaged workspace', () => {
  it('with its first bytes overwritten: damaged, and all of it is recovered', () => {
    overwrite(1, 0, 100);
    expectDamaged();
    expect(recovered()).toMatchObject(everything);
  });

  it('with its whole list of tables overwritten: all of it is recovered', () => {
    for (const page of pagesOf('sqlite_schema')) overwrite(page);
    expect(() => openWorkspace(path, ports)).toThrow();
    expect(recovered()).toMatchObject(everything);
  });

  it.each([
    ['a page of measures', 'control_measure', 3],
    ['the root page of measures', 'control_measure', 0],
    ['a page of the log', 'change', 4],
    ['the root page of units', 'analysis_unit', 0],
    ['an index', 'control_measure_eventId', 0],
  ])('with %s overwritten: damaged, and all of it is recovered, from the log or in spite of it', (_what, table, nth) => {
    overwrite(pagesOf(table)[nth] ?? 0);
    expectDamaged();
    expect(recovered()).toMatchObject(everything);
  });

  it('with a page of measures and the whole log overwritten: what is left is recovered, the rest is counted', () => {
    for (const page of pagesOf('change')) overwrite(page);
    overwrite(pagesOf('control_measure')[5] ?? 0);
    expectDamaged();
    const result = recovered();
    expect(result.measures).toBeGreaterThan(measures / 2);
    expect(result.measures).toBeLessThan(measures);
    expect(result.unit).toBe('改名单元');
  });

  it('cut off in the middle: damaged, and what is in the front is recovered', () => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2 / pageSize) * pageSize));
    expectDamaged();
    expect(recovered().rows).toBeGreaterThan(4);
  });

  it('with nothing left: says that there is nothing', () => {
    writeFileSync(path, Buffer.alloc(50_000, 0x5a));
    expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.notOne' }));
    expect(() => recoverWorkspace(path, folder.file('new.riskatlas'), ports)).toThrow(expect.objectContaining({ code: 'error.recover.nothing' }));
    expect(readdirSync(folder.path)).toEqual(['plant.riskatlas']);
  });

  it('never recovers over a file that is there', () => {
    writeFileSync(folder.file('new.riskatlas'), 'x');
    expect(() => recoverWorkspace(path, folder.file('new.riskatlas'), ports)).toThrow(expect.objectContaining({ code: 'error.workspace.exists' }));
  });
});
