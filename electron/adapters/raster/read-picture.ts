import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { isWhole, jpegOrientation, pictureSize, type PictureFormat } from './picture-head.ts';

/** Side of the largest picture in pixels: what a browser can draw at once (Chromium's canvas and texture limits). */
export const maxPictureSide = 16_384;
/** Pixels of the largest picture: 4 bytes each, 480 MB decoded. */
export const maxPicturePixels = 120_000_000;

/**
 * Takes a PNG or JPEG as it is; a JPEG that a camera laid on its side (EXIF orientation) is turned upright once.
 * Bounds are in pixels, y down. The picture is decoded in full, so that a broken one is refused now, not on the map.
 * @throws AppError error.layout.pictureTooLarge (from the head, before decoding), error.layout.pictureBroken
 */
export async function readPicture(bytes: Uint8Array, format: PictureFormat, options: { readonly fileName: string }): Promise<ParsedDrawing> {
  const file = options.fileName;
  const size = pictureSize(bytes, format);
  if (size === null || size.width < 1 || size.height < 1) throw new AppError('error.layout.pictureBroken', { file });
  if (size.width > maxPictureSide || size.height > maxPictureSide || size.width * size.height > maxPicturePixels) {
    throw new AppError('error.layout.pictureTooLarge', { file, ...size, side: maxPictureSide, limit: maxPicturePixels / 1e6 });
  }
  if (!isWhole(bytes, format)) throw new AppError('error.layout.pictureBroken', { file });
  const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).catch(() => { throw new AppError('error.layout.pictureBroken', { file }); });
  const orientation = format === 'jpg' ? jpegOrientation(bytes) : 1;
  const isTurned = orientation !== 1;
  const width = image.width, height = image.height;
  if (!(width > 0 && height > 0)) throw new AppError('error.layout.pictureBroken', { file });
  let derived = bytes;
  if (isTurned) {
    const canvas = createCanvas(width, height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    derived = new Uint8Array(await canvas.encode('jpeg', 95));
  }
  return {
    format, encoding: '', derivedKind: 'picture', mediaType: format === 'png' ? 'image/png' : 'image/jpeg', derived,
    bounds: { minX: 0, minY: 0, maxX: width, maxY: height }, metresPerUnit: null, entities: 1, drawn: 1, notShown: [],
  };
}
