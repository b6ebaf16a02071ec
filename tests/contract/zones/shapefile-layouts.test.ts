import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createParserPool } from '#electron/adapters/parser-pool.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { gdal, hasGdal } from './gdal.ts';

const folder = mkdtempSync(join(tmpdir(), 'shp-layouts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const pool = createParserPool({ worker: new URL('../../../electron/workers/parse.ts', import.meta.url) });
const read = (path: string) => pool.drawing({ path, recover: false }, { signal: new AbortController().signal, onProgress: () => undefined });
const make = (name: string, features: readonly object[], ...args: string[]): string => {
  writeFileSync(join(folder, 'source.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  gdal('ogr2ogr', '-f', 'ESRI Shapefile', ...args, join(folder, name), join(folder, 'source.geojson'));
  return join(folder, name);
};
const feature = (type: string, coordinates: unknown, properties: object = {}) => ({ type: 'Feature', properties, geometry: { type, coordinates } });
const box = (x: number, y: number, w: number, h: number) => [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]];

describe.skipIf(!hasGdal())('shapefiles that GDAL made, as layouts', () => {
  it('lines of a surveyed grid keep their coordinates and say their system', async () => {
    const path = make('道路.shp', [feature('LineString', [[518_000, 3_996_000], [518_400, 3_996_000], [518_400, 3_996_250]], { 图层: '主干道' })], '-a_srs', 'EPSG:4548', '-lco', 'ENCODING=GBK');
    const drawing = await read(path);
    expect(drawing).toMatchObject({
      format: 'shp', encoding: 'gbk', derivedKind: 'vector', metresPerUnit: 1, entities: 1, drawn: 1, notShown: [],
      bounds: { minX: 518_000, minY: 3_996_000, maxX: 518_400, maxY: 3_996_250 }, placement: { epsg: 4548, unit: 'metres', toWorld: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 } },
    });
    expect(unpackDrawing(drawing.derived).styles.map(({ layer }) => layer)).toEqual(['主干道']);
  });

  it('degrees become metres of the zone that fits them, which is told', async () => {
    const drawing = await read(make('outline.shp', [feature('Polygon', box(117.2, 36.1, 0.002, 0.001))]));
    // At 36.1° a degree is 90,043 m east and 110,964 m north.
    expect(drawing.bounds.maxX - drawing.bounds.minX).toBeCloseTo(180.1, 0);
    expect(drawing.bounds.maxY - drawing.bounds.minY).toBeCloseTo(111, 0);
    const { toWorld: { c, f }, epsg, unit } = drawing.placement ?? { toWorld: { c: 0, f: 0 }, epsg: null, unit: '' };
    expect([epsg, unit]).toEqual([4548, 'metres']);
    // The same corner by GDAL.
    const [x = 0, y = 0] = (JSON.parse(gdal('ogr2ogr', '-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=6', '-s_srs', 'EPSG:4490', '-t_srs', 'EPSG:4548', '/vsistdout/', join(folder, 'outline.shp'))) as { features: { geometry: { coordinates: number[][][] } }[] }).features[0]?.geometry.coordinates[0]
      ?.reduce((low, [east = 0, north = 0]) => [Math.min(low[0] ?? Infinity, east), Math.min(low[1] ?? Infinity, north)], [Infinity, Infinity]) ?? [];
    expect(drawing.bounds.minX + c).toBeCloseTo(x, 3);
    expect(drawing.bounds.minY + f).toBeCloseTo(y, 3);
  });

  it('degrees of a datum whose way to CGCS2000 is not public never become metres: the layout waits for control points', async () => {
    const path = make('xian.shp', [feature('Polygon', box(117.1, 36.1, 0.004, 0.003))], '-a_srs', 'EPSG:4610');
    expect(await read(path)).toMatchObject({ metresPerUnit: null, notShown: [{ count: 1, reason: 'notShown.otherSystem' }] });
  });

  it('points are crosses with their names; a shape without coordinates is counted', async () => {
    const drawing = await read(make('points.shp', [feature('Point', [100, 100], { 名称: '消火栓1' }), feature('Point', [200, 100], { 名称: '消火栓2' }), { type: 'Feature', properties: { 名称: '空' }, geometry: null }], '-a_srs', 'EPSG:4548', '-lco', 'ENCODING=UTF-8'));
    expect([drawing.entities, drawing.drawn, drawing.notShown]).toEqual([3, 2, [{ type: 'Shape', count: 1, reason: 'notShown.noCoordinates' }]]);
    expect(unpackDrawing(drawing.derived).texts.map(({ text }) => text)).toEqual(['消火栓1', '消火栓2']);
  });

  it('a shapefile without its companions is drawn; a system that cannot be converted is named', async () => {
    const path = make('bare.shp', [feature('Polygon', box(0, 0, 100, 60))], '-a_srs', 'EPSG:2384');
    expect((await read(path)).notShown).toEqual([{ type: 'EPSG:2384', count: 1, reason: 'notShown.otherReference' }].map((row) => expect.objectContaining({ count: row.count, reason: row.reason })));
    for (const ending of ['dbf', 'shx', 'prj', 'cpg']) rmSync(path.replace(/shp$/, ending), { force: true });
    expect(await read(path)).toMatchObject({ bounds: { minX: 0, minY: 0, maxX: 100, maxY: 60 }, encoding: '', notShown: [] });
  });
});
