import type { ZonesPreview } from '#shared/contract/zones-import.ts';
import { applyAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint, type Box, type PlantPoint } from '#shared/geometry/frames.ts';
import { boundsOf } from '#shared/geometry/polygon.ts';
import type { PlantLayout } from '#shared/model/plant-layout.ts';
import type { PlannedZone } from './zones-plan.ts';

/** Outlines in the small picture, and points of each. */
const outlinesShown = 1_000;
const pointsShown = 40;

/** Metres between the boxes of the zones and of the layout's drawing; null where these meet, or there is nothing to compare. */
export function awayFromDrawing(layout: PlantLayout, zones: readonly PlannedZone[]): number | null {
  const drawing = boundsOf(drawingCorners(layout));
  const box = boxOf(zones);
  if (drawing === null || box === null) return null;
  const gap = (fromA: number, toA: number, fromB: number, toB: number): number => Math.max(0, fromB - toA, fromA - toB);
  const metres = Math.hypot(gap(drawing.minX, drawing.maxX, box.minX, box.maxX), gap(drawing.minY, drawing.maxY, box.minY, box.maxY));
  return metres > 0 ? metres : null;
}

function boxOf(zones: readonly PlannedZone[]): Box | null {
  return boundsOf(function* () { for (const { feature } of zones) yield* feature.rings[0] ?? []; }());
}

/** The corners of the drawing's bounds in plant metres. */
function drawingCorners({ bounds: { minX, minY, maxX, maxY }, calibration }: PlantLayout): PlantPoint[] {
  if (calibration === null) return [];
  return ([[minX, minY], [maxX, minY], [maxX, maxY], [minX, maxY]] as const).map(([x, y]) => applyAffine(calibration.toPlant, drawingPoint(x, y)));
}

/** The drawing's box and thinned outlines of the first zones. */
export function zonesPicture(layout: PlantLayout, zones: readonly PlannedZone[]): ZonesPreview['picture'] {
  const flat = (points: readonly PlantPoint[]): number[] => points.flatMap(([x, y]) => [x, y]);
  return {
    drawing: flat(drawingCorners(layout)),
    outlines: zones.slice(0, outlinesShown).map(({ feature }) => {
      const ring = feature.rings[0] ?? [];
      const step = Math.max(1, Math.ceil(ring.length / pointsShown));
      return flat(ring.filter((_, i) => i % step === 0));
    }),
  };
}
