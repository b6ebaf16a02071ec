import { DxfSyntaxError, keepName as name, keepNumber as number, keepText as text, type TagReader } from './tags.ts';

type Range = readonly [from: number, to: number, keep: typeof number | typeof text | typeof name];

function codeSet(ranges: readonly Range[], from?: Uint8Array): Uint8Array {
  const set = from === undefined ? new Uint8Array(1072) : from.slice();
  for (const [low, high, keep] of ranges) set.fill(keep, low, high + 1);
  return set;
}

/**
 * Of every entity: points, sizes, angles, flags, counts, colours, line weight, extrusion; text, names, line type, style, layer.
 */
const common = codeSet([[10, 99, number], [210, 239, number], [370, 370, number], [420, 421, number], [450, 450, number], [1, 1, text], [2, 2, name], [3, 4, text], [6, 8, name]]);
const withHandle = codeSet([[5, 5, name]], common);
const picture = codeSet([[280, 283, number], [340, 340, name]], common);
/** Codes that only some types need. */
const byType: ReadonlyMap<string, Uint8Array> = new Map([
  ['INSERT', withHandle], ['LAYER', codeSet([[290, 290, number]], withHandle)], ['BLOCK_RECORD', withHandle], ['IMAGE', picture], ['WIPEOUT', picture],
  ['MULTILEADER', codeSet([[110, 179, number], [290, 299, number], [300, 309, text], [340, 349, name]], common)],
  ['VIEWPORT', codeSet([[331, 331, name], [341, 341, name]], common)],
  ['DICTIONARY', codeSet([[5, 5, name], [330, 330, name]])], ['SPATIAL_FILTER', codeSet([[5, 5, name], [330, 330, name], [10, 79, number]])],
  ['IMAGEDEF', codeSet([[5, 5, name], [1, 1, text]])], ['LAYOUT', codeSet([[1, 1, text], [70, 79, number], [330, 330, name]])],
]);
const objectTypes = new Set(['DICTIONARY', 'SPATIAL_FILTER', 'IMAGEDEF', 'LAYOUT']);

/** Whether records of the OBJECTS section with this type are of use. */
export const isKeptObject = (type: string): boolean => objectTypes.has(type);

/** Marks of tags that most entities do not have, so that nobody looks for them in vain. */
export const mark = { colour: 1, trueColour: 2, lineWeight: 4, lineType: 8, lineTypeScale: 16, visibility: 32, space: 64, extrusion: 128 } as const;
const markOfCode: ReadonlyMap<number, number> = new Map([
  [62, mark.colour], [420, mark.trueColour], [370, mark.lineWeight], [6, mark.lineType], [48, mark.lineTypeScale], [60, mark.visibility], [67, mark.space],
  [210, mark.extrusion], [220, mark.extrusion], [230, mark.extrusion],
]);
/** Bits of `DxfRecord.marks` by group code. */
export const codeMarks = Uint8Array.from({ length: 1072 }, (_, code) => markOfCode.get(code) ?? 0);

/** One DXF object: its type and the tags that are kept, in file order. */
export class DxfRecord {
  type = '';
  line = 0;
  count = 0;
  /** Which of the tags of `mark` it has. */
  marks = 0;
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

  /** The last text with `code`: that of the most derived class. */
  lastText(code: number): string {
    for (let i = this.count - 1; i >= 0; i -= 1) if (this.codes[i] === code) return this.texts[i] ?? '';
    return '';
  }

  get layer(): string { return this.text(8) || '0'; }

  /** All values with `code`, in file order. */
  all(code: number): number[] {
    const values: number[] = [];
    for (let i = 0; i < this.count; i += 1) if (this.codes[i] === code) values.push(this.numbers[i] ?? NaN);
    return values;
  }

  allTexts(code: number): string[] {
    const values: string[] = [];
    for (let i = 0; i < this.count; i += 1) if (this.codes[i] === code) values.push(this.texts[i] ?? '');
    return values;
  }
}

/**
 * Reads one object; the reader stands on its tag (0, type) and afterwards on the next one.
 * Returns whether there is a next object. `into` is filled anew.
 */
export function readRecord(reader: TagReader, into: DxfRecord): boolean {
  into.type = reader.type();
  into.line = reader.line;
  if (into.children.length > 0) into.children = [];
  return reader.fill(into, byType.get(into.type) ?? common, codeMarks);
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
    const type = reader.type();
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
