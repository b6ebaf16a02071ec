import Database from 'better-sqlite3';
import type { ZoneToWrite } from '#shared/exchange/geojson-zones.ts';
import type { Box, PlantRing } from '#shared/geometry/frames.ts';

/** "GPKG" in the header; version 1.3.0 of the format. */
const geoPackageId = 0x47504b47;
const geoPackageVersion = 10300;
/** The format's "undefined cartesian": plant metres belong to no system that other programs know. */
const cartesian = -1;
const table = 'risk_zones';

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
    level INTEGER, unassessed_units INTEGER NOT NULL, units TEXT NOT NULL);
`;

const wgs84 = 'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]';

/**
 * The zones as a GeoPackage (OGC 12-128r): one layer `risk_zones` of polygons in plant metres, without a known coordinate system;
 * `level` NULL is not assessed; `units` are names, one a line. The database is made in memory; the caller writes it out.
 */
export function geoPackageBytes(zones: readonly ZoneToWrite[], at: string): Uint8Array {
  const database = new Database(':memory:');
  try {
    database.pragma(`application_id = ${geoPackageId}`);
    database.pragma(`user_version = ${geoPackageVersion}`);
    database.exec(schema);
    const system = database.prepare('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)');
    system.run('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system');
    system.run('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
    system.run('WGS 84 geodetic', 4326, 'EPSG', 4326, wgs84, 'longitude/latitude coordinates in decimal degrees');
    const all = boundsOf(zones.flatMap(({ zone }) => zone.rings));
    database.prepare('INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(table, 'features', table, 'RiskAtlas risk zones, plant metres', at, all.minX, all.minY, all.maxX, all.maxY, cartesian);
    database.prepare('INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)').run(table, 'geom', 'POLYGON', cartesian, 0, 0);
    const insert = database.prepare(`INSERT INTO ${table} (geom, id, name, code, note, level, unassessed_units, units) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    database.transaction(() => {
      for (const { zone, unitNames, level, unassessedUnits } of zones) {
        insert.run(polygonBlob(zone.rings), zone.id, zone.name, zone.code, zone.note, level, unassessedUnits, unitNames.join('\n'));
      }
    })();
    return new Uint8Array(database.serialize());
  } finally {
    database.close();
  }
}

function boundsOf(rings: readonly PlantRing[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      minX = Math.min(minX, x);
      minY = Math.min(minY, y);
      maxX = Math.max(maxX, x);
      maxY = Math.max(maxY, y);
    }
  }
  return { minX, minY, maxX, maxY };
}

/** GeoPackage binary: head with the envelope, then well-known binary; little-endian, rings closed. */
function polygonBlob(rings: readonly PlantRing[]): Buffer {
  const head = 8 + 32;
  const blob = Buffer.alloc(head + 9 + rings.reduce((size, ring) => size + 4 + (ring.length + 1) * 16, 0));
  blob.write('GP', 0, 'latin1');
  blob.writeUInt8(0, 2);
  // Bit 0: little-endian; bits 1–3: the envelope is x and y.
  blob.writeUInt8(0b11, 3);
  blob.writeInt32LE(cartesian, 4);
  const bounds = boundsOf(rings);
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
