import { BrokenPicture } from '../pixels.ts';
import { blackRuns, longestWord, mode, modes, whiteRuns } from './fax-codes.ts';
import type { Unpacked } from './unpack.ts';

/** `rows`: each row of runs by itself, beginning at a byte (compression 2); `t4` with end-of-line marks (3); `t6` (4). */
export type FaxKind = 'rows' | 't4' | 't6';

/**
 * Unpacks the bilevel compressions of fax machines and plan scanners (ITU-T T.4 and T.6): rows of 1-bit pixels, 0 where white. A row that
 * cannot be read ends the work: `length` says how far it came. `twoDimensional` is bit 0 of the T4 options.
 * @throws BrokenPicture where not even the first row can be read
 */
export function unpackFax(bytes: Uint8Array, width: number, rows: number, kind: FaxKind, twoDimensional: boolean): Unpacked {
  const rowBytes = Math.ceil(width / 8);
  const data = new Uint8Array(rowBytes * rows);
  const reader = new FaxReader(bytes, width);
  let row = 0;
  for (; row < rows; row += 1) {
    if (!reader.row(kind, twoDimensional)) break;
    paintRow(data, row * rowBytes, reader.changes, reader.count);
  }
  if (row === 0 && rows > 0) throw new BrokenPicture('fax');
  return { data, length: row * rowBytes };
}

/** Sets the black pixels of a row: from each second change of colour to the next. */
function paintRow(data: Uint8Array, from: number, changes: Int32Array, count: number): void {
  for (let i = 0; i + 1 < count; i += 2) {
    const start = changes[i] as number, stop = changes[i + 1] as number; // i + 1 is below count
    const first = from + (start >> 3), last = from + (stop >> 3);
    const head = 0xff >> (start & 7), tail = 0xff & ~(0xff >> (stop & 7));
    if (first === last) { data[first] = (data[first] as number) | (head & tail); continue; }
    data[first] = (data[first] as number) | head;
    data.fill(0xff, first + 1, last);
    if (tail !== 0) data[last] = (data[last] as number) | tail;
  }
}

class FaxReader {
  /** Where the colour changes in the row, white first; even places begin black runs. The row's end stands behind the last ones. */
  changes: Int32Array;
  count = 0;
  #above: Int32Array;
  #aboveCount = 0;
  readonly #bytes: Uint8Array;
  readonly #width: number;
  #at = 0;

  constructor(bytes: Uint8Array, width: number) {
    this.#bytes = bytes;
    this.#width = width;
    this.changes = new Int32Array(width + 4);
    this.#above = new Int32Array(width + 4);
  }

  /** Reads a row; false at the end of the data, or where it cannot be read. */
  row(kind: FaxKind, twoDimensional: boolean): boolean {
    [this.changes, this.#above] = [this.#above, this.changes];
    this.#aboveCount = this.count;
    this.count = 0;
    let flat = kind !== 't6';
    if (kind === 'rows') this.#at = Math.ceil(this.#at / 8) * 8;
    if (kind === 't4') {
      const marked = this.#skipEndOfLine();
      if (twoDimensional) flat = marked ? this.#bit() === 1 : flat;
    }
    if (this.#at >= this.#bytes.length * 8) return false;
    const done = flat ? this.#flatRow() : this.#relativeRow();
    if (!done) return false;
    // An odd number of changes: the last run is black and ends with the row.
    if (this.count % 2 === 1) this.#push(this.#width);
    return true;
  }

  /** The next 13 bits, zeros behind the end. */
  #peek(): number {
    const byte = this.#at >> 3;
    const bytes = this.#bytes;
    const word = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
    return (word >> (24 - longestWord - (this.#at & 7))) & ((1 << longestWord) - 1);
  }

  #bit(): number {
    const bit = ((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1;
    this.#at += 1;
    return bit;
  }

  /** Skips zeros and the end-of-line mark (eleven or more zeros and a one), where it stands here. */
  #skipEndOfLine(): boolean {
    let marked = false;
    // Several marks in a row end the page: then no row follows, and the bits run out.
    for (;;) {
      let zeros = 0, at = this.#at;
      const stop = this.#bytes.length * 8;
      while (at < stop && ((this.#bytes[at >> 3] as number) & (0x80 >> (at & 7))) === 0) { zeros += 1; at += 1; } // below the end
      if (zeros < 11) return marked;
      this.#at = Math.min(stop, at + 1);
      if (marked || at >= stop) return marked;
      marked = true;
    }
  }

  /** A change of colour; two at one place take each other back. */
  #push(place: number): void {
    if (this.count > 0 && this.changes[this.count - 1] === place) { this.count -= 1; return; }
    this.changes[this.count] = place;
    this.count += 1;
  }

  /** A run of one colour in pixels; −1 where no word fits. */
  #run(table: Int32Array): number {
    for (let run = 0; ;) {
      const look = table[this.#peek()] as number; // 13 bits
      if (look === 0) return -1;
      this.#at += look & 15;
      const length = look >> 4;
      run += length;
      if (length < 64) return run;
      if (run > this.#width) return -1;
    }
  }

  #flatRow(): boolean {
    let place = 0;
    for (let black = false; place < this.#width; black = !black) {
      const run = this.#run(black ? blackRuns : whiteRuns);
      if (run < 0 || place + run > this.#width) return false;
      place += run;
      if (place < this.#width) this.#push(place);
    }
    return true;
  }

  /** A row by how its changes lie to those of the row above (T.4, 4.2). */
  #relativeRow(): boolean {
    const width = this.#width, above = this.#above;
    let place = -1, black = false, look = 0;
    while (place < width) {
      // First change in the row above to the right of here, to the other colour than the present one.
      while (look > 0 && (above[look - 1] as number) > place) look -= 1; // within the row above
      while (look < this.#aboveCount && ((above[look] as number) <= place || (look % 2 === 1) !== black)) look += 1;
      const b1 = look < this.#aboveCount ? above[look] as number : width;
      const word = modes[this.#peek()] as number; // 13 bits
      if (word === 0) return false;
      this.#at += word & 15;
      const found = word >> 4;
      if (found === mode.pass) {
        place = look + 1 < this.#aboveCount ? above[look + 1] as number : width;
      } else if (found === mode.horizontal) {
        const first = this.#run(black ? blackRuns : whiteRuns), second = first < 0 ? -1 : this.#run(black ? whiteRuns : blackRuns);
        const start = Math.max(0, place);
        if (second < 0 || start + first + second > width) return false;
        if (start + first < width) this.#push(start + first);
        if (start + first + second < width) this.#push(start + first + second);
        place = start + first + second;
      } else {
        const next = b1 + found - 3;
        if (next < Math.max(0, place) || next > width) return false;
        if (next < width) this.#push(next);
        place = next;
        black = !black;
      }
    }
    return true;
  }
}
