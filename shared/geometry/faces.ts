import { side } from './grid.ts';
import type { PlanarGraph } from './noding.ts';
import type { StepRing } from './step-rings.ts';
import { VertexTable } from './vertex-table.ts';

/*
 * Half-edge 2e runs along edge e from `from` to `to`, 2e + 1 back; the face of a half-edge lies on its left. A cycle is the run of
 * half-edges round one edge of a face: counter-clockwise outside, clockwise round what lies in it.
 */

/** A ring as rings that do not come through a corner twice: where it does, a ring is taken out. */
export function simpleRings(ring: StepRing): StepRing[] {
  const table = new VertexTable(ring.length);
  const vertices: number[] = [];
  for (let i = 0; i + 1 < ring.length; i += 2) vertices.push(table.at(ring[i] ?? 0, ring[i + 1] ?? 0));
  if (table.xs.length === vertices.length) return [ring];
  return loopsOf(vertices).map((loop) => loop.flatMap((vertex) => [table.xs[vertex] ?? 0, table.ys[vertex] ?? 0]));
}

/** A closed run of vertices as loops of three or more that come through none twice. */
function loopsOf(vertices: readonly number[]): number[][] {
  const loops: number[][] = [];
  const path: number[] = [];
  const placeOf = new Map<number, number>();
  for (const vertex of vertices) {
    const before = placeOf.get(vertex);
    if (before !== undefined) {
      const loop = path.splice(before);
      for (const gone of loop) placeOf.delete(gone);
      if (loop.length >= 3) loops.push(loop);
    }
    placeOf.set(vertex, path.length);
    path.push(vertex);
  }
  if (path.length >= 3) loops.push(path);
  return loops;
}

/** The faces of a planar graph, as far as its half-edges are alive. */
export class FaceTrace {
  readonly graph: PlanarGraph;
  /** Number of the cycle of each half-edge; -1 for those of dead edges. */
  readonly cycleOf: Int32Array;
  /** The first half-edge of each cycle. */
  readonly starts: number[] = [];
  readonly #next: Int32Array;
  readonly #outStarts: Int32Array;
  readonly #sorted: Int32Array;

  constructor(graph: PlanarGraph, alive: (edge: number) => boolean = () => true) {
    this.graph = graph;
    const { from: tails, to: heads } = graph;
    const halves = tails.length * 2;
    // Half-edges by the vertex they start from: those of vertex v lie from starts[v] to starts[v + 1].
    const starts = new Int32Array(graph.xs.length + 1);
    const living = new Uint8Array(tails.length);
    for (let edge = 0; edge < tails.length; edge++) {
      if (!alive(edge)) continue;
      living[edge] = 1;
      const a = tails[edge] ?? 0, b = heads[edge] ?? 0;
      starts[a + 1] = (starts[a + 1] ?? 0) + 1;
      starts[b + 1] = (starts[b + 1] ?? 0) + 1;
    }
    for (let vertex = 0; vertex < graph.xs.length; vertex++) starts[vertex + 1] = (starts[vertex + 1] ?? 0) + (starts[vertex] ?? 0);
    const free = starts.slice();
    const sorted = new Int32Array(starts[graph.xs.length] ?? 0);
    for (let half = 0; half < halves; half++) {
      if (living[half >> 1] !== 1) continue;
      const vertex = this.origin(half);
      const at = free[vertex] ?? 0;
      sorted[at] = half;
      free[vertex] = at + 1;
    }
    this.#outStarts = starts;
    this.#sorted = sorted;
    this.#next = new Int32Array(halves).fill(-1);
    for (let vertex = 0; vertex < graph.xs.length; vertex++) {
      const [from, to] = [starts[vertex] ?? 0, starts[vertex + 1] ?? 0];
      if (to - from > 2) this.#sortAngles(sorted, from, to);
      // Coming in against an edge, the sharpest turn to the left is the next edge clockwise: the face on the left stays as small as it is.
      for (let at = from; at < to; at++) this.#next[(sorted[at] ?? 0) ^ 1] = sorted[at === from ? to - 1 : at - 1] ?? 0;
    }
    this.cycleOf = new Int32Array(halves).fill(-1);
    for (let half = 0; half < halves; half++) {
      if (this.#next[half] === -1 || this.cycleOf[half] !== -1) continue;
      const cycle = this.starts.push(half) - 1;
      for (let at = half; this.cycleOf[at] === -1; at = this.#next[at] ?? half) this.cycleOf[at] = cycle;
    }
  }

  /** The vertex that a half-edge starts from. */
  origin(half: number): number {
    return ((half & 1) === 0 ? this.graph.from[half >> 1] : this.graph.to[half >> 1]) ?? 0;
  }

  /** Half-edges out of a vertex, counter-clockwise where there are more than two. */
  out(vertex: number): Int32Array { return this.#sorted.subarray(this.#outStarts[vertex] ?? 0, this.#outStarts[vertex + 1] ?? 0); }

  /** The half-edge after another one in its cycle. */
  after(half: number): number { return this.#next[half] ?? half; }

  /** The half-edges of a cycle in their order. */
  halves(cycle: number): number[] {
    const start = this.starts[cycle] ?? -1;
    const halves: number[] = [];
    for (let at = start; at !== -1; at = this.#next[at] ?? -1) {
      halves.push(at);
      if (this.#next[at] === start) break;
    }
    return halves;
  }

  /** A cycle as rings that do not touch themselves: where it comes through a vertex again, a ring is taken out. */
  rings(cycle: number): StepRing[] {
    const { xs, ys } = this.graph;
    return loopsOf(this.halves(cycle).map((half) => this.origin(half))).map((loop) => loop.flatMap((vertex) => [xs[vertex] ?? 0, ys[vertex] ?? 0]));
  }

  /** Few lie at a vertex: each is put in where it belongs. */
  #sortAngles(sorted: Int32Array, from: number, to: number): void {
    for (let at = from + 1; at < to; at++) {
      const half = sorted[at] ?? 0;
      let gap = at;
      for (; gap > from && this.#compareAngles(sorted[gap - 1] ?? 0, half) > 0; gap--) sorted[gap] = sorted[gap - 1] ?? 0;
      sorted[gap] = half;
    }
  }

  /** Counter-clockwise from the west, the west itself last. */
  #compareAngles(a: number, b: number): number {
    const { xs, ys } = this.graph;
    const [o, p, q] = [this.origin(a), this.origin(a ^ 1), this.origin(b ^ 1)];
    const [ox, oy, px, py, qx, qy] = [xs[o] ?? 0, ys[o] ?? 0, xs[p] ?? 0, ys[p] ?? 0, xs[q] ?? 0, ys[q] ?? 0];
    const lower = (x: number, y: number) => (y < oy || (y === oy && x > ox) ? 0 : 1);
    return lower(px, py) - lower(qx, qy) || -side(ox, oy, px, py, qx, qy);
  }
}
