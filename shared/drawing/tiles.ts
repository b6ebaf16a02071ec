/*
 * The packed form of a very large picture: a pyramid of picture tiles, as it is kept in a workspace and handed to windows. Level 0 has the
 * picture's own pixels, each further level half as many either way (rounded up), the last fits into one tile. Tiles are squares of
 * `tileSize` pixels, cut at the right and lower edge, row by row, levels one after another. All numbers little-endian.
 *
 *   0  8 bytes   "RATILE1\0": magic and format version
 *   8  uint32    width of the picture in pixels
 *  12  uint32    height
 *  16  uint32    tile size in pixels
 *  20  uint32    number of levels
 *  24  uint32    number of tiles N, of all levels
 *  28  uint32    zero, kept for later
 *  32  N times   uint32 place of the tile's bytes in this file, uint32 their number, uint32 kind: 1 PNG, 2 JPEG, 3 WebP
 *      bytes     the tiles; tiles that look the same may share their bytes
 */
const magic = [0x52, 0x41, 0x54, 0x49, 0x4c, 0x45, 0x31, 0x00] as const;
const headBytes = 32;
const entryBytes = 12;

/** Media type of packed tiles. */
export const packedTilesType = 'application/vnd.riskatlas.tiles';
/** Side of the tiles that the importers make, in pixels. */
export const tileSide = 512;

const kinds = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type TileMediaType = (typeof kinds)[number];
/** One tile as a picture file. */
export interface TilePicture { readonly mediaType: TileMediaType; readonly bytes: Uint8Array }

/** Size of a level in pixels and in tiles, and the number of its first tile. */
export interface TileLevel { readonly width: number; readonly height: number; readonly columns: number; readonly rows: number; readonly first: number }

export interface TilePyramid {
  readonly width: number;
  readonly height: number;
  readonly tileSize: number;
  /** From the picture's own pixels to the smallest. */
  readonly levels: readonly TileLevel[];
  /** A tile by its level, column and row; views on the packed bytes. @throws RangeError for one that is not there */
  tile(level: number, column: number, row: number): TilePicture;
}

/** The levels of a picture of `width` × `height` pixels, by the rules above. */
export function tileLevels(width: number, height: number, tileSize = tileSide): TileLevel[] {
  const levels: TileLevel[] = [];
  let first = 0;
  for (let w = width, h = height; ; w = Math.ceil(w / 2), h = Math.ceil(h / 2)) {
    const columns = Math.ceil(w / tileSize), rows = Math.ceil(h / tileSize);
    levels.push({ width: w, height: h, columns, rows, first });
    if (columns <= 1 && rows <= 1) return levels;
    first += columns * rows;
  }
}

/**
 * The level to draw from where one pixel of the picture is `scale` pixels of the screen or paper: the coarsest that still has a pixel for
 * each of theirs.
 */
export function levelForScale(scale: number, levels: number): number {
  const level = Math.floor(-Math.log2(scale) + 1e-9);
  return Number.isNaN(level) ? 0 : Math.max(0, Math.min(levels - 1, level));
}

const countTiles = (levels: readonly TileLevel[]): number => levels.reduce((sum, { columns, rows }) => sum + columns * rows, 0);

/**
 * Packs tiles (in the order of the levels) into bytes. The very same `TilePicture` at several places is written once.
 * @throws Error where the number of tiles does not fit the size, or all of them are more than 4 GB
 */
export function packTiles(picture: { readonly width: number; readonly height: number; readonly tileSize?: number; readonly tiles: readonly TilePicture[] }): Uint8Array {
  const { width, height, tiles, tileSize = tileSide } = picture;
  const levels = tileLevels(width, height, tileSize);
  if (tiles.length !== countTiles(levels)) throw new Error(`packed tiles: ${tiles.length} tiles do not fit ${width} × ${height} pixels`);
  const places = new Map<TilePicture, number>();
  let length = headBytes + tiles.length * entryBytes;
  for (const tile of tiles) {
    if (places.has(tile)) continue;
    places.set(tile, length);
    length += tile.bytes.length;
  }
  if (length > 0xffff_ffff) throw new Error('packed tiles: more than 4 GB');
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(magic, 0);
  [width, height, tileSize, levels.length, tiles.length, 0].forEach((value, index) => { view.setUint32(8 + index * 4, value, true); });
  tiles.forEach((tile, index) => {
    const entry = headBytes + index * entryBytes;
    const at = places.get(tile) ?? 0; // every tile was given its place above
    view.setUint32(entry, at, true);
    view.setUint32(entry + 4, tile.bytes.length, true);
    view.setUint32(entry + 8, kinds.indexOf(tile.mediaType) + 1, true);
    bytes.set(tile.bytes, at);
  });
  return bytes;
}

/**
 * Opens packed tiles without copying or decoding them.
 * @throws Error saying what is wrong, for bytes that are no packed tiles or whose parts do not fit together.
 */
export function unpackTiles(bytes: Uint8Array): TilePyramid {
  if (bytes.length < headBytes || magic.some((value, index) => bytes[index] !== value)) throw new Error('packed tiles: wrong magic or version');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height, tileSize, levelCount, tileCount] = [8, 12, 16, 20, 24].map((at) => view.getUint32(at, true)) as [number, number, number, number, number];
  if (width < 1 || height < 1 || tileSize < 16) throw new Error('packed tiles: a size that cannot be');
  const data = headBytes + tileCount * entryBytes;
  // Before the levels are worked out: an absurd size would have absurdly many.
  if (data > bytes.length || Math.ceil(width / tileSize) * Math.ceil(height / tileSize) > tileCount) throw new Error('packed tiles: its length does not fit its counts');
  const levels = tileLevels(width, height, tileSize);
  if (levels.length !== levelCount || countTiles(levels) !== tileCount) throw new Error('packed tiles: levels that do not fit its size');
  for (let entry = headBytes; entry < data; entry += entryBytes) {
    const at = view.getUint32(entry, true), length = view.getUint32(entry + 4, true), kind = view.getUint32(entry + 8, true);
    if (at < data || length < 1 || at + length > bytes.length || kind < 1 || kind > kinds.length) throw new Error('packed tiles: a tile outside the file, or of no known kind');
  }
  return {
    width, height, tileSize, levels,
    tile(level, column, row) {
      const found = levels[level];
      if (found === undefined || !Number.isInteger(column) || !Number.isInteger(row) || !(column >= 0 && column < found.columns && row >= 0 && row < found.rows)) throw new RangeError(`no tile ${level}/${column}/${row}`);
      const entry = headBytes + (found.first + row * found.columns + column) * entryBytes;
      const at = view.getUint32(entry, true);
      const mediaType = kinds[view.getUint32(entry + 8, true) - 1] ?? 'image/png'; // checked above
      return { mediaType, bytes: bytes.subarray(at, at + view.getUint32(entry + 4, true)) };
    },
  };
}
