import type { GridDate, GridFault, GridMerge, GridRow, GridValue } from '#shared/checklist/grid.ts';
import { decodeText, textOf } from './shared-strings.ts';

/** What cells refer to. */
export interface ScanContext {
  readonly strings: readonly string[];
  /** By cell style: whether its numbers are dates. */
  readonly dateStyles: readonly boolean[];
  readonly dateOf: (serial: number) => GridDate | null;
  readonly onRows: (rows: number) => void;
}

const lessThan = 0x3c, greaterThan = 0x3e, slash = 0x2f, quote = 0x22, apostrophe = 0x27, equals = 0x3d;
const rowsPerReport = 5_000;
const maxColumns = 16_384;

/**
 * Reads `<sheetData>` in one pass over the bytes, without building a tree: rows and cells as they come, cells without a value
 * left out. Element names must be without prefix.
 */
export function scanSheet(bytes: Buffer, context: ScanContext): { rows: GridRow[]; merges: GridMerge[] } {
  const begin = bytes.indexOf('<sheetData');
  if (begin < 0) return { rows: [], merges: [] };
  const scanner = new SheetScanner(bytes, context);
  const end = scanner.run(begin + 10);
  return { rows: scanner.rows, merges: scanMerges(bytes, end) };
}

class SheetScanner {
  readonly rows: GridRow[] = [];
  readonly #bytes: Buffer;
  readonly #context: ScanContext;
  #at = 0;
  // The cell's attributes, found by #cellTag.
  #column = -1;
  #style = 0;
  #type = 0;

  constructor(bytes: Buffer, context: ScanContext) {
    this.#bytes = bytes;
    this.#context = context;
  }

  /** @returns the offset behind the sheet's data */
  run(from: number): number {
    const bytes = this.#bytes;
    const length = bytes.length;
    let rowIndex = -1;
    let cells: (GridValue | undefined)[] = [];
    let filled = false;
    this.#at = from;
    while (this.#at < length) {
      let at = this.#at;
      while (at < length && bytes[at] !== lessThan) at++;
      const first = bytes[at + 1];
      if (first === 0x63 && isNameEnd(bytes[at + 2])) {
        this.#at = at + 2;
        const empty = this.#cellTag();
        if (!empty) {
          const value = this.#cellContent();
          if (value !== undefined && this.#column < maxColumns) {
            cells[this.#column] = value;
            filled = true;
          }
        }
      } else if (first === 0x72 && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x77 && isNameEnd(bytes[at + 4])) {
        if (filled) { this.rows.push({ index: rowIndex, cells }); cells = []; filled = false; }
        if (this.rows.length % rowsPerReport === rowsPerReport - 1) this.#context.onRows(this.rows.length + 1);
        this.#at = at + 4;
        const stated = this.#rowTag();
        rowIndex = stated > 0 ? stated - 1 : rowIndex + 1;
        this.#column = -1;
      } else if (first === slash && bytes[at + 2] === 0x73) {
        // </sheetData
        this.#at = at;
        break;
      } else this.#at = at + 1;
    }
    if (filled) this.rows.push({ index: rowIndex, cells });
    inOrder(this.rows);
    return this.#at;
  }

  /** Reads `r` of a row's tag; 0 where there is none. Leaves the position behind the tag. */
  #rowTag(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let row = 0;
    while (at < bytes.length && bytes[at] !== greaterThan) {
      if (bytes[at] === 0x72 && bytes[at + 1] === equals && isSpace(bytes[at - 1])) {
        at += 3;
        for (let digit = (bytes[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - 48) row = row * 10 + digit;
      } else if (bytes[at] === quote || bytes[at] === apostrophe) at = this.#closing(at);
      at++;
    }
    this.#at = at + 1;
    return row;
  }

  /** Reads `r`, `s` and `t` of a cell's tag. @returns whether the tag closes itself */
  #cellTag(): boolean {
    const bytes = this.#bytes;
    const length = bytes.length;
    let at = this.#at;
    let column = -1;
    this.#style = 0;
    this.#type = 0;
    while (at < length && bytes[at] !== greaterThan) {
      const name = bytes[at];
      if (bytes[at + 1] === equals && (name === 0x72 || name === 0x73 || name === 0x74) && isSpace(bytes[at - 1])) {
        at += 3;
        if (name === 0x72) {
          column = 0;
          for (let letter = (bytes[at] ?? 0) - 64; letter >= 1 && letter <= 26; letter = (bytes[++at] ?? 0) - 64) column = column * 26 + letter;
          column--;
        } else if (name === 0x73) {
          let style = 0;
          for (let digit = (bytes[at] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - 48) style = style * 10 + digit;
          this.#style = style;
        } else {
          // s, str, inlineStr, n, b, e, d: told apart by the first letter and the length.
          const letter = bytes[at] ?? 0;
          this.#type = letter === 0x73 && bytes[at + 1] === 0x74 ? typeText : letter;
        }
        while (at < length && bytes[at] !== quote && bytes[at] !== apostrophe) at++;
      } else if (name === quote || name === apostrophe) at = this.#closing(at);
      at++;
    }
    this.#column = column >= 0 ? column : this.#column + 1;
    this.#at = at + 1;
    return bytes[at - 1] === slash;
  }

  #cellContent(): GridValue | undefined {
    const bytes = this.#bytes;
    const length = bytes.length;
    let at = this.#at;
    let valueFrom = -1;
    let valueTo = -1;
    let formula = false;
    let inline: string | null = null;
    while (at < length) {
      while (at < length && bytes[at] !== lessThan) at++;
      const first = bytes[at + 1];
      if (first === 0x76 && isNameEnd(bytes[at + 2])) {
        at += 2;
        while (at < length && bytes[at] !== greaterThan) at++;
        if (bytes[at - 1] !== slash) {
          valueFrom = ++at;
          while (at < length && bytes[at] !== lessThan) at++;
          valueTo = at;
        }
      } else if (first === slash && bytes[at + 2] === 0x63 && bytes[at + 3] === greaterThan) {
        at += 4;
        break;
      } else if (first === 0x66 && isNameEnd(bytes[at + 2])) {
        formula = true;
        at += 2;
      } else if (first === 0x69 && bytes[at + 2] === 0x73 && isNameEnd(bytes[at + 3])) {
        const end = bytes.indexOf('</is>', at);
        if (end < 0) { at = length; break; }
        inline = textOf(bytes, at + 3, end);
        at = end + 5;
      } else if (first === 0x63 || first === 0x72) {
        // A cell or row inside a cell: the closing tag is missing, the next one is not part of this.
        break;
      } else at++;
    }
    this.#at = at;
    if (inline !== null && inline !== '') return inline;
    if (valueFrom < 0 || valueFrom === valueTo) return formula && this.#type !== typeText ? noResult : undefined;
    return this.#value(valueFrom, valueTo);
  }

  #value(from: number, to: number): GridValue | undefined {
    const bytes = this.#bytes;
    switch (this.#type) {
      case 0x73: {
        let index = 0;
        for (let at = from; at < to; at++) index = index * 10 + (bytes[at] ?? 0) - 48;
        const text = this.#context.strings[index];
        return text === undefined || text === '' ? undefined : text;
      }
      case typeText: {
        const text = decodeText(bytes, from, to);
        return text.trim() === '' ? undefined : text;
      }
      case 0x62: return bytes[from] === 0x31 || bytes[from] === 0x74;
      case 0x65: return { fault: 'error', text: decodeText(bytes, from, to) };
      case 0x64: return isoDate(bytes.toString('latin1', from, to));
      default: {
        const number = this.#number(from, to);
        if (Number.isNaN(number)) return undefined;
        return this.#style !== 0 && this.#context.dateStyles[this.#style] === true ? this.#context.dateOf(number) ?? number : number;
      }
    }
  }

