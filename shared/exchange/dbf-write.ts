import { AppError } from '#shared/kernel/errors.ts';

/** A column of a dBASE table: text of up to 254 bytes, or a whole number. */
export interface DbfColumn {
  /** 1 to 10 letters, digits and `_`. */
  readonly name: string;
  readonly kind: 'text' | 'whole';
  readonly values: readonly (string | number | null)[];
}

/** Bytes that a text field holds. */
export const textFieldBytes = 254;
/** More fields than this dBASE does not know. */
const fieldLimit = 255;

const encoder = new TextEncoder();

/**
 * A text in pieces of at most `limit` bytes of UTF-8, cut between characters and never after a space, which readers take off. One piece at
 * least.
 */
export function utf8Pieces(text: string, limit = textFieldBytes): string[] {
  const pieces: string[] = [];
  let [piece, size] = ['', 0];
  for (const character of text) {
    const bytes = encoder.encode(character).length;
    if (size + bytes > limit) {
      const kept = piece.trimEnd() === '' ? piece : piece.trimEnd();
      pieces.push(kept);
      piece = piece.slice(kept.length);
      size = encoder.encode(piece).length;
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece];
}

/**
 * A dBASE III table in UTF-8. A text that is longer than a field goes on in `NAME_2`, `NAME_3` …, which are there only where some row needs
 * them. `date` is `YYYY-MM-DD`.
 * @throws AppError error.map.shapefileText where the texts need more fields than a table has
 */
export function writeDbf(columns: readonly DbfColumn[], rows: number, date: string): Uint8Array {
  const fields = columns.flatMap((column) => fieldsOf(column, rows));
  if (fields.length > fieldLimit) throw new AppError('error.map.shapefileText', { fields: fields.length, limit: fieldLimit });
  const recordBytes = 1 + fields.reduce((sum, { width }) => sum + width, 0);
  const headBytes = 32 + fields.length * 32 + 1;
  const bytes = new Uint8Array(headBytes + rows * recordBytes + 1);
  const view = new DataView(bytes.buffer);
  const [year = 1900, month = 1, day = 1] = date.split('-').map(Number);
  bytes.set([3, year - 1900, month, day]);
  view.setUint32(4, rows, true);
  view.setUint16(8, headBytes, true);
  view.setUint16(10, recordBytes, true);
  for (const [i, { name, kind, width }] of fields.entries()) {
    const at = 32 + i * 32;
    bytes.set(encoder.encode(name), at);
    bytes[at + 11] = kind === 'text' ? 0x43 : 0x4e;
    bytes[at + 16] = width;
  }
  bytes[headBytes - 1] = 0x0d;
  bytes.fill(0x20, headBytes, bytes.length - 1);
  for (let row = 0; row < rows; row += 1) {
    let at = headBytes + row * recordBytes + 1;
    for (const { kind, width, cells } of fields) {
      const cell = cells[row] ?? new Uint8Array();
      bytes.set(cell, kind === 'text' ? at : at + width - cell.length);
      at += width;
    }
  }
  bytes[bytes.length - 1] = 0x1a;
  return bytes;
}

interface Field { readonly name: string; readonly kind: DbfColumn['kind']; readonly width: number; readonly cells: readonly Uint8Array[] }

function fieldsOf({ name, kind, values }: DbfColumn, rows: number): Field[] {
  const texts = Array.from({ length: rows }, (_, row) => utf8Pieces(String(values[row] ?? '')));
  const count = texts.reduce((most, pieces) => Math.max(most, pieces.length), 1);
  return Array.from({ length: count }, (_, part) => {
    const cells = texts.map((pieces) => encoder.encode(pieces[part] ?? ''));
    // A field that goes on is full width, by which its readers know that the pieces belong together.
    const width = count > 1 ? textFieldBytes : cells.reduce((widest, cell) => Math.max(widest, cell.length), 1);
    return { name: part === 0 ? name : `${name}_${part + 1}`, kind, width, cells };
  });
}
