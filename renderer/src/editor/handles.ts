import { plantPoint } from '#shared/geometry/frames.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import type { ZoneShape } from '#shared/geometry/shared-border.ts';
import { edgesOf } from '#shared/geometry/polygon.ts';

/** What can be taken hold of: a corner, or the middle of an edge a–b where a new corner can be made. */
export type Handle = { readonly kind: 'vertex'; readonly at: PlantPoint } | { readonly kind: 'midpoint'; readonly at: PlantPoint; readonly a: PlantPoint; readonly b: PlantPoint };

/** More handles than this are not shown: they would cover the zone. Zooming in brings them. */
const mostHandles = 3000;
/** An edge shorter than this many pixels shows no middle. */
const leastEdge = 28;

/** The handles of zones inside `box` (plant metres); `scale` is pixels per metre. */
export function handlesOf(zones: Iterable<ZoneShape>, box: Box, scale: number): Handle[] {
  const inside = ([x, y]: PlantPoint): boolean => x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY;
  const handles: Handle[] = [];
  for (const { rings } of zones) for (const ring of rings) for (const [a, b] of edgesOf(ring)) {
    if (handles.length >= mostHandles) return handles;
    if (inside(a)) handles.push({ kind: 'vertex', at: a });
    const middle = plantPoint((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    if (Math.hypot(b[0] - a[0], b[1] - a[1]) * scale >= leastEdge && inside(middle)) handles.push({ kind: 'midpoint', at: middle, a, b });
  }
  return handles;
}

/** The handle within `reach` metres of a point: the nearest corner, else the nearest middle. */
export function handleAt(handles: readonly Handle[], point: PlantPoint, reach: number): Handle | null {
  for (const kind of ['vertex', 'midpoint'] as const) {
    let best: Handle | null = null;
    let least = reach;
    for (const handle of handles) {
      if (handle.kind !== kind) continue;
      const away = Math.hypot(handle.at[0] - point[0], handle.at[1] - point[1]);
      if (away <= least) { least = away; best = handle; }
    }
    if (best) return best;
  }
  return null;
}

/** All corners of zones in their order, for stepping through them by key. */
export const cornersOf = (zones: Iterable<ZoneShape>): PlantPoint[] => [...zones].flatMap(({ rings }) => rings.flat());
