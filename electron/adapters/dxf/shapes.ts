import { bSpline, bulgeArc, ellipticArc, throughPoints } from '#shared/drawing/curves.ts';
import { arrowHead } from './arrow.ts';
import { planeOf, type Painter, type Surroundings } from './painter.ts';
import type { DxfRecord } from './record.ts';
import { nameKey } from './tables.ts';

/** Draws one entity; returns whether anything was drawn. */
export type Shape = (painter: Painter, record: DxfRecord, around: Surroundings) => boolean;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Sweep from one angle counter-clockwise to another, radians; equal angles are a full turn. */
function sweepOf(start: number, end: number): number {
  const turn = 2 * Math.PI;
  const sweep = (((end - start) % turn) + turn) % turn;
  return sweep < 1e-12 ? turn : sweep;
}

const line: Shape = (painter, record, around) => {
  painter.enter(around);
  painter.builder.begin(painter.line(record, around));
  painter.point(record.number(10), record.number(20));
  painter.point(record.number(11), record.number(21));
  return painter.builder.end();
};

/** A point as a small cross: $PDSIZE where it is an absolute size, else a two-thousandth of the drawing. */
const pointMark: Shape = (painter, record, around) => {
  painter.enter(around);
  const size = painter.tables.header.get('$PDSIZE') ?? 0;
  const half = (size > 0 ? size : painter.viewTolerance > 0 ? painter.viewTolerance * 125 : 0.1) / 2;
  const x = record.number(10), y = record.number(20);
  const style = painter.line(record, around);
  painter.builder.begin(style);
  painter.point(x - half, y); painter.point(x + half, y);
  const across = painter.builder.end();
  painter.builder.begin(style);
  painter.point(x, y - half); painter.point(x, y + half);
  return painter.builder.end() && across;
};

const circle: Shape = (painter, record, around) => {
  const radius = Math.abs(record.number(40));
  if (!(radius > 0)) return false;
  painter.enter(around, planeOf(record, record.number(30)));
  const isArc = record.type === 'ARC';
  const start = isArc ? radians(record.number(50)) : 0;
  const sweep = isArc ? sweepOf(start, radians(record.number(51))) : 2 * Math.PI;
  painter.builder.begin(painter.line(record, around));
  ellipticArc(record.number(10), record.number(20), radius, 0, 0, radius, start, sweep, painter.tolerance, painter.point);
  return painter.builder.end(!isArc);
};

const ellipse: Shape = (painter, record, around) => {
  painter.enter(around);
  const mx = record.number(11), my = record.number(21), mz = record.number(31);
  const ratio = record.number(40, 1);
  let nx = record.number(210), ny = record.number(220), nz = record.number(230, 1);
  const length = Math.hypot(nx, ny, nz) || 1;
  nx /= length; ny /= length; nz /= length;
  // The minor axis is normal × major axis, shortened.
  const vx = (ny * mz - nz * my) * ratio, vy = (nz * mx - nx * mz) * ratio;
  const start = record.number(41, 0), end = record.number(42, 2 * Math.PI);
  if (!(Math.hypot(mx, my) > 0)) return false;
  const sweep = sweepOf(start, end);
  painter.builder.begin(painter.line(record, around));
  ellipticArc(record.number(10), record.number(20), mx, my, vx, vy, start, sweep, painter.tolerance, painter.point);
  return painter.builder.end(sweep >= 2 * Math.PI - 1e-9);
};

const spline: Shape = (painter, record, around) => {
  painter.enter(around);
  painter.builder.begin(painter.line(record, around));
  const closed = (record.number(70) & 1) === 1;
  const drawn = bSpline({ degree: record.number(71, 3), knots: record.all(40), xs: record.all(10), ys: record.all(20), weights: record.all(41) }, painter.point);
  if (!drawn) {
    // Without usable control points the curve goes through its fit points, or else along its control polygon.
    const fit = record.has(11);
    const xs = record.all(fit ? 11 : 10), ys = record.all(fit ? 21 : 20);
    if (fit) throughPoints(xs, ys, painter.point);
    else xs.forEach((x, index) => painter.point(x, ys[index] ?? NaN));
  }
  return painter.builder.end(closed);
};

