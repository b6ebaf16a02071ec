import type { Calibration } from '#shared/model/plant-layout.ts';

type Affine = Calibration['toPlant'];

/*
 * The eight orientations of EXIF and TIFF: 1 upright, 2 mirrored, 3 upside down, 4 mirrored upside down, 5 to 8 with rows for columns.
 */

/** Whether rows and columns change places. */
export const isSideways = (orientation: number): boolean => orientation >= 5;

/**
 * Where a place of the upright picture is in the stored one, both in pixels from the upper left corner, y down. `width` and `height` are
 * those of the stored picture.
 */
export function uprightToStored(orientation: number, width: number, height: number): Affine {
  const sideways = isSideways(orientation);
  // Mirrored along the stored x or y.
  const flipX = [2, 3, 7, 8].includes(orientation), flipY = [3, 4, 6, 7].includes(orientation);
  const [dx, dy] = [flipX ? -1 : 1, flipY ? -1 : 1];
  return { a: sideways ? 0 : dx, b: sideways ? dx : 0, c: flipX ? width : 0, d: sideways ? dy : 0, e: sideways ? 0 : dy, f: flipY ? height : 0 };
}

/** Pixels turned upright; their width and height change places where `isSideways`. */
export function upright(pixels: Uint32Array, width: number, height: number, orientation: number): Uint32Array {
  if (orientation === 1) return pixels;
  const { a, b, c, d, e, f } = uprightToStored(orientation, width, height);
  const [across, down] = isSideways(orientation) ? [height, width] : [width, height];
  const turned = new Uint32Array(pixels.length);
  for (let y = 0, to = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1, to += 1) {
      const fromX = Math.floor(a * (x + 0.5) + b * (y + 0.5) + c), fromY = Math.floor(d * (x + 0.5) + e * (y + 0.5) + f);
      turned[to] = pixels[fromY * width + fromX] as number; // middles of pixels stay within the picture
    }
  }
  return turned;
}
