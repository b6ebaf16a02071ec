import { plantPoint, type Box, type PlantPoint, type PlantRing } from './frames.ts';

/** Outer ring first, then holes. */
export type PlantRings = readonly PlantRing[];

/** Where a point lies against a ring or polygon. */
export type Place = 'inside' | 'boundary' | 'outside';

/** Every edge of a ring, the closing one last. */
export function* edgesOf(ring: PlantRing): Generator<readonly [from: PlantPoint, to: PlantPoint, index: number]> {
  for (const [i, from] of ring.entries()) {
    const to = ring[i + 1] ?? ring[0];
    if (to !== undefined) yield [from, to, i];
  }
}

/** Area of a ring in m²; positive where it runs counter-clockwise. */
export function signedArea(ring: PlantRing): number {
  const origin = ring[0];
  if (origin === undefined) return 0;
  // From the first point, so that plants far from the origin of their grid lose no digits.
  let doubled = 0;
  for (const [a, b] of edgesOf(ring)) doubled += (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
  return doubled / 2;
}

/** Area of a polygon in m², its holes taken off. */
export function areaOf(rings: PlantRings): number {
  return rings.reduce((area, ring, i) => area + (i === 0 ? 1 : -1) * Math.abs(signedArea(ring)), 0);
}

/** Length of a ring in metres, closing edge included. */
export function perimeterOf(ring: PlantRing): number {
  let length = 0;
  for (const [a, b] of edgesOf(ring)) length += Math.hypot(b[0] - a[0], b[1] - a[1]);
  return length;
}

/** Centre of area of a polygon, holes taken off; of its points where it has no area. It may lie outside a bent polygon: see `labelPoint`. */
export function centroid(rings: PlantRings): PlantPoint {
  const origin = rings[0]?.[0];
  if (origin === undefined) throw new Error('a polygon without points has no centre');
  let [weight, sumX, sumY] = [0, 0, 0];
  for (const [i, ring] of rings.entries()) {
    const sign = (i === 0 ? 1 : -1) * (signedArea(ring) < 0 ? -1 : 1);
    for (const [a, b] of edgesOf(ring)) {
      const [ax, ay, bx, by] = [a[0] - origin[0], a[1] - origin[1], b[0] - origin[0], b[1] - origin[1]];
      const cross = sign * (ax * by - bx * ay);
      weight += cross;
      sumX += cross * (ax + bx);
      sumY += cross * (ay + by);
    }
  }
  if (weight !== 0) return plantPoint(origin[0] + sumX / (3 * weight), origin[1] + sumY / (3 * weight));
  const points = rings.flat();
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + (point[axis] - origin[axis]), 0) / points.length + origin[axis];
  return plantPoint(mean(0), mean(1));
}

/** Bounds of points in their own frame; null where there are none. */
export function boundsOf(points: Iterable<readonly [number, number]>): Box | null {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : null;
}

/** The nearest place to `p` on the segment a–b, in metres. */
export function nearestOnSegment(p: PlantPoint, a: PlantPoint, b: PlantPoint): PlantPoint {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return a;
  const t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared;
  if (t <= 0) return a;
  return t >= 1 ? b : plantPoint(a[0] + t * dx, a[1] + t * dy);
}

/** How far a point is from a segment, all in bare numbers of one unit: for the inner loops over many segments. */
export function awayFromSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const ex = bx - ax, ey = by - ay, px = x - ax, py = y - ay;
  const squared = ex * ex + ey * ey;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * ex + py * ey) / squared));
  return Math.hypot(px - t * ex, py - t * ey);
}

export const distance = (a: PlantPoint, b: PlantPoint): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Nearer to an edge than this, in metres, a point is on it: far below the grid of 0.1 mm, above the rounding of doubles. */
const onEdge = 1e-6;

/** Where a point lies against a ring; within a thousandth of a millimetre of an edge it is on the boundary. */
export function placeInRing(point: PlantPoint, ring: PlantRing): Place {
  const [x, y] = point;
  let inside = false;
  for (const [a, b] of edgesOf(ring)) {
    const nearY = y >= Math.min(a[1], b[1]) - onEdge && y <= Math.max(a[1], b[1]) + onEdge;
    if (!nearY) continue;
    const nearX = x >= Math.min(a[0], b[0]) - onEdge && x <= Math.max(a[0], b[0]) + onEdge;
    if (nearX && distance(point, nearestOnSegment(point, a, b)) <= onEdge) return 'boundary';
    // Half-open, so that a ray through a corner crosses once or twice, never wrongly.
    if ((a[1] > y) !== (b[1] > y) && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

/** Where a point lies against a polygon: the inside of a hole is outside, its edge is boundary. */
export function placeInPolygon(point: PlantPoint, rings: PlantRings): Place {
  const [outer, ...holes] = rings;
  if (outer === undefined) return 'outside';
  const place = placeInRing(point, outer);
  if (place !== 'inside') return place;
  for (const hole of holes) {
    const inHole = placeInRing(point, hole);
    if (inHole !== 'outside') return inHole === 'inside' ? 'outside' : 'boundary';
  }
  return 'inside';
}
