import { describe, expect, it } from 'vitest';
import { readGeoJson } from '#electron/adapters/geojson/read-geojson.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { opened, type Read } from '../../fixtures/layouts/make.ts';

const read = (value: unknown): Read => opened(readGeoJson(new TextEncoder().encode(JSON.stringify(value)), { fileName: 'plan.geojson', onProgress: () => undefined }));
const line = (...coordinates: number[][]): unknown => ({ type: 'LineString', coordinates });
const feature = (geometry: unknown, properties: unknown = {}): unknown => ({ type: 'Feature', properties, geometry });

describe('GeoJSON as a drawing', () => {
  it('takes plant metres as they are', () => {
    const { parsed, paths } = read({ type: 'FeatureCollection', features: [feature({ type: 'Polygon', coordinates: [[[0, 0], [80, 0], [80, 60], [0, 60], [0, 0]]] }, { layer: '围墙', fill: '#FF0000' })] });
    expect(parsed).toMatchObject({ metresPerUnit: 1, entities: 1, drawn: 1, notShown: [], bounds: { minX: 0, minY: 0, maxX: 80, maxY: 60 } });
    expect(paths.map(({ layer, filled, colour }) => [layer, filled, colour])).toEqual([['围墙', true, '#ff0000'], ['围墙', false, null]]);
  });

  it('projects longitude and latitude: 0.001 degrees at 30° N on the middle of a zone are 96.486 m east and 110.852 m north', () => {
    const { parsed } = read(line([120, 30], [120.001, 30.001]));
    expect(parsed.bounds.maxX - parsed.bounds.minX).toBeCloseTo(96.486, 2);
    expect(parsed.bounds.maxY - parsed.bounds.minY).toBeCloseTo(110.852, 2);
    expect(parsed.notShown).toEqual([{ type: 'CGCS2000 / 3-degree Gauss-Kruger CM 120E', count: 1, reason: 'notShown.projected' }]);
    // The meridian of the zone has an easting of 500 km; 30° N is 3,320,113.4 m from the equator (cs2cs +proj=tmerc +lon_0=120 +x_0=500000 +ellps=GRS80).
    const { toWorld, epsg, unit } = parsed.placement ?? {};
    expect([epsg, unit]).toEqual([4549, 'metres']);
    expect(parsed.bounds.minX + (toWorld?.c ?? NaN)).toBeCloseTo(500_000, 3);
    expect(parsed.bounds.minY + (toWorld?.f ?? NaN)).toBeCloseTo(3_320_113.398, 2);
  });

  it('believes a named coordinate system', () => {
    const crs = (name: string): unknown => ({ type: 'name', properties: { name } });
    const named = (name: string, ...coordinates: number[][]): Read['parsed'] => read({ ...(line(...coordinates) as object), crs: crs(name) }).parsed;
    for (const name of ['urn:ogc:def:crs:EPSG::4490', 'EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'http://www.opengis.net/def/crs/EPSG/0/4490']) expect(named(name, [117, 36], [118, 36]).placement?.epsg, name).toBe(4548);
    const projected = named('urn:ogc:def:crs:EPSG::4549', [500_000, 3_300_000], [500_100, 3_300_050]);
    expect([projected.placement, projected.bounds, projected.notShown]).toEqual([{ toWorld: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, epsg: 4549, unit: 'metres' }, { minX: 500_000, minY: 3_300_000, maxX: 500_100, maxY: 3_300_050 }, []]);
    const unknown = named('EPSG:2334', [100, 100], [300, 200]);
    expect([unknown.placement, unknown.metresPerUnit, unknown.notShown]).toEqual([undefined, 1, [{ type: 'EPSG:2334', count: 1, reason: 'notShown.otherReference' }]]);
    // Degrees of an older datum never become metres.
    const degrees = named('EPSG:4214', [117.1, 36.1], [117.3, 36.2]);
    expect([degrees.placement, degrees.metresPerUnit, degrees.notShown]).toEqual([undefined, null, [{ type: 'EPSG:4214', count: 1, reason: 'notShown.otherSystem' }]]);
  });

  it('reads latitude before longitude where it cannot be otherwise, and says so', () => {
    const turned = read({ ...(line([36, 117], [36.001, 117.001]) as object), crs: { type: 'name', properties: { name: 'EPSG:4490' } } }).parsed;
    const right = read({ ...(line([117, 36], [117.001, 36.001]) as object), crs: { type: 'name', properties: { name: 'EPSG:4490' } } }).parsed;
    expect(turned.bounds).toEqual(right.bounds);
    expect(turned.notShown.map(({ reason }) => reason)).toEqual(['notShown.projected', 'notShown.axesSwapped']);
    expect(turned.placement).toEqual(right.placement);
  });

  it('takes plant metres for plant metres, however small the plan', () => {
    expect(read(line([0, 0], [80, 60])).parsed.placement).toBeUndefined();
    expect(read({ ...(line([0.1, 0.1], [0.3, 0.2]) as object), units: 'm' }).parsed).toMatchObject({ bounds: { maxX: 0.3 }, notShown: [] });
  });

  it('counts points and features without a place', () => {
    const { parsed } = read({ type: 'FeatureCollection', features: [feature(line([0, 0], [9, 9])), feature({ type: 'Point', coordinates: [1, 1] }), feature(null)] });
    expect([parsed.entities, parsed.drawn]).toEqual([3, 1]);
    expect(parsed.notShown.map(({ reason }) => reason).sort()).toEqual(['notShown.noCoordinates', 'notShown.point']);
  });

  it.each([
    ['{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString","coordinates":[[0,0],["a",1]]}}]}', 'features[0]', 'coordinates.1.0'],
    ['{"type":"LineString","coordinates":[[0,0],[1e308,1]]}', 'FeatureCollection', 'coordinates.1.0'],
    ['{"type":"FeatureCollection"}', 'FeatureCollection', 'features'],
    ['{"type":"Topology"}', 'FeatureCollection', 'type "Topology"'],
    ['{"type":"LineString","coordinates":[[0,0],[1', '', ''],
    ['[1,2]', '', 'type'],
  ])('names the place of a mistake: %s', (text, where, reason) => {
    try {
      readGeoJson(new TextEncoder().encode(text), { fileName: 'plan.geojson', onProgress: () => undefined });
      expect.unreachable('it was read');
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(AppError);
      expect(thrown).toMatchObject({ code: 'error.layout.geojsonBroken', params: { file: 'plan.geojson', where } });
      expect(String((thrown as AppError).params['reason'])).toContain(reason);
    }
  });
});
