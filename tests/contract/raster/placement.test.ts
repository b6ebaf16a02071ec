import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { decode, openDecoded } from '#electron/adapters/raster/decoded.ts';
import { upright, uprightToStored } from '#electron/adapters/raster/upright.ts';
import { readAuxXml, readWorldFile } from '#electron/adapters/raster/world-file.ts';
import { readPicture } from '#electron/adapters/raster/read-picture.ts';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import { applyAffine, composeAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint } from '#shared/geometry/frames.ts';
import { allRows, GdalFolder, noise, writeRaw } from './gdal.ts';
import { greyTags, tiff, type Tag } from './hostile-tiff.ts';
import { pngChunk } from './png-file.ts';

const width = 200, height = 100;
let gdal: GdalFolder;
beforeEach(() => {
  gdal = new GdalFolder();
  writeRaw(gdal, 'grey', { width, height, bands: 1, data: noise(width * height) });
  return () => { gdal.dispose(); };
});

/** Where GDAL puts corners of pixels. */
function byGdal(file: string, points: readonly (readonly [number, number])[]): number[][] {
  const out = execFileSync('gdaltransform', [gdal.path(file)], { input: points.map((point) => point.join(' ')).join('\n'), encoding: 'utf8' });
  return out.trim().split('\n').map((line) => line.split(' ').slice(0, 2).map(Number));
}
const corners = [[0, 0], [width, 0], [0, height], [width, height], [37.25, 81.5]] as const;
const load = (file: string): Promise<ParsedDrawing> => readPicture(new Uint8Array(readFileSync(gdal.path(file))), file.endsWith('tif') ? 'tiff' : file.endsWith('png') ? 'png' : 'jpg', { fileName: file, path: gdal.path(file) });

function expectPlaced(parsed: ParsedDrawing, points: readonly (readonly [number, number])[], want: readonly (readonly number[])[], within = 1e-6): void {
  const map = parsed.placement?.toWorld;
  if (map === undefined) throw new Error('not placed');
  points.forEach(([x, y], i) => {
    const [X, Y] = applyAffine(map, drawingPoint(x, y));
    expect(Math.hypot(X - (want[i]?.[0] ?? NaN), Y - (want[i]?.[1] ?? NaN))).toBeLessThan(within);
  });
}

describe('GeoTIFF tags', () => {
  it.each([['EPSG:4527', 4527, 'metres'], ['EPSG:4549', 4549, 'metres'], ['EPSG:32650', 32650, 'metres']])('of GDAL in %s: the same corners as GDAL', async (srs, epsg, unit) => {
    gdal.translate('grey.vrt', 'geo.tif', '-a_srs', srs, '-a_ullr', '39550000.5', '3470010', '39550100.5', '3469960');
    const parsed = await load('geo.tif');
    expect(parsed.placement).toMatchObject({ epsg, unit });
    expectPlaced(parsed, corners, byGdal('geo.tif', corners));
  });

  it('in degrees are told to be degrees', async () => {
    gdal.translate('grey.vrt', 'geo.tif', '-a_srs', 'EPSG:4490', '-a_ullr', '117.1', '36.1', '117.102', '36.099');
    expect((await load('geo.tif')).placement).toMatchObject({ epsg: 4490, unit: 'degrees' });
  });

  it('turned by a matrix, and where pixels mean points', async () => {
    gdal.run('gdal_translate', '-q', '-of', 'VRT', '-a_srs', 'EPSG:4527', '-a_ullr', '0', '50', '100', '0', '@grey.vrt', '@turned.vrt');
    gdal.write('turned.vrt', readFileSync(gdal.path('turned.vrt'), 'utf8').replace(/<GeoTransform>.*<\/GeoTransform>/, '<GeoTransform>39550000, 0.4, 0.3, 3470000, 0.3, -0.4</GeoTransform>'));
    gdal.translate('turned.vrt', 'turned.tif');
    expectPlaced(await load('turned.tif'), corners, byGdal('turned.tif', corners));
    gdal.translate('turned.vrt', 'point.tif', '-mo', 'AREA_OR_POINT=Point');
    expectPlaced(await load('point.tif'), corners, byGdal('point.tif', corners));
  });

  it('by hand: one tie point and a scale, feet become metres', async () => {
    const strip = noise(40 * 30);
    const keys: Tag = [34735, 3, 1, 1, 0, 3, 1024, 0, 1, 1, 3072, 0, 1, 2225, 3076, 0, 1, 9002];
    const parsed = await readPicture(tiff([{ tags: greyTags(40, 30, strip.length, [33550, 12, 2, 2, 0], [33922, 12, 10, 20, 0, 1000, 2000, 0], keys), strip }]), 'tiff', { fileName: 'feet.tif', path: gdal.path('feet.tif') });
    expect(parsed.placement).toMatchObject({ epsg: null, unit: 'metres' });
    expectPlaced(parsed, [[10, 20], [11, 20], [10, 21]], [[304.8, 609.6], [305.4096, 609.6], [304.8, 608.9904]]);
  });

  it('of a system without a code of its own are not followed, and named', async () => {
    gdal.translate('grey.vrt', 'other.tif', '-a_srs', '+proj=tmerc +lat_0=0 +lon_0=117.3 +k=1 +x_0=500000 +y_0=0 +ellps=krass +units=m', '-a_ullr', '500000', '3470010', '500100', '3469960');
    const parsed = await load('other.tif');
    expect(parsed.placement).toBeUndefined();
    expect(parsed.notShown).toMatchObject([{ count: 1, reason: 'notShown.otherSystem' }]);
  });

  it('that are control points only are not followed, and named', async () => {
    gdal.translate('grey.vrt', 'points.tif', '-gcp', '0', '0', '100', '200', '-gcp', '200', '0', '300', '210', '-gcp', '0', '100', '90', '100', '-gcp', '200', '100', '310', '120', '-a_srs', 'EPSG:4527');
    const parsed = await load('points.tif');
    expect(parsed.placement).toBeUndefined();
    expect(parsed.notShown).toMatchObject([{ reason: 'notShown.pointsOnly' }]);
  });
});

