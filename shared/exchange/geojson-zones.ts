import { z } from 'zod';
import { wgs84 } from '#shared/geometry/crs/systems.ts';
import { plantRingSchema, type PlantPoint } from '#shared/geometry/frames.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { validateRings } from '#shared/geometry/validity.ts';
import { AppError, type ErrorCode, type MessageParams } from '#shared/kernel/errors.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { ringFaultError } from '#shared/zones/zone-rings.ts';
import { plantFrame, type ZoneFrame } from './zone-record.ts';

/** The name that a file of ours gives its frame in the `crs` member: plant metres, x east and y north of the plant grid. */
export const plantFrameName = 'riskatlas:plant-metres';
/** Web maps of China: longitude and latitude shifted as they have them. For showing there; not read again. */
export const gcj02FrameName = 'riskatlas:gcj-02';
/** More features than this in one file are refused. */
export const featureLimit = 100_000;

/** A zone as a file gives it; `units` are ids, names or `object/unit` paths. `feature` counts from 1. */
export interface ZoneFeature {
  readonly feature: number;
  readonly name: string;
  readonly code: string;
  readonly note: string;
  readonly rings: PlantPoint[][];
  readonly units: readonly string[];
}
/** What is wrong with one feature: a key of `shared/text` and its parameters. */
export interface FeatureFault { readonly feature: number; readonly message: { readonly key: ErrorCode; readonly params: MessageParams } }
export interface ReadZones { readonly zones: readonly ZoneFeature[]; readonly errors: readonly FeatureFault[] }

const collectionSchema = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });
const frameSchema = z.object({ crs: z.object({ properties: z.object({ name: z.string() }) }) });
const featureSchema = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.object({ type: z.string().max(100), coordinates: z.unknown().optional() }).nullish(),
});
const nameSchema = z.union([z.string(), z.number()]).transform((value) => String(value).trim()).pipe(z.string().min(1).max(500));
const codeSchema = z.union([z.string(), z.number()]).nullish().transform((value) => String(value ?? '').trim()).pipe(z.string().max(100));
const noteSchema = z.string().max(4000).catch('');
const unitTextSchema = z.string().trim().min(1).max(1100);
/** A list of names; one text alone is one name, nothing is none. */
const unitsSchema = z.union([z.array(unitTextSchema).max(10_000), unitTextSchema.transform((one) => [one]), z.literal('').transform(() => []), z.null().transform(() => []), z.undefined().transform(() => [])]);
/** Positions may carry a height, which a plan has no use for. */
const ringSchema = z.array(z.array(z.number()).min(2).max(4))
  .transform((positions): readonly (readonly [number, number])[] => positions.map(([x = NaN, y = NaN]) => [x, y]))
  .pipe(plantRingSchema);
const polygonSchema = z.array(ringSchema).min(1).max(1000);

/**
 * The zones of a GeoJSON document in plant metres: a FeatureCollection or one Feature; polygons, or multi-polygons of one polygon, with
 * `name`, `code`, `note` and `units` in the properties. Rings come out normalised and sound. Every faulty feature is told, none is half taken.
 * @throws AppError error.zones.import.… where the document as a whole cannot be used; `file` is its name
 */
export function readZonesGeoJson(document: unknown, file: string): ReadZones {
  const frame = frameSchema.safeParse(document);
  if (frame.success && frame.data.crs.properties.name !== plantFrameName) throw new AppError('error.zones.import.frame', { file, frame: frame.data.crs.properties.name.slice(0, 200) });
  const collection = collectionSchema.safeParse(document);
  if (!collection.success && !featureSchema.safeParse(document).success) throw new AppError('error.zones.import.notFeatures', { file });
  const features = collection.success ? collection.data.features : [document];
  if (features.length === 0) throw new AppError('error.zones.import.empty', { file });
  if (features.length > featureLimit) throw new AppError('error.zones.import.tooMany', { file, count: features.length, limit: featureLimit });
  const zones: ZoneFeature[] = [];
  const errors: FeatureFault[] = [];
  for (const [i, value] of features.entries()) {
    const found: { key: ErrorCode; params: MessageParams }[] = [];
    const zone = readFeature(i + 1, value, (key, params = {}) => found.push({ key, params: { feature: i + 1, ...params } }));
    if (zone !== null && found.length === 0) zones.push(zone);
    errors.push(...found.map((message) => ({ feature: i + 1, message })));
  }
  return { zones, errors };
}

type Report = (key: ErrorCode, params?: MessageParams) => void;

function readFeature(feature: number, value: unknown, report: Report): ZoneFeature | null {
  const parsed = featureSchema.safeParse(value);
  if (!parsed.success) {
    report('error.zones.feature.notFeature');
    return null;
  }
  const properties = parsed.data.properties ?? {};
  const named = nameSchema.safeParse(properties['name']);
  if (!named.success) report('error.zones.feature.name');
  const name = named.data ?? `#${feature}`;
  const code = codeSchema.safeParse(properties['code']);
  if (!code.success) report('error.zones.feature.code', { name });
  const units = unitsSchema.safeParse(properties['units']);
  if (!units.success) report('error.zones.feature.units', { name });
  const rings = readRings(parsed.data.geometry ?? { type: 'null' }, name, report);
  return { feature, name, code: code.data ?? '', note: noteSchema.parse(properties['note'] ?? ''), rings: rings ?? [], units: units.data ?? [] };
}

function readRings(geometry: { readonly type: string; readonly coordinates?: unknown }, name: string, report: Report): PlantPoint[][] | null {
  let { coordinates } = geometry;
  if (geometry.type === 'MultiPolygon' && Array.isArray(coordinates)) {
    if (coordinates.length !== 1) {
      report('error.zones.feature.parts', { name, count: coordinates.length });
      return null;
    }
    coordinates = coordinates[0];
  } else if (geometry.type !== 'Polygon') {
    report('error.zones.feature.geometry', { name, type: geometry.type });
    return null;
  }
  const polygon = polygonSchema.safeParse(coordinates);
  if (!polygon.success) {
    report('error.zones.feature.coordinates', { name });
    return null;
  }
  const rings = normaliseRings(polygon.data);
  for (const fault of validateRings(rings)) {
    const { code, params } = ringFaultError(name, fault);
    report(code, params);
  }
  return rings;
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
