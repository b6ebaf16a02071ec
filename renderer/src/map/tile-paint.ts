import { compose, invert, translation } from '#shared/drawing/affine.ts';
import type { Affine } from '#shared/drawing/affine.ts';
import type { DrawingGeometry, DrawingStyle, DrawingText } from '#shared/drawing/drawing.ts';
import { mapBox, unitLength } from './drawing-frame.ts';
import type { DrawingIndex } from './drawing-index.ts';
import { drawingFill, drawingInk } from './map-palette.ts';
import type { MapTheme } from './map-types.ts';

/** The part of a canvas context that tiles are painted with. */
export type TileContext = Pick<OffscreenCanvasRenderingContext2D,
  'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'fill' | 'fillRect' | 'fillText' | 'setTransform' | 'lineWidth' | 'strokeStyle' | 'fillStyle' | 'font' | 'textAlign' | 'textBaseline' | 'lineJoin' | 'lineCap' | 'setLineDash' | 'globalAlpha'>;

export interface TileLook {
  readonly size: number;
  readonly pixelRatio: number;
  readonly theme: MapTheme;
  /** Opacity of each style, 0 for hidden layers; opaque where none is given. */
  readonly opacities?: ArrayLike<number>;
}

const inks = new Map<string, string>();

/** The ink of a colour, found once: finding one that is seen takes longer than drawing a line. */
function inkOf(colour: string | null, theme: MapTheme): string {
  const key = `${theme} ${colour ?? ''}`;
  let ink = inks.get(key);
  if (ink === undefined) {
    ink = drawingInk(colour, theme);
    if (inks.size > 10_000) inks.clear();
    inks.set(key, ink);
  }
  return ink;
}

const opacityOf = (look: TileLook, style: number): number => look.opacities?.[style] ?? 1;

const cssPixelsPerMm = 96 / 25.4;
/** Texts smaller than this many CSS pixels cannot be read; they are left out. */
const leastText = 3.5;
/** A pattern of dashes shorter than this many CSS pixels is drawn as a line without gaps. */
const leastDash = 4;
/** A stroke is drawn when its path has this many points: very long paths slow the rasteriser. */
const strokeBatch = 4000;

/**
 * Paints what a tile shows of a drawing. `toTile` maps drawing units (absolute) to the tile's device pixels. Paths smaller than a
 * pixel become one dot a pixel, so that hatchings of thousands of dashes keep their tone and cost nothing.
 */
export function paintTile(context: TileContext, index: DrawingIndex, toTile: Affine, look: TileLook): void {
  const { geometry, pathBoxes } = index;
  const map = compose(toTile, translation(geometry.origin[0], geometry.origin[1]));
  const back = invert(map);
  if (!back) return;
  const margin = 8 * look.pixelRatio;
  const box = mapBox(back, { minX: -margin, minY: -margin, maxX: look.size + margin, maxY: look.size + margin });
  const scale = unitLength(map);
  const hits = Uint32Array.from(index.paths?.search(box.minX, box.minY, box.maxX, box.maxY) ?? []).sort();
  const dots = new Uint8Array(look.size * look.size);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  /** Lines by style, until an area is met: thousands of lines one after another are drawn as few strokes, whatever layers they are of. */
  const lines = new Map<number, number[]>();
  const strokeLines = (): void => {
    for (const [style, paths] of lines) {
      const own = geometry.styles[style];
      if (!own) continue;
      context.globalAlpha = opacityOf(look, style);
      strokePaths(context, geometry, pathBoxes, paths, map, scale, dots, look, own);
    }
    lines.clear();
  };
  let at = 0;
  while (at < hits.length) {
    const first = hits[at] as number; // at is below the length
    const style = geometry.pathStyle[first] as number, group = geometry.pathGroup[first] as number; // hits are paths
    const own = geometry.styles[style], opacity = opacityOf(look, style);
    at += 1;
    if (!own || opacity <= 0) continue;
    if (!own.filled) {
      const same = lines.get(style);
      if (same) same.push(first); else lines.set(style, [first]);
      continue;
    }
    strokeLines();
    const area = [first];
    for (; at < hits.length; at += 1) {
      const next = hits[at] as number; // at is below the length
      if (geometry.pathStyle[next] !== style || geometry.pathGroup[next] !== group) break;
      area.push(next);
    }
    context.globalAlpha = opacity;
    fillPaths(context, geometry, area, map, own.ink ? inkOf(own.colour, look.theme) : drawingFill(own.colour, look.theme));
  }
  strokeLines();
  paintTexts(context, index, box, map, scale, look);
}

function fillPaths(context: TileContext, geometry: DrawingGeometry, paths: readonly number[], map: Affine, colour: string): void {
  context.beginPath();
  for (const path of paths) trace(context, geometry, path, map);
  context.fillStyle = colour;
  context.fill('evenodd');
}