describe('world files', () => {
  it('that GDAL writes beside PNG, JPEG and TIFF: the same corners as GDAL', async () => {
    for (const [file, format, ...ullr] of [['a.png', 'PNG', '500.5', '300', '600.5', '250'], ['b.jpg', 'JPEG', '-20', '70', '180', '-30'], ['c.tif', 'GTiff', '40550000', '3470010', '40550100', '3469960']] as const) {
      gdal.translate('grey.vrt', file, '-of', format, '-co', format === 'GTiff' ? 'TFW=YES' : 'WORLDFILE=YES', ...(format === 'GTiff' ? ['-co', 'PROFILE=BASELINE'] : []), '-a_ullr', ...ullr);
      const parsed = await load(file);
      expect(parsed.placement).toMatchObject({ epsg: null, unit: 'metres' });
      expectPlaced(parsed, [[0, 0], [width, height]], [[Number(ullr[0]), Number(ullr[1])], [Number(ullr[2]), Number(ullr[3])]], 1e-5);
    }
  });

  it.each(['plan.pgw', 'plan.PGW', 'PLAN.PGWX', 'plan.pngw', 'plan.wld', 'Plan.png.wld'])('are found as %s', async (name) => {
    gdal.translate('grey.vrt', 'plan.png', '-of', 'PNG');
    gdal.write(name, '0,5\r\n0\r\n0\r\n-0,5\r\n100,25\r\n199,75\r\n');
    expectPlaced(await load('plan.png'), [[0, 0], [200, 100]], [[100, 200], [200, 150]]);
  });

  it('with a .prj beside them say their system, and without one that degrees are degrees', async () => {
    gdal.translate('grey.vrt', 'plan.png', '-of', 'PNG');
    gdal.write('plan.pgw', '0.5\n0\n0\n-0.5\n39550000\n3470000\n');
    gdal.write('plan.prj', gdal.run('gdalsrsinfo', '-o', 'wkt_esri', 'EPSG:4527'));
    expect((await load('plan.png')).placement).toMatchObject({ epsg: 4527, unit: 'metres' });
    gdal.write('plan.prj', '');
    gdal.write('plan.pgw', '0.00001\n0\n0\n-0.00001\n117.1\n36.1\n');
    expect((await load('plan.png')).placement).toMatchObject({ epsg: null, unit: 'degrees' });
    gdal.write('plan.prj', 'PROJCS["Xian_1980_3_Degree_GK_Zone_39",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]],PROJECTION["Gauss_Kruger"],UNIT["Meter",1.0]]');
    const other = await load('plan.png');
    expect([other.placement, other.notShown]).toMatchObject([undefined, [{ type: 'Xian_1980_3_Degree_GK_Zone_39', reason: 'notShown.otherSystem' }]]);
  });

  it('that are broken are named, and the picture is read without them', async () => {
    gdal.translate('grey.vrt', 'plan.png', '-of', 'PNG');
    for (const text of ['', '1 2 3', '1\n0\n0\nx\n5\n6', '0\n0\n0\n0\n5\n6', '1\n0\n0\n1e99\n5\n6', '\0\0\0\0\0\0\0']) {
      gdal.write('plan.pgw', text);
      const parsed = await load('plan.png');
      expect([parsed.placement, parsed.notShown]).toMatchObject([undefined, [{ type: 'plan.pgw', count: 1, reason: 'notShown.worldFileBroken' }]]);
    }
  });

  it('of anyone never make anything but a sound map', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
      for (const map of [readWorldFile(text), readAuxXml(text).toWorld, readAuxXml(`<GeoTransform>${text}</GeoTransform>`).toWorld]) if (map !== null) expect(Object.values(map).every(Number.isFinite)).toBe(true);
    }));
  });
});

