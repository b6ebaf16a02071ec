import type { ZoneView } from '#shared/contract/zones.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { insertVertex, moveVertex } from '#shared/geometry/shared-border.ts';
import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { moveCorners, neighboursOf, shifted, squareTo } from './corners.ts';
import { keepStep } from './direction.ts';
import type { Modifiers, ToolContext } from './editor-host.ts';
import type { Handle } from './handles.ts';
import { moveZones } from './shapes.ts';
import type { SnapResult } from './snapping.ts';

const none: ReadonlySet<Id> = new Set();

/** What a drag makes of the zones while the pointer is at a point. */
export interface Dragged { readonly edits: readonly ShapeEdit[]; readonly snap: SnapResult | null; readonly active: PlantPoint | null }

/** Something that is being dragged, from the press on. Nothing is stored before the button is let go. */
export interface Drag {
  readonly kind: 'vertex' | 'middle' | 'edge' | 'zones';
  /** The zones as they were. */
  readonly base: readonly ZoneShape[];
  /** A moved zone keeps its form: there is nothing to check. */
  readonly rigid: boolean;
  /** The corner that is dragged. */
  readonly corner: PlantPoint | null;
  move(at: PlantPoint, keys: Modifiers): Dragged;
}

const copies = (zones: readonly ZoneShape[]): ShapeEdit[] => zones.map(({ id, rings }) => ({ id, rings: rings.map((ring) => [...ring]) }));

/** Drags a corner, in every zone that has it. */
export function dragVertex(context: ToolContext, base: readonly ZoneShape[], from: PlantPoint): Drag {
  const aligned = neighboursOf(base, from);
  return {
    kind: 'vertex', base, rigid: false, corner: from,
    move(at, keys) {
      const snap = context.snap(at, keys.alt, { aligned: keys.shift ? [] : aligned, dragged: from, from: null, without: none });
      const to = keys.shift ? keepStep(from, snap.point) : snap.point;
      return { edits: moveVertex(base, from, to), snap: keys.shift ? { point: to, kind: 'direction', guides: [[from, to]] } : snap, active: to };
    },
  };
}

/** Drags the middle of an edge: a corner is made there, in every zone that has the edge, and dragged. */
export function dragMiddle(context: ToolContext, zones: readonly ZoneView[], { at: middle, a, b }: Extract<Handle, { kind: 'midpoint' }>): Drag {
  const base: readonly ZoneShape[] = insertVertex(zones, a, b, middle);
  const corner = base[0]?.rings.flat().find((point) => Math.hypot(point[0] - middle[0], point[1] - middle[1]) < 1e-3) ?? middle;
  const ids = new Set(base.map(({ id }) => id));
  return {
    kind: 'middle', base, rigid: false, corner,
    move(at, keys) {
      const snap = context.snap(at, keys.alt, { aligned: keys.shift ? [] : [a, b], dragged: corner, from: null, without: ids });
      const to = keys.shift ? keepStep(corner, snap.point) : snap.point;
      const edits = moveVertex(base, corner, to);
      return { edits: edits.length > 0 ? edits : copies(base), snap, active: to };
    },
  };
}

/** Drags a whole edge, both its corners in every zone that has them; square to itself while Shift is held. */
export function dragEdge(context: ToolContext, base: readonly ZoneShape[], [a, b]: readonly [PlantPoint, PlantPoint], start: PlantPoint): Drag {
  const nearer = Math.hypot(start[0] - a[0], start[1] - a[1]) <= Math.hypot(start[0] - b[0], start[1] - b[1]) ? a : b;
  const ids = new Set(base.map(({ id }) => id));
  return {
    kind: 'edge', base, rigid: false, corner: null,
    move(at, keys) {
      const [dx, dy] = keys.shift ? squareTo(a, b, at[0] - start[0], at[1] - start[1]) : [at[0] - start[0], at[1] - start[1]];
      const snap = context.snap(shifted(nearer, dx, dy), keys.alt, { aligned: keys.shift ? [] : [nearer], dragged: nearer, from: null, without: ids });
      const [ex, ey] = keys.shift ? squareTo(a, b, snap.point[0] - nearer[0], snap.point[1] - nearer[1]) : [snap.point[0] - nearer[0], snap.point[1] - nearer[1]];
      return { edits: moveCorners(base, [[a, shifted(a, ex, ey)], [b, shifted(b, ex, ey)]]), snap: keys.shift ? null : snap, active: null };
    },
  };
}

/** Drags whole zones by the corner that is nearest to the pointer; their neighbours stay. */
export function dragZones(context: ToolContext, base: readonly ZoneShape[], start: PlantPoint, corner: PlantPoint): Drag {
  const ids = new Set(base.map(({ id }) => id));
  return {
    kind: 'zones', base, rigid: true, corner: null,
    move(at, keys) {
      const target = plantPoint(corner[0] + at[0] - start[0], corner[1] + at[1] - start[1]);
      const snap = context.snap(keys.shift ? keepStep(corner, target) : target, keys.alt || keys.shift, { aligned: [corner], dragged: null, from: null, without: ids });
      return { edits: moveZones(base, snap.point[0] - corner[0], snap.point[1] - corner[1]), snap: keys.shift ? { ...snap, kind: 'direction', guides: [[corner, snap.point]] } : snap, active: null };
    },
  };
}
