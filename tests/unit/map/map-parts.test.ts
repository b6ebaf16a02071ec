import { describe, expect, it } from 'vitest';
import { invert } from '#shared/drawing/affine.ts';
import { contrast, parseColour } from '../../../renderer/src/map/colours.ts';
import type { Rgb } from '../../../renderer/src/map/colours.ts';
import { apply, drawingToMap, mapToDrawing } from '../../../renderer/src/map/drawing-frame.ts';
import { createEmitter } from '../../../renderer/src/map/emitter.ts';
import { drawingInk, levelPaint, mapPalette } from '../../../renderer/src/map/map-palette.ts';
import type { MapDrawing } from '../../../renderer/src/map/map-types.ts';
import { rectangleInside } from '../../../renderer/src/map/rectangle-inside.ts';
import { roundLength } from '../../../renderer/src/map/scale-bar.ts';
import { clickSelection } from '../../../renderer/src/map/selection.ts';
import { createPendingEdits } from '../../../renderer/src/map/zone-edits.ts';
import { shorten } from '../../../renderer/src/map/label-blocks.ts';
import { createZoneStore, prepareZone, zoneHolds } from '../../../renderer/src/map/zone-store.ts';
import { points, zone } from './fake-host.ts';

const rgb = (colour: string): Rgb => parseColour(colour) ?? [NaN, NaN, NaN];

describe('colours of the map', () => {
  it('no ink of a drawing vanishes on its background', () => {
    for (const theme of ['light', 'dark'] as const) {
      const background = rgb(mapPalette(theme).background);
      for (const colour of [null, '#ffffff', '#000000', '#ffff00', '#0000ff', '#f8f8f8', '#101010', 'red']) {
        expect(contrast(rgb(drawingInk(colour, theme)), background), `${colour} ${theme}`).toBeGreaterThanOrEqual(2.2);
      }
    }
  });

  it('hatches stand out, and not assessed has no blue in it', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const level of [1, 2, 3, 4, null] as const) expect(contrast(rgb(levelPaint(level, theme).hatch), rgb(mapPalette(theme).background))).toBeGreaterThanOrEqual(3);
      const [r, g, b] = rgb(levelPaint(null, theme).fill);
      expect([r, g]).toEqual([b, b]);
    }
  });
});

describe('zones on the map', () => {
  it('a hole is outside, and the smaller of two zones is met', () => {
    const holed = { ...zone('yard', 0, 0, 100, 0, 100, 100, 0, 100), rings: [points(0, 0, 100, 0, 100, 100, 0, 100), points(40, 40, 60, 40, 60, 60, 40, 60)] };
    const prepared = prepareZone(holed);
    expect([zoneHolds(prepared, 50, 50), zoneHolds(prepared, 30, 50), zoneHolds(prepared, 101, 50)]).toEqual([false, true, false]);
    expect(prepared.area).toBe(9600);
    const store = createZoneStore();
    store.set([zone('tank', 10, 10, 20, 10, 20, 20, 10, 20), holed]);
    expect([store.at(15, 15)?.view.id, store.at(5, 5)?.view.id, store.at(50, 50)]).toEqual(['tank', 'yard', null]);
    store.update([], ['tank']);
    expect(store.at(15, 15)?.view.id).toBe('yard');
  });

  it('an edit shows at once and can be taken back until the zone is stored', () => {
    const store = createZoneStore();
    const before = zone('a', 0, 0, 10, 0, 10, 10);
    store.set([before]);
    const pending = createPendingEdits(store);
    pending.show([{ id: 'a', rings: [points(0, 0, 20, 0, 20, 20)] }, { id: 'gone', rings: [] }]);
    pending.show([{ id: 'a', rings: [points(0, 0, 30, 0, 30, 30)] }]);
    expect(store.at(25, 5)?.view.id).toBe('a');
    pending.revert();
    expect(store.get('a')?.view).toEqual(before);
    pending.show([{ id: 'a', rings: [points(0, 0, 20, 0, 20, 20)] }]);
    pending.settle(['a']);
    pending.revert();
    expect(store.at(15, 5)?.view.id).toBe('a');
  });

  it('a label fits only where all of it lies inside', () => {
    const { coordinates, starts } = prepareZone({ ...zone('l'), rings: [points(0, 0, 60, 0, 60, 20, 20, 20, 20, 50, 0, 50)] });
    expect(rectangleInside(coordinates, starts, 30, 10, 25, 8)).toBe(true);
    expect(rectangleInside(coordinates, starts, 30, 14, 25, 8)).toBe(false);
    expect(rectangleInside(coordinates, starts, 40, 40, 2, 2)).toBe(false);
  });

  it('names are shortened by whole characters, or not shown', () => {
    const measure = (text: string) => [...text].length * 10;
    expect([shorten('液氨球罐', 40, measure), shorten('锅炉房变配电所', 40, measure), shorten('锅炉房', 15, measure)]).toEqual(['液氨球罐', '锅炉房…', '']);
  });

  it('clicks select, add and take away', () => {
    expect(clickSelection(['a'], 'b', false)).toEqual(['b']);
    expect(clickSelection(['a'], 'b', true)).toEqual(['a', 'b']);
    expect(clickSelection(['a', 'b'], 'a', true)).toEqual(['b']);
    expect([clickSelection(['a'], null, false), clickSelection(['a'], null, true)]).toEqual([[], ['a']]);
  });
});

describe('frames of a drawing', () => {
  const drawing: MapDrawing = {
    kind: 'picture', mediaType: 'image/png', bytes: new Uint8Array(), frame: 'plant', bounds: { minX: 0, minY: 0, maxX: 100, maxY: 50 },
    // 0.5 m a pixel, turned by 90°, y down: pixel (x, y) is at (1000 + y / 2, 2000 + x / 2).
    calibration: { source: 'control-points', toPlant: { a: 0, b: 0.5, c: 1000, d: 0.5, e: 0, f: 2000 }, points: [] },
  };
  it('a calibrated pixel lies where its control points say, and comes back', () => {
    const toMap = drawingToMap(drawing);
    expect(toMap && apply(toMap, 10, 40)).toEqual([1020, 2005]);
    expect(mapToDrawing(drawing, 1020, 2005)).toEqual([10, 40]);
  });
  it('without calibration the plant has no place for it, its own frame has, y down', () => {
    expect(drawingToMap({ ...drawing, calibration: null })).toBeNull();
    expect(mapToDrawing({ ...drawing, frame: 'drawing', calibration: null }, 3, -4)).toEqual([3, 4]);
  });
  it('a map that flattens has no way back', () => { expect(invert({ a: 1, b: 2, c: 2, d: 4, e: 0, f: 0 })).toBeNull(); });
});

describe('small parts', () => {
  it('the scale bar is 1, 2 or 5 of a power of ten', () => {
    expect([0.07, 1, 1.99, 2, 4.9, 5, 84.8, 1000, 12345].map(roundLength)).toEqual([0.05, 1, 1, 2, 2, 5, 50, 1000, 10000]);
  });
  it('a listener that is taken off during a call is not called', () => {
    const emitter = createEmitter<{ tick: number }>();
    const heard: string[] = [];
    emitter.on('tick', () => { heard.push('first'); stop(); });
    const stop = emitter.on('tick', () => { heard.push('second'); });
    emitter.emit('tick', 1);
    expect(heard).toEqual(['first']);
  });
});
