import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrationHash, type Migration } from '#electron/host/db/migrate.ts';
import { migrations } from '#electron/host/db/migrations/index.ts';
import { openWorkspace } from '#electron/host/db/open.ts';
import { columnsOf } from '#electron/host/db/rows.ts';
import { entityDefinitions } from '#shared/model/index.ts';
import { makePlant, steadyPorts, TemporaryFolder, visibleRows } from './fixture.ts';

let folder: TemporaryFolder;
beforeEach(() => { folder = new TemporaryFolder(); });
afterEach(() => folder.dispose());

const next: Migration = { version: 3, name: 'example', sql: 'CREATE TABLE "example" ("id" TEXT PRIMARY KEY) STRICT;' };

/** SHA-256 of the SQL of every migration that workspaces in use have gone through. A line here is added with a migration and never changed again. */
const released: readonly string[] = [
  'fc5136aed39d779068bbc518bd69aa8e6823f93ba0921cc8502e2ef6027742da',
  'a0fa293e068e2df1d5ae02bd5450a380a536ff3e938091f3ebe6fe5af3f04d58',
];

describe('migrations', () => {
  it('are never changed once they are released: a new version is a new migration', () => {
    expect(migrations.map(migrationHash)).toEqual(released);
  });

  it('are numbered from 1 without gaps, and make the columns of the model', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1));
    const { workspace } = makePlant(folder.file('a.riskatlas'));
    workspace.close();
    const db = new Sqlite(folder.file('a.riskatlas'), { readonly: true });
    for (const definition of Object.values(entityDefinitions)) {
      const columns = db.prepare<[string], string>('SELECT "name" FROM pragma_table_info(?)').pluck().all(definition.table);
      // Later columns stand behind the stamps; statements name their columns, so the order is nobody's affair.
      expect(columns.toSorted()).toEqual(Object.keys(columnsOf(definition)).toSorted());
    }
    expect(db.prepare('SELECT "version", "hash" FROM "migration"').all()).toEqual(migrations.map((one) => ({ version: one.version, hash: migrationHash(one) })));
    db.close();
  });

  it('back up the file before they change it, and keep its rows', () => {
    const path = folder.file('a.riskatlas');
    const { workspace, ports } = makePlant(path);
    const before = visibleRows(workspace);
    workspace.close();
    const migrated = openWorkspace(path, ports, { migrations: [...migrations, next] });
    expect(migrated.schemaVersion).toBe(3);
    expect(visibleRows(migrated)).toEqual(before);
    migrated.undo();
    migrated.close();
    expect(readdirSync(folder.path).sort()).toEqual(['a.riskatlas', 'a.v2-backup.riskatlas']);
    expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.newer' }));
    const backup = openWorkspace(folder.file('a.v2-backup.riskatlas'), ports);
    expect(visibleRows(backup)).toEqual(before);
    expect(backup.check()).toEqual([]);
    backup.close();
  });

  it('happen in memory where the file is read-only, and leave it as it is', () => {
    const path = folder.file('a.riskatlas');
    const { workspace, ports } = makePlant(path);
    workspace.close();
    const migrated = openWorkspace(path, ports, { readOnly: true, migrations: [...migrations, next] });
    expect([migrated.schemaVersion, migrated.readOnly, migrated.count('unit')]).toEqual([3, true, 1]);
    migrated.close();
    expect(readdirSync(folder.path)).toEqual(['a.riskatlas']);
    openWorkspace(path, ports).close();
  });

  it('that fail leave the file at the version before', () => {
    const path = folder.file('a.riskatlas');
    const { workspace, ports } = makePlant(path);
    workspace.close();
    const broken: Migration = { ...next, sql: `${next.sql} INSERT INTO "nowhere" VALUES (1);` };
    expect(() => openWorkspace(path, ports, { migrations: [...migrations, broken] })).toThrow(/nowhere/);
    const again = openWorkspace(path, ports);
    expect([again.schemaVersion, again.count('unit')]).toEqual([2, 1]);
    again.close();
  });
});

describe('a workspace of version 1, made by the program of that version', () => {
  it('opens as the newest: new fields have their first values, the log still fits, and undo and redo work', () => {
    const path = folder.file('old.riskatlas');
    copyFileSync(join(import.meta.dirname, '../../fixtures/workspaces/v1.riskatlas'), path);
    const workspace = openWorkspace(path, steadyPorts());
    expect(workspace.schemaVersion).toBe(migrations.length);
    expect(workspace.all('enterprise')).toMatchObject([{ name: '示例化工', geoReference: null }]);
    expect(workspace.all('layout')).toMatchObject([{ format: 'svg', layers: [], rotation: 0, boundary: null, previous: null, page: 1, pages: 1, epsg: null, ignoredFindings: [] }]);
    expect(workspace.all('zone')).toMatchObject([{ name: '罐区', code: 'Z1' }]);
    expect(workspace.check()).toEqual([]);
    workspace.undo();
    workspace.undo();
    expect([workspace.count('layout'), workspace.count('zone')]).toEqual([0, 0]);
    workspace.redo();
    workspace.redo();
    expect([workspace.count('layout'), workspace.count('zone')]).toEqual([1, 1]);
    expect(workspace.check()).toEqual([]);
    workspace.close();
    expect(readdirSync(folder.path).sort()).toEqual(['old.riskatlas', 'old.v1-backup.riskatlas']);
  });
});
