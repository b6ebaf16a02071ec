import Flatbush from 'flatbush';
import type { Affine as ToPlant } from '#shared/geometry/calibration.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { awayFromSegment } from '#shared/geometry/polygon.ts';
import type { DrawingGeometry } from './drawing.ts';

/** A drawing as it lies in the plant, and which of its styles count (hidden layers do not). */
export interface PlacedDrawing { readonly geometry: DrawingGeometry; readonly toPlant: ToPlant; readonly counts: (style: number) => boolean }

/** A line of text that is in one drawing alone. Plant metres. */
export interface ChangedText { readonly text: string; readonly at: PlantPoint }

/** What one drawing has and the other has not: lines as x1, y1, x2, y2 … in plant metres, and texts. */
export interface DrawingDifference {
  readonly added: Float64Array;
  readonly removed: Float64Array;
  readonly textsAdded: readonly ChangedText[];
  readonly textsRemoved: readonly ChangedText[];
}

/** Lines farther apart than this are looked at point by point no closer than that, in metres: a gap shorter than it may be missed. */
const sampleMetres = 0.5;
const mostSamples = 2_000;
/** How many lines are worked through before others have their turn. */
const stride = 20_000;

/**
 * What a new revision of a drawing adds and takes away. A line counts as unchanged where the other drawing has lines all along it, within
 * `tolerance` metres, however they are cut into pieces. `pause` is awaited now and then, and may throw to stop.
 */
export async function differenceOf(before: PlacedDrawing, after: PlacedDrawing, tolerance: number, pause: () => Promise<void>): Promise<DrawingDifference> {
  const [old, now] = [segmentsOf(before), segmentsOf(after)];
  await pause();
  const added = await notIn(now, old, tolerance, pause);
  const removed = await notIn(old, now, tolerance, pause);
  const [oldTexts, newTexts] = [textsOf(before), textsOf(after)];
  return { added, removed, textsAdded: textsNotIn(newTexts, oldTexts, tolerance), textsRemoved: textsNotIn(oldTexts, newTexts, tolerance) };
}

/** All lines of a drawing as x1, y1, x2, y2 … in plant metres. */
function segmentsOf({ geometry, toPlant: { a, b, c, d, e, f }, counts }: PlacedDrawing): Float64Array {
  const { coordinates, pathStart, pathStyle, origin } = geometry;
  const shown = geometry.styles.map((_, style) => counts(style));
  let total = 0;
  for (let path = 0; path < pathStyle.length; path++) if (shown[pathStyle[path] ?? 0]) total += Math.max(0, (pathStart[path + 1] ?? 0) - (pathStart[path] ?? 0) - 1);
  const segments = new Float64Array(total * 4);
  let at = 0;
  for (let path = 0; path < pathStyle.length; path++) {
    if (!shown[pathStyle[path] ?? 0]) continue;
    for (let point = pathStart[path] ?? 0; point + 1 < (pathStart[path + 1] ?? 0); point++) {
      for (const i of [point, point + 1]) {
        // `pathStart` counts the points that are there.
        const x = origin[0] + (coordinates[2 * i] ?? 0), y = origin[1] + (coordinates[2 * i + 1] ?? 0);
        segments[at++] = a * x + b * y + c;
        segments[at++] = d * x + e * y + f;
      }
    }
  }
  return segments;
}

/** The lines of `mine` that `other` does not have. */
async function notIn(mine: Float64Array, other: Float64Array, tolerance: number, pause: () => Promise<void>): Promise<Float64Array> {
  const same = new Set<number>();
  for (let i = 0; i < other.length; i += 4) same.add(keyOf(other, i, tolerance));
  await pause();
  let index: Flatbush | null = null;
  const found: number[] = [];
  for (let i = 0; i < mine.length; i += 4) {
    if (i % (4 * stride) === 0) await pause();
    if (same.has(keyOf(mine, i, tolerance))) continue;
    index ??= indexOf(other);
    addUncovered(found, mine, i, other, index, tolerance);
  }
  return Float64Array.from(found);
}