/** Corners in the order of SOLID and TRACE: the third and the fourth change places. */
const solid: Shape = (painter, record, around) => {
  painter.enter(around, planeOf(record, record.number(30)));
  painter.builder.begin(painter.fill(record, around), painter.builder.newGroup());
  const last = record.has(13) ? 13 : 12;
  for (const corner of [10, 11, last, 12]) painter.point(record.number(corner), record.number(corner + 10));
  return painter.builder.end(true);
};

const face: Shape = (painter, record, around) => {
  painter.enter(around);
  painter.builder.begin(painter.line(record, around));
  for (const corner of [10, 11, 12, record.has(13) ? 13 : 12]) painter.point(record.number(corner), record.number(corner + 10));
  return painter.builder.end(true);
};

/** Corners of a polyline. One list is used again and again, because drawings are mostly polylines. */
class Vertices {
  count = 0;
  isWide = false;
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly bulge: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];

  clear(): void {
    this.count = 0;
    this.isWide = false;
  }

  add(x: number, y: number, bulge: number, from: number, to: number): void {
    const at = this.count;
    this.x[at] = x; this.y[at] = y; this.bulge[at] = bulge; this.from[at] = from; this.to[at] = to;
    this.isWide ||= from > 0 || to > 0;
    this.count = at + 1;
  }
}
const vertices = new Vertices();

const lightPolyline: Shape = (painter, record, around) => {
  vertices.clear();
  const width = record.number(43);
  const { codes, numbers } = record;
  for (let i = 0; i < record.count; i += 1) {
    const value = numbers[i] ?? NaN;
    const last = vertices.count - 1;
    switch (codes[i]) {
      case 10: vertices.add(value, NaN, 0, width, width); break;
      case 20: if (last >= 0) vertices.y[last] = value; break;
      case 40: if (last >= 0) { vertices.from[last] = value; vertices.isWide ||= value > 0; } break;
      case 41: if (last >= 0) { vertices.to[last] = value; vertices.isWide ||= value > 0; } break;
      case 42: if (last >= 0) vertices.bulge[last] = value; break;
      default:
    }
  }
  painter.enter(around, planeOf(record, record.number(38)));
  return drawVertices(painter, record, around, (record.number(70) & 1) === 1);
};

const polyline: Shape = (painter, record, around) => {
  const flags = record.number(70);
  vertices.clear();
  const from = record.number(40), to = record.number(41);
  for (const child of record.children) {
    // 16: a control point of the curve's frame, which is not on the curve.
    if ((child.number(70) & 16) === 0) vertices.add(child.number(10), child.number(20), child.number(42), child.number(40, from), child.number(41, to));
  }
  if ((flags & 8) !== 0) painter.enter(around);
  else painter.enter(around, planeOf(record, record.number(30)));
  return drawVertices(painter, record, around, (flags & 1) === 1);
};

function drawVertices(painter: Painter, record: DxfRecord, around: Surroundings, closed: boolean): boolean {
  const { count, x: xs, y: ys, bulge: bulges } = vertices;
  if (vertices.isWide) return drawWide(painter, record, around, closed);
  painter.builder.begin(painter.line(record, around));
  for (let i = 0; i < count; i += 1) {
    const x = xs[i] ?? NaN, y = ys[i] ?? NaN;
    const bulge = i > 0 ? (bulges[i - 1] ?? 0) : 0;
    if (bulge === 0) painter.point(x, y);
    else bulgeArc(xs[i - 1] ?? NaN, ys[i - 1] ?? NaN, x, y, bulge, painter.tolerance, painter.point);
  }
  const lastBulge = bulges[count - 1] ?? 0;
  if (closed && lastBulge !== 0 && count > 1) {
    bulgeArc(xs[count - 1] ?? NaN, ys[count - 1] ?? NaN, xs[0] ?? NaN, ys[0] ?? NaN, lastBulge, painter.tolerance, painter.point);
  }
  return painter.builder.end(closed && count > 2);
}

/** A polyline with a width: each segment is a filled strip. */
function drawWide(painter: Painter, record: DxfRecord, around: Surroundings, closed: boolean): boolean {
  const style = painter.fill(record, around);
  const { count } = vertices;
  let drawn = false;
  for (let i = 0; i < (closed ? count : count - 1); i += 1) {
    const next = (i + 1) % count;
    const xs = [vertices.x[i] ?? NaN], ys = [vertices.y[i] ?? NaN];
    bulgeArc(xs[0] ?? NaN, ys[0] ?? NaN, vertices.x[next] ?? NaN, vertices.y[next] ?? NaN, vertices.bulge[i] ?? 0, painter.tolerance,
      (x, y) => { xs.push(x); ys.push(y); });
    drawn = strip(painter, style, xs, ys, (vertices.from[i] ?? 0) / 2, (vertices.to[i] ?? 0) / 2) || drawn;
  }
  return drawn;
}

