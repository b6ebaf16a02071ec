import { createCanvas, loadImage } from '@napi-rs/canvas';
import { BrokenPicture } from '../pixels.ts';

/*
 * JPEG within TIFF (Technical Note 2): each strip or tile is a JPEG stream whose tables stand once, in a tag, and whose colours are what
 * the directory says, not what the stream would mean by itself.
 */

/** An Adobe marker (APP14) that says whether three components are YCbCr (1) or RGB (0). */
const colourMarker = (ycc: boolean): number[] => [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, ycc ? 1 : 0];

/** Pixels of a block as RGBA, its own width and height. @throws BrokenPicture */
export async function unpackJpeg(bytes: Uint8Array, tables: Uint8Array, ycc: boolean | null): Promise<{ readonly rgba: Uint8Array; readonly width: number; readonly height: number }> {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new BrokenPicture('JPEG');
  // Without the first and last marks of the tables' own stream.
  const between = tables.length > 4 ? tables.subarray(2, tables.length - 2) : new Uint8Array();
  const stream = Buffer.concat([bytes.subarray(0, 2), Buffer.from(ycc === null ? [] : colourMarker(ycc)), between, bytes.subarray(2)]);
  const image = await loadImage(stream).catch((thrown: unknown) => { throw new BrokenPicture('JPEG', { cause: thrown }); });
  const { width, height } = image;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height };
}

/** Width and height of a JPEG stream by its frame, before it is decoded; null where it has none. */
export function jpegFrame(bytes: Uint8Array): { readonly width: number; readonly height: number; readonly components: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0xda || marker === 0xd9) return null;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: view.getUint8(at + 9) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
