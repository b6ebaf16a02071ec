import { DxfSyntaxError, type TagReader } from './tags.ts';

/** Group codes whose values are kept: points, sizes, angles, flags, counts, colours, line weight, extrusion. */
const numberCodes = codeSet([[10, 99], [210, 239], [290, 290], [370, 370], [420, 421], [450, 450]]);
/** Texts that are kept: text, names, file of an external reference, style, layer. */
const textCodes = codeSet([[1, 4], [7, 8]]);

function codeSet(ranges: readonly (readonly [number, number])[]): Uint8Array {
  const set = new Uint8Array(1100);
  for (const [from, to] of ranges) set.fill(1, from, to + 1);
  return set;
}

/** One DXF object: its type and the tags that are kept, in file order. */
export class DxfRecord {
  type = '';
  line = 0;
  count = 0;
  readonly codes: number[] = [];
  readonly numbers: number[] = [];
  readonly texts: string[] = [];
  /** Vertices of a polyline, attributes of an insert. */
  children: DxfRecord[] = [];

  /** The first value with `code`. */
  number(code: number, fallback = 0): number {
    for (let i = 0; i < this.count; i += 1) if (this.codes[i] === code) { const value = this.numbers[i] ?? NaN; return Number.isNaN(value) ? fallback : value; }
    return fallback;
  }

  has(code: number): boolean {
    for (let i = 0; i < this.count; i += 1) if (this.codes[i] === code) return true;
    return false;
  }

  text(code: number): string {
    for (let i = 0; i < this.count; i += 1) if (this.codes[i] === code) return this.texts[i] ?? '';
    return '';
  }

  get layer(): string { return this.text(8) || '0'; }

  /** All values with `code`, in file order. */
  all(code: number): number[] {
    const values: number[] = [];
    for (let i = 0; i < this.count; i += 1) if (this.codes[i] === code) values.push(this.numbers[i] ?? NaN);
    return values;
  }
}

/**
 * Reads one object; the reader stands on its tag (0, type) and afterwards on the next one.
 * Returns whether there is a next object. `into` is filled anew.
 */
export function readRecord(reader: TagReader, into: DxfRecord): boolean {
  into.type = reader.text().trim().toUpperCase();
  into.line = reader.line;
  if (into.children.length > 0) into.children = [];
  let count = 0;
  let embedded = false;
  let more = false;
  while ((more = reader.next())) {
    const code = reader.code;
    if (code === 0) break;
    if (embedded || code >= 1000) continue;
    // From here on the values belong to an object inside the object (AutoCAD 2018 keeps MTEXT columns so).
    if (code === 101) { embedded = true; continue; }
    if (numberCodes[code] === 1) {
      into.codes[count] = code;
      into.numbers[count] = reader.number();
      into.texts[count] = '';
      count += 1;
    } else if (textCodes[code] === 1) {
      into.codes[count] = code;
      into.numbers[count] = NaN;
      into.texts[count] = code === 8 || code === 2 ? reader.text().trim() : reader.text();
      count += 1;
    }
  }
  into.count = count;
  return more;
}

/** Whether objects of this type are followed by parts (VERTEX, ATTRIB) up to SEQEND. */
const hasParts = (record: DxfRecord): boolean =>
  record.type === 'POLYLINE' || (record.type === 'INSERT' && record.number(66) === 1);

/**
 * Reads an object with its parts. The reader stands on (0, type) and afterwards on the next object.
 * @throws DxfSyntaxError `cut` where the parts have no end
 */
export function readEntity(reader: TagReader, into: DxfRecord, recover: boolean): boolean {
  let more = readRecord(reader, into);
  if (!hasParts(into)) return more;
  const part = into.type === 'POLYLINE' ? 'VERTEX' : 'ATTRIB';
  while (more) {
    const type = reader.text().trim().toUpperCase();
    if (type === part) {
      const child = new DxfRecord();
      more = readRecord(reader, child);
      into.children.push(child);
    } else if (type === 'SEQEND') {
      return readRecord(reader, new DxfRecord());
    } else {
      // Some programs write an insert with attributes "to follow" and then none.
      return more;
    }
  }
  if (!recover) throw new DxfSyntaxError('cut', reader.line);
  return more;
}
