import { FaceTrace } from './faces.ts';
import { side } from './grid.ts';
import type { PlanarGraph } from './noding.ts';
import { boxOfRing, doubledArea, ringInRing, type StepPolygon, type StepRing } from './step-rings.ts';

/** Which ground a set of borders encloses, by how often they run round it. */
export type GroundRule = 'nonZero' | 'evenOdd';

/**
 * The ground that the borders of a graph enclose, as polygons that neither touch themselves nor one another but in points. Plain lines
 * in the graph divide the ground; where they lead nowhere they are left out.
 */
export function groundOf(graph: PlanarGraph, rule: GroundRule): StepPolygon[] {
  const dangling = danglingLines(graph);
  const whole = dangling === null ? new FaceTrace(graph) : new FaceTrace(graph, (edge) => dangling[edge] === 0);
  const turns = turnsOf(whole);
  const isGround = (half: number): boolean => {
    const turn = turns[whole.cycleOf[half] ?? 0] ?? 0;
    return rule === 'nonZero' ? turn !== 0 : turn % 2 !== 0;
  };
  const kept = new Uint8Array(graph.from.length);
  let trace = whole;
  let dropped = false;
  for (let edge = 0; edge < kept.length; edge++) {
    if (dangling?.[edge] === 1) continue;
    const left = isGround(edge * 2), right = isGround(edge * 2 + 1);
    if (left !== right || (left && graph.lines[edge] === true)) kept[edge] = 1;
    else dropped = true;
  }
  if (dropped) trace = new FaceTrace(graph, (edge) => kept[edge] === 1);
  // The same face on both sides: a line that does not divide.
  let bridges = false;
  for (let edge = 0; edge < kept.length; edge++) {
    if (kept[edge] !== 1 || trace.cycleOf[edge * 2] !== trace.cycleOf[edge * 2 + 1]) continue;
    kept[edge] = 0;
    bridges = true;
  }
  if (bridges) trace = new FaceTrace(graph, (edge) => kept[edge] === 1);
  const rings = trace.starts.flatMap((start, cycle) => (isGround(start) ? [trace.rings(cycle)] : []));
  return polygonsOf(rings);
}

/** Lines that end in nothing, 1 each, and what ends in nothing without them; null where there are none. They divide nothing. */
function danglingLines({ xs, from, to, turns, lines }: PlanarGraph): Uint8Array | null {
  if (!lines.includes(true)) return null;
  const degrees = new Int32Array(xs.length);
  // Of the edges at a vertex that are left, the exclusive or: where one only is left, its number.
  const edgesAt = new Int32Array(xs.length);
  const count = (vertex: number, edge: number, by: 1 | -1): void => {
    degrees[vertex] = (degrees[vertex] ?? 0) + by;
    edgesAt[vertex] = (edgesAt[vertex] ?? 0) ^ edge;
  };
  for (let edge = 0; edge < from.length; edge++) {
    count(from[edge] ?? 0, edge, 1);
    count(to[edge] ?? 0, edge, 1);
  }
  let dangling: Uint8Array | null = null;
  for (let seed = 0; seed < xs.length; seed++) {
    for (let vertex = seed; degrees[vertex] === 1;) {
      const edge = edgesAt[vertex] ?? 0;
      // Borders are closed: where one ends, something is amiss that is not for here.
      if (turns[edge] !== 0) break;
      (dangling ??= new Uint8Array(from.length))[edge] = 1;
      const beyond = (from[edge] === vertex ? to[edge] : from[edge]) ?? 0;
      count(vertex, edge, -1);
      count(beyond, edge, -1);
      vertex = beyond;
    }
  }
  return dangling;
}

/** How often the borders run round the face of each cycle. */
function turnsOf(trace: FaceTrace): Int32Array {
  const { graph } = trace;
  const turns = new Int32Array(trace.starts.length);
  const known = new Uint8Array(trace.starts.length);
  const component = componentsOf(trace);
  const turnsAt = component.first.length === 1 ? () => 0 : turnsFinder(graph);
  for (const [number, vertex] of component.first.entries()) {
    // West of a component's first vertex lies the face round it: left of its last edge counter-clockwise from the south.
    const out = trace.out(vertex);
    const outer = trace.cycleOf[out.reduce((best, half) => (steeper(trace, vertex, half, best) ? half : best), out[0] ?? 0)] ?? 0;
    turns[outer] = turnsAt(vertex, (edge) => component.of[graph.from[edge] ?? 0] !== number);
    known[outer] = 1;
    const open = [outer];
    for (let cycle = open.pop(); cycle !== undefined; cycle = open.pop()) {
      const start = trace.starts[cycle] ?? 0;
      let half = start;
      do {
        const beyond = trace.cycleOf[half ^ 1] ?? 0;
        if (known[beyond] !== 1) {
          const turn = graph.turns[half >> 1] ?? 0;
          known[beyond] = 1;
          turns[beyond] = (turns[cycle] ?? 0) - ((half & 1) === 0 ? turn : -turn);
          open.push(beyond);
        }
        half = trace.after(half);
      } while (half !== start);
    }
  }
  return turns;
}

