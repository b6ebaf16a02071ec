import { side } from '#shared/geometry/grid.ts';
import { meetingOf } from '#shared/geometry/meeting.ts';
import { awayFromSegment } from '#shared/geometry/polygon.ts';

/** A zone's edges and bounds in whole grid steps, and the numbers of the edges' corners. */
export interface EdgeSet { readonly edges: Float64Array; readonly corners: Int32Array; readonly box: readonly [number, number, number, number] }

/** A corner of one zone beside an edge of the other, in whole grid steps. */
export interface NearCorner { readonly x: number; readonly y: number; readonly away: number; readonly ofFirst: boolean }

/** How two zones lie to one another. */
export interface PairFacts {
  /** The one may cover some of the other: a crossing, a corner inside, or edges along one another in a way that does not rule it out. */
  readonly mayOverlap: boolean;
  /** Corners of the one beside edges of the other, up to the reach, that do not touch them. */
  readonly near: readonly NearCorner[];
  /** Corners of one that lie on the other's border and are no corners there. */
  readonly unshared: readonly NearCorner[];
}

/** A corner so near to a border, in steps, lies on it: as far as rounding bends a border. */
const onBorder = 1.5;

/**
 * Compares zones two by two, by the edges where they come near one another. Exact, but for distances; and cheap where a border is shared corner by
 * corner, as it is between nearly all neighbours.
 */
export class PairLook {
  /** By corner number: the last comparison in which it was one of the first zone's, or the second's. */
  readonly #ofFirst: Int32Array;
  readonly #ofSecond: Int32Array;
  #comparison = 0;
  #cross = false;
  #along = false;
  #near = new Map<number, NearCorner>();

  constructor(corners: number) {
    this.#ofFirst = new Int32Array(corners);
    this.#ofSecond = new Int32Array(corners);
  }

