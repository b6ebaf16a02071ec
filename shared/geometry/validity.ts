import Flatbush from 'flatbush';
import { plantPoint, type PlantPoint } from './frames.ts';
import { side, stepsPerMetre, toSteps } from './grid.ts';
import { labelPoint } from './label-point.ts';
import { boundsOf, edgesOf, placeInRing, signedArea, type PlantRings } from './polygon.ts';

/** What can be wrong with the rings of a zone. */
export type RingFaultKind = 'fewPoints' | 'noArea' | 'repeatedPoint' | 'selfCrossing' | 'ringsCross' | 'holeOutside' | 'holesOverlap';
/** A fault, the ring it is on (0 is the outer one), and where, in plant metres. */
export interface RingFault { readonly kind: RingFaultKind; readonly ring: number; readonly at: PlantPoint }

/** The smallest area of a zone or hole in m²: a square of 1 cm. Less is a slip of the hand. */
export const smallestArea = 1e-4;

/** More faults than this are not looked for: a hopeless outline is told as such, soon. */
const faultLimit = 100;

/** An edge in whole grid steps. */
interface Edge { readonly ring: number; readonly index: number; readonly ax: number; readonly ay: number; readonly bx: number; readonly by: number }

/**
 * Everything that is wrong with a zone's rings, in the order it is found; empty for a sound zone. Give it normalised rings
 * (`normaliseRings`): crossings are worked out exactly on their grid. An outline may not touch itself; a hole may touch another ring in single points.
 */
export function validateRings(rings: PlantRings): RingFault[] {
  const shapes: RingFault[] = [];
  for (const [ring, points] of rings.entries()) {
    const at = points[0] ?? plantPoint(0, 0);
    if (points.length < 3) shapes.push({ kind: 'fewPoints', ring, at });
    else if (boundsOf(points) === null || Math.abs(signedArea(points)) < smallestArea) shapes.push({ kind: 'noArea', ring, at });
  }
  const meetings = faultyMeetings(rings);
  // A bow tie has no area by signs: its crossing says more than its area.
  const crossed = new Set(meetings.map(({ ring }) => ring));
  const faults = [...shapes.filter(({ kind, ring }) => kind !== 'noArea' || !crossed.has(ring)), ...meetings];
  return faults.length > 0 ? faults : misplacedHoles(rings);
}

/** Whether the rings make a sound zone. */
export const isValid = (rings: PlantRings): boolean => rings.length > 0 && validateRings(rings).length === 0;

function faultyMeetings(rings: PlantRings): RingFault[] {
  const edges: Edge[] = rings.flatMap((ring, r) => [...edgesOf(ring)].map(([a, b, index]) => (
    { ring: r, index, ax: toSteps(a[0]), ay: toSteps(a[1]), bx: toSteps(b[0]), by: toSteps(b[1]) })));
  if (edges.length === 0) return [];
  const boxes = new Flatbush(edges.length);
  for (const { ax, ay, bx, by } of edges) boxes.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  boxes.finish();
  const faults = new Map<string, RingFault>();
  for (const [i, p] of edges.entries()) {
    if (faults.size >= faultLimit) break;
    const near = boxes.search(Math.min(p.ax, p.bx), Math.min(p.ay, p.by), Math.max(p.ax, p.bx), Math.max(p.ay, p.by), (j) => j > i);
    for (const j of near.sort((a, b) => a - b)) {
      if (faults.size >= faultLimit) break;
      const q = edges[j];
      const fault = q === undefined ? null : meeting(p, q, rings[p.ring]?.length ?? 0);
      // One fault a place: four edges meet where an outline touches itself in a corner.
      if (fault !== null) faults.set(`${fault.ring} ${fault.at[0]} ${fault.at[1]}`, faults.get(`${fault.ring} ${fault.at[0]} ${fault.at[1]}`) ?? fault);
    }
  }
  return [...faults.values()];
}

/** What is wrong where two edges meet; null where they do not, or may. */
function meeting(p: Edge, q: Edge, ringLength: number): RingFault | null {
  const where = meetingOf(p, q);
  if (where === null) return null;
  const at = plantPoint(where.x / stepsPerMetre, where.y / stepsPerMetre);
  if (p.ring !== q.ring) return where.kind === 'touch' ? null : { kind: 'ringsCross', ring: Math.max(p.ring, q.ring), at };
  const neighbours = q.index - p.index === 1 || q.index - p.index === ringLength - 1;
  if (neighbours) return where.kind === 'overlap' && ringLength > 2 ? { kind: 'selfCrossing', ring: p.ring, at } : null;
  return { kind: where.corner ? 'repeatedPoint' : 'selfCrossing', ring: p.ring, at };
}

interface Meeting { readonly kind: 'cross' | 'touch' | 'overlap'; readonly corner: boolean; readonly x: number; readonly y: number }