describe('.aux.xml', () => {
  it('of nothing but beginnings is read in no time', () => {
    const begun = performance.now();
    expect(readAuxXml('<SRS '.repeat(800_000))).toEqual({ toWorld: null, wellKnownText: '' });
    expect(readAuxXml('<GeoTransform>'.repeat(280_000))).toEqual({ toWorld: null, wellKnownText: '' });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('of GDAL gives place and system', async () => {
      execFileSync('gdal_translate', ['-q', '-of', 'PNG', '-a_srs', 'EPSG:4527', '-a_ullr', '39550000', '3470000', '39550100', '3469950', gdal.path('grey.vrt'), gdal.path('plan.png')]);
    const parsed = await load('plan.png');
    expect(parsed.placement).toMatchObject({ epsg: 4527, unit: 'metres' });
    expectPlaced(parsed, corners, byGdal('plan.png', corners));
    // It says more than a world file, and goes before it.
    gdal.write('plan.pgw', '1\n0\n0\n-1\n0\n0\n');
    expect((await load('plan.png')).placement).toEqual(parsed.placement);
  });
});

describe('a picture that is stored on its side', () => {
  it('is turned upright, and its world file still means the stored rows', async () => {
    const canvas = createCanvas(40, 20);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#ffffff'; pen.fillRect(0, 0, 40, 20);
    const jpeg = await canvas.encode('jpeg');
    const exif = Buffer.from([0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    gdal.write('side.jpg', Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
    gdal.write('side.jgw', '1\n0\n0\n-1\n100.5\n199.5\n');
    const parsed = await load('side.jpg');
    expect(parsed.bounds).toMatchObject({ maxX: 20, maxY: 40 });
    // Turned a quarter to the right: the upright upper left corner is the stored lower left one.
    expectPlaced(parsed, [[0, 0], [20, 0], [0, 40]], [[100, 180], [100, 200], [140, 180]]);
  });

  it('TIFF, in each of the eight ways', async () => {
    const strip = Uint8Array.from([10, 20, 30, 40, 50, 60]);
    for (const [orientation, want] of [[1, [10, 20, 30, 40, 50, 60]], [2, [30, 20, 10, 60, 50, 40]], [3, [60, 50, 40, 30, 20, 10]], [4, [40, 50, 60, 10, 20, 30]], [5, [10, 40, 20, 50, 30, 60]], [6, [40, 10, 50, 20, 60, 30]], [7, [60, 30, 50, 20, 40, 10]], [8, [30, 60, 20, 50, 10, 40]]] as const) {
      const parsed = await readPicture(tiff([{ tags: greyTags(3, 2, 6, [274, 3, orientation]), strip }]), 'tiff', { fileName: 'side.tif' });
      expect(parsed.bounds).toMatchObject(orientation < 5 ? { maxX: 3, maxY: 2 } : { maxX: 2, maxY: 3 });
      const pixels = await allRows(openDecoded(await decode(parsed.derived)));
      expect(Array.from({ length: 6 }, (_, i) => pixels[i * 4]), `orientation ${orientation}`).toEqual(want);
    }
  });

  it('WebP and PNG with EXIF, which windows and decoders do not agree on', async () => {
    const canvas = createCanvas(40, 20);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#ff0000'; pen.fillRect(0, 0, 40, 20);
    pen.fillStyle = '#0000ff'; pen.fillRect(0, 0, 10, 10);
    const exif = Buffer.from([...Buffer.from('MM\0*'), 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    const plain = await canvas.encode('png');
    const webp = Buffer.from(await canvas.encode('webp', 100));
    webp[20] = (webp[20] ?? 0) | 8;
    const riff = Buffer.concat([webp, Buffer.from('EXIF'), Buffer.from([exif.length, 0, 0, 0]), exif]);
    riff.writeUInt32LE(riff.length - 8, 4);
    for (const [format, bytes] of [['png', Buffer.concat([plain.subarray(0, 33), pngChunk('eXIf', exif), plain.subarray(33)])], ['webp', riff]] as const) {
      const parsed = await readPicture(new Uint8Array(bytes), format, { fileName: `side.${format}` });
      expect(parsed.bounds, format).toMatchObject({ maxX: 20, maxY: 40 });
      const pixels = await allRows(openDecoded(await decode(parsed.derived)));
      expect([pixels.length / 80, (pixels[2] ?? 0) < 20, (pixels[19 * 4 + 2] ?? 0) > 235], format).toEqual([40, true, true]);
    }
  });

  it('each orientation is undone by its map', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (orientation, across, down) => {
      const pixels = Uint32Array.from({ length: across * down }, (_, i) => i);
      const turned = upright(pixels, across, down, orientation);
      expect([...turned].sort((a, b) => a - b)).toEqual([...pixels]);
      const map = uprightToStored(orientation, across, down);
      const [uprightWidth, uprightHeight] = orientation >= 5 ? [down, across] : [across, down];
      const whole = composeAffine(map, { a: uprightWidth, b: 0, c: 0, d: 0, e: uprightHeight, f: 0 });
      const spots = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([x = 0, y = 0]) => applyAffine(whole, drawingPoint(x, y)).join());
      expect(new Set(spots)).toEqual(new Set([[0, 0], [across, 0], [0, down], [across, down]].map((corner) => corner.join())));
    }));
  });
});
