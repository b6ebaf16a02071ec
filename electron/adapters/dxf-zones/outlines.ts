import type { DxfObject } from './dxf-objects.ts';

type Tags = DxfObject['tags'];
type Point = readonly [x: number, y: number];

export const first = (tags: Tags, code: number): string | null => tags.find(([found]) => found === code)?.[1] ?? null;
export const numberOf = (tags: Tags, code: number, otherwise = 0): number => {
  const text = first(tags, code);
  const value = text === null ? NaN : Number(text.trim());
  return Number.isNaN(value) ? otherwise : value;
};

/** Largest distance of a chord from its arc, as a part of the radius. */
const chordError = 1e-4;
/** Points of a whole circle: enough for any plant, few enough for any file. */
const circlePoints = 64;

/** Points of a run of corners with bulges (tangent of a quarter of the arc's angle), without the last corner of an open end. */
function withBulges(corners: readonly { readonly x: number; readonly y: number; readonly bulge: number }[]): Point[] {
  const points: Point[] = [];
  for (const [i, { x, y, bulge }] of corners.entries()) {
    points.push([x, y]);
    const to = corners[(i + 1) % corners.length];
    if (bulge === 0 || !Number.isFinite(bulge) || to === undefined) continue;
    const angle = 4 * Math.atan(bulge);
    const chord = Math.hypot(to.x - x, to.y - y);
    const radius = chord / (2 * Math.sin(angle / 2));
    const [mx, my] = [(x + to.x) / 2, (y + to.y) / 2];
    const rise = radius * Math.cos(angle / 2);
    const [cx, cy] = [mx - (rise * (to.y - y)) / (chord || 1), my + (rise * (to.x - x)) / (chord || 1)];
    arc(points, cx, cy, Math.abs(radius), Math.atan2(y - cy, x - cx), angle);
  }
  return points;
}

/** Points strictly between the ends of an arc. */
function arc(points: Point[], cx: number, cy: number, radius: number, from: number, sweep: number): void {
  const steps = Math.min(256, Math.max(2, Math.ceil(Math.abs(sweep) / (2 * Math.acos(1 - chordError)) )));
  for (let step = 1; step < steps; step += 1) {
    const angle = from + (sweep * step) / steps;
    points.push([cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)]);
  }
}

/** Mirrored objects (extrusion along −z) have x the other way. */
const mirror = (tags: Tags): number => (numberOf(tags, 230, 1) < 0 ? -1 : 1);
const flat = (points: readonly Point[], sign: number): Float64Array => Float64Array.from(points.flatMap(([x, y]) => [x * sign, y]));

/** The outline of an LWPOLYLINE; null where it is open. A polyline whose last corner is its first counts as closed. */
export function lightPolyline({ tags }: DxfObject): Float64Array | null {
  const corners: { x: number; y: number; bulge: number }[] = [];
  for (const [code, text] of tags) {
    const value = Number(text);
    const last = corners.at(-1);
    if (code === 10) corners.push({ x: value, y: NaN, bulge: 0 });
    else if (code === 20 && last !== undefined && Number.isNaN(last.y)) last.y = value;
    else if (code === 42 && last !== undefined) last.bulge = value;
    else if (code === 210) break;
  }
  return closedOutline(corners, (numberOf(tags, 70) & 1) !== 0, mirror(tags));
}

/** The outline of a POLYLINE with its vertices; null where it is open or a mesh. Points of splines' frames are left out. */
export function oldPolyline({ tags }: DxfObject, vertices: readonly DxfObject[]): Float64Array | null {
  const flags = numberOf(tags, 70);
  if ((flags & (16 | 64)) !== 0) return null;
  const corners = vertices.filter((vertex) => (numberOf(vertex.tags, 70) & 16) === 0)
    .map((vertex) => ({ x: numberOf(vertex.tags, 10, NaN), y: numberOf(vertex.tags, 20, NaN), bulge: numberOf(vertex.tags, 42) }));
  return closedOutline(corners, (flags & 1) !== 0, mirror(tags));
}

function closedOutline(corners: { x: number; y: number; bulge: number }[], closed: boolean, sign: number): Float64Array | null {
  const [head, tail] = [corners[0], corners.at(-1)];
  if (head === undefined || tail === undefined || corners.length < 2) return null;
  const gap = Math.hypot(head.x - tail.x, head.y - tail.y);
  const returns = corners.length > 2 && Number.isFinite(gap) && gap <= 1e-9 * Math.max(1, Math.abs(head.x), Math.abs(head.y));
  if (!closed && !returns) return null;
  const points = withBulges(returns ? corners.slice(0, -1) : corners);
  return points.length < 3 ? null : flat(points, sign);
}

export function circle({ tags }: DxfObject): Float64Array | null {
  const [x, y, radius] = [numberOf(tags, 10, NaN), numberOf(tags, 20, NaN), numberOf(tags, 40)];
  if (!(radius > 0)) return null;
  return flat(Array.from({ length: circlePoints }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / circlePoints;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  }), mirror(tags));
}

/** The boundary paths of a hatch as rings; null where one has an edge that is no line and no arc. */
export function hatchRings({ tags }: DxfObject): Float64Array[] | null {
  const rings: Float64Array[] = [];
  const start = tags.findIndex(([code]) => code === 91);
  if (start < 0) return null;
  const paths: (readonly [number, string])[][] = [];
  for (const tag of tags.slice(start + 1)) {
    if (tag[0] === 92) paths.push([tag]);
    else if (tag[0] === 75 || tag[0] === 98) break;
    else paths.at(-1)?.push(tag);
  }
  for (const path of paths) {
    const ring = (Number(path[0]?.[1]) & 2) !== 0 ? polylinePath(path) : edgePath(path);
    if (ring === null) return null;
    if (ring.length >= 3) rings.push(flat(ring, mirror(tags)));
  }
  return rings;
}

function polylinePath(path: Tags): Point[] {
  const corners: { x: number; y: number; bulge: number }[] = [];
  for (const [code, text] of path) {
    const last = corners.at(-1);
    if (code === 10) corners.push({ x: Number(text), y: NaN, bulge: 0 });
    else if (code === 20 && last !== undefined) last.y = Number(text);
    else if (code === 42 && last !== undefined) last.bulge = Number(text);
    else if (code === 97) break;
  }
  return withBulges(corners);
}

function edgePath(path: Tags): Point[] | null {
  const points: Point[] = [];
  const edges: { kind: string; tags: (readonly [number, string])[] }[] = [];
  for (const tag of path.slice(1)) {
    if (tag[0] === 72) edges.push({ kind: tag[1].trim(), tags: [] });
    else if (tag[0] === 97) break;
    else edges.at(-1)?.tags.push(tag);
  }
  for (const { kind, tags } of edges) {
    const value = (code: number): number => numberOf(tags, code, NaN);
    if (kind === '1') points.push([value(10), value(20)]);
    else if (kind === '2') {
      const counterClockwise = value(73) !== 0;
      const sign = counterClockwise ? 1 : -1;
      const [from, to] = [(value(50) * Math.PI) / 180, (value(51) * Math.PI) / 180].map((angle) => angle * sign);
      if (from === undefined || to === undefined) return null;
      points.push([value(10) + value(40) * Math.cos(from), value(20) + value(40) * Math.sin(from)]);
      arc(points, value(10), value(20), value(40), from, to - from);
    } else return null;
  }
  return points;
}
