import { BrokenPicture, UnknownPicture, type PixelRows, type PixelSource } from '../pixels.ts';
import { tag, type TiffDirectory } from './directory.ts';
import { unpackFax } from './fax.ts';
import { jpegFrame, unpackJpeg } from './jpeg-block.ts';
import { rowBytesOf, rowWriter, sampleLayout, type SampleLayout } from './samples.ts';
import { addUp, mirrorBits, unpackDeflate, unpackLzw, unpackNone, unpackPackBits, type Unpacked } from './unpack.ts';

/** Bytes that a row of strips or tiles may unpack to: as much again as the largest file that is read at all. */
const mostBlockBytes = 400_000_000;
/** Tiles of 16 × 16 pixels, the smallest that are allowed, of the largest picture. */
const mostBlocks = 2_500_000;
/** Rows given out at once. */
const bandRows = 64;

/** A page that needs more memory than a scan may take, because its strips are not divided. */
export class UndividedPicture extends Error {}

interface Blocks {
  readonly width: number; readonly height: number; readonly across: number; readonly down: number;
  readonly offsets: readonly number[]; readonly counts: readonly number[];
}

const compressionNames: Readonly<Record<number, string>> = { 6: 'old-style JPEG', 34661: 'JBIG', 34663: 'JBIG2', 34712: 'JPEG 2000', 34887: 'LERC', 34925: 'LZMA', 50000: 'ZSTD', 50001: 'WebP', 50002: 'JPEG XL', 32773: 'PackBits' };
const known = new Set([1, 2, 3, 4, 5, 7, 8, 32773, 32946]);

/**
 * Opens a page of a TIFF for reading from the top, block row by block row, as its rows are kept (not turned by its orientation).
 * `recover` leaves blank what is cut or damaged.
 * @throws BrokenPicture, UnknownPicture, UndividedPicture now; BrokenPicture while rows are read
 */
export function openTiff(bytes: Uint8Array, directory: TiffDirectory, { recover }: { readonly recover: boolean }): PixelSource {
  const width = directory.number(tag.width, 0), height = directory.number(tag.height, 0);
  if (!(width >= 1 && height >= 1)) throw new BrokenPicture('size');
  const compression = directory.number(tag.compression, 1);
  if (!known.has(compression)) throw new UnknownPicture(`TIFF, ${compressionNames[compression] ?? `compression ${compression}`}`);
  const layout = sampleLayout(directory, compression === 7);
  if (compression === 7 && (layout.planar || layout.bits !== 8 || (layout.samples !== 1 && layout.samples !== 3))) throw new UnknownPicture(`TIFF, JPEG of ${layout.samples} samples`);
  const predictor = directory.number(tag.predictor, 1);
  if (predictor !== 1 && !(predictor === 2 && layout.bits >= 8)) throw new UnknownPicture(`TIFF, predictor ${predictor}, ${layout.bits} bits`);
  if (compression >= 2 && compression <= 4 && (layout.bits !== 1 || layout.samples !== 1)) throw new BrokenPicture('fax');
  const blocks = blocksOf(bytes, directory, width, height, layout);
  const needed = rowBytesOf(layout, blocks.width) * blocks.height * blocks.across * (layout.planar ? layout.samples : 1);
  if (needed > mostBlockBytes || (compression === 7 && blocks.width * blocks.height > 40_000_000)) throw new UndividedPicture();
  const work = { bytes, directory, layout, blocks, compression, predictor, recover };
  return { width, height, lineArt: layout.bits < 8 && layout.samples === 1, rows: () => readRows(work, width, height) };
}

function blocksOf(bytes: Uint8Array, directory: TiffDirectory, width: number, height: number, layout: SampleLayout): Blocks {
  const tiled = directory.has(tag.tileOffsets);
  const blockWidth = tiled ? directory.number(tag.tileWidth, 0) : width;
  const blockHeight = tiled ? directory.number(tag.tileHeight, 0) : Math.min(directory.number(tag.rowsPerStrip, height), height);
  if (!(blockWidth >= 1 && blockHeight >= 1 && blockWidth <= 100_000 && blockHeight <= 100_000)) throw new BrokenPicture('blocks');
  const across = Math.ceil(width / blockWidth), down = Math.ceil(height / blockHeight);
  const count = across * down * (layout.planar ? layout.samples : 1);
  if (count > mostBlocks) throw new BrokenPicture('blocks');
  const offsets = directory.numbers(tiled ? tag.tileOffsets : tag.stripOffsets, count);
  let counts = directory.numbers(tiled ? tag.tileByteCounts : tag.stripByteCounts, count);
  // Old writers leave out the length of a single strip: it goes to the end.
  if (counts.length === 0 && offsets.length === 1) counts = [Math.max(0, bytes.length - (offsets[0] ?? 0))];
  if (offsets.length < count || counts.length < count) throw new BrokenPicture('blocks');
  return { width: blockWidth, height: blockHeight, across, down, offsets, counts };
}

interface Work {
  readonly bytes: Uint8Array; readonly directory: TiffDirectory; readonly layout: SampleLayout; readonly blocks: Blocks;
  readonly compression: number; readonly predictor: number; readonly recover: boolean;
}

