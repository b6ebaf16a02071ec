import { geoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { toGcj02 } from '#shared/geometry/crs/gcj02.ts';
import { lonLat, projectedPoint, projector } from '#shared/geometry/crs/project.ts';
import { coordinateSystem, wgs84 } from '#shared/geometry/crs/systems.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { FileFrame } from './well-known-text.ts';
import { plantFrame, type ZoneFrame, type ZoneFrameName } from './zone-record.ts';

/**
 * The frame in which a file of zones is written.
 * @throws AppError error.map.noGeoReference where the plant's place is not known, and as `geoFrame` does
 */
export function frameToWrite(name: ZoneFrameName, reference: GeoReference | null): ZoneFrame {
  if (name === 'plant') return plantFrame;
  if (reference === null) throw new AppError('error.map.noGeoReference');
  const frame = geoFrame(reference);
  switch (name) {
    case 'projected': return { name, epsg: reference.epsg, of: (point) => pair(frame.toProjected(point)) };
    case 'wgs84': return { name, epsg: wgs84, of: (point) => pair(frame.toLonLat(point)) };
    case 'gcj02': return { name, epsg: null, of: (point) => pair(toGcj02(frame.toLonLat(point))) };
  }
}

const pair = ([x, y]: readonly [number, number]): readonly [number, number] => [x, y];

/** What stands between a file's coordinates and plant metres: a system that is not known, or a plant whose place is not. */
export type FrameQuestion = { readonly kind: 'unknownSystem'; readonly name: string } | { readonly kind: 'noGeoReference'; readonly epsg: number };

/** The way from a file's coordinates to plant metres, or the question that must be answered first. */
export function frameToRead(frame: FileFrame, reference: GeoReference | null): { readonly toPlant: (x: number, y: number) => PlantPoint } | { readonly question: FrameQuestion } {
  if (frame.kind === 'plant' || frame.kind === 'none') return { toPlant: plantPoint };
  if (frame.kind === 'other') return { question: { kind: 'unknownSystem', name: frame.name } };
  const system = coordinateSystem(frame.epsg);
  if (system === null) return { question: { kind: 'unknownSystem', name: `EPSG:${frame.epsg}` } };
  if (reference === null) return { question: { kind: 'noGeoReference', epsg: frame.epsg } };
  const plant = geoFrame(reference);
  if (frame.epsg === reference.epsg) return { toPlant: (x, y) => plant.fromProjected(projectedPoint(x, y)) };
  if (system.kind === 'geographic') return { toPlant: (x, y) => plant.fromLonLat(lonLat(x, y)) };
  const { toLonLat } = projector(frame.epsg);
  return { toPlant: (x, y) => plant.fromLonLat(toLonLat(projectedPoint(x, y))) };
}
