import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZonesGeoJson, writeZonesGeoJson } from '#shared/exchange/geojson-zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { isValid } from '#shared/geometry/validity.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { formatMessage } from '#shared/text/index.ts';

/** JSON that looks ever so slightly like GeoJSON. */
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(fc.jsonValue(), fc.record({ type: fc.constant('FeatureCollection'), features: fc.array(fc.oneof(tie('feature'), fc.jsonValue()), { maxLength: 4 }) }), tie('feature')),
  feature: fc.record({
    type: fc.constantFrom('Feature', 'feature'), geometry: fc.oneof(tie('geometry'), fc.jsonValue()),
    properties: fc.oneof(fc.jsonValue(), fc.record({ name: fc.oneof(fc.string(), fc.jsonValue()), code: fc.oneof(fc.string(), fc.jsonValue()), units: fc.oneof(fc.array(fc.string()), fc.jsonValue()) }, { requiredKeys: [] })),
  }, { requiredKeys: ['type'] }),
  geometry: fc.record({ type: fc.constantFrom('Polygon', 'MultiPolygon', 'Point'), coordinates: fc.oneof(fc.array(fc.array(fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { maxLength: 4 }), { maxLength: 6 }), { maxLength: 3 }), fc.jsonValue()) }),
}));

const ring = fc.array(fc.tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: -1e4, max: 1e4, noNaN: true })).map(([x, y]) => plantPoint(x, y)), { minLength: 3, maxLength: 4 });

describe('GeoJSON of zones', () => {
  it('whatever is read: sound zones, or errors that can be said in words, never a crash', () => {
    fc.assert(fc.property(document, (value) => {
      try {
        const { zones, errors } = readZonesGeoJson(JSON.parse(JSON.stringify(value)), 'file.geojson');
        for (const zone of zones) expect(isValid(zone.rings)).toBe(true);
        for (const { feature, message } of errors) {
          expect(feature).toBeGreaterThan(0);
          expect(formatMessage('zh-CN', message.key, message.params)).not.toBe(message.key);
        }
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
      }
    }), { numRuns: 1_000 });
  });

  it('written and read again is the same', () => {
    fc.assert(fc.property(fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 20 }).filter((s) => s.trim() === s && s !== ''), ring }), { minLength: 1, maxLength: 5 }), (drawn) => {
      const zones = drawn.map(({ name, ring: points }) => ({ name, rings: normaliseRings([points]) })).filter(({ rings }) => isValid(rings));
      fc.pre(zones.length > 0);
      const text = JSON.stringify(writeZonesGeoJson(zones.map(({ name, rings }) => ({ zone: { id: 'x', name, code: '', rings, unitIds: [], note: '' }, unitNames: [], level: 1, unassessedUnits: 0 }))));
      const read = readZonesGeoJson(JSON.parse(text), 'file');
      expect(read.errors).toEqual([]);
      expect(read.zones.map(({ name, rings }) => ({ name, rings }))).toEqual(zones);
    }), { numRuns: 300 });
  });
});
