import type { PlantPoint } from '#shared/geometry/frames.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import { checkShape } from './check-shape.ts';
import type { EditorTool, ToolContext } from './editor-host.ts';
import { addToDraft, rectangleCorner, rectangleRing } from './shapes.ts';
import type { SnapResult } from './snapping.ts';

const none: ReadonlySet<string> = new Set();

/** Draws a polygon corner by corner; ends by Enter, a double click, or a click on the first corner. */
export function createPolygonTool(context: ToolContext): EditorTool {
  const { host } = context;
  let points: readonly PlantPoint[] = [];
  let next: SnapResult | null = null;
  const aligned = (): PlantPoint[] => [points[0], points[points.length - 1]].filter((point) => point !== undefined);
  const place = (at: PlantPoint, free: boolean): SnapResult => context.snap(at, free, { aligned: aligned(), dragged: null, without: none });
  const near = (a: PlantPoint, b: PlantPoint, share: number): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= context.reach() * share;
  const finish = (): boolean => {
    if (points.length === 0) return false;
    const { rings, fault } = checkShape([points]);
    if (fault) { host.invalid(fault); return true; }
    points = [];
    next = null;
    host.create(rings);
    return true;
  };
  const add = (at: PlantPoint, free: boolean): boolean => {
    const [first] = points, last = points[points.length - 1];
    if (points.length >= 3 && first && near(first, at, 1)) return finish();
    const placed = place(at, free);
    // The second press of a double click falls beside the first by a pixel or two: it is no corner.
    if (!last || !near(last, placed.point, 0.3)) points = addToDraft(points, placed.point);
    next = null;
    context.redraw();
    return true;
  };
  return {
    press: () => false,
    move(at, { alt }) { next = place(at, alt); host.setCursor('crosshair'); context.redraw(); },
    release: () => false,
    click: (at, { alt }) => add(at, alt),
    doubleClick() { return finish() || true; },
    enter(cross) {
      if (!cross) return finish();
      const last = points[points.length - 1];
      return last && samePoint(last, place(cross, false).point) ? finish() : add(cross, false);
    },
    backspace() { const had = points.length > 0; points = points.slice(0, -1); context.redraw(); return had; },
    remove() { return this.backspace(); },
    nudge: () => false,
    cancel() { const had = points.length > 0; points = []; next = null; context.redraw(); return had; },
    scene() {
      const rubber = next?.point ?? null;
      const closed = rubber ? [...points, rubber] : [...points];
      const crossing = closed.length > 3 && checkShape([closed]).fault === 'map.invalid.crossing';
      return { line: points, rubber, snap: next, shapes: closed.length > 2 ? [{ rings: [closed], colour: null, state: crossing ? 'invalid' : 'draft' }] : [] };
    },
  };
}

/** Draws a rectangle by a drag or by two opposite corners; Shift makes it a square. */
export function createRectangleTool(context: ToolContext): EditorTool {
  const { host } = context;
  let from: PlantPoint | null = null;
  let next: SnapResult | null = null;
  let square = false;
  const place = (at: PlantPoint, free: boolean): SnapResult => context.snap(at, free, { aligned: [], dragged: null, without: none });
  const corner = (): PlantPoint | null => (from && next ? rectangleCorner(from, next.point, square) : null);
  const finish = (): boolean => {
    const to = corner();
    if (!from || !to) return false;
    const { rings, fault } = checkShape([rectangleRing(from, to)]);
    from = null;
    next = null;
    if (fault) host.invalid('map.invalid.noArea'); else host.create(rings);
    context.redraw();
    return true;
  };
  let begun = false;
  return {
    press(at, { alt }) { begun = from === null; from ??= place(at, alt).point; next = place(at, alt); context.redraw(); return true; },
    move(at, { alt, shift }) { next = place(at, alt); square = shift; host.setCursor('crosshair'); context.redraw(); },
    release(at, { alt, shift }, click, cancelled) {
      if (cancelled) { from = null; context.redraw(); return true; }
      next = place(at, alt);
      square = shift;
      // A first click only sets a corner; a drag, or the second click, ends the rectangle.
      if (!click || !begun) finish();
      return true;
    },
    click: () => false,
    doubleClick: () => true,
    enter(cross) {
      if (!cross) return false;
      next = place(cross, false);
      square = false;
      if (from) return finish();
      from = next.point;
      context.redraw();
      return true;
    },
    backspace() { return this.cancel(); },
    remove() { return this.cancel(); },
    nudge: () => false,
    cancel() { const had = from !== null; from = null; next = null; context.redraw(); return had; },
    scene() {
      const to = corner();
      return { snap: next, shapes: from && to ? [{ rings: [rectangleRing(from, to)], colour: null, state: 'draft' }] : [] };
    },
  };
}

/** Sets points for calibrating: every click (or Enter with the cross) is one. */
export function createCalibrateTool(context: ToolContext): EditorTool {
  const { host } = context;
  let next: SnapResult | null = null;
  // No grid here: units of the drawing may be far smaller than a metre. Only its own vertices draw the point to them.
  const place = (at: PlantPoint, free: boolean): PlantPoint => { next = context.snap(at, free, { aligned: [], dragged: null, without: none }); return next.kind === 'drawing' ? next.point : at; };
  return {
    press: () => false,
    move(at, { alt }) { place(at, alt); host.setCursor('crosshair'); context.redraw(); },
    release: () => false,
    click(at, { alt }) { host.calibrationPoint(place(at, alt)); return true; },
    doubleClick: () => true,
    enter(cross) { if (cross) host.calibrationPoint(place(cross, false)); return cross !== null; },
    backspace: () => false,
    remove: () => false,
    nudge: () => false,
    cancel: () => false,
    scene: () => ({ snap: next?.kind === 'drawing' ? next : null }),
  };
}
