import { Clipper64, ClipType, FillRule, PathType, type Path64, type Paths64 } from 'clipper2-ts';
import Flatbush from 'flatbush';
import type { PlantPoint } from './frames.ts';
import { simpleRings } from './faces.ts';
import { groundOf, polygonsOf, type GroundRule } from './ground.ts';
import { nodeSegments, type DirectedSegment } from './noding.ts';
import { boundsOf, type PlantRings } from './polygon.ts';
import { bordersOf, clashingRings, doubledArea, isSound, originOf, ringInRing, ringToSteps, toPlantPolygons, type StepOrigin, type StepPolygon, type StepRing } from './step-rings.ts';

/*
 * Joining, cutting and widening ground. Everything is on the 0.1 mm grid, and every result is sound by `validateRings`: what rounding
 * has made of a clipped outline is looked at, and put right where it touches or crosses itself.
 */

/** Polygons with their holes, sound and normalised, in plant metres. */
export type Polygons = PlantPoint[][][];

/** The ground that any of the zones covers. Zones that touch in points only stay apart. */
export function union(zones: readonly PlantRings[]): Polygons {
  return groups(zones).flatMap((group) => (group.length === 1 ? ground(group, 'nonZero') : joined(group)));
}

/** The ground of `from` that no zone of `away` covers. */
export function difference(from: readonly PlantRings[], away: readonly PlantRings[]): Polygons {
  return clipped(ClipType.Difference, from, away);
}

/** The ground that both cover. */
export function intersection(some: readonly PlantRings[], others: readonly PlantRings[]): Polygons {
  return clipped(ClipType.Intersection, some, others);
}

/** The ground that one of both covers, but not the other. */
export function symmetricDifference(some: readonly PlantRings[], others: readonly PlantRings[]): Polygons {
  return clipped(ClipType.Xor, some, others);
}

/**
 * The ground that outlines enclose, however they cross themselves and one another: all of it (`nonZero`), or by turns (`evenOdd`: what
 * is gone round twice is outside again). Sound rings come back as they are.
 */
export function ground(zones: readonly PlantRings[], rule: GroundRule): Polygons {
  const origin = originOf(zones[0]?.[0]?.[0]);
  const only = zones.length === 1 && zones[0] !== undefined ? stepPolygon(zones[0], origin) : null;
  if (only !== null && isSound(only) && holesLieRight(only)) return toPlantPolygons([only], origin);
  const borders = zones.flatMap((rings) => bordersOf(rings, origin));
  return toPlantPolygons(groundOf(nodeSegments(borders), rule), origin);
}

/** What a clipper found, as sound polygons; outlines run counter-clockwise, holes clockwise. */
export function soundPolygons(paths: Paths64): StepPolygon[] {
  const polygons = polygonsOf(paths.flatMap((path) => simpleRings(flat(path)).map((ring) => [ring])));
  return polygons.flatMap((polygon) => {
    const clashing = clashingRings(polygon);
    return clashing.size === 0 ? [polygon] : mended(polygon, clashing);
  });
}

/** A polygon put right: only the rings that clash are taken apart, unless what becomes of them clashes with the others. */
function mended(polygon: StepPolygon, clashing: ReadonlySet<number>): StepPolygon[] {
  const part = groundOf(nodeSegments(edgesOf(polygon.filter((_, r) => r === 0 || clashing.has(r)))), 'nonZero');
  const whole = polygonsOf([...part, ...polygon.filter((_, r) => r > 0 && !clashing.has(r)).map((ring) => [ring])]);
  return whole.every(isSound) ? whole : groundOf(nodeSegments(edgesOf(polygon)), 'nonZero');
}

/** Rings as paths of the clipper, counted from `origin`; holes run against their outline. */
export function pathsOf(rings: PlantRings, origin: StepOrigin): Paths64 {
  return stepPolygon(rings, origin).map((ring) => {
    const path: Path64 = [];
    for (let i = 0; i + 1 < ring.length; i += 2) path.push({ x: ring[i] ?? 0, y: ring[i + 1] ?? 0 });
    return path;
  });
}

/** So many zones a strip: a clipper's sweep is slow where many edges lie side by side, so large plants are joined strip by strip from west to east. */
const stripZones = 200;

function joined(zones: readonly PlantRings[]): Polygons {
  const origin = originOf(zones[0]?.[0]?.[0]);
  const paths = zones.map((rings) => pathsOf(rings, origin));
  if (zones.length < 2 * stripZones) return toPlantPolygons(soundPolygons(unionOf(paths.flat())), origin);
  const byEast = paths.map((own) => ({ own, x: own[0]?.[0]?.x ?? 0 })).sort((a, b) => a.x - b.x);
  const strips = Array.from({ length: Math.ceil(byEast.length / stripZones) }, (_, i) => unionOf(byEast.slice(i * stripZones, (i + 1) * stripZones).flatMap(({ own }) => own)));
  const polygons = groundOf(nodeSegments(stripEdges(strips)), 'nonZero');
  return toPlantPolygons(polygons.flatMap((polygon) => (isSound(polygon) ? [polygon] : groundOf(nodeSegments(edgesOf(polygon)), 'nonZero'))), origin);
}

