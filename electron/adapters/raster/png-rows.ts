import { Readable } from 'node:stream';
import { crc32, createInflate } from 'node:zlib';
import { BrokenPicture, type PixelRows, type PixelSource } from './pixels.ts';

/** What the head of a PNG says. */
interface PngHead { readonly width: number; readonly height: number; readonly depth: number; readonly colourType: number; readonly interlaced: boolean }

/** Samples a pixel by colour type (PNG 1.2, 4.1.1), and the bit depths that go with it. */
const types: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] }, 2: { samples: 3, depths: [8, 16] }, 3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] }, 6: { samples: 4, depths: [8, 16] },
};

/** Bytes handed to the inflater at once. */
const piece = 65_536;
/** Rows given out at once. */
const bandRows = 64;

/** The head of a PNG. @throws BrokenPicture */
export function pngHead(bytes: Uint8Array): PngHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) throw new BrokenPicture('IHDR');
  const depth = view.getUint8(24), colourType = view.getUint8(25);
  if (types[colourType]?.depths.includes(depth) !== true || view.getUint8(26) !== 0 || view.getUint8(27) !== 0 || view.getUint8(28) > 1) throw new BrokenPicture('IHDR');
  return { width: view.getUint32(16), height: view.getUint32(20), depth, colourType, interlaced: view.getUint8(28) === 1 };
}

interface Chunks { readonly palette: Uint8Array; readonly transparency: Uint8Array; readonly data: readonly Uint8Array[] }

/** The chunks that pixels are made of, each checked by its checksum. */
function chunksOf(bytes: Uint8Array): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let palette = new Uint8Array(), transparency = new Uint8Array();
  const data: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), type = view.getUint32(at + 4);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) break;
    const needed = type === 0x504c5445 || type === 0x74524e53 || type === 0x49444154;
    if (needed && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw new BrokenPicture('CRC');
    const content = bytes.subarray(at + 8, end) as Uint8Array<ArrayBuffer>;
    if (type === 0x504c5445) palette = content;
    else if (type === 0x74524e53) transparency = content;
    else if (type === 0x49444154) data.push(content);
    else if (type === 0x49454e44) return { palette, transparency, data };
    at = end + 4;
  }
  throw new BrokenPicture('IEND');
}

/**
 * Opens a PNG for reading from the top, without ever holding more than a few rows of its pixels. Interlaced ones cannot be read so.
 * @throws BrokenPicture now or while rows are read, where the file is cut or damaged
 */
export function openPngRows(bytes: Uint8Array): PixelSource {
  const head = pngHead(bytes);
  if (head.interlaced) throw new Error('interlaced PNG has no order of rows');
  return { width: head.width, height: head.height, lineArt: head.depth < 8 && head.colourType !== 2, rows: () => readRows(bytes, head) };
}

async function* readRows(bytes: Uint8Array, head: PngHead): AsyncGenerator<PixelRows> {
  const { width, height } = head;
  const { samples } = types[head.colourType] ?? { samples: 1 }; // the head was checked
  const chunks = chunksOf(bytes);
  const toRgba = converter(head, chunks);
  const lineBytes = Math.ceil((width * samples * head.depth) / 8);
  const stepBytes = Math.max(1, (samples * head.depth) >> 3);
  const band = new Uint8Array(width * 4 * Math.min(bandRows, height));
  // Line and the one above it; the filter's byte stands before.
  let line = new Uint8Array(1 + lineBytes), above = new Uint8Array(1 + lineBytes);
  let filled = 0, rows = 0, inBand = 0;
  for await (const out of inflated(chunks.data)) {
    for (let at = 0; at < out.length && rows < height;) {
      const take = Math.min(line.length - filled, out.length - at);
      line.set(out.subarray(at, at + take), filled);
      filled += take;
      at += take;
      if (filled < line.length) continue;
      unfilter(line, above, stepBytes);
      toRgba(line, band, inBand * width * 4);
      [line, above] = [above, line];
      filled = 0;
      rows += 1;
      inBand += 1;
      if (inBand * width * 4 === band.length) { yield { count: inBand, data: band }; inBand = 0; }
    }
    // What comes after the last row is not looked at, however much it unpacks to.
    if (rows === height) break;
  }
  if (rows < height) throw new BrokenPicture(`${rows} of ${height} rows`);
  if (inBand > 0) yield { count: inBand, data: band.subarray(0, inBand * width * 4) };
}

