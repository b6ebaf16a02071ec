import { isUtf8 } from 'node:buffer';
import { ShapefileError } from './shapefile-error.ts';

export interface DbfTable {
  readonly encoding: string;
  readonly fields: readonly string[];
  readonly rows: number;
  /** Values of a row, from 0; null where a field is empty or the row is not there. */
  readonly row: (index: number) => readonly (string | number | null)[];
}

interface Field { readonly name: string; readonly type: string; readonly start: number; readonly width: number }

/** Encodings by the language driver in the table's head (dBASE, Visual FoxPro, ESRI); the ones that occur with Chinese, and the common rest. */
const drivers: Readonly<Record<number, string>> = { 0x4d: 'gb18030', 0x7a: 'gb18030', 0x4f: 'big5', 0x78: 'big5', 0x7b: 'shift_jis', 0x13: 'shift_jis', 0x4e: 'euc-kr', 0x79: 'euc-kr', 0x03: 'windows-1252', 0x57: 'windows-1252', 0xc8: 'windows-1250', 0xc9: 'windows-1251' };
const codePages: Readonly<Record<string, string>> = { '65001': 'utf-8', '936': 'gb18030', '54936': 'gb18030', '950': 'big5', '932': 'shift_jis', '949': 'euc-kr', '1252': 'windows-1252', '1250': 'windows-1250', '1251': 'windows-1251', '88591': 'windows-1252' };

/** The encoding that a .cpg names: `UTF-8`, `936`, `CP936`, `GBK`, `ISO-8859-1` …; null for one that is not known. */
export function encodingOfCpg(text: string): string | null {
  const name = text.replace(/^\uFEFF/, '').trim().toLowerCase().slice(0, 40);
  if (name === '') return null;
  if (/^(utf-?8|unicode)$/.test(name)) return 'utf-8';
  if (/^(gbk|gb-?2312|gb-?18030)$/.test(name)) return 'gb18030';
  if (/^big-?5$/.test(name)) return 'big5';
  return codePages[/(\d{3,5})(?:[-_ ]?(\d))?$/.exec(name.replace('8859-1', '88591'))?.[1] ?? ''] ?? null;
}

const headBytes = 32;
/** dBASE's own limit is 255; some drivers write more. */
const maxFields = 1024;

/**
 * A dBASE table (III to VFP). Order of evidence for the encoding: bytes that are valid UTF-8 with characters beyond ASCII, the .cpg, the
 * language driver, GB18030.
 * @throws ShapefileError where the head does not fit the file
 */
export function readDbf(bytes: Uint8Array, cpg: string): DbfTable {
  if (bytes.length < headBytes + 1) throw new ShapefileError('dbf', '0');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const told = view.getUint32(4, true), headSize = view.getUint16(8, true), rowSize = view.getUint16(10, true);
  if (headSize < headBytes + 1 || headSize > bytes.length || rowSize < 1) throw new ShapefileError('dbf', `head ${headSize}, ${rowSize}`);
  const raw: (Field & { readonly nameBytes: Uint8Array })[] = [];
  let start = 1;
  for (let at = headBytes; at + 32 <= headSize && bytes[at] !== 0x0d; at += 32) {
    if (raw.length >= maxFields) throw new ShapefileError('dbf', `> ${maxFields}`);
    const nameBytes = bytes.subarray(at, at + 11);
    const end = nameBytes.indexOf(0);
    const type = String.fromCharCode(bytes[at + 11] ?? 0);
    // A text field of more than 255 bytes keeps the rest of its length where others keep decimals.
    const width = type === 'C' ? (bytes[at + 16] ?? 0) + (bytes[at + 17] ?? 0) * 256 : bytes[at + 16] ?? 0;
    const fits = type === 'C' && start + width > rowSize ? bytes[at + 16] ?? 0 : width;
    raw.push({ name: '', nameBytes: nameBytes.subarray(0, end < 0 ? 11 : end), type, start, width: fits });
    start += fits;
  }
  if (start > rowSize) throw new ShapefileError('dbf', `${start} > ${rowSize}`);
  // The count of rows is told, the size of the file is true.
  const rows = Math.min(told, Math.floor((bytes.length - headSize) / rowSize));
  const body = bytes.subarray(headSize, headSize + rows * rowSize);
  const encoding = encodingOf(bytes.subarray(headBytes, headSize), body, cpg, bytes[29] ?? 0);
  const decoder = new TextDecoder(encoding);
  const fields = raw.map(({ nameBytes, ...field }) => ({ ...field, name: decoder.decode(nameBytes).trim() }));
  const row = (index: number): (string | number | null)[] => fields.map(({ type, start: from, width }) => {
    if (index < 0 || index >= rows) return null;
    const cell = body.subarray(index * rowSize + from, index * rowSize + from + width);
    return valueOf(type, cell, decoder);
  });
  const joined = joinPieces(fields);
  return { encoding: encoding === 'gb18030' ? 'gbk' : encoding, fields: joined.map(({ name }) => name), rows, row: (index) => { const values = row(index); return joined.map(({ from }) => joinValues(from.map((i) => values[i] ?? null))); } };
}

function encodingOf(head: Uint8Array, body: Uint8Array, cpg: string, driver: number): string {
  const beyondAscii = body.some((byte) => byte > 0x7f) || head.some((byte) => byte > 0x7f);
  const named = encodingOfCpg(cpg);
  // A text cut in the middle of a character is no valid UTF-8 as a whole; then the .cpg is believed.
  if (beyondAscii && isUtf8(body)) return 'utf-8';
  return named ?? drivers[driver] ?? 'gb18030';
}

function valueOf(type: string, cell: Uint8Array, decoder: TextDecoder): string | number | null {
  if (type === 'N' || type === 'F') {
    const text = String.fromCharCode(...cell).replace(/[\0 ]+/g, '');
    const value = Number(text);
    // Stars are how a number that does not fit is written.
    return text === '' || text.startsWith('*') || !Number.isFinite(value) ? null : value;
  }
  const zero = cell.indexOf(0);
  const text = decoder.decode(zero < 0 ? cell : cell.subarray(0, zero)).replace(/ +$/, '');
  return text === '' ? null : text;
}

/** A text that goes on in `NAME_2`, `NAME_3` … (shared/exchange/dbf-write.ts), all of full width, is one field. */
function joinPieces(fields: readonly Field[]): { readonly name: string; readonly from: readonly number[] }[] {
  const joined: { name: string; from: number[] }[] = [];
  for (const [i, { name, type, width }] of fields.entries()) {
    const last = joined.at(-1);
    const before = last === undefined ? undefined : fields[last.from.at(-1) ?? -1];
    const continues = last !== undefined && type === 'C' && width === 254 && before?.type === 'C' && before.width === 254 && name === `${last.name}_${last.from.length + 1}`;
    if (continues) last.from.push(i);
    else joined.push({ name, from: [i] });
  }
  return joined;
}

function joinValues(values: readonly (string | number | null)[]): string | number | null {
  const [first = null] = values;
  if (values.length === 1) return first;
  const text = values.map((value) => value ?? '').join('');
  return text === '' ? null : text;
}
