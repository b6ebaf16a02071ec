import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readPicture } from '#electron/adapters/raster/read-picture.ts';
import { tiffDirectories } from '#electron/adapters/raster/tiff/directory.ts';
import { unpackFax } from '#electron/adapters/raster/tiff/fax.ts';
import { unpackDeflate, unpackLzw, unpackPackBits } from '#electron/adapters/raster/tiff/unpack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { ParserBench } from '../../fixtures/layouts/make.ts';
import { noise } from '../../contract/raster/gdal.ts';
import { greyTags, tiff } from '../../contract/raster/hostile-tiff.ts';
import { png, pngChunk, pngHeader, pngMark } from '../../contract/raster/png-file.ts';

const bench = new ParserBench();
afterAll(() => { bench.dispose(); });
const refused = (path: string, code: string, params: Record<string, unknown> = {}): Promise<void> =>
  expect(bench.drawing(path)).rejects.toMatchObject({ name: 'AppError', code, params: expect.objectContaining(params) as unknown });
const read = (bytes: Uint8Array, recover = false) => readPicture(bytes, 'tiff', { fileName: 'plan.tif', recover });
const broken = (bytes: Uint8Array, code = 'error.layout.pictureBroken'): Promise<void> => expect(read(bytes)).rejects.toMatchObject({ name: 'AppError', code });
const grey = noise(40 * 30);

describe('a PNG that says more than it is', () => {
  it('of 100,000 × 100,000 pixels is refused by its head', async () => {
    await refused(bench.write('bomb.png', Buffer.concat([pngMark, pngHeader(100_000, 100_000, 8, 6), pngChunk('IDAT', deflateSync(Buffer.alloc(1000))), pngChunk('IEND', new Uint8Array())])), 'error.layout.pictureTooLarge', { width: 100_000, height: 100_000 });
  });

  it('of 10,000 × 10,000 pixels with data for ten rows is refused without unpacking more', async () => {
    await refused(bench.write('short.png', png(10_000, 10_000, 8, 0, [Buffer.alloc(10 * 10_001)])), 'error.layout.pictureBroken', { file: 'short.png' });
  });

  it('whose data unpacks to a thousand times what its rows need is read to its last row', async () => {
    const rows = Buffer.alloc(7_000 * 7_001, 0);
    const file = Buffer.concat([pngMark, pngHeader(7_000, 7_000, 8, 0), pngChunk('IDAT', deflateSync(Buffer.concat([rows, Buffer.alloc(400_000_000)]))), pngChunk('IEND', new Uint8Array())]);
    expect((await bench.drawing(bench.write('more.png', file))).derivedKind).toBe('tiles');
  }, 60_000);

  it('of negative or zero size is refused', async () => {
    for (const [width, height] of [[0, 10], [10, 0], [0xffff_ffff, 1], [0x8000_0000, 0x8000_0000]] as const) {
      const path = bench.write('size.png', Buffer.concat([pngMark, pngHeader(width, height, 8, 0), pngChunk('IDAT', deflateSync(Buffer.alloc(100))), pngChunk('IEND', new Uint8Array())]));
      await refused(path, width === 0 || height === 0 ? 'error.layout.pictureBroken' : 'error.layout.pictureTooLarge');
    }
  });

  it('interlaced and larger than can be unpacked at once is refused with what to do', async () => {
    await refused(bench.write('interlaced.png', Buffer.concat([pngMark, pngHeader(20_000, 15_000, 8, 2, true), pngChunk('IDAT', deflateSync(Buffer.alloc(100))), pngChunk('IEND', new Uint8Array())])),
      'error.layout.pictureTooLargeAtOnce', { width: 20_000, height: 15_000, limit: 150 });
  });
});

