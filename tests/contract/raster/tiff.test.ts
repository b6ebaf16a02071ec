import { readFileSync } from 'node:fs';
import { fromArrayBuffer } from 'geotiff';
import { afterAll, describe, expect, it } from 'vitest';
import { tag, tiffDirectories, tiffPages } from '#electron/adapters/raster/tiff/directory.ts';
import { openTiff } from '#electron/adapters/raster/tiff/tiff-source.ts';
import { readPicture } from '#electron/adapters/raster/read-picture.ts';
import { openPngRows } from '#electron/adapters/raster/png-rows.ts';
import { allRows, farthest, GdalFolder, noise, writeRaw } from './gdal.ts';

/* TIFFs made by GDAL's and libtiff's own writers, compared pixel for pixel with what went into them. */
const gdal = new GdalFolder();
afterAll(() => { gdal.dispose(); });

const width = 301, height = 217;

/** Half noise, half runs of one colour, so that no compression has an easy or a hopeless time. */
function samples(bands: number): Uint8Array {
  const data = noise(width * height * bands);
  for (let i = 0; i < data.length; i += 1) if (Math.floor(i / bands / 50) % 3 > 0) data[i] = (i % bands) * 60;
  return data;
}
const rgb = samples(3), rgba = samples(4), grey = samples(1);
writeRaw(gdal, 'rgb', { width, height, bands: 3, data: rgb });
writeRaw(gdal, 'rgba', { width, height, bands: 4, data: rgba });
writeRaw(gdal, 'grey', { width, height, bands: 1, data: grey });
const low = (bits: number): Uint8Array => grey.map((value) => value >> (8 - bits));
for (const bits of [1, 2, 4]) writeRaw(gdal, `low${bits}`, { width, height, bands: 1, data: low(bits) });

/** What the pixels should be. */
function expected(data: Uint8Array, bands: number, of: (...values: number[]) => readonly number[]): Uint8Array {
  const out = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i += 1) out.set(of(...data.subarray(i * bands, (i + 1) * bands)), i * 4);
  return out;
}
const asRgb = expected(rgb, 3, (r = 0, g = 0, b = 0) => [r, g, b, 255]);
const asGrey = expected(grey, 1, (v = 0) => [v, v, v, 255]);

async function read(bytes: Uint8Array): Promise<Uint8Array> {
  const [page] = tiffPages(tiffDirectories(bytes));
  if (page === undefined) throw new Error('no page');
  expect([page.number(tag.width, 0), page.number(tag.height, 0)]).toEqual([width, height]);
  return allRows(openTiff(bytes, page, { recover: false }));
}
const co = (...options: readonly string[]): string[] => options.flatMap((option) => ['-co', option]);
const same = async (bytes: Uint8Array, pixels: Uint8Array, within = 0): Promise<void> => { expect(farthest(await read(bytes), pixels).difference).toBeLessThanOrEqual(within); };

