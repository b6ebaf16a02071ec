import { describe, expect, it } from 'vitest';
import { handleAt, handlesOf } from '../../../renderer/src/editor/handles.ts';
import { snapPoint } from '../../../renderer/src/editor/snapping.ts';
import { p, points, zone } from './fake-host.ts';

const square = points(0, 0, 10, 0, 10, 10, 0, 10);
const nothing = { rings: [], drawing: [], aligned: [], dragged: null };

describe('snapping', () => {
  it('takes a corner before a nearer vertex of the drawing, and that before an edge', () => {
    expect(snapPoint(p(9.5, 0.3), 1, { ...nothing, rings: [square], drawing: [p(9.4, 0.3)] })).toMatchObject({ kind: 'vertex', point: [10, 0] });
    expect(snapPoint(p(5, 0.3), 1, { ...nothing, rings: [square], drawing: [p(5.2, 0.9)] })).toMatchObject({ kind: 'drawing', point: [5.2, 0.9] });
    expect(snapPoint(p(6.5, 0.3), 1, { ...nothing, rings: [square] })).toMatchObject({ kind: 'edge', point: [6.5, 0] });
  });

  it('does not snap to the corner being dragged nor to its edges', () => {
    expect(snapPoint(p(9.8, 0.1), 1, { ...nothing, rings: [square], dragged: p(10, 0) })).toMatchObject({ kind: 'free', point: [9.8, 0.1] });
  });

  it('lines up with a neighbour, across, upright, or both, and shows the guides', () => {
    const aligned = [p(0, 0), p(20, 30)];
    expect(snapPoint(p(0.4, 12), 1, { ...nothing, aligned })).toEqual({ kind: 'aligned', point: [0, 12], guides: [[[0, 0], [0, 12]]] });
    expect(snapPoint(p(0.4, 29.5), 1, { ...nothing, aligned })).toMatchObject({ kind: 'aligned', point: [0, 30], guides: [[[0, 0], [0, 30]], [[20, 30], [0, 30]]] });
  });

  it('puts a free point on the grid of 0.1 mm', () => {
    expect(snapPoint(p(1.23456789, 2), 1, nothing)).toEqual({ kind: 'free', point: [1.2346, 2], guides: [] });
  });
});

describe('handles', () => {
  it('are the corners and middles in view', () => {
    const shapes = [zone('a', 0, 0, 10, 0, 10, 10, 0, 10)];
    expect(handlesOf(shapes, { minX: -1, minY: -1, maxX: 6, maxY: 1 }, 10).map(({ kind, at }) => [kind, ...at])).toEqual([['vertex', 0, 0], ['midpoint', 5, 0]]);
    expect(handlesOf(shapes, { minX: -1, minY: -1, maxX: 11, maxY: 11 }, 1).every(({ kind }) => kind === 'vertex')).toBe(true);
  });

  it('a corner is taken before a nearer middle', () => {
    const handles = handlesOf([zone('a', 0, 0, 4, 0, 4, 4)], { minX: -9, minY: -9, maxX: 9, maxY: 9 }, 10);
    expect(handleAt(handles, p(1.6, 0), 2)).toMatchObject({ kind: 'vertex', at: [0, 0] });
    expect(handleAt(handles, p(1.6, 0), 1)).toMatchObject({ kind: 'midpoint', at: [2, 0] });
    expect(handleAt(handles, p(-5, -5), 1)).toBeNull();
  });
});
