import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/kernel/errors.ts';

/** "RATL" in the header of every workspace file. */
export const applicationId = 0x5241544c;

/** A damaged workspace; `what` is a key of `shared/text` (`damage.…`). */
export function damaged(path: string, what: 'damage.header' | 'damage.pages' | 'damage.schema' | 'damage.history', options?: ErrorOptions): AppError {
  return new AppError('error.workspace.damaged', { file: basename(path), detail: what }, options);
}

/** What SQLite or the file system threw, as an error for a person; anything else is given back as it is. */
export function toAppError(thrown: unknown, path: string): unknown {
  const file = basename(path);
  const options = { cause: thrown };
  const code = errorCode(thrown);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return new AppError('error.file.diskFull', { file }, options);
  if (code === 'ENOENT') return new AppError('error.file.notFound', { file }, options);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') return new AppError('error.file.unwritable', { file, reason: 'reason.noPermission' }, options);
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new AppError('error.workspace.inUse', { file }, options);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(path, 'damage.pages', options);
  if (code.startsWith('SQLITE_READONLY')) return new AppError('error.workspace.readOnly', { file }, options);
  if (code.startsWith('SQLITE_CANTOPEN')) return new AppError('error.file.unreadable', { file, reason: 'reason.cannotOpen' }, options);
  if (code.startsWith('SQLITE_IOERR')) return new AppError('error.file.unreadable', { file, reason: 'reason.inputOutput' }, options);
  return thrown;
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
