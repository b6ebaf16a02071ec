import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDxfZones } from '#electron/adapters/dxf-zones/read-dxf-zones.ts';
import { readDbf } from '#electron/adapters/shapefile/read-dbf.ts';
import { polygonsOfParts, readShp } from '#electron/adapters/shapefile/read-shp.ts';
import { geoPackageBytes } from '#electron/host/db/gpkg.ts';
import { readGeoPackageZones } from '#electron/host/db/read-gpkg.ts';
import { utf8Pieces, writeDbf } from '#shared/exchange/dbf-write.ts';
import { writeZonesDxf } from '#shared/exchange/dxf-zones.ts';
import { encodeGbk, inGbk } from '#shared/exchange/gbk.ts';
import { interpretZones } from '#shared/exchange/interpret-zones.ts';
import { writeShapefile } from '#shared/exchange/shapefile-write.ts';
import { frameOfText, plantSystemText, wellKnownText } from '#shared/exchange/well-known-text.ts';
import { guessFields } from '#shared/exchange/zone-fields.ts';
import { pointLimit, type ParsedZones } from '#shared/exchange/zone-file.ts';
import { plantFrame, type ZoneRecord } from '#shared/exchange/zone-record.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { validateRings } from '#shared/geometry/validity.ts';

const line = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((text) => text.replaceAll('\0', '').replace(/[\ud800-\udfff]/g, '').replaceAll('\uFEFF', '').trim()).filter((text) => text !== '');
const steps = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((value) => value / 10_000);
const rings = fc.tuple(steps, steps, fc.integer({ min: 1, max: 900_000 }), fc.boolean()).map(([x, y, size, withHole]) => {
  const side = size / 10_000 + 4;
  const outer = [plantPoint(x, y), plantPoint(x + side, y), plantPoint(x + side, y + side), plantPoint(x + side / 2, y + side * 1.5), plantPoint(x, y + side)];
  return normaliseRings(withHole ? [outer, [plantPoint(x + 1, y + 1), plantPoint(x + 1, y + 2), plantPoint(x + 2, y + 2)]] : [outer]);
}).filter((polygon) => validateRings(polygon).length === 0);
const record = fc.record({
  name: line, code: fc.oneof(fc.constant(''), line.map((text) => text.slice(0, 90).trim()).filter((text) => !/[\ud800-\udbff]$/.test(text))), note: fc.oneof(fc.constant(''), line),
  level: fc.constantFrom(1, 2, 3, 4, null), units: fc.array(line.filter((text) => !/[\r\n]/.test(text)), { maxLength: 4 }), rings, id: fc.uuid(),
}).map((fields): ZoneRecord => ({ ...fields, levelName: fields.level === null ? '未评估' : `${fields.level}级`, unassessedUnits: 0 } as ZoneRecord));
const records = fc.uniqueArray(record, { minLength: 1, maxLength: 5, selector: ({ id }) => id });

/** What an import without a person's choices makes of a file. */
function zonesOf(parsed: ParsedZones) {
  const fields = guessFields(parsed.layers[0]?.fields ?? []);
  const { zones, errors } = interpretZones(parsed.shapes, parsed.layers, () => ({ fields, toPlant: plantPoint, split: false, repair: false, nameless: null }));
  expect(errors).toEqual([]);
  const lines = (units: readonly string[]) => units.flatMap((text) => text.split('\n'));
  return zones.map((zone) => ({ name: zone.name, code: zone.code, note: zone.note, units: lines(zone.units), rings: zone.rings })).sort((a, b) => (JSON.stringify(a.rings) < JSON.stringify(b.rings) ? -1 : 1));
}
const expected = (given: readonly ZoneRecord[]) => given.map(({ name, code, note, units, rings: shape }) => ({ name, code, note, units: [...units], rings: shape })).sort((a, b) => (JSON.stringify(a.rings) < JSON.stringify(b.rings) ? -1 : 1));
const at = '2026-11-22T00:00:00.000Z';
const words = { layer: (level: number) => `层${level}`, labels: '名称' };

