import { bSpline, bulgeArc, ellipticArc } from '#shared/drawing/curves.ts';
import { planeOf } from './painter.ts';
import type { DxfRecord } from './record.ts';
import type { Shape } from './shapes.ts';

/** One boundary, flattened, in the hatch's own plane. */
interface Loop { readonly xs: number[]; readonly ys: number[]; readonly flags: number }

interface PatternLine { readonly angle: number; readonly baseX: number; readonly baseY: number; readonly offsetX: number; readonly offsetY: number; readonly dashes: readonly number[] }

/** More lines than these would be a grey area on any sheet; then the outline stands for the pattern. */
const maxPatternLines = 3000;

/** Reads tags in order: a hatch's numbers mean something only by their place. */
class Cursor {
  readonly #record: DxfRecord;
  #index = 0;
  constructor(record: DxfRecord) { this.#record = record; }
  get code(): number { return this.#index < this.#record.count ? (this.#record.codes[this.#index] ?? -1) : -1; }
  get value(): number { return this.#record.numbers[this.#index] ?? NaN; }
  step(): void { this.#index += 1; }
  /** Moves to the next tag with `code` and takes its value; NaN at the end. */
  seek(code: number): number {
    while (this.code !== -1 && this.code !== code) this.step();
    const value = this.value;
    this.step();
    return value;
  }
  /** Takes the value if the tag here has `code`. */
  take(code: number, fallback: number): number {
    if (this.code !== code) return fallback;
    const value = this.value;
    this.step();
    return value;
  }
  /** Takes a pair of coordinates if one stands here. */
  pair(code: number): readonly [number, number] | null {
    if (this.code !== code) return null;
    const x = this.value;
    this.step();
    return [x, this.take(code + 10, NaN)];
  }
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function readPolyline(cursor: Cursor, tolerance: number, flags: number): Loop {
  const loop: Loop = { xs: [], ys: [], flags };
  const sink = (x: number, y: number): void => { loop.xs.push(x); loop.ys.push(y); };
  cursor.take(72, 0);
  cursor.take(73, 1);
  const count = cursor.take(93, 0);
  const corners: { x: number; y: number; bulge: number }[] = [];
  for (let i = 0; i < count; i += 1) {
    const pair = cursor.pair(10);
    if (!pair) break;
    corners.push({ x: pair[0], y: pair[1], bulge: cursor.take(42, 0) });
  }
  corners.forEach((corner, index) => {
    if (index === 0) sink(corner.x, corner.y);
    const next = corners[(index + 1) % corners.length] ?? corner;
    bulgeArc(corner.x, corner.y, next.x, next.y, corner.bulge, tolerance, sink);
  });
  return loop;
}

interface Edge { readonly xs: number[]; readonly ys: number[] }

function readEdge(cursor: Cursor, tolerance: number): Edge {
  const edge: Edge = { xs: [], ys: [] };
  const sink = (x: number, y: number): void => { edge.xs.push(x); edge.ys.push(y); };
  switch (cursor.seek(72)) {
    case 1: {
      sink(...(cursor.pair(10) ?? [NaN, NaN]));
      sink(...(cursor.pair(11) ?? [NaN, NaN]));
      break;
    }
    case 2: {
      const [cx, cy] = cursor.pair(10) ?? [NaN, NaN];
      const radius = cursor.take(40, 0);
      arcEdge(cursor, cx, cy, radius, 0, 0, radius, tolerance, sink);
      break;
    }
    case 3: {
      const [cx, cy] = cursor.pair(10) ?? [NaN, NaN];
      const [ux, uy] = cursor.pair(11) ?? [NaN, NaN];
      const ratio = cursor.take(40, 1);
      arcEdge(cursor, cx, cy, ux, uy, -uy * ratio, ux * ratio, tolerance, sink);
      break;
    }
    case 4: splineEdge(cursor, sink); break;
    default:
  }
  return edge;
}

/** Puts edges one behind the other; programs write some of them from their end to their start. */
function chain(edges: readonly Edge[], flags: number): Loop {
  const loop: Loop = { xs: [], ys: [], flags };
  edges.forEach((edge, index) => {
    const next = edges[index + 1];
    const isTurned = index === 0
      ? next !== undefined && near(edge, 0, next) < near(edge, edge.xs.length - 1, next)
      : away(edge, edge.xs.length - 1, loop) < away(edge, 0, loop);
    if (isTurned) { edge.xs.reverse(); edge.ys.reverse(); }
    // Not spread: an edge may have more points than a call has arguments.
    for (let i = 0; i < edge.xs.length; i += 1) { loop.xs.push(edge.xs[i] ?? NaN); loop.ys.push(edge.ys[i] ?? NaN); }
  });
  return loop;
}

/** Distance of an edge's point from the nearer end of another. */
const near = (edge: Edge, i: number, other: Edge): number => {
  const last = other.xs.length - 1;
  const to = (k: number): number => Math.hypot((edge.xs[i] ?? 0) - (other.xs[k] ?? 0), (edge.ys[i] ?? 0) - (other.ys[k] ?? 0));
  return Math.min(to(0), to(last));
};
/** Distance of an edge's point from the end of a loop. */
const away = (edge: Edge, i: number, loop: Loop): number => {
  const last = loop.xs.length - 1;
  return Math.hypot((edge.xs[i] ?? 0) - (loop.xs[last] ?? 0), (edge.ys[i] ?? 0) - (loop.ys[last] ?? 0));
};

/** Angles in degrees, measured clockwise where group 73 is 0. */
function arcEdge(cursor: Cursor, cx: number, cy: number, ux: number, uy: number, vx: number, vy: number, tolerance: number, sink: (x: number, y: number) => void): void {
  // The angles are measured from the centre; on an ellipse they are not its parameter.
  const ratio = Math.hypot(vx, vy) / (Math.hypot(ux, uy) || 1);
  const start = parameterOf(cursor.take(50, 0), ratio);
  const end = parameterOf(cursor.take(51, 360), ratio);
  const sign = cursor.take(73, 1) === 0 ? -1 : 1;
  const turn = 2 * Math.PI;
  let sweep = end - start;
  if (Math.abs(sweep) > turn + 1e-9) sweep %= turn;
  if (sweep < 0) sweep += turn;
  ellipticArc(cx, cy, ux, uy, vx, vy, start * sign, sweep * sign, tolerance, sink);
}

/** An ellipse's parameter at an angle in degrees, on the same turn. */
function parameterOf(degrees: number, ratio: number): number {
  const angle = radians(degrees);
  if (ratio === 1 || !(ratio > 0)) return angle;
  const turns = Math.round(angle / (2 * Math.PI)) * 2 * Math.PI;
  return Math.atan2(Math.sin(angle - turns) / ratio, Math.cos(angle - turns)) + turns;
}

function splineEdge(cursor: Cursor, sink: (x: number, y: number) => void): void {
  const degree = cursor.take(94, 3);
  cursor.take(73, 0);
  cursor.take(74, 0);
  const knotCount = cursor.take(95, 0), pointCount = cursor.take(96, 0);
  const knots: number[] = [], xs: number[] = [], ys: number[] = [], weights: number[] = [];
  for (let i = 0; i < knotCount && cursor.code === 40; i += 1) knots.push(cursor.take(40, 0));
  for (let i = 0; i < pointCount; i += 1) {
    const pair = cursor.pair(10);
    if (!pair) break;
    xs.push(pair[0]); ys.push(pair[1]);
    if (cursor.code === 42) weights.push(cursor.take(42, 1));
  }
  if (!bSpline({ degree, knots, xs, ys, weights }, sink)) xs.forEach((x, index) => sink(x, ys[index] ?? NaN));
}

function readLoops(cursor: Cursor, tolerance: number): Loop[] {
  const loops: Loop[] = [];
  const count = cursor.seek(91);
  for (let i = 0; i < count && cursor.code !== -1; i += 1) {
    const flags = cursor.seek(92);
    if (Number.isNaN(flags)) break;
    if ((flags & 2) !== 0) { loops.push(readPolyline(cursor, tolerance, flags)); continue; }
    const edgeCount = cursor.take(93, 0);
    const edges: Edge[] = [];
    for (let k = 0; k < edgeCount && cursor.code !== -1; k += 1) edges.push(readEdge(cursor, tolerance));
    loops.push(chain(edges.filter(({ xs }) => xs.length > 0), flags));
  }
  return loops.filter((loop) => loop.xs.length > 2 && loop.xs.every(Number.isFinite) && loop.ys.every(Number.isFinite));
}

function readPattern(cursor: Cursor): PatternLine[] {
  const lines: PatternLine[] = [];
  const count = cursor.seek(78);
  for (let i = 0; i < count && cursor.code !== -1; i += 1) {
    const angle = radians(cursor.seek(53));
    const baseX = cursor.take(43, 0), baseY = cursor.take(44, 0), offsetX = cursor.take(45, 0), offsetY = cursor.take(46, 0);
    const dashCount = cursor.take(79, 0);
    const dashes: number[] = [];
    for (let k = 0; k < dashCount && cursor.code === 49; k += 1) dashes.push(cursor.take(49, 0));
    lines.push({ angle, baseX, baseY, offsetX, offsetY, dashes });
  }
  return lines;
}

/** The loops that count by the hatch's style: all (0), the outermost area (1), or without what lies inside (2). */
function loopsOfStyle(loops: readonly Loop[], style: number): readonly Loop[] {
  if (style !== 1 && style !== 2) return loops;
  // 1: an outer boundary, 16: the next one inside it.
  const kept = loops.filter(({ flags }) => (flags & (style === 1 ? 17 : 1)) !== 0);
  return kept.length > 0 ? kept : loops;
}

/** HATCH: a filled area with holes (even-odd), or the lines of its pattern within its boundary. */
export const hatch: Shape = (painter, record, around) => {
  painter.enter(around, planeOf(record, record.number(30)));
  const cursor = new Cursor(record);
  const loops = loopsOfStyle(readLoops(cursor, painter.tolerance), record.number(75));
  if (loops.length === 0) return false;
  const isSolid = record.number(70) === 1 || record.number(450) === 1;
  if (!isSolid) {
    const segments = patternSegments(loops, readPattern(cursor));
    const style = painter.line(record, around);
    if (segments !== null && segments.length > 0) {
      for (const [x1, y1, x2, y2] of segments) {
        painter.builder.begin(style);
        painter.point(x1, y1); painter.point(x2, y2);
        painter.builder.end();
      }
      return true;
    }
  }
  const style = isSolid ? painter.fill(record, around) : painter.line(record, around);
  const group = isSolid ? painter.builder.newGroup() : 0;
  let drawn = false;
  for (const loop of loops) {
    painter.builder.begin(style, group);
    loop.xs.forEach((x, index) => painter.point(x, loop.ys[index] ?? NaN));
    drawn = painter.builder.end(true) || drawn;
  }
  return drawn;
};

type Segment = readonly [number, number, number, number];

/** The pattern's lines within the loops, by the even-odd rule; null where they are too many to be seen apart. */
function patternSegments(loops: readonly Loop[], pattern: readonly PatternLine[]): Segment[] | null {
  const segments: Segment[] = [];
  for (const family of pattern) {
    const cos = Math.cos(family.angle), sin = Math.sin(family.angle);
    // Distance between neighbouring lines, across their direction, and their shift along it.
    const spacing = -family.offsetX * sin + family.offsetY * cos;
    const shift = family.offsetX * cos + family.offsetY * sin;
    if (!(Math.abs(spacing) > 0)) return null;
    // Loops in the family's own frame: u along the lines, v across in units of the spacing.
    const turned = loops.map((loop) => ({
      us: loop.xs.map((x, i) => (x - family.baseX) * cos + ((loop.ys[i] ?? 0) - family.baseY) * sin),
      vs: loop.xs.map((x, i) => (-(x - family.baseX) * sin + ((loop.ys[i] ?? 0) - family.baseY) * cos) / spacing),
    }));
    let low = Infinity, high = -Infinity;
    for (const { vs } of turned) for (const v of vs) { low = Math.min(low, v); high = Math.max(high, v); }
    if (!(high - low < maxPatternLines)) return null;
    const crossings = crossingsByLine(turned);
    for (const [index, us] of crossings) {
      us.sort((p, q) => p - q);
      const v = index * spacing;
      for (let i = 0; i + 1 < us.length; i += 2) {
        for (const [from, to] of dashesWithin(us[i] ?? 0, us[i + 1] ?? 0, family.dashes, index * shift)) {
          segments.push([family.baseX + from * cos - v * sin, family.baseY + from * sin + v * cos, family.baseX + to * cos - v * sin, family.baseY + to * sin + v * cos]);
          if (segments.length > maxPatternLines * 4) return null;
        }
      }
    }
  }
  return segments;
}

function crossingsByLine(loops: readonly { readonly us: readonly number[]; readonly vs: readonly number[] }[]): Map<number, number[]> {
  const crossings = new Map<number, number[]>();
  for (const { us, vs } of loops) {
    for (let i = 0; i < us.length; i += 1) {
      const next = (i + 1) % us.length;
      const u1 = us[i] ?? 0, v1 = vs[i] ?? 0, u2 = us[next] ?? 0, v2 = vs[next] ?? 0;
      // Half-open, so that a corner on a line is met once.
      for (let line = Math.ceil(Math.min(v1, v2)); line < Math.max(v1, v2); line += 1) {
        const u = u1 + ((line - v1) / (v2 - v1)) * (u2 - u1);
        const known = crossings.get(line);
        if (known) known.push(u);
        else crossings.set(line, [u]);
      }
    }
  }
  return crossings;
}

/** The parts of from…to that a dash pattern draws (positive dashes, negative gaps, 0 dots); all of it without dashes. */
function dashesWithin(from: number, to: number, dashes: readonly number[], phase: number): (readonly [number, number])[] {
  const period = dashes.reduce((sum, dash) => sum + Math.abs(dash), 0);
  if (dashes.length === 0 || !(period > 0) || (to - from) / period > maxPatternLines) return [[from, to]];
  const parts: (readonly [number, number])[] = [];
  let at = phase + Math.floor((from - phase) / period) * period;
  while (at < to) {
    for (const dash of dashes) {
      const length = Math.abs(dash);
      // A dot is drawn as a short dash, so that it is seen.
      const end = dash === 0 ? at + period * 0.02 : at + length;
      if (dash >= 0 && end > from && at < to) parts.push([Math.max(at, from), Math.min(end, to)]);
      at += length;
    }
  }
  return parts;
}
