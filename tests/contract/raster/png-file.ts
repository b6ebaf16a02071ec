import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, createDeflate, deflateSync } from 'node:zlib';

/** Bytes of a PNG chunk. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}

export const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function pngHeader(width: number, height: number, depth: number, colourType: number, interlaced = false): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return pngChunk('IHDR', head);
}

/** A PNG by hand: each line with the filter that it is given. */
export function png(width: number, height: number, depth: number, colourType: number, lines: readonly Uint8Array[], extra: readonly Buffer[] = []): Buffer {
  return Buffer.concat([pngMark, pngHeader(width, height, depth, colourType), ...extra, pngChunk('IDAT', deflateSync(Buffer.concat(lines))), pngChunk('IEND', new Uint8Array())]);
}

/** Writes a PNG of any size row by row; `row` fills one line (without the filter's byte). */
export async function writeBigPng(path: string, width: number, height: number, depth: number, colourType: number, row: (y: number, line: Uint8Array) => void): Promise<void> {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType] ?? 1;
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([pngMark, pngHeader(width, height, depth, colourType)]));
  const deflate = createDeflate({ level: 3 });
  deflate.on('data', (part: Buffer) => { writeSync(file, pngChunk('IDAT', part)); });
  const ended = new Promise((resolve) => { deflate.on('end', resolve); });
  for (let y = 0; y < height; y += 1) {
    const line = Buffer.alloc(1 + Math.ceil((width * samples * depth) / 8));
    row(y, line.subarray(1));
    if (!deflate.write(line)) await new Promise((resolve) => { deflate.once('drain', resolve); });
  }
  deflate.end();
  await ended;
  writeSync(file, pngChunk('IEND', new Uint8Array()));
  closeSync(file);
}