describe('a JPEG or WebP', () => {
  it('larger than can be unpacked at once is refused by its head', async () => {
    const jpeg = Buffer.from(await createCanvas(30, 20).encode('jpeg'));
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(15_000, frame + 5); jpeg.writeUInt16BE(20_000, frame + 7);
    await refused(bench.write('large.jpg', jpeg), 'error.layout.pictureTooLargeAtOnce', { width: 20_000, height: 15_000 });
  });

  it('WebP cut is refused, whole it is taken as it is', async () => {
    const webp = await createCanvas(300, 200).encode('webp', 90);
    expect(await bench.drawing(bench.write('plan.webp', webp))).toMatchObject({ format: 'webp', mediaType: 'image/webp', derivedKind: 'picture', bounds: { maxX: 300, maxY: 200 } });
    for (const part of [0.2, 0.5, 0.9]) await refused(bench.write('cut.webp', webp.subarray(0, Math.max(20, Math.floor(webp.length * part)))), 'error.layout.pictureBroken');
  });
});

describe('a TIFF by hand', () => {
  it('is read as it stands', async () => {
    expect(await read(tiff([{ tags: greyTags(40, 30, grey.length), strip: grey }]))).toMatchObject({ format: 'tiff', derivedKind: 'picture', mediaType: 'image/png', bounds: { maxX: 40, maxY: 30 } });
  });

  it('whose directories go round in a circle has the pages it has', async () => {
    const page = { tags: greyTags(40, 30, grey.length), strip: grey };
    const whole = tiff([page, page]);
    const first = new DataView(whole.buffer).getUint32(4, true);
    const circle = tiff([page, { ...page, next: first }]);
    expect(tiffDirectories(circle)).toHaveLength(2);
    expect(await read(circle)).toMatchObject({ pages: 2 });
    const self = tiff([{ ...page, next: first }]);
    expect(tiffDirectories(self)).toHaveLength(1);
  });

  it('with strips elsewhere, too few or too short is refused, and read with blanks in recovery', async () => {
    for (const more of [[[273, 4, 4_000_000_000]], [[279, 4, 0xffff_ffff]], [[278, 4, 10]], [[279, 4, 100]]] as const) {
      const bytes = tiff([{ tags: greyTags(40, 30, grey.length, ...more), ...(more[0][0] === 273 ? {} : { strip: grey }) }]);
      await broken(bytes);
      if (more[0][0] !== 278) expect(await read(bytes, true)).toMatchObject({ derivedKind: 'picture' });
    }
  });

  it('without size, of absurd size, or of strips that fill the memory is refused before memory is taken', async () => {
    await broken(tiff([{ tags: greyTags(0, 30, grey.length), strip: grey }]));
    await broken(tiff([{ tags: greyTags(40, 0, grey.length), strip: grey }]));
    await broken(tiff([{ tags: greyTags(0xffff_ffff, 0xffff_ffff, grey.length), strip: grey }]), 'error.layout.pictureTooLarge');
    await broken(tiff([{ tags: [...greyTags(20_000, 25_000, grey.length)], strip: grey }]), 'error.layout.tiffUndivided');
    await broken(tiff([{ tags: greyTags(40, 30, grey.length, [278, 4, 0]), strip: grey }]));
    await broken(tiff([{ tags: greyTags(40, 30, grey.length, [322, 4, 0], [323, 4, 0], [324, 4, 8], [325, 4, 100]), strip: grey }]));
    // A million tiles of 1 × 1 pixels.
    await broken(tiff([{ tags: greyTags(6_000, 6_000, grey.length, [322, 4, 1], [323, 4, 1], [324, 4, 8], [325, 4, 100]), strip: grey }]));
  });

  it('of kinds that are not read says which', async () => {
    const kind = async (...more: Parameters<typeof greyTags>[3][]): Promise<unknown> => read(tiff([{ tags: greyTags(40, 30, grey.length, ...more), strip: grey }])).catch((thrown: unknown) => (thrown instanceof AppError ? [thrown.code, thrown.params['kind']] : thrown));
    expect(await kind([259, 3, 34712])).toEqual(['error.layout.tiffKind', 'TIFF, JPEG 2000']);
    expect(await kind([258, 3, 32])).toEqual(['error.layout.tiffKind', 'TIFF, 32 bits']);
    expect(await kind([262, 3, 8], [277, 3, 3], [258, 3, 8, 8, 8])).toEqual(['error.layout.tiffKind', 'TIFF, CIELab']);
    expect(await kind([339, 3, 3])).toEqual(['error.layout.tiffKind', 'TIFF, floating point or signed samples']);
    expect(await kind([277, 3, 0])).toEqual(['error.layout.tiffKind', 'TIFF, photometric 1, 0 samples']);
    expect(await kind([317, 3, 3])).toEqual(['error.layout.tiffKind', 'TIFF, predictor 3, 8 bits']);
  });

  it('cut at any place is refused', async () => {
    const whole = tiff([{ tags: greyTags(40, 30, grey.length), strip: grey }]);
    // The last four bytes are the place of a next directory, which there is none of.
    for (let length = 4; length < whole.length - 4; length += 7) await broken(whole.subarray(0, length));
  });

  it('with any bytes changed is read or refused, never a crash', async () => {
    const lzw = readFileSync(gdalTiff('COMPRESS=LZW')), jpeg = readFileSync(gdalTiff('COMPRESS=JPEG')), fax = readFileSync(gdalTiff('COMPRESS=CCITTFAX4', 'NBITS=1'));
    await fc.assert(fc.asyncProperty(fc.constantFrom(lzw, jpeg, fax, Buffer.from(tiff([{ tags: greyTags(40, 30, grey.length), strip: grey }]))), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }), fc.boolean(), async (file, changes, recover) => {
      const copy = new Uint8Array(file);
      for (const [at, value] of changes) copy[at % copy.length] = value;
      const result = await read(copy, recover).catch((thrown: unknown) => thrown);
      if (result instanceof Error) expect(result).toBeInstanceOf(AppError);
    }), { numRuns: 300 });
  }, 120_000);
});

