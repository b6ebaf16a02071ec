import { doubledFlatArea, flatRingHolds } from '#shared/exchange/flat-ring.ts';
import { ShapefileError } from './shapefile-error.ts';

/** The kinds of shapes (ESRI Shapefile Technical Description, 1998): types 1, 11, 21 are points, 8, 18, 28 several points, and so on. */
export type ShpKind = 'none' | 'point' | 'line' | 'area' | 'points' | 'patch';
const kinds: Readonly<Record<number, ShpKind>> = {
  0: 'none', 1: 'point', 3: 'line', 5: 'area', 8: 'points', 11: 'point', 13: 'line', 15: 'area', 18: 'points', 21: 'point', 23: 'line', 25: 'area', 28: 'points', 31: 'patch',
};

export interface ShpRecord {
  /** Its place in the file, from 0; rows of the table are in the same order. */
  readonly index: number;
  readonly kind: ShpKind;
  /** x, y, x, y … of each part, or of a point. */
  readonly parts: readonly Float64Array[];
}

const headBytes = 100;
const fileCode = 9994;

/** Whether the bytes begin as those of a .shp do. */
export const isShp = (bytes: Uint8Array): boolean => bytes.length >= headBytes && new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0) === fileCode;

/**
 * The records of a .shp, one after the other. The lengths that the file gives are checked against its size before anything is made of them.
 * @throws ShapefileError where a record is not whole or has impossible counts
 */
export function* readShp(bytes: Uint8Array, pointLimit: number): Generator<ShpRecord> {
  if (!isShp(bytes)) throw new ShapefileError('shp', '0');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = headBytes;
  let points = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    // Some writers fill up with zeros at the end.
    if (at + 8 > bytes.length) return;
    const size = view.getInt32(at + 4) * 2;
    if (view.getInt32(at) === 0 && size === 0) return;
    if (size < 4 || at + 8 + size > bytes.length) throw new ShapefileError('shp', `#${index + 1}`);
    // Sixteen bytes a point: what cannot be is not read at all.
    points += Math.floor(size / 16);
    if (points > pointLimit) throw new ShapefileError('shp', `> ${pointLimit}`);
    const record = readRecord(view, at + 8, size, index);
    yield record;
    at += 8 + size;
  }
}

function readRecord(view: DataView, at: number, size: number, index: number): ShpRecord {
  const fault = (): ShapefileError => new ShapefileError('shp', `#${index + 1}`);
  const kind = kinds[view.getInt32(at, true)];
  if (kind === undefined) throw fault();
  if (kind === 'none') return { index, kind, parts: [] };
  if (kind === 'point') {
    if (size < 20) throw fault();
    return { index, kind, parts: [coordinates(view, at + 4, 1)] };
  }
  if (size < 40) throw fault();
  if (kind === 'points') {
    const count = view.getInt32(at + 36, true);
    if (count < 0 || 40 + count * 16 > size) throw fault();
    return { index, kind, parts: [coordinates(view, at + 40, count)] };
  }
  if (size < 44) throw fault();
  const [partCount, pointCount] = [view.getInt32(at + 36, true), view.getInt32(at + 40, true)];
  // A patch has a type for each part, between the parts and the points.
  const perPart = kind === 'patch' ? 8 : 4;
  if (partCount < 0 || pointCount < 0 || 44 + partCount * perPart + pointCount * 16 > size) throw fault();
  const starts = Array.from({ length: partCount }, (_, part) => view.getInt32(at + 44 + part * 4, true));
  const first = at + 44 + partCount * perPart;
  const parts = starts.map((start, part) => {
    const end = starts[part + 1] ?? pointCount;
    if (start < 0 || start > end || end > pointCount) throw fault();
    return coordinates(view, first + start * 16, end - start);
  });
  return { index, kind, parts };
}

function coordinates(view: DataView, at: number, count: number): Float64Array {
  const flat = new Float64Array(count * 2);
  for (let i = 0; i < flat.length; i += 1) flat[i] = view.getFloat64(at + i * 8, true);
  return flat;
}

/**
 * The rings of an area record as polygons: outer rings run clockwise, holes the other way and belong to the smallest outer ring round them.
 * Where no ring runs clockwise, or a hole lies in none, rings stand for themselves: writers get the direction wrong.
 */
export function polygonsOfParts(parts: readonly Float64Array[]): Float64Array[][] {
  const rings = parts.filter((part) => part.length >= 6);
  if (rings.length <= 1) return rings.map((ring) => [ring]);
  const measured = rings.map((ring) => ({ ring, area: doubledFlatArea(ring) }));
  const outers = measured.filter(({ area }) => area <= 0).map(({ ring, area }) => ({ polygon: [ring], area: Math.abs(area) })).sort((a, b) => a.area - b.area);
  const polygons = outers.map(({ polygon }) => polygon);
  const placed = new Map(polygons.map((polygon) => [polygon[0], polygon]));
  const single: Float64Array[][] = [];
  for (const { ring, area } of measured) {
    if (area <= 0) continue;
    const home = outers.find((outer) => outer.area >= Math.abs(area) && containsRing(outer.polygon[0] ?? ring, ring));
    if (home === undefined) single.push([ring]);
    else home.polygon.push(ring);
  }
  // In the order of the file, so that parts are numbered as their author sees them.
  return [...rings.flatMap((ring) => { const polygon = placed.get(ring); return polygon === undefined ? [] : [polygon]; }), ...single];
}

/** Whether most points of `inner` lie inside `outer`: a hole may touch its outer ring. */
function containsRing(outer: Float64Array, inner: Float64Array): boolean {
  let inside = 0;
  const points = inner.length / 2;
  const step = Math.max(1, Math.floor(points / 50));
  let asked = 0;
  for (let point = 0; point < points; point += step) {
    asked += 1;
    if (flatRingHolds(outer, inner[point * 2] ?? 0, inner[point * 2 + 1] ?? 0)) inside += 1;
  }
  return inside * 2 > asked;
}
