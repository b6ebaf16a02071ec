import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';
import { ringsFromTrace, simplifyLine } from '#shared/geometry/simplify.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { checkShape } from '../check-shape.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import type { SnapResult } from '../snapping.ts';
import type { TakeShape } from './polygon.ts';

const none: ReadonlySet<Id> = new Set();
/** How far the pointer goes before the next point of the trace is taken, in pixels. */
const tracePixels = 2;
/** How far the kept outline may be from what was traced where nothing was typed, in pixels. */
const tolerancePixels = 2.5;

/** Draws an outline by hand while the button is held; what the hand trembles is smoothed away within the tolerance. The first and last point snap. */
export function createFreehandTool(context: ToolContext, take: TakeShape): EditorTool {
  const { host } = context;
  let points: PlantPoint[] = [];
  let next: SnapResult | null = null;
  let drawing = false;
  let tolerance: number | null = null;
  const pixel = (): number => 1 / host.viewport().scale;
  const allowed = (): number => tolerance ?? tolerancePixels * pixel();
  const place = (at: PlantPoint, free: boolean): SnapResult => context.snap(at, free, { aligned: [], dragged: null, from: null, without: none });
  const cancel = (): boolean => { const had = drawing || points.length > 0; points = []; drawing = false; context.redraw(); return had; };
  return {
    ...idleTool,
    press(at, { alt }) { drawing = true; points = [place(at, alt).point]; context.redraw(); return true; },
    move(at, { alt }, held) {
      host.setCursor('crosshair');
      next = drawing ? null : place(at, alt);
      const last = points[points.length - 1];
      if (drawing && held && last && Math.hypot(at[0] - last[0], at[1] - last[1]) >= tracePixels * pixel()) points.push(onGrid(at));
      context.redraw();
    },
    release(at, { alt }, click, cancelled) {
      if (!drawing) return false;
      drawing = false;
      const traced = [...points, place(at, alt).point];
      points = [];
      context.redraw();
      if (cancelled || click) return true;
      const { rings, fault } = checkShape(ringsFromTrace(traced, allowed()) ?? [traced]);
      if (fault) host.invalid(fault); else take(rings);
      return true;
    },
    doubleClick: () => true,
    cancel,
    underWay: () => drawing,
    hint: () => (drawing ? 'trace.end' : 'trace.start'),
    fields: () => [{ name: 'tolerance', value: allowed(), fixed: tolerance !== null }],
    setField(name, value) { if (name === 'tolerance') { tolerance = value !== null && value >= 0 ? value : null; context.redraw(); } },
    scene: () => ({ snap: next, line: points.length > 1 ? simplifyLine(points, allowed()) : points, shapes: points.length > 2 ? [{ rings: [points], state: 'draft' }] : [] }),
  };
}
