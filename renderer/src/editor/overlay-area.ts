import type { PlantPoint } from '#shared/geometry/frames.ts';
import { isEmptyRect, meet, rectOf } from '../map/painted-area.ts';
import type { PixelRect } from '../map/painted-area.ts';
import { toPixel } from '../map/viewport.ts';
import type { Viewport } from '../map/viewport.ts';
import type { Scene } from './scene.ts';

/** Handles, crosses, markers and lines reach so many pixels beyond their points. */
const reach = 32;
/** The most pixels that a character of a word takes; it begins within `reach`. */
const characterWidth = 14;

/** The part of the view that a scene is painted in, in pixels, its borders on multiples of `step`; null where nothing of it is in view. */
export function sceneArea(scene: Scene, view: Viewport, snapWord: string, step: number): PixelRect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = ([x, y]: PlantPoint, word = ''): void => {
    const [px, py] = toPixel(view, x, y);
    left = Math.min(left, px - reach);
    top = Math.min(top, py - reach);
    right = Math.max(right, px + reach + word.length * characterWidth);
    bottom = Math.max(bottom, py + reach);
  };
  const { shapes, line, rubber, handles, edge, snap, box, frame, cross, marks } = scene;
  for (const { rings } of shapes) for (const ring of rings) for (const point of ring) take(point);
  for (const point of line) take(point);
  for (const { at } of handles) take(at);
  for (const point of edge ?? []) take(point);
  for (const point of [rubber, cross, box?.from, box?.to]) if (point) take(point);
  if (snap) {
    take(snap.point, snapWord);
    for (const guide of snap.guides) for (const point of guide) take(point);
  }
  if (frame) {
    for (const point of frame.outline) take(point);
    for (const { at } of frame.handles) take(at);
  }
  for (const { at, label } of marks) take(at, label);
  const seen = meet(rectOf(left, top, right, bottom), rectOf(0, 0, view.width, view.height));
  if (isEmptyRect(seen)) return null;
  return rectOf(Math.floor(seen.x / step) * step, Math.floor(seen.y / step) * step, Math.ceil((seen.x + seen.width) / step) * step, Math.ceil((seen.y + seen.height) / step) * step);
}
