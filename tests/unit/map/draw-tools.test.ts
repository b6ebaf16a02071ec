import { describe, expect, it } from 'vitest';
import { shapeTaker } from '../../../renderer/src/editor/create-shape.ts';
import type { EditorTool, ToolContext } from '../../../renderer/src/editor/editor-host.ts';
import { createCalibrateTool } from '../../../renderer/src/editor/tools/calibrate.ts';
import { createOutlineTool } from '../../../renderer/src/editor/tools/polygon.ts';
import { createRectangleTool as rectangleTool } from '../../../renderer/src/editor/tools/rectangle.ts';
import { fakeHost, hand, p, points, zone } from './fake-host.ts';

const free = hand({ alt: true });
const createPolygonTool = (context: ToolContext): EditorTool => createOutlineTool(context, { hint: 'polygon', take: shapeTaker(context, 'draw') });
const createRectangleTool = (context: ToolContext): EditorTool => rectangleTool(context, shapeTaker(context, 'draw'));

describe('drawing a polygon', () => {
  it('ends by Enter and gives a counter-clockwise ring', () => {
    const { context, created } = fakeHost([]);
    const tool = createPolygonTool(context);
    for (const point of points(0, 0, 0, 10, 10, 10)) tool.click(point, free);
    expect(tool.enter(null, false)).toBe(true);
    expect(created.map(({ rings }) => rings)).toEqual([[points(0, 0, 10, 10, 0, 10)]]);
    expect(tool.scene().line).toEqual([]);
  });

  it('ends by a double click without a corner of its second press', () => {
    const { context, created } = fakeHost([]);
    const tool = createPolygonTool(context);
    for (const point of points(0, 0, 10, 0, 10, 10, 10.1, 10.1)) tool.click(point, free);
    tool.doubleClick();
    expect(created.map(({ rings }) => rings)).toEqual([[points(0, 0, 10, 0, 10, 10)]]);
  });

  it('ends by a click on the first corner', () => {
    const { context, created } = fakeHost([]);
    const tool = createPolygonTool(context);
    for (const point of points(0, 0, 10, 0, 10, 10, 0.5, 0.4)) tool.click(point, free);
    expect(created).toHaveLength(1);
  });

  it('keeps what is drawn when it cannot be closed, so that it can be mended', () => {
    const { context, created, invalid } = fakeHost([]);
    const tool = createPolygonTool(context);
    tool.click(p(0, 0), free);
    tool.click(p(10, 0), free);
    tool.enter(null, false);
    expect(invalid).toEqual(['map.invalid.tooFew']);
    tool.click(p(0, 10), free);
    tool.click(p(10, 10), free);
    tool.enter(null, false);
    expect(invalid).toEqual(['map.invalid.tooFew', 'map.invalid.crossing']);
    tool.backspace();
    tool.enter(null, false);
    expect(created.map(({ rings }) => rings)).toEqual([[points(0, 0, 10, 0, 0, 10)]]);
  });

  it('snaps to the corner of a zone, and Alt lets go', () => {
    const { context } = fakeHost([zone('a', 0, 0, 10, 0, 10, 10, 0, 10)]);
    const tool = createPolygonTool(context);
    tool.click(p(10.4, 9.7), hand());
    tool.click(p(20.4, 9.7), free);
    expect(tool.scene().line).toEqual(points(10, 10, 20.4, 9.7));
  });

  it('is drawn by keys alone: Enter places the cross, Enter again in the same place ends', () => {
    const { context, created } = fakeHost([]);
    const tool = createPolygonTool(context);
    for (const point of points(0, 0, 10, 0, 10, 12, 10, 12)) tool.enter(point, false);
    expect(created.map(({ rings }) => rings)).toEqual([[points(0, 0, 10, 0, 10, 12)]]);
  });

  it('shows a shape red while it crosses itself', () => {
    const { context } = fakeHost([]);
    const tool = createPolygonTool(context);
    for (const point of points(0, 0, 10, 0, 0, 10)) tool.click(point, free);
    tool.move(p(10, 10), free, false);
    expect(tool.scene().shapes?.[0]?.state).toBe('invalid');
    tool.move(p(-5, 5), free, false);
    expect(tool.scene().shapes?.[0]?.state).toBe('draft');
  });
});

describe('drawing a rectangle', () => {
  it('by a drag', () => {
    const { context, created } = fakeHost([]);
    const tool = createRectangleTool(context);
    tool.press(p(10, 10), free);
    tool.move(p(2, 4), free, true);
    tool.release(p(2, 4), free, false, false);
    expect(created.map(({ rings }) => rings)).toEqual([[points(2, 4, 10, 4, 10, 10, 2, 10)]]);
  });

  it('by two clicks, square with Shift', () => {
    const { context, created } = fakeHost([]);
    const tool = createRectangleTool(context);
    tool.press(p(0, 0), free);
    tool.release(p(0, 0), free, true, false);
    expect(created).toEqual([]);
    const square = hand({ alt: true, shift: true });
    tool.press(p(6, -2), square);
    tool.release(p(6, -2), square, true, false);
    expect(created.map(({ rings }) => rings)).toEqual([[points(0, -6, 6, -6, 6, 0, 0, 0)]]);
  });

  it('without area is none', () => {
    const { context, created, invalid } = fakeHost([]);
    const tool = createRectangleTool(context);
    tool.press(p(0, 0), free);
    tool.release(p(0, 8), free, false, false);
    expect(created).toEqual([]);
    expect(invalid).toEqual(['map.invalid.noArea']);
  });
});

describe('calibration points', () => {
  it('are taken where they are clicked, off the grid', () => {
    const { context, calibrated } = fakeHost([]);
    createCalibrateTool(context).click(p(1.23456789, -7), hand());
    expect(calibrated).toEqual(points(1.23456789, -7));
  });
});
