import Flatbush from 'flatbush';
import { meetingOf, within, type Segment } from './meeting.ts';
import { orderOf } from './order.ts';
import { VertexTable } from './vertex-table.ts';

/** A segment of a border or a line, in whole grid steps. `turn`: 1 where ground lies on its left (a border), 0 for a plain line. */
export interface DirectedSegment extends Segment {
  readonly turn: number;
  /** Known to meet no other settled one but in its ends: pairs of these are not looked at. */
  readonly settled?: boolean;
}

/** Segments cut where they meet: edges that have nothing but vertices in common, each pair of vertices once. Whole grid steps. */
export interface PlanarGraph {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** How often borders run from `from` to `to`, less how often the other way. */
  readonly turns: readonly number[];
  /** Whether a plain line runs here. */
  readonly lines: readonly boolean[];
}

/** Rounding a crossing bends its edges a little, which may cross others then: after so many rounds there is no case known. */
const roundLimit = 20;
/** With fewer segments every pair is looked at; an index would cost more than it saves. */
const fewSegments = 64;

/** Cuts segments where they cross, touch or run over one another. Crossings are put on the grid, and so both edges are bent by up to 0.07 mm there. */
export function nodeSegments(segments: Iterable<DirectedSegment>): PlanarGraph {
  const pieces = new PieceSet();
  for (const { ax, ay, bx, by, turn, settled = false } of segments) pieces.add(ax, ay, bx, by, turn, turn === 0, !settled);
  for (let round = 0; round < roundLimit; round++) {
    const list = pieces.alive();
    const cuts = cutsOf(list, pieces);
    if (cuts.size === 0) break;
    pieces.fresh.fill(0);
    for (const [piece, points] of cuts) cutPiece(piece, points, pieces);
  }
  const from: number[] = [], to: number[] = [], turns: number[] = [], lines: boolean[] = [];
  for (const i of pieces.alive()) {
    const [turn, line] = [pieces.turns[i] ?? 0, pieces.lines[i] === 1];
    // Borders that cancel one another bound nothing.
    if (turn === 0 && !line) continue;
    from.push(pieces.from[i] ?? 0);
    to.push(pieces.to[i] ?? 0);
    turns.push(turn);
    lines.push(line);
  }
  return { xs: pieces.vertices.xs, ys: pieces.vertices.ys, from, to, turns, lines };
}

/** Pieces by their ends, each once whichever way it runs: side by side in arrays, found by a hash table with open addressing. */
class PieceSet {
  readonly vertices = new VertexTable();
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly turns: number[] = [];
  /** 1 where a plain line runs, where the piece has not been looked at yet, and where it was taken out. */
  readonly lines: number[] = [];
  readonly fresh: number[] = [];
  readonly #dead: number[] = [];
  #slots = new Int32Array(128).fill(-1);

