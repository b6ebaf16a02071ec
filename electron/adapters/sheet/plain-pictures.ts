import { createCanvas } from '@napi-rs/canvas';
import { levelForScale, packedTilesType, unpackTiles, type TilePyramid } from '#shared/drawing/tiles.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Mark, PictureMark, SheetPage } from '#shared/sheet/page.ts';
import { encodePicture } from '../raster/encode-picture.ts';
import { decodePicture, takeColours } from './picture.ts';

/** Pixels that a picture on a sheet has at most (160 MB while it is made): A1 at 225 dots an inch. */
const mostPixels = 40_000_000;

/**
 * The page with its tiled pictures (shared/drawing/tiles.ts) as plain ones, from the level that `dotsPerMm` needs; other marks stay as they
 * are. Each picture is made once, also where it stands on several pages.
 * @throws AppError error.map.picture
 */
export async function withPlainPictures(page: SheetPage, dotsPerMm: number, made = new Map<Uint8Array, PictureMark>()): Promise<SheetPage> {
  return hasTiles(page.marks) ? { ...page, marks: await plainMarks(page.marks, dotsPerMm, made) } : page;
}

const hasTiles = (marks: readonly Mark[]): boolean => marks.some((mark) => (mark.kind === 'picture' ? mark.mediaType === packedTilesType : mark.kind === 'clip' && hasTiles(mark.marks)));

async function plainMarks(marks: readonly Mark[], dotsPerMm: number, made: Map<Uint8Array, PictureMark>): Promise<Mark[]> {
  const plain: Mark[] = [];
  for (const mark of marks) {
    if (mark.kind === 'clip') plain.push({ ...mark, marks: await plainMarks(mark.marks, dotsPerMm, made) });
    else if (mark.kind === 'picture' && mark.mediaType === packedTilesType) {
      const known = made.get(mark.bytes) ?? await plainPicture(mark, dotsPerMm);
      made.set(mark.bytes, known);
      plain.push({ ...known, matrix: mark.matrix, opacity: mark.opacity });
    } else plain.push(mark);
  }
  return plain;
}

async function plainPicture(mark: PictureMark, dotsPerMm: number): Promise<PictureMark> {
  const pyramid = open(mark);
  const [a, b, c, d] = mark.matrix;
  let index = levelForScale(Math.sqrt(Math.abs(a * d - b * c)) * dotsPerMm, pyramid.levels.length);
  const pixelsOf = (level: number): number => { const { width, height } = pyramid.levels[level] ?? { width: 1, height: 1 }; return width * height; };
  while (pixelsOf(index) > mostPixels) index += 1;
  const level = pyramid.levels[index];
  if (level === undefined) throw new AppError('error.map.picture', { reason: 'levels' });
  const pixels = new Uint32Array(level.width * level.height);
  for (let row = 0; row < level.rows; row += 1) {
    for (let column = 0; column < level.columns; column += 1) {
      const image = await decodePicture(pyramid.tile(index, column, row));
      const canvas = createCanvas(image.width, image.height);
      canvas.getContext('2d').drawImage(image, 0, 0);
      const { data } = canvas.getContext('2d').getImageData(0, 0, image.width, image.height);
      if (mark.greyscale === true) takeColours(data);
      const tile = new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
      const left = column * pyramid.tileSize, top = row * pyramid.tileSize;
      const width = Math.min(image.width, level.width - left);
      for (let y = 0; y < image.height && top + y < level.height; y += 1) pixels.set(tile.subarray(y * image.width, y * image.width + width), (top + y) * level.width + left);
    }
  }
  const factor = 2 ** index;
  return { ...mark, ...encodePicture(pixels, level.width, level.height), width: level.width * factor, height: level.height * factor, greyscale: false };
}

function open({ bytes }: PictureMark): TilePyramid {
  try {
    return unpackTiles(bytes);
  } catch (cause) {
    throw new AppError('error.map.picture', { reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
