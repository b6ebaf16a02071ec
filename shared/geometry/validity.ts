import Flatbush from 'flatbush';
import { plantPoint, type PlantPoint } from './frames.ts';
import { stepsPerMetre, toSteps } from './grid.ts';
import { labelPoint } from './label-point.ts';
import { smallestArea } from './limits.ts';
import { meetingOf, type Segment } from './meeting.ts';
import { boundsOf, edgesOf, placeInRing, signedArea, type PlantRings } from './polygon.ts';

/** What can be wrong with the rings of a zone. */
export type RingFaultKind = 'fewPoints' | 'noArea' | 'repeatedPoint' | 'selfCrossing' | 'ringsCross' | 'holeOutside' | 'holesOverlap';
/** A fault, the ring it is on (0 is the outer one), and where, in plant metres. */
export interface RingFault { readonly kind: RingFaultKind; readonly ring: number; readonly at: PlantPoint }

/** More faults than this are not looked for: a hopeless outline is told as such, soon. */
const faultLimit = 100;

/** An edge in whole grid steps. */
interface Edge extends Segment { readonly ring: number; readonly index: number }

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
    const box = boxes[i];
    const around = box !== null && box !== undefined && outer.some((corner) => corner[0] > box.minX && corner[0] < box.maxX && corner[1] > box.minY && corner[1] < box.maxY
      && placeInRing(corner, holes[i] ?? []) === 'inside');
    if (around || placeInRing(at, outer) !== 'inside') faults.push({ kind: 'holeOutside', ring: i + 1, at });
    else if (holes.some((_, j) => j !== i && liesIn(i, j) && (j < i || !liesIn(j, i)))) {
      faults.push({ kind: 'holesOverlap', ring: i + 1, at });
    }
  }
  return faults;
}
