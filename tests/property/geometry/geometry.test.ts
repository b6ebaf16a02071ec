import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAffine, fitSimilarity, invertAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint, plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { onGrid, side, toSteps } from '#shared/geometry/grid.ts';
import { labelPoint } from '#shared/geometry/label-point.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { areaOf, centroid, placeInPolygon, placeInRing, signedArea } from '#shared/geometry/polygon.ts';
import { cornersAt, moveVertex } from '#shared/geometry/shared-border.ts';
import { isValid, validateRings } from '#shared/geometry/validity.ts';

const metres = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const whole = (limit: number) => fc.integer({ min: -limit, max: limit });
const gridPoint = fc.tuple(whole(40), whole(40)).map(([x, y]) => plantPoint(x, y));
const anyRing = fc.array(gridPoint, { minLength: 3, maxLength: 9 });

/** A star-shaped, hence sound, ring: rising angles round a centre. */
const starRing = fc.record({ x: whole(5_000), y: whole(5_000), radii: fc.array(fc.double({ min: 1, max: 500, noNaN: true }), { minLength: 3, maxLength: 40 }) })
  .map(({ x, y, radii }) => radii.map((r, i) => onGrid(plantPoint(x + r * Math.cos((2 * Math.PI * i) / radii.length), y + r * Math.sin((2 * Math.PI * i) / radii.length)))));

describe('calibration', () => {
  const similarity = fc.record({
    yDown: fc.boolean(), scale: fc.double({ min: 1e-4, max: 1e3, noNaN: true }), turn: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), east: metres(5e7), north: metres(5e7),
  });
  const map = ({ yDown, scale, turn, east, north }: { yDown: boolean; scale: number; turn: number; east: number; north: number }, x: number, y: number): PlantPoint => {
    const v = yDown ? -y : y;
    return plantPoint(east + scale * (x * Math.cos(turn) - v * Math.sin(turn)), north + scale * (x * Math.sin(turn) + v * Math.cos(turn)));
  };
  const pixels = fc.tuple(metres(1e4), metres(1e4));

  it('finds any similarity again from points that follow it, pictures and drawings alike', () => {
    fc.assert(fc.property(similarity, fc.array(pixels, { minLength: 2, maxLength: 6 }), pixels, (how, marks, probe) => {
      fc.pre(marks.some(([x, y]) => Math.hypot(x - (marks[0]?.[0] ?? 0), y - (marks[0]?.[1] ?? 0)) > 500));
      const fit = fitSimilarity(marks.map(([x, y]) => ({ drawing: drawingPoint(x, y), plant: map(how, x, y) })), how);
      const [X, Y] = applyAffine(fit.toPlant, drawingPoint(...probe));
      const [x, y] = map(how, ...probe);
      // Marks 500 px apart extrapolated over 20,000 px, rounded plant values up to 5·10⁷ m (8·10⁻⁹ m): well within 10⁻⁶ of the plan's size.
      expect(Math.hypot(X - x, Y - y)).toBeLessThan(1e-6 * Math.max(1, how.scale));
    }), { numRuns: 500 });
  });

  it('inverts: plant → drawing → plant within 10⁻⁶ m', () => {
    fc.assert(fc.property(similarity, metres(1e6), metres(1e6), (how, x, y) => {
      const { toPlant } = fitSimilarity([[0, 0], [1_000, 0]].map(([u = 0, v = 0]) => ({ drawing: drawingPoint(u, v), plant: map(how, u, v) })), how);
      const point = plantPoint(how.east + x, how.north + y);
      const [X, Y] = applyAffine(toPlant, invertAffine(toPlant)(point));
      expect(Math.hypot(X - point[0], Y - point[1])).toBeLessThan(1e-6);
    }), { numRuns: 500 });
  });

  it('no other similarity fits better than the least-squares one', () => {
    fc.assert(fc.property(fc.array(fc.tuple(whole(1_000), whole(1_000), whole(1_000), whole(1_000)), { minLength: 3, maxLength: 6 }), fc.boolean(), metres(0.1), metres(0.1), metres(10), (marks, yDown, da, dd, dc) => {
      const points = marks.map(([x, y, X, Y]) => ({ drawing: drawingPoint(x, y), plant: plantPoint(X, Y) }));
      let fit;
      try { fit = fitSimilarity(points, { yDown }); } catch { return; } // all marks in one place
      const up = yDown ? -1 : 1;
      const { a, b, c, d, e, f } = fit.toPlant;
      const other = { a: a + da, b: b - up * dd, c: c + dc, d: d + dd, e: e + up * da, f: f - dc };
      const squares = (affine: typeof other) => points.reduce((sum, { drawing, plant }) => sum + (applyAffine(affine, drawing)[0] - plant[0]) ** 2 + (applyAffine(affine, drawing)[1] - plant[1]) ** 2, 0);
      expect(squares(fit.toPlant)).toBeLessThanOrEqual(squares(other) * (1 + 1e-9) + 1e-6);
    }), { numRuns: 300 });
  });
});

