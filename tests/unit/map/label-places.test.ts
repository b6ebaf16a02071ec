import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZoneView } from '#shared/contract/zones.ts';
import { createLabelPlaces } from '../../../renderer/src/map/label-places.ts';
import type { LabelPlaces, PlacedLabel } from '../../../renderer/src/map/label-places.ts';
import { blocksOf } from '../../../renderer/src/map/label-blocks.ts';
import type { MapTexts } from '../../../renderer/src/map/map-types.ts';
import { rectangleInside, rectangleTouches } from '../../../renderer/src/map/rectangle-inside.ts';
import { turnOf } from '../../../renderer/src/map/turn.ts';
import { boxesMeet, toMap } from '../../../renderer/src/map/viewport.ts';
import type { Viewport } from '../../../renderer/src/map/viewport.ts';
import { createZoneStore } from '../../../renderer/src/map/zone-store.ts';
import type { ZoneStore } from '../../../renderer/src/map/zone-store.ts';
import { points, zone } from './fake-host.ts';

const texts = { units: '{n} 个单元', levels: { 1: '重大', 2: '较大', 3: '一般', 4: '低', none: '未评估' } } as MapTexts;
const measure = (_font: string, text: string): number => [...text].length * 12;
const everything = { minX: -1e6, minY: -1e6, maxX: 1e6, maxY: 1e6 };
const nobody: ReadonlySet<string> = new Set();
const viewOf = (degrees: number, scale = 1): Viewport => ({ ...turnOf(degrees), scale, dx: 0, dy: 0, width: 1000, height: 800 });
const rectangle = (id: string, x: number, y: number, w: number, h: number, more: Partial<ZoneView> = {}): ZoneView => ({ ...zone(id), rings: [points(x, y, x + w, y, x + w, y + h, x, y + h)], ...more });

function placed(zones: readonly ZoneView[], view: Viewport, selected: ReadonlySet<string> = nobody): { places: LabelPlaces; store: ZoneStore; labels: PlacedLabel[] } {
  const store = createZoneStore();
  store.set(zones);
  const places = createLabelPlaces(measure, (box) => store.inBox(box));
  places.reset(view, texts, zones.length);
  places.place(store.all(), selected);
  return { places, store, labels: places.inBox(everything) };
}

/** Every label lies inside its zone, or on free ground beside it with a line; no two overlap. */
function expectSound({ labels, store }: ReturnType<typeof placed>, view: Viewport): void {
  for (const { zone: own, block, x, y, anchor } of labels) {
    const [mapX, mapY] = toMap(view, x, y);
    const half = [block.width / 2 / view.scale - 1e-6, block.height / 2 / view.scale - 1e-6] as const;
    if (anchor) for (const other of store.all()) expect(rectangleTouches(other.coordinates, other.starts, mapX, mapY, ...half, view), `${own.view.id} over ${other.view.id}`).toBe(false);
    // A pixel is given for rounding the place to whole pixels.
    else expect(rectangleInside(own.coordinates, own.starts, mapX, mapY, half[0] - 1 / view.scale, half[1] - 1 / view.scale, view), own.view.id).toBe(true);
  }
  labels.forEach((a, i) => { for (const b of labels.slice(i + 1)) expect(boxesMeet(a.box, { minX: b.box.minX + 1e-6, minY: b.box.minY + 1e-6, maxX: b.box.maxX - 1e-6, maxY: b.box.maxY - 1e-6 }), `${a.zone.view.id} and ${b.zone.view.id}`).toBe(false); });
}

describe('places of labels', () => {
  it('a large zone shows name, level and units inside, a narrow one at the end of a line, a tiny one nothing', () => {
    const { places } = placed([rectangle('large', 0, 0, 300, 100, { name: '液氨球罐区', unitIds: ['u', 'v'] }), rectangle('narrow', 400, 0, 12, 90, { name: '管廊' }), rectangle('tiny', 600, 0, 8, 8)], viewOf(0));
    const large = places.get('large'), narrow = places.get('narrow');
    expect([large?.block.name, large?.anchor, large?.block.rows.flatMap(({ parts }) => parts.map(({ text }) => text))]).toEqual(['液氨球罐区', null, ['Ⅱ 较大', '2 个单元']]);
    expect([narrow?.block.name, narrow?.anchor === null]).toEqual(['管廊', false]);
    expect(places.get('tiny')).toBeUndefined();
  });

  it('the more important has the ground: the higher level, and before it the selected', () => {
    const low = rectangle('low', 0, 0, 90, 40, { level: 4 }), high = rectangle('high', 0, 0, 90, 40, { level: 1 });
    expect(placed([low, high], viewOf(0)).places.get('high')?.anchor).toBeNull();
    expect(placed([low, high], viewOf(0)).places.get('low')?.anchor).not.toBeNull();
    expect(placed([low, high], viewOf(0), new Set(['low'])).places.get('low')?.anchor).toBeNull();
  });

  it('what is placed stays where it is while others come into view and one of them is selected', () => {
    const zones = Array.from({ length: 40 }, (_, i) => rectangle(`z${i}`, (i % 8) * 60, Math.floor(i / 8) * 45, 58, 43, { level: ((i % 4) + 1) as 1 | 2 | 3 | 4 }));
    const store = createZoneStore();
    store.set(zones);
    const places = createLabelPlaces(measure, (box) => store.inBox(box));
    places.reset(viewOf(0), texts, zones.length);
    places.place(store.all().slice(0, 20), nobody);
    const before = places.inBox(everything).map(({ zone: { view: { id } }, x, y }) => [id, x, y]);
    places.place(store.all(), nobody);
    const after = new Map(places.inBox(everything).map(({ zone: { view: { id } }, x, y }) => [id, [id, x, y]]));
    for (const label of before) expect(after.get(String(label[0]))).toEqual(label);
    const shown = places.get('z3');
    expect(places.place(store.all(), new Set(['z3'])).length === 0 || places.get('z3')?.block.name === 'z3').toBe(true);
    expect(shown === undefined || places.get('z3') !== undefined).toBe(true);
    expect(places.place(store.all(), new Set(['z3']))).toEqual([]);
  });

  it('a major hazard source has its sign with its level, or without where none is known', () => {
    const parts = (majorHazardLevel: number | null): string[] => [...blocksOf({ ...zone('a'), majorHazard: true, majorHazardLevel }, texts, measure).whole()][0]?.rows.flatMap((row) => row.parts.map(({ kind, text }) => `${kind}:${text}`)) ?? [];
    expect(parts(3)).toContain('hazard:Ⅲ');
    expect(parts(null)).toContain('hazard:');
  });

  it('labels never overlap, and lie in their zones or on free ground, however the display is turned', () => {
    const shape = fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 700 }), w: fc.integer({ min: 5, max: 260 }), h: fc.integer({ min: 5, max: 200 }), level: fc.constantFrom(1, 2, 3, 4, null) });
    fc.assert(fc.property(fc.array(shape, { maxLength: 30 }), fc.integer({ min: -180, max: 180 }), (shapes, degrees) => {
      const view = viewOf(degrees, 1.25);
      expectSound(placed(shapes.map(({ x, y, w, h, level }, i) => rectangle(`zone ${i}`, x, y, w, h, { level: level as ZoneView['level'] })), view), view);
    }), { numRuns: 60 });
  });
});
