import type { TextDecoding } from './encoding.ts';
import { DxfSyntaxError, fillTags, type TagList, type TagReader } from './tags.ts';

/** First bytes of a binary DXF. */
export const binarySentinel = Buffer.from('AutoCAD Binary DXF\r\n\x1a\0', 'latin1');

type ValueKind = 'text' | 'double' | 'int16' | 'int32' | 'int64' | 'bool' | 'bytes';

/** What follows a group code (DXF reference, "Group Code Value Types"). */
function kindOf(code: number): ValueKind {
  if (code >= 10 && code <= 59) return 'double';
  if (code >= 60 && code <= 79) return 'int16';
  if (code >= 90 && code <= 99) return 'int32';
  if (code >= 110 && code <= 149) return 'double';
  if (code >= 160 && code <= 169) return 'int64';
  if (code >= 170 && code <= 179) return 'int16';
  if (code >= 210 && code <= 239) return 'double';
  if (code >= 270 && code <= 289) return 'int16';
  if (code >= 290 && code <= 299) return 'bool';
  if ((code >= 310 && code <= 319) || code === 1004) return 'bytes';
  if (code >= 370 && code <= 389) return 'int16';
  if (code >= 400 && code <= 409) return 'int16';
  if (code >= 420 && code <= 429) return 'int32';
  if (code >= 440 && code <= 459) return 'int32';
  if (code >= 460 && code <= 469) return 'double';
  if (code >= 1010 && code <= 1059) return 'double';
  if (code === 1070) return 'int16';
  if (code === 1071) return 'int32';
  return 'text';
}

/** Tags of a binary DXF. Before R13 a group code is one byte, later two. */
export class BinaryTagReader implements TagReader {
  code = -1;
  readonly size: number;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #decoding: TextDecoding;
  readonly #wideCodes: boolean;
  #at: number;
  #tagAt = 0;
  #number = NaN;
  #start = 0;
  #end = 0;
  #isText = false;

  /** Starts `at` a byte that begins a tag; after the sentinel where it is left out. */
  constructor(bytes: Uint8Array, decoding: TextDecoding, at = binarySentinel.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#decoding = decoding;
    this.size = bytes.length;
    // The first tag is (0, SECTION): a two-byte code 0 is followed by 'S', a one-byte code by 'S' at once.
    this.#wideCodes = bytes[binarySentinel.length + 1] === 0;
    this.#at = at;
  }

  get line(): number { return this.#tagAt; }
  get position(): number { return this.#at; }

  next(): boolean {
    if (this.#at >= this.size) return false;
    this.#tagAt = this.#at;
    this.code = this.#readCode();
    const kind = kindOf(this.code);
    this.#isText = kind === 'text';
    switch (kind) {
      case 'text': {
        const end = this.#bytes.indexOf(0, this.#at);
        if (end < 0) throw new DxfSyntaxError('cut', this.#tagAt);
        this.#start = this.#at;
        this.#end = end;
        this.#at = end + 1;
        break;
      }
      case 'double': this.#number = this.#view.getFloat64(this.#take(8), true); break;
      case 'int16': this.#number = this.#view.getInt16(this.#take(2), true); break;
      case 'int32': this.#number = this.#view.getInt32(this.#take(4), true); break;
      case 'int64': this.#number = Number(this.#view.getBigInt64(this.#take(8), true)); break;
      case 'bool': this.#number = this.#view.getUint8(this.#take(1)); break;
      case 'bytes': { const length = this.#view.getUint8(this.#take(1)); this.#take(length); this.#number = NaN; break; }
    }
    return true;
  }

  #readCode(): number {
    if (this.#wideCodes) return this.#view.getUint16(this.#take(2), true);
    const code = this.#view.getUint8(this.#take(1));
    return code === 255 ? this.#view.getUint16(this.#take(2), true) : code;
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.size) throw new DxfSyntaxError('cut', this.#tagAt);
    this.#at += length;
    return at;
  }

  number(): number {
    return this.#isText ? Number(this.text().trim() || NaN) : this.#number;
  }

  /** The bytes of a text; null for a number. */
  raw(): Uint8Array | null {
    return this.#isText ? this.#bytes.subarray(this.#start, this.#end) : null;
  }

  text(): string {
    return this.#isText ? this.#decoding.decode(this.#bytes.subarray(this.#start, this.#end)) : String(this.#number);
  }

  type(): string {
    return this.text().trim().toUpperCase();
  }

  fill(into: TagList, kept: Uint8Array, marks: Uint8Array): boolean {
    into.count = 0;
    into.marks = 0;
    return fillTags(this, into, kept, marks);
  }
}
