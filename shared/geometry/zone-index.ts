import Flatbush from 'flatbush';
import type { Id } from '#shared/kernel/ids.ts';
import type { Box, PlantPoint } from './frames.ts';
import { boundsOf, placeInPolygon } from './polygon.ts';
import type { ZoneShape } from './shared-border.ts';

/** Finds zones by place; made once from the zones in the order they are drawn (the last lies on top). Plant metres. */
export class ZoneIndex {
  readonly #zones: readonly ZoneShape[];
  readonly #boxes: Flatbush | null;

  constructor(zones: readonly ZoneShape[]) {
    this.#zones = zones.filter(({ rings }) => (rings[0]?.length ?? 0) > 0);
    this.#boxes = this.#zones.length === 0 ? null : new Flatbush(this.#zones.length);
    for (const { rings } of this.#zones) {
      const box = boundsOf(rings[0] ?? []);
      if (box !== null) this.#boxes?.add(box.minX, box.minY, box.maxX, box.maxY);
    }
    this.#boxes?.finish();
  }

  /** The zones at a point, the top-most first; a zone's edge belongs to it. */
  allAt(point: PlantPoint): Id[] {
    const [x, y] = point;
    return this.#found({ minX: x, minY: y, maxX: x, maxY: y }).reverse().filter(({ rings }) => placeInPolygon(point, rings) !== 'outside').map(({ id }) => id);
  }

  /** The top-most zone at a point. */
  at(point: PlantPoint): Id | null { return this.allAt(point)[0] ?? null; }

  /** The zones whose bounds meet the box, in drawing order. */
  inBox(box: Box): Id[] { return this.#found(box).map(({ id }) => id); }

  #found({ minX, minY, maxX, maxY }: Box): ZoneShape[] {
    const found = this.#boxes?.search(minX, minY, maxX, maxY) ?? [];
    return found.sort((a, b) => a - b).flatMap((i) => this.#zones[i] ?? []);
  }
}