describe('grid', () => {
  it('putting on the grid twice is once, and moves by at most 0.05 mm', () => {
    fc.assert(fc.property(metres(1e8), metres(1e8), (x, y) => {
      const once = onGrid(plantPoint(x, y));
      expect(onGrid(once)).toEqual(once);
      expect(Math.max(Math.abs(once[0] - x), Math.abs(once[1] - y))).toBeLessThanOrEqual(0.00005 + 2e-8);
    }));
  });

  it('sides are exact for whole steps up to 10^12', () => {
    const step = whole(1e12);
    fc.assert(fc.property(step, step, step, step, whole(3), fc.integer({ min: 0, max: 4 }), (ax, ay, bx, by, off, along) => {
      // A point a whole number of times along the edge, or some steps beside it.
      const [cx, cy] = [ax + along * Math.trunc((bx - ax) / 4), ay + along * Math.trunc((by - ay) / 4) + off];
      const exact = (BigInt(bx) - BigInt(ax)) * (BigInt(cy) - BigInt(ay)) - (BigInt(by) - BigInt(ay)) * (BigInt(cx) - BigInt(ax));
      expect(Math.sign(side(ax, ay, bx, by, cx, cy))).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0);
    }), { numRuns: 1_000 });
  });
});

describe('rings', () => {
  it('normalising twice is once; area and soundness are kept', () => {
    fc.assert(fc.property(anyRing, (points) => {
      const once = normaliseRings([points]);
      expect(normaliseRings(once)).toEqual(once);
      expect(Math.abs(signedArea(once[0] ?? []))).toBeCloseTo(Math.abs(signedArea(points)), 6);
      expect(validateRings(normaliseRings([[...points].reverse()])).length === 0).toBe(validateRings(once).length === 0);
    }), { numRuns: 500 });
  });

  it('validity is what a check of every pair of edges says', () => {
    fc.assert(fc.property(anyRing, (points) => {
      const [ring = []] = normaliseRings([points]);
      fc.pre(ring.length >= 3);
      expect(isValid([ring])).toBe(isSimple(ring) && signedArea(ring) !== 0);
    }), { numRuns: 2_000 });
  });

  it('star-shaped rings are sound, and their label and centre lie as they should', () => {
    fc.assert(fc.property(starRing, (points) => {
      const rings = normaliseRings([points]);
      fc.pre(isValid(rings) && areaOf(rings) > 1);
      expect(placeInPolygon(labelPoint(rings), rings)).toBe('inside');
      const box = centroid(rings);
      expect(Number.isFinite(box[0]) && Number.isFinite(box[1])).toBe(true);
    }), { numRuns: 200 });
  });

  it('inside is what the turns round the point say', () => {
    fc.assert(fc.property(anyRing, gridPoint, (points, point) => {
      const [ring = []] = normaliseRings([points]);
      fc.pre(isValid([ring]));
      const place = placeInRing(point, ring);
      const onEdge = ring.some((a, i) => holds(a, ring[(i + 1) % ring.length] ?? a, point));
      expect(place).toBe(onEdge ? 'boundary' : turns(ring, point) === 0 ? 'outside' : 'inside');
    }), { numRuns: 1_000 });
  });
});

describe('shared corners', () => {
  it('after a move the zones share the new corner and none has the old one', () => {
    fc.assert(fc.property(fc.array(anyRing, { minLength: 1, maxLength: 5 }), fc.nat(), metres(100), metres(100), (rings, which, x, y) => {
      const zones = rings.map((ring, i) => ({ id: String(i), rings: [ring] }));
      const corner = rings[0]?.[which % (rings[0]?.length ?? 1)] ?? plantPoint(0, 0);
      const target = onGrid(plantPoint(x + 1_000, y));
      const edits = new Map(moveVertex(zones, corner, target).map((edit) => [edit.id, edit]));
      const after = zones.map((zone) => edits.get(zone.id) ?? zone);
      expect(cornersAt(after, target)).toEqual(cornersAt(zones, corner));
      expect(cornersAt(after, corner)).toEqual([]);
    }));
  });
});

/** Every pair of edges, the plain way: neighbours share just their corner, others nothing. Whole metres, so doubles are exact. */
function isSimple(ring: readonly PlantPoint[]): boolean {
  const edge = (i: number) => [ring[i] ?? ring[0], ring[(i + 1) % ring.length] ?? ring[0]] as [PlantPoint, PlantPoint];
  for (let i = 0; i < ring.length; i++) for (let j = i + 1; j < ring.length; j++) {
    const [[a, b], [c, d]] = [edge(i), edge(j)];
    const shared = j === i + 1 ? b : i === 0 && j === ring.length - 1 ? a : null;
    if (shared === null) { if (meet(a, b, c, d)) return false; continue; }
    const [p, q] = shared === b ? [a, d] : [b, c];
    if (holds(a, b, q) || holds(c, d, p)) return false;
  }
  return true;
}
const cross = (a: PlantPoint, b: PlantPoint, c: PlantPoint) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const holds = (a: PlantPoint, b: PlantPoint, p: PlantPoint) =>
  cross(a, b, p) === 0 && p[0] >= Math.min(a[0], b[0]) && p[0] <= Math.max(a[0], b[0]) && p[1] >= Math.min(a[1], b[1]) && p[1] <= Math.max(a[1], b[1]);
const meet = (a: PlantPoint, b: PlantPoint, c: PlantPoint, d: PlantPoint) =>
  (cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0) || holds(a, b, c) || holds(a, b, d) || holds(c, d, a) || holds(c, d, b);
/** How often the ring runs round the point, by angles. */
function turns(ring: readonly PlantPoint[], [x, y]: PlantPoint): number {
  let angle = 0;
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length] ?? a;
    const [ax, ay, bx, by] = [a[0] - x, a[1] - y, b[0] - x, b[1] - y];
    angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return Math.round(angle / (2 * Math.PI));
}

describe('toSteps', () => {
  it('brings every grid value back', () => {
    fc.assert(fc.property(whole(1e12), (steps) => { expect(toSteps(steps / 1e4)).toBe(steps); }));
  });
});
