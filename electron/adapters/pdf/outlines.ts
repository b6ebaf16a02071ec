import { Clipper64, ClipperOffset, ClipType, EndType, FillRule, JoinType, type Paths64 } from 'clipper2-ts';
import { boxOf, doubledArea, turns, type Run } from './rings.ts';

/** Steps of the clipper's grid in a point: a third of a micrometre on paper. */
const stepsPerPoint = 1000;
/** Outlines with more points than this are left to the even-odd rule: no sign or letter has as many. */
const mostPoints = 50_000;

const toSteps = (runs: readonly (readonly number[])[]): Paths64 => runs.map((points) => {
  const path = [];
  for (let i = 0; i < points.length; i += 2) path.push({ x: Math.round((points[i] ?? 0) * stepsPerPoint), y: Math.round((points[i + 1] ?? 0) * stepsPerPoint) });
  return path;
});
const fromSteps = (paths: Paths64): number[][] => paths.map((path) => path.flatMap(({ x, y }) => [x / stepsPerPoint, y / stepsPerPoint]));

/** The ring's points of every run; a run is closed by being filled. */
export const ringsOf = (runs: readonly Run[]): number[][] => runs.flatMap(({ points }) => (points.length >= 6 ? [points] : []));

/**
 * The rings that the even-odd rule fills as the non-zero rule fills these. Most are so already: plain rings of which no two that run the
 * same way round may cover each other.
 */
export function nonZeroRings(rings: number[][], unitsPerPoint = 1): number[][] {
  if (evenOddWill(rings) || rings.reduce((sum, ring) => sum + ring.length, 0) > 2 * mostPoints) return rings;
  const scaled = unitsPerPoint === 1 ? rings : rings.map((ring) => ring.map((value) => value * unitsPerPoint));
  const clipper = new Clipper64();
  clipper.addSubject(toSteps(scaled));
  const found: Paths64 = [];
  clipper.execute(ClipType.Union, FillRule.NonZero, found);
  return unitsPerPoint === 1 ? fromSteps(found) : fromSteps(found).map((ring) => ring.map((value) => value / unitsPerPoint));
}

function evenOddWill(rings: readonly number[][]): boolean {
  if (rings.some((ring) => ring.length > 8 && Math.abs(turns(ring)) !== 1)) return false;
  if (rings.length === 1) return true;
  const seen = rings.map((points) => ({ box: boxOf([{ points, closed: true }]), left: doubledArea(points) > 0 })).sort((p, q) => p.box.minX - q.box.minX);
  return seen.every(({ box, left }, index) => {
    for (let other = index + 1; other < seen.length; other += 1) {
      const next = seen[other];
      if (next === undefined || next.box.minX >= box.maxX) return true;
      if (next.left === left && next.box.minY < box.maxY && next.box.maxY > box.minY) return false;
    }
    return true;
  });
}

export interface Pen {
  /** In points. */
  readonly width: number;
  /** 0 butt, 1 round, 2 square; 0 miter, 1 round, 2 bevel (PDF 1.7, 8.4.3). */
  readonly cap: number;
  readonly join: number;
  readonly miterLimit: number;
}

/** The area that a pen covers along runs, by the even-odd rule. */
export function penArea(runs: readonly Run[], pen: Pen): number[][] {
  const offset = new ClipperOffset(Math.max(1, pen.miterLimit), 0.02 * stepsPerPoint);
  const join = pen.join === 1 ? JoinType.Round : pen.join === 2 ? JoinType.Bevel : JoinType.Miter;
  const end = pen.cap === 1 ? EndType.Round : pen.cap === 2 ? EndType.Square : EndType.Butt;
  for (const { points, closed } of runs) offset.addPaths(toSteps([points]), join, closed ? EndType.Joined : end);
  const found: Paths64 = [];
  offset.execute((pen.width / 2) * stepsPerPoint, found);
  return fromSteps(found);
}

/** The part of areas (even-odd) that lies in other areas (even-odd). */
export function areasWithin(areas: number[][], within: number[][]): number[][] {
  const clipper = new Clipper64();
  clipper.addSubject(toSteps(areas));
  clipper.addClip(toSteps(within));
  const found: Paths64 = [];
  clipper.execute(ClipType.Intersection, FillRule.EvenOdd, found);
  return fromSteps(found);
}

/** The parts of lines that lie in areas (even-odd). */
export function linesWithin(lines: readonly (readonly number[])[], within: number[][]): number[][] {
  const clipper = new Clipper64();
  clipper.addOpenSubject(toSteps(lines));
  clipper.addClip(toSteps(within));
  const open: Paths64 = [];
  clipper.execute(ClipType.Intersection, FillRule.EvenOdd, [], open);
  return fromSteps(open);
}
