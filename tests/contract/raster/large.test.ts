import { statSync } from 'node:fs';
import { loadImage, createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { packedTilesType, unpackTiles, type TilePyramid } from '#shared/drawing/tiles.ts';
import { ParserBench } from '../../fixtures/layouts/make.ts';
import { GdalFolder } from './gdal.ts';
import { writeBigPng } from './png-file.ts';

/*
 * A scan of 20,000 × 15,000 pixels (300 million), as a sheet of A0 at 430 dots an inch has it: through the parser's worker with its limits.
 * It takes 12 seconds of one core; the time allowed is for a machine that does ten other things. memory is what the whole test process grew by.
 */
const bench = new ParserBench();
const gdal = new GdalFolder();
afterAll(() => { bench.dispose(); gdal.dispose(); });
const width = 20_000, height = 15_000;
const allowedSeconds = 150;
const allowedMegabytes = 900;

/** Lines each 200 rows and 250 columns, and a coloured stripe. */
const isInk = (x: number, y: number): boolean => y % 200 < 2 || x % 250 === 0;

async function pixel(pyramid: TilePyramid, level: number, x: number, y: number): Promise<number[]> {
  const { tileSize } = pyramid;
  const image = await loadImage(Buffer.from(pyramid.tile(level, Math.floor(x / tileSize), Math.floor(y / tileSize)).bytes));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return [...context.getImageData(x % tileSize, y % tileSize, 1, 1).data];
}

/** Runs an import, and answers its result with the time it took and how much the process grew at most. */
async function measured(path: string): Promise<{ parsed: Awaited<ReturnType<ParserBench['drawing']>>; seconds: number; megabytes: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, process.memoryUsage().rss); }, 50);
  const start = performance.now();
  try {
    const parsed = await bench.drawing(path);
    return { parsed, seconds: (performance.now() - start) / 1000, megabytes: (most - before) / 1e6 };
  } finally {
    clearInterval(watch);
  }
}

function check({ parsed, seconds, megabytes }: Awaited<ReturnType<typeof measured>>, name: string): TilePyramid {
  console.log(`${name}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, tiles ${(parsed.derived.length / 1e6).toFixed(1)} MB`);
  expect(parsed).toMatchObject({ derivedKind: 'tiles', mediaType: packedTilesType, bounds: { minX: 0, minY: 0, maxX: width, maxY: height } });
  expect(seconds).toBeLessThan(allowedSeconds);
  expect(megabytes).toBeLessThan(allowedMegabytes);
  const pyramid = unpackTiles(parsed.derived);
  expect(pyramid.levels).toHaveLength(7);
  return pyramid;
}

describe('a scan of 300 million pixels', () => {
  it('as PNG in colours', async () => {
    const path = gdal.path('colours.png');
    await writeBigPng(path, width, height, 8, 2, (y, line) => {
      line.fill(y % 200 < 2 ? 0 : 255);
      for (let x = 0; x < width; x += 250) line.set([0, (y >> 4) & 255, 0], 3 * x);
    });
    bench.progress.length = 0;
    const pyramid = check(await measured(path), 'PNG');
    expect(bench.progress.filter(({ phase }) => phase === 'progress.cutTiles').length).toBeGreaterThan(50);
    for (const [x, y] of [[0, 0], [250, 5_000], [249, 5_003], [19_999, 14_999], [10_000, 14_900]] as const) {
      expect(await pixel(pyramid, 0, x, y)).toEqual(x % 250 === 0 ? [0, (y >> 4) & 255, 0, 255] : y % 200 < 2 ? [0, 0, 0, 255] : [255, 255, 255, 255]);
    }
    // One column in 125 of the first half is half ink: 127 of 255.
    expect(await pixel(pyramid, 1, 125, 60)).toEqual([128, Math.round((((120 >> 4) & 255) + 255) / 2), 128, 255]);
  }, 300_000);

  it('as TIFF of a plan scanner: 1 bit, CCITT group 4', async () => {
    const source = gdal.path('ink.png');
    await writeBigPng(source, width, height, 1, 0, (y, line) => {
      // 1 is ink, as in the fax: no inverted copy has to be made.
      line.fill(y % 200 < 2 ? 255 : 0);
      if (y % 200 >= 2) for (let x = 0; x < width; x += 250) line[x >> 3] = (line[x >> 3] ?? 0) | (0x80 >> (x & 7));
    });
    gdal.run('gdal_translate', '-q', '-co', 'NBITS=1', '-co', 'COMPRESS=CCITTFAX4', '-co', 'PHOTOMETRIC=MINISWHITE', '@ink.png', '@scan.tif');
    expect(statSync(gdal.path('scan.tif')).size).toBeLessThan(10_000_000);
    const pyramid = check(await measured(gdal.path('scan.tif')), 'TIFF');
    for (const [x, y] of [[0, 5], [250, 7], [251, 7], [19_999, 14_999], [12_345, 201], [12_345, 202]] as const) expect((await pixel(pyramid, 0, x, y))[0], `${x}, ${y}`).toBe(isInk(x, y) ? 0 : 255);
    // A line of one pixel is still to be seen where the picture is an eighth of its size.
    const [line = 255] = await pixel(pyramid, 3, 250 / 8, 60), [paper = 0] = await pixel(pyramid, 3, 34, 60);
    expect(paper - line).toBeGreaterThan(60);
  }, 300_000);

  it('as TIFF in tiles, JPEG inside', async () => {
    gdal.run('gdal_translate', '-q', '-srcwin', '0', '0', '8000', '6000', '-co', 'TILED=YES', '-co', 'COMPRESS=JPEG', '-co', 'PHOTOMETRIC=YCBCR', '@colours.png', '@tiled.tif');
    const parsed = await bench.drawing(gdal.path('tiled.tif'));
    expect(parsed).toMatchObject({ derivedKind: 'tiles', bounds: { minX: 0, minY: 0, maxX: 8000, maxY: 6000 } });
    const pyramid = unpackTiles(parsed.derived);
    const [red = 0, green = 0, blue = 0] = await pixel(pyramid, 0, 130, 5_100);
    expect(Math.min(red, green, blue)).toBeGreaterThan(245);
    expect((await pixel(pyramid, 0, 130, 5_000))[1]).toBeLessThan(60);
  }, 300_000);

  it('stops at once when it is cancelled', async () => {
    const controller = new AbortController();
    bench.progress.length = 0;
    const work = bench.drawing(gdal.path('colours.png'), { signal: controller.signal });
    work.catch(() => undefined);
    while (!bench.progress.some(({ phase, done }) => phase === 'progress.cutTiles' && done > 0)) await new Promise((resolve) => { setTimeout(resolve, 10); });
    const start = performance.now();
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'error.cancelled' });
    expect(performance.now() - start).toBeLessThan(2_000);
  }, 60_000);
});
