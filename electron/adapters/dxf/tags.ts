import type { TextDecoding } from './encoding.ts';

/** Thrown where the file's structure is broken; `line` counts from 1 (in a binary DXF it is the byte offset). */
export class DxfSyntaxError extends Error {
  readonly line: number;
  readonly kind: 'cut' | 'syntax';
  constructor(kind: 'cut' | 'syntax', line: number) {
    super(`${kind} at ${line}`);
    this.kind = kind;
    this.line = line;
  }
}

/** What is kept of a tag: nothing, its number, its text as it is, its text without blanks around it. */
export const keepNothing = 0, keepNumber = 1, keepText = 2, keepName = 3;

/** What a reader fills with the tags of an object. */
export interface TagList {
  count: number;
  marks: number;
  readonly codes: number[];
  readonly numbers: number[];
  readonly texts: string[];
}

/**
 * The tags of a DXF, one after the other: a group code and a value. The value is decoded only when it is asked for,
 * because most tags (handles, owners, subclass marks) are never looked at.
 */
export interface TagReader {
  code: number;
  /** Moves to the next tag; false at the end of the file. @throws DxfSyntaxError where the tag is not whole */
  next(): boolean;
  /** The value as a number: NaN where it is none. */
  number(): number;
  /** The value as text. */
  text(): string;
  /** The value as the type of an object, without blanks and in capitals. */
  type(): string;
  /**
   * Fills a list with the tags up to the next (0, …), on which the reader stands afterwards; false at the end of the file. `kept` says what to keep
   * by group code, `marks` which bit a code sets. @throws DxfSyntaxError where a tag is not whole
   */
  fill(into: TagList, kept: Uint8Array, marks: Uint8Array): boolean;
  /** Line of the group code, from 1. */
  readonly line: number;
  readonly position: number;
  readonly size: number;
}

/** Group codes from here on belong to other programs. */
const foreignCodes = 1000;
/** After this code come the values of an object inside the object (AutoCAD 2018 keeps the columns of MTEXT so). */
const embeddedCode = 101;

/** Keeps the tag on which a reader stands. */
function keepTag(reader: TagReader, into: TagList, kept: Uint8Array, marks: Uint8Array): void {
  const { code } = reader;
  const keep = kept[code] ?? keepNothing;
  if (keep === keepNothing) return;
  const at = into.count;
  into.codes[at] = code;
  into.numbers[at] = keep === keepNumber ? reader.number() : NaN;
  into.texts[at] = keep === keepNumber ? '' : keep === keepName ? reader.text().trim() : reader.text();
  into.marks |= marks[code] ?? 0;
  into.count = at + 1;
}

/** `TagReader.fill` tag by tag. */
export function fillTags(reader: TagReader, into: TagList, kept: Uint8Array, marks: Uint8Array, isEmbedded = false): boolean {
  while (reader.next()) {
    const { code } = reader;
    if (code === 0) return true;
    if (code === embeddedCode) isEmbedded = true;
    if (!isEmbedded && code < foreignCodes) keepTag(reader, into, kept, marks);
  }
  return false;
}

const tenTo = Float64Array.from({ length: 16 }, (_, digits) => 10 ** digits);

/** Texts up to this many bytes are looked up before they are decoded; slots of the look-up, a power of two. */
const internedLength = 40;
const internedSlots = 1024;

/** Tags of an ASCII DXF, read straight from the bytes. With `recover`, lines that are not tags are passed over. */
export class AsciiTagReader implements TagReader {
  code = -1;
  readonly size: number;
  readonly #bytes: Buffer;
  readonly #decoding: TextDecoding;
  readonly #recover: boolean;
  readonly #interned: ({ readonly start: number; readonly length: number; readonly text: string } | undefined)[] = new Array(internedSlots).fill(undefined);
  readonly #types = new Map<string, string>();
  #at = 0;
  #line = 0;
  #start = 0;
  #end = 0;

