import type { z } from 'zod';
import type { Change } from '#shared/changes/change.ts';
import type { layoutPlacementSchema } from '#shared/contract/layout.ts';
import type { Placement } from '#shared/contract/ports.ts';
import { resolveGeoReference } from '#shared/geometry/crs/fit-reference.ts';
import { zoneOf } from '#shared/geometry/crs/local-metres.ts';
import { placeByEpsg, type NotPlaced, type Placed } from '#shared/geometry/crs/place-by-epsg.ts';
import { doubtOf, lonLat, projectedPoint } from '#shared/geometry/crs/project.ts';
import { coordinateSystem, projectedSystem, wgs84 } from '#shared/geometry/crs/systems.ts';
import { applyAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint, type Box } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import type { Calibration } from '#shared/model/plant-layout.ts';
import type { HostServices } from '../services.ts';
import { updateChange } from '../stamp.ts';
import type { Workspace } from '../workspace.ts';
import { enterpriseOf } from './plant.ts';

/** Where a drawing's file puts it in the plant. */
export interface LayoutPlacement {
  /** null where the file's coordinates do not help: the layout then waits for control points, or goes by its unit. */
  readonly calibration: Calibration | null;
  /** The georeference that the plant gets with its first drawing; null where it has one, or does not get one. */
  readonly geoReference: GeoReference | null;
  /** How far the placement strays, in metres, or why there is none. */
  readonly placed: Placed | NotPlaced;
  readonly epsg: number | null;
}

/**
 * Places a drawing by what its file says of its coordinates. The first drawing of a plant whose place is not known yet brings its coordinate system
 * with it: plant metres are then that system's. Metres without a system are those of the plant's own system where they fit it, and plant metres otherwise.
 */
export function placeLayout(workspace: Workspace, placement: Placement, bounds: Box): LayoutPlacement {
  const { toWorld, unit } = placement;
  const known = enterpriseOf(workspace).geoReference;
  const centre = applyAffine(toWorld, drawingPoint((bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2));
  const epsg = placement.epsg ?? (unit === 'degrees' ? wgs84 : known !== null && fits(known, centre) ? known.epsg : null);
  if (epsg === null) return { calibration: calibrationOf(toWorld), geoReference: null, placed: { toPlant: toWorld, residual: 0 }, epsg };
  const given = known === null && !workspace.all('layout').some(({ calibration }) => calibration !== null) ? firstReference(epsg, centre) : null;
  const placed = placeByEpsg(toWorld, epsg, known ?? given, bounds);
  if ('reason' in placed) return { calibration: null, geoReference: null, placed, epsg };
  return { calibration: calibrationOf(placed.toPlant), geoReference: given, placed, epsg };
}

/** What is told of it. */
export function placementView({ epsg, placed, geoReference }: LayoutPlacement): z.output<typeof layoutPlacementSchema> {
  const told = 'reason' in placed ? { residual: null, reason: { key: placed.reason, params: placed.params } } : { residual: placed.residual, reason: null };
  return { epsg, ...told, gaveGeoReference: geoReference !== null };
}

/** The change that gives the plant the first drawing's coordinate system; none where it has one. */
export function referenceChange(services: HostServices, placement: LayoutPlacement | null): Change[] {
  if (placement === null || placement.geoReference === null) return [];
  const change = updateChange('enterprise', enterpriseOf(services.workspace()), { geoReference: placement.geoReference }, services);
  return change === null ? [] : [change];
}

const calibrationOf = (toPlant: Calibration['toPlant']): Calibration => ({ source: 'geo-reference', toPlant, points: [] });

function fits({ epsg }: GeoReference, [east, north]: readonly [number, number]): boolean {
  const system = projectedSystem(epsg);
  return system !== null && doubtOf(system, projectedPoint(east, north)) === null;
}

/** Plant metres that are the file's own; for degrees those of the zone that fits them, CGCS2000 in China and UTM elsewhere. */
function firstReference(epsg: number, [x, y]: readonly [number, number]): GeoReference | null {
  const system = coordinateSystem(epsg);
  const [longitude, latitude] = lonLat(x, y);
  const projected = system?.kind === 'geographic' ? zoneOf(longitude, latitude) : system;
  if (projected?.kind !== 'projected') return null;
  return resolveGeoReference({ source: 'known', epsg: projected.epsg, plant: [0, 0], projected: [0, 0], rotation: 0, scale: 1 }).geoReference;
}