/** The edges of joined strips; those that lie in the bounds of one strip only are settled. */
function stripEdges(strips: readonly Paths64[]): DirectedSegment[] {
  const spans = strips.map((paths) => {
    let [west, east] = [Infinity, -Infinity];
    for (const path of paths) {
      for (const { x } of path) {
        if (x < west) west = x;
        if (x > east) east = x;
      }
    }
    return { west, east };
  });
  const edges: DirectedSegment[] = [];
  for (const [i, paths] of strips.entries()) {
    const others = spans.filter((_, j) => j !== i);
    for (const path of paths) {
      let a = path[path.length - 1];
      if (a === undefined) continue;
      for (const b of path) {
        const west = a.x < b.x ? a.x : b.x, east = a.x < b.x ? b.x : a.x;
        let settled = true;
        for (const other of others) if (other.west <= east && other.east >= west) settled = false;
        edges.push({ ax: a.x, ay: a.y, bx: b.x, by: b.y, turn: 1, settled });
        a = b;
      }
    }
  }
  return edges;
}

function unionOf(paths: Paths64): Paths64 {
  const clipper = new Clipper64();
  clipper.addPaths(paths, PathType.Subject);
  const solution: Paths64 = [];
  clipper.execute(ClipType.Union, FillRule.NonZero, solution);
  return solution;
}

function clipped(type: ClipType, subjects: readonly PlantRings[], clips: readonly PlantRings[]): Polygons {
  const origin = originOf(subjects[0]?.[0]?.[0] ?? clips[0]?.[0]?.[0]);
  const clipper = new Clipper64();
  clipper.addPaths(subjects.flatMap((rings) => pathsOf(rings, origin)), PathType.Subject);
  if (clips.length > 0) clipper.addPaths(clips.flatMap((rings) => pathsOf(rings, origin)), PathType.Clip);
  const solution: Paths64 = [];
  clipper.execute(type, FillRule.NonZero, solution);
  return toPlantPolygons(soundPolygons(solution), origin);
}

/** Zones whose bounds are connected, so that far ones do not slow down one another. */
function groups(zones: readonly PlantRings[]): PlantRings[][] {
  const boxed = zones.flatMap((rings) => {
    const box = boundsOf(rings[0] ?? []);
    return box === null ? [] : [{ rings, box }];
  });
  if (boxed.length < 2) return boxed.map(({ rings }) => [rings]);
  const boxes = new Flatbush(boxed.length);
  for (const { box } of boxed) boxes.add(box.minX, box.minY, box.maxX, box.maxY);
  boxes.finish();
  const found: PlantRings[][] = [];
  const seen = new Uint8Array(boxed.length);
  for (let seed = 0; seed < boxed.length; seed++) {
    if (seen[seed] === 1) continue;
    seen[seed] = 1;
    const members = [seed];
    for (let at = 0; at < members.length; at++) {
      const box = boxed[members[at] ?? 0]?.box;
      if (box === undefined) continue;
      for (const other of boxes.search(box.minX, box.minY, box.maxX, box.maxY, (i) => seen[i] === 0)) {
        seen[other] = 1;
        members.push(other);
      }
    }
    found.push(members.sort((a, b) => a - b).flatMap((i) => (boxed[i] === undefined ? [] : [boxed[i].rings])));
  }
  return found;
}

function holesLieRight([outer = [], ...holes]: StepPolygon): boolean {
  return holes.every((hole, i) => ringInRing(hole, outer) && !holes.some((other, j) => j !== i && (ringInRing(hole, other) || (j < i && ringInRing(other, hole)))));
}

function stepPolygon(rings: PlantRings, origin: StepOrigin): StepRing[] {
  return rings.map((ring, r) => {
    const steps = ringToSteps(ring, origin);
    return (doubledArea(steps) < 0) === (r === 0) ? reversed(steps) : steps;
  });
}

function reversed(ring: StepRing): number[] {
  const back: number[] = [];
  // The first point stays the first.
  for (let i = 0; i < ring.length; i += 2) {
    const at = (ring.length - i) % ring.length;
    back.push(ring[at] ?? 0, ring[at + 1] ?? 0);
  }
  return back;
}

function flat(path: Path64): number[] {
  const ring: number[] = [];
  for (const { x, y } of path) ring.push(x, y);
  return ring;
}

function* edgesOf(polygon: StepPolygon): Generator<{ ax: number; ay: number; bx: number; by: number; turn: number }> {
  for (const ring of polygon) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const next = (i + 2) % ring.length;
      yield { ax: ring[i] ?? 0, ay: ring[i + 1] ?? 0, bx: ring[next] ?? 0, by: ring[next + 1] ?? 0, turn: 1 };
    }
  }
}
