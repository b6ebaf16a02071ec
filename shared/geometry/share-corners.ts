import { difference, ground, type Polygons } from './boolean.ts';
import type { Box, PlantPoint } from './frames.ts';
import { onGrid, samePoint } from './grid.ts';
import { normaliseRings } from './normalise.ts';
import { boundsOf, distance, nearestOnSegment, type PlantRings } from './polygon.ts';
import type { ShapeEdit, ZoneShape } from './shared-border.ts';
import { SnapIndex } from './snap.ts';
import { largest } from './transform.ts';
import { isValid } from './validity.ts';

/** Shapes that share their borders with their neighbours, and the neighbours' side of it. */
export interface Shared { readonly rings: PlantPoint[][]; readonly edits: ShapeEdit[] }

/** How far a corner may lie beside an edge that rounding to the grid has bent: a step and a half, in metres. */
const bent = 1.5e-4;

/**
 * Gives corners that lie on a neighbour's border to the neighbour, so that both have them and moving one moves both. `shapes` are new or
 * changed shapes (a split's pieces, a cut); the edits are the neighbours' only.
 */
export function shareCorners(shapes: readonly PlantRings[], neighbours: readonly ZoneShape[]): ShapeEdit[] {
  const corners = shapes.flatMap((rings) => rings.flat());
  return neighbours.flatMap(({ id, rings }) => {
    const changed = withCorners(rings, corners, bent);
    return changed === null ? [] : [{ id, rings: changed }];
  });
}

/**
 * A drawn shape brought to its neighbours' borders: its corners go to the neighbours' corners, else onto their borders, within
 * `tolerance` metres, and its edges take up the neighbours' corners that they pass. No sliver and no overlap narrower than the tolerance is
 * left, and corners on a common border are in both shapes. A shape that this would spoil is left as it was drawn.
 */
export function alignToNeighbours(drawn: PlantRings, neighbours: readonly ZoneShape[], tolerance: number): Shared {
  const near = neighbours.filter(({ rings }) => meets(boundsOf(rings[0] ?? []), boundsOf(drawn[0] ?? []), tolerance));
  const plain = normaliseRings(drawn);
  if (near.length === 0) return { rings: plain, edits: [] };
  const index = new SnapIndex(near.flatMap(({ id, rings }) => rings.map((ring) => ({ key: id, ring }))));
  const snapped = normaliseRings(plain.map((ring) => ring.map((corner) => index.snap(corner, tolerance)?.point ?? corner)));
  const taken = withCorners(snapped, near.flatMap(({ rings }) => rings.flat()), tolerance) ?? snapped;
  const sound = isValid(taken) ? taken : largest(ground([taken], 'nonZero'));
  const rings = sound ?? plain;
  return { rings, edits: shareCorners([rings], near) };
}

/** A drawn shape without the ground of its neighbours: the pieces that are left, bordering on them corner by corner, and the neighbours' side of it. */
export function withoutOverlap(drawn: PlantRings, neighbours: readonly ZoneShape[]): { readonly pieces: Polygons; readonly edits: ShapeEdit[] } {
  const near = neighbours.filter(({ rings }) => meets(boundsOf(rings[0] ?? []), boundsOf(drawn[0] ?? []), bent));
  const corners = near.flatMap(({ rings }) => rings.flat());
  const pieces = difference([drawn], near.map(({ rings }) => rings)).map((rings) => withCorners(rings, corners, bent) ?? rings);
  return { pieces, edits: shareCorners(pieces, near) };
}

/** A drawn shape brought to its neighbours' borders within `tolerance` metres (`alignToNeighbours`), and what then still lies on them cut away. */
export function fitToNeighbours(drawn: PlantRings, neighbours: readonly ZoneShape[], tolerance: number): { readonly pieces: Polygons; readonly edits: ShapeEdit[] } {
  const aligned = alignToNeighbours(drawn, neighbours, tolerance);
  const cut = withoutOverlap(aligned.rings, withEdits(neighbours, aligned.edits));
  const edits = new Map([...aligned.edits, ...cut.edits].map((edit) => [edit.id, edit]));
  return { pieces: cut.pieces, edits: [...edits.values()] };
}

/** Zones with edits done. */
export function withEdits(zones: readonly ZoneShape[], edits: readonly ShapeEdit[]): ZoneShape[] {
  const changed = new Map(edits.map((edit) => [edit.id, edit]));
  return zones.map((zone) => changed.get(zone.id) ?? zone);
}

/** The rings with those corners put in that lie beside one of their edges; null where there are none, or the shape would not stay sound. */
function withCorners(rings: PlantRings, corners: readonly PlantPoint[], tolerance: number): PlantPoint[][] | null {
  const box = boundsOf(rings[0] ?? []);
  if (box === null) return null;
  const close = corners.filter(([x, y]) => x >= box.minX - tolerance && x <= box.maxX + tolerance && y >= box.minY - tolerance && y <= box.maxY + tolerance);
  if (close.length === 0) return null;
  let changed = false;
  const result = rings.map((ring) => {
    const own = new Set(ring.map(keyOf));
    const wanted = new Map(close.flatMap((corner) => (own.has(keyOf(corner)) ? [] : [[keyOf(corner), corner] as const])));
    if (wanted.size === 0) return [...ring];
    // Each corner goes into the nearest edge only.
    const into = new Map<number, PlantPoint[]>();
    for (const corner of wanted.values()) {
      let [best, away] = [-1, tolerance];
      for (const [i, a] of ring.entries()) {
        const b = ring[(i + 1) % ring.length] ?? a;
        if (!beside(corner, a, b, away)) continue;
        const foot = nearestOnSegment(corner, a, b);
        const off = distance(corner, foot);
        if (off > away || samePoint(onGrid(foot), a) || samePoint(onGrid(foot), b) || distance(foot, a) === 0 || distance(foot, b) === 0) continue;
        [best, away] = [i, off];
      }
      if (best !== -1) into.set(best, [...(into.get(best) ?? []), corner]);
    }
    if (into.size === 0) return [...ring];
    changed = true;
    return ring.flatMap((a, i) => [a, ...(into.get(i) ?? []).sort((p, q) => distance(a, p) - distance(a, q))]);
  });
  if (!changed) return null;
  const normalised = normaliseRings(result);
  return isValid(normalised) || !isValid(rings) ? normalised : null;
}

const keyOf = ([x, y]: PlantPoint): string => `${x},${y}`;

function beside([x, y]: PlantPoint, a: PlantPoint, b: PlantPoint, away: number): boolean {
  return x >= Math.min(a[0], b[0]) - away && x <= Math.max(a[0], b[0]) + away && y >= Math.min(a[1], b[1]) - away && y <= Math.max(a[1], b[1]) + away;
}

function meets(a: Box | null, b: Box | null, within: number): boolean {
  return a !== null && b !== null && a.minX <= b.maxX + within && a.maxX >= b.minX - within && a.minY <= b.maxY + within && a.maxY >= b.minY - within;
}
