import type { RiskLevel } from '#shared/model/assessment.ts';
import { createHatches, hatchTile } from './hatch.ts';
import { levelPaint, mapPalette } from './map-palette.ts';
import type { MapTheme } from './map-types.ts';
import type { Viewport } from './viewport.ts';
import type { PreparedZone } from './zone-store.ts';

/** Lower risks first, so that the higher one lies on top where zones overlap; not assessed between, never hidden under 低. */
const paintOrder: readonly (RiskLevel | null)[] = [4, null, 3, 2, 1];

/** Zones narrower than this on the screen get no hatch, it would only be noise. */
const leastHatched = 7;

type PathSink = Pick<Path2D, 'moveTo' | 'lineTo' | 'closePath'>;

/** Adds a zone's rings to a path in pixels, leaving out points less than `least` pixels from the one before. */
export function traceZone(path: PathSink, zone: PreparedZone, view: Viewport, least = 0.75): void {
  const { coordinates, starts } = zone;
  const { scale, dx, dy } = view;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    let lastX = (coordinates[2 * from] as number) * scale + dx, lastY = dy - (coordinates[2 * from + 1] as number) * scale; // starts index the coordinates
    path.moveTo(lastX, lastY);
    for (let i = from + 1; i < to; i += 1) {
      const x = (coordinates[2 * i] as number) * scale + dx, y = dy - (coordinates[2 * i + 1] as number) * scale;
      if (Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
      path.lineTo(x, y);
      lastX = x; lastY = y;
    }
    path.closePath();
  }
}

/** Paints zones: translucent fill, hatch, casing and outline. Labels and highlights are painted by others. */
export function createZonePainter(): {
  paint(context: CanvasRenderingContext2D, zones: readonly PreparedZone[], view: Viewport, theme: MapTheme, ratio: number, hatchShift: readonly [x: number, y: number]): void;
} {
  const hatches = createHatches();
  return {
    paint(context, zones, view, theme, ratio, hatchShift) {
      const palette = mapPalette(theme);
      const outlines: { path: Path2D; colour: string }[] = [];
      for (const level of paintOrder) {
        const path = new Path2D();
        const hatched = new Path2D();
        let any = false, anyHatched = false;
        for (const zone of zones) {
          if (zone.view.level !== level) continue;
          any = true;
          traceZone(path, zone, view);
          const { minX, maxX, minY, maxY } = zone.box;
          if (Math.min(maxX - minX, maxY - minY) * view.scale < leastHatched) continue;
          anyHatched = true;
          traceZone(hatched, zone, view, 1.5);
        }
        if (!any) continue;
        const paint = levelPaint(level, theme);
        context.globalAlpha = palette.fillOpacity;
        context.fillStyle = paint.fill;
        context.fill(path);
        if (anyHatched) {
          const pattern = hatches.pattern(context, level, theme, ratio);
          if (pattern) {
            // The pattern is laid from the map's origin, so that it does not swim when the canvas is laid anew.
            const size = hatchTile;
            pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, hatchShift[0] % size, hatchShift[1] % size]));
            context.globalAlpha = palette.hatchOpacity;
            context.fillStyle = pattern;
            context.fill(hatched);
          }
        }
        outlines.push({ path, colour: paint.outline });
      }
      context.lineJoin = 'bevel';
      const dense = zones.length > 1500;
      context.globalAlpha = 0.9;
      context.strokeStyle = palette.casing;
      context.lineWidth = dense ? 2.5 : 4.5;
      for (const { path } of outlines) context.stroke(path);
      context.globalAlpha = 1;
      context.lineWidth = dense ? 1.25 : 2;
      for (const { path, colour } of outlines) { context.strokeStyle = colour; context.stroke(path); }
    },
  };
}

/** A ring around zones that are selected (solid) or under the pointer (thinner): accent colour outside, casing inside. */
export function paintHighlight(context: CanvasRenderingContext2D, zones: readonly PreparedZone[], view: Viewport, theme: MapTheme, kind: 'selected' | 'hover'): void {
  if (zones.length === 0) return;
  const palette = mapPalette(theme);
  const path = new Path2D();
  for (const zone of zones) traceZone(path, zone, view);
  context.lineJoin = 'round';
  context.globalAlpha = kind === 'selected' ? 1 : 0.75;
  context.strokeStyle = palette.accent;
  context.lineWidth = kind === 'selected' ? 10 : 6;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = palette.casing;
  context.lineWidth = kind === 'selected' ? 4 : 3;
  context.stroke(path);
  for (const zone of zones) {
    const own = new Path2D();
    traceZone(own, zone, view);
    context.strokeStyle = levelPaint(zone.view.level, theme).outline;
    context.lineWidth = 2;
    context.stroke(own);
  }
}
