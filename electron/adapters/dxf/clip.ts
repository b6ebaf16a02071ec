import type { DrawingText } from '#shared/drawing/drawing.ts';
import { textWidth } from '#shared/drawing/builder.ts';

/** Where paths and texts go: a builder, or a clip before it. */
export interface PathSink {
  begin(style: number, group?: number): void;
  point(x: number, y: number): void;
  /** Ends the path; returns whether it has the two points that a path needs. */
  end(close?: boolean): boolean;
  text(text: DrawingText): void;
  newGroup(): number;
}

/** A polygon by the even-odd rule, in the frame of the sink that it clips. */
export interface Polygon { readonly xs: readonly number[]; readonly ys: readonly number[] }

/** Passes on what lies within a polygon: lines are cut at its border, areas are reduced to it, texts stay whole or go. */
export class ClippedSink implements PathSink {
  readonly #to: PathSink;
  readonly #polygon: Polygon;
  /** Convex parts whose exclusive-or is the polygon: itself, or the triangles of a fan. */
  readonly #parts: readonly Polygon[];
  readonly #minX: number;
  readonly #minY: number;
  readonly #maxX: number;
  readonly #maxY: number;
  readonly #isUpright: boolean;
  #xs: number[] = [];
  #ys: number[] = [];
  #style = 0;
  #group = 0;

  constructor(to: PathSink, polygon: Polygon) {
    this.#to = to;
    this.#polygon = polygon;
    this.#parts = isConvex(polygon) ? [polygon] : fan(polygon);
    let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
    polygon.xs.forEach((x, i) => {
      const y = polygon.ys[i] ?? NaN;
      minX = Math.min(minX, x); maxX = Math.max(maxX, x); minY = Math.min(minY, y); maxY = Math.max(maxY, y);
    });
    this.#minX = minX; this.#minY = minY; this.#maxX = maxX; this.#maxY = maxY;
    this.#isUpright = this.#parts.length === 1 && polygon.xs.length === 4
      && polygon.xs.every((x, i) => (x === minX || x === maxX) && (polygon.ys[i] === minY || polygon.ys[i] === maxY));
  }

