import { applyAffine, invertAffine } from '../calibration.ts';
import { drawingPoint, plantPoint, type PlantPoint } from '../frames.ts';
import type { GeoReference } from '../geo-reference.ts';
import { toGcj02 } from './gcj02.ts';
import { lonLat, projectedPoint, projector, type LonLat, type ProjectedPoint } from './project.ts';
import { cgcs2000ZoneAt, projectedSystem, type ProjectedSystem } from './systems.ts';

/** The plant's place on the earth, both ways. */
export interface GeoFrame {
  /** The projected system that the plant's georeference names. */
  readonly system: ProjectedSystem;
  toProjected(point: PlantPoint): ProjectedPoint;
  fromProjected(point: ProjectedPoint): PlantPoint;
  toLonLat(point: PlantPoint): LonLat;
  fromLonLat(point: LonLat): PlantPoint;
}

/**
 * The frames of a georeferenced plant. Make it once and use it for many points.
 * @throws AppError error.crs.unknown, error.crs.notProjected, error.calibration.flat
 */
export function geoFrame({ epsg, toProjected }: Pick<GeoReference, 'epsg' | 'toProjected'>): GeoFrame {
  const { toLonLat, fromLonLat } = projector(epsg);
  const back = invertAffine(toProjected);
  // One affine serves both ways of naming its frames: plant metres are its source here, not its target.
  const forward = ([x, y]: PlantPoint): ProjectedPoint => { const [east, north] = applyAffine(toProjected, drawingPoint(x, y)); return projectedPoint(east, north); };
  const backward = ([east, north]: ProjectedPoint): PlantPoint => { const [x, y] = back(plantPoint(east, north)); return plantPoint(x, y); };
  const system = projectedSystem(epsg);
  if (system === null) throw new Error('a projector without a projected system');
  return { system, toProjected: forward, fromProjected: backward, toLonLat: (point) => toLonLat(forward(point)), fromLonLat: (point) => backward(fromLonLat(point)) };
}

/**
 * The CGCS2000 zone in which coordinates of a plant are told: its own where that is one, otherwise the three-degree zone without a number in
 * the easting that fits the place; null outside China.
 */
export function cgcs2000SystemOf(frame: GeoFrame, at: PlantPoint): ProjectedSystem | null {
  if (frame.system.datum === 'cgcs2000') return frame.system;
  return cgcs2000ZoneAt(frame.toLonLat(at)[0], { width: 3, prefixed: false });
}

/** The frames in which zones leave the workspace. GCJ-02 is for web maps and never stored. */
export const exportFrames = ['plant', 'wgs84', 'gcj02'] as const;
export type ExportFrame = (typeof exportFrames)[number];

/**
 * Rings of a zone (plant metres) as longitude and latitude in degrees, in the same order and as open as they were.
 * @throws AppError as `geoFrame` does
 */
export function zoneToLonLat(rings: readonly (readonly PlantPoint[])[], reference: GeoReference, frame: Exclude<ExportFrame, 'plant'>): LonLat[][] {
  const { toLonLat } = geoFrame(reference);
  return rings.map((ring) => ring.map((point) => {
    const [longitude, latitude] = toLonLat(point);
    return frame === 'gcj02' ? toGcj02(lonLat(longitude, latitude)) : lonLat(longitude, latitude);
  }));
}
