import { plantPoint, type Box, type PlantPoint } from './frames.ts';
import { side, stepsPerMetre, toSteps } from './grid.ts';
import { smallestArea } from './limits.ts';
import { meetingOf, type Segment } from './meeting.ts';
import { orderOf } from './order.ts';
import type { PlantRings } from './polygon.ts';

/*
 * Rings in whole grid steps from a place near them: clipping and cutting work in these. Near, because products of two coordinates
 * are exact in doubles only below 2^53, and plant grids go to 10^12 steps.
 */

/** A ring in whole grid steps, x, y, x, y …, not closed. */
export type StepRing = readonly number[];
/** Outer ring first, then holes. */
export type StepPolygon = readonly StepRing[];
/** A place in whole grid steps that coordinates are counted from. */
export interface StepOrigin { readonly x: number; readonly y: number }

/** The smallest area of a zone in doubled square steps. */
const smallestDoubled = 2 * smallestArea * stepsPerMetre * stepsPerMetre;

/** A place to count from: the first point there is. */
export function originOf(point: PlantPoint | undefined): StepOrigin {
  return { x: toSteps(point?.[0] ?? 0), y: toSteps(point?.[1] ?? 0) };
}

/** A ring counted from a place near it. */
export function ringToSteps(ring: readonly PlantPoint[], origin: StepOrigin): number[] {
  const steps: number[] = [];
  for (const [x, y] of ring) steps.push(toSteps(x) - origin.x, toSteps(y) - origin.y);
  return steps;
}

export const pointToSteps = ([x, y]: PlantPoint, origin: StepOrigin): [x: number, y: number] => [toSteps(x) - origin.x, toSteps(y) - origin.y];
export const stepsToPoint = (x: number, y: number, origin: StepOrigin): PlantPoint => plantPoint((x + origin.x) / stepsPerMetre + 0, (y + origin.y) / stepsPerMetre + 0);

/** Polygons back in plant metres; those, and holes, below the smallest area are left out. */
export function toPlantPolygons(polygons: readonly StepPolygon[], origin: StepOrigin): PlantPoint[][][] {
  const found: PlantPoint[][][] = [];
  for (const polygon of polygons) {
    const rings = polygon.filter((ring) => Math.abs(doubledArea(ring)) >= smallestDoubled);
    if (rings[0] === undefined || rings[0] !== polygon[0]) continue;
    found.push(rings.map((ring) => {
      const points: PlantPoint[] = [];
      for (let i = 0; i + 1 < ring.length; i += 2) points.push(stepsToPoint(ring[i] ?? 0, ring[i + 1] ?? 0, origin));
      return points;
    }));
  }
  return found;
}

/**
 * The edges of rings as segments; those of the outer ring counter-clockwise and of holes clockwise, whichever way they were drawn.
 * `settled`: of sound rings, which do not meet one another.
 */
export function bordersOf(rings: PlantRings, origin: StepOrigin, settled = false): (Segment & { readonly turn: number; readonly settled: boolean })[] {
  const borders: (Segment & { readonly turn: number; readonly settled: boolean })[] = [];
  for (const [r, ring] of rings.entries()) {
    const steps = ringToSteps(ring, origin);
    const turn = (doubledArea(steps) < 0) === (r === 0) ? -1 : 1;
    let [ax, ay] = [steps[steps.length - 2] ?? 0, steps[steps.length - 1] ?? 0];
    for (let i = 0; i + 1 < steps.length; i += 2) {
      const [bx, by] = [steps[i] ?? 0, steps[i + 1] ?? 0];
      borders.push({ ax, ay, bx, by, turn, settled });
      [ax, ay] = [bx, by];
    }
  }
  return borders;
}

/** Doubled area of a ring in square steps, positive counter-clockwise; from its first point, so that small rings far away are exact. */
export function doubledArea(ring: StepRing): number {
  const [ox = 0, oy = 0] = ring;
  let doubled = 0;
  for (let i = 2; i + 3 < ring.length; i += 2) {
    doubled += ((ring[i] ?? 0) - ox) * ((ring[i + 3] ?? 0) - oy) - ((ring[i + 2] ?? 0) - ox) * ((ring[i + 1] ?? 0) - oy);
  }
  return doubled;
}

/** The bounds of a ring in whole grid steps. */
export function boxOfRing(ring: StepRing): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const [x, y] = [ring[i] ?? 0, ring[i + 1] ?? 0];
    if (x < box.minX) box.minX = x;
    if (x > box.maxX) box.maxX = x;
    if (y < box.minY) box.minY = y;
    if (y > box.maxY) box.maxY = y;
  }
  return box;
}

/** Where a point lies against a ring, exactly: 1 inside, 0 on it, -1 outside. */
export function placeAgainst(ring: StepRing, x: number, y: number): 1 | 0 | -1 {
  let inside = false;
  let [ax, ay] = [ring[ring.length - 2] ?? 0, ring[ring.length - 1] ?? 0];
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const [bx, by] = [ring[i] ?? 0, ring[i + 1] ?? 0];
    const [bottom, top] = ay < by ? [ay, by] : [by, ay];
    if (y >= bottom && y <= top) {
      const place = side(ax, ay, bx, by, x, y);
      if (place === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0;
      if ((ay > y) !== (by > y) && place > 0 === by > ay) inside = !inside;
    }
    [ax, ay] = [bx, by];
  }
  return inside ? 1 : -1;
}

