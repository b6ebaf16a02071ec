import { drawingPoint, type DrawingPoint } from '#shared/geometry/frames.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';

/** Places kept of each thing that is not shown. */
const mostPlaces = 20;
/** More different things than anyone reads; the rest are counted together by their reason. */
const mostEntries = 400;
const maxName = 120;

interface Entry { readonly type: string; count: number; readonly reason: string; readonly places: DrawingPoint[] }

/** Counts what a drawing has and the map does not show, with the reasons (keys of `shared/text`) and the first places. */
export class NotShownReport {
  readonly #entries = new Map<string, Entry>();

  add(type: string, reason: string, place: readonly [x: number, y: number] | null): void {
    let key = `${type}|${reason}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      const isFull = this.#entries.size >= mostEntries;
      if (isFull) key = `…|${reason}`;
      entry = this.#entries.get(key);
      if (entry === undefined) {
        entry = { type: isFull ? '…' : type.slice(0, maxName), count: 0, reason, places: [] };
        this.#entries.set(key, entry);
      }
    }
    entry.count += 1;
    if (place === null || entry.places.length >= mostPlaces || !place.every(Number.isFinite)) return;
    const [x, y] = place;
    if (!entry.places.some((known) => known[0] === x && known[1] === y)) entry.places.push(drawingPoint(x, y));
  }

  /** Most frequent first. */
  list(): NotShown[] {
    return [...this.#entries.values()].sort((p, q) => q.count - p.count || (p.type < q.type ? -1 : 1))
      .map(({ places, ...entry }) => (places.length > 0 ? { ...entry, places } : entry));
  }
}