/** The unpacked data, piece by piece, at the pace it is read. */
async function* inflated(data: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const inflate = createInflate({ chunkSize: piece });
  const feed = Readable.from(pieces(data), { objectMode: false });
  feed.on('error', (thrown) => { inflate.destroy(thrown); });
  feed.pipe(inflate);
  try {
    for await (const out of inflate) yield out as Uint8Array;
  } catch (thrown) {
    throw thrown instanceof BrokenPicture ? thrown : new BrokenPicture('zlib', { cause: thrown });
  } finally {
    feed.destroy();
    inflate.destroy();
  }
}

function* pieces(data: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of data) for (let at = 0; at < part.length; at += piece) yield part.subarray(at, at + piece);
}

/** Takes the filter off a line (PNG 1.2, 6): each byte was written as the difference to the ones left and above. */
function unfilter(line: Uint8Array, above: Uint8Array, step: number): void {
  const { length } = line;
  // All places below are within the line; the byte of the filter is place 0.
  switch (line[0]) {
    case 0: return;
    case 1:
      for (let i = 1 + step; i < length; i += 1) line[i] = (line[i] as number) + (line[i - step] as number);
      return;
    case 2:
      for (let i = 1; i < length; i += 1) line[i] = (line[i] as number) + (above[i] as number);
      return;
    case 3:
      for (let i = 1; i < length; i += 1) line[i] = (line[i] as number) + (((i > step ? line[i - step] as number : 0) + (above[i] as number)) >> 1);
      return;
    case 4:
      for (let i = 1; i < length; i += 1) {
        const left = i > step ? line[i - step] as number : 0, up = above[i] as number, corner = i > step ? above[i - step] as number : 0;
        const toLeft = Math.abs(up - corner), toUp = Math.abs(left - corner), toCorner = Math.abs(left + up - 2 * corner);
        line[i] = (line[i] as number) + (toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
      }
      return;
    default: throw new BrokenPicture('filter');
  }
}

/** Writes a line without filter as RGBA at a place of the band. Of 16-bit samples the upper byte counts. */
function converter({ width, depth, colourType }: PngHead, { palette, transparency }: Chunks): (line: Uint8Array, band: Uint8Array, at: number) => void {
  const at16 = (place: number): number | undefined => (transparency.length >= place + 2 ? (transparency[place] as number) << 8 | (transparency[place + 1] as number) : undefined); // lengths checked
  if (depth < 8 || colourType === 3 || (colourType === 0 && depth === 8)) {
    const table = new Uint8Array((1 << depth) * 4);
    const clear = colourType === 0 ? at16(0) : undefined;
    const most = (1 << depth) - 1;
    for (let i = 0; i <= most; i += 1) {
      // An index beyond the palette is black, as other readers have it.
      if (colourType === 3) table.set([palette[3 * i] ?? 0, palette[3 * i + 1] ?? 0, palette[3 * i + 2] ?? 0, transparency[i] ?? 255], 4 * i);
      else table.fill(Math.round((i * 255) / most), 4 * i, 4 * i + 3).set([i === clear ? 0 : 255], 4 * i + 3);
    }
    const looks = new Uint32Array(table.buffer);
    return (line, band, at) => {
      const pixels = new Uint32Array(band.buffer, band.byteOffset + at, width);
      if (depth === 8) { for (let x = 0; x < width; x += 1) pixels[x] = looks[line[x + 1] as number] as number; return; } // 256 looks
      const perByte = 8 / depth;
      for (let x = 0; x < width; x += 1) {
        const byte = line[1 + Math.floor(x / perByte)] as number; // within the line
        pixels[x] = looks[(byte >> (8 - depth - (x % perByte) * depth)) & most] as number;
      }
    };
  }
  const bytes = depth / 8;
  const colours = colourType === 0 || colourType === 4 ? 1 : 3;
  const step = (colours + (colourType >= 4 ? 1 : 0)) * bytes;
  const clear = colourType === 0 ? [at16(0)] : colourType === 2 ? [at16(0), at16(2), at16(4)] : [];
  const isClear = (line: Uint8Array, from: number): boolean => clear.length > 0 && clear.every((value, c) =>
    value === (bytes === 1 ? line[from + c] : (line[from + 2 * c] as number) << 8 | (line[from + 2 * c + 1] as number)));
  const hasClear = clear[0] !== undefined;
  return (line, band, to) => {
    for (let x = 0, from = 1, at = to; x < width; x += 1, from += step, at += 4) {
      const red = line[from] as number; // within the line
      band[at] = red;
      band[at + 1] = colours === 1 ? red : line[from + bytes] as number;
      band[at + 2] = colours === 1 ? red : line[from + 2 * bytes] as number;
      band[at + 3] = colourType >= 4 ? line[from + colours * bytes] as number : hasClear && isClear(line, from) ? 0 : 255;
    }
  };
}
