import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { createParserPool } from '#electron/adapters/parser-pool.ts';
import { readDxfZones } from '#electron/adapters/dxf-zones/read-dxf-zones.ts';
import { openShapefile } from '#electron/adapters/shapefile/open-shapefile.ts';
import { readDbf } from '#electron/adapters/shapefile/read-dbf.ts';
import { readShp } from '#electron/adapters/shapefile/read-shp.ts';
import { ShapefileError } from '#electron/adapters/shapefile/shapefile-error.ts';
import { readShapefileZones } from '#electron/adapters/shapefile/read-shapefile-zones.ts';
import { geoPackageBytes } from '#electron/host/db/gpkg.ts';
import { readGeoPackageZones } from '#electron/host/db/read-gpkg.ts';
import { writeZonesDxf } from '#shared/exchange/dxf-zones.ts';
import { writeShapefile } from '#shared/exchange/shapefile-write.ts';
import { pointLimit, type ParsedZones } from '#shared/exchange/zone-file.ts';
import { plantFrame, type ZoneRecord } from '#shared/exchange/zone-record.ts';
import { AppError } from '#shared/kernel/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'bad-zones-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const pool = createParserPool({ worker: new URL('../../../electron/workers/parse.ts', import.meta.url) });
const read = (path: string) => pool.zones({ path }, { signal: new AbortController().signal, onProgress: () => undefined });
const refused = (code: string) => expect.objectContaining({ code });

const square = [[0, 0], [10, 0], [10, 10], [0, 10]] as const;
const hole = [[2, 2], [2, 4], [4, 4], [4, 2]] as const;
const records: ZoneRecord[] = [0, 1, 2].map((i) => ({
  id: `0000000${i}-0000-7000-8000-000000000000`, name: `分区${i}`, code: `A${i}`, note: '', level: null, levelName: '未评估', unassessedUnits: 0, units: ['甲单元'],
  rings: i === 1 ? [square, hole] : [square],
}));
const at = '2026-11-22T00:00:00.000Z';
const parts = writeShapefile(records, plantFrame, at);
const words = { layer: (level: number) => `L${level}`, labels: 'T' };

/** Whatever is done to a file: it is read, or refused in words; numbers that come out are counted against the limits. */
function tame(work: () => ParsedZones): void {
  try {
    const { shapes, layers } = work();
    for (const { layer, values } of shapes) expect(values.length).toBeLessThanOrEqual(layers[layer]?.fields.length ?? 0);
  } catch (thrown) {
    if (!(thrown instanceof AppError || thrown instanceof ShapefileError)) throw thrown;
  }
}
const mutations = fc.array(fc.tuple(fc.nat(1_000_000), fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff))), { minLength: 1, maxLength: 8 });
function mutated(bytes: Uint8Array, changes: readonly (readonly [number, number])[], from = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const [place, value] of changes) copy[from + (place % (copy.length - from))] = value;
  return copy;
}

