import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plantPoint } from '#shared/geometry/frames.ts';
import { boundsOf, distance, edgesOf, nearestOnSegment, placeInPolygon } from '#shared/geometry/polygon.ts';
import { insertVertex } from '#shared/geometry/shared-border.ts';
import { SnapIndex } from '#shared/geometry/snap.ts';
import { ZoneIndex } from '#shared/geometry/zone-index.ts';

const gridPoint = fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 })).map(([x, y]) => plantPoint(x, y));
const zones = fc.array(fc.array(gridPoint, { minLength: 3, maxLength: 6 }), { maxLength: 8 }).map((rings) => rings.map((ring, i) => ({ id: String(i), rings: [ring] })));

describe('finding by index is finding by looking at all', () => {
  it('zones at a point and in a box', () => {
    fc.assert(fc.property(zones, gridPoint, gridPoint, (all, a, b) => {
      const index = new ZoneIndex(all);
      expect(index.allAt(a)).toEqual(all.filter(({ rings }) => placeInPolygon(a, rings) !== 'outside').map(({ id }) => id).reverse());
      const box = boundsOf([a, b]) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 };
      expect(index.inBox(box)).toEqual(all.filter(({ rings }) => {
        const own = boundsOf(rings.flat());
        return own !== null && own.minX <= box.maxX && own.maxX >= box.minX && own.minY <= box.maxY && own.maxY >= box.minY;
      }).map(({ id }) => id));
    }), { numRuns: 300 });
  });

  it('the snap: nearest vertex within reach, else nearest edge, to the grid', () => {
    fc.assert(fc.property(zones, fc.double({ min: -30, max: 30, noNaN: true }), fc.double({ min: -30, max: 30, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true }), (all, x, y, tolerance) => {
      const point = plantPoint(x, y);
      const snap = new SnapIndex(all.flatMap(({ id, rings }) => rings.map((ring) => ({ key: id, ring })))).snap(point, tolerance);
      const vertices = all.flatMap(({ rings }) => rings.flat()).map((vertex) => distance(point, vertex)).filter((away) => away <= tolerance);
      const edges = all.flatMap(({ rings }) => rings.flatMap((ring) => [...edgesOf(ring)])).map(([a, b]) => distance(point, nearestOnSegment(point, a, b)));
      if (vertices.length > 0) {
        expect([snap?.kind, snap?.distance]).toEqual(['vertex', Math.min(...vertices)]);
        return;
      }
      const nearest = Math.min(Infinity, ...edges);
      // Between them lies only the rounding of the foot to the grid.
      if (nearest < tolerance - 1e-4) expect(snap?.kind).toBe('edge');
      if (nearest > tolerance + 1e-4) expect(snap).toBeNull();
      if (snap !== null) expect(Math.abs(snap.distance - nearest)).toBeLessThan(1e-4);
    }), { numRuns: 500 });
  });

  it('a corner put on a snapped edge is in that zone afterwards, once', () => {
    fc.assert(fc.property(zones, gridPoint, (all, probe) => {
      const snap = new SnapIndex(all.flatMap(({ id, rings }) => rings.map((ring) => ({ key: id, ring })))).snap(plantPoint(probe[0] + 0.37, probe[1] + 0.21), 5);
      fc.pre(snap?.kind === 'edge');
      const ring = all.find(({ id }) => id === snap?.key)?.rings[0] ?? [];
      const [a, b] = [ring[snap?.index ?? 0], ring[((snap?.index ?? 0) + 1) % ring.length]];
      fc.pre(a !== undefined && b !== undefined && snap !== null && !ring.some((corner) => distance(corner, snap.point) === 0));
      if (a === undefined || b === undefined || snap === null) return;
      const edited = insertVertex(all, a, b, snap.point).find(({ id }) => id === snap.key);
      expect(edited?.rings[0]?.filter((corner) => distance(corner, snap.point) === 0).length).toBe(1);
      expect(edited?.rings[0]?.length).toBe(ring.length + 1);
    }), { numRuns: 300 });
  });
});
