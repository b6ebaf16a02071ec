import { rotation } from '#shared/drawing/affine.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import type { SheetInput } from './input.ts';

/** Cosine and sine of the layout's display rotation: degrees counter-clockwise, as on the screen; quarter turns are exact. */
export function sheetTurn(degrees: number): { readonly cos: number; readonly sin: number } {
  const { a, b } = rotation(degrees);
  return degrees % 90 === 0 ? { cos: Math.round(a), sin: Math.round(b) } : { cos: a, sin: b };
}

/**
 * What is to be laid out, turned around the origin of plant metres by the layout's display rotation: everything after it knows only
 * "up on the paper". Lengths, and with them the scale, stay what they are; labels are placed afterwards and stand upright.
 */
export function turnedInput(input: SheetInput): SheetInput {
  const { calibration, rotation: degrees = 0 } = input.layout;
  if (calibration === null || degrees === 0) return input;
  const { cos, sin } = sheetTurn(degrees);
  const { a, b, c, d, e, f } = calibration.toPlant;
  const toPlant = {
    a: cos * a - sin * d, b: cos * b - sin * e, c: cos * c - sin * f,
    d: sin * a + cos * d, e: sin * b + cos * e, f: sin * c + cos * f,
  };
  const zones = input.zones.map((zone) => ({ ...zone, rings: zone.rings.map((ring) => ring.map(([x, y]) => plantPoint(cos * x - sin * y, sin * x + cos * y))) }));
  return { ...input, layout: { ...input.layout, calibration: { ...calibration, toPlant } }, zones };
}
