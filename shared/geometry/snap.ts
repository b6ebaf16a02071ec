import Flatbush from 'flatbush';
import type { PlantPoint, PlantRing } from './frames.ts';
import { onGrid, samePoint } from './grid.ts';
import { distance, nearestOnSegment } from './polygon.ts';
import type { SnapEdge } from './snap-kinds.ts';

/** A ring that may be snapped to, with whatever the caller knows it by. */
export interface SnapRing<Key> { readonly key: Key; readonly ring: PlantRing }

/** Where a point snaps to. A vertex is given as it is stored; a place on an edge is on the 0.1 mm grid. */
export interface Snap<Key> {
  readonly kind: 'vertex' | 'edge';
  readonly point: PlantPoint;
  readonly key: Key;
  /** The vertex, or the edge from this vertex to the next. */
  readonly index: number;
  /** How far the point was, in metres. */
  readonly distance: number;
}

/** What can be snapped to, indexed once for the many moves of a drag. Everything is in plant metres. */
export class SnapIndex<Key> {
  readonly #rings: readonly SnapRing<Key>[];
  readonly #edges: (readonly [ring: number, index: number])[] = [];
  readonly #boxes: Flatbush | null;

  constructor(rings: readonly SnapRing<Key>[]) {
    this.#rings = rings;
    for (const [r, { ring }] of rings.entries()) for (const i of ring.keys()) this.#edges.push([r, i]);
    this.#boxes = this.#edges.length === 0 ? null : new Flatbush(this.#edges.length);
    for (const [r, i] of this.#edges) {
      const [a, b] = this.#ends(r, i);
      this.#boxes?.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
    }
    this.#boxes?.finish();
  }

  /**
   * The nearest vertex within `tolerance` metres, else the nearest place on an edge within it, else null. A vertex wins over a nearer
   * edge: shared corners are what keeps zones tight. Of equals the one given first. `skip` leaves out what is being dragged.
   */
  snap(point: PlantPoint, tolerance: number, skip: (key: Key, index: number) => boolean = () => false): Snap<Key> | null {
    let vertex: Snap<Key> | null = null;
    let edge: Snap<Key> | null = null;
    const near = this.#boxes?.search(point[0] - tolerance, point[1] - tolerance, point[0] + tolerance, point[1] + tolerance) ?? [];
    for (const at of near.sort((a, b) => a - b)) {
      const [r, index] = this.#edges[at] ?? [0, 0];
      const { key, ring } = this.#rings[r] ?? {};
      if (key === undefined || ring === undefined) continue;
      const [a, b] = this.#ends(r, index);
      const next = (index + 1) % ring.length;
      const skipped = [skip(key, index), skip(key, next)] as const;
      for (const [corner, i, out] of [[a, index, skipped[0]], [b, next, skipped[1]]] as const) {
        const away = distance(point, corner);
        if (!out && away <= tolerance && (vertex === null || away < vertex.distance)) vertex = { kind: 'vertex', point: corner, key, index: i, distance: away };
      }
      if (skipped[0] || skipped[1]) continue;
      const foot = onGrid(nearestOnSegment(point, a, b));
      const away = distance(point, foot);
      if (away <= tolerance && !samePoint(foot, a) && !samePoint(foot, b) && (edge === null || away < edge.distance)) edge = { kind: 'edge', point: foot, key, index, distance: away };
    }
    return vertex ?? edge;
  }

  /** The edges that come within `tolerance` metres of a point on either axis, in the order given, for `snapToEdges`; those with an end that `skip` names are left out. */
  edgesNear(point: PlantPoint, tolerance: number, skip: (key: Key, index: number) => boolean = () => false): SnapEdge<Key>[] {
    const near = this.#boxes?.search(point[0] - tolerance, point[1] - tolerance, point[0] + tolerance, point[1] + tolerance) ?? [];
    return near.sort((a, b) => a - b).flatMap((at) => {
      const [r, index] = this.#edges[at] ?? [0, 0];
      const { key, ring } = this.#rings[r] ?? {};
      if (key === undefined || ring === undefined || skip(key, index) || skip(key, (index + 1) % ring.length)) return [];
      const [a, b] = this.#ends(r, index);
      return [{ a, b, key, index }];
    });
  }

  #ends(r: number, i: number): readonly [PlantPoint, PlantPoint] {
    const ring = this.#rings[r]?.ring ?? [];
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    if (a === undefined || b === undefined) throw new Error(`no edge ${i} in ring ${r}`);
    return [a, b];
  }
}
