import { describe, expect, it } from 'vitest';
import { composeSheet } from '#shared/sheet/compose.ts';
import { northArrow } from '#shared/sheet/north-arrow.ts';
import type { Mark, PathMark, PictureMark, SheetPage } from '#shared/sheet/page.ts';
import { paperOf } from '#shared/sheet/paper.ts';
import { turnedInput } from '#shared/sheet/turn.ts';
import { flat, pathsOf, textsOf } from './flat.ts';
import { drawingOf, rectangle, samplePlant, zone } from './sample.ts';

type Point = readonly [number, number];
const points = (ring: readonly number[]): Point[] => ring.flatMap((x, index) => (index % 2 === 0 ? [[x, ring[index + 1] ?? NaN] as const] : []));
/** A plan of 100 m × 40 m with one zone of level 1 in its south-west corner, turned. */
const plant = (rotation?: number) => samplePlant({
  zones: [zone('罐区', 'A', rectangle(0, 0, 30, 20), 1)],
  layout: { ...samplePlant().layout, ...(rotation === undefined ? {} : { rotation }), bounds: { minX: 0, minY: 0, maxX: 100, maxY: 40 }, plan: { kind: 'vector', geometry: drawingOf([[0, 0, 100, 40]]) } },
});
const firstPage = (rotation?: number): SheetPage => {
  const [page] = composeSheet(plant(rotation)).pages;
  if (page === undefined) throw new Error('a sheet without a page');
  return page;
};
const zoneRing = (page: SheetPage): Point[] => points(pathsOf(page).find((path) => path.fills.some((fill) => fill.kind === 'hatch' && fill.angles.length === 2))?.rings[0] ?? []);
/** The frame of the plan: the open path of five points. */
const planRing = (page: SheetPage): Point[] => points(pathsOf(page).find((path) => !path.closed && path.rings[0]?.length === 10)?.rings[0] ?? []);
const lengths = (ring: readonly Point[]): number[] => ring.slice(1).map(([x, y], index) => Math.hypot(x - (ring[index]?.[0] ?? NaN), y - (ring[index]?.[1] ?? NaN)));
const middle = (ring: readonly Point[]): Point => [ring.reduce((sum, [x]) => sum + x, 0) / ring.length, ring.reduce((sum, [, y]) => sum + y, 0) / ring.length];

describe('a turned sheet', () => {
  it('is the sheet as it was where nothing is turned', () => {
    expect(composeSheet(plant(0))).toEqual({ ...composeSheet(plant()), pages: composeSheet(plant()).pages });
    const input = plant(0);
    expect(turnedInput(input)).toBe(input);
  });

  it('turns plant metres counter-clockwise around their origin: by 90° (30, 20) comes to (-20, 30)', () => {
    const { zones, layout } = turnedInput(plant(90));
    expect(zones[0]?.rings[0]?.map(([x, y]) => [x + 0, y + 0])).toEqual([[0, 0], [0, 30], [-20, 30], [-20, 0]]);
    const { a, b, d, e } = layout.calibration?.toPlant ?? { a: NaN, b: NaN, d: NaN, e: NaN };
    expect([a, b, d, e].map((value) => value + 0)).toEqual([0, -1, 1, 0]);
  });

  it('by 90° the plan stands upright, its south-west corner at the lower right, in the scale that the height allows', () => {
    const { denominator, pages: [page] } = composeSheet(plant(90));
    if (page === undefined) throw new Error('a sheet without a page');
    const plan = planRing(page);
    // 100 m and 40 m at the scale: sides of the drawing as long as on a sheet that is not turned.
    const mm = 1000 / denominator;
    [100, 40, 100, 40].forEach((metres, side) => { expect(lengths(plan)[side]).toBeCloseTo(metres * mm, 6); });
    const xs = plan.map(([x]) => x), ys = plan.map(([, y]) => y);
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(40 * mm, 6);
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(100 * mm, 6);
    const [zoneX, zoneY] = middle(zoneRing(page));
    expect(zoneX).toBeGreaterThan((Math.max(...xs) + Math.min(...xs)) / 2);
    expect(zoneY).toBeGreaterThan((Math.max(...ys) + Math.min(...ys)) / 2);
    // Zone and plan share their corner.
    const corner: Point = [Math.max(...xs), Math.max(...ys)];
    expect(Math.min(...zoneRing(page).map(([x, y]) => Math.hypot(x - corner[0], y - corner[1])))).toBeCloseTo(0, 6);
  });

  for (const degrees of [30, -30, 90, 137, 180, -90]) {
    it(`by ${degrees}° drawing and zone keep their lengths and angles to the paper, all of it lies within the frame and every label is upright`, () => {
      const { denominator, pages: [page] } = composeSheet(plant(degrees));
      if (page === undefined) throw new Error('a sheet without a page');
      const mm = 1000 / denominator;
      const [start, end] = planRing(page);
      if (start === undefined || end === undefined) throw new Error('no plan');
      expect(Math.hypot(end[0] - start[0], end[1] - start[1])).toBeCloseTo(100 * mm, 6);
      // The plan's first side runs east; on the paper, whose y goes down, counter-clockwise is upwards.
      const turned = (Math.atan2(start[1] - end[1], end[0] - start[0]) * 180) / Math.PI;
      expect(Math.abs(((turned - degrees + 540) % 360) - 180)).toBeLessThan(1e-6);
      expect(lengths(zoneRing(page))[0]).toBeCloseTo(30 * mm, 6);
      const { frame } = paperOf('A3');
      for (const [x, y] of [...planRing(page), ...zoneRing(page)]) {
        expect(x).toBeGreaterThan(frame.x);
        expect(x).toBeLessThan(frame.x + frame.width);
        expect(y).toBeGreaterThan(frame.y);
        expect(y).toBeLessThan(frame.y + frame.height);
      }
      expect(textsOf(page).every((text) => text.rotation === 0)).toBe(true);
    });
  }

  it('turns a picture with its place: by 90° its width runs upwards', () => {
    const sheet = composeSheet(samplePlant({
      zones: [],
      layout: { ...samplePlant().layout, rotation: 90, bounds: { minX: 0, minY: 0, maxX: 200, maxY: 80 }, calibration: { source: 'file-unit', toPlant: { a: 0.5, b: 0, c: 0, d: 0, e: -0.5, f: 40 }, points: [] }, plan: { kind: 'picture', mediaType: 'image/png', bytes: new Uint8Array() } },
    }));
    const picture = flat(sheet.pages[0]?.marks ?? []).find((mark): mark is PictureMark => mark.kind === 'picture');
    const half = 500 / sheet.denominator;
    const [a, b, c, d] = picture?.matrix ?? [];
    // Half a metre a pixel: one to the right is up on the paper (y less), one down is to the right.
    expect([a, b, c, d].map((value) => Number(value?.toFixed(9)) + 0)).toEqual([0, -half, half, 0].map((value) => Number(value.toFixed(9)) + 0));
  });
});