  newGroup(): number { return this.#to.newGroup(); }

  begin(style: number, group = 0): void {
    this.#style = style;
    this.#group = group;
    this.#xs = [];
    this.#ys = [];
  }

  point(x: number, y: number): void {
    this.#xs.push(x);
    this.#ys.push(y);
  }

  end(close = false): boolean {
    const xs = this.#xs, ys = this.#ys;
    if (xs.length < 2) return false;
    if (close) { xs.push(xs[0] ?? NaN); ys.push(ys[0] ?? NaN); }
    let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
    for (let i = 0; i < xs.length; i += 1) {
      const x = xs[i] ?? NaN, y = ys[i] ?? NaN;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
    if (maxX < this.#minX || minX > this.#maxX || maxY < this.#minY || minY > this.#maxY) return true;
    if (this.#isUpright && minX >= this.#minX && maxX <= this.#maxX && minY >= this.#minY && maxY <= this.#maxY) this.#pass(xs, ys, false);
    else if (this.#group > 0) for (const part of this.#parts) { const ring = ringWithin(xs, ys, part); this.#pass(ring.xs, ring.ys, true); }
    else this.#passLines(xs, ys);
    return true;
  }

  text(text: DrawingText): void {
    const angle = (text.rotation * Math.PI) / 180;
    const width = textWidth(text.text) * text.height * (text.widthFactor ?? 1);
    const along = text.align === 'left' ? width / 2 : text.align === 'center' ? 0 : -width / 2;
    const up = text.baseline === 'top' ? -text.height / 2 : text.baseline === 'middle' ? 0 : text.height / 2;
    const x = text.x + along * Math.cos(angle) - up * Math.sin(angle), y = text.y + along * Math.sin(angle) + up * Math.cos(angle);
    if (isWithin(this.#polygon, x, y)) this.#to.text(text);
  }

  #pass(xs: readonly number[], ys: readonly number[], close: boolean): void {
    if (xs.length < 2) return;
    this.#to.begin(this.#style, this.#group);
    for (let i = 0; i < xs.length; i += 1) this.#to.point(xs[i] ?? NaN, ys[i] ?? NaN);
    this.#to.end(close);
  }

  #passLines(xs: readonly number[], ys: readonly number[]): void {
    let runX: number[] = [], runY: number[] = [];
    const endRun = (): void => { this.#pass(runX, runY, false); runX = []; runY = []; };
    for (let i = 0; i + 1 < xs.length; i += 1) {
      const x1 = xs[i] ?? NaN, y1 = ys[i] ?? NaN, x2 = xs[i + 1] ?? NaN, y2 = ys[i + 1] ?? NaN;
      const cuts = [0, ...crossings(this.#polygon, x1, y1, x2, y2), 1];
      for (let k = 0; k + 1 < cuts.length; k += 1) {
        const from = cuts[k] ?? 0, to = cuts[k + 1] ?? 1, middle = (from + to) / 2;
        if (to <= from && cuts.length > 2) continue;
        if (!isWithin(this.#polygon, x1 + (x2 - x1) * middle, y1 + (y2 - y1) * middle)) { endRun(); continue; }
        if (runX.length === 0) { runX.push(x1 + (x2 - x1) * from); runY.push(y1 + (y2 - y1) * from); }
        runX.push(to === 1 ? x2 : x1 + (x2 - x1) * to);
        runY.push(to === 1 ? y2 : y1 + (y2 - y1) * to);
      }
    }
    endRun();
  }
}

/** Where a segment crosses the polygon's edges, as shares of its length, in order. */
function crossings({ xs, ys }: Polygon, x1: number, y1: number, x2: number, y2: number): number[] {
  const shares: number[] = [];
  const dx = x2 - x1, dy = y2 - y1;
  for (let i = 0, before = xs.length - 1; i < xs.length; before = i, i += 1) {
    const ex = (xs[i] ?? 0) - (xs[before] ?? 0), ey = (ys[i] ?? 0) - (ys[before] ?? 0);
    const across = dx * ey - dy * ex;
    if (across === 0) continue;
    const ox = (xs[before] ?? 0) - x1, oy = (ys[before] ?? 0) - y1;
    const t = (ox * ey - oy * ex) / across, u = (ox * dy - oy * dx) / across;
    if (t > 0 && t < 1 && u >= 0 && u <= 1) shares.push(t);
  }
  return shares.sort((p, q) => p - q);
}

function isWithin({ xs, ys }: Polygon, x: number, y: number): boolean {
  let within = false;
  for (let i = 0, before = xs.length - 1; i < xs.length; before = i, i += 1) {
    const xi = xs[i] ?? 0, yi = ys[i] ?? 0, xj = xs[before] ?? 0, yj = ys[before] ?? 0;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

const turnAt = ({ xs, ys }: Polygon, i: number): number => {
  const n = xs.length, j = (i + 1) % n, k = (i + 2) % n;
  return ((xs[j] ?? 0) - (xs[i] ?? 0)) * ((ys[k] ?? 0) - (ys[j] ?? 0)) - ((ys[j] ?? 0) - (ys[i] ?? 0)) * ((xs[k] ?? 0) - (xs[j] ?? 0));
};

/** Whether all corners turn the same way. (A star does too; a clip of five corners or more is taken for a fan's sum then.) */
function isConvex(polygon: Polygon): boolean {
  let left = false, right = false;
  for (let i = 0; i < polygon.xs.length; i += 1) {
    const turn = turnAt(polygon, i);
    left ||= turn > 0;
    right ||= turn < 0;
  }
  return !(left && right) && polygon.xs.length <= 4;
}

/** The triangles from the first corner: where an odd number of them overlap lies the polygon. */
function fan({ xs, ys }: Polygon): Polygon[] {
  const triangles: Polygon[] = [];
  for (let i = 1; i + 1 < xs.length; i += 1) {
    triangles.push({ xs: [xs[0] ?? 0, xs[i] ?? 0, xs[i + 1] ?? 0], ys: [ys[0] ?? 0, ys[i] ?? 0, ys[i + 1] ?? 0] });
  }
  return triangles;
}

/** A ring cut down to a convex polygon, one edge after the other (Sutherland and Hodgman). */
function ringWithin(xs: readonly number[], ys: readonly number[], polygon: Polygon): { xs: number[]; ys: number[] } {
  const side = Math.sign(turnAt(polygon, 0)) || 1;
  let ring = { xs: [...xs], ys: [...ys] };
  for (let i = 0; i < polygon.xs.length; i += 1) {
    const next = (i + 1) % polygon.xs.length;
    const px = polygon.xs[i] ?? 0, py = polygon.ys[i] ?? 0, ex = (polygon.xs[next] ?? 0) - px, ey = (polygon.ys[next] ?? 0) - py;
    const depth = (x: number, y: number): number => side * (ex * (y - py) - ey * (x - px));
    const out: { xs: number[]; ys: number[] } = { xs: [], ys: [] };
    for (let k = 0; k < ring.xs.length; k += 1) {
      const before = (k + ring.xs.length - 1) % ring.xs.length;
      const x1 = ring.xs[before] ?? 0, y1 = ring.ys[before] ?? 0, x2 = ring.xs[k] ?? 0, y2 = ring.ys[k] ?? 0;
      const d1 = depth(x1, y1), d2 = depth(x2, y2);
      if (d1 >= 0 !== d2 >= 0) { const t = d1 / (d1 - d2); out.xs.push(x1 + (x2 - x1) * t); out.ys.push(y1 + (y2 - y1) * t); }
      if (d2 >= 0) { out.xs.push(x2); out.ys.push(y2); }
    }
    ring = out;
  }
  return ring;
}
