import Database from 'better-sqlite3';
import { systemName, wellKnownText } from '#shared/exchange/well-known-text.ts';
import { boundsOfRings, type ZoneFrame, type ZoneRecord } from '#shared/exchange/zone-record.ts';
import { wgs84 } from '#shared/geometry/crs/systems.ts';

/** "GPKG" in the header; version 1.3.0 of the format. */
const geoPackageId = 0x47504b47;
const geoPackageVersion = 10300;
/** The format's "undefined cartesian": plant metres belong to no system that other programs know. */
const cartesian = -1;
const table = 'risk_zones';
const indexTable = `rtree_${table}_geom`;

const schema = `
  CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL, description TEXT);
  CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
  CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
  CREATE TABLE ${table} (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POLYGON, id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, note TEXT NOT NULL,
    level INTEGER, level_name TEXT NOT NULL, unassessed_units INTEGER NOT NULL, units TEXT NOT NULL);
  CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
  CREATE VIRTUAL TABLE ${indexTable} USING rtree(id, minx, maxx, miny, maxy);
`;

const box = 'NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)';
const filled = '(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))';
const empty = '(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))';
/** The triggers that the extension prescribes (GeoPackage 1.3, annex F.3), for whoever edits the file; they need functions that only such programs have. */
const triggers = `
  CREATE TRIGGER ${indexTable}_insert AFTER INSERT ON ${table} WHEN ${filled} BEGIN INSERT OR REPLACE INTO ${indexTable} VALUES (${box}); END;
  CREATE TRIGGER ${indexTable}_update1 AFTER UPDATE OF geom ON ${table} WHEN OLD.fid = NEW.fid AND ${filled} BEGIN INSERT OR REPLACE INTO ${indexTable} VALUES (${box}); END;
  CREATE TRIGGER ${indexTable}_update2 AFTER UPDATE OF geom ON ${table} WHEN OLD.fid = NEW.fid AND ${empty} BEGIN DELETE FROM ${indexTable} WHERE id = OLD.fid; END;
  CREATE TRIGGER ${indexTable}_update3 AFTER UPDATE ON ${table} WHEN OLD.fid != NEW.fid AND ${filled} BEGIN DELETE FROM ${indexTable} WHERE id = OLD.fid; INSERT OR REPLACE INTO ${indexTable} VALUES (${box}); END;
  CREATE TRIGGER ${indexTable}_update4 AFTER UPDATE ON ${table} WHEN OLD.fid != NEW.fid AND ${empty} BEGIN DELETE FROM ${indexTable} WHERE id IN (OLD.fid, NEW.fid); END;
  CREATE TRIGGER ${indexTable}_delete AFTER DELETE ON ${table} WHEN OLD.geom NOTNULL BEGIN DELETE FROM ${indexTable} WHERE id = OLD.fid; END;
`;

/**
 * The zones as a GeoPackage (OGC 12-128r, 1.3): one layer `risk_zones` of polygons with a spatial index, in plant metres without a known
 * coordinate system or in that of `frame`; `level` NULL is not assessed, `level_name` says it in words; `units` one a line. The database is
 * made in memory; the caller writes it out.
 */
export function geoPackageBytes(records: readonly ZoneRecord[], frame: ZoneFrame, at: string): Uint8Array {
  const system = frame.epsg ?? cartesian;
  const database = new Database(':memory:');
  try {
    database.pragma(`application_id = ${geoPackageId}`);
    database.pragma(`user_version = ${geoPackageVersion}`);
    database.exec(schema);
    const systems = database.prepare('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)');
    systems.run('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system');
    systems.run('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
    for (const epsg of new Set([wgs84, system])) {
      const definition = wellKnownText(epsg, 'ogc');
      if (definition !== null) systems.run(systemName(epsg), epsg, 'EPSG', epsg, definition, epsg === wgs84 ? 'longitude/latitude coordinates in decimal degrees' : systemName(epsg));
    }
    const all = boundsOfRings(records.flatMap(({ rings }) => rings));
    database.prepare('INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(table, 'features', table, `RiskAtlas risk zones, ${frame.epsg === null ? 'plant metres' : systemName(frame.epsg)}`, at, all.minX, all.minY, all.maxX, all.maxY, system);
    database.prepare('INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)').run(table, 'geom', 'POLYGON', system, 0, 0);
    database.prepare('INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)')
      .run(table, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
    const insert = database.prepare(`INSERT INTO ${table} (geom, id, name, code, note, level, level_name, unassessed_units, units) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    const index = database.prepare(`INSERT INTO ${indexTable} VALUES (?, ?, ?, ?, ?)`);
    database.transaction(() => {
      for (const { rings, id, name, code, note, level, levelName, unassessedUnits, units } of records) {
        const { lastInsertRowid } = insert.run(polygonBlob(rings, system), id, name, code, note, level, levelName, unassessedUnits, units.join('\n'));
        const { minX, minY, maxX, maxY } = boundsOfRings(rings);
        index.run(lastInsertRowid, minX, maxX, minY, maxY);
      }
    })();
    database.exec(triggers);
    return new Uint8Array(database.serialize());
  } finally {
    database.close();
  }
}

/** GeoPackage binary: head with the envelope, then well-known binary; little-endian, rings closed. */
function polygonBlob(rings: ZoneRecord['rings'], system: number): Buffer {
  const head = 8 + 32;
  const blob = Buffer.alloc(head + 9 + rings.reduce((size, ring) => size + 4 + (ring.length + 1) * 16, 0));
  blob.write('GP', 0, 'latin1');
  blob.writeUInt8(0, 2);
  // Bit 0: little-endian; bits 1–3: the envelope is x and y.
  blob.writeUInt8(0b11, 3);
  blob.writeInt32LE(system, 4);
  const bounds = boundsOfRings(rings);
  [bounds.minX, bounds.maxX, bounds.minY, bounds.maxY].forEach((value, index) => blob.writeDoubleLE(value, 8 + index * 8));
  let at = blob.writeUInt8(1, head);
  at = blob.writeUInt32LE(3, at);
  at = blob.writeUInt32LE(rings.length, at);
  for (const ring of rings) {
    at = blob.writeUInt32LE(ring.length + 1, at);
    for (const [x, y] of [...ring, ...ring.slice(0, 1)]) {
      at = blob.writeDoubleLE(x, at);
      at = blob.writeDoubleLE(y, at);
    }
  }
  return blob;
}
