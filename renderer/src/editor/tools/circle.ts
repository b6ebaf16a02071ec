import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { checkShape } from '../check-shape.ts';
import { bearingOf } from '../direction.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import { circleRing } from '../shapes.ts';
import type { SnapResult } from '../snapping.ts';
import type { TakeShape } from './polygon.ts';

const none: ReadonlySet<Id> = new Set();
const sidesLimits = { least: 3, most: 360 } as const;

/** What a round shape is drawn for. `sides`: corners of its polygon at first. */
export interface RoundPurpose { readonly hint: string; readonly sides: number; readonly radius: number | null; readonly take: TakeShape }

/**
 * Draws a circle as a polygon: a drag or two clicks from the centre to a corner, or a click with the radius typed. Its corners lie on the
 * circle; the first one is where the pointer is, so that a corner can be snapped.
 */
export function createCircleTool(context: ToolContext, { hint, sides: firstSides, radius: firstRadius, take }: RoundPurpose): EditorTool {
  const { host } = context;
  let centre: PlantPoint | null = null;
  let next: SnapResult | null = null;
  let begun = false;
  let sides = firstSides;
  /** Typed, in metres. It stays for the next one: tanks of a farm are alike. */
  let radius: number | null = firstRadius;
  const place = (at: PlantPoint, free: boolean): SnapResult => context.snap(at, free, { aligned: [], dragged: null, from: centre, without: none });
  const reachOf = (): number | null => radius ?? (centre && next ? Math.hypot(next.point[0] - centre[0], next.point[1] - centre[1]) : null);
  const ring = (around: PlantPoint): PlantPoint[] | null => {
    const reach = reachOf();
    if (reach === null || reach <= 0) return null;
    return circleRing(around, reach, sides, radius === null && next ? bearingOf(around, next.point) : 0);
  };
  const clear = (): void => { centre = null; next = null; context.redraw(); };
  const finish = (): boolean => {
    const outline = centre && ring(centre);
    if (!centre) return false;
    const checked = outline ? checkShape([outline]) : null;
    clear();
    if (!checked || checked.fault) host.invalid('map.invalid.noArea'); else take(checked.rings);
    return true;
  };
  const cancel = (): boolean => { const had = centre !== null; clear(); return had; };
  const setCentre = (point: PlantPoint): void => { centre = point; if (radius !== null) finish(); };
  return {
    ...idleTool,
    press(at, { alt }) { begun = centre === null; if (!centre) { centre = place(at, alt).point; next = null; } context.redraw(); return true; },
    move(at, { alt }) { next = place(at, alt); host.setCursor('crosshair'); context.redraw(); },
    release(at, { alt }, click, cancelled) {
      if (cancelled) { cancel(); return true; }
      if (click && begun) { if (radius !== null) finish(); context.redraw(); return true; }
      next = place(at, alt);
      finish();
      return true;
    },
    doubleClick: () => true,
    enter(cross) {
      if (!cross) return finish();
      next = place(cross, false);
      if (centre) return finish();
      setCentre(next.point);
      context.redraw();
      return true;
    },
    finish,
    takeNumber(value) {
      if (!centre || value <= 0) return false;
      // Only for this one: a radius that stays is typed in the tool's own field.
      const before = radius;
      radius = value;
      finish();
      radius = before;
      return true;
    },
    backspace: cancel,
    remove: cancel,
    undoStep: cancel,
    cancel,
    underWay: () => centre !== null,
    hint: () => (centre ? `${hint}.end` : radius === null ? `${hint}.start` : `${hint}.place`),
    typedFrom: () => centre,
    numberField: 'radius',
    fields: () => [{ name: 'radius', value: reachOf(), fixed: radius !== null }, { name: 'sides', value: sides, fixed: true }],
    setField(name, value) {
      if (name === 'radius') radius = value !== null && value > 0 ? value : null;
      else if (name === 'sides' && value !== null) sides = Math.round(Math.min(sidesLimits.most, Math.max(sidesLimits.least, value)));
      context.redraw();
    },
    scene() {
      const around = centre ?? (radius !== null ? next?.point ?? null : null);
      const outline = around && ring(around);
      return { snap: next, line: centre ? [centre] : [], rubber: centre && radius === null ? next?.point ?? null : null, closed: false, shapes: outline ? [{ rings: [outline], state: 'draft' }] : [] };
    },
  };
}
