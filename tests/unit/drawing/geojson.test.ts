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

  it('converts longitude and latitude about the middle: 0.001 degrees at 30° N are 96.486 m east and 110.852 m north', () => {
    const { parsed } = read(line([120, 30], [120.001, 30.001]));
    expect(parsed.bounds.maxX - parsed.bounds.minX).toBeCloseTo(96.486, 2);
    expect(parsed.bounds.maxY - parsed.bounds.minY).toBeCloseTo(110.852, 2);
    expect(parsed.notShown).toEqual([{ type: 'WGS 84', count: 1, reason: 'notShown.projected' }]);
  });

  it('believes a named coordinate system', () => {
    const crs = (name: string): unknown => ({ type: 'name', properties: { name } });
    const small = { ...(line([0.1, 0.1], [0.3, 0.2]) as object) };
    expect(read({ ...small, crs: crs('urn:ogc:def:crs:EPSG::4490') }).parsed.notShown[0]?.reason).toBe('notShown.projected');
    expect(read({ ...small, crs: crs('EPSG:4547') }).parsed.notShown).toEqual([{ type: 'EPSG:4547', count: 1, reason: 'notShown.otherReference' }]);
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
