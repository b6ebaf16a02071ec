import { createCanvas, loadImage } from '@napi-rs/canvas';
import { AppError } from '#shared/kernel/errors.ts';
import type { PictureMark } from '#shared/sheet/page.ts';
import { pngHead } from '../raster/png-rows.ts';

/** Decodes a picture. @throws AppError error.map.picture */
export async function decodePicture({ bytes }: Pick<PictureMark, 'bytes'>) {
  try {
    return await loadImage(bytes);
  } catch (cause) {
    throw new AppError('error.map.picture', { reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

/** Draws a picture upright on a canvas of its own size, without its colours where it must be grey. */
export async function pictureCanvas(mark: PictureMark) {
  const image = await decodePicture(mark);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  if (mark.greyscale === true) {
    const pixels = context.getImageData(0, 0, image.width, image.height);
    takeColours(pixels.data);
    context.putImageData(pixels, 0, 0);
  }
  return canvas;
}

/** Makes RGBA pixels grey, in place, each as bright as its colour was. */
export function takeColours(data: Uint8ClampedArray): void {
  for (let index = 0; index < data.length; index += 4) {
    const grey = Math.round(0.299 * (data[index] ?? 0) + 0.587 * (data[index + 1] ?? 0) + 0.114 * (data[index + 2] ?? 0));
    data[index] = grey;
    data[index + 1] = grey;
    data[index + 2] = grey;
  }
}

/** The picture as bytes that the PDF writer takes: a JPEG or plain PNG stays one, all else becomes a PNG without interlacing. */
export async function plainPicture(mark: PictureMark): Promise<Uint8Array> {
  const jpeg = mark.mediaType === 'image/jpeg';
  if (mark.greyscale !== true && (jpeg || isPlainPng(mark))) {
    await decodePicture(mark);
    return mark.bytes;
  }
  const canvas = await pictureCanvas(mark);
  return jpeg ? canvas.encode('jpeg', 88) : canvas.encode('png');
}

/** Whether the PDF writer takes a PNG without unpacking it: no interlacing, no opacity of its own. */
function isPlainPng({ mediaType, bytes }: PictureMark): boolean {
  if (mediaType !== 'image/png') return false;
  try {
    const { interlaced, colourType, depth } = pngHead(bytes);
    return !interlaced && colourType <= 3 && depth <= 8;
  } catch {
    // What is wrong with it is said by the decoder.
    return false;
  }
}
