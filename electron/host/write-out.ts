import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/kernel/errors.ts';
import { isWorkspaceFile } from './db/header.ts';
import { isOpenHere } from './db/open.ts';

/** What the system says, as keys of `shared/text`; anything else is told as it is. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'reason.noFolder', ENOTDIR: 'reason.noFolder', EACCES: 'reason.noPermission', EPERM: 'reason.noPermission', EROFS: 'reason.noPermission', EISDIR: 'reason.isFolder',
};

/**
 * Writes a whole file or nothing: beside its place first, then over it, so that a file of that name is either the old one or
 * the new one. A workspace is never written over: it holds what cannot be exported again.
 * @throws AppError error.file.diskFull, error.file.unwritable, error.file.isWorkspace
 */
export async function writeOut(out: string, bytes: Uint8Array): Promise<{ out: string; bytes: number; sha256: string }> {
  if (isOpenHere(out) || isWorkspaceFile(out)) throw new AppError('error.file.isWorkspace', { file: basename(out) });
  const part = join(dirname(out), `.${basename(out)}.${randomUUID().slice(0, 8)}.part`);
  try {
    const handle = await open(part, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new AppError(code === 'ENOSPC' ? 'error.file.diskFull' : 'error.file.unwritable', { file: basename(out), reason: reasons[code] ?? code }, { cause });
  }
  return { out, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