/** Block rows, each given out in bands. */
async function* readRows(work: Work, width: number, height: number): AsyncGenerator<PixelRows> {
  const { blocks, layout } = work;
  const write = rowWriter(layout), writeColours = rowWriter({ ...layout, bits: 8, samples: 4, planar: false, photometric: 2, alpha: 3, premultiplied: false });
  const planes = layout.planar ? layout.samples : 1;
  const band = new Uint8Array(width * 4 * Math.min(bandRows, blocks.height));
  for (let blockRow = 0; blockRow < blocks.down; blockRow += 1) {
    const rows = Math.min(blocks.height, height - blockRow * blocks.height);
    const row: { readonly data: readonly Uint8Array[]; readonly rowBytes: number; readonly isColour: boolean }[] = [];
    for (let column = 0; column < blocks.across; column += 1) {
      const parts: Block[] = [];
      for (let plane = 0; plane < planes; plane += 1) parts.push(await readBlock(work, (plane * blocks.down + blockRow) * blocks.across + column, rows));
      const isColour = parts[0]?.isColour === true;
      row.push({ data: parts.map(({ data }) => data), rowBytes: isColour ? blocks.width * 4 : rowBytesOf(layout, blocks.width), isColour });
    }
    for (let top = 0; top < rows; top += bandRows) {
      const count = Math.min(bandRows, rows - top);
      for (let y = 0; y < count; y += 1) {
        row.forEach(({ data, rowBytes, isColour }, column) => {
          const left = column * blocks.width;
          (isColour ? writeColours : write)(data, (top + y) * rowBytes, Math.min(blocks.width, width - left), band, y * width + left);
        });
      }
      yield { count, data: band.subarray(0, count * width * 4) };
    }
  }
}

/** A block as its samples stand in the file, or as RGBA (`isColour`), blank where it is short. */
interface Block { readonly data: Uint8Array; readonly isColour: boolean }

async function readBlock(work: Work, index: number, rows: number): Promise<Block> {
  const { bytes, directory, layout, blocks, compression, recover } = work;
  const at = blocks.offsets[index] ?? 0, count = blocks.counts[index] ?? 0; // checked to be there
  const rowBytes = rowBytesOf(layout, blocks.width), full = rowBytes * blocks.height;
  // A block that was never written (GDAL's sparse files) is all zeros.
  if (count === 0) return { data: new Uint8Array(full), isColour: false };
  const isWhole = at >= 0 && count > 0 && at + count <= bytes.length;
  if (!isWhole && !recover) throw new BrokenPicture('a strip or tile outside the file');
  const packed = bytes.subarray(Math.min(at, bytes.length), Math.min(bytes.length, at + count));
  try {
    if (compression === 7) return { data: await colourBlock(work, packed), isColour: true };
    const source = directory.number(tag.fillOrder, 1) === 2 && compression <= 4 ? mirrorBits(packed) : packed;
    const { data, length } = unpack(work, source, full);
    if (length < rowBytes * rows && !recover) throw new BrokenPicture('a strip or tile is short');
    let padded = data;
    if (data.length < full || work.predictor === 2) { padded = new Uint8Array(full); padded.set(data.subarray(0, full)); }
    if (work.predictor === 2) addUp(padded, blocks.height, rowBytes, layout.planar ? 1 : layout.samples, layout.bits, layout.little);
    return { data: padded, isColour: false };
  } catch (thrown) {
    if (!recover || !(thrown instanceof BrokenPicture)) throw thrown;
    return { data: new Uint8Array(full), isColour: false };
  }
}

function unpack({ directory, blocks, compression }: Work, source: Uint8Array, full: number): Unpacked {
  switch (compression) {
    case 1: return unpackNone(source, full);
    case 2: return unpackFax(source, blocks.width, blocks.height, 'rows', false);
    case 3: return unpackFax(source, blocks.width, blocks.height, 't4', (directory.number(tag.t4Options, 0) & 1) === 1);
    case 4: return unpackFax(source, blocks.width, blocks.height, 't6', false);
    case 5: return unpackLzw(source, full);
    case 32773: return unpackPackBits(source, full);
    default: return unpackDeflate(source, full);
  }
}

/** A JPEG block, in the block's own size. */
async function colourBlock({ directory, layout, blocks }: Work, packed: Uint8Array): Promise<Uint8Array> {
  const frame = jpegFrame(packed);
  if (frame === null || (frame.components !== 1 && frame.components !== 3) || frame.width > blocks.width || frame.height > blocks.height || frame.width < 1) throw new BrokenPicture('JPEG frame');
  const { rgba, width, height } = await unpackJpeg(packed, directory.bytes(tag.jpegTables), frame.components === 3 ? layout.photometric === 6 : null);
  if (layout.photometric === 0) for (let i = 0; i < rgba.length; i += 1) if (i % 4 !== 3) rgba[i] = 255 - (rgba[i] as number); // below the length
  if (width === blocks.width && height === blocks.height) return rgba;
  const whole = new Uint8Array(blocks.width * blocks.height * 4);
  for (let y = 0; y < height; y += 1) whole.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * blocks.width * 4);
  return whole;
}
