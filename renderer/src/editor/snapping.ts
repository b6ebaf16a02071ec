import { plantPoint } from '#shared/geometry/frames.ts';
import type { PlantPoint, PlantRing } from '#shared/geometry/frames.ts';
import { onGrid, samePoint } from '#shared/geometry/grid.ts';
import { edgesOf } from '#shared/geometry/polygon.ts';
import { snapToEdges } from '#shared/geometry/snap-kinds.ts';
import type { SnapEdge, SnapKind as EdgeKind } from '#shared/geometry/snap-kinds.ts';
import type { SnapKind } from './options.ts';

/** What a point may snap to, all in plant metres. */
export interface SnapSources {
  /** Rings of zones near the point, not those that are moving. */
  readonly rings: readonly PlantRing[];
  /** Vertices of the drawing near the point. */
  readonly drawing: readonly PlantPoint[];
  /** Lines of the drawing near the point: x1, y1, x2, y2, x1 … */
  readonly lines?: Float64Array;
  /** Points that a straight or upright line may be kept with: the ones before and after in the outline. */
  readonly aligned: readonly PlantPoint[];
  /** A corner that is being dragged: it and its edges are not snapped to. */
  readonly dragged: PlantPoint | null;
  /** The point that a line under way comes from: perpendiculars lead from it. */
  readonly from?: PlantPoint | null;
  /** Kinds that count; all but the grid where not given. */
  readonly kinds?: Readonly<Record<SnapKind, boolean>>;
  /** Distance between the lines of the grid, in metres. */
  readonly gridSize?: number;
  /** Alignment counts within this, in metres; less than the tolerance. */
  readonly alignWithin?: number;
}

export type Guide = readonly [from: PlantPoint, to: PlantPoint];
/** Where a point is put; `kind` free where nothing is near. Guides are lines to show. */
export interface SnapResult { readonly point: PlantPoint; readonly kind: SnapKind | 'direction' | 'free'; readonly guides: readonly Guide[] }

const names: Readonly<Record<EdgeKind, SnapKind>> = { vertex: 'vertex', intersection: 'crossing', midpoint: 'middle', perpendicular: 'perpendicular', edge: 'edge', grid: 'grid' };
/** The kinds that are looked for along edges, one after the other. */
const alongEdges = ['intersection', 'midpoint', 'perpendicular', 'edge'] as const;
/** A line of the drawing draws a point from this share of the tolerance only: drawings are full of lines. */
const lineShare = 0.5;

/**
 * Snaps a point within `tolerance` metres: to the corner of a zone, else to a vertex of the drawing, else to where edges cross, the middle
 * of one, the foot of a perpendicular, any place on one, the grid, else into line with a neighbouring point, across or upright or both. The point
 * is always on the grid of 0.1 mm, whatever the scale of the map.
 */
export function snapPoint(point: PlantPoint, tolerance: number, sources: SnapSources): SnapResult {
  const { dragged, from = null, kinds, gridSize } = sources;
  const counts = (kind: SnapKind): boolean => kinds?.[kind] ?? kind !== 'grid';
  const edges = zoneEdges(sources.rings, dragged);
  const corner = counts('vertex') ? snapToEdges(point, tolerance, edges, { kinds: new Set(['vertex']) }) : null;
  if (corner) return { point: corner.point, kind: 'vertex', guides: [] };
  const lines = counts('drawing') ? drawingEdges(sources.lines) : [];
  const drawn = counts('drawing') ? nearest([...sources.drawing, ...lines.flatMap(({ a, b }) => [a, b])], point, tolerance) : null;
  if (drawn) return { point: onGrid(drawn), kind: 'drawing', guides: [] };
  const wanted = new Set<EdgeKind>(alongEdges.filter((kind) => counts(names[kind])));
  const all = [...edges, ...lines];
  for (const kind of alongEdges) {
    if (!wanted.has(kind)) continue;
    const found = kind === 'edge' ? snapToEdges(point, tolerance, edges, { kinds: new Set([kind]) }) ?? snapToEdges(point, tolerance * lineShare, lines, { kinds: new Set([kind]) })
      : snapToEdges(point, tolerance, all, { kinds: new Set([kind]), from });
    if (found) return { point: found.point, kind: names[found.kind], guides: kind === 'perpendicular' && from ? [[from, found.point]] : [] };
  }
  const onLines = counts('grid') && gridSize !== undefined ? snapToEdges(point, tolerance, [], { kinds: new Set(['grid']), grid: gridSize }) : null;
  if (onLines) return { point: onLines.point, kind: 'grid', guides: [] };
  return align(point, sources.alignWithin ?? tolerance, counts('aligned') ? sources.aligned : []);
}

function zoneEdges(rings: readonly PlantRing[], dragged: PlantPoint | null): SnapEdge<'zone'>[] {
  const edges: SnapEdge<'zone'>[] = [];
  for (const ring of rings) for (const [a, b, index] of edgesOf(ring)) {
    if (!dragged || !(samePoint(a, dragged) || samePoint(b, dragged))) edges.push({ a, b, key: 'zone', index });
  }
  return edges;
}

function drawingEdges(lines: Float64Array = new Float64Array()): SnapEdge<'drawing'>[] {
  const edges: SnapEdge<'drawing'>[] = [];
  for (let i = 0; i + 3 < lines.length; i += 4) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = lines.subarray(i, i + 4);
    edges.push({ a: plantPoint(x1, y1), b: plantPoint(x2, y2), key: 'drawing', index: i / 4 });
  }
  return edges;
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
