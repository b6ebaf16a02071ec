import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#shared/kernel/errors.ts';

const megabytes = (bytes: number): number => Math.round(bytes / 100_000) / 10;

/**
 * Reads a whole file after looking at its size.
 * @throws AppError error.file.tooLarge (before anything is read), error.file.notFound, error.file.unreadable
 */
export async function readLimited(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = basename(path);
  const handle = await open(path, 'r').catch((thrown: unknown) => { throw explain(thrown, file); });
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new AppError('error.file.unreadable', { file, reason: 'EISDIR' });
    if (found.size > maxBytes) throw new AppError('error.file.tooLarge', { file, size: megabytes(found.size), limit: megabytes(maxBytes) });
    const buffer = await handle.readFile();
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  } catch (thrown) {
    throw explain(thrown, file);
  } finally {
    await handle.close();
  }
}

function explain(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  return code === 'ENOENT' ? new AppError('error.file.notFound', { file }) : new AppError('error.file.unreadable', { file, reason: code });
}