/** The area within half a width, changing evenly from `from` to `to`, on both sides of a run of points. */
function strip(painter: Painter, style: number, xs: readonly number[], ys: readonly number[], from: number, to: number): boolean {
  const last = xs.length - 1;
  const sideX: number[] = [], sideY: number[] = [];
  for (let i = 0; i <= last; i += 1) {
    const before = Math.max(0, i - 1), after = Math.min(last, i + 1);
    const dx = (xs[after] ?? 0) - (xs[before] ?? 0), dy = (ys[after] ?? 0) - (ys[before] ?? 0);
    const length = Math.hypot(dx, dy) || 1;
    const half = from + ((to - from) * i) / last;
    sideX.push((-dy / length) * half);
    sideY.push((dx / length) * half);
  }
  painter.builder.begin(style, painter.builder.newGroup());
  for (let i = 0; i <= last; i += 1) painter.point((xs[i] ?? NaN) + (sideX[i] ?? 0), (ys[i] ?? NaN) + (sideY[i] ?? 0));
  for (let i = last; i >= 0; i -= 1) painter.point((xs[i] ?? NaN) - (sideX[i] ?? 0), (ys[i] ?? NaN) - (sideY[i] ?? 0));
  return painter.builder.end(true);
}

/** A leader with its arrow head, whose length is that of its dimension style. */
const leader: Shape = (painter, record, around) => {
  painter.enter(around);
  const xs = record.all(10), ys = record.all(20);
  painter.builder.begin(painter.line(record, around));
  if (record.number(72) === 1) throughPoints(xs, ys, painter.point);
  else xs.forEach((x, index) => painter.point(x, ys[index] ?? NaN));
  const drawn = painter.builder.end();
  const arrow = painter.tables.arrows.get(nameKey(record.text(3))) ?? 0;
  if (drawn && record.number(71, 1) === 1) arrowHead(painter, record, around, xs[1] ?? NaN, ys[1] ?? NaN, xs[0] ?? NaN, ys[0] ?? NaN, arrow);
  return drawn;
};

/** A multiline: one path an element, at the distances along the miters that the file gives (without cuts). */
const multiline: Shape = (painter, record, around) => {
  painter.enter(around);
  const corners: { x: number; y: number; mx: number; my: number; offsets: number[] }[] = [];
  let expectFirst = 0;
  for (let i = 0; i < record.count; i += 1) {
    const value = record.numbers[i] ?? NaN;
    const last = corners[corners.length - 1];
    switch (record.codes[i]) {
      case 11: corners.push({ x: value, y: NaN, mx: 0, my: 0, offsets: [] }); break;
      case 21: if (last) last.y = value; break;
      case 13: if (last) last.mx = value; break;
      case 23: if (last) last.my = value; break;
      case 74: expectFirst = value; break;
      // The first of an element's values is its distance along the miter, the others are cuts.
      case 41: if (last && expectFirst > 0) { last.offsets.push(value); expectFirst = 0; } break;
      default:
    }
  }
  const style = painter.line(record, around);
  const closed = (record.number(71) & 2) !== 0;
  let drawn = false;
  for (let element = 0; element < (corners[0]?.offsets.length ?? 0); element += 1) {
    painter.builder.begin(style);
    for (const vertex of corners) {
      const offset = vertex.offsets[element] ?? 0;
      painter.point(vertex.x + vertex.mx * offset, vertex.y + vertex.my * offset);
    }
    drawn = painter.builder.end(closed) || drawn;
  }
  return drawn;
};

export const shapes: Readonly<Record<string, Shape>> = {
  LINE: line, POINT: pointMark, CIRCLE: circle, ARC: circle, ELLIPSE: ellipse, SPLINE: spline, HELIX: spline, SOLID: solid, TRACE: solid,
  '3DFACE': face, LWPOLYLINE: lightPolyline, POLYLINE: polyline, LEADER: leader, MLINE: multiline,
};
