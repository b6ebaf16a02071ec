import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost, type Host } from '#electron/host/host.ts';
import { hostPorts } from '#electron/start/ports.ts';
import type { CallInput, CallOutput, HostCallName, HostCalls } from '#shared/contract/index.ts';
import type { ZoneView } from '#shared/contract/zones.ts';
import type { ZoneChoices } from '#shared/contract/zones-import.ts';
import { areaOf } from '#shared/geometry/polygon.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { areaOfPolygon, featuresOf, gdal, hasGdal } from './gdal.ts';

const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'zones-formats-'));
const file = (name: string): string => join(folder, name);
let host: Host;
let task = 0;
const call = <Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>): Promise<CallOutput<HostCalls[Name]>> => host.call(name, input, { taskId: `t${task++}` });
const list = () => call('zones/list', {});
let layoutId = '';

/** Names and notes that formats are apt to spoil. */
const strangeName = '甲醇“罐”区\\U+4E2D,^A;𠮷 é;%%d';
const longNote = `${'备注'.repeat(400)}\n第二行 tail`;
const square = (x: number, y: number, side: number) => [plantPoint(x, y), plantPoint(x + side, y), plantPoint(x + side, y + side), plantPoint(x, y + side)];

beforeAll(async () => {
  host = createHost(hostPorts({
    entry: new URL('../../../electron/start/cli.ts', import.meta.url).href, resources: here('resources'), clock: () => '2026-11-22T04:00:00.000Z', who: () => '孙测试', emit: () => undefined,
  }));
  await call('workspace/createSample', { path: file('sample.riskatlas') });
  const [first] = await list();
  layoutId = first?.layoutId ?? '';
  const units = (await list()).flatMap(({ unitIds }) => unitIds);
  await call('zones/apply', { operation: 'copy', created: [
    { layoutId, name: strangeName, code: 'Z-1', rings: [square(420.1234, 20.0001, 60), square(430, 30, 10).reverse(), square(450, 30, 10).reverse()], unitIds: units.slice(0, 12), note: longNote },
    { layoutId, name: '没有单元的分区', code: '', rings: [square(-30.5, -40.25, 20)], unitIds: [], note: '' },
  ] });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const formats = [['geojson', 'z.geojson'], ['gpkg', 'z.gpkg'], ['shp', 'z.zip'], ['shp', 'z.shp'], ['dxf', 'z.dxf']] as const;
const essence = ({ name, code, note, rings, unitIds }: Pick<ZoneView, 'name' | 'code' | 'note' | 'rings' | 'unitIds'>) => ({ name, code, note, rings, unitIds });
const sorted = (zones: readonly ZoneView[]) => zones.map(essence).sort((a, b) => (a.name < b.name ? -1 : 1));

describe('zones out and in again', () => {
  it.each(formats)('%s as %s: nothing is new in the same workspace, and the same rows come back after all were deleted', async (format, name) => {
    const before = await list();
    await call('map/export', { out: file(name), format });
    expect(await call('zones/import', { path: file(name), layoutId })).toEqual({ created: 0, linked: 0, errors: [] });
    await call('zones/delete', { ids: before.map(({ id }) => id) });
    const { created, errors } = await call('zones/import', { path: file(name), layoutId });
    expect([created, errors]).toEqual([before.length, []]);
    expect(sorted(await list())).toEqual(sorted(before));
    await call('workspace/undo', {});
    await call('workspace/undo', {});
    expect(await list()).toEqual(before);
  });
});

describe.skipIf(!hasGdal())('what GDAL reads of it', () => {
  const names = { name: { gpkg: 'name', shp: 'NAME' }, code: { gpkg: 'code', shp: 'CODE' }, level: { gpkg: 'level', shp: 'LEVEL' }, word: { gpkg: 'level_name', shp: 'LEVEL_NAME' } } as const;
  it.each([['gpkg', 'z.gpkg', 'z.gpkg'], ['shp', 'z.shp', 'z.shp'], ['shp', 'z.zip', '/vsizip/z.zip']] as const)('%s %s: as many features, equal areas, Chinese fields, NULL for not assessed', async (format, name, source) => {
    await call('map/export', { out: file(name), format });
    const zones = await list();
    const features = featuresOf(source.startsWith('/vsizip/') ? `/vsizip/${file(name)}` : file(source));
    expect(features).toHaveLength(zones.length);
    for (const zone of zones) {
      const feature = features.find(({ properties }) => properties[names.name[format]] === zone.name);
      expect(feature?.properties[names.code[format]] ?? '').toBe(zone.code);
      expect(feature?.properties[names.level[format]] ?? null).toBe(zone.level);
      expect(feature?.properties[names.word[format]]).toBe(zone.level === null ? '未评估' : { 1: '重大风险', 2: '较大风险', 3: '一般风险', 4: '低风险' }[zone.level]);
      expect(feature?.geometry.type).toBe('Polygon');
      expect(feature?.geometry.coordinates).toHaveLength(zone.rings.length);
      expect(areaOfPolygon(feature?.geometry.coordinates ?? [])).toBeCloseTo(areaOf(zone.rings), 3);
    }
    expect(gdal('ogrinfo', '-al', '-so', file(name === 'z.zip' ? 'z.shp' : name))).not.toMatch(/warning|error/i);
  });

  it('DXF: a hatch with its holes, an outline a ring and a name for each zone, on layers by level', async () => {
    await call('map/export', { out: file('z.dxf'), format: 'dxf' });
    const zones = await list();
    const features = featuresOf(file('z.dxf'));
    const hatches = features.filter(({ geometry }) => geometry.type === 'Polygon');
    expect(hatches).toHaveLength(zones.length);
    expect(features.filter(({ geometry }) => geometry.type === 'LineString')).toHaveLength(zones.reduce((rings, zone) => rings + zone.rings.length, 0));
    const words = { 1: '重大风险', 2: '较大风险', 3: '一般风险', 4: '低风险' } as const;
    const layersOf = (found: typeof features) => found.map(({ properties }) => String(properties['Layer'])).sort();
    expect(layersOf(hatches)).toEqual(zones.map(({ level }) => `风险分区-${level === null ? '未评估' : words[level]}`).sort());
    const texts = features.filter(({ geometry }) => geometry.type === 'Point').map(({ properties }) => properties['Text']);
    for (const zone of zones.filter(({ name }) => name !== strangeName)) expect(texts).toContain(`${zone.code} ${zone.name}`.trim());
    const areas = hatches.map(({ geometry }) => areaOfPolygon(geometry.coordinates)).sort((a, b) => a - b);
    zones.map(({ rings }) => areaOf(rings)).sort((a, b) => a - b).forEach((area, i) => { expect(areas[i]).toBeCloseTo(area, 3); });
  });

  it('GeoPackage: the spatial index finds what lies in a box', async () => {
    await call('map/export', { out: file('z.gpkg'), format: 'gpkg' });
    const found = gdal('ogrinfo', '-q', '-spat', '-30', '-40', '-20', '-30', '-fid', '20', file('z.gpkg'), 'risk_zones');
    expect(found).toContain('没有单元的分区');
    expect(gdal('ogrinfo', '-q', '-sql', "SELECT count(*) AS n FROM rtree_risk_zones_geom", file('z.gpkg'))).toMatch(/n \(Integer\) = 20/);
  });
});

describe.skipIf(!hasGdal())('files that GDAL made', () => {
  const sources: readonly (readonly [name: string, ...args: string[]])[] = [
    ['a.gpkg', '-f', 'GPKG', '-nln', '分区'], ['a.geojson', '-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-a_srs', ''], ['utf8.shp', '-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8'], ['gbk.shp', '-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK'],
  ];
  it.each(sources)('%s: equal rings, names and units', async (name, ...args) => {
    const before = await list();
    const plain = before.filter((zone) => zone.name !== strangeName);
    await call('map/export', { out: file('source.gpkg'), format: 'gpkg' });
    const made = join(folder, name);
    gdal('ogr2ogr', ...args.filter((arg) => arg !== '-a_srs' && arg !== ''), '-where', "code <> 'Z-1'", made, file('source.gpkg'));
    await call('zones/delete', { ids: before.map(({ id }) => id) });
    const { created, errors } = await call('zones/import', { path: made, layoutId });
    expect([created, errors]).toEqual([plain.length, []]);
    expect(sorted(await list())).toEqual(sorted(plain));
    await call('workspace/undo', {});
    await call('workspace/undo', {});
  });

  it('DXF: hatches are zones, numbered where no text names them; by default in the coordinates of the layout’s drawing', async () => {
    await call('map/export', { out: file('source.gpkg'), format: 'gpkg' });
    gdal('ogr2ogr', '-f', 'DXF', file('hatch.dxf'), file('source.gpkg'), '-dialect', 'sqlite', '-sql', 'SELECT geom FROM risk_zones');
    const preview = await call('zones/preview', { path: file('hatch.dxf'), layoutId });
    expect(preview).toMatchObject({ format: 'dxf', choices: { frame: 'drawing' }, counts: { features: 20, nameless: 20, created: 0 } });
    const chosen = await call('zones/choose', { previewId: preview.previewId, choices: { nameless: '分区', frame: 'plant' } });
    expect(chosen.counts).toMatchObject({ features: 20, created: 20, faulty: 0 });
    const before = await list();
    await call('zones/accept', { previewId: preview.previewId });
    const rings = (zones: readonly ZoneView[]) => zones.map((zone) => JSON.stringify(zone.rings.map((ring) => ring.map(String).sort()))).sort();
    expect(rings((await list()).filter(({ name }) => /^分区\d+$/.test(name)))).toEqual(rings(before));
    await call('workspace/undo', {});
    expect(await list()).toEqual(before);
  });
});

describe('the sample’s own drawing', () => {
  it('has zones on the layer that is named after them, in the drawing’s coordinates, named by its texts', async () => {
    const { layers, choices, counts, sample, away } = await call('zones/preview', { path: here('resources/sample/plant.dxf'), layoutId });
    expect([layers.length > 1, choices.layers, choices.frame, away]).toEqual([true, ['区域界线'], 'drawing', null]);
    expect([counts.features, counts.created + counts.faulty]).toEqual([19, 19]);
    expect(sample.map(({ name }) => name)).toContain('A02 液氨球罐区');
  });
});

describe('a person’s choices', () => {
  const feature = (properties: unknown, coordinates: unknown, type = 'Polygon') => ({ type: 'Feature', properties, geometry: { type, coordinates } });
  const bow = [[[500, 0], [520, 20], [520, 0], [500, 20], [500, 0]]];
  const ring = (x: number) => [[[x, 100], [x + 10, 100], [x + 10, 110], [x, 110], [x, 100]]];
  const preview = async (features: unknown[], more: object = {}) => {
    writeFileSync(file('choice.geojson'), JSON.stringify({ type: 'FeatureCollection', features, ...more }));
    return call('zones/preview', { path: file('choice.geojson'), layoutId });
  };
  const choose = (previewId: string, choices: Partial<ZoneChoices>) => call('zones/choose', { previewId, choices });

  it('offers to put right, take apart and name, and does so', async () => {
    const start = await preview([feature({ name: '蝴蝶结' }, bow), feature({ name: '两块' }, [ring(600), ring(620)], 'MultiPolygon'), feature({}, ring(640)), feature({ name: '好' }, ring(660))]);
    expect(start.counts).toMatchObject({ features: 4, created: 1, faulty: 3, repairable: 1, severalParts: 1, nameless: 1 });
    expect(start.faults.find(({ feature: n }) => n === 1)).toMatchObject({ message: { key: 'error.zone.invalid.selfCrossing', params: { x: 510, y: 10 } }, at: [510, 10] });
    const all = await choose(start.previewId, { repair: true, split: true, nameless: '分区' });
    expect(all.counts).toMatchObject({ created: 6, faulty: 0, repaired: 2 });
    expect(all.sample.map(({ name }) => name)).toEqual(['蝴蝶结 (1)', '蝴蝶结 (2)', '两块 (1)', '两块 (2)', '分区3', '好']);
    expect(all.sample.map(({ areaM2 }) => areaM2)).toEqual([100, 100, 100, 100, 100, 100]);
    await expect(call('zones/accept', { previewId: (await preview([feature({}, ring(640))])).previewId })).rejects.toMatchObject({ code: 'error.zones.import.hasFaults' });
    await call('zones/discard', { previewId: start.previewId });
    await expect(choose(start.previewId, {})).rejects.toMatchObject({ code: 'error.zones.import.previewGone' });
  });

  it('maps fields by their names and by choice, and tells levels that differ', async () => {
    const start = await preview([feature({ 分区名称: '甲', 编号: 'N1', 风险等级: '重大', 别名: '乙' }, ring(700))]);
    expect(start.choices.fields).toEqual({ name: '分区名称', code: '编号', units: null, level: '风险等级', note: null });
    expect(start.counts).toMatchObject({ created: 1, levelsDiffer: 1 });
    const other = await choose(start.previewId, { fields: { name: '别名', code: null, units: null, level: null, note: '编号' } });
    expect(other.sample[0]).toMatchObject({ name: '乙', code: '' });
    expect(other.counts.levelsDiffer).toBe(0);
  });

  it('asks about degrees while the plant has no place on the earth, converts them when it has, and says what lies far away', async () => {
    const degrees = [[[117.2, 36.1], [117.201, 36.1], [117.201, 36.101], [117.2, 36.101], [117.2, 36.1]]];
    const asked = await preview([feature({ name: '经纬度' }, degrees)]);
    expect(asked).toMatchObject({ system: 'WGS 84', question: { key: 'zones.import.noGeoReference' }, counts: { features: 1, created: 0 } });
    await expect(call('zones/accept', { previewId: asked.previewId })).rejects.toMatchObject({ code: 'error.zones.import.frame' });
    const far = await preview([feature({ name: '远' }, ring(90_000))]);
    expect(far.away).toBeGreaterThan(80_000);
    await call('plant/setGeoReference', { reference: { source: 'known', epsg: 4548, plant: [0, 0], projected: [518_000, 3_996_000], rotation: 0 } });
    const known = await choose(asked.previewId, {});
    expect([known.question, known.counts.created]).toEqual([null, 1]);
    // A thousandth of a degree is 111 m north and, at 36°, 90 m east.
    expect(known.sample[0]?.areaM2).toBeGreaterThan(9_900);
    expect(known.sample[0]?.areaM2).toBeLessThan(10_100);
  });

  it('writes and reads again in projected metres and degrees; GCJ-02 is written only', async () => {
    for (const [format, name, frame] of [['geojson', 'w.geojson', 'wgs84'], ['gpkg', 'w.gpkg', 'wgs84'], ['gpkg', 'p.gpkg', 'projected'], ['shp', 'p.shp', 'projected'], ['shp', 'w.zip', 'wgs84'], ['dxf', 'p.dxf', 'projected'], ['geojson', 'p.geojson', 'projected']] as const) {
      await call('map/export', { out: file(name), format, frame });
      expect([name, await call('zones/import', { path: file(name), layoutId })]).toEqual([name, { created: 0, linked: 0, errors: [] }]);
    }
    const rfc = JSON.parse(readFileSync(file('w.geojson'), 'utf8')) as { crs?: unknown; features: { geometry: { coordinates: number[][][] } }[] };
    expect(rfc.crs).toBeUndefined();
    const [longitude = 0, latitude = 0] = rfc.features[0]?.geometry.coordinates[0]?.[0] ?? [];
    expect([Math.floor(longitude), Math.floor(latitude)]).toEqual([117, 36]);
    await call('map/export', { out: file('g.geojson'), format: 'geojson', frame: 'gcj02' });
    await expect(call('zones/import', { path: file('g.geojson'), layoutId })).rejects.toMatchObject({ code: 'error.zones.import.frame' });
    await expect(call('map/export', { out: file('g.gpkg'), format: 'gpkg', frame: 'gcj02' })).rejects.toMatchObject({ code: 'error.map.frameOfFormat' });
  });

  it.skipIf(!hasGdal())('GDAL knows the coordinate systems that are written, and agrees on where the zones lie', async () => {
    await call('map/export', { out: file('p.gpkg'), format: 'gpkg', frame: 'projected' });
    await call('map/export', { out: file('w.geojson'), format: 'geojson', frame: 'wgs84' });
    expect(gdal('ogrinfo', '-al', '-so', file('p.gpkg'))).toContain('ID["EPSG",4548]');
    const [ours] = (JSON.parse(readFileSync(file('w.geojson'), 'utf8')) as { features: { geometry: { coordinates: number[][][] } }[] }).features;
    const theirs = (JSON.parse(gdal('ogr2ogr', '-f', 'GeoJSON', '-t_srs', 'EPSG:4490', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=10', '/vsistdout/', file('p.gpkg'))) as { features: { geometry: { coordinates: number[][][] } }[] }).features[0];
    ours?.geometry.coordinates[0]?.forEach((position, i) => position.forEach((value, axis) => { expect(theirs?.geometry.coordinates[0]?.[i]?.[axis]).toBeCloseTo(value, 8); }));
    await call('map/export', { out: file('p.shp'), format: 'shp', frame: 'projected' });
    expect(gdal('ogrinfo', '-al', '-so', file('p.shp'))).toContain('ID["EPSG",4548]');
  });
});
