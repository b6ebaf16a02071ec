import { z } from 'zod';
import { looksLikeDegrees } from '#shared/geometry/crs/local-metres.ts';
import { wgs84 } from '#shared/geometry/crs/systems.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { interpretZones, type ReadZones } from './interpret-zones.ts';
import { systemName, type FileFrame } from './well-known-text.ts';
import { guessFields } from './zone-fields.ts';
import { featureLimit, fieldLimit, pointLimit, ringPointLimit, type FieldValue, type FlatRing, type ParsedZones, type ZoneFileShape } from './zone-file.ts';
import { plantFrame, type ZoneFrame } from './zone-record.ts';

/** The name that a file of ours gives its frame in the `crs` member: plant metres, x east and y north of the plant grid. */
export const plantFrameName = 'riskatlas:plant-metres';
/** Web maps of China: longitude and latitude shifted as they have them. For showing there; not read again. */
export const gcj02FrameName = 'riskatlas:gcj-02';
const collectionSchema = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });
const frameSchema = z.object({ crs: z.object({ properties: z.object({ name: z.string() }) }) });
const featureSchema = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.object({ type: z.string().max(100), coordinates: z.unknown().optional() }).nullish(),
});

/** The zones of a GeoJSON document whose coordinates are plant metres. @throws AppError as `parseZonesGeoJson`, and error.zones.import.frame */
export function readZonesGeoJson(document: unknown, file: string): ReadZones {
  const { shapes, layers } = parseZonesGeoJson(document, file);
  const frame = layers[0]?.frame ?? { kind: 'none' };
  if (frame.kind === 'epsg' || frame.kind === 'other') throw new AppError('error.zones.import.frame', { file, frame: frame.kind === 'epsg' ? systemName(frame.epsg) : frame.name });
  const fields = guessFields(layers[0]?.fields ?? []);
  return interpretZones(shapes, layers, () => ({ fields, toPlant: plantPoint, split: false, repair: false, nameless: null }));
}

/**
 * The features of a GeoJSON document: a FeatureCollection or one Feature.
 * @throws AppError error.zones.import.… where the document as a whole cannot be used; `file` is its name
 */
export function parseZonesGeoJson(document: unknown, file: string, encoding = 'utf-8'): ParsedZones {
  const collection = collectionSchema.safeParse(document);
  if (!collection.success && !featureSchema.safeParse(document).success) throw new AppError('error.zones.import.notFeatures', { file });
  const features = collection.success ? collection.data.features : [document];
  if (features.length === 0) throw new AppError('error.zones.import.empty', { file });
  if (features.length > featureLimit) throw new AppError('error.zones.import.tooMany', { file, count: features.length, limit: featureLimit });
  const fields = new Map<string, number>();
  const count = { points: 0 };
  const shapes = features.map((value, i): ZoneFileShape => {
    const parsed = featureSchema.safeParse(value);
    const shape = { feature: i + 1, layer: 0, values: [], polygons: [] };
    if (!parsed.success) return { ...shape, problem: { kind: 'notFeature' } };
    const values: FieldValue[] = [];
    for (const [name, property] of Object.entries(parsed.data.properties ?? {})) {
      if (!fields.has(name) && fields.size < fieldLimit) fields.set(name, fields.size);
      const index = fields.get(name);
      if (index !== undefined) values[index] = fieldValue(property);
    }
    const { polygons, problem } = polygonsOf(parsed.data.geometry ?? { type: 'null' }, count);
    if (count.points > pointLimit) throw new AppError('error.zones.import.tooManyPoints', { file, limit: pointLimit });
    return { ...shape, values: Array.from(values, (field) => field ?? null), polygons, problem };
  });
  const frame = frameOf(document, shapes);
  return {
    format: 'geojson', encoding, own: frame.kind === 'plant', shapes,
    layers: [{ name: '', fields: [...fields.keys()], frame, metresPerUnit: 1, areas: shapes.filter(({ polygons }) => polygons.length > 0).length }],
  };
}

/**
 * What the `crs` member says, which older programs still write; without one RFC 7946 means longitude and latitude, but a plan in metres
 * is often written so too: the numbers tell.
 */
