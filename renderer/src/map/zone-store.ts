import Flatbush from 'flatbush';
import type { ZoneView } from '#shared/contract/zones.ts';
import type { Box, PlantPoint, PlantRing } from '#shared/geometry/frames.ts';
import { signedArea } from '#shared/geometry/polygon.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { labelPointOf } from './label-point.ts';

/** A zone made ready for painting and hit tests: its rings flattened, its bounds and area known. Plant metres. */
export interface PreparedZone {
  readonly view: ZoneView;
  readonly coordinates: Float64Array;
  /** Point index at which each ring starts; one more than rings. */
  readonly starts: readonly number[];
  readonly box: Box;
  readonly area: number;
  /** Computed when first asked for. */
  label: PlantPoint | null;
}

/** Flattens a zone; outer rings run counter-clockwise and holes clockwise, whatever order they came in. */
export function prepareZone(view: ZoneView): PreparedZone {
  const starts = [0];
  let points = 0;
  for (const ring of view.rings) { points += ring.length; starts.push(points); }
  const coordinates = new Float64Array(points * 2);
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity, at = 0, total = 0;
  view.rings.forEach((ring, index) => {
    const area = signedArea(ring);
    total += index === 0 ? Math.abs(area) : -Math.abs(area);
    const reverse = index === 0 ? area < 0 : area > 0;
    for (let i = 0; i < ring.length; i += 1) {
      const [x, y] = ring[reverse ? ring.length - 1 - i : i] as PlantRing[number]; // the index is below the length
      coordinates[at] = x; coordinates[at + 1] = y; at += 2;
      minX = Math.min(minX, x); maxX = Math.max(maxX, x);
      minY = Math.min(minY, y); maxY = Math.max(maxY, y);
    }
  });
  return { view, coordinates, starts, box: { minX, minY, maxX, maxY }, area: Math.max(0, total), label: null };
}

function sameRings(a: readonly PlantRing[], b: readonly PlantRing[]): boolean {
  return a === b || (a.length === b.length && a.every((ring, r) => {
    const other = b[r];
    return ring === other || (other?.length === ring.length && ring.every(([x, y], i) => x === other[i]?.[0] && y === other[i][1]));
  }));
}

/** Whether a point lies inside a prepared zone (even-odd over all rings). */
export function zoneHolds(zone: PreparedZone, x: number, y: number): boolean {
  const { coordinates, starts, box } = zone;
  if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY) return false;
  let inside = false;
  for (let r = 0; r + 1 < starts.length; r += 1) {
    const from = starts[r] as number, to = starts[r + 1] as number; // r + 1 is below the length
    for (let i = from, j = to - 1; i < to; j = i, i += 1) {
      const ay = coordinates[2 * i + 1] as number, by = coordinates[2 * j + 1] as number; // starts index the coordinates
      if (ay > y === by > y) continue;
      const ax = coordinates[2 * i] as number, bx = coordinates[2 * j] as number;
      if (x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** The zones on the map in drawing order, with a spatial index that is rebuilt when it is next asked. */
export interface ZoneStore {
  all(): readonly PreparedZone[];
  get(id: Id): PreparedZone | undefined;
  set(zones: readonly ZoneView[]): void;
  /** Changes, adds and removes zones; gives those that were changed or removed as they were before. */
  update(changed: readonly ZoneView[], removedIds: readonly Id[]): PreparedZone[];
  inBox(box: Box): PreparedZone[];
  /** The zone at a plant point: of several the smallest, so that a tank inside its tank farm can be met. */
  at(x: number, y: number): PreparedZone | null;
}

export function createZoneStore(): ZoneStore {
  let zones = new Map<Id, PreparedZone>();
  let list: PreparedZone[] | null = null;
  let places: Map<Id, number> | null = null;
  let index: Flatbush | null = null;
  const changedNow = () => { list = null; places = null; index = null; };
  const all = () => (list ??= [...zones.values()]);
  const placeOf = (id: Id): number => {
    places ??= new Map(all().map((zone, at) => [zone.view.id, at]));
    return places.get(id) ?? -1;
  };
  const tree = () => {
    if (index || zones.size === 0) return index;
    index = new Flatbush(zones.size);
    for (const { box } of all()) index.add(box.minX, box.minY, box.maxX, box.maxY);
    index.finish();
    return index;
  };
  // Numbers that flatbush gives back count the items of the list it was built from.
  const inBox = (box: Box) => (tree()?.search(box.minX, box.minY, box.maxX, box.maxY) ?? []).sort((a, b) => a - b).map((at) => all()[at] as PreparedZone);
  return {
    all, inBox,
    get: (id) => zones.get(id),
    set(views) {
      const before = zones;
      zones = new Map(views.map((view) => {
        const old = before.get(view.id);
        // A zone whose rings are the same keeps its geometry: colours change far more often than shapes.
        return [view.id, old && sameRings(old.view.rings, view.rings) ? { ...old, view } : prepareZone(view)];
      }));
      changedNow();
    },
    update(changed, removedIds) {
      const before: PreparedZone[] = [];
      let moved = false;
      for (const id of removedIds) {
        const old = zones.get(id);
        if (!old) continue;
        before.push(old);
        zones.delete(id);
        moved = true;
      }
      for (const view of changed) {
        const old = zones.get(view.id);
        if (old) before.push(old);
        const next = old && sameRings(old.view.rings, view.rings) ? { ...old, view } : prepareZone(view);
        moved ||= next.box !== old?.box;
        zones.set(view.id, next);
        if (!moved && list) list[placeOf(view.id)] = next;
      }
      // Boxes and order are what the index knows: new colours leave it valid.
      if (moved) changedNow();
      return before;
    },
    at(x, y) {
      let best: PreparedZone | null = null;
      for (const zone of inBox({ minX: x, minY: y, maxX: x, maxY: y })) {
        if (zoneHolds(zone, x, y) && (!best || zone.area <= best.area)) best = zone;
      }
      return best;
    },
  };
}

/** The label place of a zone, computed once. */
export function labelOf(zone: PreparedZone): PlantPoint {
  return (zone.label ??= labelPointOf(zone.coordinates, zone.starts));
}
