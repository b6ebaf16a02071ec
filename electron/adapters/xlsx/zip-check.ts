import yauzl from 'yauzl';
import { AppError } from '#shared/kernel/errors.ts';

/** Limits for a workbook's archive. A real one of a million cells unpacks to some 100 MB, of 50 to 1 at most in its sheets. */
export interface ZipLimits { readonly entries: number; readonly totalBytes: number; readonly ratio: number; readonly ratioFromBytes: number }
export const workbookLimits: ZipLimits = { entries: 5_000, totalBytes: 1_000_000_000, ratio: 300, ratioFromBytes: 20_000_000 };

/** A part of the archive as its central directory names it. */
export interface ZipEntry {
  readonly name: string; readonly compressed: number; readonly size: number; readonly method: number; readonly crc: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/**
 * Reads the central directory alone, before anything is unpacked.
 * @throws AppError error.checklist.damaged where it cannot be read, parts for strange names or too many, expands for a bomb
 */
export async function checkZip(bytes: Buffer, file: string, limits: ZipLimits = workbookLimits): Promise<ZipEntry[]> {
  let archive: yauzl.ZipFile;
  try {
    archive = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: true, validateEntrySizes: true, strictFileNames: false });
  } catch (cause) {
    throw new AppError('error.checklist.damaged', { file, reason: reasonOf(cause) }, { cause });
  }
  const refuse = (reason: string): never => { throw new AppError('error.checklist.parts', { file, reason }); };
  if (archive.entryCount > limits.entries) refuse(`${archive.entryCount} > ${limits.entries}`);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  try {
    for await (const { fileName, compressedSize, uncompressedSize, generalPurposeBitFlag, compressionMethod, crc32, relativeOffsetOfLocalHeader } of archive.eachEntry()) {
      if (yauzl.validateFileName(fileName) !== null || fileName.includes('\0')) refuse(JSON.stringify(fileName));
      // Two parts of one name are read differently by different programs.
      if (names.has(fileName)) refuse(JSON.stringify(fileName));
      names.add(fileName);
      if ((generalPurposeBitFlag & 1) !== 0) throw new AppError('error.checklist.encrypted', { file });
      total += uncompressedSize;
      const tooDense = uncompressedSize > limits.ratioFromBytes && uncompressedSize > limits.ratio * Math.max(1, compressedSize);
      if (total > limits.totalBytes || tooDense) {
        throw new AppError('error.checklist.expands', { file, size: Math.round(total / 1e6), limit: Math.round(limits.totalBytes / 1e6) });
      }
      entries.push({ name: fileName, compressed: compressedSize, size: uncompressedSize, method: compressionMethod, crc: crc32, offset: relativeOffsetOfLocalHeader });
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    // yauzl looks at names itself, before this loop sees them.
    if (/relative path|absolute path|invalid characters/.test(reasonOf(cause))) refuse(reasonOf(cause));
    throw new AppError('error.checklist.damaged', { file, reason: reasonOf(cause) }, { cause });
  } finally {
    archive.close();
  }
  return entries;
}

export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
