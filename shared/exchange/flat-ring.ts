import type { FlatRing } from './zone-file.ts';

/** Twice the area of a ring of a file, positive where it runs counter-clockwise; from its first point, so that far-off origins cost no digits. */
export function doubledFlatArea(ring: FlatRing): number {
  const [originX = 0, originY = 0] = ring;
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    sum += ((ring[i] ?? 0) - originX) * ((ring[next + 1] ?? 0) - originY) - ((ring[next] ?? 0) - originX) * ((ring[i + 1] ?? 0) - originY);
  }
  return sum;
}

/** Whether a ring of a file goes round a point, by the crossings of a ray; on the border either may come out. */
export function flatRingHolds(ring: FlatRing, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[i], ring[i + 1], ring[next], ring[next + 1]];
    if ((ay > y) !== (by > y) && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
