import { z } from 'zod';
import { AppError } from '#shared/kernel/errors.ts';
import type { ControlPoint } from '#shared/model/plant-layout.ts';
import { calibrate, calibrationReportSchema, type CalibrationReport } from '../calibration-report.ts';
import { drawingPoint, plantPoint } from '../frames.ts';
import type { GeoReference } from '../geo-reference.ts';
import { boundsOf } from '../polygon.ts';
import { doubtOf, lonLat, projectedPoint, projector, type ProjectedPoint } from './project.ts';
import { coordinateSystem, projectedSystem, type ProjectedSystem } from './systems.ts';

const plant = z.number().finite().min(-1e8).max(1e8);
const pair = z.tuple([plant, plant]);

/**
 * How a plant is given its place: by the same places in both systems, or by known values. `at` is east and north of `epsg`, or longitude
 * and latitude in degrees (CGCS2000 or WGS-84).
 */
export const geoReferenceInputSchema = z.discriminatedUnion('source', [
  z.object({
    source: z.literal('control-points'), epsg: z.number().int().positive(), given: z.enum(['projected', 'lonlat']),
    points: z.array(z.object({ plant: pair, at: pair })).min(2).max(100),
  }),
  z.object({
    source: z.literal('known'), epsg: z.number().int().positive(),
    /** A place in plant metres, and the same place east and north in the system. */
    plant: pair, projected: pair,
    /** How far the plant's x axis is turned from the grid's east, in degrees counter-clockwise. */
    rotation: z.number().min(-360).max(360),
    scale: z.number().min(0.5).max(2).default(1),
  }),
]);
export type GeoReferenceInput = z.infer<typeof geoReferenceInputSchema>;

/** Scale of the plant's metres against the grid's beyond which the person is told: no zone distorts lengths more than this. */
export const usualScale = 0.002;

export const geoReferenceReportSchema = z.object({
  /** Grid metres per plant metre. */
  scale: z.number(),
  /** Of the plant's x axis from the grid's east, in degrees counter-clockwise. */
  rotation: z.number(),
  unusualScale: z.boolean(),
  /** How well the control points agree; null where the values were known. */
  fit: calibrationReportSchema.nullable(),
});
export type GeoReferenceReport = z.infer<typeof geoReferenceReportSchema>;

/**
 * The georeference that an input describes, and what it is worth.
 * @throws AppError error.crs.…, error.geo.… (a point that is no place in the zone), error.calibration.… (points that cannot be fitted)
 */
export function resolveGeoReference(input: GeoReferenceInput): { readonly geoReference: GeoReference; readonly report: GeoReferenceReport } {
  const system = needProjected(input.epsg);
  return input.source === 'known' ? known(input) : fitted(input, system);
}

function needProjected(epsg: number): ProjectedSystem {
  const system = projectedSystem(epsg);
  if (system !== null) return system;
  const geographic = coordinateSystem(epsg);
  throw geographic === null ? new AppError('error.crs.unknown', { epsg }) : new AppError('error.crs.notProjected', { epsg, name: geographic.name });
}

function known({ epsg, plant: [x, y], projected: [east, north], rotation, scale }: Extract<GeoReferenceInput, { source: 'known' }>) {
  const radians = (rotation * Math.PI) / 180;
  // Quarter turns exactly: a cosine of 6e-17 would show in the last digits.
  const [cos, sin] = rotation % 90 === 0 ? ([[1, 0], [0, 1], [-1, 0], [0, -1]] as const)[((rotation / 90) % 4 + 4) % 4] ?? [1, 0] : [Math.cos(radians), Math.sin(radians)];
  const [p, q] = [scale * cos, scale * sin];
  const toProjected = { a: p, b: 0 - q, c: east - (p * x - q * y), d: q, e: p, f: north - (q * x + p * y) };
  return { geoReference: { epsg, toProjected, source: 'known' as const, points: [] }, report: reportOf(toProjected, null) };
}

function fitted({ epsg, given, points }: Extract<GeoReferenceInput, { source: 'control-points' }>, system: ProjectedSystem) {
  const { fromLonLat } = projector(epsg);
  const projected = points.map(({ at: [first, second] }, i): ProjectedPoint => {
    if (given === 'projected') {
      checkPlace(system, projectedPoint(first, second), i + 1);
      return projectedPoint(first, second);
    }
    checkDegrees(first, second, i + 1);
    const point = fromLonLat(lonLat(first, second));
    checkPlace(system, point, i + 1);
    return point;
  });
  const pairs = points.map(({ plant: [x, y] }, i): ControlPoint => {
    const [east, north] = projected[i] ?? [NaN, NaN];
    return { drawing: drawingPoint(x, y), plant: plantPoint(east, north) };
  });
  const bounds = boundsOf(points.map((point) => point.plant)) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const { toPlant: toProjected, report } = calibrate('similarity', pairs, { yDown: false, bounds });
  return {
    geoReference: { epsg, toProjected, source: 'control-points' as const, points: points.map((point, i) => ({ plant: point.plant, projected: [projected[i]?.[0] ?? NaN, projected[i]?.[1] ?? NaN] as [number, number] })) },
    report: reportOf(toProjected, report),
  };
}

function reportOf({ a, d }: GeoReference['toProjected'], fit: CalibrationReport | null): GeoReferenceReport {
  const scale = Math.hypot(a, d);
  return { scale, rotation: (Math.atan2(d, a) * 180) / Math.PI, unusualScale: Math.abs(scale - 1) > usualScale, fit };
}

/** @throws AppError error.geo.swapped, error.geo.prefix, error.geo.noPrefix, error.geo.outside; `point` counts from 1, 0 stands for the plant as a whole */
export function checkPlace(system: ProjectedSystem, point: ProjectedPoint, number: number): void {
  const doubt = doubtOf(system, point);
  if (doubt === null) return;
  const params = { point: number, system: system.name, east: point[0].toFixed(2), north: point[1].toFixed(2) };
  switch (doubt) {
    case 'swapped': throw new AppError('error.geo.swapped', params);
    case 'prefix': throw new AppError('error.geo.prefix', { ...params, prefix: system.prefix ?? 0 });
    case 'noPrefix': throw new AppError('error.geo.noPrefix', params);
    case 'outside': throw new AppError(number === 0 ? 'error.geo.plantOutside' : 'error.geo.outside', params);
  }
}

function checkDegrees(longitude: number, latitude: number, number: number): void {
  if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 84) return;
  const params = { point: number, longitude, latitude };
  throw new AppError(Math.abs(latitude) <= 180 && Math.abs(longitude) <= 84 ? 'error.geo.lonLatSwapped' : 'error.geo.lonLat', params);
}
