import { isDictionary, PdfObjects, type PdfDictionary, type PdfValue } from './objects.ts';

/** Metres in the units that a plan is measured in, by their labels. */
const metres: Readonly<Record<string, number>> = {
  m: 1, metre: 1, meter: 1, metres: 1, meters: 1, 米: 1, mm: 0.001, millimetre: 0.001, millimeter: 0.001, 毫米: 0.001, cm: 0.01, 厘米: 0.01, dm: 0.1, km: 1000, 千米: 1000, 公里: 1000,
  in: 0.0254, inch: 0.0254, '"': 0.0254, ft: 0.3048, feet: 0.3048, foot: 0.3048, "'": 0.3048, yd: 0.9144, mi: 1609.344, usft: 1200 / 3937,
};
const earthRadius = 6_371_008.8;
/** A plan is neither smaller than life nor larger than 1 : 10,000,000. */
const plausible = (perPoint: number): boolean => perPoint >= 0.0254 / 72 / 1.01 && perPoint < 4000;

/**
 * Metres per point (1/72 inch on paper) that a page's own measure dictionary tells (ISO 32000-1, 12.9; for coordinates of the earth its
 * extension for geographic measures): that of the page's largest viewport. Null where there is none that makes sense.
 */
export function metresPerPoint(bytes: Uint8Array, pageObject: number, userUnit: number): number | null {
  const objects = new PdfObjects(bytes);
  const viewports = objects.get(objects.object(pageObject), 'VP');
  if (!Array.isArray(viewports)) return null;
  let best: { readonly area: number; readonly perPoint: number } | null = null;
  for (const entry of viewports.slice(0, 1000) as PdfValue[]) {
    const viewport = objects.resolve(entry);
    const measure = objects.get(viewport, 'Measure');
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = objects.numbers(objects.get(viewport, 'BBox'));
    const area = Math.abs((x1 - x0) * (y1 - y0));
    if (!isDictionary(measure)) continue;
    const perUnit = objects.get(measure, 'Subtype') === 'GEO' ? geographic(objects, measure, Math.abs(x1 - x0), Math.abs(y1 - y0)) : rectilinear(objects, measure);
    const perPoint = perUnit === null ? null : perUnit / userUnit;
    if (perPoint !== null && plausible(perPoint) && (best === null || area > best.area)) best = { area, perPoint };
  }
  return best?.perPoint ?? null;
}

/** `X` changes units of the page into the largest unit; `D`, where its unit is another, distances of that into its own. */
function rectilinear(objects: PdfObjects, measure: PdfDictionary): number | null {
  const across = objects.get(measure, 'X');
  const format = Array.isArray(across) ? objects.resolve(across[0] as PdfValue) : null;
  const factor = objects.get(format, 'C');
  const unit = objects.get(format, 'U');
  if (typeof factor !== 'number' || typeof unit !== 'string' || !(factor > 0)) return null;
  const size = metres[utf8(unit).trim().toLowerCase()];
  return size === undefined ? null : factor * size;
}

/** From the places on earth of points of the viewport: mean over the pairs, by a sphere, which is a thousandth exact. */
function geographic(objects: PdfObjects, measure: PdfDictionary, width: number, height: number): number | null {
  const earth = objects.numbers(objects.get(measure, 'GPTS')), local = objects.numbers(objects.get(measure, 'LPTS'));
  const count = Math.min(earth.length, local.length) >> 1;
  let sum = 0, pairs = 0;
  for (let i = 0; i < Math.min(count, 20); i += 1) {
    for (let j = i + 1; j < Math.min(count, 20); j += 1) {
      const at = (values: readonly number[], k: number): number => values[k] ?? 0;
      const onPage = Math.hypot((at(local, 2 * i) - at(local, 2 * j)) * width, (at(local, 2 * i + 1) - at(local, 2 * j + 1)) * height);
      const latitude = ((at(earth, 2 * i) + at(earth, 2 * j)) / 2) * (Math.PI / 180);
      const north = (at(earth, 2 * i) - at(earth, 2 * j)) * (Math.PI / 180), east = (at(earth, 2 * i + 1) - at(earth, 2 * j + 1)) * (Math.PI / 180) * Math.cos(latitude);
      if (!(onPage > 0)) continue;
      sum += (Math.hypot(north, east) * earthRadius) / onPage;
      pairs += 1;
    }
  }
  return pairs > 0 ? sum / pairs : null;
}

/** A label may be UTF-16 with its mark (half a character at the end is dropped), or UTF-8 without: its bytes are here as characters. */
function utf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2, bytes.length & ~1).swap16().toString('utf16le') : bytes.toString('utf8');
}
