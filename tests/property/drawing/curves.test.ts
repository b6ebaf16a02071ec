import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, rotation, scaling, translation, type Affine } from '#shared/drawing/affine.ts';
import { DrawingBuilder } from '#shared/drawing/builder.ts';
import { bSpline, bulgeArc, cubicBezier, ellipticArc } from '#shared/drawing/curves.ts';
import { packDrawing, unpackDrawing } from '#shared/drawing/pack.ts';
import { pathsOf } from '../../fixtures/layouts/make.ts';

const coordinate = fc.double({ min: -1e5, max: 1e5, noNaN: true });
type Point = [number, number];
const collect = (draw: (sink: (x: number, y: number) => void) => void): Point[] => { const points: Point[] = []; draw((x, y) => { points.push([x, y]); }); return points; };

describe('flattened curves', () => {
  it('an arc by bulge lies on one circle, turns by four times the bulge\'s angle and ends at its end', () => {
    fc.assert(fc.property(coordinate, coordinate, fc.double({ min: 1, max: 1000, noNaN: true }), fc.double({ min: -3.14, max: 3.14, noNaN: true }), fc.double({ min: 0.01, max: 5, noNaN: true }), fc.boolean(),
      (x, y, length, direction, size, left) => {
        const bulge = left ? size : -size;
        const end: Point = [x + length * Math.cos(direction), y + length * Math.sin(direction)];
        const points = [[x, y] as Point, ...collect((sink) => { bulgeArc(x, y, end[0], end[1], bulge, 0, sink); })];
        expect(points.at(-1)).toEqual(end);
        // The middle of the arc is half the chord times the bulge from the chord, to the right of the way for a positive bulge.
        const radius = (length * (1 + bulge * bulge)) / (4 * size);
        const sag = bulge * (length / 2);
        const apex: Point = [(x + end[0]) / 2 + Math.sin(direction) * sag, (y + end[1]) / 2 - Math.cos(direction) * sag];
        const centre: Point = [apex[0] - Math.sin(direction) * radius * Math.sign(bulge), apex[1] + Math.cos(direction) * radius * Math.sign(bulge)];
        for (const [px, py] of points) expect(Math.abs(Math.hypot(px - centre[0], py - centre[1]) - radius)).toBeLessThan(1e-6 * (radius + Math.abs(x) + Math.abs(y) + 1));
        expect(Math.min(...points.map(([px, py]) => Math.hypot(px - apex[0], py - apex[1])))).toBeLessThan(radius * 0.2 + 1e-6);
      }), { numRuns: 200 });
  });

  it('chords of a circle stay within the tolerance of it', () => {
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true }), (radius, tolerance) => {
      const points = collect((sink) => { ellipticArc(0, 0, radius, 0, 0, radius, 0, 2 * Math.PI, tolerance, sink); });
      const allowed = Math.max(radius * (1 - Math.cos(Math.PI / 16)), tolerance, radius * 5e-4) * (1 + 1e-6);
      for (let i = 1; i < points.length; i += 1) {
        const [ax = 0, ay = 0] = points[i - 1] ?? [], [bx = 0, by = 0] = points[i] ?? [];
        expect(radius - Math.hypot((ax + bx) / 2, (ay + by) / 2)).toBeLessThanOrEqual(allowed);
      }
      expect(points.length).toBeLessThanOrEqual(513);
    }));
  });

  it('a B-spline with one span and end knots is the Bézier curve of its control points', () => {
    const control = fc.tuple(coordinate, coordinate);
    fc.assert(fc.property(control, control, control, control, (p, q, r, s) => {
      const xs = [p[0], q[0], r[0], s[0]], ys = [p[1], q[1], r[1], s[1]];
      const spline = collect((sink) => { expect(bSpline({ degree: 3, knots: [0, 0, 0, 0, 1, 1, 1, 1], xs, ys, weights: [] }, sink)).toBe(true); });
      const at = (t: number): Point => [xs, ys].map((v) => (1 - t) ** 3 * (v[0] ?? 0) + 3 * (1 - t) ** 2 * t * (v[1] ?? 0) + 3 * (1 - t) * t * t * (v[2] ?? 0) + t ** 3 * (v[3] ?? 0)) as Point;
      spline.forEach(([x, y], index) => {
        const [bx, by] = at(index / (spline.length - 1));
        expect(Math.hypot(x - bx, y - by)).toBeLessThan(1e-5);
      });
      const bezier = collect((sink) => { cubicBezier(p[0], p[1], q[0], q[1], r[0], r[1], s[0], s[1], 0, sink); });
      expect(bezier.at(-1)).toEqual([s[0], s[1]]);
    }));
  });
});

describe('affine maps', () => {
  const map = fc.tuple(coordinate, coordinate, fc.double({ min: -360, max: 360, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }))
    .map(([x, y, degrees, size]): Affine => compose(compose(translation(x, y), rotation(degrees)), scaling(size, -size)));
  const apply = ({ a, b, c, d, e, f }: Affine, [x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f];

  it('composed do what one after the other does', () => {
    fc.assert(fc.property(map, map, coordinate, coordinate, (outer, inner, x, y) => {
      const [ax, ay] = apply(compose(outer, inner), [x, y]);
      const [bx, by] = apply(outer, apply(inner, [x, y]));
      expect(Math.hypot(ax - bx, ay - by)).toBeLessThan(1e-6 * (1 + Math.hypot(ax, ay) + 1e5));
    }));
  });
});

describe('packing', () => {
  it('keeps every path and text to a part in sixteen million of the drawing', () => {
    const path = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 20 });
    fc.assert(fc.property(fc.array(path, { maxLength: 20 }), fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }), coordinate, (paths, texts, shift) => {
      const builder = new DrawingBuilder();
      paths.forEach((points, index) => {
        builder.begin(builder.style(`层${index % 3}`, null, 0, false));
        for (const [x, y] of points) builder.point(x + shift * 300, y);
        builder.end();
      });
      const style = builder.style('字', '#000001', 0, false);
      for (const text of texts) builder.text({ x: shift, y: 0, height: 1, rotation: 0, text, align: 'left', baseline: 'top', style });
      const drawing = unpackDrawing(packDrawing(builder.finish()));
      expect(drawing.texts.map(({ text }) => text)).toEqual(texts);
      pathsOf(drawing).forEach((read, index) => {
        read.points.forEach(([x, y], k) => {
          const [wx = NaN, wy = NaN] = paths[index]?.[k] ?? [];
          expect(Math.hypot(x - wx - shift * 300, y - wy)).toBeLessThan(0.03);
        });
      });
    }));
  });
});
