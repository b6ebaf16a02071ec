import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invert } from '#shared/drawing/affine.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { checkShape } from '../../../renderer/src/editor/check-shape.ts';
import { rectangleCorner, rectangleRing } from '../../../renderer/src/editor/shapes.ts';
import { snapPoint } from '../../../renderer/src/editor/snapping.ts';
import { apply } from '../../../renderer/src/map/drawing-frame.ts';
import { prepareZone, zoneHolds } from '../../../renderer/src/map/zone-store.ts';

const metre = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const point = fc.tuple(metre, metre).map(([x, y]) => plantPoint(x, y));

describe('map properties', () => {
  it('a snapped point is never farther away than the tolerance across and upright, plus half a grid step', () => {
    fc.assert(fc.property(point, fc.array(fc.array(point, { minLength: 3, maxLength: 8 }), { maxLength: 4 }), fc.array(point, { maxLength: 5 }), fc.double({ min: 0.01, max: 1e6, noNaN: true }), (at, rings, others, tolerance) => {
      const { point: to } = snapPoint(at, tolerance, { rings, drawing: others, aligned: others, dragged: null });
      expect(Math.abs(to[0] - at[0])).toBeLessThanOrEqual(tolerance + 1e-4);
      expect(Math.abs(to[1] - at[1])).toBeLessThanOrEqual(tolerance + 1e-4);
    }));
  });

  it('a drawn rectangle with sides is sound, and its middle lies inside', () => {
    fc.assert(fc.property(point, point, fc.boolean(), (a, b, square) => {
      fc.pre(Math.abs(a[0] - b[0]) > 0.1 && Math.abs(a[1] - b[1]) > 0.1);
      const to = rectangleCorner(a, b, square);
      const { rings, fault } = checkShape([rectangleRing(a, to)]);
      expect(fault).toBeNull();
      const prepared = prepareZone({ id: 'z', layoutId: 'l', name: '', code: '', rings, unitIds: [], note: '', level: null, unassessedUnits: 0, majorHazard: false, majorHazardLevel: null });
      expect(zoneHolds(prepared, (a[0] + to[0]) / 2, (a[1] + to[1]) / 2)).toBe(true);
      if (square) expect(Math.abs(to[0] - a[0])).toBeCloseTo(Math.abs(to[1] - a[1]), 4);
    }));
  });

  it('a calibration and its inverse lead back', () => {
    const part = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(fc.property(part, part, part, part, metre, metre, metre, metre, (a, b, c, d, e, f, x, y) => {
      fc.pre(Math.abs(a * d - b * c) > 1);
      const map = { a, b, c, d, e, f };
      const back = invert(map);
      expect(back).not.toBeNull();
      if (!back) return;
      const [u, v] = apply(map, ...apply(back, x, y));
      expect(Math.hypot(u - x, v - y)).toBeLessThan(1e-3);
    }));
  });
});
