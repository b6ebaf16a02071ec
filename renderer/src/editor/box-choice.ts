import type { PlantPoint } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { ZoneShape } from '#shared/geometry/shared-border.ts';
import { toPixel } from '../map/viewport.ts';
import type { Viewport } from '../map/viewport.ts';

type Pixel = readonly [x: number, y: number];
interface PixelBox { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/**
 * The zones that a box on the screen chooses, as CAD programs do it: drawn from left to right those that lie in it, from right to left
 * (`crossing`) also those that it touches. Upright on the screen, however the display is turned.
 */
export function zonesInBox(zones: Iterable<ZoneShape>, view: Viewport, from: PlantPoint, to: PlantPoint): { readonly ids: Id[]; readonly crossing: boolean } {
  const a = toPixel(view, from[0], from[1]), b = toPixel(view, to[0], to[1]);
  const crossing = b[0] < a[0];
  const box = { left: Math.min(a[0], b[0]), right: Math.max(a[0], b[0]), top: Math.min(a[1], b[1]), bottom: Math.max(a[1], b[1]) };
  const ids: Id[] = [];
  for (const { id, rings } of zones) {
    const pixels = rings.map((ring) => ring.map(([x, y]): Pixel => toPixel(view, x, y)));
    if (crossing ? touches(pixels, box) : pixels.flat().every((pixel) => holds(box, pixel))) ids.push(id);
  }
  return { ids, crossing };
}

const holds = ({ left, top, right, bottom }: PixelBox, [x, y]: Pixel): boolean => x >= left && x <= right && y >= top && y <= bottom;

function touches(rings: readonly (readonly Pixel[])[], box: PixelBox): boolean {
  if (rings.some((ring) => ring.some((pixel) => holds(box, pixel)))) return true;
  const corners: readonly [Pixel, Pixel, Pixel, Pixel] = [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]];
  const sides: readonly (readonly [Pixel, Pixel])[] = [[corners[0], corners[1]], [corners[1], corners[2]], [corners[2], corners[3]], [corners[3], corners[0]]];
  for (const ring of rings) for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length] ?? a;
    if (sides.some(([c, d]) => meet(a, b, c, d))) return true;
  }
  // No edge meets the box: it lies wholly in the zone, or outside of it.
  return inside(rings, corners[0]);
}

/** Whether two segments have a point in common; their boxes are compared first, because segments of one line have all crosses 0. */
const meet = (a: Pixel, b: Pixel, c: Pixel, d: Pixel): boolean => [0, 1].every((axis) => {
  const k = axis as 0 | 1;
  return Math.max(a[k], b[k]) >= Math.min(c[k], d[k]) && Math.max(c[k], d[k]) >= Math.min(a[k], b[k]);
}) && cross(a, b, c) * cross(a, b, d) <= 0 && cross(c, d, a) * cross(c, d, b) <= 0;
const cross = (a: Pixel, b: Pixel, c: Pixel): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function inside(rings: readonly (readonly Pixel[])[], [x, y]: Pixel): boolean {
  let odd = false;
  for (const ring of rings) for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length] ?? a;
    if ((a[1] > y) !== (b[1] > y) && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) odd = !odd;
  }
  return odd;
}

/** What a box makes of a selection: with Ctrl or Shift the chosen ones are added. */
export function boxSelection(selected: readonly Id[], chosen: readonly Id[], adding: boolean): readonly Id[] {
  return adding ? [...selected, ...chosen.filter((id) => !selected.includes(id))] : chosen;
}
