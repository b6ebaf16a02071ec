import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import type { SnapResult } from '../snapping.ts';

const none: ReadonlySet<Id> = new Set();

/** Sets points for calibrating: every click (or Enter with the cross) is one. */
export function createCalibrateTool(context: ToolContext): EditorTool {
  const { host } = context;
  let next: SnapResult | null = null;
  // No grid here: units of the drawing may be far smaller than a metre. Only its own vertices draw the point to them.
  const place = (at: PlantPoint, free: boolean): PlantPoint => { next = context.snap(at, free, { aligned: [], dragged: null, from: null, without: none }); return next.kind === 'drawing' ? next.point : at; };
  return {
    ...idleTool,
    move(at, { alt }) { place(at, alt); host.setCursor('crosshair'); context.redraw(); },
    click(at, { alt }) { host.calibrationPoint(place(at, alt)); return true; },
    doubleClick: () => true,
    enter(cross) { if (cross) host.calibrationPoint(place(cross, false)); return cross !== null; },
    scene: () => ({ snap: next?.kind === 'drawing' ? next : null }),
  };
}