function strokePaths(
  context: TileContext, geometry: DrawingGeometry, boxes: Float32Array, paths: readonly number[], map: Affine, scale: number, dots: Uint8Array,
  look: TileLook, { colour, widthMm, dash }: DrawingStyle,
): void {
  context.strokeStyle = context.fillStyle = inkOf(colour, look.theme);
  context.lineWidth = Math.max(1, Math.min(4, widthMm * cssPixelsPerMm)) * look.pixelRatio;
  context.setLineDash(dashOf(dash, scale, look.pixelRatio));
  context.beginPath();
  let points = 0;
  for (const path of paths) {
    const minX = boxes[path * 4] as number, minY = boxes[path * 4 + 1] as number, maxX = boxes[path * 4 + 2] as number, maxY = boxes[path * 4 + 3] as number; // four a path
    if (Math.max(maxX - minX, maxY - minY) * scale < 0.8) {
      dot(context, dots, look.size, map, (minX + maxX) / 2, (minY + maxY) / 2);
      continue;
    }
    points += trace(context, geometry, path, map);
    if (points > strokeBatch) { context.stroke(); context.beginPath(); points = 0; }
  }
  if (points > 0) context.stroke();
  context.setLineDash([]);
}

/** Dashes in device pixels; none where they are too fine to be told apart (a line of dots would only be grey and slow). */
function dashOf(dash: readonly number[] | undefined, scale: number, pixelRatio: number): number[] {
  const sum = (dash ?? []).reduce((total, part) => total + part, 0) * scale;
  if (!dash || !(sum >= leastDash * pixelRatio) || !Number.isFinite(sum)) return [];
  // A dot is drawn by its round ends, but some rasterisers leave out a dash of no length at all.
  return dash.map((part) => Math.max(part * scale, 0.01));
}

function dot(context: TileContext, dots: Uint8Array, size: number, map: Affine, x: number, y: number): void {
  const px = Math.floor(map.a * x + map.c * y + map.e), py = Math.floor(map.b * x + map.d * y + map.f);
  if (px < 0 || py < 0 || px >= size || py >= size || dots[py * size + px] === 1) return;
  dots[py * size + px] = 1;
  context.fillRect(px, py, 1, 1);
}

/** Adds a path in tile pixels, without points less than half a pixel from the one before; returns how many were added. */
function trace(context: TileContext, geometry: DrawingGeometry, path: number, map: Affine): number {
  const { coordinates, pathStart } = geometry;
  const from = pathStart[path] as number, last = (pathStart[path + 1] as number) - 1; // path starts are one more than paths
  let added = 0, lastX = NaN, lastY = NaN;
  for (let p = from; p <= last; p += 1) {
    const x = coordinates[2 * p] as number, y = coordinates[2 * p + 1] as number; // starts cover the points
    const px = map.a * x + map.c * y + map.e, py = map.b * x + map.d * y + map.f;
    if (p > from && p < last && Math.abs(px - lastX) < 0.5 && Math.abs(py - lastY) < 0.5) continue;
    if (p === from) context.moveTo(px, py); else context.lineTo(px, py);
    lastX = px; lastY = py;
    added += 1;
  }
  return added;
}

function paintTexts(context: TileContext, index: DrawingIndex, box: { minX: number; minY: number; maxX: number; maxY: number }, map: Affine, scale: number, look: TileLook): void {
  const { geometry } = index;
  const hits = (index.texts?.search(box.minX, box.minY, box.maxX, box.maxY) ?? []).sort((a, b) => a - b);
  for (const hit of hits) {
    const text = geometry.texts[hit];
    const style = text && geometry.styles[text.style];
    const pixels = text ? text.height * scale : 0;
    const opacity = text ? opacityOf(look, text.style) : 0;
    if (!text || !style || opacity <= 0 || pixels < leastText * look.pixelRatio) continue;
    context.globalAlpha = opacity;
    paintText(context, text, map, inkOf(style.colour, look.theme), pixels);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
}

function paintText(context: TileContext, text: DrawingText, map: Affine, colour: string, pixels: number): void {
  const angle = (text.rotation * Math.PI) / 180;
  // Direction of the writing in tile pixels; the letters stand upright to it even where the drawing is mirrored.
  const dx = map.a * Math.cos(angle) + map.c * Math.sin(angle), dy = map.b * Math.cos(angle) + map.d * Math.sin(angle);
  const length = Math.hypot(dx, dy) || 1;
  const wide = text.widthFactor ?? 1;
  context.setTransform(dx / length * wide, dy / length * wide, -dy / length, dx / length, map.a * text.x + map.c * text.y + map.e, map.b * text.x + map.d * text.y + map.f);
  context.font = `${pixels}px "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif`;
  context.textAlign = text.align;
  context.textBaseline = text.baseline;
  context.fillStyle = colour;
  context.fillText(text.text, 0, 0);
}
