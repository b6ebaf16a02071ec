import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexDrawing } from '../../../renderer/src/map/drawing-index.ts';
import { segmentsInBox, verticesInBox } from '../../../renderer/src/map/drawing-near.ts';
import { sideOf } from '../../../renderer/src/map/canvas-cells.ts';
import { areaOf, holds, meet, mergeRects, onDevicePixels, rectOf, stripsBetween } from '../../../renderer/src/map/painted-area.ts';
import { turnBox, turned, turnOf, unturned } from '../../../renderer/src/map/turn.ts';
import { alongAxes, extentOf, toMap, toPixel, visibleBox } from '../../../renderer/src/map/viewport.ts';
import type { Viewport } from '../../../renderer/src/map/viewport.ts';
import { DrawingBuilder } from '#shared/drawing/builder.ts';

const view = (degrees: number, scale: number): Viewport => ({ ...turnOf(degrees), scale, dx: 400, dy: 300, width: 800, height: 600 });
const degrees = fc.integer({ min: -720, max: 720 });

describe('a turned display', () => {
  it('by hand: a quarter turn to the left puts east up and north to the left', () => {
    const quarter = view(90, 2);
    expect(toPixel(quarter, 10, 0)).toEqual([400, 280]);
    expect(toPixel(quarter, 0, 10)).toEqual([380, 300]);
    expect([turnOf(270).degrees, turnOf(-180).degrees, turnOf(540).degrees, turnOf(NaN).degrees]).toEqual([-90, 180, 180, 0]);
    // The key to the right moves along the axis that points to the right most.
    expect([alongAxes(quarter, 1, 0), alongAxes(view(20, 1), 1, 0), alongAxes(view(180, 1), 0, 1)].map((step) => step.map((part) => part + 0))).toEqual([[0, -1], [1, 0], [0, -1]]);
  });

  it('pixels and points are inverted, also in a plant grid of 10^7 metres', () => {
    fc.assert(fc.property(degrees, fc.double({ min: 0.01, max: 500, noNaN: true }), fc.double({ min: 3.8e7, max: 3.9e7, noNaN: true }), fc.double({ min: 4e6, max: 5e6, noNaN: true }), (angle, scale, x, y) => {
      const turn = turnOf(angle), [east, north] = turned(turn, x, y);
      const here: Viewport = { ...turn, scale, dx: 400 - east * scale, dy: 300 + north * scale, width: 800, height: 600 };
      const [px, py] = toPixel(here, x, y);
      expect(Math.hypot(px - 400, py - 300)).toBeLessThan(1e-3);
      const [backX, backY] = toMap(here, px, py);
      expect(Math.hypot(backX - x, backY - y)).toBeLessThan(1e-6 + 1e-5 / scale);
      const [againX, againY] = unturned(turn, east, north);
      expect(Math.hypot(againX - x, againY - y)).toBeLessThan(1e-6);
    }));
  });

  it('the visible box holds every pixel, and a turned box its corners', () => {
    fc.assert(fc.property(degrees, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }), (angle, px, py) => {
      const here = view(angle, 3), box = visibleBox(here), [x, y] = toMap(here, px, py);
      expect(x >= box.minX - 1e-9 && x <= box.maxX + 1e-9 && y >= box.minY - 1e-9 && y <= box.maxY + 1e-9).toBe(true);
      const around = turnBox(turnOf(angle), { minX: 0, minY: 0, maxX: 30, maxY: 10 });
      const [width, height] = extentOf(here, { minX: 0, minY: 0, maxX: 30, maxY: 10 });
      expect([around.maxX - around.minX, around.maxY - around.minY]).toEqual([expect.closeTo(width / 3, 6), expect.closeTo(height / 3, 6)]);
    }));
  });
});

describe('parts of a painted canvas', () => {
  const rect = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }), width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) });

  it('strips fill what is not painted, without overlap', () => {
    expect(stripsBetween(rectOf(10, 10, 20, 20), rectOf(0, 10, 30, 25))).toEqual([rectOf(0, 20, 30, 25), rectOf(0, 10, 10, 20), rectOf(20, 10, 30, 20)]);
    fc.assert(fc.property(rect, rect, (a, wanted) => {
      const painted = meet(a, wanted);
      if (painted.width === 0 || painted.height === 0) return;
      const strips = stripsBetween(painted, wanted);
      expect(strips.reduce((sum, strip) => sum + areaOf(strip), areaOf(painted))).toBe(areaOf(wanted));
      expect(strips.every((strip) => holds(wanted, strip) && areaOf(meet(strip, painted)) === 0)).toBe(true);
    }));
  });

  it('merged parts hold all of them', () => {
    fc.assert(fc.property(fc.array(rect, { maxLength: 12 }), (parts) => {
      const merged = mergeRects(parts);
      expect(parts.every((part) => merged.some((whole) => holds(whole, part)))).toBe(true);
    }));
  });

  it('borders lie on device pixels at every usual scaling', () => {
    for (const ratio of [1, 1.25, 1.5, 1.75, 2, 1.1]) {
      const { x, width } = onDevicePixels(rectOf(3.3, 0, 77.7, 10), ratio);
      expect([x * ratio, (x + width) * ratio, sideOf(ratio) * ratio].map((value) => Math.abs(value - Math.round(value)))).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6), expect.closeTo(0, 6)]);
    }
  });
});

describe('lines of a drawing near a point', () => {
  it('those that meet the box, the nearest first, without hidden layers', () => {
    const builder = new DrawingBuilder();
    const wall = builder.style('WALL', null, 0, false), pipe = builder.style('PIPE', null, 0, false);
    const draw = (style: number, ...xy: number[]): void => {
      builder.begin(style);
      for (let i = 0; i + 1 < xy.length; i += 2) builder.point(xy[i] ?? 0, xy[i + 1] ?? 0);
      builder.end();
    };
    draw(wall, 0, 0, 10, 0, 10, 10);
    draw(pipe, 0, 5, 10, 5);
    draw(wall, 100, 100, 110, 100);
    const index = indexDrawing(builder.finish());
    const [ox, oy] = index.geometry.origin;
    const box = { minX: 4 - ox, minY: -1 - oy, maxX: 6 - ox, maxY: 6 - oy };
    const lines = (opacities: number[]): number[] => [...segmentsInBox(index, box, 10, opacities)].map((value, i) => value + (i % 2 === 0 ? ox : oy));
    // Both lie 2.5 from the middle of the box.
    expect([lines([1, 1]).slice(0, 4), lines([1, 1]).slice(4)]).toEqual(expect.arrayContaining([[0, 0, 10, 0], [0, 5, 10, 5]]));
    expect(lines([1, 0])).toEqual([0, 0, 10, 0]);
    expect(verticesInBox(index, { minX: 9 - ox, minY: 4 - oy, maxX: 11 - ox, maxY: 11 - oy }, 10, [0, 1])).toHaveLength(2);
  });
});
