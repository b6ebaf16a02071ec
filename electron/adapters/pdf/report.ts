import { drawingPoint, type DrawingPoint } from '#shared/geometry/frames.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';

const keptPlaces = 50;

/** Counts what a page holds, what of it is drawn, and what is not, with the first places. */
export class Report {
  entities = 0;
  drawn = 0;
  readonly #skipped = new Map<string, { type: string; count: number; reason: string; places: DrawingPoint[] }>();

  skip(type: string, reason: string, x?: number, y?: number): void {
    const key = `${type}|${reason}`;
    const entry = this.#skipped.get(key) ?? { type, count: 0, reason, places: [] };
    this.#skipped.set(key, entry);
    entry.count += 1;
    if (x !== undefined && y !== undefined && entry.places.length < keptPlaces) entry.places.push(drawingPoint(x, y));
  }

  notShown(): NotShown[] {
    return [...this.#skipped.values()].sort((p, q) => q.count - p.count).map(({ places, ...entry }) => (places.length > 0 ? { ...entry, places } : entry));
  }
}