  /** Starts `at` a byte that begins a line; the beginning where it is left out. */
  constructor(bytes: Uint8Array, decoding: TextDecoding, recover: boolean, at = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#decoding = decoding;
    this.#recover = recover;
    this.size = bytes.length;
    this.#at = at;
    if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  get line(): number { return this.#line - 1; }
  get position(): number { return this.#at; }

  next(): boolean {
    for (;;) {
      if (this.#at >= this.size || this.#restIsBlank()) return false;
      const lineStart = this.#at;
      const code = this.#readCode();
      if (code < 0) {
        if (!this.#recover) throw new DxfSyntaxError('syntax', this.#line);
        this.#resync(lineStart);
        continue;
      }
      if (this.#at >= this.size) throw new DxfSyntaxError('cut', this.#line);
      this.code = code;
      this.#readLine();
      return true;
    }
  }

  /** The same as `fillTags`, in one go over the bytes; what is unusual is left to it. */
  fill(into: TagList, kept: Uint8Array, marks: Uint8Array): boolean {
    const bytes = this.#bytes, size = this.size;
    const { codes, numbers, texts } = into;
    let at = this.#at, count = 0, seen = 0;
    into.count = 0;
    into.marks = 0;
    for (;;) {
      const tagAt = at;
      let byte = bytes[at] ?? 0;
      while (byte === 32) byte = bytes[++at] ?? 0;
      let code = 0;
      const digitsAt = at;
      while (byte >= 48 && byte <= 57) { code = code * 10 + byte - 48; byte = bytes[++at] ?? 0; }
      const digits = at - digitsAt;
      if (byte === 13) byte = bytes[++at] ?? 0;
      at += 1;
      if (byte !== 10 || digits === 0 || digits > 4 || code === embeddedCode || at >= size) {
        into.count = count;
        into.marks = seen;
        this.#at = tagAt;
        if (code === embeddedCode) return fillTags(this, into, kept, marks);
        if (!this.next()) return false;
        if (this.code === 0) return true;
        if (this.code < foreignCodes) keepTag(this, into, kept, marks);
        count = into.count;
        seen = into.marks;
        at = this.#at;
        continue;
      }
      this.#line += 2;
      const start = at;
      const keep = kept[code] ?? keepNothing;
      if (keep === keepNumber) {
        byte = bytes[at] ?? 10;
        while (byte === 32) byte = bytes[++at] ?? 10;
        const isNegative = byte === 45;
        if (isNegative) byte = bytes[++at] ?? 10;
        const wholeAt = at;
        let value = 0;
        while (byte >= 48 && byte <= 57) { value = value * 10 + byte - 48; byte = bytes[++at] ?? 10; }
        let length = at - wholeAt;
        const isLong = length > 15;
        if (byte === 46) {
          const fractionAt = at + 1;
          let fraction = 0;
          byte = bytes[++at] ?? 10;
          // 15 digits are exact in a double; later ones are below the last place of the sum.
          while (byte >= 48 && byte <= 57 && at - fractionAt < 15) { fraction = fraction * 10 + byte - 48; byte = bytes[++at] ?? 10; }
          const places = at - fractionAt;
          while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 10;
          value += fraction / (tenTo[places] ?? 1);
          length += places;
        }
        if (byte === 13) byte = bytes[++at] ?? 10;
        codes[count] = code;
        if (byte === 10 && length > 0 && !isLong) {
          numbers[count] = isNegative ? -value : value;
          at += 1;
        } else {
          at = this.#lineFrom(start);
          numbers[count] = this.number();
        }
        if (texts.length <= count) texts[count] = '';
        seen |= marks[code] ?? 0;
        count += 1;
        continue;
      }
      if (keep === keepNothing && code !== 0) {
        while (at < size && bytes[at] !== 10) at += 1;
        at += 1;
        continue;
      }
      at = this.#lineFrom(start);
      if (code === 0) {
        this.code = 0;
        this.#at = at;
        into.count = count;
        into.marks = seen;
        return true;
      }
      const read = this.text();
      codes[count] = code;
      numbers[count] = NaN;
      texts[count] = keep === keepName ? trimmed(read) : read;
      seen |= marks[code] ?? 0;
      count += 1;
    }
  }

  /** Takes the line from a byte on as the value; returns where the next line begins. */
  #lineFrom(start: number): number {
    const bytes = this.#bytes, size = this.size;
    // Lines are short: a loop beats the call of a search.
    let newline = start;
    while (newline < size && bytes[newline] !== 10) newline += 1;
    this.#start = start;
    this.#end = newline > start && bytes[newline - 1] === 13 ? newline - 1 : newline;
    return newline + 1;
  }

  /** The next line as a group code; -1 where it is none. */
  #readCode(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at] ?? 10;
    while (byte === 32 || byte === 9) byte = bytes[++at] ?? 10;
    const negative = byte === 45;
    if (negative) byte = bytes[++at] ?? 10;
    let code = 0;
    let digits = 0;
    while (byte >= 48 && byte <= 57) { code = code * 10 + byte - 48; digits += 1; byte = bytes[++at] ?? 10; }
    while (byte === 32 || byte === 9 || byte === 13) byte = bytes[++at] ?? 10;
    this.#line += 1;
    if (byte !== 10 || digits === 0 || digits > 4) {
      const end = bytes.indexOf(10, at);
      this.#at = end < 0 ? this.size : end + 1;
      return -1;
    }
    this.#at = at + 1;
    // -5 to -1 are internal codes of programs; nothing reads them.
    return negative ? 999 : code;
  }

  #readLine(): void {
    this.#at = this.#lineFrom(this.#at);
    this.#line += 1;
  }

  #restIsBlank(): boolean {
    const byte = this.#bytes[this.#at] ?? 0;
    if (byte > 32 && byte !== 0x1a) return false;
    for (let i = this.#at; i < this.size; i += 1) {
      const value = this.#bytes[i] ?? 0;
      if (value > 32) return false;
      // A line with only a space may be followed by others; look no further than a screen of blanks.
      if (i - this.#at > 64 && i + 1 < this.size && this.#bytes.subarray(i, this.size).some((later) => later > 32)) return false;
    }
    return true;
  }

  /** After a broken line: goes on at the next `0` whose value is a word in capitals. */
  #resync(from: number): void {
    this.#at = from;
    this.#line -= 1;
    const bytes = this.#bytes;
    for (;;) {
      const newline = bytes.indexOf(10, this.#at);
      if (newline < 0) { this.#at = this.size; return; }
      this.#at = newline + 1;
      this.#line += 1;
      const second = bytes.indexOf(10, this.#at);
      if (second < 0) { this.#at = this.size; return; }
      if (bytes.toString('latin1', this.#at, second).trim() !== '0') continue;
      const third = bytes.indexOf(10, second + 1);
      if (/^\s*[A-Z][A-Z0-9_]+\s*$/.test(bytes.toString('latin1', second + 1, third < 0 ? this.size : third))) return;
    }
  }

  number(): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#start;
    while (at < end && (bytes[at] === 32 || bytes[at] === 9)) at += 1;
    const begin = at;
    let negative = false;
    if (bytes[at] === 45) { negative = true; at += 1; } else if (bytes[at] === 43) at += 1;
    let whole = 0, wholeDigits = 0;
    let byte = at < end ? (bytes[at] ?? 0) : 0;
    while (byte >= 48 && byte <= 57) { whole = whole * 10 + byte - 48; wholeDigits += 1; at += 1; byte = at < end ? (bytes[at] ?? 0) : 0; }
    let value = whole;
    let digits = 0;
    if (byte === 46) {
      at += 1;
      byte = at < end ? (bytes[at] ?? 0) : 0;
      let fraction = 0, scale = 1;
      while (byte >= 48 && byte <= 57) {
        // 15 digits are exact in a double; later ones are below the last place of the sum.
        if (digits < 15) { fraction = fraction * 10 + byte - 48; scale *= 10; }
        digits += 1; at += 1; byte = at < end ? (bytes[at] ?? 0) : 0;
      }
      value = whole + fraction / scale;
    }
    while (byte === 32 || byte === 9) { at += 1; byte = at < end ? (bytes[at] ?? 0) : 0; }
    if (at < end || wholeDigits > 15 || wholeDigits + digits === 0) return parseNumber(bytes.toString('latin1', begin, end));
    return negative ? -value : value;
  }

  text(): string {
    const length = this.#end - this.#start;
    if (length > internedLength) return this.#decode();
    // Types and layer names come again and again: the same bytes give the same string without decoding.
    const bytes = this.#bytes;
    let hash = length;
    for (let i = this.#start; i < this.#end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 12)) & (internedSlots - 1);
    const known = this.#interned[slot];
    if (known !== undefined && known.length === length && sameBytes(bytes, known.start, this.#start, length)) return known.text;
    const text = this.#decode();
    this.#interned[slot] = { start: this.#start, length, text };
    return text;
  }

  type(): string {
    const text = this.text();
    let type = this.#types.get(text);
    if (type === undefined) {
      type = text.trim().toUpperCase();
      if (this.#types.size < internedSlots) this.#types.set(text, type);
    }
    return type;
  }

  #decode(): string {
    const bytes = this.#bytes;
    for (let i = this.#start; i < this.#end; i += 1) {
      if ((bytes[i] ?? 0) > 127) return this.#decoding.decode(bytes.subarray(this.#start, this.#end));
    }
    return bytes.toString('latin1', this.#start, this.#end);
  }
}

/** Most names have no blanks around them: looking at two letters is quicker than to trim. */
function trimmed(text: string): string {
  const first = text.charCodeAt(0), last = text.charCodeAt(text.length - 1);
  return first > 32 && first < 128 && last > 32 && last < 128 ? text : text.trim();
}

function sameBytes(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

/** A number with an exponent or in another unusual form; NaN where it is none. */
function parseNumber(text: string): number {
  const trimmed = text.trim();
  return trimmed === '' ? NaN : Number(trimmed);
}
