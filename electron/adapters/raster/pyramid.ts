import { packTiles, tileLevels, tileSide, type TileLevel, type TilePicture } from '#shared/drawing/tiles.ts';
import { encodePicture } from './encode-picture.ts';
import type { PixelSource } from './pixels.ts';

/**
 * Cuts a picture into packed tiles (shared/drawing/tiles.ts) while it is read. Memory: a band of 512 rows of each level, and the tiles.
 * @throws what the source throws
 */
export async function pyramidOf(source: PixelSource, onRows: (done: number) => void): Promise<Uint8Array> {
  const builder = new PyramidBuilder(source);
  let done = 0;
  for await (const { count, data } of source.rows()) {
    builder.push(data, count);
    done += count;
    onRows(done);
  }
  return builder.finish();
}

/** The rows of one level that wait for their tiles to be complete. */
interface Band { readonly level: TileLevel; readonly pixels: Uint32Array; readonly bytes: Uint8Array; rows: number; top: number }

class PyramidBuilder {
  readonly #source: PixelSource;
  readonly #bands: Band[];
  readonly #tiles: (TilePicture | undefined)[] = [];
  /** Tiles of one colour by colour and size: most of a drawing's paper. */
  readonly #plain = new Map<string, TilePicture>();

  constructor(source: PixelSource) {
    this.#source = source;
    this.#bands = tileLevels(source.width, source.height).map((level) => {
      const pixels = new Uint32Array(level.width * Math.min(tileSide, level.height));
      return { level, pixels, bytes: new Uint8Array(pixels.buffer), rows: 0, top: 0 };
    });
  }

  /** Takes `count` whole rows. */
  push(data: Uint8Array, count: number): void {
    const [band] = this.#bands;
    if (band === undefined) return;
    const rowBytes = band.level.width * 4;
    for (let row = 0; row < count;) {
      const room = Math.min(count - row, this.#capacity(band) - band.rows);
      if (room <= 0) throw new Error('more rows than the picture has');
      band.bytes.set(data.subarray(row * rowBytes, (row + room) * rowBytes), band.rows * rowBytes);
      band.rows += room;
      row += room;
      if (band.rows === this.#capacity(band)) this.#flush(0);
    }
  }

  finish(): Uint8Array {
    const tiles = this.#tiles.flatMap((tile) => tile ?? []);
    return packTiles({ width: this.#source.width, height: this.#source.height, tiles });
  }

  /** Rows of the band at its present place: a full one, or what is left of the picture. */
  #capacity({ level, top }: Band): number {
    return Math.min(tileSide, level.height - top);
  }

  #flush(index: number): void {
    const band = this.#bands[index];
    if (band === undefined) return;
    const { level } = band;
    for (let column = 0; column < level.columns; column += 1) this.#tiles[level.first + (band.top / tileSide) * level.columns + column] = this.#tile(band, column);
    const above = this.#bands[index + 1];
    if (above !== undefined) {
      // A band has an even number of rows but for the last one, so pairs of rows never lie in two bands.
      halve(band, above, this.#source.lineArt);
      above.rows += Math.ceil(band.rows / 2);
    }
    band.top += band.rows;
    band.rows = 0;
    if (above !== undefined && above.rows === this.#capacity(above)) this.#flush(index + 1);
  }

  #tile({ level, pixels, rows }: Band, column: number): TilePicture {
    const left = column * tileSide;
    const width = Math.min(tileSide, level.width - left);
    const own = new Uint32Array(width * rows);
    for (let y = 0; y < rows; y += 1) own.set(pixels.subarray(y * level.width + left, y * level.width + left + width), y * width);
    const first = own[0];
    if (own.some((pixel) => pixel !== first)) return encodePicture(own, width, rows);
    const key = `${String(first)}/${width}/${rows}`;
    let plain = this.#plain.get(key);
    if (plain === undefined) {
      plain = encodePicture(own, width, rows);
      this.#plain.set(key, plain);
    }
    return plain;
  }
}

/**
 * Writes the band at half its size after the rows that the coarser band has. Each pixel is the mean of four (of two or one at an odd edge),
 * weighted by their alpha; of line art, half way from there to the darkest of them, or thin lines would fade level by level.
 */
function halve(from: Band, to: Band, lineArt: boolean): void {
  const { width } = from.level;
  const source = from.pixels, target = to.pixels, bytes = from.bytes, out = to.bytes;
  for (let y = 0; y < from.rows; y += 2) {
    const upper = y * width, lower = (y + 1 < from.rows ? y + 1 : y) * width;
    let at = (to.rows + y / 2) * to.level.width;
    for (let x = 0; x < width; x += 2, at += 1) {
      const right = x + 1 < width ? x + 1 : x;
      const p = upper + x, q = upper + right, r = lower + x, s = lower + right;
      const pixel = source[p] as number; // all four lie in the band
      if (pixel === source[q] && pixel === source[r] && pixel === source[s]) { target[at] = pixel; continue; }
      mix(bytes, p * 4, q * 4, r * 4, s * 4, out, at * 4, lineArt);
    }
  }
}

function mix(bytes: Uint8Array, p: number, q: number, r: number, s: number, out: Uint8Array, at: number, lineArt: boolean): void {
  // Places of four pixels within the band, four bytes each.
  const pa = bytes[p + 3] as number, qa = bytes[q + 3] as number, ra = bytes[r + 3] as number, sa = bytes[s + 3] as number;
  const alpha = pa + qa + ra + sa;
  out[at + 3] = (alpha + 2) >> 2;
  if (alpha === 0) { out[at] = out[at + 1] = out[at + 2] = 0; return; }
  for (let c = 0; c < 3; c += 1) {
    const pc = bytes[p + c] as number, qc = bytes[q + c] as number, rc = bytes[r + c] as number, sc = bytes[s + c] as number;
    const mean = alpha === 1020 ? (pc + qc + rc + sc) / 4 : (pc * pa + qc * qa + rc * ra + sc * sa) / alpha;
    out[at + c] = Math.round(lineArt ? (mean + Math.min(pc, qc, rc, sc)) / 2 : mean);
  }
}

