import { side } from '#shared/geometry/grid.ts';
import { meetingOf } from '#shared/geometry/meeting.ts';

/** A corner of a ring in whole steps. */
export interface StepCorner { readonly x: number; readonly y: number }

/**
 * Takes corners off a ring one by one, the least one first (Visvalingam and Whyatt 1993: the one whose triangle with its neighbours has the
 * least area), and never one without which the ring would cross or touch itself. Each call of `next` takes one; false where three are left.
 * A sound ring stays sound: one with more than three corners always has a corner that may go.
 */
export class RingThinner<Corner extends StepCorner> {
  #ring: Corner[];

  constructor(ring: readonly Corner[]) { this.#ring = [...ring]; }

  get ring(): readonly Corner[] { return this.#ring; }

  next(): boolean {
    if (this.#ring.length <= 3) return false;
    const order = this.#ring.map((corner, i) => ({ i, area: Math.abs(doubledArea(this.#at(i - 1), corner, this.#at(i + 1))) })).sort((a, b) => a.area - b.area);
    const found = order.find(({ i }) => this.#free(i));
    if (found === undefined) return false;
    this.#ring.splice(found.i, 1);
    return true;
  }

  /** Takes off what a straight line needs not, and then the least corners, until `count` are left; for rings of many corners this is done in passes. */
  downTo(count: number): void {
    while (this.#ring.length > count) {
      // Of far too many corners the least tenth goes in one pass: looking for the very least each time would take n² steps.
      const many = Math.max(1, Math.floor((this.#ring.length - count) / 10));
      if (many === 1) { if (!this.next()) return; continue; }
      const order = this.#ring.map((corner, i) => ({ corner, area: Math.abs(doubledArea(this.#at(i - 1), corner, this.#at(i + 1))) })).sort((a, b) => a.area - b.area);
      let taken = 0;
      for (const { corner } of order.slice(0, many)) {
        const i = this.#ring.indexOf(corner);
        if (i >= 0 && this.#free(i)) { this.#ring.splice(i, 1); taken++; }
      }
      if (taken === 0 && !this.next()) return;
    }
  }

  #at(i: number): Corner {
    const corner = this.#ring.at(i % this.#ring.length);
    if (corner === undefined) throw new Error('a ring without corners');
    return corner;
  }

  /** Whether the corner may go: the edge that takes its place meets no other edge but its neighbours', and these only in their common corner. */
  #free(i: number): boolean {
    const { length } = this.#ring;
    if (length <= 3) return false;
    const [before, a, b, after] = [this.#at(i - 2), this.#at(i - 1), this.#at(i + 1), this.#at(i + 2)];
    if (a.x === b.x && a.y === b.y) return false;
    // A neighbouring edge must not fold back over the new one.
    if (foldsOver(before, a, b) || foldsOver(after, b, a)) return false;
    const [minX, maxX, minY, maxY] = [Math.min(a.x, b.x), Math.max(a.x, b.x), Math.min(a.y, b.y), Math.max(a.y, b.y)];
    for (let k = 2; k < length - 2; k++) {
      const c = this.#at(i + k);
      const d = this.#at(i + k + 1);
      if (Math.max(c.x, d.x) < minX || Math.min(c.x, d.x) > maxX || Math.max(c.y, d.y) < minY || Math.min(c.y, d.y) > maxY) continue;
      if (meet(a, b, c, d)) return false;
    }
    // With four corners a triangle is left, which must not be flat.
    return length > 4 || doubledArea(a, b, this.#at(i + 2)) !== 0;
  }
}

const doubledArea = (a: StepCorner, b: StepCorner, c: StepCorner): number => side(a.x, a.y, b.x, b.y, c.x, c.y);

/** Whether the edge from `shared` to `end` runs along the one from `shared` to `other`. */
const foldsOver = (end: StepCorner, shared: StepCorner, other: StepCorner): boolean =>
  doubledArea(end, shared, other) === 0 && (end.x - shared.x) * (other.x - shared.x) + (end.y - shared.y) * (other.y - shared.y) > 0;

/** Whether two segments have a point in common. */
const meet = (a: StepCorner, b: StepCorner, c: StepCorner, d: StepCorner): boolean =>
  meetingOf({ ax: a.x, ay: a.y, bx: b.x, by: b.y }, { ax: c.x, ay: c.y, bx: d.x, by: d.y }) !== null;
