import { zipSync } from 'fflate';
import * as XLSX from 'xlsx';
import type { SheetGrid } from '#shared/checklist/grid.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { delimitedGrid } from './delimited.ts';
import { checkOpenDocument } from './open-document.ts';
import { ooxmlGrids } from './ooxml-grid.ts';
import { sheetjsGrids } from './sheetjs-grid.ts';
import { sniff } from './sniff.ts';
import { checkZip, reasonOf } from './zip-check.ts';
import { ZipParts } from './zip-parts.ts';

/** Sheets that a workbook may have. */
const sheetLimit = 1_000;

/**
 * The sheets of a workbook of any Excel format, of an OpenDocument spreadsheet or of delimited text, after looking at what the bytes really are.
 * @throws AppError error.checklist.found.*, encrypted, damaged, parts, expands, entities, tooManySheets, tooManyCells
 */
export async function openWorkbook(bytes: Uint8Array, file: string, onRows: (rows: number) => void = () => undefined): Promise<SheetGrid[]> {
  const kind = sniff(bytes);
  let sheets: SheetGrid[];
  switch (kind) {
    case 'zip': sheets = await openZip(bytes, file, onRows); break;
    case 'ole': sheets = openOle(bytes, file); break;
    case 'biff': sheets = bySheetjs(bytes, file); break;
    case 'xml2003': sheets = bySheetjs(withoutEntities(bytes, file), file); break;
    case 'error.checklist.found.text': {
      const sheet = delimitedGrid(bytes, file);
      if (sheet === null) throw new AppError(kind, { file });
      sheets = [sheet];
      break;
    }
    default: throw new AppError(kind, { file });
  }
  if (sheets.length > sheetLimit) throw new AppError('error.checklist.tooManySheets', { file, count: sheets.length, limit: sheetLimit });
  return sheets;
}

async function openZip(bytes: Uint8Array, file: string, onRows: (rows: number) => void): Promise<SheetGrid[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = await checkZip(buffer, file);
  if (entries.some(({ name }) => name === 'content.xml') && entries.some(({ name }) => name === 'mimetype' || name === 'META-INF/manifest.xml')) {
    const parts = new ZipParts(buffer, file, entries);
    // Text documents and drawings of the same family are no workbooks.
    if (parts.xml('content.xml')?.includes('spreadsheet') !== true) throw new AppError('error.checklist.found.archive', { file });
    checkOpenDocument(parts, file);
    return bySheetjs(repacked(parts, /^(content\.xml|styles\.xml|settings\.xml|mimetype|META-INF\/manifest\.xml)$/, 'styles.xml'), file);
  }
  if (!entries.some(({ name }) => /(^|\/)workbook\d*\.(xml|bin)$/i.test(name))) throw new AppError('error.checklist.found.archive', { file });
  const parts = new ZipParts(buffer, file, entries);
  return ooxmlGrids(parts, file, onRows) ?? bySheetjs(repacked(parts, /^(xl\/|_rels\/|docProps\/|\[Content_Types\]\.xml$)/i), file);
}

/** The workbook's parts, each unpacked within its limits and free of declarations, as an archive that SheetJS has nothing to unpack in; `needed` parts are empty where they are missing. */
function repacked(parts: ZipParts, wanted: RegExp, ...needed: readonly string[]): Uint8Array {
  const files: Record<string, Uint8Array> = Object.fromEntries(needed.map((name) => [name, Buffer.from('<none/>')]));
  for (const name of parts.names()) {
    if (!wanted.test(name) || name.endsWith('/')) continue;
    const bytes = /\.(xml|rels)$/i.test(name) ? parts.xml(name) : parts.bytes(name);
    if (bytes !== undefined) files[name] = bytes;
  }
  return zipSync(files, { level: 0 });
}

/** The 2003 XML format is one text; like the parts of an archive it may declare nothing. */
function withoutEntities(bytes: Uint8Array, file: string): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw new AppError('error.checklist.entities', { file, part: file });
  return bytes;
}

/** An OLE container is an old .xls, or the envelope of an encrypted workbook, or something else (a .doc). */
function openOle(bytes: Uint8Array, file: string): SheetGrid[] {
  let names: string[];
  try {
    // CFB has no types of its own; `FullPaths` lists its streams.
    const container = XLSX.CFB.read(bytes, { type: 'buffer' }) as { FullPaths: string[] };
    names = container.FullPaths.map((path) => path.replace(/^.*\/(?=[^/]+$)/, '').toLowerCase());
  } catch (cause) {
    throw new AppError('error.checklist.damaged', { file, reason: reasonOf(cause) }, { cause });
  }
  if (names.includes('encryptedpackage') || names.includes('encryptioninfo')) throw new AppError('error.checklist.encrypted', { file });
  if (!names.includes('workbook') && !names.includes('book')) throw new AppError('error.checklist.found.unknown', { file });
  return bySheetjs(bytes, file);
}

function bySheetjs(bytes: Uint8Array, file: string): SheetGrid[] {
  try {
    return sheetjsGrids(bytes);
  } catch (cause) {
    const reason = reasonOf(cause);
    if (/password|encrypt/i.test(reason)) throw new AppError('error.checklist.encrypted', { file }, { cause });
    throw new AppError('error.checklist.damaged', { file, reason }, { cause });
  }
}
