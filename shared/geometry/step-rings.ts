import Flatbush from 'flatbush';
import { plantPoint, type PlantPoint } from './frames.ts';
import { side, stepsPerMetre, toSteps } from './grid.ts';
import { smallestArea } from './limits.ts';
import { meetingOf, type Segment } from './meeting.ts';
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

/** The edges of rings as segments; those of the outer ring counter-clockwise and of holes clockwise, whichever way they were drawn. */
export function* bordersOf(rings: PlantRings, origin: StepOrigin): Generator<Segment & { readonly turn: number }> {
  for (const [r, ring] of rings.entries()) {
    const steps = ring.flatMap((point) => pointToSteps(point, origin));
    const turn = (doubledArea(steps) < 0) === (r === 0) ? -1 : 1;
    let [ax, ay] = [steps[steps.length - 2] ?? 0, steps[steps.length - 1] ?? 0];
    for (let i = 0; i + 1 < steps.length; i += 2) {
      const [bx, by] = [steps[i] ?? 0, steps[i + 1] ?? 0];
      yield { ax, ay, bx, by, turn };
      [ax, ay] = [bx, by];
    }
  }
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

/** Up to so many edges every pair is looked at: quicker than an index. */
const fewEdges = 48;

/**
 * Whether the rings of a polygon, whose holes lie where they should, neither cross nor touch themselves and meet one another in single
 * points at most: what `validateRings` asks, without saying where.
 */
export function isSound(polygon: StepPolygon): boolean {
  const edges: (Segment & { readonly ring: number; readonly index: number; readonly last: number })[] = [];
  for (const [r, ring] of polygon.entries()) {
    const count = ring.length / 2;
    if (count < 3) return false;
    let [ax, ay] = [ring[ring.length - 2] ?? 0, ring[ring.length - 1] ?? 0];
    for (let i = 0; i < count; i++) {
      const [bx, by] = [ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0];
      if (ax === bx && ay === by) return false;
      edges.push({ ax, ay, bx, by, ring: r, index: i, last: count - 1 });
      [ax, ay] = [bx, by];
    }
  }
  const clash = (p: typeof edges[number], q: typeof edges[number]): boolean => {
    const met = meetingOf(p, q);
    if (met === null) return false;
    if (p.ring !== q.ring) return met.kind !== 'touch';
    const apart = Math.abs(p.index - q.index);
    return apart === 1 || apart === p.last ? met.kind === 'overlap' : true;
  };
  if (edges.length <= fewEdges) {
    for (let i = 0; i < edges.length; i++) {
      const p = edges[i];
      if (p === undefined) continue;
      const [minX, maxX] = p.ax < p.bx ? [p.ax, p.bx] : [p.bx, p.ax];
      const [minY, maxY] = p.ay < p.by ? [p.ay, p.by] : [p.by, p.ay];
      for (let j = i + 1; j < edges.length; j++) {
        const q = edges[j];
        if (q === undefined || (q.ax > maxX && q.bx > maxX) || (q.ax < minX && q.bx < minX) || (q.ay > maxY && q.by > maxY) || (q.ay < minY && q.by < minY)) continue;
        if (clash(p, q)) return false;
      }
    }
    return true;
  }
  const boxes = new Flatbush(edges.length);
  for (const { ax, ay, bx, by } of edges) boxes.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  boxes.finish();
  for (const [i, p] of edges.entries()) {
    for (const j of boxes.search(Math.min(p.ax, p.bx), Math.min(p.ay, p.by), Math.max(p.ax, p.bx), Math.max(p.ay, p.by))) {
      const q = edges[j];
      if (j > i && q !== undefined && clash(p, q)) return false;
    }
  }
  return true;
}
