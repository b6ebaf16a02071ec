import type { Image } from '@napi-rs/canvas';
import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { packedTilesType } from '#shared/drawing/tiles.ts';
import { composeAffine } from '#shared/geometry/calibration.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';
import { decode, openDecoded, openPixels, wholeOf } from './decoded.ts';
import { encodePicture } from './encode-picture.ts';
import { isWhole, orientationOf, pictureSize, type PictureFormat, type PictureSize } from './picture-head.ts';
import { BrokenPicture, longestSide, mostPixels, mostPixelsAtOnce, mostPixelsWhole, UnknownPicture, type PixelSource } from './pixels.ts';
import { placementOf } from './placement.ts';
import { openPngRows, pngHead } from './png-rows.ts';
import { pyramidOf } from './pyramid.ts';
import { tag, tiffDirectories, tiffPages } from './tiff/directory.ts';
import { readGeoTags, type GeoTags } from './tiff/geo-tags.ts';
import { openTiff, UndividedPicture } from './tiff/tiff-source.ts';
import { isSideways, upright, uprightToStored } from './upright.ts';

export interface PictureOptions {
  readonly fileName: string;
  /** Absolute, for the files beside it; without it they are not looked for. */
  readonly path?: string;
  /** Page of a TIFF, from 1. */
  readonly page?: number;
  /** Leaves blank what is cut or damaged of a TIFF. */
  readonly recover?: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

/** Side of the largest picture that a window draws as one: the limit of canvases and textures. */
const longestSideWhole = 16_384;

/**
 * Reads a picture: PNG, JPEG and WebP stay as they are, a TIFF becomes one of them; very large ones become tiles. What a camera laid on its
 * side is turned upright. Bounds are in pixels, y down. Everything is decoded once, so that a broken picture is refused now, not on the map.
 * @throws AppError error.layout.pictureTooLarge and error.layout.pictureTooLargeAtOnce (from the head, before decoding), error.layout.pictureBroken,
 * error.layout.tiffKind, error.layout.tiffUndivided, error.layout.noPage
 */
export async function readPicture(bytes: Uint8Array, format: PictureFormat | 'tiff', options: PictureOptions): Promise<ParsedDrawing> {
  const file = options.fileName;
  try {
    const found = format === 'tiff' ? await readTiff(bytes, options) : await readWindowPicture(bytes, format, options);
    const { width, height, orientation, notes } = found;
    const [across, down] = isSideways(orientation) ? [height, width] : [width, height];
    const place = options.path === undefined ? { placement: null, notes: [] } : await placementOf(options.path, { width, height }, found.tags);
    const placement = place.placement && { ...place.placement, toWorld: composeAffine(place.placement.toWorld, uprightToStored(orientation, width, height)) };
    return {
      format, encoding: '', derivedKind: found.mediaType === packedTilesType ? 'tiles' : 'picture', mediaType: found.mediaType, derived: found.derived,
      bounds: { minX: 0, minY: 0, maxX: across, maxY: down }, metresPerUnit: null, entities: 1, drawn: 1, notShown: [...notes, ...place.notes],
      ...(found.pages === 1 ? {} : { page: options.page ?? 1, pages: found.pages }), ...(placement === null ? {} : { placement }),
    };
  } catch (thrown) {
    if (thrown instanceof BrokenPicture) throw new AppError('error.layout.pictureBroken', { file }, { cause: thrown });
    if (thrown instanceof UnknownPicture) throw new AppError('error.layout.tiffKind', { file, kind: thrown.kind });
    if (thrown instanceof UndividedPicture) throw new AppError('error.layout.tiffUndivided', { file });
    throw thrown;
  }
}

/** What was made of a picture. Width and height are those of the stored rows, before they are turned upright. */
interface Found extends PictureSize {
  readonly orientation: number; readonly mediaType: string; readonly derived: Uint8Array; readonly tags: GeoTags | null; readonly pages: number; readonly notes: readonly NotShown[];
}

async function readWindowPicture(bytes: Uint8Array, format: PictureFormat, options: PictureOptions): Promise<Found> {
  const size = checkSize(pictureSize(bytes, format), options);
  if (!isWhole(bytes, format)) throw new BrokenPicture('end');
  const orientation = orientationOf(bytes, format);
  const found = { ...size, orientation, tags: null, pages: 1, notes: [] };
  const whole = fitsWhole(size);
  if (!whole && format === 'png' && orientation === 1 && !pngHead(bytes).interlaced) return { ...found, mediaType: packedTilesType, derived: await tilesOf(openPngRows(bytes), options) };
  checkAtOnce(size, options);
  options.onProgress?.({ phase: 'progress.readDrawing', done: 0, total: 1 });
  const image = await decode(bytes);
  if (whole && orientation === 1) return { ...found, mediaType: mediaTypes[format], derived: bytes };
  const source = await uprightSource(image, format, size, orientation);
  if (!whole) return { ...found, mediaType: packedTilesType, derived: await tilesOf(source, options) };
  const picture = encodePicture(await wholeOf(source), source.width, source.height);
  return { ...found, mediaType: picture.mediaType, derived: picture.bytes };
}

const mediaTypes: Readonly<Record<PictureFormat, string>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };

