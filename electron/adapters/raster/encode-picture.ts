import { createCanvas, ImageData } from '@napi-rs/canvas';
import type { TilePicture } from '#shared/drawing/tiles.ts';
import { colourPng, coloursOf, palettePng } from './encode-png.ts';

/** A picture of more colours than this is a photo: lossy, and much smaller for it. */
const mostColoursLossless = 4096;
/** Below it the blocks of a JPEG show beside letters. */
const quality = 88;

/** A picture file of pixels: PNG where they have few colours, as drawings do; else JPEG, or WebP where not all of them are opaque. */
export function encodePicture(pixels: Uint32Array, width: number, height: number): TilePicture {
  const rgba = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const colours = coloursOf(pixels, mostColoursLossless);
  if (colours !== null) return { mediaType: 'image/png', bytes: colours.size <= 256 ? palettePng(pixels, width, height, colours) : colourPng(rgba, width, height) };
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.length), width, height), 0, 0);
  let opaque = true;
  for (let i = 3; i < rgba.length && opaque; i += 4) opaque = rgba[i] === 255;
  const [mediaType, bytes] = opaque ? ['image/jpeg', canvas.encodeSync('jpeg', quality)] as const : ['image/webp', canvas.encodeSync('webp', quality)] as const;
  return { mediaType, bytes: new Uint8Array(bytes) };
}