function frameOf(document: unknown, shapes: readonly ZoneFileShape[]): FileFrame {
  const named = frameSchema.safeParse(document).data?.crs.properties.name.slice(0, 200);
  if (named === plantFrameName) return { kind: 'plant' };
  if (named === undefined) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { polygons } of shapes) {
      for (const ring of polygons.flat()) {
        for (let i = 0; i + 1 < ring.length; i += 2) {
          const [x = 0, y = 0] = [ring[i], ring[i + 1]];
          [minX, maxX, minY, maxY] = [Math.min(minX, x), Math.max(maxX, x), Math.min(minY, y), Math.max(maxY, y)];
        }
      }
    }
    return minX <= maxX && looksLikeDegrees({ minX, minY, maxX, maxY }) ? { kind: 'epsg', epsg: wgs84 } : { kind: 'none' };
  }
  if (/CRS:?:?84$/i.test(named)) return { kind: 'epsg', epsg: wgs84 };
  const epsg = /EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$/i.exec(named)?.[1];
  return epsg === undefined ? { kind: 'other', name: named } : { kind: 'epsg', epsg: Number(epsg) };
}

/** Texts longer than this are no name and no list of units. */
const valueLimit = 200_000;

function fieldValue(value: unknown): FieldValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.length <= valueLimit ? value : false;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length <= 10_000 && value.every((item): item is string => typeof item === 'string') ? value : false;
}

/** Positions may carry a height, which a plan has no use for. */
const positionSchema = z.array(z.number()).min(2).max(4);

function polygonsOf(geometry: { readonly type: string; readonly coordinates?: unknown }, count: { points: number }): Pick<ZoneFileShape, 'polygons' | 'problem'> {
  const { type, coordinates } = geometry;
  if (type !== 'Polygon' && type !== 'MultiPolygon') return { polygons: [], problem: { kind: 'geometry', type } };
  const list: unknown = type === 'Polygon' ? [coordinates] : coordinates;
  const broken = { polygons: [], problem: { kind: 'coordinates' as const } };
  if (!Array.isArray(list) || list.length === 0 || list.length > featureLimit) return broken;
  const polygons: FlatRing[][] = [];
  for (const polygon of list as unknown[]) {
    if (!Array.isArray(polygon) || polygon.length === 0 || polygon.length > 1000) return broken;
    const rings: FlatRing[] = [];
    for (const ring of polygon as unknown[]) {
      if (!Array.isArray(ring) || ring.length > ringPointLimit + 1) return broken;
      const flat = new Float64Array(ring.length * 2);
      for (const [i, position] of (ring as unknown[]).entries()) {
        const parsed = positionSchema.safeParse(position);
        if (!parsed.success) return broken;
        flat.set(parsed.data.slice(0, 2), i * 2);
      }
      count.points += ring.length;
      if (count.points > pointLimit) return broken;
      rings.push(flat);
    }
    polygons.push(rings);
  }
  return { polygons, problem: null };
}

/** A zone as it is written: what `readZonesGeoJson` reads, and what other programs may show. */
export interface ZoneToWrite {
  readonly zone: Pick<RiskZone, 'id' | 'name' | 'code' | 'rings' | 'unitIds' | 'note'>;
  readonly unitNames: readonly string[];
  readonly level: RiskLevel | null;
  /** The level in words. */
  readonly levelName?: string;
  readonly unassessedUnits: number;
}

/**
 * Zones as a GeoJSON document; reading it again gives the same zones and links. `level` is null where not assessed and `levelName` says it in
 * words; `units` are ids, `unitNames` the names for people. In plant metres `crs` says that the numbers are no degrees; in degrees
 * (WGS-84) it is left out, as RFC 7946 has it; GCJ-02, which is no coordinate system, is named as such.
 */
export function writeZonesGeoJson(zones: Iterable<ZoneToWrite>, frame: ZoneFrame = plantFrame) {
  const crsName = frame.name === 'plant' ? plantFrameName : frame.name === 'gcj02' ? gcj02FrameName : frame.epsg === wgs84 || frame.epsg === null ? null : `urn:ogc:def:crs:EPSG::${frame.epsg}`;
  // Ten decimals of a degree are a hundredth of a millimetre.
  const places = frame.name === 'wgs84' || frame.name === 'gcj02' ? 10 : 4;
  const position = (point: PlantPoint): readonly number[] => (frame.name === 'plant' ? point : frame.of(point).map((value) => Number(value.toFixed(places))));
  return {
    type: 'FeatureCollection' as const,
    ...(crsName === null ? {} : { crs: { type: 'name' as const, properties: { name: crsName } } }),
    features: Array.from(zones, ({ zone, unitNames, level, levelName, unassessedUnits }) => ({
      type: 'Feature' as const,
      id: zone.id,
      properties: { name: zone.name, code: zone.code, note: zone.note, units: zone.unitIds, unitNames, level, ...(levelName === undefined ? {} : { levelName }), unassessedUnits },
      geometry: { type: 'Polygon' as const, coordinates: zone.rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(position)) },
    })),
  };
}