  #number(from: number, to: number): number {
    const bytes = this.#bytes;
    if (to - from <= 15) {
      let value = 0;
      let at = from;
      for (; at < to; at++) {
        const digit = (bytes[at] ?? 0) - 48;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
      if (at === to) return value;
    }
    const text = bytes.toString('latin1', from, to).trim();
    return text === '' || !/^[+-]?(\d|\.\d)/.test(text) ? NaN : Number(text);
  }

  /** Offset of the quotation mark that closes the one at `at`. */
  #closing(at: number): number {
    const end = this.#bytes.indexOf(this.#bytes[at] ?? quote, at + 1);
    return end < 0 ? this.#bytes.length : end;
  }
}

const typeText = 1;
const noResult: GridFault = { fault: 'formula', text: '' };
const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isNameEnd = (byte: number | undefined): boolean => byte === greaterThan || byte === slash || isSpace(byte);

/** Rows come in order; a file that breaks this is put in order, the later of two equal ones holding. */
function inOrder(rows: GridRow[]): void {
  for (let place = 1; place < rows.length; place++) {
    // Both indices are inside the list.
    if (rows[place]!.index > rows[place - 1]!.index) continue;
    const byIndex = new Map(rows.map((row) => [row.index, row] as const));
    rows.splice(0, rows.length, ...[...byIndex.values()].sort((a, b) => a.index - b.index));
    return;
  }
}

function isoDate(text: string): GridValue | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (match === null) return text === '' ? undefined : text;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return { serial: Date.UTC(year, month - 1, day) / 86_400_000 + 25_569, year, month, day };
}

function scanMerges(bytes: Buffer, from: number): GridMerge[] {
  const merges: GridMerge[] = [];
  const begin = bytes.indexOf('<mergeCells', from);
  if (begin < 0) return merges;
  const end = bytes.indexOf('</mergeCells>', begin);
  const xml = bytes.toString('latin1', begin, end < 0 ? bytes.length : end);
  for (const match of xml.matchAll(/\sref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']/g)) {
    const left = columnNumber(match[1] ?? 'A');
    const right = columnNumber(match[3] ?? 'A');
    const top = Number(match[2]) - 1;
    const bottom = Number(match[4]) - 1;
    if (top >= 0 && bottom >= top && right >= left) merges.push({ top, left, bottom, right });
  }
  return merges;
}

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
