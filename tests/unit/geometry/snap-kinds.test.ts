import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { snapToEdges, type SnapChoice, type SnapEdge } from '#shared/geometry/snap-kinds.ts';
import { SnapIndex } from '#shared/geometry/snap.ts';
import { rectangle } from './rings.ts';

const p = plantPoint;
const edge = (ax: number, ay: number, bx: number, by: number): SnapEdge<string> => ({ a: p(ax, ay), b: p(bx, by), key: 'wall', index: 0 });
const cross = [edge(0, 0, 10, 0), edge(3, -5, 3, 5)];
const found = (x: number, y: number, tolerance: number, edges = cross, choice: SnapChoice = {}) => {
  const snap = snapToEdges(p(x, y), tolerance, edges, choice);
  return snap === null ? null : [snap.kind, ...snap.point];
};

describe('snapping by kind', () => {
  it('a vertex before anything nearer', () => {
    expect(found(0.3, 0.01, 0.5)).toEqual(['vertex', 0, 0]);
    expect(found(3.1, 0.1, 0.5)).toEqual(['intersection', 3, 0]);
    expect(found(5.2, 0.1, 0.5)).toEqual(['midpoint', 5, 0]);
    expect(found(7.2, 0.1, 0.5)).toEqual(['edge', 7.2, 0]);
    expect(found(7.2, 0.6, 0.5)).toBeNull();
  });

  it('the foot of the perpendicular from the point before, inside the edge only', () => {
    expect(found(7.2, 0.1, 0.5, cross, { from: p(7, 4) })).toEqual(['perpendicular', 7, 0]);
    expect(found(9, 0.1, 0.5, cross, { from: p(14, 4) })).toEqual(['edge', 9, 0]);
  });

  it('the grid last, and only where there is one', () => {
    expect(found(20.2, 30.3, 0.5, cross, { grid: 1 })).toEqual(['grid', 20, 30]);
    expect(found(20.2, 30.3, 0.3, cross, { grid: 1 })).toBeNull();
    expect(found(7.02, 0.1, 0.5, cross, { grid: 1 })).toEqual(['edge', 7.02, 0]);
    expect(found(7.02, 0.1, 0.5, cross, { grid: 1, kinds: new Set(['grid']) })).toEqual(['grid', 7, 0]);
  });

  it('a crossing is the same place to the last digit, from near and far, also far out in the plant grid', () => {
    const [x, y] = [39_512_345.6789, 4_312_345.1234];
    const edges = [edge(x, y, x + 7, y + 3), edge(x, y + 3, x + 7, y)];
    for (const off of [0.4, 0.04, 0.0004]) expect(found(x + 3.5 + off, y + 1.5, 0.5, edges, { kinds: new Set(['intersection']) })).toEqual(['intersection', 39_512_349.1789, 4_312_346.6234]);
    expect(found(x + 3.6, y + 1.5, 0.5, [edge(x, y, x + 7, y + 3), edge(x, y + 3, x + 7, y)].map((one) => ({ ...one, key: 'other' })))?.[0]).toBe('intersection');
  });

  it('edges that run along one another have no crossing', () => {
    expect(found(5, 0.1, 0.2, [edge(0, 0, 10, 0), edge(2, 0, 12, 0)], { kinds: new Set(['intersection']) })).toBeNull();
  });
});

describe('edges near a point', () => {
  const index = new SnapIndex([{ key: 'a', ring: rectangle(0, 0, 10, 10) }, { key: 'b', ring: rectangle(10, 0, 20, 10) }]);
  it('come in the order given, without those that are dragged', () => {
    expect(index.edgesNear(p(10.1, 5), 0.5).map(({ key, index: number }) => [key, number])).toEqual([['a', 1], ['b', 3]]);
    expect(index.edgesNear(p(10.1, 5), 0.5, (key) => key === 'a').map(({ key }) => key)).toEqual(['b']);
    expect(index.edgesNear(p(10.1, 5), 0.5, (key, corner) => key === 'b' && corner === 0).map(({ key }) => key)).toEqual(['a']);
    expect(new SnapIndex([]).edgesNear(p(0, 0), 1)).toEqual([]);
  });
});