describe('shapefiles', () => {
  const shp = Buffer.from(parts.shp);
  const all = (bytes: Uint8Array) => [...readShp(bytes, pointLimit)];
  it('cut anywhere: refused with the record, never read beyond the end', () => {
    for (let length = 0; length < shp.length; length += 7) {
      try {
        expect(all(shp.subarray(0, length)).length).toBeLessThan(3);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ShapefileError);
      }
    }
  });
  it.each([[104, 0x7fffffff], [100 + 8 + 36, 0x7fffffff], [100 + 8 + 40, 0x7fffffff], [100 + 8 + 40, -1], [100 + 8 + 44, 99], [108, 77]])('a count at byte %i that says %i is refused', (place, value) => {
    const copy = Buffer.from(shp);
    if (place === 104) copy.writeInt32BE(value, place);
    else copy.writeInt32LE(value, place);
    expect(() => all(copy)).toThrow(ShapefileError);
  });
  it('coordinates that are no numbers make the feature faulty, not the file', async () => {
    const copy = Buffer.from(shp);
    copy.writeDoubleLE(NaN, 100 + 8 + 48);
    const path = put('nan.shp', copy);
    put('nan.dbf', parts.dbf);
    const { shapes } = await read(path);
    expect(shapes).toHaveLength(3);
    expect(Number.isNaN(shapes[0]?.polygons[0]?.[0]?.[0])).toBe(true);
  });
  it('an index that lies is not believed, and one without the shapes is refused by name', async () => {
    const path = put('index.shp', shp);
    put('index.dbf', parts.dbf);
    put('index.shx', Buffer.alloc(500, 0xff));
    expect((await read(path)).shapes).toHaveLength(3);
    await expect(read(join(folder, 'index.shx'))).rejects.toEqual(refused('error.zones.import.part'));
  });
  it('a ring of ten million vertices is refused before it is read', async () => {
    const points = 10_000_000;
    const big = Buffer.alloc(100 + 8 + 48 + points * 16);
    big.writeInt32BE(9994, 0);
    big.writeInt32BE((big.length - 108) / 2, 104);
    big.writeInt32LE(5, 108);
    big.writeInt32LE(1, 108 + 36);
    big.writeInt32LE(points, 108 + 40);
    await expect(read(put('big.shp', big))).rejects.toEqual(refused('error.shapefile.damaged'));
    rmSync(join(folder, 'big.shp'));
  });
  it('tables: a million fields, rows that are not there, widths of nothing', () => {
    const head = Buffer.alloc(65_000, 'C');
    head.writeUInt16LE(64_999, 8);
    head.writeUInt16LE(65_535, 10);
    expect(() => readDbf(head, '')).toThrow(ShapefileError);
    const dbf = Buffer.from(parts.dbf);
    dbf.writeUInt32LE(0xffffffff, 4);
    expect(readDbf(dbf, 'UTF-8').rows).toBe(3);
    for (const [place, value] of [[8, 0], [8, 65_535], [10, 0], [10, 3]] as const) {
      const copy = Buffer.from(parts.dbf);
      copy.writeUInt16LE(value, place);
      expect(() => readDbf(copy, '')).toThrow(ShapefileError);
    }
    expect(readDbf(Buffer.from(parts.dbf), 'UTF-8').row(99)).toEqual(Array(8).fill(null));
  });
  it('zips: none inside, several, garbage, and one that unpacks to far too much', async () => {
    await expect(read(put('none.zip', zipSync({ 'a.txt': new Uint8Array(3) })))).rejects.toEqual(refused('error.shapefile.none'));
    await expect(read(put('two.zip', zipSync({ 'a.shp': parts.shp, 'b.shp': parts.shp })))).rejects.toEqual(refused('error.shapefile.several'));
    await expect(read(put('cut.zip', zipSync({ 'a.shp': parts.shp }).subarray(0, 60)))).rejects.toEqual(refused('error.shapefile.zip'));
    await expect(read(put('bomb.zip', zipSync({ 'a.shp': parts.shp, 'a.prj': new Uint8Array(50_000_000) })))).rejects.toEqual(refused('error.shapefile.zip'));
    // What belongs to no shapefile of it is never unpacked, each small enough by itself and 240 MB together.
    const large = new Uint8Array(8_000_000);
    const many = zipSync({ 'a.shp': parts.shp, ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`other${i}.dbf`, large])) }, { level: 1 });
    const before = process.memoryUsage().arrayBuffers;
    expect((await openShapefile(many, 'many.zip')).dbf).toBeNull();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
    expect((await read(put('deep.zip', zipSync({ '__MACOSX/._z.shp': new Uint8Array(9), '数据/z.SHP': parts.shp, '数据/z.DBF': parts.dbf })))).shapes).toHaveLength(3);
  });
  it('bytes changed at random', () => {
    fc.assert(fc.property(mutations, (changes) => { tame(() => { all(mutated(parts.shp, changes, 100)); readDbf(mutated(parts.dbf, changes), 'UTF-8').row(0); return { format: 'shp', encoding: '', own: false, layers: [], shapes: [] }; }); }), { numRuns: 500 });
  });
});

