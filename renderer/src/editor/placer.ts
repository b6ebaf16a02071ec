import type { PlantPoint } from '#shared/geometry/frames.ts';
import { samePoint } from '#shared/geometry/grid.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { bearingOf, keepLocks, keepStep, noLocks } from './direction.ts';
import type { Locks } from './direction.ts';
import type { Modifiers, ToolContext } from './editor-host.ts';
import type { SnapResult } from './snapping.ts';
import type { ToolField, ToolFieldName } from './tool-state.ts';

const none: ReadonlySet<Id> = new Set();

/**
 * Puts points where the person means them: snapped, in steps of 15° while Shift is held, at the length and bearing that were typed. Alt
 * lets go of snapping.
 */
export interface Placer {
  place(at: PlantPoint, keys: Modifiers, from: PlantPoint | null, aligned?: readonly PlantPoint[]): SnapResult;
  /** Length and bearing of the line under way, as fields that can be typed. */
  fields(from: PlantPoint | null, to: PlantPoint | null): ToolField[];
  setField(name: ToolFieldName, value: number | null): void;
  /** A point has been set: the next line is free again. */
  release(): void;
  readonly locked: boolean;
}

export function createPlacer(context: ToolContext): Placer {
  let locks: Locks = noLocks;
  return {
    place(at, keys, from, aligned = from ? [from] : []) {
      const free = keys.alt;
      // A typed length or bearing is exact: alignment would only pretend to be taken into account.
      const snapped = context.snap(at, free, { aligned: this.locked || keys.shift ? [] : aligned, dragged: null, from, without: none });
      if (!from) return snapped;
      const kept = keepLocks(from, keys.shift && locks.bearing === null ? keepStep(from, snapped.point) : snapped.point, locks);
      if (samePoint(kept, snapped.point)) return snapped;
      return { point: kept, kind: 'direction', guides: [[from, kept]] };
    },
    fields(from, to) {
      const known = from !== null && to !== null;
      return [
        { name: 'length', value: locks.length ?? (known ? Math.hypot(to[0] - from[0], to[1] - from[1]) : null), fixed: locks.length !== null },
        { name: 'bearing', value: locks.bearing ?? (known && !samePoint(from, to) ? bearingOf(from, to) : null), fixed: locks.bearing !== null },
      ];
    },
    setField(name, value) {
      if (name === 'length') locks = { ...locks, length: value !== null && value > 0 ? value : null };
      else if (name === 'bearing') locks = { ...locks, bearing: value };
      context.redraw();
    },
    release() { locks = noLocks; },
    get locked() { return locks.length !== null || locks.bearing !== null; },
  };
}