function steeper(trace: FaceTrace, vertex: number, half: number, than: number): boolean {
  const { xs, ys } = trace.graph;
  const [p, q] = [trace.origin(than ^ 1), trace.origin(half ^ 1)];
  return side(xs[vertex] ?? 0, ys[vertex] ?? 0, xs[p] ?? 0, ys[p] ?? 0, xs[q] ?? 0, ys[q] ?? 0) > 0;
}

/** How often some borders run round a vertex that lies on none of them. Edges are sorted into bands from south to north, so that few are looked at. */
function turnsFinder({ xs, ys, from, to, turns }: PlanarGraph): (vertex: number, counts: (edge: number) => boolean) => number {
  let [south, north, rise] = [Infinity, -Infinity, 0];
  for (const y of ys) {
    if (y < south) south = y;
    if (y > north) north = y;
  }
  for (let edge = 0; edge < from.length; edge++) rise += Math.abs((ys[from[edge] ?? 0] ?? 0) - (ys[to[edge] ?? 0] ?? 0));
  // As high as an edge on the average: lower ones would put every edge into many.
  const height = Math.max(1, rise / from.length, (north - south) / 4096);
  const bandOf = (y: number) => Math.floor((y - south) / height);
  const bands: number[][] = [];
  for (let edge = 0; edge < from.length; edge++) {
    const a = bandOf(ys[from[edge] ?? 0] ?? 0), b = bandOf(ys[to[edge] ?? 0] ?? 0);
    for (let band = a < b ? a : b; band <= a || band <= b; band++) (bands[band] ??= []).push(edge);
  }
  return (vertex, counts) => {
    const [x, y] = [xs[vertex] ?? 0, ys[vertex] ?? 0];
    let sum = 0;
    for (const edge of bands[bandOf(y)] ?? []) {
      const a = from[edge] ?? 0, b = to[edge] ?? 0;
      const ay = ys[a] ?? 0, by = ys[b] ?? 0;
      if ((ay > y) === (by > y)) continue;
      const ax = xs[a] ?? 0, bx = xs[b] ?? 0;
      if ((ax > x && bx > x) || !counts(edge)) continue;
      // Only edges to the west; there, ground is on the left of those that run south.
      const place = side(ax, ay, bx, by, x, y);
      if (by > ay ? place < 0 : place > 0) sum += by > ay ? -(turns[edge] ?? 0) : turns[edge] ?? 0;
    }
    return sum;
  };
}

/** The connected parts of the graph: the part of each vertex, and the westernmost vertex of each (of several the southernmost). */
function componentsOf(trace: FaceTrace): { of: Int32Array; first: number[] } {
  const { xs, ys } = trace.graph;
  const of = new Int32Array(xs.length).fill(-1);
  const first: number[] = [];
  for (let seed = 0; seed < xs.length; seed++) {
    if (of[seed] !== -1 || trace.out(seed).length === 0) continue;
    let best = seed;
    of[seed] = first.length;
    const open = [seed];
    for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
      const west = (xs[vertex] ?? 0) - (xs[best] ?? 0) || (ys[vertex] ?? 0) - (ys[best] ?? 0);
      if (west < 0) best = vertex;
      for (const half of trace.out(vertex)) {
        const other = trace.origin(half ^ 1);
        if (of[other] !== -1) continue;
        of[other] = first.length;
        open.push(other);
      }
    }
    first.push(best);
  }
  return { of, first };
}

/** Puts rings together, given face by face: the counter-clockwise one is the outline; clockwise ones alone are holes of the smallest outline that holds them. */
export function polygonsOf(faces: Iterable<readonly StepRing[]>): StepPolygon[] {
  const polygons: StepRing[][] = [];
  const loose: StepRing[] = [];
  for (const rings of faces) {
    const outer = rings.find((ring) => doubledArea(ring) > 0);
    const holes = rings.filter((ring) => doubledArea(ring) < 0);
    if (outer === undefined) loose.push(...holes);
    else polygons.push([outer, ...holes]);
  }
  if (loose.length === 0) return polygons;
  const bySize = polygons.map((polygon) => ({ polygon, outer: polygon[0] ?? [], area: doubledArea(polygon[0] ?? []), box: boxOfRing(polygon[0] ?? []) })).sort((a, b) => a.area - b.area);
  for (const hole of loose) {
    const size = -doubledArea(hole);
    const box = boxOfRing(hole);
    const around = bySize.filter((one) => one.area > size && one.box.minX <= box.minX && one.box.minY <= box.minY && one.box.maxX >= box.maxX && one.box.maxY >= box.maxY);
    // Every hole has an outline round it: where there is only one that could be, it is.
    (around.length === 1 ? around[0] : around.find(({ outer }) => ringInRing(hole, outer)))?.polygon.push(hole);
  }
  return polygons;
}
