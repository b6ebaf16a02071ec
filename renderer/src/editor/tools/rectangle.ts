import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { checkShape } from '../check-shape.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import { rectangleCorner, rectangleRing } from '../shapes.ts';
import type { SnapResult } from '../snapping.ts';
import type { TakeShape } from './polygon.ts';

const none: ReadonlySet<Id> = new Set();

/** Draws a rectangle by a drag or by two opposite corners; Shift makes it a square, width and height can be typed. */
export function createRectangleTool(context: ToolContext, take: TakeShape): EditorTool {
  const { host } = context;
  let from: PlantPoint | null = null;
  let next: SnapResult | null = null;
  let square = false;
  let begun = false;
  let size: { readonly width: number | null; readonly height: number | null } = { width: null, height: null };
  const place = (at: PlantPoint, free: boolean): SnapResult => context.snap(at, free, { aligned: [], dragged: null, from, without: none });
  const corner = (): PlantPoint | null => {
    if (!from || !next) return null;
    const [x, y] = rectangleCorner(from, next.point, square);
    const along = (fixed: number | null, start: number, end: number): number => (fixed === null ? end : start + fixed * (end < start ? -1 : 1));
    return onGrid(plantPoint(along(size.width, from[0], x), along(size.height, from[1], y)));
  };
  const clear = (): void => { from = null; next = null; size = { width: null, height: null }; context.redraw(); };
  const finish = (): boolean => {
    const to = corner();
    if (!from || !to) return false;
    const { rings, fault } = checkShape([rectangleRing(from, to)]);
    clear();
    if (fault) host.invalid('map.invalid.noArea'); else take(rings);
    return true;
  };
  const cancel = (): boolean => { const had = from !== null; clear(); return had; };
  return {
    ...idleTool,
    press(at, { alt }) { begun = from === null; from ??= place(at, alt).point; next = place(at, alt); context.redraw(); return true; },
    move(at, { alt, shift }) { next = place(at, alt); square = shift; host.setCursor('crosshair'); context.redraw(); },
    release(at, { alt, shift }, click, cancelled) {
      if (cancelled) { cancel(); return true; }
      next = place(at, alt);
      square = shift;
      // A first click only sets a corner; a drag, or the second click, ends the rectangle.
      if (!click || !begun) finish();
      return true;
    },
    doubleClick: () => true,
    enter(cross) {
      if (!cross) return finish();
      next = place(cross, false);
      square = false;
      if (from) return finish();
      from = next.point;
      context.redraw();
      return true;
    },
    finish,
    // First the width, then the height.
    takeNumber(value) {
      if (!from || value <= 0) return false;
      if (size.width === null) { this.setField?.('width', value); return true; }
      this.setField?.('height', value);
      return finish();
    },
    backspace: cancel,
    remove: cancel,
    undoStep: cancel,
    cancel,
    underWay: () => from !== null,
    hint: () => (from ? 'rectangle.end' : 'rectangle.start'),
    typedFrom: () => from,
    numberField: 'width',
    fields() {
      const to = corner();
      return from ? [
        { name: 'width', value: size.width ?? (to ? Math.abs(to[0] - from[0]) : null), fixed: size.width !== null },
        { name: 'height', value: size.height ?? (to ? Math.abs(to[1] - from[1]) : null), fixed: size.height !== null },
      ] : [];
    },
    setField(name, value) {
      const length = value !== null && value > 0 ? value : null;
      if (name === 'width') size = { ...size, width: length }; else if (name === 'height') size = { ...size, height: length };
      // Typed before the pointer moved: the rectangle goes up and to the right.
      if (from && !next) next = { point: plantPoint(from[0] + 1, from[1] + 1), kind: 'free', guides: [] };
      context.redraw();
    },
    scene() {
      const to = corner();
      return { snap: next, shapes: from && to ? [{ rings: [rectangleRing(from, to)], state: 'draft' }] : [] };
    },
  };
}
