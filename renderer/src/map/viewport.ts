import type { Box } from '#shared/geometry/frames.ts';

/**
 * From map coordinates (plant metres, y up; drawing units while calibrating) to pixels of a canvas or of the container, y down:
 * `px = x · scale + dx`, `py = -y · scale + dy`.
 */
export interface Viewport {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

export const toPixelX = (view: Viewport, x: number): number => x * view.scale + view.dx;
export const toPixelY = (view: Viewport, y: number): number => view.dy - y * view.scale;
export const toMapX = (view: Viewport, px: number): number => (px - view.dx) / view.scale;
export const toMapY = (view: Viewport, py: number): number => (view.dy - py) / view.scale;

/** What the viewport shows, grown by `margin` pixels on every side. */
export function visibleBox(view: Viewport, margin = 0): Box {
  return {
    minX: toMapX(view, -margin), maxX: toMapX(view, view.width + margin),
    minY: toMapY(view, view.height + margin), maxY: toMapY(view, -margin),
  };
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
