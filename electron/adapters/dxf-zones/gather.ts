import Flatbush from 'flatbush';
import { doubledFlatArea, flatRingHolds } from '#shared/exchange/flat-ring.ts';
import type { FlatRing } from '#shared/exchange/zone-file.ts';

/** A closed outline of a drawing, or a hatch with its holes. */
export interface Outline { readonly layer: string; readonly rings: readonly FlatRing[]; readonly hatch: boolean }
export interface PlacedText { readonly x: number; readonly y: number; readonly text: string; readonly height: number }

interface Measured extends Outline { readonly area: number; readonly box: readonly [minX: number, minY: number, maxX: number, maxY: number] }

/**
 * Outlines as polygons: an outline that is also the border of a hatch, or of a polygon that is `known` already, is not taken twice, and an outline inside
 * another of its layer is a hole of it, unless a text inside it names it.
 */
export function outlinesAsPolygons(outlines: readonly Outline[], known: readonly (readonly FlatRing[])[], texts: readonly PlacedText[]): { readonly layer: string; readonly rings: FlatRing[] }[] {
  const borders = new Set([...known, ...outlines.filter(({ hatch }) => hatch).map(({ rings }) => rings)].flat().map(ringKey));
  const knownOuter = new Set(known.flatMap((rings) => rings.slice(0, 1)).map(ringKey));
  const hatches = new Set<string>();
  const kept = outlines.filter(({ rings, hatch }) => {
    const [outer] = rings;
    if (outer === undefined) return false;
    const key = ringKey(outer);
    if (!hatch) return !borders.has(key);
    // A hatch twice in one place is one zone; one on a zone of ours is that zone.
    if (knownOuter.has(key) || hatches.has(key)) return false;
    hatches.add(key);
    return true;
  }).map(measure);
  const named = namedOutlines(kept, texts);
  const homes = innermostHomes(kept);
  const isHole = kept.map((outline, i) => {
    const home = homes[i];
    return !outline.hatch && home !== undefined && !named.has(i) && !(kept[home]?.hatch ?? true);
  });
  // A hole in a hole is ground again: it stands for itself.
  const holeOf = (i: number): number | undefined => (isHole[i] === true && homes[i] !== undefined && isHole[homes[i]] !== true ? homes[i] : undefined);
  const polygons = new Map<number, { layer: string; rings: FlatRing[] }>();
  for (const [i, { layer, rings }] of kept.entries()) if (holeOf(i) === undefined) polygons.set(i, { layer, rings: [...rings] });
  for (const [i, { rings: [ring] }] of kept.entries()) {
    const home = holeOf(i);
    if (home !== undefined && ring !== undefined) polygons.get(home)?.rings.push(ring);
  }
  return [...polygons.values()];
}

/** The name of each polygon: the tallest text inside it and in no smaller one of its layer; undefined where there is none. */
export function namesInside(polygons: readonly { readonly layer: string; readonly rings: readonly FlatRing[] }[], texts: readonly PlacedText[]): (string | undefined)[] {
  const measured = polygons.map(({ layer, rings }) => measure({ layer, rings, hatch: false }));
  const names: (PlacedText | undefined)[] = polygons.map(() => undefined);
  for (const [text, i] of smallestAround(measured, texts)) if ((names[i]?.height ?? -1) < text.height) names[i] = text;
  return names.map((text) => text?.text);
}

/** Outlines that have a text of their own. */
function namedOutlines(outlines: readonly Measured[], texts: readonly PlacedText[]): Set<number> {
  return new Set(Array.from(smallestAround(outlines, texts), ([, i]) => i));
}

/** For each text the smallest area round it, of each layer. */
function* smallestAround(areas: readonly Measured[], texts: readonly PlacedText[]): Generator<[PlacedText, number]> {
  const index = indexOf(areas);
  if (index === null) return;
  for (const text of texts) {
    const around = index.search(text.x, text.y, text.x, text.y).filter((i) => insidePolygon(areas[i]?.rings ?? [], text.x, text.y));
    const seen = new Set<string>();
    for (const i of around.sort((a, b) => (areas[a]?.area ?? 0) - (areas[b]?.area ?? 0))) {
      const layer = areas[i]?.layer ?? '';
      if (seen.has(layer)) continue;
      seen.add(layer);
      yield [text, i];
    }
  }
}

/** For each outline the smallest one of its layer that lies round it; undefined where none does. */
function innermostHomes(outlines: readonly Measured[]): (number | undefined)[] {
  const index = indexOf(outlines);
  if (index === null) return [];
  return outlines.map((outline, i) => {
    const [x = 0, y = 0] = outline.rings[0] ?? [];
    const round = index.search(...outline.box).filter((j) => {
      const other = outlines[j];
      return j !== i && other !== undefined && other.layer === outline.layer && other.area > outline.area && covers(other, outline) && flatRingHolds(other.rings[0] ?? new Float64Array(), x, y);
    });
    return round.sort((a, b) => (outlines[a]?.area ?? 0) - (outlines[b]?.area ?? 0))[0];
  });
}

const covers = ({ box: a }: Measured, { box: b }: Measured): boolean => a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];

function indexOf(areas: readonly Measured[]): Flatbush | null {
  if (areas.length === 0) return null;
  const index = new Flatbush(areas.length);
  for (const { box } of areas) index.add(...box);
  index.finish();
  return index;
}

function measure(outline: Outline): Measured {
  const ring = outline.rings[0] ?? new Float64Array();
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    const [x = 0, y = 0] = [ring[i], ring[i + 1]];
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
  }
  return { ...outline, box, area: Math.abs(doubledFlatArea(ring)) / 2 };
}

/** The same for the same border, wherever it begins and whichever way it runs. */
function ringKey(ring: FlatRing): string {
  const { box, area } = measure({ layer: '', rings: [ring], hatch: false });
  const repeated = ring.length > 2 && ring[0] === ring[ring.length - 2] && ring[1] === ring[ring.length - 1] ? 1 : 0;
  return [ring.length / 2 - repeated, ...box.map((value) => value.toPrecision(12)), area.toPrecision(9)].join(' ');
}

const insidePolygon = ([outer, ...holes]: readonly FlatRing[], x: number, y: number): boolean => outer !== undefined && flatRingHolds(outer, x, y) && !holes.some((hole) => flatRingHolds(hole, x, y));
