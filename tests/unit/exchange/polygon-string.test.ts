import { describe, expect, it } from 'vitest';
import { polygonRuleSchema, polygonString } from '#shared/exchange/polygon-string.ts';
import { toGcj02 } from '#shared/geometry/crs/gcj02.ts';
import { geoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { lonLat } from '#shared/geometry/crs/project.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';

/** Plant metres are those of EPSG:4549, shifted to a place at 120.5° E, 31.2° N. */
const reference: GeoReference = { epsg: 4549, source: 'known', points: [], toProjected: { a: 1, b: 0, c: 547_652.460_95, d: 0, e: 1, f: 3_453_256.271_9 } };
const ring = (...points: readonly (readonly [number, number])[]): PlantPoint[] => points.map(([x, y]) => plantPoint(x, y));
const rule = (given: object = {}) => polygonRuleSchema.parse(given);
const square = ring([0, 0], [100, 0], [100, 100], [0, 100]);
const parse = (text: string): number[][] => text.replace(/[()（）]/g, '').split(';').map((point) => point.split(',').map(Number));

describe('a zone as a polygon string', () => {
  it('is its corners in degrees, in order, the first not again', () => {
    const result = polygonString([square], reference, rule({ decimals: [7] }), 500);
    expect(result?.text).toMatch(/^\(120\.5000000,31\.2000000;120\.501\d{4},31\.199\d{4};120\.501\d{4},31\.200\d{4};120\.50000\d\d,31\.200\d{4}\)$/);
    const { toLonLat } = geoFrame(reference);
    for (const [i, [longitude = NaN, latitude = NaN]] of parse(result?.text ?? '').entries()) {
      const [L, B] = toLonLat(square[i] ?? plantPoint(0, 0));
      expect(Math.max(Math.abs(longitude - L), Math.abs(latitude - B))).toBeLessThanOrEqual(0.51e-7);
    }
    // Seven digits are a centimetre: of 10 000 m² less than 400 m × 1 cm can be lost.
    expect(result?.error.squareMetres).toBeLessThan(4);
    expect(result).toMatchObject({ holes: 0, cornersLost: 0, decimals: 7 });
  });

  it('takes the brackets, separators and the closing point that a receiver wants, and counts them', () => {
    const result = polygonString([square], reference, rule({ decimals: [6], open: '（', close: '）', semicolon: '; ', closed: true }), 500);
    const text = result?.text ?? '';
    expect(text.startsWith('（120.500000,31.200000; ')).toBe(true);
    expect(text.endsWith('; 120.500000,31.200000）')).toBe(true);
    expect(text.split('; ')).toHaveLength(5);
  });

  it('in GCJ-02 is shifted by hundreds of metres, and loses no more ground', () => {
    const [plain, shifted] = (['wgs84', 'gcj02'] as const).map((frame) => polygonString([square], reference, rule({ frame, decimals: [7] }), 500));
    const [[longitude = NaN, latitude = NaN] = []] = parse(shifted?.text ?? '');
    const [x, y] = toGcj02(lonLat(120.5, 31.2));
    expect(Math.max(Math.abs(longitude - x), Math.abs(latitude - y))).toBeLessThan(1e-7);
    expect(Math.abs(longitude - 120.5)).toBeGreaterThan(1e-3);
    expect(shifted?.error.squareMetres).toBeLessThan(4);
    expect(plain?.text).not.toBe(shifted?.text);
  });

  it('leaves the least corners out where the text is too long, and says what ground that costs', () => {
    // A square with a notch of 4 m × 1 m in its lower edge: without it 4 m² more.
    const notched = ring([0, 0], [48, 0], [48, 1], [52, 1], [52, 0], [100, 0], [100, 100], [0, 100]);
    const whole = polygonString([notched], reference, rule({ decimals: [7] }), 500);
    expect(whole?.cornersLost).toBe(0);
    // Eight corners take 8 × 22 + 9 characters; six of them fit.
    const cut = polygonString([notched], reference, rule({ decimals: [7] }), 6 * 23 + 7);
    expect(cut?.text.length).toBeLessThanOrEqual(6 * 23 + 7);
    expect(cut?.cornersLost).toBeGreaterThanOrEqual(2);
    expect(cut?.error.squareMetres).toBeGreaterThan(1.5);
    expect(cut?.error.squareMetres).toBeLessThan(6);
    expect(cut?.error.share).toBeCloseTo((cut?.error.squareMetres ?? NaN) / (10_000 - 4), 9);
  });

  it('cannot hold a hole: it counts as ground that is sent and does not belong to the zone', () => {
    const result = polygonString([square, ring([40, 40], [40, 60], [60, 60], [60, 40])], reference, rule({ decimals: [7] }), 500);
    expect(result?.holes).toBe(1);
    expect(result?.error.squareMetres).toBeGreaterThan(399);
    expect(result?.error.squareMetres).toBeLessThan(404);
  });

  it('takes the number of decimals that loses least: many corners with few digits, few corners with many', () => {
    const circle = ring(...Array.from({ length: 40 }, (_, i): [number, number] => [500 * Math.cos((i * Math.PI) / 20), 500 * Math.sin((i * Math.PI) / 20)]));
    expect(polygonString([circle], reference, rule(), 500)?.decimals).toBe(5);
    expect(polygonString([square], reference, rule(), 500)?.decimals).toBe(7);
  });

  it('gives nothing where no triangle fits, and where rounding leaves nothing', () => {
    expect(polygonString([square], reference, rule(), 30)).toBeNull();
    expect(polygonString([ring([0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1])], reference, rule({ decimals: [4] }), 500)).toBeNull();
  });

  it('mends an outline that rounding makes touch itself: the larger part is sent', () => {
    // Two squares joined by a neck 2 cm wide, of which six digits (10 cm) leave nothing.
    const necked = ring([0, 0], [100, 0], [100, 50], [200, 50], [200, 0], [240, 0], [240, 100], [200, 100], [200, 50.02], [100, 50.02], [100, 100], [0, 100]);
    const result = polygonString([necked], reference, rule({ decimals: [6] }), 500);
    const xs = result?.ring.map(([x]) => x) ?? [];
    expect(Math.max(...xs)).toBeLessThan(110);
    // The smaller square, 40 × 100 m, is lost, and at most 10 cm along the border of the larger.
    expect(result?.error.squareMetres).toBeGreaterThan(3950);
    expect(result?.error.squareMetres).toBeLessThan(4060);
  });
});
