import { Clipper, ClipType, EndType, FillRule, JoinType, type Paths64 } from 'clipper2-ts';
import { union, type Polygons } from '#shared/geometry/boolean.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid } from '#shared/geometry/grid.ts';
import { offsetRings } from '#shared/geometry/offset.ts';
import { areaOf, type PlantRings } from '#shared/geometry/polygon.ts';
import { splitByLine } from '#shared/geometry/split.ts';
import { isValid } from '#shared/geometry/validity.ts';
import { interleavedPairs, median, type Bench } from './bench.ts';

const columns = 50;
const rows = 40;
/** Metres from centre to centre: less than twice the radius, so that most zones overlap some of their neighbours. */
const spacing = 20;
const widenedBy = 2;
const arcTolerance = 0.05;
/** In metres: where in the plant grid the zones lie. */
const corner = [39_512_000, 4_312_000] as const;

/** The same numbers in every run, well mixed: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

interface Work { readonly zones: PlantRings[]; readonly lines: PlantPoint[][] }

/** 2,000 uneven outlines of 12 to 60 corners, and a line through each. */
function work(): Work {
  const next = random(20261122);
  const zones: PlantRings[] = [];
  const lines: PlantPoint[][] = [];
  for (let i = 0; i < columns * rows; i++) {
    const [x, y] = [corner[0] + (i % columns) * spacing, corner[1] + Math.floor(i / columns) * spacing];
    const corners = 12 + Math.floor(next() * 49);
    zones.push([Array.from({ length: corners }, (_, k) => {
      const [angle, radius] = [(2 * Math.PI * k) / corners, 7 + 5 * next()];
      return onGrid(plantPoint(x + radius * Math.cos(angle), y + radius * Math.sin(angle)));
    })]);
    const [dx, dy] = [15 * Math.cos(i), 15 * Math.sin(i)];
    lines.push([onGrid(plantPoint(x - dx, y - dy)), onGrid(plantPoint(x + dx, y + dy))]);
  }
  return { zones, lines };
}

/** The same in the clipper's own whole numbers, made beforehand; a line as the half of the plane on its left, which is how one cuts with a clipper. */
function prepared({ zones, lines }: Work): { zones: Paths64[]; halves: Paths64[] } {
  const steps = (metres: number, from: number) => Math.round((metres - from) * 1e4);
  const path = (points: readonly PlantPoint[]) => points.map(([x, y]) => ({ x: steps(x, corner[0]), y: steps(y, corner[1]) }));
  const halves = lines.map((line) => {
    const [a, b] = [line[0], line[1]];
    if (a === undefined || b === undefined) throw new Error('a line has two ends');
    const [nx, ny] = [-(b[1] - a[1]), b[0] - a[0]];
    return [path([a, b, plantPoint(b[0] + nx, b[1] + ny), plantPoint(a[0] + nx, a[1] + ny)])];
  });
  return { zones: zones.map((rings) => rings.map(path)), halves };
}

const parts = {
  union: {
    ours: ({ zones }: Work) => union(zones),
    bare: ({ zones }: ReturnType<typeof prepared>) => Clipper.union(zones.flat(), FillRule.NonZero),
  },
  split: {
    ours: ({ zones, lines }: Work): Polygons => zones.flatMap((rings, i) => splitByLine(rings, lines[i] ?? []) ?? [rings.map((ring) => [...ring])]),
    bare: ({ zones, halves }: ReturnType<typeof prepared>) => zones.flatMap((paths, i) => [
      ...Clipper.booleanOp(ClipType.Intersection, paths, halves[i] ?? [], FillRule.NonZero), ...Clipper.booleanOp(ClipType.Difference, paths, halves[i] ?? [], FillRule.NonZero),
    ]),
  },
  offset: {
    ours: ({ zones }: Work) => zones.flatMap((rings) => offsetRings(rings, widenedBy, 'round', arcTolerance)),
    bare: ({ zones }: ReturnType<typeof prepared>) => zones.flatMap((paths) => Clipper.inflatePaths(paths, widenedBy * 1e4, JoinType.Round, EndType.Polygon, 2, arcTolerance * 1e4)),
  },
} as const;

/** A figure counts only if both sides make the same ground, and ours is sound. */
function checkAgreement(name: string, ours: Polygons, bare: Paths64): void {
  const [area, expected] = [ours.reduce((sum, rings) => sum + areaOf(rings), 0), Clipper.areaPaths(bare) / 1e8];
  // A bend of 0.1 mm and crumbs below a square centimetre, over some 100 km of outline.
  if (Math.abs(area - expected) > 2e-5 * expected) throw new Error(`zones-union: ${name} has ${area} m², the clipper ${expected} m²`);
  const unsound = ours.filter((rings) => !isValid(rings)).length;
  if (unsound > 0) throw new Error(`zones-union: ${name} has ${unsound} unsound zones`);
}

/** Union, split and offset of 2,000 zones in plant metres, on the grid and checked for soundness, against the clipper alone on ready paths. */
export const zonesUnionBench: Bench = {
  name: 'zones-union',
  async run() {
    const ours = work();
    const bare = prepared(ours);
    for (const [name, part] of Object.entries(parts)) checkAgreement(name, part.ours(ours), part.bare(bare));
    const spent: Record<string, number[]> = { union: [], split: [], offset: [] };
    const times = new Map<string, number>();
    const side = (which: 'ours' | 'bare') => (): number => {
      let total = 0;
      for (const [name, part] of Object.entries(parts)) {
        const start = performance.now();
        if (which === 'ours') part.ours(ours);
        else part.bare(bare);
        const took = performance.now() - start;
        total += took;
        if (which === 'ours') times.set(name, took);
        else spent[name]?.push((times.get(name) ?? 0) / took);
      }
      return total;
    };
    const result = await interleavedPairs(side('ours'), side('bare'), 9);
    const ratios = Object.entries(spent).map(([name, all]) => `${name} ${median(all.slice(1)).toFixed(2)}`).join(', ');
    return { name: 'zones-union', ...result, unit: 'ms', note: `${columns * rows} zones; ratios: ${ratios}; reference: clipper2-ts 2.0.1 alone on ready whole numbers, a split as intersection and difference with the half plane` };
  },
};
