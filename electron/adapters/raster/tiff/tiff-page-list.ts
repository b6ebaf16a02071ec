import type { DrawingPage, DrawingPages } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { encodePicture } from '../encode-picture.ts';
import { BrokenPicture, type PixelSource } from '../pixels.ts';
import { tag, tiffDirectories, tiffPages, type TiffDirectory } from './directory.ts';
import { openTiff } from './tiff-source.ts';

/** Small pictures are made of pages that are quickly read, as long as there is time. */
const mostThumbnails = 60;
const mostThumbnailPixels = 40_000_000;
const thumbnailMilliseconds = 6_000;
const thumbnailSide = 220;

/** The pages of a TIFF, with their sizes on paper where the file says its resolution. @throws AppError error.layout.pictureBroken */
export async function tiffPageList(bytes: Uint8Array, file: string): Promise<DrawingPages> {
  let directories: TiffDirectory[];
  try {
    directories = tiffPages(tiffDirectories(bytes));
  } catch (thrown) {
    if (thrown instanceof BrokenPicture) throw new AppError('error.layout.pictureBroken', { file }, { cause: thrown });
    throw thrown;
  }
  const until = Date.now() + thumbnailMilliseconds;
  const pages: DrawingPage[] = [];
  for (const [index, directory] of directories.entries()) {
    const width = directory.number(tag.width, 0), height = directory.number(tag.height, 0);
    const wanted = directories.length > 1 && index < mostThumbnails && width * height <= mostThumbnailPixels && Date.now() < until;
    const thumbnail = wanted ? await thumbnailOf(bytes, directory) : undefined;
    pages.push({
      number: index + 1, widthMm: millimetres(width, directory, tag.xResolution), heightMm: millimetres(height, directory, tag.yResolution),
      ...(thumbnail === undefined ? {} : { thumbnail }),
    });
  }
  return { format: 'tiff', count: directories.length, pages };
}

/** Dots an inch (unit 2, also where none is said) or a centimetre (3). */
function millimetres(pixels: number, directory: TiffDirectory, resolution: number): number | null {
  const unit = directory.number(tag.resolutionUnit, 2), dots = directory.number(resolution, 0);
  return dots > 0 && Number.isFinite(dots) && (unit === 2 || unit === 3) && pixels > 0 ? (pixels / dots) * (unit === 2 ? 25.4 : 10) : null;
}

/** A page that cannot be drawn is offered without a picture: reading it will say what is wrong. */
async function thumbnailOf(bytes: Uint8Array, directory: TiffDirectory): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const source = openTiff(bytes, directory, { recover: true });
    const { pixels, width, height } = await small(source);
    const { bytes: picture, mediaType } = encodePicture(pixels, width, height);
    return mediaType === 'image/png' ? picture as Uint8Array<ArrayBuffer> : undefined;
  } catch {
    return undefined;
  }
}

/** The means of the pixels that fall into each pixel of a small picture. */
async function small(source: PixelSource): Promise<{ readonly pixels: Uint32Array; readonly width: number; readonly height: number }> {
  const scale = Math.min(1, thumbnailSide / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale)), height = Math.max(1, Math.round(source.height * scale));
  const sums = new Float64Array(width * height * 4), counts = new Uint32Array(width * height);
  const columns = Uint32Array.from({ length: source.width }, (_, x) => Math.min(width - 1, Math.floor((x * width) / source.width)));
  let y = 0;
  for await (const { count, data } of source.rows()) {
    for (let row = 0, from = 0; row < count; row += 1, y += 1) {
      const first = Math.min(height - 1, Math.floor((y * height) / source.height)) * width;
      for (let x = 0; x < source.width; x += 1, from += 4) {
        const cell = first + (columns[x] as number); // as many columns as pixels
        counts[cell] = (counts[cell] as number) + 1;
        for (let c = 0; c < 4; c += 1) sums[cell * 4 + c] = (sums[cell * 4 + c] as number) + (data[from + c] as number);
      }
    }
  }
  const pixels = new Uint32Array(width * height);
  const bytes = new Uint8Array(pixels.buffer);
  // Sixteen shades a colour keep it a PNG of few bytes.
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Math.round((sums[i] as number) / (counts[i >> 2] || 1) / 17) * 17;
  return { pixels, width, height };
}
