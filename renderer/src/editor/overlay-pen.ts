import type Konva from 'konva';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { MapPalette } from '../map/map-palette.ts';
import type { MapTheme } from '../map/map-types.ts';
import { toPixel } from '../map/viewport.ts';
import type { Viewport } from '../map/viewport.ts';

/** What the overlay is painted with: canvas, view, colours, and the words beside snapped points. */
export interface Painter {
  readonly context: Konva.Context;
  readonly view: Viewport;
  readonly palette: MapPalette;
  readonly theme: MapTheme;
  readonly snapWord: (kind: string) => string;
}

/** The pixel of a map point. */
export const at = ({ view }: Painter, [x, y]: PlantPoint): [number, number] => toPixel(view, x, y);

export function stroke({ context }: Painter, colour: string, width: number): void {
  context.setAttr('lineJoin', 'round');
  context.setAttr('strokeStyle', colour);
  context.setAttr('lineWidth', width);
  context.stroke();
}

/** Strokes the path twice: a casing, so that it is seen on any ground, and the line. */
export function strokeCased(painter: Painter, colour: string, width: number): void {
  stroke(painter, painter.palette.casing, width + 2);
  stroke(painter, colour, width);
}

export function polyline(painter: Painter, points: readonly PlantPoint[]): void {
  const { context } = painter;
  context.beginPath();
  points.forEach((point, index) => { if (index === 0) context.moveTo(...at(painter, point)); else context.lineTo(...at(painter, point)); });
}

export function dot(painter: Painter, point: PlantPoint, radius: number, fill: string, edge: string, width: number): void {
  const { context } = painter;
  context.beginPath();
  context.arc(...at(painter, point), radius, 0, Math.PI * 2);
  context.setAttr('fillStyle', fill);
  context.fill();
  stroke(painter, edge, width);
}

/** A small square around a point. */
export function square(painter: Painter, point: PlantPoint, half: number): void {
  const [x, y] = at(painter, point);
  painter.context.beginPath();
  painter.context.rect(x - half, y - half, 2 * half, 2 * half);
}

/** A word with a halo, its left end at a pixel. */
export function word({ context, palette }: Painter, text: string, x: number, y: number, colour: string): void {
  context.setAttr('font', '600 12px system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif');
  context.setAttr('textBaseline', 'middle');
  context.setAttr('textAlign', 'left');
  context.setAttr('lineJoin', 'round');
  context.setAttr('strokeStyle', palette.halo);
  context.setAttr('lineWidth', 4);
  context.strokeText(text, x, y);
  context.setAttr('fillStyle', colour);
  context.fillText(text, x, y);
}
