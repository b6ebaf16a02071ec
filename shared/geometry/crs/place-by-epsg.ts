import { AppError, type ErrorCode, type MessageParams } from '#shared/kernel/errors.ts';
import type { ControlPoint } from '#shared/model/plant-layout.ts';
import { applyAffine, fitAffine, type Affine } from '../calibration.ts';
import { drawingPoint, type Box, type DrawingPoint, type PlantPoint } from '../frames.ts';
import type { GeoReference } from '../geo-reference.ts';
import { geoFrame } from './geo-frame.ts';
import { doubtOf, lonLat, projectedPoint, projector } from './project.ts';
import { coordinateSystem, type CoordinateSystem } from './systems.ts';

/** A drawing in its place. `residual` is how far the affine map strays from the exact way between the two systems, at most, in metres. */
export interface Placed { readonly toPlant: Affine; readonly residual: number }
/** Why a drawing cannot be placed by its coordinate system; a key of `shared/text`. */
export interface NotPlaced { readonly reason: ErrorCode; readonly params: MessageParams }

/** Points a side of the grid on which the affine map is fitted; between them it is measured. */
const samples = 9;

/**
 * Where a drawing lies in the plant when its file says its coordinate system. `placement` brings the drawing's units to that system
 * (east, north; longitude, latitude), as a world file or GeoTIFF tags do; vector drawings that are in it already have the identity.
 * `bounds` are the drawing's. Within one system and between zones of three degrees the affine map is good to less than 1 cm over 5 km, at the
 * border of a UTM zone to 5 cm; longitude and latitude bend by decimetres. `residual` says how much.
 */
export function placeByEpsg(placement: Affine, fileEpsg: number, reference: GeoReference | null, bounds: Box): Placed | NotPlaced {
  const source = coordinateSystem(fileEpsg);
  if (source === null) return { reason: oldDatum(fileEpsg) ? 'error.geo.oldDatum' : 'error.crs.unknown', params: { epsg: fileEpsg } };
  if (reference === null) return { reason: 'error.geo.none', params: { epsg: fileEpsg, name: source.name } };
  try {
    return place(placement, source, reference, bounds);
  } catch (thrown) {
    if (thrown instanceof AppError) return { reason: thrown.code, params: thrown.params };
    throw thrown;
  }
}

function place(placement: Affine, source: CoordinateSystem, reference: GeoReference, bounds: Box): Placed | NotPlaced {
  const frame = geoFrame(reference);
  const same = source.epsg === reference.epsg;
  const toLonLat = source.kind === 'projected' && !same ? projector(source.epsg).toLonLat : null;
  const exact = (point: DrawingPoint): PlantPoint => {
    const [x, y] = applyAffine(placement, point);
    if (same) return frame.fromProjected(projectedPoint(x, y));
    return frame.fromLonLat(toLonLat === null ? lonLat(x, y) : toLonLat(projectedPoint(x, y)));
  };
  const centre = exact(drawingPoint((bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2));
  const doubt = Number.isFinite(centre[0] + centre[1]) ? doubtOf(frame.system, frame.toProjected(centre)) : 'outside';
  if (doubt !== null) return { reason: 'error.geo.drawingOutside', params: { epsg: source.epsg, name: source.name, system: frame.system.name } };
  const at = (column: number, row: number): DrawingPoint => drawingPoint(
    bounds.minX + ((bounds.maxX - bounds.minX) * column) / (samples - 1), bounds.minY + ((bounds.maxY - bounds.minY) * row) / (samples - 1));
  const grid: ControlPoint[] = [];
  for (let row = 0; row < samples; row++) for (let column = 0; column < samples; column++) { const drawing = at(column, row); grid.push({ drawing, plant: exact(drawing) }); }
  const { toPlant } = fitAffine(grid, { yDown: placement.a * placement.e - placement.b * placement.d < 0 });
  let residual = 0;
  // Halfway between the points of the fit, and on its border, where it strays most.
  for (let row = 0; row <= samples - 1; row += 0.5) {
    for (let column = 0; column <= samples - 1; column += 0.5) {
      const [x, y] = applyAffine(toPlant, at(column, row));
      const [X, Y] = exact(at(column, row));
      residual = Math.max(residual, Math.hypot(x - X, y - Y));
    }
  }
  return { toPlant, residual };
}

/** Beijing 1954 and Xian 1980: their way to CGCS2000 is a matter of each region and not public. */
function oldDatum(epsg: number): boolean {
  return epsg === 4214 || epsg === 4610 || (epsg >= 2327 && epsg <= 2390) || (epsg >= 2401 && epsg <= 2442) || (epsg >= 21_413 && epsg <= 21_423) || (epsg >= 21_453 && epsg <= 21_483);
}
