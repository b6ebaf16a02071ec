import type { Calibration } from '#shared/model/plant-layout.ts';

type Affine = Calibration['toPlant'];

const isSound = ({ a, b, c, d, e, f }: Affine): boolean => [a, b, c, d, e, f].every((value) => Math.abs(value) < 1e9) && Math.abs(a * e - b * d) > 1e-20;

/**
 * A world file: six numbers, one a line (A, D, B, E, C, F), for the middles of pixels: `X = A·column + B·row + C`, `Y = D·column + E·row + F`.
 * Answers the map of pixel corners (0, 0 is the upper left corner of the picture); null for a file that is none.
 */
export function readWorldFile(text: string): Affine | null {
  const words = text.replace(/^\ufeff/, '').trim().split(/[\s;]+/);
  if (words.length < 6) return null;
  // Decimal commas, as some programs write them by the language of the system.
  const [A, D, B, E, C, F] = words.slice(0, 6).map((word) => (/^[+-]?[\d.,]+(e[+-]?\d+)?$/i.test(word) ? Number(word.replace(',', '.')) : NaN)) as [number, number, number, number, number, number];
  const map = { a: A, b: B, c: C - (A + B) / 2, d: D, e: E, f: F - (D + E) / 2 };
  return isSound(map) ? map : null;
}

/** What GDAL keeps beside a picture (.aux.xml): the map of pixel corners, and the coordinate system as well-known text. */
export function readAuxXml(text: string): { readonly toWorld: Affine | null; readonly wellKnownText: string } {
  const numbers = /<GeoTransform>([^<]*)<\/GeoTransform>/.exec(text)?.[1]?.split(',').map(Number) ?? [];
  const [c = NaN, a = NaN, b = NaN, f = NaN, d = NaN, e = NaN] = numbers;
  const map = { a, b, c, d, e, f };
  // Nothing runs past the next `<`: a file of nothing but beginnings takes no longer than another.
  const srs = /<SRS(?:\s[^<>]*)?>([^<]*)<\/SRS>/.exec(text)?.[1] ?? '';
  return { toWorld: numbers.length === 6 && isSound(map) ? map : null, wellKnownText: srs.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') };
}