describe('TIFF of 8-bit colours', () => {
  it.each([
    ['as it is'], ['in strips of 7 rows', 'BLOCKYSIZE=7'], ['in tiles', 'TILED=YES', 'BLOCKXSIZE=64', 'BLOCKYSIZE=32'], ['plane by plane', 'INTERLEAVE=BAND'],
    ['plane by plane in tiles, Deflate', 'INTERLEAVE=BAND', 'TILED=YES', 'BLOCKXSIZE=128', 'BLOCKYSIZE=16', 'COMPRESS=DEFLATE'],
    ['LZW', 'COMPRESS=LZW'], ['LZW in tiles with differences', 'COMPRESS=LZW', 'PREDICTOR=2', 'TILED=YES', 'BLOCKXSIZE=64', 'BLOCKYSIZE=64'], ['LZW in one strip', 'COMPRESS=LZW', `BLOCKYSIZE=${height}`],
    ['Deflate with differences', 'COMPRESS=DEFLATE', 'PREDICTOR=2'], ['PackBits', 'COMPRESS=PACKBITS'], ['highest byte first', 'ENDIANNESS=BIG', 'BLOCKYSIZE=3'], ['BigTIFF', 'BIGTIFF=YES', 'COMPRESS=LZW'],
    ['BigTIFF, highest byte first', 'BIGTIFF=YES', 'ENDIANNESS=BIG', 'TILED=YES'],
  ])('%s', async (name, ...options) => { await same(gdal.translate('rgb.vrt', `${name}.tif`, ...co(...options)), asRgb); });

  it('with opacity, multiplied in or not', async () => {
    const pixels = expected(rgba, 4, (r = 0, g = 0, b = 0, a = 0) => [r, g, b, a]);
    await same(gdal.translate('rgba.vrt', 'alpha.tif', ...co('ALPHA=NON-PREMULTIPLIED', 'COMPRESS=DEFLATE')), pixels);
    // Multiplied colours are brighter than their opacity allows only in nonsense like this noise: they stay within the range.
    await same(gdal.translate('rgba.vrt', 'premultiplied.tif', ...co('ALPHA=PREMULTIPLIED')), expected(rgba, 4, (r = 0, g = 0, b = 0, a = 0) =>
      [...[r, g, b].map((v) => (a === 0 || a === 255 ? v : Math.min(255, Math.round((v * 255) / a)))), a]));
    await same(gdal.translate('rgba.vrt', 'unspecified.tif', ...co('ALPHA=UNSPECIFIED', 'PHOTOMETRIC=RGB')), expected(rgba, 4, (r = 0, g = 0, b = 0) => [r, g, b, 255]));
  });

  it('CMYK: each ink takes its part of the light', async () => {
    await same(gdal.translate('rgba.vrt', 'cmyk.tif', ...co('PHOTOMETRIC=CMYK', 'COMPRESS=LZW')), expected(rgba, 4, (c = 0, m = 0, y = 0, k = 0) => [...[c, m, y].map((ink) => Math.round(((255 - ink) * (255 - k)) / 255)), 255]));
  });

  it.each([['YCbCr', 'PHOTOMETRIC=YCBCR'], ['RGB', 'PHOTOMETRIC=RGB'], ['YCbCr in tiles', 'PHOTOMETRIC=YCBCR', 'TILED=YES', 'BLOCKXSIZE=64', 'BLOCKYSIZE=64']])('JPEG inside, %s: as GDAL itself decodes it', async (name, ...options) => {
    // A smooth picture: what is lost in noise says nothing about the decoder.
    const smooth = new Uint8Array(width * height * 3);
    for (let i = 0; i < width * height; i += 1) smooth.set([(i % width) * 0.8, Math.floor(i / width), 128 + 100 * Math.sin(i / 4000)], i * 3);
    writeRaw(gdal, 'smooth', { width, height, bands: 3, data: smooth });
    const bytes = gdal.translate('smooth.vrt', `jpeg ${name}.tif`, ...co('COMPRESS=JPEG', 'JPEG_QUALITY=90', ...options));
    const decoded = gdal.translate(`jpeg ${name}.tif`, `jpeg ${name}.png`);
    const pixels = await allRows(openPngRows(decoded));
    const { difference } = farthest(await read(bytes), pixels);
    expect(difference).toBeLessThanOrEqual(12);
    const mean = (await read(bytes)).reduce((sum, value, i) => sum + Math.abs(value - (pixels[i] ?? 0)), 0) / pixels.length;
    expect(mean).toBeLessThan(0.5);
  });
});