/** Whether a ring lies in another one that it does not cross, though it may touch it. */
export function ringInRing(ring: StepRing, outer: StepRing): boolean {
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const place = placeAgainst(outer, ring[i] ?? 0, ring[i + 1] ?? 0);
    if (place !== 0) return place === 1;
  }
  // All corners touch: the middle of an edge tells, in half steps.
  const halves = outer.map((step) => step * 2);
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const place = placeAgainst(halves, (ring[i] ?? 0) + (ring[i + 2] ?? 0), (ring[i + 1] ?? 0) + (ring[i + 3] ?? 0));
    if (place !== 0) return place === 1;
  }
  return false;
}

/**
 * Whether the rings of a polygon, whose holes lie where they should, neither cross nor touch themselves and meet one another in single
 * points at most: what `validateRings` asks, without saying where.
 */
export const isSound = (polygon: StepPolygon): boolean => clashingRings(polygon, 1).size === 0;

/** The numbers of the rings that are not sound, by themselves or with another; no more are looked for than `enough`. */
export function clashingRings(polygon: StepPolygon, enough = Infinity): Set<number> {
  const clashing = new Set(polygon.flatMap((ring, r) => (ring.length < 6 ? [r] : [])));
  const edges = edgeTable(polygon);
  const { order, left, right, bottom, top } = edges;
  for (let at = 0; at < order.length; at++) {
    const ownRight = right[at] ?? 0, ownBottom = bottom[at] ?? 0, ownTop = top[at] ?? 0;
    // From west to east: only those that begin before this one ends.
    for (let beyond = at + 1; beyond < order.length && (left[beyond] ?? 0) <= ownRight; beyond++) {
      if ((bottom[beyond] ?? 0) > ownTop || (top[beyond] ?? 0) < ownBottom) continue;
      const i = order[at] ?? 0, j = order[beyond] ?? 0;
      if (!edges.clash(i, j)) continue;
      clashing.add(edges.ringOf[i] ?? 0).add(edges.ringOf[j] ?? 0);
      if (clashing.size >= enough) return clashing;
    }
  }
  return clashing;
}

/** The edges of all rings one after another, and their bounds from west to east, `order` telling whose they are. */
function edgeTable(polygon: StepPolygon) {
  const count = polygon.reduce((sum, ring) => sum + ring.length / 2, 0);
  const ends = new Float64Array(count * 4);
  const wests = new Float64Array(count);
  const ringOf = new Int32Array(count);
  const firstOf: number[] = [];
  let at = 0;
  for (const [r, ring] of polygon.entries()) {
    firstOf.push(at);
    let ax = ring[ring.length - 2] ?? 0, ay = ring[ring.length - 1] ?? 0;
    for (let i = 0; i + 1 < ring.length; i += 2, at++) {
      const bx = ring[i] ?? 0, by = ring[i + 1] ?? 0;
      ends[at * 4] = ax;
      ends[at * 4 + 1] = ay;
      ends[at * 4 + 2] = bx;
      ends[at * 4 + 3] = by;
      wests[at] = ax < bx ? ax : bx;
      ringOf[at] = r;
      ax = bx;
      ay = by;
    }
  }
  const order = orderOf(wests);
  const left = new Float64Array(count), right = new Float64Array(count), bottom = new Float64Array(count), top = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    const i = (order[place] ?? 0) * 4;
    const ax = ends[i] ?? 0, ay = ends[i + 1] ?? 0, bx = ends[i + 2] ?? 0, by = ends[i + 3] ?? 0;
    left[place] = ax < bx ? ax : bx;
    right[place] = ax < bx ? bx : ax;
    bottom[place] = ay < by ? ay : by;
    top[place] = ay < by ? by : ay;
  }
  const edge = (i: number): Segment => ({ ax: ends[i * 4] ?? 0, ay: ends[i * 4 + 1] ?? 0, bx: ends[i * 4 + 2] ?? 0, by: ends[i * 4 + 3] ?? 0 });
  return {
    order, left, right, bottom, top, ringOf,
    clash(i: number, j: number): boolean {
      const [p, q] = [edge(i), edge(j)];
      const ring = ringOf[i] ?? 0;
      if (ring !== ringOf[j]) {
        const met = meetingOf(p, q);
        return met !== null && met.kind !== 'touch';
      }
      const last = (polygon[ring]?.length ?? 0) / 2 - 1;
      const apart = Math.abs(i - j);
      // Neighbours have a corner in common; they must not run back over one another, nor have no length.
      if (apart === 1 || apart === last) return (p.bx - p.ax) * (q.by - q.ay) === (p.by - p.ay) * (q.bx - q.ax) && meetingOf(p, q)?.kind !== 'touch';
      return meetingOf(p, q) !== null;
    },
  };
}
