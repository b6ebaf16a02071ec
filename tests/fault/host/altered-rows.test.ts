import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from '#electron/host/db/open.ts';
import { createChange, newRow, updateChange } from '#electron/host/stamp.ts';
import { checkWorkspace } from '#electron/host/usecases/check.ts';
import { layoutFields, makePlant, manyMeasures, measureFields, step, steadyPorts, TemporaryFolder, unitFields } from '#tests/unit/host/fixture.ts';

const ports = steadyPorts();
let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = new TemporaryFolder();
  path = folder.file('plant.riskatlas');
  const { workspace, unit, event, object } = makePlant(path);
  workspace.commit(step, manyMeasures(ports, event.id, 50));
  const change = updateChange('unit', unit, { name: '泵房' }, ports);
  workspace.commit(step, change ? [change] : []);
  // Text that JSON and UTF-8 hold differently, numbers that are no integers, rows that were taken back.
  workspace.commit(step, [createChange('measure', newRow(ports, 'measure', measureFields(event.id, '半个\ud800字\u0000符', 1 / 3)))]);
  workspace.commit(step, [createChange('unit', newRow(ports, 'unit', unitFields(object.id, '撤销'))), createChange('layout', newRow(ports, 'layout', layoutFields()))]);
  workspace.undo();
  workspace.close();
});
afterEach(() => folder.dispose());

/** Alters the file past the log, as another program would; pages and links stay sound. */
function alter(sql: string): void {
  const db = new Sqlite(path);
  expect(db.prepare(sql).run().changes).toBe(1);
  db.close();
}
function findings() {
  const workspace = openWorkspace(path, ports);
  try {
    return checkWorkspace(workspace).filter(({ severity }) => severity === 'error').map(({ message }) => message);
  } finally {
    workspace.close();
  }
}

describe('check', () => {
  it('finds nothing in a file that nobody altered', () => {
    expect(findings()).toEqual([]);
  });

  it.each([
    ['one character of a text', `UPDATE "risk_event" SET "name" = '储罐泄露'`, { kind: 'kind.event', count: 1, name: '储罐泄露', field: 'field.name' }],
    ['a factor of an assessment', `UPDATE "risk_event" SET "residual" = replace("residual", '"L":3', '"L":1')`, { kind: 'kind.event', count: 1, name: '储罐泄漏', field: 'field.residual' }],
    ['an assessment that is no JSON any more', `UPDATE "risk_event" SET "residual" = '{"L":3'`, { kind: 'kind.event', count: 1, name: '储罐泄漏', field: 'field.residual' }],
    ['an assessment taken out', `UPDATE "risk_event" SET "residual" = NULL`, { kind: 'kind.event', count: 1, name: '储罐泄漏', field: 'field.residual' }],
    ['a deleted flag', `UPDATE "control_measure" SET "deleted" = 1 WHERE "description" = '措施 7'`, { kind: 'kind.measure', count: 1, name: '措施 7', field: 'field.deleted' }],
    ['a name put back to what it was before', `UPDATE "analysis_unit" SET "name" = '储罐单元' WHERE "name" = '泵房'`, { kind: 'kind.unit', count: 1, name: '储罐单元', field: 'field.name' }],
    ['a row put in', `INSERT INTO "analysis_unit" SELECT '01890000-0000-7000-8000-000000000001', "objectId", '多出', '', '', 1, 0, "createdAt", "createdBy", "updatedAt", "updatedBy" FROM "analysis_unit" LIMIT 1`, { kind: 'kind.unit', count: 1, name: '多出', field: 'field.id' }],
  ])('finds %s', (_what, sql, params) => {
    alter(sql);
    expect(findings()).toEqual([{ key: 'check.rows', params }]);
  });
});
