import { findEncoding, unescapeText, type TextDecoding } from '#electron/adapters/dxf/encoding.ts';

/** An object of a DXF with its tags, in file order: group code and raw value. */
export interface DxfObject { readonly type: string; readonly section: string; readonly tags: readonly (readonly [code: number, value: string])[] }

/** Thrown where a line that should be a group code is none; counts from 1. */
export class DxfZonesError extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line}`);
    this.line = line;
  }
}

const binaryHead = 'AutoCAD Binary DXF';
export const isBinaryDxf = (bytes: Uint8Array): boolean => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 18)).toString('latin1') === binaryHead;

/** Types of which zones and their names are made; the tags of others are passed over. */
const wanted: ReadonlySet<string> = new Set(['SECTION', 'LWPOLYLINE', 'POLYLINE', 'VERTEX', 'SEQEND', 'HATCH', 'MPOLYGON', 'CIRCLE', 'TEXT', 'MTEXT']);

/** The objects of the header and the entities of an ASCII DXF, one after the other. @throws DxfZonesError */
export function* readObjects(bytes: Uint8Array): Generator<DxfObject & { readonly encoding: string }> {
  const text = findEncoding(bytes);
  const lines = new Lines(bytes, text);
  let section = '';
  let object: { type: string; section: string; tags: [number, string][] } | null = null;
  for (let code = lines.code(); code !== null; code = lines.code()) {
    const keep: boolean = code === 0 || code === 2 || (object !== null && wanted.has(object.type)) || section === 'HEADER';
    const value = lines.value(keep);
    if (code === 0) {
      if (object !== null && (section === 'ENTITIES' || section === 'HEADER')) yield { ...object, encoding: text.encoding };
      const type = value.trim().toUpperCase();
      if (type === 'EOF') return;
      if (type === 'ENDSEC') section = '';
      object = { type, section, tags: [] };
    } else if (object !== null && object.type === 'SECTION' && code === 2 && section === '') {
      section = value.trim().toUpperCase();
      object = { type: 'SECTION', section, tags: [] };
    } else if (keep && object !== null && (section === 'ENTITIES' || section === 'HEADER')) object.tags.push([code, value]);
  }
  // A file without its end may have lost anything.
  throw new DxfZonesError(lines.line);
}

class Lines {
  line = 0;
  readonly #bytes: Buffer;
  readonly #text: TextDecoding;
  #at: number;

  constructor(bytes: Uint8Array, text: TextDecoding) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#text = text;
    this.#at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  /** The next group code; null at the end of the file. */
  code(): number | null {
    const line = this.#next();
    if (line === null) return null;
    const text = line.toString('latin1').trim();
    if (!/^-?\d{1,4}$/.test(text)) {
      if (this.#at >= this.#bytes.length && text === '') return null;
      throw new DxfZonesError(this.line);
    }
    return Number(text);
  }

  value(keep: boolean): string {
    const line = this.#next();
    if (line === null) throw new DxfZonesError(this.line);
    return keep ? unescapeText(line.some((byte) => byte > 127) ? this.#text.decode(line) : line.toString('latin1')) : '';
  }

  #next(): Buffer | null {
    if (this.#at >= this.#bytes.length) return null;
    const end = this.#bytes.indexOf(10, this.#at);
    const line = this.#bytes.subarray(this.#at, end < 0 ? this.#bytes.length : end);
    this.#at = end < 0 ? this.#bytes.length : end + 1;
    this.line += 1;
    return line.at(-1) === 13 ? line.subarray(0, -1) : line;
  }
}
