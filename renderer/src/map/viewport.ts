import { plantPoint } from '#shared/geometry/frames.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';

/**
 * From map coordinates (plant metres, y up; drawing units while calibrating) to pixels of a canvas or of the container, y down. The
 * display may be turned counter-clockwise by an angle with the cosine `cos` and the sine `sin`:
 * `px = (x · cos − y · sin) · scale + dx`, `py = dy − (x · sin + y · cos) · scale`.
 */
export interface Viewport {
  readonly scale: number;
  readonly cos: number;
  readonly sin: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

/** The pixel of a map point. */
export const toPixel = (view: Viewport, x: number, y: number): [px: number, py: number] =>
  [(x * view.cos - y * view.sin) * view.scale + view.dx, view.dy - (x * view.sin + y * view.cos) * view.scale];

/** The map point under a pixel. */
export function toMap(view: Viewport, px: number, py: number): PlantPoint {
  const x = (px - view.dx) / view.scale, y = (view.dy - py) / view.scale;
  return plantPoint(x * view.cos + y * view.sin, y * view.cos - x * view.sin);
}

/** A step along the screen (right and up) as a step along the nearest axis of the map, so that steps of a turned map stay on round numbers. */
export function alongAxes(view: Pick<Viewport, 'cos' | 'sin'>, right: number, up: number): [dx: number, dy: number] {
  const { cos, sin } = view;
  const [c, s] = Math.abs(cos) >= Math.abs(sin) ? [Math.sign(cos), 0] : [0, Math.sign(sin)];
  return [right * c + up * s, up * c - right * s];
}

/** What the viewport shows, grown by `margin` pixels on every side: the box around it where the display is turned. */
export function visibleBox(view: Viewport, margin = 0): Box {
  const right = view.width + margin, bottom = view.height + margin;
  const corners = [toMap(view, -margin, -margin), toMap(view, right, -margin), toMap(view, -margin, bottom), toMap(view, right, bottom)];
  const xs = corners.map(([x]) => x), ys = corners.map(([, y]) => y);
  return { minX: Math.min(...xs), maxX: Math.max(...xs), minY: Math.min(...ys), maxY: Math.max(...ys) };
}

/** Width and height in pixels of the box that the display shows around a box of map coordinates. */
export function extentOf({ cos, sin, scale }: Viewport, box: Box): [width: number, height: number] {
  const w = (box.maxX - box.minX) * scale, h = (box.maxY - box.minY) * scale;
  return [w * Math.abs(cos) + h * Math.abs(sin), w * Math.abs(sin) + h * Math.abs(cos)];
}

export const boxesMeet = (a: Box, b: Box): boolean => a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;

/** The smallest box around all `boxes`; null for none. */
export function uniteBoxes(boxes: Iterable<Box>): Box | null {
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  for (const box of boxes) {
    minX = Math.min(minX, box.minX); minY = Math.min(minY, box.minY);
    maxX = Math.max(maxX, box.maxX); maxY = Math.max(maxY, box.maxY);
  }
  return minX <= maxX && minY <= maxY ? { minX, minY, maxX, maxY } : null;
}
