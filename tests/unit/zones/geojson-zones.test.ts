import { describe, expect, it } from 'vitest';
import { plantFrameName, readZonesGeoJson, writeZonesGeoJson } from '#shared/exchange/geojson-zones.ts';
import { rectangle } from '../geometry/rings.ts';

const square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
const feature = (properties: unknown, coordinates: unknown = [square], type = 'Polygon') => ({ type: 'Feature', properties, geometry: { type, coordinates } });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const keys = (document: unknown) => readZonesGeoJson(document, 'z.geojson').errors.map(({ feature: n, message }) => `${n} ${message.key}`);

describe('readZonesGeoJson', () => {
  it('reads name, code, note, units and rings, closed or not, either way round, with heights', () => {
    const { zones, errors } = readZonesGeoJson(collection(
      feature({ name: ' 罐区 ', code: 'A-1', note: '说明', units: ['储罐单元', '对象/单元'] }, [square.toReversed()]),
      feature({ name: 12, units: '一个单元' }, [square.slice(0, 4).map(([x, y]) => [x, y, 7.5])]),
      feature({ name: 'multi', units: null }, [[square]], 'MultiPolygon'),
    ), 'z.geojson');
    expect(errors).toEqual([]);
    expect(zones.map(({ feature: n, name, code, note, units }) => [n, name, code, note, units])).toEqual([
      [1, '罐区', 'A-1', '说明', ['储罐单元', '对象/单元']], [2, '12', '', '', ['一个单元']], [3, 'multi', '', '', []],
    ]);
    for (const { rings } of zones) expect(rings[0]?.length).toBe(4);
    expect(zones[1]?.rings).toEqual([rectangle(0, 0, 10, 10)]);
  });

  it('takes a single feature', () => {
    expect(readZonesGeoJson(feature({ name: 'a' }), 'z').zones.length).toBe(1);
  });

  it('names every fault of every feature, and gives the sound ones beside them', () => {
    const document = collection(
      feature({}), 'text', feature({ name: 'line' }, square, 'LineString'), feature({ name: 'two' }, [[square], [square]], 'MultiPolygon'),
      feature({ name: 'text' }, [[['0', '0'], [1, 1], [2, 0]]]), feature({ name: 'far' }, [[[0, 0], [1e9, 0], [0, 5]]]), feature({ name: 'bow' }, [[[0, 0], [10, 10], [10, 0], [0, 10]]]),
      feature({ name: 'thin' }, [[[0, 0], [5, 5], [10, 10]]]), feature({ name: 'units', units: [1] }), feature({ name: 'code', code: { a: 1 } }),
      { type: 'Feature', properties: { name: 'none' }, geometry: null }, feature({ name: 'good' }), feature({ name: '', units: [''] }, [[[0, 0]]]),
    );
    expect(keys(document)).toEqual([
      '1 error.zones.feature.name', '2 error.zones.feature.notFeature', '3 error.zones.feature.geometry', '4 error.zones.feature.parts',
      '5 error.zones.feature.coordinates', '6 error.zones.feature.coordinates', '7 error.zone.invalid.selfCrossing', '8 error.zone.invalid.fewPoints',
      '9 error.zones.feature.units', '10 error.zones.feature.code', '11 error.zones.feature.geometry',
      '13 error.zones.feature.name', '13 error.zones.feature.units', '13 error.zones.feature.coordinates',
    ]);
    expect(readZonesGeoJson(document, 'z').zones.map(({ name }) => name)).toEqual(['good']);
    expect(readZonesGeoJson(document, 'z').errors[6]?.message.params).toEqual({ feature: 7, name: 'bow', x: 5, y: 5 });
  });

  it.each([
    [null, 'error.zones.import.notFeatures'], [[], 'error.zones.import.notFeatures'], [{ type: 'Polygon', coordinates: [square] }, 'error.zones.import.notFeatures'],
    [{ type: 'FeatureCollection' }, 'error.zones.import.notFeatures'], [collection(), 'error.zones.import.empty'],
    [{ ...collection(feature({ name: 'a' })), crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }, 'error.zones.import.frame'],
  ])('refuses %j as a whole', (document, code) => {
    expect(() => readZonesGeoJson(document, 'z.geojson')).toThrow(expect.objectContaining({ code }));
  });

  it('is not led astray by names from the prototype', () => {
    expect(keys(JSON.parse('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"__proto__":{"name":"x"}},"geometry":null}]}'))).toContain('1 error.zones.feature.name');
  });
});

describe('writeZonesGeoJson', () => {
  it('writes what reads again as the same zones', () => {
    const zone = { id: '00000007-0000-7000-8000-000000000001', name: '罐区', code: 'A', note: 'n', unitIds: ['00000002-0000-7000-8000-000000000001'], rings: [rectangle(0, 0, 10, 10), rectangle(2, 2, 4, 4).toReversed()] };
    const text = JSON.stringify(writeZonesGeoJson([{ zone, unitNames: ['储罐'], level: null, unassessedUnits: 1 }]));
    const document: unknown = JSON.parse(text);
    expect(document).toMatchObject({ crs: { properties: { name: plantFrameName } }, features: [{ id: zone.id, properties: { level: null, unassessedUnits: 1, unitNames: ['储罐'] } }] });
    const { zones, errors } = readZonesGeoJson(document, 'z');
    expect(errors).toEqual([]);
    const [again] = zones;
    expect([again?.name, again?.code, again?.note, again?.units]).toEqual(['罐区', 'A', 'n', zone.unitIds]);
    expect(again?.rings.map((ring) => ring.length)).toEqual([4, 4]);
    expect(again?.rings[0]).toEqual(zone.rings[0]);
  });
});
