import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#shared/kernel/errors.ts';
import { applicationId, damaged, toAppError } from './errors.ts';

const magic = Buffer.from('SQLite format 3\0', 'latin1');
/** A workspace's own words, somewhere among its first pages: they tell a damaged workspace from another file. */
const traces = ['CREATE TABLE "change_set"', 'CREATE TABLE "risk_zone"', 'CREATE TABLE "analysis_unit"'];
const lookedAt = 128 * 1024;

/**
 * Looks at the first bytes, before SQLite touches the file: what is not a workspace, or a newer one, is left exactly as it is.
 * Offsets are those of SQLite's file header: `user_version` at 60, `application_id` at 68.
 * @throws AppError error.workspace.notOne, error.workspace.newer, error.workspace.damaged, error.file.notFound, error.file.unreadable
 */
export function checkHeader(path: string, supported: number): void {
  const file = basename(path);
  const bytes = firstBytes(path);
  const isSqlite = bytes.length >= 100 && bytes.subarray(0, magic.length).equals(magic);
  if (!isSqlite || bytes.readUInt32BE(68) !== applicationId) {
    const text = bytes.toString('latin1');
    throw traces.some((trace) => text.includes(trace)) ? damaged(path, 'damage.header') : new AppError('error.workspace.notOne', { file });
  }
  const version = bytes.readUInt32BE(60);
  if (version > supported) throw new AppError('error.workspace.newer', { file, version, supported });
}

/** Whether there is a workspace at `path`, by its header. Not for one that is open here: closing any descriptor of it drops its lock. */
export function isWorkspaceFile(path: string): boolean {
  try {
    const bytes = firstBytes(path);
    return bytes.length >= 100 && bytes.subarray(0, magic.length).equals(magic) && bytes.readUInt32BE(68) === applicationId;
  } catch {
    return false;
  }
}

function firstBytes(path: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const buffer = Buffer.alloc(lookedAt);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, lookedAt, 0));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EISDIR') throw new AppError('error.workspace.notOne', { file: basename(path) });
    const mapped = toAppError(thrown, path);
    if (mapped instanceof AppError && mapped.code === 'error.file.unwritable') {
      throw new AppError('error.file.unreadable', mapped.params, { cause: thrown });
    }
    throw mapped;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
