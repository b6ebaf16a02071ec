import { inflateSync } from 'node:zlib';
import { BrokenPicture } from '../pixels.ts';

/*
 * The byte-wise compressions of TIFF. Each gives at most the bytes that the strip or tile has room for, so that no file unpacks to more than
 * it claims; what is cut short stays zero, and the caller counts how much came.
 */

/** What a strip or tile unpacked to: `length` bytes of `data` were in it. */
export interface Unpacked { readonly data: Uint8Array; readonly length: number }

export function unpackNone(bytes: Uint8Array, size: number): Unpacked {
  return { data: bytes.subarray(0, size), length: Math.min(bytes.length, size) };
}

/** Deflate with its zlib head (compression 8, and 32946 as it was first numbered). @throws BrokenPicture */
export function unpackDeflate(bytes: Uint8Array, size: number): Unpacked {
  try {
    // A buffer with room for a row more than is needed: what goes beyond it is an attack.
    const data = inflateSync(bytes, { maxOutputLength: size + 65_536 });
    return { data: new Uint8Array(data.buffer, data.byteOffset, Math.min(data.length, size)), length: Math.min(data.length, size) };
  } catch (thrown) {
    throw new BrokenPicture('deflate', { cause: thrown });
  }
}

/** PackBits (32773): runs of one byte, and bytes as they are. */
export function unpackPackBits(bytes: Uint8Array, size: number): Unpacked {
  const data = new Uint8Array(size);
  let to = 0;
  for (let at = 0; at < bytes.length && to < size;) {
    const head = bytes[at] as number; // below the length
    at += 1;
    if (head < 128) {
      const part = bytes.subarray(at, at + Math.min(head + 1, size - to));
      data.set(part, to);
      to += part.length;
      at += head + 1;
    } else if (head > 128) {
      const run = Math.min(257 - head, size - to);
      data.fill(bytes[at] ?? 0, to, to + run);
      to += run;
      at += 1;
    }
  }
  return { data, length: to };
}

const clear = 256, end = 257;

/**
 * LZW (5) as TIFF 6.0 has it: codes of 9 to 12 bits, highest bit first, that grow one code early. Every code is a run that was written
 * before, so only its place and length are kept.
 * @throws BrokenPicture at a code that is not there yet
 */
export function unpackLzw(bytes: Uint8Array, size: number): Unpacked {
  const data = new Uint8Array(size);
  const places = new Uint32Array(4096), lengths = new Uint32Array(4096);
  let to = 0, next = 258, width = 9, bits = 0, held = 0, at = 0;
  // Place and length of the run before.
  let lastPlace = 0, lastLength = 0;
  while (to < size) {
    while (bits < width) {
      if (at >= bytes.length) return { data, length: to };
      held = ((held << 8) | (bytes[at] as number)) & 0xff_ffff; // below the length; 12 + 8 bits are held at most
      at += 1;
      bits += 8;
    }
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === end) break;
    if (code === clear) { next = 258; width = 9; lastLength = 0; continue; }
    const place = to;
    if (code < 256) {
      data[to] = code;
      to += 1;
    } else if (code < next) {
      // Run by run of at most 4096 bytes; it may not overlap itself.
      const from = places[code] as number, length = Math.min(lengths[code] as number, size - to); // 4096 codes
      data.copyWithin(to, from, from + length);
      to += length;
    } else if (code === next && lastLength > 0) {
      const length = Math.min(lastLength, size - to);
      data.copyWithin(to, lastPlace, lastPlace + length);
      to += length;
      if (to < size) { data[to] = data[lastPlace] as number; to += 1; }
    } else throw new BrokenPicture('LZW');
    if (lastLength > 0 && next < 4096) {
      // The run before and the first byte of this one, which stands right after it.
      places[next] = lastPlace;
      lengths[next] = lastLength + 1;
      next += 1;
      if (next >= (1 << width) - 1 && width < 12) width += 1;
    }
    lastPlace = place;
    lastLength = to - place;
  }
  return { data, length: to };
}

/** Turns the bits of each byte round (fill order 2, as fax machines write them). */
export function mirrorBits(bytes: Uint8Array): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, value) => {
    let turned = 0;
    for (let bit = 0; bit < 8; bit += 1) if ((value & (1 << bit)) !== 0) turned |= 0x80 >> bit;
    return turned;
  });
  return bytes.map((value) => table[value] as number); // 256 values
}

/**
 * Takes the horizontal difference (predictor 2) off whole rows, in place: each sample was written as the difference to the same sample of
 * the pixel before.
 */
export function addUp(data: Uint8Array, rows: number, rowBytes: number, samples: number, bits: number, little: boolean): void {
  if (bits === 8) {
    for (let row = 0; row < rows; row += 1) {
      const stop = Math.min(data.length, (row + 1) * rowBytes);
      for (let i = row * rowBytes + samples; i < stop; i += 1) data[i] = (data[i] as number) + (data[i - samples] as number); // within the row
    }
    return;
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let row = 0; row < rows; row += 1) {
    const stop = Math.min(data.length - 1, (row + 1) * rowBytes);
    for (let i = row * rowBytes + 2 * samples; i < stop; i += 2) view.setUint16(i, view.getUint16(i, little) + view.getUint16(i - 2 * samples, little), little);
  }
}
