import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import { placeInPolygon } from '#shared/geometry/polygon.ts';
import { insertVertex, moveVertex, removeVertex } from '#shared/geometry/shared-border.ts';
import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { levelPaint } from '../map/map-palette.ts';
import { visibleBox } from '../map/viewport.ts';
import { checkShape } from './check-shape.ts';
import type { ShapeFault } from './check-shape.ts';
import type { EditorTool, ToolContext } from './editor-host.ts';
import { cornersOf, handleAt, handlesOf } from './handles.ts';
import type { Handle } from './handles.ts';
import type { Scene } from './scene.ts';
import { moveZones, nearestCorner } from './shapes.ts';
import type { SnapResult } from './snapping.ts';

const none: ReadonlySet<Id> = new Set();

/** What is being dragged. A middle becomes a corner on the way: `base` are the zones with it already in. */
type Drag =
  | { readonly kind: 'vertex'; readonly from: PlantPoint; readonly base: readonly ZoneShape[]; readonly inserted: boolean }
  | { readonly kind: 'zones'; readonly start: PlantPoint; readonly corner: PlantPoint; readonly base: readonly ZoneShape[] };

/** Changes the selected zones: corners are dragged, made at the middle of an edge and deleted; a drag inside moves the zone. */
export function createEditTool(context: ToolContext): EditorTool {
  const { host } = context;
  let drag: Drag | null = null;
  let edits: readonly ShapeEdit[] = [];
  let fault: ShapeFault | null = null;
  let faulty: ReadonlySet<Id> = none;
  let snapped: SnapResult | null = null;
  let active: PlantPoint | null = null;

  const selected = (): ZoneView[] => host.selection().flatMap((id) => host.zone(id) ?? []);
  const around = (point: PlantPoint): readonly ZoneView[] => host.zonesIn({ minX: point[0], maxX: point[0], minY: point[1], maxY: point[1] });
  const handles = (): Handle[] => handlesOf(selected(), visibleBox(host.viewport(), 8), host.viewport().scale);
  const chosen = (): PlantPoint | null => (active && selected().some(({ rings }) => rings.some((ring) => ring.some((corner) => active !== null && samePoint(corner, active)))) ? active : null);

  /** Checks what a drag would make of the zones and keeps it for painting and for the end of the drag. */
  const take = (next: readonly ShapeEdit[]): void => {
    const checked = next.map(({ id, rings }) => ({ id, ...checkShape(rings) }));
    faulty = new Set(checked.flatMap((shape) => (shape.fault ? [shape.id] : [])));
    fault = checked.find((shape) => shape.fault)?.fault ?? null;
    edits = fault ? next : checked.map(({ id, rings }) => ({ id, rings }));
    host.hide(new Set(next.map(({ id }) => id)));
    context.redraw();
  };
  const end = (): void => {
    drag = null;
    edits = [];
    fault = null;
    snapped = null;
    host.hide(none);
    context.redraw();
  };
  /** Stores edits that no drag has made, or says why they cannot be. */
  const store = (next: readonly ShapeEdit[] | null): boolean => {
    const checked = next?.map(({ id, rings }) => ({ id, ...checkShape(rings) })) ?? [];
    const wrong = next === null ? 'map.invalid.tooFew' : checked.find((shape) => shape.fault)?.fault ?? null;
    if (wrong) { host.invalid(wrong); return false; }
    if (checked.length > 0) host.commit(checked.map(({ id, rings }) => ({ id, rings })));
    return true;
  };
  /** The zones with the corner that a drag of a middle makes. */
  const withCorner = (handle: Extract<Handle, { kind: 'midpoint' }>): { base: readonly ZoneShape[]; from: PlantPoint; made: ShapeEdit[] } => {
    const made = insertVertex(around(handle.at), handle.a, handle.b, handle.at);
    const from = made[0]?.rings.flat().find((corner) => Math.hypot(corner[0] - handle.at[0], corner[1] - handle.at[1]) < 1e-3) ?? handle.at;
    return { base: made, from, made };
  };
  const moveBy = (by: Drag, at: PlantPoint, free: boolean): void => {
    if (by.kind === 'vertex') {
      const neighbours = neighboursOf(by.base, by.from);
      snapped = context.snap(at, free, { aligned: neighbours, dragged: by.from, without: by.inserted ? new Set(by.base.map(({ id }) => id)) : none });
      active = snapped.point;
      const next = moveVertex(by.base, by.from, snapped.point);
      take(next.length > 0 ? next : by.inserted ? by.base.map(({ id, rings }) => ({ id, rings: rings.map((ring) => [...ring]) })) : []);
    } else {
      const target = plantPoint(by.corner[0] + at[0] - by.start[0], by.corner[1] + at[1] - by.start[1]);
      snapped = context.snap(target, free, { aligned: [], dragged: null, without: new Set(by.base.map(({ id }) => id)) });
      take(moveZones(by.base, snapped.point[0] - by.corner[0], snapped.point[1] - by.corner[1]));
    }
  };

  return {
    press(at, place) {
      if (place.ctrl || place.shift) return false;
      const handle = handleAt(handles(), at, context.reach());
      if (handle?.kind === 'vertex') {
        drag = { kind: 'vertex', from: handle.at, base: around(handle.at), inserted: false };
        active = handle.at;
      } else if (handle) {
        const { base, from } = withCorner(handle);
        drag = { kind: 'vertex', from, base, inserted: true };
      } else {
        const inside = selected().filter(({ rings }) => placeInPolygon(at, rings) !== 'outside');
        const base = inside.length > 0 ? selected() : [];
        const corner = nearestCorner(base, at);
        if (!corner) return false;
        drag = { kind: 'zones', start: at, corner, base };
      }
      context.redraw();
      return true;
    },
    move(at, place, held) {
      if (drag) { if (held) moveBy(drag, at, place.alt); return; }
      const handle = handleAt(handles(), at, context.reach());
      const inside = !handle && selected().some(({ rings }) => placeInPolygon(at, rings) !== 'outside');
      host.setCursor(handle ? 'pointer' : inside ? 'move' : 'default');
    },
    release(_at, _place, click, cancelled) {
      const ended = drag;
      if (!ended) return false;
      const [done, wrong] = [edits, fault];
      if (cancelled) { end(); return true; }
      if (click) {
        end();
        // A click on a middle makes the corner there; on a corner it was chosen already; inside, the map selects.
        if (ended.kind === 'vertex' && ended.inserted && store(ended.base.map(({ id, rings }) => ({ id, rings: rings.map((ring) => [...ring]) })))) active = ended.from;
        context.redraw();
        return ended.kind === 'vertex';
      }
      if (wrong) { host.invalid(wrong); active = null; } else if (done.length > 0) host.commit(done);
      end();
      return true;
    },
    click() { active = null; context.redraw(); return false; },
    doubleClick: () => false,
    enter(_cross, backwards) {
      const corners = cornersOf(selected());
      if (corners.length === 0) return false;
      const now = chosen();
      const index = now ? corners.findIndex((corner) => samePoint(corner, now)) : backwards ? 0 : -1;
      active = corners[(index + (backwards ? corners.length - 1 : 1)) % corners.length] ?? null;
      if (active) { host.reveal(active); host.say(active); }
      context.redraw();
      return true;
    },
    backspace() { return this.remove(); },
    remove() {
      const corner = chosen();
      if (!corner || drag) return false;
      if (store(removeVertex(around(corner), corner))) active = null;
      context.redraw();
      return true;
    },
    nudge(dx, dy) {
      const corner = chosen();
      if (!corner || drag) return false;
      const to = plantPoint(corner[0] + dx, corner[1] + dy);
      const next = moveVertex(around(corner), corner, to);
      if (!store(next)) return true;
      active = next.length > 0 ? moved(corner, next, to) : corner;
      host.reveal(to);
      host.say(to);
      context.redraw();
      return true;
    },
    cancel() {
      if (drag) { const { kind } = drag; end(); if (kind === 'vertex') active = null; return true; }
      const had = chosen() !== null;
      active = null;
      context.redraw();
      return had;
    },
    scene(): Partial<Scene> {
      const theme = host.theme();
      const shapes = edits.map(({ id, rings }) => ({ rings, colour: levelPaint(host.zone(id)?.level ?? null, theme).outline, state: faulty.has(id) ? 'invalid' as const : 'preview' as const }));
      if (!drag) return { handles: handles(), active: chosen() };
      const shown: readonly ZoneShape[] = edits.length > 0 ? edits.filter(({ id }) => host.selection().includes(id)) : drag.base.filter(({ id }) => host.selection().includes(id));
      return { shapes, handles: handlesOf(shown, visibleBox(host.viewport(), 8), host.viewport().scale), active, snap: snapped };
    },
  };
}

/** The corners before and after a corner in all rings that have it. */
function neighboursOf(zones: readonly ZoneShape[], point: PlantPoint): PlantPoint[] {
  return zones.flatMap(({ rings }) => rings.flatMap((ring) => {
    const index = ring.findIndex((corner) => samePoint(corner, point));
    return index < 0 ? [] : [ring[(index + ring.length - 1) % ring.length], ring[(index + 1) % ring.length]].filter((corner) => corner !== undefined);
  }));
}

/** Where a corner lies after edits: the corner nearest to where it was sent (the grid moves it a little). */
const moved = (corner: PlantPoint, edits: readonly ShapeEdit[], to: PlantPoint): PlantPoint => nearestCorner(edits, to) ?? corner;

