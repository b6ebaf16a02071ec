import { accessSync, closeSync, constants, existsSync, openSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import type { Change } from '#shared/changes/change.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { StampPorts } from '../stamp.ts';
import type { CommitOptions } from '../workspace.ts';
import { applicationId, damaged, toAppError, withFileErrors } from './errors.ts';
import { checkHeader } from './header.ts';
import { backUp, fileVersion, latestVersion, migrate, type Migration } from './migrate.ts';
import { migrations as releasedMigrations } from './migrations/index.ts';
import { schemaMatches } from './schema.ts';
import { SqliteWorkspace } from './sqlite-workspace.ts';

/** Long enough for a virus scanner to let go, short enough to count as at once. */
const lockTimeoutMs = 250;

/**
 * Files that this process has open. Another opening must not even look at them: closing any descriptor of a file drops the
 * process's locks on it (POSIX), and a second process could slip in.
 */
const openHere = new Set<string>();

/** Whether this process has the workspace file at `path` open, under whatever name. Opens nothing. */
export function isOpenHere(path: string): boolean {
  return openHere.has(realOrSame(resolve(path)));
}

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** Other than the released ones in tests of migration only. */
  readonly migrations?: readonly Migration[];
  /** The file may not grow beyond so many pages: a disk that is full then, for the fault tests. */
  readonly maxPages?: number;
}

/**
 * Makes a new workspace file whose first change set is `changes`. On failure no file is left behind.
 * @throws AppError error.workspace.exists, error.file.unwritable, error.file.diskFull, error.row.invalid
 */
export function createWorkspace(path: string, ports: StampPorts, first: CommitOptions, changes: readonly Change[], options: OpenOptions = {}): SqliteWorkspace {
  const migrations = options.migrations ?? releasedMigrations;
  const absolute = resolve(path);
  reserve(absolute);
  let db: Database | undefined;
  try {
    db = new Sqlite(absolute, { timeout: lockTimeoutMs });
    prepare(db);
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
    db.pragma(`application_id = ${applicationId}`);
    migrate(db, migrations, ports.clock);
    startWriting(db);
    const key = enter(absolute);
    const workspace = new SqliteWorkspace(db, absolute, false, ports, () => openHere.delete(key));
    workspace.commit({ ...first, mode: 'base' }, changes);
    // The main file holds everything from here on, also if the program ends now.
    db.pragma('wal_checkpoint(TRUNCATE)');
    return workspace;
  } catch (thrown) {
    db?.close();
    openHere.delete(realOrSame(absolute));
    for (const leftover of [absolute, `${absolute}-wal`, `${absolute}-journal`]) rmSync(leftover, { force: true });
    throw toAppError(thrown, path);
  }
}

/**
 * Opens a workspace file for this process alone. A file or folder that cannot be written opens read-only. The file is looked
 * over before anything is written, and a damaged, newer or foreign one is left as it is.
 * @throws AppError error.file.notFound, error.file.unreadable, error.workspace.notOne, error.workspace.newer,
 *   error.workspace.inUse, error.workspace.damaged, error.file.diskFull (before a migration)
 */
export function openWorkspace(path: string, ports: StampPorts, options: OpenOptions = {}): SqliteWorkspace {
  const migrations = options.migrations ?? releasedMigrations;
  const absolute = resolve(path);
  if (isOpenHere(absolute)) throw new AppError('error.workspace.inUse', { file: basename(path) });
  checkHeader(absolute, latestVersion(migrations));
  const readOnly = options.readOnly === true || !isWritable(absolute) || !isWritable(dirname(absolute));
  let db: Database | undefined;
  const key = enter(absolute);
  try {
    db = withFileErrors(absolute, () => openChecked(absolute, readOnly));
    if (fileVersion(db) > latestVersion(migrations)) {
      throw new AppError('error.workspace.newer', { file: basename(path), version: fileVersion(db), supported: latestVersion(migrations) });
    }
    if (fileVersion(db) < latestVersion(migrations)) db = brought(db, absolute, readOnly, migrations, ports);
    if (!schemaMatches(db, migrations)) throw damaged(absolute, 'damage.schema');
    if (!readOnly) startWriting(db);
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
    const workspace = new SqliteWorkspace(db, absolute, readOnly, ports, () => openHere.delete(key));
    if (!workspace.hasHistory) throw damaged(absolute, 'damage.history');
    return workspace;
  } catch (thrown) {
    db?.close();
    openHere.delete(key);
    throw toAppError(thrown, absolute);
  }
}

/** Takes the lock and looks at every page, writing nothing. */
function openChecked(path: string, readOnly: boolean): Database {
  const db = new Sqlite(path, { fileMustExist: true, readonly: readOnly, timeout: lockTimeoutMs });
  try {
    prepare(db);
    // In exclusive locking mode the lock stays when the transaction ends: no other process gets the file until it is closed.
    db.exec(readOnly ? 'BEGIN' : 'BEGIN EXCLUSIVE');
    const result = db.pragma('quick_check(1)', { simple: true });
    db.exec('ROLLBACK');
    if (result !== 'ok') throw damaged(path, 'damage.pages');
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function prepare(db: Database): void {
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('foreign_keys = ON');
  // A file may come from anyone: nothing in its schema may call what has effects, and broken cells are errors.
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -65536');
}

function startWriting(db: Database): void {
  db.pragma('journal_mode = WAL');
  // A commit outlives a power cut: there is no save button to press again.
  db.pragma('synchronous = FULL');
}

/** The file at the newest version; one that may not be written is brought there in memory. */
function brought(db: Database, path: string, readOnly: boolean, migrations: readonly Migration[], ports: StampPorts): Database {
  if (!readOnly) {
    backUp(db, path);
    migrate(db, migrations, ports.clock);
    return db;
  }
  const copy = new Sqlite(db.serialize());
  db.close();
  migrate(copy, migrations, ports.clock);
  return copy;
}

function reserve(path: string): void {
  if (existsSync(path)) throw new AppError('error.workspace.exists', { file: basename(path) });
  withFileErrors(path, () => {
    try {
      // `wx` fails if the file came into being in between: nothing is ever overwritten.
      closeSync(openSync(path, 'wx'));
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') throw new AppError('error.workspace.exists', { file: basename(path) });
      if (code === 'ENOENT') throw new AppError('error.file.unwritable', { file: basename(path), reason: 'reason.noFolder' }, { cause: thrown });
      throw thrown;
    }
  });
}

function enter(path: string): string {
  const key = realOrSame(path);
  openHere.add(key);
  return key;
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