  /** What can be said of two zones; null where nothing comes within `reach` steps, or they meet only corner by corner. */
  at(first: EdgeSet, second: EdgeSet, reach: number): PairFacts | null {
    const minX = Math.max(first.box[0], second.box[0]) - reach, minY = Math.max(first.box[1], second.box[1]) - reach;
    const maxX = Math.min(first.box[2], second.box[2]) + reach, maxY = Math.min(first.box[3], second.box[3]) + reach;
    if (minX > maxX || minY > maxY) return null;
    const [ours, theirs] = [edgesIn(first.edges, minX, minY, maxX, maxY), edgesIn(second.edges, minX, minY, maxX, maxY)];
    if (ours.length === 0 || theirs.length === 0) {
      // No edge of one in reach of the other's bounds: far apart, or the one wholly inside the other.
      return holdsCorner(first, second) || holdsCorner(second, first) ? { mayOverlap: true, near: [], unshared: [] } : null;
    }
    this.#comparison++;
    this.#cross = this.#along = false;
    this.#near.clear();
    for (const at of ours) this.#mark(this.#ofFirst, first, at);
    for (const at of theirs) this.#mark(this.#ofSecond, second, at);
    const common = new Set<number>();
    for (const i of ours) for (const j of theirs) if (this.#compare(first, i, second, j, reach)) common.add(i).add(-1 - j);
    const near = [...this.#near.values()];
    const unshared = near.filter(({ away }) => away <= onBorder);
    const mayOverlap = this.#cross || this.#along || this.#cornerInside(first, ours, second, (i) => common.has(i)) || this.#cornerInside(second, theirs, first, (j) => common.has(-1 - j))
      || unshared.some((corner) => corner.away === 0 && leadsInside(corner, first, ours, second, theirs));
    return mayOverlap || near.length > 0 ? { mayOverlap, near: near.filter(({ away }) => away > onBorder), unshared } : null;
  }

  #mark(marks: Int32Array, { corners }: EdgeSet, at: number): void {
    marks[corners[at / 2] ?? 0] = this.#comparison;
    marks[corners[at / 2 + 1] ?? 0] = this.#comparison;
  }

  #isShared(corner: number): boolean { return this.#ofFirst[corner] === this.#comparison && this.#ofSecond[corner] === this.#comparison; }

  /** Compares two edges; true where they are one common border, run through the one way by one zone and the other way by the other. */
  #compare(first: EdgeSet, i: number, second: EdgeSet, j: number, reach: number): boolean {
    const ax = first.edges[i] ?? 0, bx = first.edges[i + 2] ?? 0, cx = second.edges[j] ?? 0, dx = second.edges[j + 2] ?? 0;
    if ((cx < ax - reach && cx < bx - reach && dx < ax - reach && dx < bx - reach) || (cx > ax + reach && cx > bx + reach && dx > ax + reach && dx > bx + reach)) return false;
    const ay = first.edges[i + 1] ?? 0, by = first.edges[i + 3] ?? 0, cy = second.edges[j + 1] ?? 0, dy = second.edges[j + 3] ?? 0;
    if ((cy < ay - reach && cy < by - reach && dy < ay - reach && dy < by - reach) || (cy > ay + reach && cy > by + reach && dy > ay + reach && dy > by + reach)) return false;
    const a = first.corners[i / 2] ?? 0, b = first.corners[i / 2 + 1] ?? 0, c = second.corners[j / 2] ?? 0, d = second.corners[j / 2 + 1] ?? 0;
    if (a === d && b === c) return true;
    if (a === c && b === d) {
      // The same way round: both zones lie on one side of it.
      this.#along = true;
      return false;
    }
    const touching = a === c || a === d || b === c || b === d;
    if (!touching || (bx - ax) * (dy - cy) === (by - ay) * (dx - cx)) {
      const met = meetingOf({ ax, ay, bx, by }, { ax: cx, ay: cy, bx: dx, by: dy });
      if (met?.kind === 'cross') this.#cross = true;
      else if (met?.kind === 'overlap' && (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) > 0) this.#along = true;
    }
    if (!this.#isShared(b)) this.#addNear(b, bx, by, cx, cy, dx, dy, true, reach);
    if (!this.#isShared(d)) this.#addNear(d, dx, dy, ax, ay, bx, by, false, reach);
    return false;
  }

  #addNear(corner: number, x: number, y: number, ax: number, ay: number, bx: number, by: number, ofFirst: boolean, reach: number): void {
    const away = awayFromSegment(x, y, ax, ay, bx, by);
    if (away <= reach && away < (this.#near.get(corner)?.away ?? Infinity)) this.#near.set(corner, { x, y, away, ofFirst });
  }

  /** Whether a corner that the zones do not share, or the middle of an edge between two that they do, lies inside the other zone. */
  #cornerInside(zone: EdgeSet, at: readonly number[], other: EdgeSet, isCommon: (edge: number) => boolean): boolean {
    const [minX, minY, maxX, maxY] = other.box;
    for (const i of at) {
      const bx = zone.edges[i + 2] ?? 0, by = zone.edges[i + 3] ?? 0;
      const toShared = this.#isShared(zone.corners[i / 2 + 1] ?? 0);
      if (!toShared && bx > minX && bx < maxX && by > minY && by < maxY && placeIn(other.edges, bx, by) === 1) return true;
      // Twice as fine, so that the middle is a whole step too.
      if (toShared && this.#isShared(zone.corners[i / 2] ?? 0) && !isCommon(i) && placeIn(other.edges, (zone.edges[i] ?? 0) + bx, (zone.edges[i + 1] ?? 0) + by, 2) === 1) return true;
    }
    return false;
  }
}

/** Where the edges start that come near a box, as places in the array. */
function edgesIn(edges: Float64Array, minX: number, minY: number, maxX: number, maxY: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const ax = edges[i] ?? 0, ay = edges[i + 1] ?? 0, bx = edges[i + 2] ?? 0, by = edges[i + 3] ?? 0;
    if ((ax < minX && bx < minX) || (ax > maxX && bx > maxX) || (ay < minY && by < minY) || (ay > maxY && by > maxY)) continue;
    found.push(i);
  }
  return found;
}

/** Whether an edge at a corner that touches the other zone's border leads to the border's inner side; the border's ground is on its left. */
function leadsInside({ x, y, ofFirst }: NearCorner, first: EdgeSet, ours: readonly number[], second: EdgeSet, theirs: readonly number[]): boolean {
  const [own, at, other, beside] = ofFirst ? [first.edges, ours, second.edges, theirs] : [second.edges, theirs, first.edges, ours];
  for (const j of beside) {
    const cx = other[j] ?? 0, cy = other[j + 1] ?? 0, dx = other[j + 2] ?? 0, dy = other[j + 3] ?? 0;
    if (x < Math.min(cx, dx) || x > Math.max(cx, dx) || y < Math.min(cy, dy) || y > Math.max(cy, dy) || side(cx, cy, dx, dy, x, y) !== 0) continue;
    for (const i of at) {
      const ax = own[i] ?? 0, ay = own[i + 1] ?? 0, bx = own[i + 2] ?? 0, by = own[i + 3] ?? 0;
      if (ax === x && ay === y && side(cx, cy, dx, dy, bx, by) > 0) return true;
      if (bx === x && by === y && side(cx, cy, dx, dy, ax, ay) > 0) return true;
    }
  }
  return false;
}

/** Whether a zone holds the first corner of another: enough where their edges do not come near one another. */
const holdsCorner = (zone: EdgeSet, other: EdgeSet): boolean => placeIn(zone.edges, other.edges[0] ?? 0, other.edges[1] ?? 0) === 1;

/** 1 inside the edges of a zone, holes taken off, 0 on one of them, -1 outside; the point in parts of a step. */
function placeIn(edges: Float64Array, x: number, y: number, parts = 1): 1 | 0 | -1 {
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const ay = (edges[i + 1] ?? 0) * parts, by = (edges[i + 3] ?? 0) * parts;
    if ((ay < y && by < y) || (ay > y && by > y)) continue;
    const ax = (edges[i] ?? 0) * parts, bx = (edges[i + 2] ?? 0) * parts;
    const place = side(ax, ay, bx, by, x, y);
    if (place === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0;
    if ((ay > y) !== (by > y) && (place > 0) === by > ay) inside = !inside;
  }
  return inside ? 1 : -1;
}
