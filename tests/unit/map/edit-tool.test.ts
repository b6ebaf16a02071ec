import { describe, expect, it } from 'vitest';
import { createSelectTool as createEditTool } from '../../../renderer/src/editor/tools/select.ts';
import { fakeHost, hand, p, points, zone } from './fake-host.ts';

// Two squares of 10 m that share the border x = 10.
const pair = () => [zone('a', 0, 0, 10, 0, 10, 10, 0, 10), zone('b', 10, 0, 20, 0, 20, 10, 10, 10)];
const free = hand({ alt: true });

describe('editing zones', () => {
  it('moves a shared corner in both zones, as one edit', () => {
    const { context, committed, hidden } = fakeHost(pair(), ['a']);
    const tool = createEditTool(context);
    expect(tool.press(p(10.2, 9.9), free)).toBe(true);
    tool.move(p(12, 13), free, true);
    expect(hidden().sort()).toEqual(['a', 'b']);
    expect(tool.release(p(12, 13), free, false, false)).toBe(true);
    expect(committed).toEqual([[
      { id: 'a', rings: [points(0, 0, 10, 0, 12, 13, 0, 10)] },
      { id: 'b', rings: [points(10, 0, 20, 0, 20, 10, 12, 13)] },
    ]]);
    expect(hidden()).toEqual([]);
  });

  it('does not keep a shape that crosses itself, and says why', () => {
    const { context, committed, invalid } = fakeHost(pair(), ['a']);
    const tool = createEditTool(context);
    tool.press(p(0, 0), free);
    tool.move(p(5, 15), free, true);
    expect(tool.scene().shapes?.map(({ state }) => state)).toEqual(['invalid']);
    tool.release(p(5, 15), free, false, false);
    expect(committed).toEqual([]);
    expect(invalid).toEqual(['map.invalid.crossing']);
  });

  it('makes a corner from the middle of a shared edge in both zones', () => {
    const { context, committed } = fakeHost(pair(), ['a']);
    const tool = createEditTool(context);
    tool.press(p(10, 5.1), free);
    tool.move(p(8, 5), free, true);
    tool.release(p(8, 5), free, false, false);
    expect(committed).toEqual([[
      { id: 'a', rings: [points(0, 0, 10, 0, 8, 5, 10, 10, 0, 10)] },
      { id: 'b', rings: [points(10, 0, 20, 0, 20, 10, 10, 10, 8, 5)] },
    ]]);
  });

  it('moves a whole zone, snapped by the corner nearest the pointer; the neighbour takes over the corners on its border', () => {
    const { context, committed } = fakeHost([zone('a', 0, 0, 4, 0, 4, 4, 0, 4), zone('b', 10, 0, 20, 0, 20, 10, 10, 10)], ['a']);
    const tool = createEditTool(context);
    tool.press(p(3, 1), hand());
    tool.move(p(8.6, 1.3), hand(), true);
    tool.release(p(8.6, 1.3), hand(), false, false);
    expect(committed).toEqual([[
      { id: 'a', rings: [points(6, 0, 10, 0, 10, 4, 6, 4)] },
      { id: 'b', rings: [points(10, 0, 20, 0, 20, 10, 10, 10, 10, 4)] },
    ]]);
  });

  it('leaves a click inside to the map, one outside too, and a finger outside altogether', () => {
    const { context, committed } = fakeHost(pair(), ['a']);
    const tool = createEditTool(context);
    expect(tool.press(p(5, 5), hand())).toBe(true);
    expect(tool.release(p(5, 5), hand(), true, false)).toBe(false);
    for (const [at, held] of [[p(15, 5), hand()], [p(5, 5), hand({ ctrl: true })]] as const) {
      expect(tool.press(at, held)).toBe(true);
      expect(tool.release(at, held, true, false)).toBe(false);
    }
    expect(tool.press(p(15, 5), hand({ touch: true }))).toBe(false);
    expect(committed).toEqual([]);
  });

  it('deletes the chosen corner, but not of a triangle', () => {
    const square = fakeHost(pair(), ['a']);
    const tool = createEditTool(square.context);
    expect(tool.remove()).toBe(false);
    tool.press(p(0, 10), hand());
    tool.release(p(0, 10), hand(), true, false);
    expect(tool.remove()).toBe(true);
    expect(square.committed).toEqual([[{ id: 'a', rings: [points(0, 0, 10, 0, 10, 10)] }]]);
    const triangle = fakeHost([zone('t', 0, 0, 10, 0, 0, 10)], ['t']);
    const other = createEditTool(triangle.context);
    other.enter(null, false);
    expect(other.remove()).toBe(true);
    expect(triangle.committed).toEqual([]);
    expect(triangle.invalid).toEqual(['map.invalid.tooFew']);
  });

  it('steps through corners by Enter and moves the chosen one by arrows', () => {
    const { context, committed } = fakeHost([zone('a', 0, 0, 10, 0, 10, 10, 0, 10)], ['a']);
    const tool = createEditTool(context);
    expect(tool.nudge(1, 0)).toBe(false);
    tool.enter(null, false);
    tool.enter(null, false);
    tool.enter(null, true);
    expect(tool.nudge(-1, -2)).toBe(true);
    expect(tool.nudge(-1, 0)).toBe(true);
    expect(committed).toEqual([]);
    tool.settle?.();
    expect(committed).toHaveLength(1);
    expect(committed.at(-1)).toEqual([{ id: 'a', rings: [points(-2, -2, 10, 0, 10, 10, 0, 10)] }]);
  });

  it('takes a drag back when the system cancels it or Esc is pressed', () => {
    const { context, committed, hidden } = fakeHost(pair(), ['a']);
    const tool = createEditTool(context);
    tool.press(p(0, 0), free);
    tool.move(p(-3, -3), free, true);
    expect(tool.cancel()).toBe(true);
    tool.release(p(-3, -3), free, false, false);
    tool.press(p(0, 0), free);
    tool.move(p(-3, -3), free, true);
    tool.release(p(-3, -3), free, false, true);
    expect(committed).toEqual([]);
    expect(hidden()).toEqual([]);
  });
});
