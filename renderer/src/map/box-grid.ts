import type { Box } from '#shared/geometry/frames.ts';
import { boxesMeet } from './viewport.ts';

const cell = 128;

/** Things with boxes, found by place: a grid of squares of 128 pixels. A thing is kept by its key, once. */
export interface BoxGrid<Key, Thing extends { readonly box: Box }> {
  add(key: Key, thing: Thing): void;
  remove(key: Key): Thing | undefined;
  get(key: Key): Thing | undefined;
  /** Things whose boxes meet a box, each once. */
  inBox(box: Box): Thing[];
  clear(): void;
}

export function createBoxGrid<Key, Thing extends { readonly box: Box }>(): BoxGrid<Key, Thing> {
  const things = new Map<Key, Thing>();
  const cells = new Map<string, Set<Thing>>();
  const cellsOf = function* ({ minX, minY, maxX, maxY }: Box): Generator<string> {
    for (let x = Math.floor(minX / cell); x <= Math.floor(maxX / cell); x += 1) for (let y = Math.floor(minY / cell); y <= Math.floor(maxY / cell); y += 1) yield `${x} ${y}`;
  };
  return {
    add(key, thing) {
      this.remove(key);
      things.set(key, thing);
      for (const name of cellsOf(thing.box)) {
        const found = cells.get(name);
        if (found) found.add(thing); else cells.set(name, new Set([thing]));
      }
    },
    remove(key) {
      const thing = things.get(key);
      if (!thing) return undefined;
      things.delete(key);
      for (const name of cellsOf(thing.box)) cells.get(name)?.delete(thing);
      return thing;
    },
    get: (key) => things.get(key),
    inBox(box) {
      const columns = (box.maxX - box.minX) / cell + 2, rows = (box.maxY - box.minY) / cell + 2;
      // A box of more cells than there are things is looked for among the things.
      if (columns * rows > things.size) return [...things.values()].filter((thing) => boxesMeet(thing.box, box));
      const found = new Set<Thing>();
      for (const name of cellsOf(box)) for (const thing of cells.get(name) ?? []) if (boxesMeet(thing.box, box)) found.add(thing);
      return [...found];
    },
    clear() { things.clear(); cells.clear(); },
  };
}
