import type { RiskLevel } from '#shared/model/assessment.ts';
import { createHatches, hatchTile } from './hatch.ts';
import { levelPaint, mapPalette } from './map-palette.ts';
import type { MapTheme } from './map-types.ts';
import { extentOf } from './viewport.ts';
import type { Viewport } from './viewport.ts';
import type { PreparedZone } from './zone-store.ts';

/** Lower risks first, so that the higher one lies on top where zones overlap; not assessed between, never hidden under 低. */
const paintOrder: readonly (RiskLevel | null)[] = [4, null, 3, 2, 1];

/** Zones narrower than this on the screen get no hatch, it would only be noise. */
const leastHatched = 7;

/** With more vertices in view outlines are hairlines without a casing. */
export const mostCased = 20_000;

type PathSink = Pick<Path2D, 'moveTo' | 'lineTo' | 'closePath'>;

/** Adds a zone's rings to a path in pixels, leaving out points less than `least` pixels from the one before. */
export function traceZone(path: PathSink, zone: PreparedZone, view: Viewport, least = 0.75): void {
  const { coordinates, starts } = zone;
  const { dx, dy } = view;
  const cos = view.cos * view.scale, sin = view.sin * view.scale;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    let lastX = NaN, lastY = NaN;
    for (let i = from; i < to; i += 1) {
      const mapX = coordinates[2 * i] as number, mapY = coordinates[2 * i + 1] as number; // starts index the coordinates
      const x = mapX * cos - mapY * sin + dx, y = dy - (mapX * sin + mapY * cos);
      if (Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
      if (i === from) path.moveTo(x, y); else path.lineTo(x, y);
      lastX = x; lastY = y;
    }
    path.closePath();
  }
}

/** Paints zones: translucent fill, hatch, casing and outline. Labels and highlights are painted by others. */
export function createZonePainter(): {
  paint(context: CanvasRenderingContext2D, zones: readonly PreparedZone[], view: Viewport, theme: MapTheme, ratio: number, dense: boolean): void;
} {
  const hatches = createHatches();
  return {
    paint(context, zones, view, theme, ratio, dense) {
      const palette = mapPalette(theme);
      const outlines = fillLevels(context, zones, view, theme, ratio);
      context.lineJoin = 'bevel';
      context.globalAlpha = 1;
      // Lines of one device pixel are drawn many times as fast as wider ones; with so many vertices the zones are small anyway.
      if (!dense) {
        context.strokeStyle = palette.casing;
        context.lineWidth = 4.5;
        for (const { path } of outlines) context.stroke(path);
      }
      context.lineWidth = dense ? 1 / ratio : 2;
      for (const { path, colour } of outlines) { context.strokeStyle = colour; context.stroke(path); }
    },
  };

  /** Fills zones level by level and gives their outlines. A path a zone: the rasteriser is far slower on a path of thousands. */
  function fillLevels(
    context: CanvasRenderingContext2D, zones: readonly PreparedZone[], view: Viewport, theme: MapTheme, ratio: number,
  ): { path: Path2D; colour: string }[] {
    const palette = mapPalette(theme);
    const outlines: { path: Path2D; colour: string }[] = [];
    for (const level of paintOrder) {
      const paint = levelPaint(level, theme);
      const own = zones.filter((zone) => zone.view.level === level);
      const hatched: Path2D[] = [];
      context.globalAlpha = palette.fillOpacity;
      context.fillStyle = paint.fill;
      for (const zone of own) {
        const path = new Path2D();
        traceZone(path, zone, view);
        context.fill(path);
        outlines.push({ path, colour: paint.outline });
        if (Math.min(...extentOf(view, zone.box)) >= leastHatched) hatched.push(path);
      }
      const pattern = hatched.length > 0 ? hatches.pattern(context, level, theme, ratio) : null;
      if (!pattern) continue;
      // The pattern is laid from the map's origin, so that it does not swim when the canvas is laid anew.
      pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, view.dx % hatchTile, view.dy % hatchTile]));
      context.globalAlpha = palette.hatchOpacity;
      context.fillStyle = pattern;
      for (const path of hatched) context.fill(path);
    }
    return outlines;
  }
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
