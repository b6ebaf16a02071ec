import { AppError } from '#shared/kernel/errors.ts';
import type { ZipParts } from './zip-parts.ts';

/** Cells with content that an OpenDocument sheet may come to once its repetitions are written out. */
const cellLimit = 2_000_000;

/**
 * Looks an OpenDocument spreadsheet (.ods) over before it is read: a short cell may be said to stand in every place of the sheet.
 * @throws AppError error.checklist.encrypted, entities, tooManyCells
 */
export function checkOpenDocument(parts: ZipParts, file: string): void {
  if (parts.xml('META-INF/manifest.xml')?.includes('encryption-data') === true) throw new AppError('error.checklist.encrypted', { file });
  const xml = parts.xml('content.xml')?.toString('utf8') ?? '';
  let rows = 1;
  let cells = 0;
  for (const match of xml.matchAll(/<(?:[^\s<>/:]+:)?(table-row|行|table-cell|数据)(?=[\s/>])([^>]*)>/g)) {
    const [, name, attributes] = match;
    if (attributes === undefined) continue;
    if (name === 'table-row' || name === '行') rows = repeated(attributes, 'rows');
    else if (!attributes.endsWith('/')) cells += rows * repeated(attributes, 'columns');
    if (cells > cellLimit) throw new AppError('error.checklist.tooManyCells', { file, limit: cellLimit });
  }
}

function repeated(attributes: string, what: 'rows' | 'columns'): number {
  const stated = Number(new RegExp(`number-${what}-repeated\\s*=\\s*["']\\s*(\\d+)`).exec(attributes)?.[1] ?? 1);
  return Math.max(1, stated);
}
