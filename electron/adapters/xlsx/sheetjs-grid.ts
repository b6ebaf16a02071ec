import * as XLSX from 'xlsx';
import type { GridMerge, GridRow, GridValue, SheetGrid } from '#shared/checklist/grid.ts';
import { dateOf } from './dates.ts';

/** Longest text of a cell; Excel's own limit is 32,767. */
const textLimit = 32_767;

/**
 * Reads a workbook by SheetJS: the older binary formats (.xls), .xlsb, and whatever of .xlsx the reader of its own leaves to it.
 * @throws whatever SheetJS throws for damaged or protected files
 */
export function sheetjsGrids(bytes: Uint8Array): SheetGrid[] {
  const book = XLSX.read(bytes, { type: 'buffer', dense: true, cellText: false, cellHTML: false, cellNF: true, cellFormula: true, sheetStubs: false, WTF: false });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const dateFormats = new Map<string, boolean>();
  const isDateFormat = (format: string): boolean => {
    let known = dateFormats.get(format);
    if (known === undefined) dateFormats.set(format, known = Boolean(XLSX.SSF.is_date(format)));
    return known;
  };
  return book.SheetNames.map((name, place) => {
    const sheet = Object.hasOwn(book.Sheets, name) ? book.Sheets[name] : undefined;
    return {
      name, number: place + 1, hidden: (book.Workbook?.Sheets?.[place]?.Hidden ?? 0) !== 0,
      rows: sheet === undefined ? [] : rowsOf(sheet, isDateFormat, date1904),
      merges: (sheet?.['!merges'] ?? []).map(({ s, e }): GridMerge => ({ top: s.r, left: s.c, bottom: e.r, right: e.c })),
    };
  });
}

function rowsOf(sheet: XLSX.WorkSheet, isDateFormat: (format: string) => boolean, date1904: boolean): GridRow[] {
  const data = (sheet as XLSX.DenseWorkSheet)['!data'] ?? [];
  const rows: GridRow[] = [];
  data.forEach((line, index) => {
    const cells: (GridValue | undefined)[] = [];
    let filled = false;
    line?.forEach((cell, column) => {
      const value = cell === undefined ? undefined : valueOf(cell, isDateFormat, date1904);
      if (value === undefined) return;
      cells[column] = value;
      filled = true;
    });
    if (filled) rows.push({ index, cells });
  });
  return rows;
}

function valueOf(cell: XLSX.CellObject, isDateFormat: (format: string) => boolean, date1904: boolean): GridValue | undefined {
  const { t: type, v: value } = cell;
  if (type === 'e') return { fault: 'error', text: errorText(value) };
  if (typeof value === 'number') {
    if (typeof cell.z !== 'string' || !isDateFormat(cell.z)) return Number.isFinite(value) ? value : undefined;
    return dateOf(value, date1904) ?? value;
  }
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.slice(0, textLimit);
  return undefined;
}

const errorNames: Readonly<Record<number, string>> = { 0x00: '#NULL!', 0x07: '#DIV/0!', 0x0f: '#VALUE!', 0x17: '#REF!', 0x1d: '#NAME?', 0x24: '#NUM!', 0x2a: '#N/A', 0x2b: '#GETTING_DATA' };
const errorText = (value: unknown): string => (typeof value === 'number' ? errorNames[value] ?? '#ERROR!' : String(value));