describe('zones written and read again are the same', () => {
  it('GeoPackage', () => {
    fc.assert(fc.property(records, (given) => { expect(zonesOf(readGeoPackageZones(geoPackageBytes(given, plantFrame, at), 'a.gpkg'))).toEqual(expected(given)); }), { numRuns: 100 });
  });
  it('Shapefile', () => {
    fc.assert(fc.property(records, (given) => {
      const { shp, dbf } = writeShapefile(given, plantFrame, at);
      const table = readDbf(dbf, 'UTF-8');
      const shapes = [...readShp(shp, pointLimit)].map(({ index, parts }) => ({ feature: index + 1, layer: 0, values: table.row(index), polygons: polygonsOfParts(parts), problem: null }));
      const parsed: ParsedZones = { format: 'shp', encoding: 'utf-8', own: true, shapes, layers: [{ name: '', fields: table.fields, frame: { kind: 'plant' }, metresPerUnit: 1, areas: shapes.length }] };
      expect(zonesOf(parsed)).toEqual(expected(given));
    }), { numRuns: 200 });
  });
  it('DXF', () => {
    fc.assert(fc.property(records, (given) => {
      const parsed = readDxfZones(writeZonesDxf(given, plantFrame, words), 'a.dxf');
      // Layers are levels: their fields are the same in each.
      expect(zonesOf({ ...parsed, shapes: parsed.shapes.map((shape) => ({ ...shape, layer: 0 })) })).toEqual(expected(given));
    }), { numRuns: 200 });
  });
});

describe('parts of the formats', () => {
  it('pieces of a text are at most 254 bytes, whole characters, and together the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (text) => {
      const pieces = utf8Pieces(text);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(254);
    }));
  });
  it('long texts come back from a table whole', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('储', '罐', 'é', 'a', ' ', '𠮷'), maxLength: 800 }).map((text) => text.trim()), { minLength: 1, maxLength: 4 }), (texts) => {
      const table = readDbf(writeDbf([{ name: 'NOTE', kind: 'text', values: texts }], texts.length, '2026-11-22'), 'UTF-8');
      expect(texts.map((_, i) => table.row(i)[0] ?? '')).toEqual(texts);
    }));
  });
  it('GBK is what the platform decodes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 50 }).map((text) => [...text].filter((character) => character.length === 1 && inGbk(character)).join('')), (text) => {
      expect(new TextDecoder('gbk', { ignoreBOM: true }).decode(encodeGbk(text))).toBe(text);
    }));
    expect([...encodeGbk('分区')]).toEqual([0xb7, 0xd6, 0xc7, 0xf8]);
  });
  it('every coordinate system that is written is known again, in both dialects', () => {
    for (const epsg of [4326, 4490, ...Array.from({ length: 64 }, (_, i) => 4491 + i), 32601, 32650, 32660, 32701, 32760]) {
      expect(frameOfText(wellKnownText(epsg, 'ogc') ?? '')).toEqual({ kind: 'epsg', epsg });
      const again = frameOfText(wellKnownText(epsg, 'esri') ?? '');
      // A zone of six degrees with the meridian of one of three is the same system under another code.
      const twin = again.kind === 'epsg' ? wellKnownText(again.epsg, 'esri')?.replace(/^PROJCS\["[^"]*"/, '') : null;
      expect(twin).toBe(wellKnownText(epsg, 'esri')?.replace(/^PROJCS\["[^"]*"/, ''));
    }
    expect(frameOfText(plantSystemText)).toEqual({ kind: 'plant' });
    expect(frameOfText('PROJCS["Xian_1980_3_Degree_GK_CM_117E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],UNIT["Meter",1.0]]'))
      .toEqual({ kind: 'other', name: 'Xian_1980_3_Degree_GK_CM_117E' });
  });
});
