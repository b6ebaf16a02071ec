import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '#electron/host/db/migrations/index.ts';
import { createWorkspace, openWorkspace } from '#electron/host/db/open.ts';
import { createChange, newRow } from '#electron/host/stamp.ts';
import { makePlant, manyMeasures, step, steadyPorts, TemporaryFolder } from '#tests/unit/host/fixture.ts';
import { kill, runChild } from './run-child.ts';

const ports = steadyPorts();
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
let folder: TemporaryFolder;
beforeEach(() => { folder = new TemporaryFolder(); });
afterEach(() => {
  chmodSync(folder.path, 0o755);
  folder.dispose();
});

const closedPlant = (name = 'a.riskatlas'): string => {
  const path = folder.file(name);
  const { workspace, event } = makePlant(path);
  workspace.commit(step, manyMeasures(ports, event.id, 300));
  workspace.close();
  return path;
};
/** Opening fails with `code`, and not one byte of the folder is another afterwards. */
function expectRefused(path: string, code: string): void {
  const before = new Map(readdirSync(folder.path).map((name) => [name, readFileSync(folder.file(name))]));
  expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code }));
  for (const [name, bytes] of before) expect(readFileSync(folder.file(name)).equals(bytes)).toBe(true);
  expect(readdirSync(folder.path)).toHaveLength(before.size);
}

describe('what is no workspace', () => {
  it('a text file, an empty file, another SQLite file, a folder, nothing at all', () => {
    writeFileSync(folder.file('text.riskatlas'), '这不是工作区');
    writeFileSync(folder.file('empty.riskatlas'), '');
    const other = new Sqlite(folder.file('other.riskatlas'));
    other.exec('CREATE TABLE x (y)');
    other.close();
    for (const name of ['text', 'empty', 'other']) expectRefused(folder.file(`${name}.riskatlas`), 'error.workspace.notOne');
    expect(() => openWorkspace(folder.path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.notOne' }));
    expect(() => openWorkspace(folder.file('gone.riskatlas'), ports)).toThrow(expect.objectContaining({ code: 'error.file.notFound' }));
  });

  it('a workspace of a newer version is told as such and left alone', () => {
    const path = closedPlant();
    const db = new Sqlite(path);
    db.pragma('user_version = 99');
    db.close();
    expectRefused(path, 'error.workspace.newer');
    expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ params: { file: 'a.riskatlas', version: 99, supported: migrations.length } }));
  });

  it('a workspace whose triggers were taken away is not trusted', () => {
    const path = closedPlant();
    const db = new Sqlite(path);
    db.exec('DROP TRIGGER "change_no_update"');
    db.close();
    expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.damaged' }));
  });
});

describe('making a workspace', () => {
  const make = (path: string, options = {}) => {
    const enterprise = newRow(ports, 'enterprise', { name: '示例', companyCode: '990000001', creditCode: '' });
    return createWorkspace(path, ports, step, [createChange('enterprise', enterprise)], options);
  };

  it('never overwrites', () => {
    writeFileSync(folder.file('a.riskatlas'), 'x');
    expect(() => make(folder.file('a.riskatlas'))).toThrow(expect.objectContaining({ code: 'error.workspace.exists' }));
    expect(readFileSync(folder.file('a.riskatlas'), 'utf8')).toBe('x');
  });

  it('says so where there is no folder', () => {
    expect(() => make(folder.file('none/a.riskatlas'))).toThrow(expect.objectContaining({ code: 'error.file.unwritable' }));
  });

  it('leaves nothing behind on a full disk or with a row that does not fit', () => {
    expect(() => make(folder.file('a.riskatlas'), { maxPages: 8 })).toThrow(expect.objectContaining({ code: 'error.file.diskFull' }));
    const enterprise = newRow(ports, 'enterprise', { name: '示例', companyCode: '12', creditCode: '' });
    expect(() => createWorkspace(folder.file('b.riskatlas'), ports, step, [createChange('enterprise', enterprise)])).toThrow(expect.objectContaining({ code: 'error.row.invalid' }));
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

describe('two on one file', () => {
  it('the second opening in one process is refused at once, and does not loosen the first one’s hold', async () => {
    const path = closedPlant();
    const first = openWorkspace(path, ports);
    expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.inUse' }));
    expect((await runChild('look', path)).said).toEqual({ code: 'error.workspace.inUse', params: { file: 'a.riskatlas' } });
    first.close();
    expect((await runChild('look', path)).said).toEqual({ open: true, readOnly: false, units: 1 });
  });

  it('a process that is killed leaves nothing that keeps the next one out', async () => {
    const path = closedPlant();
    const child = await runChild('hold', path);
    const start = performance.now();
    expect(() => openWorkspace(path, ports)).toThrow(expect.objectContaining({ code: 'error.workspace.inUse' }));
    expect(performance.now() - start).toBeLessThan(2000);
    await kill(child);
    const mine = openWorkspace(path, ports);
    expect(mine.check()).toEqual([]);
    mine.close();
    expect(readdirSync(folder.path)).toEqual(['a.riskatlas']);
  });
});

describe('where nothing can be written', () => {
  it('a read-only file opens read-only and refuses every write', () => {
    const path = closedPlant();
    const before = readFileSync(path);
    const workspace = openWorkspace(path, ports, { readOnly: true });
    const event = workspace.all('event')[0];
    expect(workspace.readOnly).toBe(true);
    const refused = expect.objectContaining({ code: 'error.workspace.readOnly', params: { file: 'a.riskatlas' } });
    expect(() => workspace.commit(step, manyMeasures(ports, event?.id ?? '', 1))).toThrow(refused);
    expect(() => workspace.undo()).toThrow(refused);
    expect(() => workspace.deliveries.record([])).toThrow(refused);
    workspace.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  // One of the two by who runs the tests: root can read and write everything, so it lets another user try.
  if (isRoot) it('another user’s file, and a read-only folder, open read-only without leaving anything', async () => {
    const path = closedPlant();
    chmodSync(folder.path, 0o755);
    chmodSync(path, 0o644);
    expect((await runChild('look', path, nobody)).said).toEqual({ open: true, readOnly: true, units: 1 });
    chmodSync(path, 0o666);
    expect((await runChild('look', path, nobody)).said).toEqual({ open: true, readOnly: true, units: 1 });
    chmodSync(path, 0o600);
    expect((await runChild('look', path, nobody)).said).toMatchObject({ code: 'error.file.unreadable' });
    expect(readdirSync(folder.path)).toEqual(['a.riskatlas']);
  });
  else it('a read-only folder: opens read-only, makes nothing', () => {
    const path = closedPlant();
    chmodSync(folder.path, 0o555);
    const workspace = openWorkspace(path, ports);
    expect(workspace.readOnly).toBe(true);
    workspace.close();
    expect(() => makePlant(folder.file('b.riskatlas'))).toThrow(expect.objectContaining({ code: 'error.file.unwritable' }));
  });

  it('a copy of an open workspace with its write-ahead log opens with everything that was committed', () => {
    const path = folder.file('a.riskatlas');
    const { workspace, event } = makePlant(path);
    workspace.commit(step, manyMeasures(ports, event.id, 40));
    mkdirSync(folder.file('copy'));
    for (const name of readdirSync(folder.path).filter((one) => one.startsWith('a.'))) copyFileSync(folder.file(name), folder.file(`copy/${name}`));
    workspace.close();
    expect(existsSync(folder.file('copy/a.riskatlas-wal'))).toBe(true);
    const copy = openWorkspace(folder.file('copy/a.riskatlas'), ports);
    expect(copy.count('measure')).toBe(41);
    copy.close();
  });
});