/** The picture's pixels as they are to be seen. */
async function uprightSource(image: Image, format: PictureFormat, size: PictureSize, orientation: number): Promise<PixelSource> {
  const decoded = openDecoded(image);
  if (orientation === 1) return decoded;
  const [across, down] = isSideways(orientation) ? [size.height, size.width] : [size.width, size.height];
  // The decoder turns these two by itself.
  if (format !== 'png') return decoded;
  return openPixels(upright(await wholeOf(decoded), size.width, size.height, orientation), across, down, false);
}

async function readTiff(bytes: Uint8Array, options: PictureOptions): Promise<Found> {
  const file = options.fileName;
  const directories = tiffDirectories(bytes);
  const pages = tiffPages(directories);
  const directory = pages[(options.page ?? 1) - 1];
  if (directory === undefined) throw new AppError('error.layout.noPage', { file, page: options.page ?? 1, pages: pages.length });
  const size = checkSize({ width: directory.number(tag.width, 0), height: directory.number(tag.height, 0) }, options);
  const stored = directory.number(tag.orientation, 1);
  const orientation = stored >= 1 && stored <= 8 ? stored : 1;
  const found = { ...size, orientation, tags: readGeoTags(directory), pages: pages.length, notes: [] };
  let source = openTiff(bytes, directory, { recover: options.recover === true });
  if (orientation !== 1) {
    checkAtOnce(size, options);
    const [across, down] = isSideways(orientation) ? [size.height, size.width] : [size.width, size.height];
    source = openPixels(upright(await wholeOf(source), size.width, size.height, orientation), across, down, source.lineArt);
  }
  if (!fitsWhole(size)) return { ...found, mediaType: packedTilesType, derived: await tilesOf(source, options) };
  options.onProgress?.({ phase: 'progress.readDrawing', done: 0, total: 1 });
  const picture = encodePicture(await wholeOf(source), source.width, source.height);
  return { ...found, mediaType: picture.mediaType, derived: picture.bytes };
}

function tilesOf(source: PixelSource, { onProgress }: PictureOptions): Promise<Uint8Array> {
  let told = 0;
  return pyramidOf(source, (done) => {
    if (done < source.height && (done - told) * 100 < source.height) return;
    told = done;
    onProgress?.({ phase: 'progress.cutTiles', done, total: source.height });
  });
}

const fitsWhole = ({ width, height }: PictureSize): boolean => width * height <= mostPixelsWhole && width <= longestSideWhole && height <= longestSideWhole;

function checkSize(size: PictureSize | null, { fileName: file }: PictureOptions): PictureSize {
  if (size === null || !(size.width >= 1 && size.height >= 1)) throw new BrokenPicture('head');
  const { width, height } = size;
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw new AppError('error.layout.pictureTooLarge', { file, width, height, side: longestSide, limit: mostPixels / 1e6 });
  }
  return size;
}

function checkAtOnce({ width, height }: PictureSize, { fileName: file }: PictureOptions): void {
  if (width * height > mostPixelsAtOnce) throw new AppError('error.layout.pictureTooLargeAtOnce', { file, width, height, limit: mostPixelsAtOnce / 1e6 });
}
