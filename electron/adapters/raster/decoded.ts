import { createCanvas, loadImage, type Image } from '@napi-rs/canvas';
import { BrokenPicture, type PixelRows, type PixelSource } from './pixels.ts';

/** Rows drawn at once. */
const bandRows = 256;

/** Decodes a PNG, JPEG or WebP as a whole. @throws BrokenPicture */
export async function decode(bytes: Uint8Array): Promise<Image> {
  const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).catch((thrown: unknown) => { throw new BrokenPicture('decoder', { cause: thrown }); });
  if (!(image.width > 0 && image.height > 0)) throw new BrokenPicture('decoder');
  return image;
}

/** A decoded picture, given out from the top. */
export function openDecoded(image: Image): PixelSource {
  const { width, height } = image;
  return { width, height, lineArt: false, rows: () => drawRows(image) };
}

function* drawRows(image: Image): Generator<PixelRows> {
  const { width, height } = image;
  for (let top = 0; top < height; top += bandRows) {
    const count = Math.min(bandRows, height - top);
    const context = createCanvas(width, count).getContext('2d');
    context.drawImage(image, 0, -top);
    const { data } = context.getImageData(0, 0, width, count);
    yield { count, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  }
}

/** Pixels of a source in one piece. */
export async function wholeOf(source: PixelSource): Promise<Uint32Array> {
  const pixels = new Uint32Array(source.width * source.height);
  const bytes = new Uint8Array(pixels.buffer);
  let at = 0;
  for await (const { data } of source.rows()) { bytes.set(data, at); at += data.length; }
  return pixels;
}

/** Pixels in memory, given out as one. */
export function openPixels(pixels: Uint32Array, width: number, height: number, lineArt: boolean): PixelSource {
  return { width, height, lineArt, rows: () => [{ count: height, data: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength) }] };
}