/** How two edges meet, exactly; `corner`: in a point that both have for an end. */
function meetingOf(p: Edge, q: Edge): Meeting | null {
  const a = Math.sign(side(p.ax, p.ay, p.bx, p.by, q.ax, q.ay));
  const b = Math.sign(side(p.ax, p.ay, p.bx, p.by, q.bx, q.by));
  const c = Math.sign(side(q.ax, q.ay, q.bx, q.by, p.ax, p.ay));
  const d = Math.sign(side(q.ax, q.ay, q.bx, q.by, p.bx, p.by));
  if (a === 0 && b === 0) return alongOneLine(p, q);
  if (a * b < 0 && c * d < 0) {
    const t = Math.abs(side(q.ax, q.ay, q.bx, q.by, p.ax, p.ay)) / Math.abs((p.bx - p.ax) * (q.by - q.ay) - (p.by - p.ay) * (q.bx - q.ax));
    return { kind: 'cross', corner: false, x: Math.round(p.ax + t * (p.bx - p.ax)), y: Math.round(p.ay + t * (p.by - p.ay)) };
  }
  // An end of one on the other: its box says whether within.
  if (a === 0 && c * d <= 0 && within(p, q.ax, q.ay)) return { kind: 'touch', corner: isEnd(p, q.ax, q.ay), x: q.ax, y: q.ay };
  if (b === 0 && c * d <= 0 && within(p, q.bx, q.by)) return { kind: 'touch', corner: isEnd(p, q.bx, q.by), x: q.bx, y: q.by };
  if (c === 0 && a * b <= 0 && within(q, p.ax, p.ay)) return { kind: 'touch', corner: isEnd(q, p.ax, p.ay), x: p.ax, y: p.ay };
  if (d === 0 && a * b <= 0 && within(q, p.bx, p.by)) return { kind: 'touch', corner: isEnd(q, p.bx, p.by), x: p.bx, y: p.by };
  return null;
}

function alongOneLine(p: Edge, q: Edge): Meeting | null {
  const along = Math.abs(p.bx - p.ax) >= Math.abs(p.by - p.ay) ? 'x' : 'y';
  const span = (e: Edge): [number, number] => (along === 'x' ? [Math.min(e.ax, e.bx), Math.max(e.ax, e.bx)] : [Math.min(e.ay, e.by), Math.max(e.ay, e.by)]);
  const [[p0, p1], [q0, q1]] = [span(p), span(q)];
  const [from, to] = [Math.max(p0, q0), Math.min(p1, q1)];
  if (from > to) return null;
  const ends: (readonly [number, number])[] = [[p.ax, p.ay], [p.bx, p.by], [q.ax, q.ay], [q.bx, q.by]];
  const [x, y] = ends.find((end) => end[along === 'x' ? 0 : 1] === from) ?? [p.ax, p.ay];
  return { kind: from < to ? 'overlap' : 'touch', corner: from === to, x, y };
}

const within = (e: Edge, x: number, y: number): boolean =>
  x >= Math.min(e.ax, e.bx) && x <= Math.max(e.ax, e.bx) && y >= Math.min(e.ay, e.by) && y <= Math.max(e.ay, e.by);
const isEnd = (e: Edge, x: number, y: number): boolean => (x === e.ax && y === e.ay) || (x === e.bx && y === e.by);

/** Holes that lie outside the outline or in one another; the rings do not cross, so one point of a ring stands for all of it. */
function misplacedHoles(rings: PlantRings): RingFault[] {
  const [outer, ...holes] = rings;
  if (outer === undefined) return [];
  const faults: RingFault[] = [];
  const inner = holes.map((hole) => labelPoint([hole]));
  const boxes = holes.map((hole) => boundsOf(hole));
  /** Whether the inner point of hole i lies in hole j. */
  const liesIn = (i: number, j: number): boolean => {
    const [at, box] = [inner[i], boxes[j]];
    if (at === undefined || box === undefined || box === null) return false;
    return at[0] >= box.minX && at[0] <= box.maxX && at[1] >= box.minY && at[1] <= box.maxY && placeInRing(at, holes[j] ?? []) === 'inside';
  };
  for (const [i, at] of inner.entries()) {
    // A hole round the whole outline may have its inner point inside: then it has the outline's corners inside too.
    const around = outer.some((corner) => placeInRing(corner, holes[i] ?? []) === 'inside');
    if (around || placeInRing(at, outer) !== 'inside') faults.push({ kind: 'holeOutside', ring: i + 1, at });
    else if (holes.some((_, j) => j !== i && liesIn(i, j) && (j < i || !liesIn(j, i)))) {
      faults.push({ kind: 'holesOverlap', ring: i + 1, at });
    }
  }
  return faults;
}
