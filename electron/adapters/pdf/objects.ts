import { inflateSync } from 'node:zlib';

/** A value of the file's own syntax, as far as dictionaries of numbers and names need it. */
export type PdfValue = number | string | boolean | null | readonly PdfValue[] | PdfDictionary | PdfReference;
export interface PdfDictionary { readonly entries: ReadonlyMap<string, PdfValue> }
export interface PdfReference { readonly object: number }

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => typeof value === 'object' && value !== null && 'entries' in value && value.entries instanceof Map;
const isReference = (value: PdfValue | undefined): value is PdfReference => typeof value === 'object' && value !== null && 'object' in value && typeof value.object === 'number';

/** Larger files are not looked through: what is asked for here is never needed to show a page. */
const maxFileBytes = 80_000_000;
const maxInflated = 64_000_000;
const maxDepth = 30;

/**
 * The objects of a PDF by number, found by looking through the file and its object streams. pdf.js does not hand out raw objects; those that
 * say how large a plan is are wanted all the same. Whatever cannot be read is left out.
 */
export class PdfObjects {
  readonly #texts = new Map<number, string>();

  constructor(bytes: Uint8Array) {
    if (bytes.length > maxFileBytes) return;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    let inflated = 0;
    for (const match of text.matchAll(/(?<![0-9])(\d{1,9})[ \t\r\n]{1,4}\d{1,5}[ \t\r\n]{1,4}obj\b/g)) {
      const start = match.index + match[0].length;
      // Dictionaries are short; where one ends is found by parsing it.
      this.#texts.set(Number(match[1]), text.slice(start, start + 20_000));
      const head = text.slice(start, start + 400);
      if (/\/ObjStm\b/.test(head) && inflated < maxInflated) inflated += this.#stream(bytes, text, start);
    }
  }

  /** An object's value; null where it is not there. */
  object(number: number): PdfValue {
    const text = this.#texts.get(number);
    return text === undefined ? null : new Reader(text).value(0) ?? null;
  }

  /** The value itself where it is a reference. */
  resolve(value: PdfValue | undefined): PdfValue {
    for (let step = 0; step < 8 && isReference(value); step += 1) value = this.object(value.object);
    return isReference(value) ? null : value ?? null;
  }

  get(dictionary: PdfValue, name: string): PdfValue {
    return isDictionary(dictionary) ? this.resolve(dictionary.entries.get(name)) : null;
  }

  numbers(value: PdfValue): number[] {
    return Array.isArray(value) ? value.map((entry) => this.resolve(entry as PdfValue)).filter((entry) => typeof entry === 'number') : [];
  }

  #stream(bytes: Uint8Array, text: string, start: number): number {
    const dictionary = new Reader(text.slice(start, start + 20_000)).value(0) ?? null;
    const first = this.get(dictionary, 'First'), count = this.get(dictionary, 'N'), length = this.get(dictionary, 'Length');
    const mark = /stream\r?\n/.exec(text.slice(start, start + 20_000));
    if (mark === null || typeof first !== 'number' || typeof count !== 'number') return 0;
    const from = start + mark.index + mark[0].length;
    const to = typeof length === 'number' && length > 0 ? from + length : text.indexOf('endstream', from);
    try {
      const content = inflateSync(bytes.subarray(from, to), { maxOutputLength: maxInflated }).toString('latin1');
      const places = content.slice(0, first).trim().split(/\s+/).map(Number);
      for (let i = 0; i < Math.min(count, 100_000); i += 1) {
        const number = places[2 * i], at = places[2 * i + 1];
        if (number === undefined || at === undefined || !Number.isInteger(number) || !Number.isInteger(at)) break;
        this.#texts.set(number, content.slice(first + at, first + at + 20_000));
      }
      return content.length;
    } catch {
      // Encrypted, damaged, or packed in another way.
      return 0;
    }
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): PdfValue | undefined {
    this.#blank();
    if (depth > maxDepth) return undefined;
    const rest = this.#text.slice(this.#at, this.#at + 2);
    if (rest === '<<') return this.#dictionary(depth);
    if (rest.startsWith('[')) return this.#list(depth);
    if (rest.startsWith('(')) return this.#string();
    const reference = this.#take(/(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+R\b/y);
    if (reference !== null) return { object: Number(reference[1]) };
    const number = this.#take(/[+-]?(?:\d+\.?\d*|\.\d+)/y);
    if (number !== null) return Number(number[0]);
    const name = this.#take(/\/([^\s/<>[\](){}%]*)/y);
    if (name !== null) return name[1] ?? '';
    const hex = this.#take(/<([0-9A-Fa-f\s]*)>/y);
    if (hex !== null) return Buffer.from((hex[1] ?? '').replaceAll(/\s/g, ''), 'hex').toString('latin1');
    const word = this.#take(/true|false|null/y);
    return word === null ? undefined : word[0] === 'null' ? null : word[0] === 'true';
  }

  #dictionary(depth: number): PdfDictionary | undefined {
    this.#at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.#blank();
      if (this.#take(/>>/y) !== null) return { entries };
      const name = this.#take(/\/([^\s/<>[\](){}%]*)/y);
      const value = name === null ? undefined : this.value(depth + 1);
      if (name === null || value === undefined) return undefined;
      entries.set(name[1] ?? '', value);
    }
  }

  #list(depth: number): PdfValue[] | undefined {
    this.#at += 1;
    const values: PdfValue[] = [];
    for (;;) {
      this.#blank();
      if (this.#take(/\]/y) !== null) return values;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      values.push(value);
    }
  }

  #string(): string {
    let open = 0, text = '';
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? '';
      if (character === '\\') { this.#at += 1; text += this.#text[this.#at] ?? ''; continue; }
      if (character === '(') { open += 1; if (open === 1) continue; }
      if (character === ')') { open -= 1; if (open === 0) { this.#at += 1; break; } }
      text += character;
    }
    return text;
  }

  #blank(): void {
    this.#take(/(?:[\s\0]+|%[^\r\n]*)+/y);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}
