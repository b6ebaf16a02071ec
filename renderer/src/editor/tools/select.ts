import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid, samePoint } from '#shared/geometry/grid.ts';
import { placeInPolygon } from '#shared/geometry/polygon.ts';
import { moveVertex, removeVertex } from '#shared/geometry/shared-border.ts';
import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { visibleBox } from '../../map/viewport.ts';
import { boxSelection, zonesInBox } from '../box-choice.ts';
import { checkShape } from '../check-shape.ts';
import type { ShapeFault } from '../check-shape.ts';
import { edgeAt } from '../corners.ts';
import { dragEdge, dragMiddle, dragVertex, dragZones } from '../drags.ts';
import type { Drag, Dragged } from '../drags.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, ToolContext } from '../editor-host.ts';
import { fitEdits } from '../fit.ts';
import { cornersOf, handleAt, handlesOf } from '../handles.ts';
import type { Handle } from '../handles.ts';
import { createNudging } from '../nudging.ts';
import type { Scene } from '../scene.ts';
import { nearestCorner } from '../shapes.ts';

const none: ReadonlySet<Id> = new Set();
/** How near an edge is taken hold of, as a share of the reach of handles. */
const edgeReach = 0.5;

/** The select tool, and what the table of vertices asks of it. */
export interface SelectTool extends EditorTool {
  /** Moves a corner of the selection in every zone that has it; false where the shape could not be kept. */
  moveTo(from: PlantPoint, to: PlantPoint): boolean;
  chooseCorner(at: PlantPoint | null): void;
  chosenCorner(): PlantPoint | null;
}

/**
 * Chooses and changes zones: corners and edges are dragged, corners made at the middle of an edge and deleted; a drag inside moves the
 * selected zones, one on free ground draws a box that chooses.
 */