/** A small TIFF of GDAL's. */
function gdalTiff(...options: readonly string[]): string {
  const source = bench.write('source.png', png(64, 48, 8, 0, Array.from({ length: 48 }, (_, y) => Uint8Array.from([0, ...noise(64, y).map((value) => (options.includes('NBITS=1') ? value & 1 : value))]))));
  const target = `${source}.${options.join('.').replaceAll('=', '-')}.tif`;
  execFileSync('gdal_translate', ['-q', ...options.flatMap((option) => ['-co', option]), source, target], { stdio: 'pipe' });
  return target;
}

describe('the compressions of TIFF', () => {
  it('give no more than there is room for, whatever they are given', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 500 }), (bytes, size) => {
      for (const unpack of [unpackLzw, unpackPackBits, unpackDeflate, (from: Uint8Array, room: number) => unpackFax(from, 8, room, 't6', false), (from: Uint8Array, room: number) => unpackFax(from, 8, room, 't4', true), (from: Uint8Array, room: number) => unpackFax(from, 13, room, 'rows', false)]) {
        try {
          const { data, length } = unpack(bytes, size);
          expect(length).toBeLessThanOrEqual(data.length);
          expect(data.length).toBeLessThanOrEqual(2 * size);
        } catch (thrown) {
          expect(thrown).toMatchObject({ constructor: expect.any(Function) as unknown });
          expect((thrown as Error).constructor.name).toBe('BrokenPicture');
        }
      }
    }), { numRuns: 2_000 });
  });

  it('refuse what unpacks to far more than its strip', () => {
    expect(() => unpackDeflate(deflateSync(Buffer.alloc(50_000_000)), 1_000)).toThrow('deflate');
    // LZW: one byte, then ever longer runs of it.
    expect(unpackPackBits(new Uint8Array(10_000).fill(0x81), 1_000).length).toBe(1_000);
  });
});
