import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decode, openDecoded } from '#electron/adapters/raster/decoded.ts';
import { encodePicture } from '#electron/adapters/raster/encode-picture.ts';
import { BrokenPicture } from '#electron/adapters/raster/pixels.ts';
import { openPngRows } from '#electron/adapters/raster/png-rows.ts';
import { allRows, farthest, GdalFolder, noise, writeRaw } from './gdal.ts';
import { png, pngChunk } from './png-file.ts';

const gdal = new GdalFolder();
afterAll(() => { gdal.dispose(); });
const width = 153, height = 97;

/** The same file by the decoder of the window's own kind. */
const reference = async (bytes: Uint8Array): Promise<Uint8Array> => allRows(openDecoded(await decode(bytes)));
/** What is clear has no colour in the other decoder. */
function seen(rgba: Uint8Array): Uint8Array {
  for (let i = 0; i < rgba.length; i += 4) if (rgba[i + 3] === 0) rgba.fill(0, i, i + 3);
  return rgba;
}
async function same(bytes: Uint8Array, within = 0): Promise<void> {
  expect(farthest(seen(await allRows(openPngRows(bytes))), seen(await reference(bytes))).difference).toBeLessThanOrEqual(within);
}

describe('PNG read row by row', () => {
  it.each([0, 1, 2, 3, 4])('takes off filter %i', async (filter) => {
    for (const [colourType, samples] of [[0, 1], [2, 3]] as const) {
      const lines = Array.from({ length: height }, (_, y) => Uint8Array.from([filter, ...noise(width * samples, y + 1)]));
      await same(png(width, height, 8, colourType, lines));
    }
  });

  it('takes every depth of grey and of palettes, also with opacity', async () => {
    for (const depth of [1, 2, 4, 8]) {
      const lines = Array.from({ length: height }, (_, y) => Uint8Array.from([y % 3 === 0 ? 1 : 2, ...noise(Math.ceil((width * depth) / 8), y + 9)]));
      await same(png(width, height, depth, 0, lines));
      const palette = pngChunk('PLTE', noise(3 * (1 << depth), 5));
      await same(png(width, height, depth, 3, lines, [palette]));
      await same(png(width, height, depth, 3, lines, [palette, pngChunk('tRNS', Uint8Array.from([0, 255]))]));
      await same(png(width, height, depth, 0, lines, [pngChunk('tRNS', Uint8Array.from([0, 1]))]));
    }
  });

  it('takes 16 bits by their upper 8, and colours that stand for clear', async () => {
    for (const [colourType, samples] of [[0, 1], [2, 3]] as const) {
      const lines = Array.from({ length: height }, (_, y) => Uint8Array.from([4, ...noise(width * samples * 2, y + 3)]));
      await same(png(width, height, 16, colourType, lines), 1);
    }
    const flat = Array.from({ length: 4 }, () => Uint8Array.from([0, 10, 20, 30, 40, 50, 60]));
    const read = await allRows(openPngRows(png(2, 4, 8, 2, flat, [pngChunk('tRNS', Uint8Array.from([0, 40, 0, 50, 0, 60]))])));
    expect([...read.subarray(0, 8)]).toEqual([10, 20, 30, 255, 40, 50, 60, 0]);
  });

  it('takes grey and colours with opacity of 8 and 16 bits', async () => {
    for (const [colourType, samples] of [[4, 2], [6, 4]] as const) {
      for (const depth of [8, 16]) {
        const bytes = depth / 8;
        const lines = Array.from({ length: height }, (_, y) => {
          const line = noise(width * samples * bytes, y + 7);
          // Opaque or clear: between them the other decoder rounds.
          for (let x = 0; x < width; x += 1) for (let b = 0; b < bytes; b += 1) line[(x * samples + samples - 1) * bytes + b] = 255;
          return Uint8Array.from([0, ...line]);
        });
        await same(png(width, height, depth, colourType, lines), depth === 16 ? 1 : 0);
      }
    }
  });

  it('reads what GDAL writes', async () => {
    writeRaw(gdal, 'rgb', { width, height, bands: 3, data: noise(width * height * 3) });
    await same(gdal.translate('rgb.vrt', 'rgb.png', '-of', 'PNG', '-co', 'ZLEVEL=9'));
    await same(gdal.translate('rgb.vrt', 'rgb16.png', '-of', 'PNG', '-ot', 'UInt16', '-scale', '0', '255', '0', '65535'), 1);
  });

  it('reads data in pieces of any length', async () => {
    const whole = png(width, height, 8, 0, Array.from({ length: height }, (_, y) => Uint8Array.from([1, ...noise(width, y)])));
    const data = whole.subarray(8 + 25 + 8, whole.length - 12 - 4);
    const pieces = Array.from({ length: Math.ceil(data.length / 7) }, (_, i) => pngChunk('IDAT', data.subarray(i * 7, i * 7 + 7)));
    const split = Buffer.concat([whole.subarray(0, 33), ...pieces, pngChunk('IEND', new Uint8Array())]);
    expect(await allRows(openPngRows(split))).toEqual(await allRows(openPngRows(whole)));
  });

  it('is refused when cut at any place, or when a bit of its data was turned', async () => {
    const whole = png(20, 10, 8, 0, Array.from({ length: 10 }, (_, y) => Uint8Array.from([1, ...noise(20, y)])));
    for (let length = 8; length < whole.length - 12; length += 1) {
      const cut = whole.subarray(0, length);
      await expect((async () => allRows(openPngRows(cut)))(), `cut after ${length} bytes`).rejects.toBeInstanceOf(BrokenPicture);
    }
    for (let at = 45; at < whole.length - 20; at += 3) {
      const turned = Buffer.from(whole);
      turned[at] = (turned[at] ?? 0) ^ 4;
      await expect((async () => allRows(openPngRows(turned)))(), `bit at ${at}`).rejects.toBeInstanceOf(BrokenPicture);
    }
  });
});

describe('pictures written', () => {
  it('as PNG are the pixels themselves, whatever their number of colours', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 20 }), fc.constantFrom(1, 2, 3, 4, 5, 16, 17, 200, 256, 257, 1000), fc.boolean(), async (across, down, colours, opaque) => {
      const values = new Uint32Array(noise(colours * 4, colours).buffer);
      const pixels = Uint32Array.from({ length: across * down }, (_, i) => ((values[(i * 7919) % colours] ?? 0) | (opaque ? 0xff00_0000 : 0)) >>> 0);
      const { mediaType, bytes } = encodePicture(pixels, across, down);
      expect(mediaType).toBe('image/png');
      expect(await allRows(openPngRows(bytes))).toEqual(new Uint8Array(pixels.buffer));
      const image = await loadImage(Buffer.from(bytes));
      expect([image.width, image.height]).toEqual([across, down]);
      if (opaque) expect(await reference(bytes)).toEqual(new Uint8Array(pixels.buffer));
    }), { numRuns: 60 });
  });

  it('of more colours are JPEG, or WebP where they are not opaque', () => {
    const canvas = createCanvas(300, 300);
    const pixels = new Uint32Array(noise(300 * 300 * 4).buffer);
    expect(encodePicture(pixels, canvas.width, canvas.height).mediaType).toBe('image/webp');
    expect(encodePicture(pixels.map((value) => (value | 0xff00_0000) >>> 0), canvas.width, canvas.height).mediaType).toBe('image/jpeg');
  });
});
