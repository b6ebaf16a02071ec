export type PictureFormat = 'png' | 'jpg';

export interface PictureSize { readonly width: number; readonly height: number }

/** Size in pixels as the picture's head says it, without decoding; null where the head is broken. */
export function pictureSize(bytes: Uint8Array, format: PictureFormat): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'png') {
    // Signature (8), length (4), "IHDR" (4), width, height.
    return bytes.length >= 24 && view.getUint32(12) === 0x49484452 ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
  }
  for (const { marker, at, length } of jpegSegments(view)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame && length >= 7) return { height: view.getUint16(at + 1), width: view.getUint16(at + 3) };
  }
  return null;
}

/** EXIF orientation of a JPEG, 1 (upright) to 8; 1 where there is none. */
export function jpegOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { marker, at, length } of jpegSegments(view)) {
    if (marker !== 0xe1 || length < 14 || view.getUint32(at) !== 0x45786966) continue;
    const tiff = at + 6, end = at + length;
    const little = view.getUint16(tiff) === 0x4949;
    const directory = tiff + view.getUint32(tiff + 4, little);
    if (directory + 2 > end) return 1;
    const entries = view.getUint16(directory, little);
    for (let i = 0; i < entries; i += 1) {
      const entry = directory + 2 + i * 12;
      if (entry + 12 > end) return 1;
      if (view.getUint16(entry, little) !== 0x0112) continue;
      const value = view.getUint16(entry + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  }
  return 1;
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
  if (format === 'jpg') {
    for (let i = bytes.length - 2; i > 2; i -= 1) if (bytes[i] === 0xff && bytes[i + 1] === 0xd9) return true;
    return false;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Each chunk: length, type, data, checksum.
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) if (view.getUint32(at + 4) === 0x49454e44) return true;
  return false;
}
