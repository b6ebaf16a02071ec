import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { cornersAt, insertVertex, moveVertex, removeVertex } from '#shared/geometry/shared-border.ts';
import { SnapIndex } from '#shared/geometry/snap.ts';
import { ZoneIndex } from '#shared/geometry/zone-index.ts';
import { rectangle, ring } from './rings.ts';

const at = plantPoint;
/** a and b share the border x = 10; c lies apart on top of b. */
const a = { id: 'a', rings: [rectangle(0, 0, 10, 10)] };
const b = { id: 'b', rings: [rectangle(10, 0, 20, 10)] };
const c = { id: 'c', rings: [rectangle(12, 2, 18, 8), rectangle(14, 4, 16, 6).reverse()] };
const zones = [a, b, c];

describe('shared borders', () => {
  it('finds the corners that zones share', () => {
    expect(cornersAt(zones, at(10, 10))).toEqual([{ id: 'a', ring: 0, index: 2 }, { id: 'b', ring: 0, index: 3 }]);
    expect(cornersAt(zones, at(10, 5))).toEqual([]);
  });

  it('moves a shared corner in both zones, leaves the others, and puts it on the grid', () => {
    expect(moveVertex(zones, at(10, 10), at(11.00004, 12))).toEqual([
      { id: 'a', rings: [ring(0, 0, 10, 0, 11, 12, 0, 10)] },
      { id: 'b', rings: [ring(10, 0, 20, 0, 20, 10, 11, 12)] },
    ]);
    expect(moveVertex(zones, at(10, 10), at(10.00001, 10))).toEqual([]);
    expect(moveVertex(zones, at(14, 4), at(13, 3))).toEqual([{ id: 'c', rings: [rectangle(12, 2, 18, 8), ring(14, 6, 16, 6, 16, 4, 13, 3)] }]);
  });

  it('puts a new corner on both sides of a border, and on a longer edge along it', () => {
    expect(insertVertex(zones, at(10, 0), at(10, 10), at(10, 4))).toEqual([
      { id: 'a', rings: [ring(0, 0, 10, 0, 10, 4, 10, 10, 0, 10)] },
      { id: 'b', rings: [ring(10, 0, 20, 0, 20, 10, 10, 10, 10, 4)] },
    ]);
    const long = { id: 'long', rings: [rectangle(10, -50, 30, 50)] };
    expect(insertVertex([a, long], at(10, 0), at(10, 10), at(10, 4)).map(({ id }) => id)).toEqual(['a', 'long']);
    expect(insertVertex(zones, at(10, 0), at(10, 10), at(10, 10))).toEqual([]);
  });

  it('takes a corner out of every zone, unless a ring would fall apart', () => {
    expect(removeVertex(zones, at(10, 10))?.map(({ id, rings }) => [id, rings[0]?.length])).toEqual([['a', 3], ['b', 3]]);
    expect(removeVertex([{ id: 't', rings: [ring(0, 0, 1, 0, 1, 1)] }], at(1, 1))).toBeNull();
  });
});

describe('snap', () => {
  const index = new SnapIndex(zones.flatMap(({ id, rings }) => rings.map((points) => ({ key: id, ring: points }))));

  it('gives the exact vertex, also where an edge is nearer', () => {
    // (9.9, 9.2) is 0.1 m from the edge x = 10 and 0.81 m from the corner (10, 10).
    expect(index.snap(at(9.9, 9.2), 1)).toMatchObject({ kind: 'vertex', point: [10, 10], key: 'a', index: 2 });
  });

  it('gives a place on the edge where no vertex is near', () => {
    expect(index.snap(at(9.7, 5), 1)).toEqual({ kind: 'edge', point: [10, 5], key: 'a', index: 1, distance: expect.closeTo(0.3, 9) });
    expect(index.snap(at(5, -3), 1)).toBeNull();
    // Exactly at the tolerance still counts.
    expect(index.snap(at(5, -1), 1)?.kind).toBe('edge');
  });

  it('snaps to the closing edge', () => {
    expect(index.snap(at(-0.2, 5), 1)).toMatchObject({ kind: 'edge', point: [0, 5], key: 'a', index: 3 });
  });

  it('leaves out what is dragged: the vertex and the edges that hang on it', () => {
    const skip = (key: string, i: number) => (key === 'a' && i === 2) || (key === 'b' && i === 3);
    expect(index.snap(at(9.9, 9.9), 1, skip)).toBeNull();
    expect(index.snap(at(9.9, 9.9), 1, (key, i) => key === 'a' && i === 2)).toMatchObject({ kind: 'vertex', key: 'b', index: 3 });
  });

  it('of nothing finds nothing', () => {
    expect(new SnapIndex([]).snap(at(0, 0), 100)).toBeNull();
  });
});

describe('ZoneIndex', () => {
  const index = new ZoneIndex(zones);

  it('finds the top-most zone, all of them, and none', () => {
    expect(index.at(at(13, 3))).toBe('c');
    expect(index.allAt(at(13, 3))).toEqual(['c', 'b']);
    expect(index.at(at(15, 5))).toBe('b'); // through the hole of c
    expect(index.allAt(at(10, 5))).toEqual(['b', 'a']); // on the border
    expect(index.at(at(50, 50))).toBeNull();
  });

  it('finds by box, in drawing order', () => {
    expect(index.inBox({ minX: 11, minY: 1, maxX: 13, maxY: 3 })).toEqual(['b', 'c']);
    expect(new ZoneIndex([]).inBox({ minX: 0, minY: 0, maxX: 1, maxY: 1 })).toEqual([]);
  });
});
