import { compose, invert, scaling, translation } from '#shared/drawing/affine.ts';
import type { Affine } from '#shared/drawing/affine.ts';
import { levelForScale, packedTilesType, unpackTiles } from '#shared/drawing/tiles.ts';
import type { TilePicture, TilePyramid } from '#shared/drawing/tiles.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { mapBox, unitLength } from './drawing-frame.ts';

/** What a picture is painted with. */
export type PictureContext = Pick<OffscreenCanvasRenderingContext2D,
  'setTransform' | 'drawImage' | 'beginPath' | 'rect' | 'clip' | 'imageSmoothingEnabled' | 'imageSmoothingQuality' | 'globalAlpha'>;

/** A square of `size` device pixels; `toTile` maps pixels of the picture to them. */
export interface PictureOrder { readonly toTile: Affine; readonly size: number; readonly theme: 'light' | 'dark' }

/** A picture that tiles of the map are painted from. */
export interface MapPicture {
  /** `stillWanted` is asked between two steps; a tile that is not is left as it is. */
  paint(context: PictureContext, order: PictureOrder, stillWanted: () => boolean): Promise<void>;
  close(): void;
}

/** How the browser decodes and composes; tests have their own. */
export interface PictureTools {
  decode(picture: TilePicture): Promise<ImageBitmap>;
  canvas(width: number, height: number): { readonly canvas: OffscreenCanvas; readonly context: Pick<OffscreenCanvasRenderingContext2D, 'drawImage'> } | null;
}

/** Decoded tiles that are kept: 100 MB, more than a screen of 4K shows at once. */
const mostKept = 96;
/** A pixel of the picture larger than this many pixels of the screen keeps its edges: blurred, it would look like a fault of the drawing. */
const edgesFrom = 4;

/** Opens a picture of any kind that layouts have: one file (PNG, JPEG, WebP), or packed tiles. */
export async function openMapPicture(bytes: Uint8Array, mediaType: string, tools: PictureTools = browserTools): Promise<MapPicture> {
  if (mediaType === packedTilesType) return new TiledPicture(unpackTiles(bytes), tools);
  return new WholePicture(await halves(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType })));
}

const browserTools: PictureTools = {
  decode: ({ bytes, mediaType }) => createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType })),
  canvas: (width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    return context && { canvas, context };
  },
};

/** The picture and its halves down to 512 pixels, so that a tile of the whole never reads every pixel of a large scan. */
async function halves(blob: Blob): Promise<ImageBitmap[]> {
  const levels = [await createImageBitmap(blob)];
  for (let last = levels[0]; last && Math.max(last.width, last.height) > 1024; last = levels[levels.length - 1]) {
    levels.push(await createImageBitmap(last, { resizeWidth: Math.ceil(last.width / 2), resizeHeight: Math.ceil(last.height / 2), resizeQuality: 'medium' }));
  }
  return levels;
}

function prepare(context: PictureContext, { toTile, theme }: PictureOrder): void {
  context.imageSmoothingEnabled = unitLength(toTile) < edgesFrom;
  context.imageSmoothingQuality = 'medium';
  // A white sheet would glare on the dark map.
  context.globalAlpha = theme === 'dark' ? 0.72 : 1;
}

const setTransform = (context: PictureContext, { a, b, c, d, e, f }: Affine): void => { context.setTransform(a, b, c, d, e, f); };

class WholePicture implements MapPicture {
  readonly #levels: readonly ImageBitmap[];

  constructor(levels: readonly ImageBitmap[]) {
    this.#levels = levels;
  }

  paint(context: PictureContext, order: PictureOrder): Promise<void> {
    const whole = this.#levels[0];
    const level = this.#levels[levelForScale(unitLength(order.toTile), this.#levels.length)] ?? whole;
    if (whole && level) {
      prepare(context, order);
      setTransform(context, order.toTile);
      context.drawImage(level, 0, 0, whole.width, whole.height);
    }
    return Promise.resolve();
  }

  close(): void {
    for (const level of this.#levels) level.close();
  }
}

/** Decodes only the tiles that are seen, and keeps the ones seen last. */
export class TiledPicture implements MapPicture {
  readonly #pyramid: TilePyramid;
  readonly #tools: PictureTools;
  /** By the number of the tile; the one used last stands last. */
  readonly #kept = new Map<number, ImageBitmap>();
  #closed = false;

  constructor(pyramid: TilePyramid, tools: PictureTools) {
    this.#pyramid = pyramid;
    this.#tools = tools;
  }

  /** Tiles that are decoded now. */
  get decoded(): number { return this.#kept.size; }

  async paint(context: PictureContext, order: PictureOrder, stillWanted: () => boolean): Promise<void> {
    const { width, height, levels, tileSize } = this.#pyramid;
    const back = invert(order.toTile);
    const index = levelForScale(unitLength(order.toTile), levels.length);
    const level = levels[index];
    if (!back || !level) return;
    const factor = 2 ** index;
    const seen = mapBox(back, { minX: 0, minY: 0, maxX: order.size, maxY: order.size });
    const part = within({ minX: seen.minX / factor, minY: seen.minY / factor, maxX: seen.maxX / factor, maxY: seen.maxY / factor }, level);
    if (part === null) return;
    // The tiles are put side by side first, pixel on pixel, and drawn at once: each by itself would show its edges as fine lines.
    const sheet = this.#tools.canvas(part.maxX - part.minX, part.maxY - part.minY);
    if (sheet === null) return;
    for (let row = Math.floor(part.minY / tileSize); row * tileSize < part.maxY; row += 1) {
      for (let column = Math.floor(part.minX / tileSize); column * tileSize < part.maxX; column += 1) {
        const bitmap = await this.#bitmap(index, column, row);
        if (bitmap === null || !stillWanted()) return;
        sheet.context.drawImage(bitmap, column * tileSize - part.minX, row * tileSize - part.minY);
      }
    }
    prepare(context, order);
    setTransform(context, order.toTile);
    // The last pixels of a coarser level may reach beyond the picture.
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    setTransform(context, compose(order.toTile, compose(scaling(factor, factor), translation(part.minX, part.minY))));
    context.drawImage(sheet.canvas, 0, 0);
  }

  close(): void {
    this.#closed = true;
    for (const bitmap of this.#kept.values()) bitmap.close();
    this.#kept.clear();
  }

  async #bitmap(level: number, column: number, row: number): Promise<ImageBitmap | null> {
    const { first, columns } = this.#pyramid.levels[level] ?? { first: 0, columns: 0 };
    const number = first + row * columns + column;
    const kept = this.#kept.get(number);
    if (kept) {
      this.#kept.delete(number);
      this.#kept.set(number, kept);
      return kept;
    }
    const bitmap = await this.#tools.decode(this.#pyramid.tile(level, column, row));
    if (this.#closed) { bitmap.close(); return null; }
    this.#kept.set(number, bitmap);
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
      old.close();
    }
    return bitmap;
  }
}

/** The whole pixels of a level that a box touches, with two around them for smoothing; null where there are none. */
function within(box: Box, level: { readonly width: number; readonly height: number }): Box | null {
  const minX = Math.max(0, Math.floor(box.minX) - 2), minY = Math.max(0, Math.floor(box.minY) - 2);
  const maxX = Math.min(level.width, Math.ceil(box.maxX) + 2), maxY = Math.min(level.height, Math.ceil(box.maxY) + 2);
  return maxX > minX && maxY > minY ? { minX, minY, maxX, maxY } : null;
}