export function createSelectTool(context: ToolContext): SelectTool {
  const { host } = context;
  let drag: Drag | null = null;
  let dragged: Dragged | null = null;
  let fault: ShapeFault | null = null;
  let faulty: ReadonlySet<Id> = none;
  let box: { readonly from: PlantPoint; readonly to: PlantPoint; readonly adding: boolean } | null = null;
  let active: PlantPoint | null = null;
  let edge: readonly [PlantPoint, PlantPoint] | null = null;
  /** Where the corner was before the arrow steps that are not stored yet. */
  let nudgeStart: PlantPoint | null = null;

  const selected = (): ZoneView[] => host.selection().flatMap((id) => host.zone(id) ?? []);
  const around = (point: PlantPoint): readonly ZoneView[] => host.zonesIn({ minX: point[0], maxX: point[0], minY: point[1], maxY: point[1] });
  const handles = (): Handle[] => handlesOf(selected(), visibleBox(host.viewport(), 8), host.viewport().scale);
  const chosen = (): PlantPoint | null => (active && selected().some(({ rings }) => rings.some((ring) => ring.some((corner) => active !== null && samePoint(corner, active)))) ? active : null);
  const store = (edits: readonly ShapeEdit[], before: readonly ZoneShape[]): void => { 
    if (edits.length === 0) return;
    const fitted = fitEdits(context, edits, before);
    if (fitted) host.commit(fitted); else host.tell({ key: 'editor.fit.covered', params: {} }, true);
  };
  const nudging = createNudging((edits) => { host.commit(edits); }, () => { host.hide(new Set(nudging.state?.edits.map(({ id }) => id) ?? [])); context.redraw(); });

  /** Checks what a drag would make of the zones and keeps it for painting and for the end of the drag. */
  const take = (by: Drag, next: Dragged): void => {
    const checked = by.rigid ? next.edits.map((edit) => ({ ...edit, fault: null })) : next.edits.map(({ id, rings }) => ({ id, ...checkShape(rings) }));
    faulty = new Set(checked.flatMap((shape) => (shape.fault ? [shape.id] : [])));
    fault = checked.find((shape) => shape.fault)?.fault ?? null;
    dragged = { ...next, edits: fault ? next.edits : checked.map(({ id, rings }) => ({ id, rings })) };
    active = next.active;
    host.hide(new Set(next.edits.map(({ id }) => id)));
    context.redraw();
  };
  const end = (): void => {
    drag = null;
    dragged = null;
    fault = null;
    box = null;
    host.hide(none);
    context.redraw();
  };
  /** Stores edits that no drag has made, or says why they cannot be. */
  const keep = (next: readonly ShapeEdit[] | null): boolean => {
    const checked = next?.map(({ id, rings }) => ({ id, ...checkShape(rings) })) ?? [];
    const wrong = next === null ? 'map.invalid.tooFew' : checked.find((shape) => shape.fault)?.fault ?? null;
    if (wrong) { host.invalid(wrong); return false; }
    if (checked.length > 0) host.commit(checked.map(({ id, rings }) => ({ id, rings })));
    return true;
  };
  /** What a press at a point takes hold of. */
  const grip = (at: PlantPoint, touch: boolean): Drag | null => {
    const handle = handleAt(handles(), at, context.reach());
    if (handle?.kind === 'vertex') return dragVertex(context, around(handle.at), handle.at);
    if (handle) return dragMiddle(context, around(handle.at), handle);
    // A finger that goes over a selected zone moves the map: only a handle is small enough to be meant.
    if (touch) return null;
    const zones = selected();
    const held = edgeAt(zones, at, context.reach() * edgeReach);
    if (held) return dragEdge(context, zonesAt(host.zonesIn, held), held, at);
    const corner = zones.some(({ rings }) => placeInPolygon(at, rings) !== 'outside') ? nearestCorner(zones, at) : null;
    return corner && dragZones(context, zones, at, corner);
  };

  return {
    ...idleTool,
    press(at, place) {
      nudging.settle();
      drag = place.ctrl || place.shift ? null : grip(at, place.touch === true);
      if (drag) { if (drag.kind === 'vertex') active = drag.corner; context.redraw(); return true; }
      if (place.touch) return false;
      box = { from: at, to: at, adding: place.ctrl || place.shift };
      return true;
    },
    move(at, place, held) {
      if (drag) { if (held) take(drag, drag.move(at, place)); return; }
      if (box) { if (held) { box = { ...box, to: at }; context.redraw(); } return; }
      const handle = handleAt(handles(), at, context.reach());
      const zones = handle ? [] : selected();
      const before = edge;
      edge = edgeAt(zones, at, context.reach() * edgeReach);
      if (before !== edge) context.redraw();
      const inside = !edge && zones.some(({ rings }) => placeInPolygon(at, rings) !== 'outside');
      host.setCursor(handle ? 'pointer' : edge || inside ? 'move' : 'default');
    },
    release(at, _place, click, cancelled) {
      const [ended, done, wrong, chosenBox] = [drag, dragged, fault, box];
      end();
      if (cancelled) return true;
      if (chosenBox && !click) {
        const { ids } = zonesInBox(host.zonesIn(visibleBox(host.viewport(), 0)), host.viewport(), chosenBox.from, at);
        host.select(boxSelection(host.selection(), ids, chosenBox.adding));
        return true;
      }
      if (!ended) { if (click) active = null; return false; }
      if (click) {
        // A click on a middle makes the corner there; on a corner it was chosen already; elsewhere the map selects.
        if (ended.kind === 'middle' && keep(ended.base.map(({ id, rings }) => ({ id, rings: rings.map((ring) => [...ring]) })))) active = ended.corner;
        context.redraw();
        return ended.kind === 'vertex' || ended.kind === 'middle';
      }
      if (wrong) { host.invalid(wrong); active = null; } else if (done) store(done.edits, ended.base);
      return true;
    },
    click() { active = null; context.redraw(); return false; },
    enter(_cross, backwards) { return this.walk?.(backwards) ?? false; },
    walk(backwards) {
      nudging.settle();
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
      nudging.settle();
      const corner = chosen();
      if (!corner || drag) return false;
      if (keep(removeVertex(around(corner), corner))) active = null;
      context.redraw();
      return true;
    },
    nudge(dx, dy) {
      if (drag) return false;
      if (!nudging.state) nudgeStart = chosen();
      const start = nudgeStart;
      if (!start) return false;
      const stepped = nudging.step(() => around(start), dx, dy, (base, allX, allY) => {
        const to = onGrid(plantPoint(start[0] + allX, start[1] + allY));
        const edits = moveVertex(base, start, to).map(({ id, rings }) => ({ id, ...checkShape(rings) }));
        const wrong = edits.find((edit) => edit.fault)?.fault;
        if (wrong) { host.invalid(wrong); return null; }
        active = to;
        return edits.map(({ id, rings }) => ({ id, rings }));
      });
      if (stepped && active) { host.reveal(active); host.say(active); }
      return true;
    },
    settle() { nudging.settle(); },
    undoStep() {
      if (!nudging.drop()) return false;
      active = nudgeStart;
      context.redraw();
      return true;
    },
    cancel() {
      if (drag || box) { const kind = drag?.kind; end(); if (kind === 'vertex' || kind === 'middle') active = null; return true; }
      if (nudging.drop()) { active = nudgeStart; context.redraw(); return true; }
      const had = chosen() !== null;
      active = null;
      context.redraw();
      return had;
    },
    underWay: () => drag !== null || box !== null,
    hint: () => (drag ? 'select.drag' : chosen() ? 'select.vertex' : selected().length > 0 ? 'select.zone' : 'select.none'),
    changed() { if (!drag) edge = null; },
    moveTo(from, to) {
      nudging.settle();
      const target = onGrid(to);
      const done = keep(moveVertex(around(from), from, target));
      if (done) { active = target; host.reveal(target); context.redraw(); }
      return done;
    },
    chooseCorner(at) { nudging.settle(); active = at; if (at) host.reveal(at); context.redraw(); },
    chosenCorner: chosen,
    scene(): Partial<Scene> {
      const edits = dragged?.edits ?? nudging.state?.edits ?? [];
      const shapes = edits.map(({ id, rings }) => ({ rings, level: host.zone(id)?.level ?? null, state: faulty.has(id) && drag ? 'invalid' as const : 'preview' as const }));
      const chooser = box ? { from: box.from, to: box.to, crossing: zonesInBox([], host.viewport(), box.from, box.to).crossing } : null;
      if (!drag && !nudging.state) return { handles: handles(), active: chosen(), edge, box: chooser };
      const mine = new Set(host.selection());
      const shown: readonly ZoneShape[] = (edits.length > 0 ? edits : drag?.base ?? []).filter(({ id }) => mine.has(id));
      return { shapes, handles: handlesOf(shown, visibleBox(host.viewport(), 8), host.viewport().scale), active, snap: dragged?.snap ?? null };
    },
  };
}

/** The zones at both ends of an edge. */
function zonesAt(zonesIn: ToolContext['host']['zonesIn'], [a, b]: readonly [PlantPoint, PlantPoint]): readonly ZoneView[] {
  const at = ([x, y]: PlantPoint): readonly ZoneView[] => zonesIn({ minX: x, maxX: x, minY: y, maxY: y });
  const first = at(a);
  return [...first, ...at(b).filter(({ id }) => !first.some((zone) => zone.id === id))];
}
