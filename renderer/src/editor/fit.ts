import { difference, intersection } from '#shared/geometry/boolean.ts';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';
import { areaOf, boundsOf } from '#shared/geometry/polygon.ts';
import type { PlantRings } from '#shared/geometry/polygon.ts';
import { alignToNeighbours, shareCorners, withEdits } from '#shared/geometry/share-corners.ts';
import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { ToolContext } from './editor-host.ts';

/** Shapes are drawn to neighbours over no more than this, in metres: it closes slivers; anything wider is meant, or was typed. */
const farthestAlign = 0.25;
/** Less ground in common than this, in m², is no overlap but rounding. */
const leastOverlap = 0.01;
/** A corner lies on a border up to this distance, in metres: rounding to the grid bends edges by as much. */
const onBorder = 1.5e-4;
/** An operation on more zones than this is stored as it is: looking at every neighbour would keep the person waiting. */
const mostFitted = 200;

/** A new shape as it fits among its neighbours. */
export interface Fitted {
  /** The shape, in parts where neighbours divide it; the largest first. */
  readonly pieces: PlantPoint[][][];
  /** Corners that neighbours take over. */
  readonly edits: ShapeEdit[];
  /** The zone that the whole shape lies in; then nothing was cut. */
  readonly inside: Id | null;
}

export const largestFirst = (polygons: readonly PlantPoint[][][]): PlantPoint[][][] => polygons.toSorted((a, b) => areaOf(b) - areaOf(a));

/** How far a shape is drawn to its neighbours at the present scale, in metres. */
const alignReach = (context: ToolContext): number => Math.min(farthestAlign, context.reach() / 2);

/**
 * Brings a new shape to the borders of its neighbours and cuts off what would lie over them, as the person's options say. A shape that lies
 * wholly in one zone is kept whole: a tank in its tank farm.
 */
export function fitNew(context: ToolContext, drawn: PlantRings, without: ReadonlySet<Id> = new Set()): Fitted {
  const { alignNeighbours, allowOverlap } = context.options();
  const reach = alignReach(context);
  const neighbours = zonesAround(context, [drawn], reach).filter(({ id }) => !without.has(id));
  const { rings, edits } = alignNeighbours ? alignToNeighbours(drawn, neighbours, reach) : { rings: copyOf(drawn), edits: [] };
  const now = withEdits(neighbours, edits);
  const over = allowOverlap ? [] : now.filter((zone) => overlap(rings, zone.rings) > leastOverlap);
  const holder = over.find((zone) => areaOf(rings) - overlap(rings, zone.rings) <= leastOverlap);
  const pieces = over.length === 0 || holder ? [rings] : largestFirst(difference([rings], over.map((zone) => zone.rings))).filter((piece) => areaOf(piece) > leastOverlap);
  return { pieces, edits: joinEdits(edits, alignNeighbours ? shareCorners(pieces, now) : []), inside: holder?.id ?? null };
}

/**
 * The same for zones that were changed: each is cut where it has come to lie over a zone that it did not lie over before, and neighbours
 * take over corners on their borders. Null where nothing would be left of a zone.
 */
export function fitEdits(context: ToolContext, edits: readonly ShapeEdit[], before: readonly ZoneShape[]): ShapeEdit[] | null {
  const { alignNeighbours, allowOverlap } = context.options();
  if (edits.length > mostFitted || (!alignNeighbours && allowOverlap)) return [...edits];
  const changed = new Set(edits.map(({ id }) => id));
  const reach = alignReach(context);
  const others = zonesAround(context, edits.map(({ rings }) => rings), reach).filter(({ id }) => !changed.has(id));
  let neighbours: readonly ZoneShape[] = others;
  let theirs: ShapeEdit[] = [];
  const fitted: ShapeEdit[] = [];
  for (const { id, rings: moved } of edits) {
    // Corners that several zones share were moved together and stay where they are; only a zone alone is drawn to others.
    const aligned = alignNeighbours && edits.length === 1 ? alignToNeighbours(moved, neighbours, reach) : { rings: moved, edits: [] };
    theirs = joinEdits(theirs, aligned.edits);
    neighbours = withEdits(neighbours, aligned.edits);
    const was = before.find((zone) => zone.id === id)?.rings ?? [];
    const over = allowOverlap ? [] : neighbours.filter((zone) => overlap(aligned.rings, zone.rings) > leastOverlap && (was.length === 0 || overlap(was, zone.rings) <= leastOverlap));
    const [largest] = over.length === 0 ? [aligned.rings] : largestFirst(difference([aligned.rings], over.map((zone) => zone.rings)));
    if (!largest) return null;
    fitted.push({ id, rings: largest });
  }
  if (alignNeighbours) theirs = joinEdits(theirs, shareCorners(fitted.map(({ rings }) => rings), neighbours));
  return [...fitted, ...theirs];
}

/** The corners that neighbours of shapes take over, so that both have them; `without` are zones that change anyway. */
export function neighbourCorners(context: ToolContext, shapes: readonly PlantRings[], without: ReadonlySet<Id>): ShapeEdit[] {
  return shareCorners(shapes, zonesAround(context, shapes, 0).filter(({ id }) => !without.has(id)));
}

function zonesAround({ host }: ToolContext, shapes: readonly PlantRings[], margin: number): readonly ZoneShape[] {
  const found = new Map<Id, ZoneShape>();
  for (const rings of shapes) {
    const box: Box | null = boundsOf(rings[0] ?? []);
    if (!box) continue;
    for (const zone of host.zonesIn({ minX: box.minX - margin, minY: box.minY - margin, maxX: box.maxX + margin, maxY: box.maxY + margin })) found.set(zone.id, zone);
  }
  return [...found.values()];
}

/** Ground that two zones have in common, in m². */
function overlap(a: PlantRings, b: PlantRings): number {
  const [p, q] = [boundsOf(a[0] ?? []), boundsOf(b[0] ?? [])];
  if (!p || !q || p.minX >= q.maxX || q.minX >= p.maxX || p.minY >= q.maxY || q.minY >= p.maxY) return 0;
  return intersection([a], [b]).reduce((sum, rings) => sum + areaOf(rings), 0);
}

const copyOf = (rings: PlantRings): PlantPoint[][] => rings.map((ring) => [...ring]);

/** Edits one after the other: of those of one zone the later holds. */
function joinEdits(first: readonly ShapeEdit[], then: readonly ShapeEdit[]): ShapeEdit[] {
  return [...new Map([...first, ...then].map((edit) => [edit.id, edit])).values()];
}

/** A shape with the corners of neighbours that lie on its border; without them a union would lose those in the middle of a straight edge. */
export function withNeighbourCorners(context: ToolContext, rings: PlantRings, without: ReadonlySet<Id>): PlantPoint[][] {
  return alignToNeighbours(rings, zonesAround(context, [rings], 0).filter(({ id }) => !without.has(id)), onBorder).rings;
}
