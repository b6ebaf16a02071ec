import type { ZoneView } from '#shared/contract/zones.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import { boundsOf } from '#shared/geometry/polygon.ts';
import { splitByLine } from '#shared/geometry/split.ts';
import type { ZoneApply } from '../../map/map-types.ts';
import { idleTool } from '../editor-host.ts';
import type { EditorTool, Modifiers, ToolContext } from '../editor-host.ts';
import { largestFirst, neighbourCorners } from '../fit.ts';
import { copyName, newZone } from '../new-zones.ts';
import { createPlacer } from '../placer.ts';
import { addToDraft } from '../shapes.ts';
import type { SnapResult } from '../snapping.ts';

interface Cut { readonly zone: ZoneView; readonly pieces: readonly PlantPoint[][][] }

/** What a line makes of zones: those it leads through and their pieces, the largest first. */
export function cutsOf(zones: readonly ZoneView[], line: readonly PlantPoint[]): Cut[] {
  const box = line.length < 2 ? null : boundsOf(line);
  if (!box) return [];
  return zones.flatMap((zone) => {
    const own = boundsOf(zone.rings[0] ?? []);
    if (!own || own.minX > box.maxX || own.maxX < box.minX || own.minY > box.maxY || own.maxY < box.minY) return [];
    const pieces = splitByLine(zone.rings, line);
    return pieces ? [{ zone, pieces: largestFirst(pieces) }] : [];
  });
}

/** The change that cuts come to: the largest piece keeps the zone, the others are new ones with its units and a number after its name. */
export function splitChange(context: ToolContext, cuts: readonly Cut[]): ZoneApply {
  const names = new Set(context.host.zones().map(({ name }) => name));
  const created = cuts.flatMap(({ zone, pieces }) => pieces.slice(1).map((rings) => newZone(zone, rings, copyName(zone.name, names))));
  const edits = cuts.flatMap(({ zone, pieces: [largest] }) => (largest ? [{ id: zone.id, rings: largest }] : []));
  const theirs = neighbourCorners(context, cuts.flatMap(({ pieces }) => pieces), new Set(cuts.map(({ zone }) => zone.id)));
  const [first] = cuts;
  return {
    operation: 'split', created, edits: [...edits, ...theirs], deletedIds: [],
    notice: cuts.length === 1 && first ? { key: 'editor.split.done', params: { name: first.zone.name, n: first.pieces.length } } : { key: 'editor.split.doneMany', params: { zones: cuts.length, n: cuts.length + created.length } },
  };
}

/** Divides zones along a drawn line: the selected ones that it crosses, else all that it crosses. */
export function createSplitTool(context: ToolContext): EditorTool {
  const { host } = context;
  const placer = createPlacer(context);
  let points: readonly PlantPoint[] = [];
  let undone: readonly PlantPoint[] = [];
  let next: SnapResult | null = null;
  const last = (): PlantPoint | null => points[points.length - 1] ?? null;
  const place = (at: PlantPoint, keys: Modifiers): SnapResult => placer.place(at, keys, last());
  const clear = (): void => { points = []; undone = []; next = null; placer.release(); context.redraw(); };
  const cuts = (line: readonly PlantPoint[]): Cut[] => {
    const box = line.length < 2 ? null : boundsOf(line);
    if (!box) return [];
    const crossed = cutsOf(host.zonesIn(box), line);
    const selected = new Set(host.selection());
    const mine = crossed.filter(({ zone }) => selected.has(zone.id));
    return selected.size > 0 ? mine : crossed;
  };
  const finish = (): boolean => {
    if (points.length === 0) return false;
    const found = cuts(points);
    if (found.length === 0) {
      host.tell({ key: host.selection().length > 0 ? 'editor.split.missedSelected' : 'editor.split.missed', params: {} }, true);
      return true;
    }
    clear();
    host.apply(splitChange(context, found));
    host.chooseTool('select');
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
  const add = (at: PlantPoint, keys: Modifiers): boolean => {
    const placed = place(at, keys).point;
    const end = last();
    // The second press of a double click falls beside the first by a pixel or two: it is no point of the line.
    if (!end || placer.locked || keys.typed || Math.hypot(end[0] - placed[0], end[1] - placed[1]) > context.reach() * 0.3) { points = addToDraft(points, placed); undone = []; placer.release(); }
    next = null;
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
    cancel() { const had = points.length > 0; clear(); return had; },
    underWay: () => points.length > 0,
    hint: () => (points.length === 0 ? 'split.start' : 'split.end'),
    typedFrom: last,
    numberField: 'length',
    fields: () => (points.length === 0 ? [] : placer.fields(last(), next?.point ?? null)),
    setField(name, value) { placer.setField(name, value); const end = last(); if (next && end) next = place(next.point, { shift: false, ctrl: false, alt: true }); },
    scene() {
      const line = next ? [...points, next.point] : points;
      const pieces = cuts(line).flatMap(({ zone, pieces: all }) => all.map((rings) => ({ rings, level: zone.level, state: 'preview' as const })));
      return { line: points, rubber: next?.point ?? null, closed: false, snap: next, shapes: pieces };
    },
  };
}
