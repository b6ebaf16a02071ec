import { writeDbf } from './dbf-write.ts';
import { plantSystemText, wellKnownText } from './well-known-text.ts';
import { boundsOfRings, type ZoneFrame, type ZoneRecord } from './zone-record.ts';

/** The files of a shapefile, by their endings. */
export type ShapefileParts = Readonly<Record<'shp' | 'shx' | 'dbf' | 'cpg' | 'prj', Uint8Array>>;

const polygonType = 5;
const headBytes = 100;

/**
 * Zones as a shapefile (ESRI Shapefile Technical Description, 1998): polygons with the outer ring clockwise and holes the other way, texts in
 * UTF-8 (.cpg), empty `LEVEL` for not assessed, units one a line. `at` is an instant of ISO 8601.
 */
export function writeShapefile(records: readonly ZoneRecord[], frame: ZoneFrame, at: string): ShapefileParts {
  const sizes = records.map(({ rings }) => 44 + rings.length * 4 + rings.reduce((points, ring) => points + ring.length + 1, 0) * 16);
  const shp = new Uint8Array(headBytes + sizes.reduce((sum, size) => sum + 8 + size, 0));
  const shx = new Uint8Array(headBytes + records.length * 8);
  const [view, index] = [new DataView(shp.buffer), new DataView(shx.buffer)];
  for (const head of [view, index]) writeHead(head, records);
  let offset = headBytes;
  for (const [i, { rings }] of records.entries()) {
    const size = sizes[i] ?? 0;
    index.setInt32(headBytes + i * 8, offset / 2);
    index.setInt32(headBytes + i * 8 + 4, size / 2);
    view.setInt32(offset, i + 1);
    view.setInt32(offset + 4, size / 2);
    writePolygon(view, offset + 8, rings);
    offset += 8 + size;
  }
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return { shp, shx, dbf: table(records, at), cpg: text('UTF-8'), prj: text(frame.epsg === null ? plantSystemText : wellKnownText(frame.epsg, 'esri') ?? '') };
}

function writeHead(view: DataView, records: readonly ZoneRecord[]): void {
  const { minX, minY, maxX, maxY } = boundsOfRings(records.flatMap(({ rings }) => rings));
  view.setInt32(0, 9994);
  view.setInt32(24, view.byteLength / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, polygonType, true);
  [minX, minY, maxX, maxY].forEach((value, i) => { view.setFloat64(36 + i * 8, value, true); });
}

function writePolygon(view: DataView, start: number, rings: ZoneRecord['rings']): void {
  const { minX, minY, maxX, maxY } = boundsOfRings(rings);
  view.setInt32(start, polygonType, true);
  [minX, minY, maxX, maxY].forEach((value, i) => { view.setFloat64(start + 4 + i * 8, value, true); });
  view.setInt32(start + 36, rings.length, true);
  view.setInt32(start + 40, rings.reduce((points, ring) => points + ring.length + 1, 0), true);
  let point = 0;
  let at = start + 44 + rings.length * 4;
  for (const [i, ring] of rings.entries()) {
    view.setInt32(start + 44 + i * 4, point, true);
    // Ours run counter-clockwise outside; from the first point back round to it.
    for (const [x, y] of [...ring.slice(0, 1), ...ring.toReversed()]) {
      view.setFloat64(at, x, true);
      view.setFloat64(at + 8, y, true);
      at += 16;
      point += 1;
    }
  }
}

function table(records: readonly ZoneRecord[], at: string): Uint8Array {
  const text = (name: string, of: (record: ZoneRecord) => string) => ({ name, kind: 'text' as const, values: records.map(of) });
  const whole = (name: string, of: (record: ZoneRecord) => number | null) => ({ name, kind: 'whole' as const, values: records.map(of) });
  return writeDbf([
    text('NAME', ({ name }) => name), text('CODE', ({ code }) => code), whole('LEVEL', ({ level }) => level), text('LEVEL_NAME', ({ levelName }) => levelName),
    text('UNITS', ({ units }) => units.join('\n')), whole('UNASSESSED', ({ unassessedUnits }) => unassessedUnits), text('NOTE', ({ note }) => note), text('ID', ({ id }) => id),
  ], records.length, at.slice(0, 10));
}