describe('the north arrow of a turned sheet', () => {
  const tipOf = (marks: readonly Mark[]): { readonly tip: Point; readonly back: Point } => {
    const shapes = marks.filter((mark): mark is PathMark => mark.kind === 'path').map((mark) => points(mark.rings[0] ?? []));
    // Both halves begin at the tip; the notch is the other point they share.
    const [first = [], second = []] = shapes;
    const tip = first[0] ?? [NaN, NaN];
    const back = first.find(([x, y], index) => index > 0 && second.some(([otherX, otherY], other) => other > 0 && Math.hypot(x - otherX, y - otherY) < 1e-9)) ?? [NaN, NaN];
    return { tip, back };
  };

  for (const [degrees, x, y] of [[0, 0, -1], [90, -1, 0], [180, 0, 1], [-90, 1, 0], [30, -0.5, -Math.sqrt(3) / 2]] as const) {
    it(`points where the plant's north is when the display is turned by ${degrees}° counter-clockwise`, () => {
      const { tip, back } = tipOf(northArrow(100, 50, 'zh-CN', 1, degrees));
      const length = Math.hypot(tip[0] - back[0], tip[1] - back[1]);
      expect((tip[0] - back[0]) / length).toBeCloseTo(x, 9);
      expect((tip[1] - back[1]) / length).toBeCloseTo(y, 9);
    });
  }

  it('is turned on the sheet, too, and stays in its own field', () => {
    const north = (page: SheetPage): readonly number[] => textsOf(page).filter((text) => text.text === '北' || text.text === 'N').map(({ x, y }) => Math.hypot(x, y));
    expect(north(firstPage(90))).not.toEqual(north(firstPage()));
    for (let degrees = -175; degrees <= 180; degrees += 5) {
      for (const mark of northArrow(100, 50, 'zh-CN', 1, degrees)) {
        const corners = mark.kind === 'path' ? points(mark.rings[0] ?? []) : mark.kind === 'text' && mark.baseline === 'middle' ? [[mark.x - mark.size / 2, mark.y - mark.size / 2], [mark.x + mark.size / 2, mark.y + mark.size / 2]] as const : [];
        for (const [x, y] of corners) {
          expect(Math.abs(x - 100)).toBeLessThan(12);
          expect(y).toBeGreaterThan(50 - 0.6);
          expect(y).toBeLessThan(50 + 15.4);
        }
      }
    }
  });
});
