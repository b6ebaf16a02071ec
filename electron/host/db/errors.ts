import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/kernel/errors.ts';

/** "RATL" in the header of every workspace file. */
export const applicationId = 0x5241544c;

/** A damaged workspace; `what` is a key of `shared/text` (`damage.…`). */
export function damaged(path: string, what: 'damage.header' | 'damage.pages' | 'damage.schema' | 'damage.history', options?: ErrorOptions): AppError {
  return new AppError('error.workspace.damaged', { file: basename(path), detail: what }, options);
}

/** What SQLite threw about the workspace at `path`, as an error for a person; anything else is given back as it is. */
export function sqliteToAppError(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  const file = basename(path);
  const options = { cause: thrown };
  const { code } = thrown;
  if (code === 'SQLITE_FULL') return new AppError('error.file.diskFull', { file }, options);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new AppError('error.workspace.inUse', { file }, options);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(path, 'damage.pages', options);
  if (code.startsWith('SQLITE_READONLY')) return new AppError('error.workspace.readOnly', { file }, options);
  if (code.startsWith('SQLITE_CANTOPEN')) return new AppError('error.file.unreadable', { file, reason: 'reason.cannotOpen' }, options);
  if (code.startsWith('SQLITE_IOERR')) return new AppError('error.file.unreadable', { file, reason: 'reason.inputOutput' }, options);
  return thrown;
}

/** What SQLite or the file system threw about `path`, as an error for a person; anything else is given back as it is. */
export function toAppError(thrown: unknown, path: string): unknown {
  const file = basename(path);
  const options = { cause: thrown };
  switch (errorCode(thrown)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('error.file.diskFull', { file }, options);
    case 'ENOENT':
      return new AppError('error.file.notFound', { file }, options);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return new AppError('error.file.unwritable', { file, reason: 'reason.noPermission' }, options);
    default:
      return sqliteToAppError(thrown, path);
  }
}

function errorCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return String(thrown.code);
}

/** Runs `work`; SQLite's and the file system's errors come out as errors for a person. */
export function withFileErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw toAppError(thrown, path);
  }
}
