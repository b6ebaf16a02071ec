import Flatbush from 'flatbush';
import { meetingOf, within, type Segment } from './meeting.ts';
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

interface Piece extends Segment { readonly from: number; readonly to: number; turn: number; line: boolean; fresh: boolean; alive: boolean }

/** Cuts segments where they cross, touch or run over one another. Crossings are put on the grid, and so both edges are bent by up to 0.07 mm there. */
export function nodeSegments(segments: Iterable<DirectedSegment>): PlanarGraph {
  const vertices = new VertexTable();
  const pieces = new PieceSet(vertices);
  for (const { ax, ay, bx, by, turn, settled = false } of segments) pieces.add(ax, ay, bx, by, turn, turn === 0, !settled);
  for (let round = 0; round < roundLimit; round++) {
    const list = pieces.alive();
    const cuts = cutsOf(list);
    if (cuts.size === 0) break;
    for (const piece of list) piece.fresh = false;
    for (const [i, points] of cuts) {
      const piece = list[i];
      if (piece !== undefined) cutPiece(piece, points, pieces);
    }
  }
  // Borders that cancel one another bound nothing.
  const edges = pieces.alive().filter(({ turn, line }) => turn !== 0 || line);
  return {
    xs: vertices.xs, ys: vertices.ys, from: edges.map(({ from }) => from), to: edges.map(({ to }) => to), turns: edges.map(({ turn }) => turn), lines: edges.map(({ line }) => line),
  };
}

/** Pieces by their ends, each once whichever way it runs. */
class PieceSet {
  #list: Piece[] = [];
  readonly #vertices: VertexTable;
  readonly #byEnds = new Map<number, Piece>();

  constructor(vertices: VertexTable) { this.#vertices = vertices; }

  alive(): readonly Piece[] { return (this.#list = this.#list.filter(({ alive }) => alive)); }

  remove(piece: Piece): void {
    piece.alive = false;
    this.#byEnds.delete(keyOf(piece.from, piece.to));
  }

  add(ax: number, ay: number, bx: number, by: number, turn: number, line: boolean, fresh: boolean): void {
    if (ax === bx && ay === by) return;
    if (bx < ax || (bx === ax && by < ay)) this.#add(bx, by, ax, ay, -turn, line, fresh);
    else this.#add(ax, ay, bx, by, turn, line, fresh);
  }

  #add(ax: number, ay: number, bx: number, by: number, turn: number, line: boolean, fresh: boolean): void {
    const [from, to] = [this.#vertices.at(ax, ay), this.#vertices.at(bx, by)];
    const key = keyOf(from, to);
    const known = this.#byEnds.get(key);
    if (known === undefined) {
      const piece = { ax, ay, bx, by, from, to, turn, line, fresh, alive: true };
      this.#byEnds.set(key, piece);
      this.#list.push(piece);
    } else {
      known.turn += turn;
      known.line ||= line;
      known.fresh ||= fresh;
    }
  }
}

/** Two numbers of up to 26 bits in the 53 of a double. */
const keyOf = (from: number, to: number): number => from * 0x400_0000 + to;

/** The points in which each piece must be cut, x, y, x, y …, by its place in the list. */
function cutsOf(pieces: readonly Piece[]): Map<number, number[]> {
  const cuts = new Map<number, number[]>();
  const cut = (i: number, piece: Piece, x: number, y: number): void => {
    if ((x === piece.ax && y === piece.ay) || (x === piece.bx && y === piece.by)) return;
    const points = cuts.get(i);
    if (points === undefined) cuts.set(i, [x, y]);
    else points.push(x, y);
  };
  const look = (i: number, j: number): void => {
    const [p, q] = [pieces[i], pieces[j]];
    if (p === undefined || q === undefined || !(p.fresh || q.fresh)) return;
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
  if (pieces.length <= fewSegments) {
    for (const [i, p] of pieces.entries()) {
      const [bottom, top] = p.ay < p.by ? [p.ay, p.by] : [p.by, p.ay];
      for (let j = i + 1; j < pieces.length; j++) {
        const q = pieces[j];
        if (q === undefined || !(p.fresh || q.fresh) || q.ax > p.bx || q.bx < p.ax || Math.min(q.ay, q.by) > top || Math.max(q.ay, q.by) < bottom) continue;
        look(i, j);
      }
    }
    return cuts;
  }
  const boxes = new Flatbush(pieces.length);
  for (const { ax, ay, bx, by } of pieces) boxes.add(ax, Math.min(ay, by), bx, Math.max(ay, by));
  boxes.finish();
  for (const [i, p] of pieces.entries()) {
    // A pair of which one is fresh is looked at from the fresh one; of two fresh ones from the first.
    if (!p.fresh) continue;
    for (const j of boxes.search(p.ax, Math.min(p.ay, p.by), p.bx, Math.max(p.ay, p.by))) if (j > i || (j < i && pieces[j]?.fresh === false)) look(i, j);
  }
  return cuts;
}

function cutPiece(piece: Piece, points: readonly number[], pieces: PieceSet): void {
  const { ax, ay, bx, by, turn, line } = piece;
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
