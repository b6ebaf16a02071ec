import Flatbush from 'flatbush';
import type { DrawingDifference } from '#shared/drawing/difference.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { boundsOf, distance, edgesOf, nearestOnSegment, placeInPolygon, type PlantRings } from '#shared/geometry/polygon.ts';
import type { ZoneShape } from '#shared/geometry/shared-border.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** A zone in or beside which the drawing has changed, and in how many lines and texts. */
export interface ZoneAtChanges { readonly id: Id; readonly lines: number; readonly texts: number }

/** The zones that a new revision of the drawing asks to be looked at: those with a changed line or text inside or within `near` metres, most changes first. */
export function zonesAtChanges(zones: readonly ZoneShape[], difference: DrawingDifference, near: number): ZoneAtChanges[] {
  const lines = new Float64Array(difference.added.length + difference.removed.length);
  lines.set(difference.added);
  lines.set(difference.removed, difference.added.length);
  const texts = [...difference.textsAdded, ...difference.textsRemoved];
  const index = lines.length === 0 ? null : new Flatbush(lines.length / 4);
  const at = (i: number): PlantPoint => plantPoint(lines[i] ?? 0, lines[i + 1] ?? 0);
  for (let i = 0; i < lines.length; i += 4) {
    const [a, b] = [at(i), at(i + 2)];
    index?.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  index?.finish();
  return zones.flatMap(({ id, rings }) => {
    const box = boundsOf(rings[0] ?? []);
    if (box === null) return [];
    const hits = index?.search(box.minX - near, box.minY - near, box.maxX + near, box.maxY + near) ?? [];
    const touched = hits.filter((n) => lineMeets(at(n * 4), at(n * 4 + 2), rings, near)).length;
    const named = texts.filter((text) => lineMeets(text.at, text.at, rings, near)).length;
    return touched + named === 0 ? [] : [{ id, lines: touched, texts: named }];
  }).sort((a, b) => b.lines + b.texts - a.lines - a.texts);
}

/** Whether the line a–b lies in the polygon, or comes within `near` metres of its border. */
function lineMeets(a: PlantPoint, b: PlantPoint, rings: PlantRings, near: number): boolean {
  if (placeInPolygon(a, rings) !== 'outside' || placeInPolygon(b, rings) !== 'outside') return true;
  return rings.some((ring) => [...edgesOf(ring)].some(([c, d]) => crosses(a, b, c, d)
    || [[a, c, d], [b, c, d], [c, a, b], [d, a, b]].some(([p, q, r]) => p !== undefined && q !== undefined && r !== undefined && distance(p, nearestOnSegment(p, q, r)) <= near)));
}

function crosses(a: PlantPoint, b: PlantPoint, c: PlantPoint, d: PlantPoint): boolean {
  const turn = (p: PlantPoint, q: PlantPoint, r: PlantPoint): number => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}
