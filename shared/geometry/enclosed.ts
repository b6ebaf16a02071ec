import Flatbush from 'flatbush';
import { FaceTrace } from './faces.ts';
import type { PlantPoint } from './frames.ts';
import { stepsPerMetre } from './grid.ts';
import { nodeSegments, type DirectedSegment, type PlanarGraph } from './noding.ts';
import { boxOfRing, doubledArea, originOf, placeAgainst, pointToSteps, ringInRing, toPlantPolygons, type StepOrigin, type StepRing } from './step-rings.ts';

export interface EnclosedOptions {
  /** Islands below so many m² are no holes: symbols, letters and small bases that stand in an area. */
  readonly smallestIsland?: number;
}

/**
 * The area that drawing lines enclose round a point, islands as holes; null where the lines leave it open. Line ends within
 * `gapTolerance` metres of another end, or of a line, are taken to meet it. `segments`: x1, y1, x2, y2 … in plant metres.
 */
export function enclosedArea(point: PlantPoint, segments: Float64Array, gapTolerance: number, { smallestIsland = 0 }: EnclosedOptions = {}): PlantPoint[][] | null {
  const origin = originOf(point);
  const lines = linesOf(segments, origin);
  const [x, y] = pointToSteps(point, origin);
  const gap = Math.max(0, gapTolerance) * stepsPerMetre;
  const farthest = lines.reduce((far, { ax, ay, bx, by }) => Math.max(far, Math.abs(ax - x), Math.abs(ay - y), Math.abs(bx - x), Math.abs(by - y)), 0);
  // Most areas are small against the drawing. One that lies wholly in a window is the same whatever lies outside.
  for (let reach = farthest / 32; ; reach *= 2.5) {
    const all = reach >= farthest;
    const near = all ? lines : lines.filter((line) => meetsWindow(line, x, y, reach + gap));
    const polygon = faceRound(bridged(near, gap), x, y, 2 * smallestIsland * stepsPerMetre * stepsPerMetre);
    if (polygon !== null && (all || liesInWindow(polygon[0] ?? [], x, y, reach))) return toPlantPolygons([polygon], origin)[0] ?? null;
    if (all) return null;
  }
}

function linesOf(segments: Float64Array, origin: StepOrigin): DirectedSegment[] {
  const lines: DirectedSegment[] = [];
  const steps = (i: number, from: number) => Math.round((segments[i] ?? NaN) * stepsPerMetre) - from;
  for (let i = 0; i + 3 < segments.length; i += 4) {
    const line = { ax: steps(i, origin.x), ay: steps(i + 1, origin.y), bx: steps(i + 2, origin.x), by: steps(i + 3, origin.y), turn: 0 };
    if (Number.isFinite(line.ax + line.ay + line.bx + line.by)) lines.push(line);
  }
  return lines;
}

function bridged(lines: readonly DirectedSegment[], gap: number): PlanarGraph {
  const graph = nodeSegments(lines);
  const bridges = gap > 0 ? bridgesOf(graph, gap) : [];
  return bridges.length === 0 ? graph : nodeSegments([...segmentsOf(graph), ...bridges]);
}

const meetsWindow = ({ ax, ay, bx, by }: DirectedSegment, x: number, y: number, reach: number): boolean =>
  Math.min(ax, bx) <= x + reach && Math.max(ax, bx) >= x - reach && Math.min(ay, by) <= y + reach && Math.max(ay, by) >= y - reach;

function liesInWindow(ring: StepRing, x: number, y: number, reach: number): boolean {
  const box = boxOfRing(ring);
  return box.minX >= x - reach && box.maxX <= x + reach && box.minY >= y - reach && box.maxY <= y + reach;
}

