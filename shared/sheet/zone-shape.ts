import { ringBounds } from './hatch.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { labelPoint } from '#shared/geometry/label-point.ts';
import type { SheetZone } from './input.ts';
import type { Rect } from './paper.ts';
import type { MapView } from './scale.ts';

/** A zone on paper: its rings as x, y … in mm, y down; `anchor` lies well inside. */
export interface ZoneShape {
  readonly zone: SheetZone;
  readonly rings: readonly number[][];
  readonly bounds: Box;
  readonly area: number;
  readonly anchor: readonly [x: number, y: number];
}

/** Lays zones on paper; a zone without a point is left out. */
export function zoneShapes(zones: readonly SheetZone[], view: MapView): ZoneShape[] {
  return zones.flatMap((zone) => {
    const rings = zone.rings.map((ring) => ring.flatMap(([x, y]) => [view.x(x), view.y(y)]));
    const bounds = ringBounds(rings);
    if (bounds === null) return [];
    const [x, y] = labelPoint(zone.rings);
    return [{ zone, rings, bounds, area: Math.abs(ringArea(rings[0] ?? [])), anchor: [view.x(x), view.y(y)] as const }];
  });
}

function ringArea(ring: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < ring.length; index += 2) {
    const next = (index + 2) % ring.length;
    sum += (ring[index] ?? 0) * (ring[next + 1] ?? 0) - (ring[next] ?? 0) * (ring[index + 1] ?? 0);
  }
  return sum / 2;
}

/** Calls back for every edge of the rings, the closing one included; ends early where the callback returns true. */
function someEdge(rings: readonly (readonly number[])[], test: (x1: number, y1: number, x2: number, y2: number) => boolean): boolean {
  for (const ring of rings) {
    let x1 = ring[ring.length - 2] ?? 0;
    let y1 = ring[ring.length - 1] ?? 0;
    for (let index = 0; index + 1 < ring.length; index += 2) {
      const x2 = ring[index] ?? 0;
      const y2 = ring[index + 1] ?? 0;
      if (test(x1, y1, x2, y2)) return true;
      x1 = x2;
      y1 = y2;
    }
  }
  return false;
}

/** Whether the point lies inside by the even-odd rule. */
export function contains(rings: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  someEdge(rings, (x1, y1, x2, y2) => {
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    return false;
  });
  return inside;
}

/** Whether the segment has a point in the rectangle (Liang–Barsky). */
export function segmentMeets(x1: number, y1: number, x2: number, y2: number, rect: Rect): boolean {
  let enter = 0;
  let leave = 1;
  const clip = (delta: number, distance: number): boolean => {
    if (delta === 0) return distance >= 0;
    const at = distance / delta;
    if (delta < 0) enter = Math.max(enter, at);
    else leave = Math.min(leave, at);
    return enter <= leave;
  };
  return clip(x1 - x2, x1 - rect.x) && clip(x2 - x1, rect.x + rect.width - x1) && clip(y1 - y2, y1 - rect.y) && clip(y2 - y1, rect.y + rect.height - y1);
}

/** Whether the rectangle lies wholly inside the rings. */
export function holds(shape: ZoneShape, rect: Rect): boolean {
  const { bounds, rings } = shape;
  if (rect.x < bounds.minX || rect.y < bounds.minY || rect.x + rect.width > bounds.maxX || rect.y + rect.height > bounds.maxY) return false;
  return contains(rings, rect.x + rect.width / 2, rect.y + rect.height / 2)
    && !someEdge(rings, (x1, y1, x2, y2) => segmentMeets(x1, y1, x2, y2, rect));
}

/** Whether the rectangle and the area inside the rings have a point in common. */
export function meets(shape: ZoneShape, rect: Rect): boolean {
  const { bounds, rings } = shape;
  if (rect.x > bounds.maxX || rect.y > bounds.maxY || rect.x + rect.width < bounds.minX || rect.y + rect.height < bounds.minY) return false;
  return contains(rings, rect.x + rect.width / 2, rect.y + rect.height / 2)
    || someEdge(rings, (x1, y1, x2, y2) => segmentMeets(x1, y1, x2, y2, rect));
}

export function overlaps(first: Rect, second: Rect): boolean {
  return first.x < second.x + second.width && second.x < first.x + first.width
    && first.y < second.y + second.height && second.y < first.y + first.height;
}
