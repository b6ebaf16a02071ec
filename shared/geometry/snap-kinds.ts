import { plantPoint, type PlantPoint } from './frames.ts';
import { onGrid, samePoint } from './grid.ts';
import { meetingOf } from './meeting.ts';
import { distance, nearestOnSegment } from './polygon.ts';
import { originOf, pointToSteps, stepsToPoint } from './step-rings.ts';

/** What a point can snap to; earlier ones win, however near a later one is. */
export const snapKinds = ['vertex', 'intersection', 'midpoint', 'perpendicular', 'edge', 'grid'] as const;
export type SnapKind = (typeof snapKinds)[number];

/** An edge of a zone or of the drawing, with what the caller knows it by; `index` is its number there. */
export interface SnapEdge<Key> { readonly a: PlantPoint; readonly b: PlantPoint; readonly key: Key; readonly index: number }

/** A place found: always on the 0.1 mm grid, whatever the scale of the map. */
export interface SnapFound<Key> {
  readonly kind: SnapKind;
  readonly point: PlantPoint;
  /** How far the point was, in metres. */
  readonly distance: number;
  /** The edge it lies on (for a vertex: that it ends; for an intersection: the first); null on the grid. */
  readonly edge: SnapEdge<Key> | null;
}

export interface SnapChoice {
  /** Kinds that are looked for; all where not given. */
  readonly kinds?: ReadonlySet<SnapKind>;
  /** The point before, for the foot of a perpendicular. */
  readonly from?: PlantPoint | null;
  /** Width of the grid's squares in metres; none where not given. */
  readonly grid?: number | null;
}

/** More edges than this within reach are a heap of lines in which crossings mean nothing: the first ones are crossed with one another. */
const crossedEdges = 64;

/** The best place within `tolerance` metres of a point: of the first kind that there is the nearest; of equals the one given first. */
export function snapToEdges<Key>(point: PlantPoint, tolerance: number, edges: readonly SnapEdge<Key>[], { kinds, from = null, grid = null }: SnapChoice = {}): SnapFound<Key> | null {
  const near = edges.filter(({ a, b }) => distance(point, nearestOnSegment(point, a, b)) <= tolerance);
  for (const kind of snapKinds) {
    if (kinds?.has(kind) === false) continue;
    let best: SnapFound<Key> | null = null;
    for (const [place, edge] of candidates(kind, point, near, from, grid)) {
      const away = distance(point, place);
      if (away <= tolerance && (best === null || away < best.distance)) best = { kind, point: place, distance: away, edge };
    }
    if (best !== null) return best;
  }
  return null;
}

function* candidates<Key>(kind: SnapKind, point: PlantPoint, edges: readonly SnapEdge<Key>[], from: PlantPoint | null, grid: number | null): Generator<readonly [PlantPoint, SnapEdge<Key> | null]> {
  if (kind === 'grid') {
    if (grid !== null && grid > 0) yield [onGrid(plantPoint(Math.round(point[0] / grid) * grid, Math.round(point[1] / grid) * grid)), null];
    return;
  }
  if (kind === 'intersection') {
    yield* crossings(edges.slice(0, crossedEdges));
    return;
  }
  for (const edge of edges) {
    const { a, b } = edge;
    if (kind === 'vertex') {
      yield [onGrid(a), edge];
      yield [onGrid(b), edge];
    } else if (kind === 'midpoint') {
      yield [onGrid(plantPoint((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)), edge];
    } else if (kind === 'edge') {
      yield [onGrid(nearestOnSegment(point, a, b)), edge];
    } else if (from !== null) {
      // A foot at an end is that end, unless it stands square there.
      const foot = nearestOnSegment(from, a, b);
      const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
      const square = Math.abs((foot[0] - from[0]) * ex + (foot[1] - from[1]) * ey) <= 1e-6 * (Math.hypot(ex, ey) + 1);
      if (square && !samePoint(foot, from)) yield [onGrid(foot), edge];
    }
  }
}

function* crossings<Key>(edges: readonly SnapEdge<Key>[]): Generator<readonly [PlantPoint, SnapEdge<Key>]> {
  const origin = originOf(edges[0]?.a);
  const segments = edges.map(({ a, b }) => {
    const [[ax, ay], [bx, by]] = [pointToSteps(a, origin), pointToSteps(b, origin)];
    return { ax, ay, bx, by };
  });
  for (const [i, p] of segments.entries()) {
    for (const [j, q] of segments.entries()) {
      const [edge, met] = [edges[i], j > i ? meetingOf(p, q) : null];
      // Where they run along one another there is no one place.
      if (edge !== undefined && met !== null && met.kind !== 'overlap' && !met.corner) yield [stepsToPoint(met.x, met.y, origin), edge];
    }
  }
}
