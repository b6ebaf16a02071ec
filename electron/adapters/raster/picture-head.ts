import { BrokenPicture } from './pixels.ts';
import { tag, tiffDirectories } from './tiff/directory.ts';

/** Formats that a window shows as they are. */
export type PictureFormat = 'png' | 'jpg' | 'webp';

export interface PictureSize { readonly width: number; readonly height: number }

/** Size in pixels as the picture's head says it, without decoding and before it is turned upright; null where the head is broken. */
export function pictureSize(bytes: Uint8Array, format: PictureFormat): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    // Signature (8), length (4), "IHDR" (4), width, height.
    case 'png': return bytes.length >= 24 && view.getUint32(12) === 0x49484452 ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
    case 'webp': return webpSize(view);
    case 'jpg':
      for (const { marker, at, length } of jpegSegments(view)) {
        const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
        if (isFrame && length >= 7) return { height: view.getUint16(at + 1), width: view.getUint16(at + 3) };
      }
      return null;
  }
}

/** The first chunk of a WebP is its head (VP8X), or the one picture, lossy (VP8) or not (VP8L). */
function webpSize(view: DataView): PictureSize | null {
  if (view.byteLength < 30) return null;
  switch (view.getUint32(12)) {
    case 0x56503858: return { width: 1 + (view.getUint32(23, true) >>> 8), height: 1 + (view.getUint16(27, true) | (view.getUint8(29) << 16)) };
    case 0x56503820: return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    default: return null;
  }
}

/** EXIF orientation, 1 (upright) to 8; 1 where there is none, or where it cannot be read. */
export function orientationOf(bytes: Uint8Array, format: PictureFormat): number {
  const exif = exifOf(bytes, format);
  if (exif === null) return 1;
  try {
    const value = tiffDirectories(exif)[0]?.number(tag.orientation, 1) ?? 1;
    return value >= 1 && value <= 8 ? value : 1;
  } catch (thrown) {
    if (thrown instanceof BrokenPicture || thrown instanceof RangeError) return 1;
    throw thrown;
  }
}

/** The EXIF part of a picture, which is a TIFF without pixels. */
function exifOf(bytes: Uint8Array, format: PictureFormat): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'jpg') {
    for (const { marker, at, length } of jpegSegments(view)) {
      if (marker === 0xe1 && length >= 14 && view.getUint32(at) === 0x45786966) return bytes.subarray(at + 6, at + length);
    }
    return null;
  }
  for (const { type, at, length } of format === 'png' ? pngChunks(view) : riffChunks(view)) {
    if (type === (format === 'png' ? 0x65584966 : 0x45584946)) {
      const exif = bytes.subarray(at, at + length);
      // Some WebP writers put JPEG's mark before it.
      return exif.length > 6 && exif[0] === 0x45 && exif[1] === 0x78 ? exif.subarray(6) : exif;
    }
  }
  return null;
}

interface Chunk { readonly type: number; readonly at: number; readonly length: number }

function* pngChunks(view: DataView): Generator<Chunk> {
  for (let at = 8; at + 12 <= view.byteLength;) {
    const length = view.getUint32(at);
    if (at + 12 + length > view.byteLength) return;
    yield { type: view.getUint32(at + 4), at: at + 8, length };
    at += 12 + length;
  }
}

function* riffChunks(view: DataView): Generator<Chunk> {
  for (let at = 12; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > view.byteLength) return;
    yield { type: view.getUint32(at), at: at + 8, length };
    at += 8 + length + (length % 2);
  }
}

/** The segments of a JPEG before its picture data; `at` is the first byte after the length. */
function* jpegSegments(view: DataView): Generator<{ readonly marker: number; readonly at: number; readonly length: number }> {
  let at = 2;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return;
    const marker = view.getUint8(at + 1);
    // Fill bytes and markers without a body.
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0xda || marker === 0xd9) return;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > view.byteLength) return;
    yield { marker, at: at + 4, length: length - 2 };
    at += 2 + length;
  }
}

/** Whether the picture's data goes on to its end mark; decoders show a cut picture with a grey rest, which would pass unseen. */
export function isWhole(bytes: Uint8Array, format: PictureFormat): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'jpg':
      for (let i = bytes.length - 2; i > 2; i -= 1) if (bytes[i] === 0xff && bytes[i + 1] === 0xd9) return true;
      return false;
    case 'webp': return bytes.length >= 12 && view.getUint32(4, true) + 8 <= bytes.length;
    case 'png':
      for (const { type } of pngChunks(view)) if (type === 0x49454e44) return true;
      return false;
  }
}
