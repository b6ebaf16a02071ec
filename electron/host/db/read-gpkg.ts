import Database from 'better-sqlite3';
import { frameOfText, type FileFrame } from '#shared/exchange/well-known-text.ts';
import { featureLimit, fieldLimit, pointLimit, type FieldValue, type ParsedZones, type ZoneFileLayer, type ZoneFileShape } from '#shared/exchange/zone-file.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { readPolygons, WellKnownBinaryError } from './well-known-binary.ts';

const sqliteHead = 'SQLite format 3\0';
/** More layers than this are not looked at. */
const layerLimit = 1_000;

/** Whether the bytes begin as those of an SQLite file do. */
export const isSqlite = (bytes: Uint8Array): boolean => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.length)).toString('latin1') === sqliteHead;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The polygons of every feature layer of a GeoPackage. The database is opened from memory, so that the file is neither locked nor changed. Nothing in it
 * is run: only ordinary tables and stored columns are read, never views, virtual tables or generated columns, and the schema is not trusted.
 * @throws AppError error.zones.import.gpkg…, tooMany, tooManyPoints, empty
 */
export function readGeoPackageZones(bytes: Uint8Array, fileName: string): ParsedZones {
  const copy = Buffer.from(bytes);
  // A file in write-ahead mode cannot be opened from memory; without its log it is an ordinary one.
  if (copy[18] === 2) copy[18] = 1;
  if (copy[19] === 2) copy[19] = 1;
  let database: Database.Database | null = null;
  try {
    database = new Database(copy, { readonly: true });
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    database.pragma('query_only = ON');
    return readLayers(database, fileName);
  } catch (thrown) {
    if (thrown instanceof Database.SqliteError) throw new AppError('error.zones.import.gpkgDamaged', { file: fileName, reason: thrown.message.slice(0, 200) }, { cause: thrown });
    throw thrown;
  } finally {
    database?.close();
  }
}

interface LayerRow { readonly table: string; readonly column: string; readonly system: number }

function readLayers(database: Database.Database, fileName: string): ParsedZones {
  const tables = ordinaryTables(database);
  if (!tables.has('gpkg_contents') || !tables.has('gpkg_geometry_columns')) throw new AppError('error.zones.import.notGpkg', { file: fileName });
  const rows = database.prepare('SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns').raw().all() as unknown[][];
  const columns = rows.flatMap(([table, column, system]): LayerRow[] => (typeof table === 'string' && typeof column === 'string' ? [{ table, column, system: Number(system) }] : []))
    .filter(({ table }) => tables.has(table)).slice(0, layerLimit);
  const layers: ZoneFileLayer[] = [];
  const shapes: ZoneFileShape[] = [];
  const count = { points: 0 };
  for (const layer of columns) readLayer(database, layer, { fileName, frame: frameOf(database, tables, layer.system), layers, shapes, count });
  if (shapes.length === 0) throw new AppError('error.zones.import.empty', { file: fileName });
  const own = layers.some(({ name }) => name === 'risk_zones') && database.prepare("SELECT count(*) FROM gpkg_contents WHERE table_name = 'risk_zones' AND description LIKE 'RiskAtlas%'").pluck().get() === 1;
  return { format: 'gpkg', encoding: '', own, layers, shapes };
}

/** Names of the tables that are just that. A trigger never runs on reading. */
function ordinaryTables(database: Database.Database): Set<string> {
  const rows = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").raw().all() as unknown[][];
  return new Set(rows.flatMap(([name, sql]) => (typeof name === 'string' && typeof sql === 'string' && /^\s*CREATE\s+TABLE\b/i.test(sql) ? [name] : [])));
}

interface Into { readonly fileName: string; readonly frame: FileFrame; readonly layers: ZoneFileLayer[]; readonly shapes: ZoneFileShape[]; readonly count: { points: number } }

function readLayer(database: Database.Database, { table, column }: LayerRow, { fileName, frame, layers, shapes, count }: Into): void {
  const info = database.pragma(`table_xinfo(${quoted(table)})`) as { name: string; hidden: number }[];
  const stored = info.filter(({ hidden }) => hidden === 0).map(({ name }) => name);
  if (!stored.includes(column)) return;
  const fields = stored.filter((name) => name !== column).slice(0, fieldLimit);
  const index = layers.length;
  let areas = 0;
  for (const row of database.prepare(`SELECT ${[column, ...fields].map(quoted).join(', ')} FROM ${quoted(table)}`).raw().iterate() as IterableIterator<unknown[]>) {
    if (shapes.length >= featureLimit) throw new AppError('error.zones.import.tooMany', { file: fileName, count: shapes.length + 1, limit: featureLimit });
    const [geometry, ...values] = row;
    const shape = { feature: shapes.length + 1, layer: index, values: values.map(fieldValue) };
    try {
      const { polygons, type } = geometry instanceof Uint8Array ? readPolygons(geometry, pointLimit) : { polygons: [], type: 'null' };
      count.points += polygons.flat().reduce((sum, ring) => sum + ring.length / 2, 0);
      if (count.points > pointLimit) throw new AppError('error.zones.import.tooManyPoints', { file: fileName, limit: pointLimit });
      if (polygons.length > 0) areas += 1;
      shapes.push({ ...shape, polygons, problem: polygons.length > 0 ? null : { kind: 'geometry', type } });
    } catch (thrown) {
      if (!(thrown instanceof WellKnownBinaryError)) throw thrown;
      shapes.push({ ...shape, polygons: [], problem: { kind: 'coordinates' } });
    }
  }
  layers.push({ name: table, fields, frame, metresPerUnit: 1, areas });
}

function fieldValue(value: unknown): FieldValue {
  if (typeof value === 'string') return value.length <= 200_000 ? value : false;
  return typeof value === 'number' || value === null ? value : false;
}

/** −1 is "undefined cartesian", 0 "undefined geographic"; others are rows of the table of systems, by number or by text. */
function frameOf(database: Database.Database, tables: ReadonlySet<string>, system: number): FileFrame {
  if (system === -1) return { kind: 'none' };
  if (system === 0) return { kind: 'other', name: 'undefined geographic' };
  if (!tables.has('gpkg_spatial_ref_sys')) return { kind: 'other', name: `srs_id ${system}` };
  const [row] = database.prepare('SELECT organization, organization_coordsys_id, definition, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = ?').raw().all(system) as unknown[][];
  if (row === undefined) return { kind: 'other', name: `srs_id ${system}` };
  const [organization, code, definition, name] = row;
  if (typeof organization === 'string' && organization.toUpperCase() === 'EPSG' && typeof code === 'number') return { kind: 'epsg', epsg: code };
  const frame = frameOfText(typeof definition === 'string' ? definition : '');
  return frame.kind === 'none' ? { kind: 'other', name: String(name).slice(0, 200) } : frame;
}