describe('TIFF of one sample', () => {
  it.each([['grey'], ['grey, LZW', 'COMPRESS=LZW'], ['grey in tiles', 'TILED=YES', 'BLOCKXSIZE=16', 'BLOCKYSIZE=16', 'COMPRESS=PACKBITS']])('%s', async (name, ...options) => {
    await same(gdal.translate('grey.vrt', `${name}.tif`, ...co(...options)), asGrey);
  });

  it('grey, white is 0', async () => {
    await same(gdal.translate('grey.vrt', 'white0.tif', ...co('PHOTOMETRIC=MINISWHITE')), expected(grey, 1, (v = 0) => [255 - v, 255 - v, 255 - v, 255]));
  });

  it('JPEG inside', async () => {
    const bytes = gdal.translate('grey.vrt', 'greyjpeg.tif', ...co('COMPRESS=JPEG', 'JPEG_QUALITY=95', 'TILED=YES', 'BLOCKXSIZE=64', 'BLOCKYSIZE=64'));
    await same(bytes, await allRows(openPngRows(gdal.translate('greyjpeg.tif', 'greyjpeg.png'))), 2);
  });

  it.each([1, 2, 4])('%i bit', async (bits) => {
    const most = (1 << bits) - 1;
    const pixels = expected(low(bits), 1, (v = 0) => { const shade = Math.round((v * 255) / most); return [shade, shade, shade, 255]; });
    for (const options of [[], ['COMPRESS=LZW'], ['COMPRESS=DEFLATE', 'TILED=YES', 'BLOCKXSIZE=48', 'BLOCKYSIZE=32']]) await same(gdal.translate(`low${bits}.vrt`, `bits${bits}.tif`, ...co(`NBITS=${bits}`, ...options)), pixels);
  });

  it.each([['CCITTRLE'], ['CCITTFAX3'], ['CCITTFAX4'], ['CCITTFAX4', 'BLOCKYSIZE=11'], ['CCITTFAX4', `BLOCKYSIZE=${height}`], ['CCITTFAX4', 'PHOTOMETRIC=MINISWHITE']])('1 bit as plan scanners pack it: %s %s', async (compression, ...options) => {
    const white0 = options.includes('PHOTOMETRIC=MINISWHITE');
    const pixels = expected(low(1), 1, (v = 0) => { const shade = (v === 1) === white0 ? 0 : 255; return [shade, shade, shade, 255]; });
    await same(gdal.translate('low1.vrt', `${compression}${options.join()}.tif`, ...co('NBITS=1', `COMPRESS=${compression}`, ...options)), pixels);
  });

  it('16 bits keep their upper 8, in either order of bytes, with differences or not', async () => {
    for (const options of [[], ['ENDIANNESS=BIG'], ['COMPRESS=LZW', 'PREDICTOR=2'], ['COMPRESS=DEFLATE', 'PREDICTOR=2', 'ENDIANNESS=BIG']]) {
      await same(gdal.translate('grey.vrt', 'grey16.tif', '-ot', 'UInt16', '-scale', '0', '255', '0', '65535', ...co(...options)), asGrey);
      await same(gdal.translate('rgb.vrt', 'rgb16.tif', '-ot', 'UInt16', '-scale', '0', '255', '0', '65535', ...co('PHOTOMETRIC=RGB', ...options)), asRgb);
    }
  });

  it('a palette', async () => {
    const table = Array.from({ length: 256 }, (_, i) => `<Entry c1="${(i * 7) % 256}" c2="${255 - i}" c3="${(i * 3) % 256}" c4="255"/>`).join('');
    gdal.write('palette.vrt', readFileSync(gdal.path('grey.vrt'), 'utf8').replace('</VRTRasterBand>', `<ColorInterp>Palette</ColorInterp><ColorTable>${table}</ColorTable></VRTRasterBand>`));
    const bytes = gdal.translate('palette.vrt', 'palette.tif', ...co('COMPRESS=LZW'));
    expect(tiffDirectories(bytes)[0]?.number(tag.photometric, 0)).toBe(3);
    await same(bytes, expected(grey, 1, (v = 0) => [(v * 7) % 256, 255 - v, (v * 3) % 256, 255]));
  });

  it('what was never written (sparse) is zero', async () => {
    const blank = new Uint8Array(width * height);
    writeRaw(gdal, 'blank', { width, height, bands: 1, data: blank });
    await same(gdal.translate('blank.vrt', 'sparse.tif', ...co('SPARSE_OK=TRUE', 'TILED=YES', 'BLOCKXSIZE=64', 'BLOCKYSIZE=64')), expected(blank, 1, () => [0, 0, 0, 255]));
  });
});

describe('TIFF by a second reader', () => {
  it.each([['LZW', 'COMPRESS=LZW', 'PREDICTOR=2'], ['Deflate in tiles', 'COMPRESS=DEFLATE', 'TILED=YES', 'BLOCKXSIZE=64', 'BLOCKYSIZE=64'], ['PackBits', 'COMPRESS=PACKBITS', 'BLOCKYSIZE=9'], ['plane by plane', 'INTERLEAVE=BAND', 'COMPRESS=LZW']])('%s: geotiff.js sees the same pixels', async (name, ...options) => {
    const bytes = gdal.translate('rgb.vrt', `second ${name}.tif`, ...co(...options));
    const image = await (await fromArrayBuffer(bytes.buffer as ArrayBuffer)).getImage(0);
    const other = await image.readRasters({ interleave: true });
    const own = await read(bytes);
    expect(Array.from(own).filter((_, i) => i % 4 !== 3)).toEqual(Array.from(other as Uint8Array));
  });
});

describe('TIFF of several pages', () => {
  it('gives the page that is asked for; smaller copies of a page are none', async () => {
    gdal.translate('grey.vrt', 'pages.tif');
    gdal.translate('rgb.vrt', 'pages.tif', ...co('APPEND_SUBDATASET=YES'));
    gdal.run('gdaladdo', '-q', '@pages.tif', '2', '4');
    const bytes = new Uint8Array(readFileSync(gdal.path('pages.tif')));
    expect(tiffDirectories(bytes).length).toBeGreaterThan(2);
    expect(tiffPages(tiffDirectories(bytes))).toHaveLength(2);
    const second = await readPicture(bytes, 'tiff', { fileName: 'pages.tif', page: 2 });
    expect(second).toMatchObject({ page: 2, pages: 2, format: 'tiff', derivedKind: 'picture' });
    await expect(readPicture(bytes, 'tiff', { fileName: 'pages.tif', page: 3 })).rejects.toMatchObject({ code: 'error.layout.noPage', params: { page: 3, pages: 2 } });
  });
});
