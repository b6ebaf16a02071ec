import { difference, union, type Polygons } from './boolean.ts';
import type { PlantPoint, PlantRing } from './frames.ts';
import type { PlantRings } from './polygon.ts';
import { alignToNeighbours } from './share-corners.ts';

/**
 * Zones joined into one; null where they do not all hang together along borders. Where they do not, but lie no more than `gap` metres
 * apart, each is first drawn to those before it.
 */
export function mergeZones(zones: readonly PlantRings[], gap = 0): PlantPoint[][] | null {
  const plain = union(zones);
  if (plain.length === 1 || gap <= 0) return plain.length === 1 ? plain[0] ?? null : null;
  const drawn: PlantRings[] = [];
  for (const rings of zones) {
    const { rings: aligned, edits } = alignToNeighbours(rings, drawn.map((own, i) => ({ id: String(i), rings: own })), gap);
    for (const edit of edits) drawn[Number(edit.id)] = edit.rings;
    drawn.push(aligned);
  }
  const joined = union(drawn);
  return joined.length === 1 ? joined[0] ?? null : null;
}

/** A zone without the ground of an outline: a hole where it lies inside, a bite where it leads over the border; none where nothing is left. */
export function cutHole(rings: PlantRings, hole: PlantRing): Polygons {
  return difference([rings], [[hole]]);
}