  alive(): number[] {
    const list: number[] = [];
    for (let i = 0; i < this.#dead.length; i++) if (this.#dead[i] === 0) list.push(i);
    return list;
  }

  remove(piece: number): void { this.#dead[piece] = 1; }

  segment(piece: number): Segment {
    const { xs, ys } = this.vertices;
    const [a, b] = [this.from[piece] ?? 0, this.to[piece] ?? 0];
    return { ax: xs[a] ?? 0, ay: ys[a] ?? 0, bx: xs[b] ?? 0, by: ys[b] ?? 0 };
  }

  add(ax: number, ay: number, bx: number, by: number, turn: number, line: boolean, fresh: boolean): void {
    if (ax === bx && ay === by) return;
    if (bx < ax || (bx === ax && by < ay)) this.#add(this.vertices.at(bx, by), this.vertices.at(ax, ay), -turn, line, fresh);
    else this.#add(this.vertices.at(ax, ay), this.vertices.at(bx, by), turn, line, fresh);
  }

  #add(from: number, to: number, turn: number, line: boolean, fresh: boolean): void {
    if (this.from.length * 2 > this.#slots.length) this.#grow();
    const slot = this.#slotOf(from, to);
    const known = this.#slots[slot] ?? -1;
    if (known === -1) {
      this.#slots[slot] = this.from.push(from) - 1;
      this.to.push(to);
      this.turns.push(turn);
      this.lines.push(line ? 1 : 0);
      this.fresh.push(fresh ? 1 : 0);
      this.#dead.push(0);
    } else {
      this.turns[known] = (this.turns[known] ?? 0) + turn;
      if (line) this.lines[known] = 1;
      if (fresh) this.fresh[known] = 1;
    }
  }

  /** Pieces that were taken out keep their slots and are passed over. */
  #slotOf(from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(from, 0x9e37_79b1) ^ Math.imul(to, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const piece = this.#slots[slot] ?? -1;
      if (piece === -1 || (this.from[piece] === from && this.to[piece] === to && this.#dead[piece] === 0)) return slot;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (let i = 0; i < this.from.length; i++) if (this.#dead[i] === 0) this.#slots[this.#slotOf(this.from[i] ?? 0, this.to[i] ?? 0)] = i;
  }
}

/** The points in which each piece must be cut, x, y, x, y …: pairs of which one at least is fresh are looked at. */
function cutsOf(list: readonly number[], pieces: PieceSet): Map<number, number[]> {
  const cuts = new Map<number, number[]>();
  const cut = (i: number, piece: Segment, x: number, y: number): void => {
    if ((x === piece.ax && y === piece.ay) || (x === piece.bx && y === piece.by)) return;
    const points = cuts.get(i);
    if (points === undefined) cuts.set(i, [x, y]);
    else points.push(x, y);
  };
  const look = (i: number, j: number): void => {
    const [p, q] = [pieces.segment(i), pieces.segment(j)];
    const met = meetingOf(p, q);
    if (met === null || met.corner) return;
    if (met.kind !== 'overlap') {
      cut(i, p, met.x, met.y);
      cut(j, q, met.x, met.y);
      return;
    }
    for (const [x, y] of [[q.ax, q.ay], [q.bx, q.by]] as const) if (within(p, x, y)) cut(i, p, x, y);
    for (const [x, y] of [[p.ax, p.ay], [p.bx, p.by]] as const) if (within(q, x, y)) cut(j, q, x, y);
  };
  if (list.length <= fewSegments) lookAtAll(list, pieces, look);
  else lookByIndex(list, pieces, look);
  return cuts;
}

function lookAtAll(list: readonly number[], { vertices: { xs, ys }, from, to, fresh }: PieceSet, look: (i: number, j: number) => void): void {
  const fresher = list.filter((i) => fresh[i] === 1);
  for (let at = 0; at < list.length; at++) {
    const i = list[at] ?? 0, isFresh = fresh[i] === 1;
    const a = from[i] ?? 0, b = to[i] ?? 0, ax = xs[a] ?? 0, ay = ys[a] ?? 0, bx = xs[b] ?? 0, by = ys[b] ?? 0;
    const bottom = ay < by ? ay : by, top = ay < by ? by : ay;
    // One that is not fresh meets fresh ones only.
    const others = isFresh ? list : fresher;
    for (let beyond = isFresh ? at + 1 : 0; beyond < others.length; beyond++) {
      const j = others[beyond] ?? 0;
      if (j <= i) continue;
      const c = from[j] ?? 0, d = to[j] ?? 0;
      if ((xs[c] ?? 0) > bx || (xs[d] ?? 0) < ax) continue;
      const cy = ys[c] ?? 0, dy = ys[d] ?? 0;
      if ((cy < bottom && dy < bottom) || (cy > top && dy > top)) continue;
      look(i, j);
    }
  }
}

function lookByIndex(list: readonly number[], { vertices: { xs, ys }, from, to, fresh }: PieceSet, look: (i: number, j: number) => void): void {
  const west = (i: number): number => xs[from[i] ?? 0] ?? 0, east = (i: number): number => xs[to[i] ?? 0] ?? 0;
  const south = (i: number): number => Math.min(ys[from[i] ?? 0] ?? 0, ys[to[i] ?? 0] ?? 0), north = (i: number): number => Math.max(ys[from[i] ?? 0] ?? 0, ys[to[i] ?? 0] ?? 0);
  const fresher = list.filter((i) => fresh[i] === 1);
  const spans = spansOf(fresher, west, east);
  // Pieces that lie beside all fresh ones need not be in the index.
  const near = fresher.length === list.length ? list : list.filter((i) => meetsSpan(spans, west(i), east(i)));
  if (near.length === 0) return;
  const boxes = new Flatbush(near.length);
  for (const i of near) boxes.add(west(i), south(i), east(i), north(i));
  boxes.finish();
  for (const i of fresher) {
    // A pair of which one is fresh is looked at from the fresh one; of two fresh ones from the first.
    for (const at of boxes.search(west(i), south(i), east(i), north(i))) {
      const j = near[at] ?? 0;
      if (j > i || (j < i && fresh[j] !== 1)) look(i, j);
    }
  }
}

/** What some pieces cover from west to east: the western and the eastern ends of spans that do not meet, in order. */
function spansOf(pieces: readonly number[], west: (i: number) => number, east: (i: number) => number): { from: number[]; to: number[] } {
  const spans = { from: [] as number[], to: [] as number[] };
  for (const at of orderOf(Float64Array.from(pieces, west))) {
    const i = pieces[at] ?? 0;
    const last = spans.to.length - 1;
    if (last >= 0 && west(i) <= (spans.to[last] ?? 0)) spans.to[last] = Math.max(spans.to[last] ?? 0, east(i));
    else {
      spans.from.push(west(i));
      spans.to.push(east(i));
    }
  }
  return spans;
}

function meetsSpan({ from, to }: { readonly from: readonly number[]; readonly to: readonly number[] }, west: number, east: number): boolean {
  // The first span that ends at the western end or beyond.
  let [low, high] = [0, to.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((to[middle] ?? 0) < west) low = middle + 1;
    else high = middle;
  }
  return low < to.length && (from[low] ?? 0) <= east;
}

function cutPiece(piece: number, points: readonly number[], pieces: PieceSet): void {
  const { ax, ay, bx, by } = pieces.segment(piece);
  const turn = pieces.turns[piece] ?? 0, line = pieces.lines[piece] === 1;
  const along = (x: number, y: number) => (x - ax) * (bx - ax) + (y - ay) * (by - ay);
  const sorted: (readonly [x: number, y: number])[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) sorted.push([points[i] ?? 0, points[i + 1] ?? 0]);
  sorted.sort((p, q) => along(...p) - along(...q));
  pieces.remove(piece);
  let [fromX, fromY] = [ax, ay];
  for (const [x, y] of [...sorted, [bx, by] as const]) {
    pieces.add(fromX, fromY, x, y, turn, line, true);
    [fromX, fromY] = [x, y];
  }
}
