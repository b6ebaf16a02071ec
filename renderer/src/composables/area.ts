import type { PlantRing } from '#shared/geometry/frames.ts';

/** Area in m² of rings whose holes run clockwise: signed areas add up. */
export function ringsArea(rings: readonly PlantRing[]): number {
  let total = 0;
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 1) {
      const from = ring[index];
      const to = ring[(index + 1) % ring.length];
      if (from !== undefined && to !== undefined) total += from[0] * to[1] - to[0] * from[1];
    }
  }
  return Math.abs(total) / 2;
}