describe('GeoPackages', () => {
  const sound = geoPackageBytes(records, plantFrame, at);
  const altered = (sql: string): Uint8Array => {
    const database = new Database(Buffer.from(sound));
    try {
      database.unsafeMode();
      database.pragma('foreign_keys = OFF');
      database.exec(sql);
      return new Uint8Array(database.serialize());
    } finally {
      database.close();
    }
  };
  const file = 'x.gpkg';
  it('a view in the place of a table is not read, and neither are virtual tables and generated columns', () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT';
    expect(() => readGeoPackageZones(altered(`DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS ${endless} i AS table_name FROM n`), file)).toThrow(refused('error.zones.import.notGpkg'));
    const view = altered(`CREATE VIEW trap AS ${endless} i AS fid, NULL AS geom FROM n; INSERT INTO gpkg_geometry_columns VALUES ('trap', 'geom', 'POLYGON', -1, 0, 0)`);
    expect(readGeoPackageZones(view, file).layers.map(({ name }) => name)).toEqual(['risk_zones']);
    const virtual = altered("INSERT INTO gpkg_geometry_columns VALUES ('rtree_risk_zones_geom', 'id', 'POLYGON', -1, 0, 0)");
    expect(readGeoPackageZones(virtual, file).layers).toHaveLength(1);
    const generated = altered('ALTER TABLE risk_zones ADD COLUMN boom TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL');
    expect(readGeoPackageZones(generated, file).layers[0]?.fields).not.toContain('boom');
  });
  it('triggers are there and never run: the file is only read', () => {
    expect(readGeoPackageZones(altered("CREATE TRIGGER t AFTER INSERT ON gpkg_contents BEGIN DELETE FROM risk_zones; END"), file).shapes).toHaveLength(3);
  });
  it('geometries that are not whole make the feature faulty', () => {
    const geometry = (hex: string) => `UPDATE risk_zones SET geom = x'${hex}' WHERE fid = 1`;
    const head = '47500001ffffffff';
    const broken = ['', '00', '4750', head, `${head}0103000000ffffffff`, `${head}010300000001000000ffffffff`, `${head}0106000000ffffff7f`, '475000ff', `${head}01060000000100000001010000000000000000000000`];
    // The file's own triggers ask for functions that only GIS programs have.
    const free = 'DROP TRIGGER rtree_risk_zones_geom_update1; DROP TRIGGER rtree_risk_zones_geom_update2; DROP TRIGGER rtree_risk_zones_geom_update3; DROP TRIGGER rtree_risk_zones_geom_update4;';
    for (const hex of broken) expect([hex, readGeoPackageZones(altered(`${free}${geometry(hex)}`), file).shapes[0]?.problem?.kind]).toEqual([hex, 'coordinates']);
    expect(readGeoPackageZones(altered(`${free}${geometry(`${head}0101000000${'00'.repeat(16)}`)}`), file).shapes[0]?.problem).toEqual({ kind: 'geometry', type: 'Point' });
    expect(readGeoPackageZones(altered(`${free}UPDATE risk_zones SET geom = 'text' WHERE fid = 1`), file).shapes[0]?.problem).toEqual({ kind: 'geometry', type: 'null' });
  });
  it('a workspace of ours and any other database is no GeoPackage; one that is open elsewhere is told as such', async () => {
    const other = new Database(':memory:');
    other.exec('CREATE TABLE a (b)');
    await expect(read(put('other.gpkg', other.serialize()))).rejects.toEqual(refused('error.zones.import.notGpkg'));
    other.close();
    const path = put('open.gpkg', sound);
    put('open.gpkg-wal', 'changes');
    await expect(read(path)).rejects.toEqual(refused('error.zones.import.gpkgOpen'));
  });
  it('in write-ahead mode, as QGIS leaves it, it is read all the same', () => {
    const copy = Uint8Array.from(sound);
    copy[18] = 2;
    copy[19] = 2;
    expect(readGeoPackageZones(copy, file).shapes).toHaveLength(3);
  });
  it('bytes changed at random', () => {
    fc.assert(fc.property(mutations, (changes) => { tame(() => readGeoPackageZones(mutated(sound, changes, 16), file)); }), { numRuns: 300 });
  });
});

describe('DXF', () => {
  const sound = writeZonesDxf(records, plantFrame, words);
  const text = (value: string) => new TextEncoder().encode(value);
  it('cut anywhere: refused with the line', () => {
    for (let length = 1; length < sound.length - 10; length += 911) expect(() => readDxfZones(sound.subarray(0, length), 'a.dxf')).toThrow(refused('error.zones.import.dxfBroken'));
  });
  it('numbers that are none and outlines without end', () => {
    const polyline = (x: string) => `0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n8\nA\n90\n4\n70\n1\n10\n${x}\n20\n0\n10\n5\n20\n0\n10\n5\n20\n5\n42\n1e400\n0\nENDSEC\n0\nEOF\n`;
    for (const x of ['nan', '1e999', '', 'x']) expect(readDxfZones(text(polyline(x)), 'a.dxf').shapes).toHaveLength(1);
    expect(() => readDxfZones(text('0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n'), 'a.dxf')).toThrow(refused('error.zones.import.dxfEmpty'));
    expect(() => readDxfZones(text('AutoCAD Binary DXF\r\n\u001a\0'), 'a.dxf')).toThrow(refused('error.zones.import.dxfBinary'));
  });
  it('bytes changed at random', () => {
    fc.assert(fc.property(mutations, (changes) => { tame(() => readDxfZones(mutated(sound, changes), 'a.dxf')); }), { numRuns: 300 });
  });
  it('what is no file of zones is refused by what it is', async () => {
    await expect(read(put('a.txt', 'hello'))).rejects.toEqual(refused('error.zones.import.format'));
    await expect(read(put('a.dwg', 'AC1032\0\0\0'))).rejects.toEqual(refused('error.layout.dwg'));
    await expect(read(put('b.dbf', parts.dbf))).rejects.toEqual(refused('error.zones.import.part'));
    await expect(readShapefileZones(new Uint8Array(200), put('b.shp', new Uint8Array(200)), 'b.shp')).rejects.toBeInstanceOf(AppError);
  });
});