function faceRound(graph: PlanarGraph, x: number, y: number, smallestIsland: number): StepRing[] | null {
  const trace = new FaceTrace(graph);
  let face: { rings: StepRing[]; area: number } | null = null;
  const islands: StepRing[] = [];
  for (const cycle of trace.starts.keys()) {
    const rings = trace.rings(cycle);
    const outer = rings.find((ring) => doubledArea(ring) > 0);
    if (outer === undefined) {
      // The outside of something that hangs together: an island, if it lies in the face.
      islands.push(...rings.filter((ring) => doubledArea(ring) < 0));
      continue;
    }
    const area = doubledArea(outer);
    if ((face === null || area < face.area) && placeAgainst(outer, x, y) === 1) face = { rings: [outer, ...rings.filter((ring) => ring !== outer)], area };
  }
  if (face === null) return null;
  const [outer = [], ...own] = face.rings;
  const holes: StepRing[] = [...own];
  const box = boxOfRing(outer);
  for (const island of islands.sort((a, b) => doubledArea(a) - doubledArea(b))) {
    const [ix = 0, iy = 0] = island;
    if (ix < box.minX || ix > box.maxX || iy < box.minY || iy > box.maxY) continue;
    // An island in an island is not in the face; nor is the outside of what the face itself is part of.
    if (-doubledArea(island) < doubledArea(outer) && ringInRing(island, outer) && !holes.some((hole) => ringInRing(island, hole))) holes.push(island);
  }
  return [outer, ...holes.filter((hole) => Math.abs(doubledArea(hole)) >= smallestIsland)];
}

function* segmentsOf({ xs, ys, from, to }: PlanarGraph): Generator<DirectedSegment> {
  for (const [edge, a] of from.entries()) {
    const b = to[edge] ?? 0;
    yield { ax: xs[a] ?? 0, ay: ys[a] ?? 0, bx: xs[b] ?? 0, by: ys[b] ?? 0, turn: 0 };
  }
}

/** Lines from every loose end to the nearest other loose end within reach, and to the nearest line; not to the line it is the end of. */
function bridgesOf(graph: PlanarGraph, reach: number): DirectedSegment[] {
  const { xs, ys, from, to } = graph;
  if (from.length === 0) return [];
  const edgesAt: number[][] = xs.map(() => []);
  for (const [edge, a] of from.entries()) {
    edgesAt[a]?.push(edge);
    edgesAt[to[edge] ?? 0]?.push(edge);
  }
  const loose = edgesAt.flatMap((edges, vertex) => (edges.length === 1 ? [vertex] : []));
  if (loose.length === 0) return [];
  const boxes = new Flatbush(from.length);
  for (const { ax, ay, bx, by } of segmentsOf(graph)) boxes.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  boxes.finish();
  const bridges: DirectedSegment[] = [];
  for (const vertex of loose) {
    const [x, y] = [xs[vertex] ?? 0, ys[vertex] ?? 0];
    const [edge = 0] = edgesAt[vertex] ?? [];
    const neighbour = from[edge] === vertex ? to[edge] ?? 0 : from[edge] ?? 0;
    let end: { x: number; y: number; away: number } | null = null;
    let line: { x: number; y: number; away: number } | null = null;
    for (const other of boxes.search(x - reach, y - reach, x + reach, y + reach)) {
      const [a, b] = [from[other] ?? 0, to[other] ?? 0];
      if (a === vertex || b === vertex || a === neighbour || b === neighbour) continue;
      for (const corner of [a, b]) {
        const away = Math.hypot((xs[corner] ?? 0) - x, (ys[corner] ?? 0) - y);
        if (edgesAt[corner]?.length === 1 && away <= reach && (end === null || away < end.away)) end = { x: xs[corner] ?? 0, y: ys[corner] ?? 0, away };
      }
      const [fx, fy] = nearest(x, y, xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0);
      const away = Math.hypot(fx - x, fy - y);
      if (away <= reach && (line === null || away < line.away)) line = { x: Math.round(fx) + 0, y: Math.round(fy) + 0, away };
    }
    for (const target of [end, line]) if (target !== null) bridges.push({ ax: x, ay: y, bx: target.x, by: target.y, turn: 0 });
  }
  return bridges;
}

function nearest(x: number, y: number, ax: number, ay: number, bx: number, by: number): [x: number, y: number] {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return [ax + t * dx, ay + t * dy];
}
