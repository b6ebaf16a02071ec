import type { PlantPoint } from '#shared/geometry/frames.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import { checkShape } from '../check-shape.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, Modifiers, ToolContext } from '../editor-host.ts';
import { createPlacer } from '../placer.ts';
import { addToDraft } from '../shapes.ts';
import type { SnapResult } from '../snapping.ts';

/** What becomes of a finished shape (outer ring first); true where it was taken. */
export type TakeShape = (rings: readonly PlantPoint[][]) => boolean;

/** What an outline is drawn for: a new zone, or a hole. */
export interface OutlinePurpose { readonly hint: string; readonly take: TakeShape; readonly state?: 'draft' | 'invalid' }

/** Draws an outline corner by corner; ends by Enter, a double click, or a click on the first corner. Steps back and forth by Ctrl+Z and Ctrl+Shift+Z. */
export function createOutlineTool(context: ToolContext, { hint, take }: OutlinePurpose): EditorTool {
  const { host } = context;
  const placer = createPlacer(context);
  let points: readonly PlantPoint[] = [];
  let undone: readonly PlantPoint[] = [];
  let next: SnapResult | null = null;
  const last = (): PlantPoint | null => points[points.length - 1] ?? null;
  const place = (at: PlantPoint, keys: Modifiers): SnapResult => placer.place(at, keys, last(), [points[0], points[points.length - 1]].filter((point) => point !== undefined));
  const near = (a: PlantPoint, b: PlantPoint, share: number): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= context.reach() * share;
  const clear = (): void => { points = []; undone = []; next = null; placer.release(); };
  const finish = (): boolean => {
    if (points.length === 0) return false;
    const { rings, fault } = checkShape([points]);
    if (fault) host.invalid(fault);
    else if (take(rings)) clear();
    context.redraw();
    return true;
  };
  const add = (at: PlantPoint, keys: Modifiers): boolean => {
    const first = points[0];
    if (points.length >= 3 && first && !placer.locked && (keys.typed ? samePoint(first, at) : near(first, at, 1))) return finish();
    const placed = place(at, keys).point;
    const end = last();
    // The second press of a double click falls beside the first by a pixel or two: it is no corner.
    if (!end || placer.locked || keys.typed || !near(end, placed, 0.3)) { points = addToDraft(points, placed); undone = []; placer.release(); }
    next = null;
    context.redraw();
    return true;
  };
  const back = (): boolean => {
    const end = last();
    if (!end) return false;
    undone = [...undone, end];
    points = points.slice(0, -1);
    context.redraw();
    return true;
  };
  return {
    ...idleTool,
    move(at, keys) { next = place(at, keys); host.setCursor('crosshair'); context.redraw(); },
    click: (at, keys) => add(at, keys),
    doubleClick() { return finish() || true; },
    enter(cross) {
      if (!cross) return finish();
      const end = last();
      const keys = { shift: false, ctrl: false, alt: false };
      return end && !placer.locked && samePoint(end, place(cross, keys).point) ? finish() : add(cross, keys);
    },
    finish,
    backspace: back,
    remove: back,
    undoStep: back,
    redoStep() {
      const point = undone[undone.length - 1];
      if (!point) return false;
      undone = undone.slice(0, -1);
      points = [...points, point];
      context.redraw();
      return true;
    },
    cancel() { const had = points.length > 0; clear(); context.redraw(); return had; },
    underWay: () => points.length > 0,
    hint: () => (points.length === 0 ? `${hint}.start` : points.length < 3 ? `${hint}.go` : `${hint}.end`),
    typedFrom: last,
    numberField: 'length',
    fields: () => (points.length === 0 ? [] : placer.fields(last(), next?.point ?? null)),
    setField(name, value) { placer.setField(name, value); const end = last(); if (next && end) next = place(next.point, { shift: false, ctrl: false, alt: true }); },
    scene() {
      const rubber = next?.point ?? null;
      const closed = rubber ? [...points, rubber] : [...points];
      const crossing = closed.length > 3 && checkShape([closed]).fault === 'map.invalid.crossing';
      return { line: points, rubber, snap: next, shapes: closed.length > 2 ? [{ rings: [closed], state: crossing ? 'invalid' : 'draft' }] : [] };
    },
  };
}
