import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint, PlantRing } from '#shared/geometry/frames.ts';
import { onGrid, samePoint } from '#shared/geometry/grid.ts';
import { SnapIndex } from '#shared/geometry/snap.ts';
import type { SnapKind } from './options.ts';

/** What a point may snap to, all in plant metres. */
export interface SnapSources {
  /** Rings of zones near the point, not those that are moving. */
  readonly rings: readonly PlantRing[];
  /** Vertices of the drawing near the point. */
  readonly drawing: readonly PlantPoint[];
  /** Points that a straight or upright line may be kept with: the ones before and after in the outline. */
  readonly aligned: readonly PlantPoint[];
  /** A corner that is being dragged: it and its edges are not snapped to. */
  readonly dragged: PlantPoint | null;
  /** The point that a line under way comes from: perpendiculars lead from it. */
  readonly from?: PlantPoint | null;
  readonly kinds?: Readonly<Record<SnapKind, boolean>>;
  /** Distance between the lines of the grid, in metres. */
  readonly gridSize?: number;
  /** Alignment counts within this, in metres; less than the tolerance. */
  readonly alignWithin?: number;
}

export type Guide = readonly [from: PlantPoint, to: PlantPoint];
/** Where a point is put; `kind` free where nothing is near. Guides are lines to show. */
export interface SnapResult { readonly point: PlantPoint; readonly kind: SnapKind | 'direction' | 'free'; readonly guides: readonly Guide[] }

/**
 * Snaps a point within `tolerance` metres: to the corner of a zone, else to a vertex of the drawing, else to the edge of a zone,
 * else into line with a neighbouring point, across or upright or both.
 */
export function snapPoint(point: PlantPoint, tolerance: number, sources: SnapSources): SnapResult {
  const { dragged } = sources;
  const index = new SnapIndex(sources.rings.map((ring) => ({ key: ring, ring })));
  const near = index.snap(point, tolerance, (ring, at) => { const corner = ring[at]; return dragged !== null && corner !== undefined && samePoint(corner, dragged); });
  if (near?.kind === 'vertex') return { point: near.point, kind: 'vertex', guides: [] };
  const drawn = nearest(sources.drawing, point, tolerance);
  if (drawn) return { point: onGrid(drawn), kind: 'drawing', guides: [] };
  if (near) return { point: near.point, kind: 'edge', guides: [] };
  return align(point, sources.alignWithin ?? tolerance, sources.aligned);
}

function nearest(points: readonly PlantPoint[], to: PlantPoint, within: number): PlantPoint | null {
  let best: PlantPoint | null = null;
  let least = within;
  for (const point of points) {
    const away = Math.hypot(point[0] - to[0], point[1] - to[1]);
    if (away <= least) { least = away; best = point; }
  }
  return best;
}

function align(point: PlantPoint, tolerance: number, others: readonly PlantPoint[]): SnapResult {
  const closest = (axis: 0 | 1): PlantPoint | null => others.reduce<PlantPoint | null>((best, other) => {
    const away = Math.abs(other[axis] - point[axis]);
    return away <= tolerance && (best === null || away < Math.abs(best[axis] - point[axis])) ? other : best;
  }, null);
  const upright = closest(0), across = closest(1);
  if (!upright && !across) return { point: onGrid(point), kind: 'free', guides: [] };
  const placed = onGrid(plantPoint(upright ? upright[0] : point[0], across ? across[1] : point[1]));
  // A point in line both ways with one neighbour is that neighbour; then nothing is in line.
  if (others.some((other) => samePoint(other, placed))) return { point: onGrid(point), kind: 'free', guides: [] };
  return { point: placed, kind: 'aligned', guides: [upright, across].flatMap((other) => (other ? [[other, placed] as const] : [])) };
}