/**
 * A number for a line whichever way it runs: lines of the same ends on a grid of `tolerance` have the same. 53 bits of two hashes, so that two
 * different lines among millions do not share one. Equal lines that fall on different sides of a grid line are met by `covered`.
 */
function keyOf(segments: Float64Array, i: number, tolerance: number): number {
  let [x1, y1, x2, y2] = [0, 1, 2, 3].map((k) => Math.round((segments[i + k] ?? 0) / tolerance)) as [number, number, number, number];
  if (x1 > x2 || (x1 === x2 && y1 > y2)) [x1, y1, x2, y2] = [x2, y2, x1, y1];
  let [g, h] = [0x811c9dc5, 0x9e3779b9];
  for (const value of [x1, y1, x2, y2]) {
    const [low, high] = [value | 0, Math.floor(value / 4_294_967_296) | 0];
    g = Math.imul(g ^ low, 0x01000193) ^ Math.imul(high, 0x85ebca6b);
    g ^= g >>> 15;
    h = Math.imul(h ^ low, 0xc2b2ae35) ^ Math.imul(high, 0x27d4eb2f);
    h ^= h >>> 13;
  }
  return (g >>> 0) * 0x200000 + (h >>> 11);
}

function indexOf(segments: Float64Array): Flatbush | null {
  const count = segments.length / 4;
  if (count === 0) return null;
  const index = new Flatbush(count);
  for (let i = 0; i < segments.length; i += 4) {
    const [x1, y1, x2, y2] = ends(segments, i);
    index.add(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
  }
  index.finish();
  return index;
}

const ends = (segments: Float64Array, i: number): readonly [number, number, number, number] => [segments[i] ?? 0, segments[i + 1] ?? 0, segments[i + 2] ?? 0, segments[i + 3] ?? 0];

/** Adds the stretches of the line at `i` that no line of `other` lies along. */
function addUncovered(found: number[], mine: Float64Array, i: number, other: Float64Array, index: Flatbush | null, tolerance: number): void {
  const [x1, y1, x2, y2] = ends(mine, i);
  const at = (t: number): readonly [number, number] => [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
  const near = (t: number): boolean => {
    const [x, y] = at(t);
    return index !== null && index.search(x - tolerance, y - tolerance, x + tolerance, y + tolerance).some((n) => awayFromSegment(x, y, ...ends(other, n * 4)) <= tolerance);
  };
  const steps = Math.max(2, Math.min(mostSamples, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / Math.max(sampleMetres, tolerance))));
  const along = Array.from({ length: steps + 1 }, (_, step) => near(step / steps));
  // One point alone that lies on another line is where the two cross or meet, not a stretch that they share.
  const shared = along.map((there, step) => there && (along[step - 1] === true || along[step + 1] === true));
  let from: number | null = null;
  for (let step = 0; step <= steps; step++) {
    if (!shared[step]) { from ??= Math.max(0, step - 1); continue; }
    if (from !== null) found.push(...at(from / steps), ...at(step / steps));
    from = null;
  }
  if (from !== null) found.push(...at(from / steps), x2, y2);
}

function textsOf({ geometry, toPlant: { a, b, c, d, e, f }, counts }: PlacedDrawing): ChangedText[] {
  return geometry.texts.filter(({ style }) => counts(style)).map(({ text, x, y }) => {
    const [wx, wy] = [x + geometry.origin[0], y + geometry.origin[1]];
    return { text, at: plantPoint(a * wx + b * wy + c, d * wx + e * wy + f) };
  });
}

function textsNotIn(mine: readonly ChangedText[], other: readonly ChangedText[], tolerance: number): ChangedText[] {
  const places = new Map<string, PlantPoint[]>();
  for (const { text, at } of other) places.set(text, [...(places.get(text) ?? []), at]);
  return mine.filter(({ text, at }) => !places.get(text)?.some((place) => Math.hypot(place[0] - at[0], place[1] - at[1]) <= tolerance));
}
