import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}

function file(width: number, height: number, depth: number, colourType: number, lines: Uint8Array, extra: readonly Buffer[] = []): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  head[9] = colourType;
  return new Uint8Array(Buffer.concat([signature, chunk('IHDR', head), ...extra, chunk('IDAT', deflateSync(lines, { level: 6 })), chunk('IEND', new Uint8Array())]));
}

/** Distinct colours of RGBA pixels (as 32-bit values) in the order they come, or null where there are more than `most`. */
export function coloursOf(pixels: Uint32Array, most: number): Map<number, number> | null {
  const found = new Map<number, number>();
  let last: number | undefined;
  for (const pixel of pixels) {
    if (pixel === last) continue;
    last = pixel;
    if (found.has(pixel)) continue;
    if (found.size >= most) return null;
    found.set(pixel, found.size);
  }
  return found;
}

/** A PNG with a palette of at most 256 colours, with as few bits a pixel as they need. `colours` are numbered as `coloursOf` does it. */
export function palettePng(pixels: Uint32Array, width: number, height: number, colours: ReadonlyMap<number, number>): Uint8Array {
  const depth = colours.size <= 2 ? 1 : colours.size <= 4 ? 2 : colours.size <= 16 ? 4 : 8;
  const lineBytes = 1 + Math.ceil((width * depth) / 8);
  const lines = new Uint8Array(lineBytes * height);
  const perByte = 8 / depth;
  let last: number | undefined, index = 0;
  for (let y = 0, at = 0; y < height; y += 1) {
    const line = y * lineBytes + 1;
    for (let x = 0; x < width; x += 1, at += 1) {
      const pixel = pixels[at] as number; // width × height pixels
      if (pixel !== last) { last = pixel; index = colours.get(pixel) ?? 0; }
      if (index === 0) continue;
      const place = line + Math.floor(x / perByte);
      lines[place] = (lines[place] as number) | (index << (8 - depth - (x % perByte) * depth)); // within the line
    }
  }
  const palette = Buffer.alloc(colours.size * 3), alphas = Buffer.alloc(colours.size, 255);
  const bytes = new Uint8Array(Uint32Array.from(colours.keys()).buffer);
  for (let i = 0; i < colours.size; i += 1) {
    palette.set(bytes.subarray(4 * i, 4 * i + 3), 3 * i);
    alphas[i] = bytes[4 * i + 3] as number; // four bytes a colour
  }
  const extra = [chunk('PLTE', palette)];
  if (alphas.some((alpha) => alpha < 255)) extra.push(chunk('tRNS', alphas));
  return file(width, height, depth, 3, lines, extra);
}

/** A PNG of full colours, without alpha where all pixels are opaque. Each line is written as the difference to the one above it. */
export function colourPng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  let opaque = true;
  for (let i = 3; i < rgba.length && opaque; i += 4) opaque = rgba[i] === 255;
  const channels = opaque ? 3 : 4;
  const lineBytes = 1 + width * channels;
  const lines = new Uint8Array(lineBytes * height);
  for (let y = 0; y < height; y += 1) {
    let to = y * lineBytes, from = y * width * 4;
    lines[to] = y === 0 ? 0 : 2;
    to += 1;
    const above = y === 0 ? -1 : from - width * 4;
    for (let x = 0; x < width; x += 1, from += 4) {
      for (let c = 0; c < channels; c += 1, to += 1) {
        const value = rgba[from + c] as number; // within the picture
        lines[to] = above < 0 ? value : value - (rgba[above + x * 4 + c] as number); // bytes wrap, as the filter says
      }
    }
  }
  return file(width, height, 8, opaque ? 2 : 6, lines);
}
