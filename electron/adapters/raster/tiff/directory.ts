import { BrokenPicture } from '../pixels.ts';

/*
 * Directories of a TIFF 6.0 or BigTIFF file. Every place and count in them is checked against the file before it is followed: they may
 * come from anyone.
 */

/** Bytes a value by field type: byte, ascii, short, long, rational, then the signed ones and floats; 13 is a directory's place, 16–18 are BigTIFF's. */
const typeBytes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8 };

/** More directories than pages of any drawing set, or pyramids of any scan. */
const mostDirectories = 2_000;
const mostEntries = 4_096;

interface Entry { readonly type: number; readonly count: number; readonly at: number }

/** One directory: the tags of a page, or of a smaller copy of one. */
export class TiffDirectory {
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #entries: ReadonlyMap<number, Entry>;

  constructor(view: DataView, little: boolean, entries: ReadonlyMap<number, Entry>) {
    this.#view = view;
    this.#little = little;
    this.#entries = entries;
  }

  /** Whether numbers in the file have their lowest byte first. */
  get little(): boolean { return this.#little; }

  has(tag: number): boolean { return this.#entries.has(tag); }

  /** The first number of a tag, or `fallback` where it is not there. */
  number(tag: number, fallback: number): number {
    return this.numbers(tag)[0] ?? fallback;
  }

  /** The numbers of a tag, at most `most`; none where it is not there or holds text. Rationals are divided. */
  numbers(tag: number, most = 100_000): readonly number[] {
    const entry = this.#entries.get(tag);
    if (entry === undefined || entry.type === 2) return [];
    const size = typeBytes[entry.type] ?? 1;
    return Array.from({ length: Math.min(most, entry.count) }, (_, i) => this.#value(entry.type, entry.at + i * size));
  }

  /** The text of a tag; empty where there is none. */
  text(tag: number): string {
    const entry = this.#entries.get(tag);
    if (entry?.type !== 2) return '';
    return new TextDecoder('utf-8').decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + entry.at, entry.count)).replace(/\0+$/, '');
  }

  /** The bytes of a tag as they stand. */
  bytes(tag: number): Uint8Array {
    const entry = this.#entries.get(tag);
    return entry === undefined ? new Uint8Array() : new Uint8Array(this.#view.buffer, this.#view.byteOffset + entry.at, entry.count * (typeBytes[entry.type] ?? 1));
  }

  #value(type: number, at: number): number {
    const view = this.#view, little = this.#little;
    switch (type) {
      case 3: return view.getUint16(at, little);
      case 4: case 13: return view.getUint32(at, little);
      case 5: return view.getUint32(at, little) / view.getUint32(at + 4, little);
      case 6: return view.getInt8(at);
      case 8: return view.getInt16(at, little);
      case 9: return view.getInt32(at, little);
      case 10: return view.getInt32(at, little) / view.getInt32(at + 4, little);
      case 11: return view.getFloat32(at, little);
      case 12: return view.getFloat64(at, little);
      case 16: case 18: return Number(view.getBigUint64(at, little));
      case 17: return Number(view.getBigInt64(at, little));
      default: return view.getUint8(at);
    }
  }
}

/**
 * All directories in the order of the file. A chain that comes back to where it was ends there.
 * @throws BrokenPicture where there is no sound first directory
 */
export function tiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new BrokenPicture('TIFF head');
  const little = view.getUint16(0) === 0x4949;
  const big = view.getUint16(2, little) === 43;
  if (big && (bytes.length < 16 || view.getUint16(4, little) !== 8)) throw new BrokenPicture('BigTIFF head');
  const place = (at: number): number => (big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const found: TiffDirectory[] = [];
  const seen = new Set<number>();
  for (let at = place(big ? 8 : 4); at !== 0 && !seen.has(at) && found.length < mostDirectories;) {
    seen.add(at);
    const head = big ? 8 : 2, size = big ? 20 : 12;
    if (at + head > bytes.length) { if (found.length === 0) throw new BrokenPicture('directory'); break; }
    const count = big ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little);
    const end = at + head + count * size;
    if (count < 1 || count > mostEntries || end > bytes.length) { if (found.length === 0) throw new BrokenPicture('directory'); break; }
    const entries = new Map<number, Entry>();
    for (let entry = at + head; entry < end; entry += size) {
      const type = view.getUint16(entry + 2, little);
      const length = big ? Number(view.getBigUint64(entry + 4, little)) : view.getUint32(entry + 4, little);
      const bytesOf = typeBytes[type];
      // A tag of an unknown type, or that points out of the file, is as good as not there.
      if (bytesOf === undefined || length < 1) continue;
      const total = length * bytesOf, inPlace = big ? 8 : 4, value = entry + (big ? 12 : 8);
      const from = total <= inPlace ? value : place(value);
      if (from + total <= bytes.length) entries.set(view.getUint16(entry, little), { type, count: length, at: from });
    }
    found.push(new TiffDirectory(view, little, entries));
    at = end + (big ? 8 : 4) <= bytes.length ? place(end) : 0;
  }
  if (found.length === 0) throw new BrokenPicture('directory');
  return found;
}

/** Tags that are looked at (TIFF 6.0; 347: Technical Note 2; 33550–34737: GeoTIFF 1.1). */
export const tag = {
  subfileType: 254, width: 256, height: 257, bitsPerSample: 258, compression: 259, photometric: 262, fillOrder: 266, stripOffsets: 273, orientation: 274,
  samplesPerPixel: 277, rowsPerStrip: 278, stripByteCounts: 279, xResolution: 282, yResolution: 283, planar: 284, t4Options: 292, resolutionUnit: 296, predictor: 317, colourMap: 320, tileWidth: 322, tileHeight: 323,
  tileOffsets: 324, tileByteCounts: 325, extraSamples: 338, sampleFormat: 339, jpegTables: 347, subsampling: 530,
  pixelScale: 33550, tiepoint: 33922, transformation: 34264, geoKeys: 34735, geoDoubles: 34736, geoTexts: 34737,
} as const;

/** The directories that are pages: not smaller copies of one (bit 0 of the subfile type) nor masks (bit 2). */
export function tiffPages(directories: readonly TiffDirectory[]): TiffDirectory[] {
  const pages = directories.filter((directory) => (directory.number(tag.subfileType, 0) & 5) === 0 && directory.has(tag.width) && directory.has(tag.height));
  return pages.length > 0 ? pages : directories.slice(0, 1);
}
