import { invert } from '#shared/drawing/affine.ts';
import type { Affine } from '#shared/drawing/affine.ts';
import { drawingPoint } from '#shared/geometry/frames.ts';
import type { Box, DrawingPoint } from '#shared/geometry/frames.ts';
import type { MapDrawing } from './map-types.ts';

const flipped: Affine = { a: 1, b: 0, c: 0, d: -1, e: 0, f: 0 };
const same: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** From drawing units to the map's coordinates; null where the frame is `plant` and there is no calibration. */
export function drawingToMap(drawing: Pick<MapDrawing, 'kind' | 'frame' | 'calibration'>): Affine | null {
  if (drawing.frame === 'drawing') return drawing.kind === 'picture' ? flipped : same;
  if (!drawing.calibration) return null;
  const { a, b, c, d, e, f } = drawing.calibration.toPlant;
  return { a, b: d, c: b, d: e, e: c, f };
}

export const apply = (map: Affine, x: number, y: number): readonly [x: number, y: number] => [map.a * x + map.c * y + map.e, map.b * x + map.d * y + map.f];

/** The drawing point under a map point; null where the drawing has no place on the map. */
export function mapToDrawing(drawing: MapDrawing, x: number, y: number): DrawingPoint | null {
  const forward = drawingToMap(drawing);
  const back = forward && invert(forward);
  return back ? drawingPoint(...apply(back, x, y)) : null;
}

/** Bounds of a box after an affine map (of its four corners). */
export function mapBox(map: Affine, box: Box): Box {
  const corners = [apply(map, box.minX, box.minY), apply(map, box.maxX, box.minY), apply(map, box.minX, box.maxY), apply(map, box.maxX, box.maxY)];
  return {
    minX: Math.min(...corners.map(([x]) => x)), minY: Math.min(...corners.map(([, y]) => y)),
    maxX: Math.max(...corners.map(([x]) => x)), maxY: Math.max(...corners.map(([, y]) => y)),
  };
}

/** A length that says how large one drawing unit is on the map (the square root of the area of a unit square). */
export const unitLength = (map: Affine): number => Math.sqrt(Math.abs(map.a * map.d - map.b * map.c));
