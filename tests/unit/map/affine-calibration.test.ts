import { describe, expect, it } from 'vitest';
import { applyAffine, invertAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint } from '#shared/geometry/frames.ts';
import type { Calibration } from '#shared/model/plant-layout.ts';
import { mapView } from '#shared/sheet/scale.ts';
import { plantBounds, planMarks } from '#shared/sheet/plan-marks.ts';
import { apply, drawingToMap, mapBox, mapToDrawing } from '../../../renderer/src/map/drawing-frame.ts';
import { drawingOf } from '../sheet/sample.ts';

/** Two scales, a skew and a shift of a survey's size: nothing of it is a similarity. */
const toPlant = { a: 0.5, b: 0.07, c: 40_500_000, d: -0.03, e: 0.43, f: 3_400_000 };
const calibration: Calibration = { source: 'control-points', fit: 'affine', toPlant, points: [] };
const bounds = { minX: 100, minY: 200, maxX: 900, maxY: 700 };
const corners = [[100, 200], [900, 200], [900, 700], [100, 700]] as const;

describe('an affine calibration', () => {
  const drawing = { kind: 'vector', frame: 'plant', calibration, bounds, bytes: new Uint8Array() } as const;

  it('places drawing points on the map as it says, and finds them again', () => {
    const toMap = drawingToMap(drawing);
    if (toMap === null) throw new Error('not placed');
    for (const [x, y] of corners) {
      const there = applyAffine(toPlant, drawingPoint(x, y));
      expect(apply(toMap, x, y)).toEqual([expect.closeTo(there[0], 6), expect.closeTo(there[1], 6)]);
      expect(mapToDrawing(drawing, there[0], there[1])).toEqual([expect.closeTo(x, 5), expect.closeTo(y, 5)]);
      expect(invertAffine(toPlant)(there)).toEqual([expect.closeTo(x, 5), expect.closeTo(y, 5)]);
    }
    const box = mapBox(toMap, bounds);
    expect(box).toEqual(plantBounds(bounds, toPlant));
    for (const [x, y] of corners) {
      const [X, Y] = applyAffine(toPlant, drawingPoint(x, y));
      expect(X >= box.minX - 1e-6 && X <= box.maxX + 1e-6 && Y >= box.minY - 1e-6 && Y <= box.maxY + 1e-6).toBe(true);
    }
  });

  it('places lines and pictures on the sheet where the map has them', () => {
    const box = plantBounds(bounds, toPlant);
    const view = mapView(box, { x: 10, y: 10, width: 300, height: 200 }, 2000);
    const onSheet = (x: number, y: number): [number, number] => { const [X, Y] = applyAffine(toPlant, drawingPoint(x, y)); return [view.x(X), view.y(Y)]; };
    const lines = planMarks({ kind: 'vector', geometry: drawingOf([[100, 200, 800, 500]]) }, bounds, toPlant, view, 'engineering').lines;
    const [ring] = lines.flatMap((mark) => (mark.kind === 'path' ? mark.rings : []));
    for (const [i, [x, y]] of corners.entries()) {
      const [X, Y] = onSheet(x, y);
      expect([ring?.[2 * i], ring?.[2 * i + 1]]).toEqual([expect.closeTo(X, 4), expect.closeTo(Y, 4)]);
    }
    const [picture] = planMarks({ kind: 'picture', mediaType: 'image/png', bytes: new Uint8Array() }, bounds, toPlant, view, 'engineering').ground;
    if (picture?.kind !== 'picture') throw new Error('no picture');
    const [a, b, c, d, e, f] = picture.matrix;
    for (const [x, y] of corners) {
      const [u, v] = [x - bounds.minX, y - bounds.minY];
      const [X, Y] = onSheet(x, y);
      expect([a * u + c * v + e, b * u + d * v + f]).toEqual([expect.closeTo(X, 4), expect.closeTo(Y, 4)]);
    }
  });
});
