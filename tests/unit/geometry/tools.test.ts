import { describe, expect, it } from 'vitest';
import { difference, ground, intersection, symmetricDifference, union } from '#shared/geometry/boolean.ts';
import { enclosedArea } from '#shared/geometry/enclosed.ts';
import { plantPoint } from '#shared/geometry/frames.ts';
import { cutHole, mergeZones } from '#shared/geometry/merge.ts';
import { bufferLine, bufferPoint, circleRing, offsetRings } from '#shared/geometry/offset.ts';
import { areaOf } from '#shared/geometry/polygon.ts';
import { alignToNeighbours, fitToNeighbours, shareCorners, withoutOverlap } from '#shared/geometry/share-corners.ts';
import { ringsFromTrace, simplifyLine } from '#shared/geometry/simplify.ts';
import { splitByLine } from '#shared/geometry/split.ts';
import { moveRings, rotateRings, scaleRings } from '#shared/geometry/transform.ts';
import { validateRings } from '#shared/geometry/validity.ts';
import { rectangle, ring } from './rings.ts';

const left = [rectangle(0, 0, 10, 10)];
const right = [rectangle(10, 0, 20, 10)];
const p = plantPoint;

describe('joining and cutting', () => {
  it('joins two rooms with a common wall, and keeps the corners where it met the outline', () => {
    expect(union([left, right]).map(areaOf)).toEqual([200]);
    expect(mergeZones([left, right])).toHaveLength(1);
  });

  it('keeps zones apart that meet in a corner only', () => {
    const all = union([left, [rectangle(10, 10, 20, 20)]]);
    expect(all).toHaveLength(2);
    expect(mergeZones([left, [rectangle(10, 10, 20, 20)]])).toBeNull();
  });

  it('joins over a gap only where one is allowed', () => {
    const beyond = [rectangle(10.2, 0, 20, 10)];
    expect(mergeZones([left, beyond])).toBeNull();
    const joined = mergeZones([left, beyond], 0.3);
    expect(joined).toHaveLength(1);
    expect(areaOf(joined ?? [])).toBeCloseTo(200, 6);
  });

  it('joins many zones, strip by strip, to the same ground', () => {
    const zones = Array.from({ length: 900 }, (_, i) => [rectangle((i % 30) * 9, Math.floor(i / 30) * 9, (i % 30) * 9 + 10, Math.floor(i / 30) * 9 + 10)]);
    const block = union(zones);
    expect(block.map(areaOf)).toEqual([271 * 271]);
    // Without every seventh there are openings where four of the others do not meet.
    const open = union(zones.filter((_, i) => i % 7 !== 0));
    for (const rings of open) expect(validateRings(rings)).toEqual([]);
    expect(open.reduce((sum, rings) => sum + areaOf(rings), 0)).toBeCloseTo(difference(block, difference(block, open)).reduce((sum, rings) => sum + areaOf(rings), 0), 3);
    expect(difference(zones.filter((_, i) => i % 7 !== 0), open)).toEqual([]);
  });

  it('makes a ring of four rooms round a yard, the yard as a hole', () => {
    const rooms = [rectangle(0, 0, 30, 10), rectangle(20, 10, 30, 30), rectangle(0, 20, 20, 30), rectangle(0, 10, 10, 20)].map((room) => [room]);
    const [ringed] = union(rooms);
    expect(ringed?.map((one) => areaOf([one]))).toEqual([900, 100]);
  });

  it('cuts a hole, a bite, and everything', () => {
    expect(cutHole(left, rectangle(2, 2, 4, 4)).map((rings) => [rings.length, areaOf(rings)])).toEqual([[2, 96]]);
    expect(cutHole(left, rectangle(8, 8, 12, 12)).map((rings) => [rings.length, areaOf(rings)])).toEqual([[1, 96]]);
    expect(cutHole(left, rectangle(-1, -1, 11, 11))).toEqual([]);
    expect(cutHole(left, rectangle(4, -1, 6, 11))).toHaveLength(2);
  });

  it('works far out in the plant grid to the last digit', () => {
    const far = (rings: typeof left) => moveRings(rings, 39_512_345.6789, 4_312_345.1234);
    const [common] = intersection([far(left)], [far([rectangle(5, 5, 15, 15)])]);
    expect(areaOf(common ?? [])).toBeCloseTo(25, 6);
    expect(areaOf(symmetricDifference([far(left)], [far([rectangle(5, 0, 15, 10)])])[0] ?? [])).toBeCloseTo(50, 6);
    // Nothing is cut away; where the ring starts is open.
    expect(difference([far(left)], [far(right)]).flat(2).sort()).toEqual(far(left).flat().sort());
  });

  it('mends a bow tie: both halves, or by turns', () => {
    const bow = ring(0, 0, 10, 10, 10, 0, 0, 10);
    expect(ground([[bow]], 'nonZero').map(areaOf)).toEqual([25, 25]);
    const twice = ring(0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 5, 0, 5, 5, 0, 5);
    expect(ground([[twice]], 'nonZero').map(areaOf)).toEqual([100]);
    expect(ground([[twice]], 'evenOdd').map(areaOf)).toEqual([75]);
  });
});

describe('a split', () => {
  it('gives two halves that share the cut, and the neighbour the corner on its border', () => {
    const halves = splitByLine(left, [p(-5, 4), p(15, 4)]);
    expect(halves?.map(areaOf).sort((a, b) => a - b)).toEqual([40, 60]);
    for (const half of halves ?? []) for (const corner of [p(0, 4), p(10, 4)]) expect(half[0]).toContainEqual(corner);
    expect(shareCorners(halves ?? [], [{ id: 'right', rings: right }])).toEqual([{ id: 'right', rings: [ring(10, 0, 20, 0, 20, 10, 10, 10, 10, 4)] }]);
  });

  it('takes a bent line, and one that leads through a hole', () => {
    expect(splitByLine(left, [p(5, -1), p(5, 5), p(11, 5)])?.map(areaOf).sort((a, b) => a - b)).toEqual([25, 75]);
    const ringed = [rectangle(0, 0, 10, 10), [...rectangle(4, 4, 6, 6)].reverse()];
    expect(splitByLine(ringed, [p(-1, 5), p(11, 5)])?.map(areaOf)).toEqual([48, 48]);
    // From the outline to the hole and no farther: nothing is divided.
    expect(splitByLine(ringed, [p(-1, 5), p(5, 5)])).toBeNull();
  });

  it('is none where the line ends inside, passes by or runs along the border', () => {
    expect(splitByLine(left, [p(-5, 4), p(8, 4)])).toBeNull();
    expect(splitByLine(left, [p(-5, 14), p(15, 14)])).toBeNull();
    expect(splitByLine(left, [p(-5, 0), p(15, 0)])).toBeNull();
    expect(splitByLine(left, [p(2, 2)])).toBeNull();
  });

  it('into many pieces by a line that goes to and fro', () => {
    expect(splitByLine(left, [p(2, -1), p(2, 11), p(4, 11), p(4, -1), p(6, -1), p(6, 11)])?.map(areaOf).sort((a, b) => a - b)).toEqual([20, 20, 20, 40]);
  });
});

describe('shapes brought to their neighbours', () => {
  it('close a sliver and an overlap, with the corners on both sides', () => {
    const { rings, edits } = alignToNeighbours([rectangle(10.06, 2, 18, 8.02)], [{ id: 'left', rings: left }], 0.1);
    expect(rings).toEqual([ring(10, 2, 18, 2, 18, 8.02, 10, 8.02)]);
    expect(edits).toEqual([{ id: 'left', rings: [ring(0, 0, 10, 0, 10, 2, 10, 8.02, 10, 10, 0, 10)] }]);
    expect(union([rings, left]).map(areaOf)).toHaveLength(1);
    expect(intersection([rings], [edits[0]?.rings ?? []])).toEqual([]);
  });

  it('take up the corners of the neighbour that they pass', () => {
    const { rings, edits } = alignToNeighbours([rectangle(-5, 10.04, 15, 15)], [{ id: 'left', rings: left }], 0.1);
    expect(rings[0]).toEqual(ring(-5, 10.04, 0, 10, 10, 10, 15, 10.04, 15, 15, -5, 15));
    expect(edits).toEqual([]);
  });

  it('lose what lies on a neighbour, corner by corner', () => {
    const { pieces, edits } = withoutOverlap([rectangle(5, 5, 15, 8)], [{ id: 'left', rings: left }]);
    expect(pieces.map(areaOf)).toEqual([15]);
    expect(edits).toEqual([{ id: 'left', rings: [ring(0, 0, 10, 0, 10, 5, 10, 8, 10, 10, 0, 10)] }]);
    expect(withoutOverlap([rectangle(1, 1, 2, 2)], [{ id: 'left', rings: left }])).toEqual({ pieces: [], edits: [] });
    expect(withoutOverlap([rectangle(-5, 4, 15, 6)], [{ id: 'left', rings: left }]).pieces.map(areaOf)).toEqual([10, 10]);
  });

  it('fit: drawn to the border where near, cut where far', () => {
    const { pieces, edits } = fitToNeighbours([ring(10.05, 0.05, 20, 0, 20, 20, 5, 20, 5, 5)], [{ id: 'left', rings: left }], 0.1);
    expect(pieces).toHaveLength(1);
    expect(intersection(pieces, edits.length === 0 ? [left] : edits.map(({ rings }) => rings))).toEqual([]);
    expect(union([...pieces, ...edits.map(({ rings }) => rings)])).toHaveLength(1);
    const own = new Set(pieces.flat(2).map(String));
    for (const corner of edits[0]?.rings.flat() ?? []) if (corner[0] === 10) expect(own).toContain(String(corner));
  });

  it('stay as they are far from any', () => {
    expect(alignToNeighbours([rectangle(50, 0, 60, 10)], [{ id: 'left', rings: left }], 0.1)).toEqual({ rings: [rectangle(50, 0, 60, 10)], edits: [] });
  });
});

describe('moved, turned, made larger', () => {
  it('by right angles exactly', () => {
    expect(rotateRings(left, 90, p(0, 0))).toEqual([ring(0, 0, 0, 10, -10, 10, -10, 0)]);
    expect(rotateRings(rotateRings(left, 90, p(3, 7)), -90, p(3, 7))).toEqual(left);
    expect(rotateRings(left, 360, p(3, 7))).toEqual(left);
  });

  it('mirrors with a negative factor, still counter-clockwise', () => {
    const mirrored = scaleRings([ring(0, 0, 10, 0, 0, 5)], [-1, 1], p(0, 0));
    expect(validateRings(mirrored)).toEqual([]);
    expect(areaOf(mirrored)).toBe(25);
    expect(areaOf(scaleRings(left, 2, p(5, 5)))).toBe(400);
  });

  it('leaves what has no area for the check to refuse', () => {
    expect(validateRings(scaleRings(left, 0, p(0, 0)))).not.toEqual([]);
  });
});

describe('offsets and buffers', () => {
  it('keep sharp corners or round them', () => {
    expect(offsetRings(left, 1, 'miter').map(areaOf)).toEqual([144]);
    // 100 + 4 sides of 10 × 1 + a circle of radius 1.
    expect(areaOf(offsetRings(left, 1, 'round', 0.001)[0] ?? [])).toBeCloseTo(140 + Math.PI, 2);
    expect(offsetRings(left, -1).map(areaOf)).toEqual([64]);
    expect(offsetRings(left, -5)).toEqual([]);
  });

  it('a narrow waist comes apart', () => {
    const waist = [ring(0, 0, 10, 0, 10, 4, 20, 4, 20, 0, 30, 0, 30, 10, 20, 10, 20, 6, 10, 6, 10, 10, 0, 10)];
    expect(offsetRings(waist, -1.5)).toHaveLength(2);
  });

  it('circles and lines', () => {
    expect(circleRing(p(5, 5), 2, 4)).toEqual(ring(7, 5, 5, 7, 3, 5, 5, 3));
    expect(areaOf(bufferPoint(p(0, 0), 10))).toBeCloseTo(32 * 100 * Math.sin(Math.PI / 32), 1);
    expect(areaOf(bufferLine([p(0, 0), p(10, 0)], 1, 0.001)[0] ?? [])).toBeCloseTo(20 + Math.PI, 1);
    expect(areaOf(bufferLine([p(3, 3)], 1, 0.001)[0] ?? [])).toBeCloseTo(Math.PI, 1);
  });
});

describe('a trace by free hand', () => {
  it('loses the trembling, not the corners', () => {
    const trembling = Array.from({ length: 101 }, (_, i) => p(i / 10, i % 2 === 0 ? 0 : 0.03));
    expect(simplifyLine(trembling, 0.05)).toEqual([p(0, 0), p(10, 0)]);
    const rings = ringsFromTrace([...trembling, p(10, 10), p(0, 10)], 0.05);
    expect(rings?.[0]).toHaveLength(4);
  });

  it('keeps the largest loop of a crossing trace, and nothing of a line', () => {
    const rings = ringsFromTrace(ring(0, 0, 20, 0, 20, 20, -1, -1), 0.1);
    expect(rings === null ? null : validateRings(rings)).toEqual([]);
    expect(areaOf(rings ?? [])).toBeGreaterThan(180);
    expect(ringsFromTrace(ring(0, 0, 5, 5, 9, 9), 0.1)).toBeNull();
    expect(ringsFromTrace([], 0.1)).toBeNull();
  });
});

describe('the area that drawing lines enclose', () => {
  const walls = (...numbers: number[]) => new Float64Array(numbers);
  const room = [0, 0, 10, 0, 10, 0, 10, 10, 10, 10, 0, 10, 0, 10, 0, 0];

  it('is the room round the point, whatever lies in the next', () => {
    const next = [10, 0, 30, 0, 30, 0, 30, 10, 30, 10, 10, 10];
    expect(areaOf(enclosedArea(p(5, 5), walls(...room, ...next), 0) ?? [])).toBe(100);
    expect(areaOf(enclosedArea(p(15, 5), walls(...room, ...next), 0) ?? [])).toBe(200);
    expect(enclosedArea(p(35, 5), walls(...room, ...next), 0)).toBeNull();
    expect(enclosedArea(p(5, 5), walls(), 0)).toBeNull();
  });

  it('leaves islands out, but not those that are asked to be too small', () => {
    const tank = [4, 4, 6, 4, 6, 4, 6, 6, 6, 6, 4, 6, 4, 6, 4, 4, 4.5, 4.5, 5.5, 4.5, 5.5, 4.5, 5, 5.5, 5, 5.5, 4.5, 4.5];
    expect(enclosedArea(p(2, 2), walls(...room, ...tank), 0)?.map((one) => areaOf([one]))).toEqual([100, 4]);
    expect(enclosedArea(p(2, 2), walls(...room, ...tank), 0, { smallestIsland: 5 })).toHaveLength(1);
    expect(areaOf(enclosedArea(p(4.2, 4.2), walls(...room, ...tank), 0) ?? [])).toBe(3.5);
  });

  it('bridges gaps up to the tolerance: end to end, end to wall', () => {
    const gaps = [0, 0, 9.96, 0, 10, 0.01, 10, 10, 10, 9.97, 0, 9.97, 0, 10.2, 0, 0.03];
    expect(enclosedArea(p(5, 5), walls(...gaps), 0)).toBeNull();
    expect(areaOf(enclosedArea(p(5, 5), walls(...gaps), 0.1) ?? [])).toBeCloseTo(99.7, 1);
  });

  it('is not misled by stubs, doubled lines and walls that cross', () => {
    const messy = [-1, 0, 11, 0, 10, -1, 10, 11, 11, 10, -1, 10, 0, 11, 0, -1, 0, 0, 10, 0, 5, 0, 5, 3, 2, 10, 2, 8];
    const rings = enclosedArea(p(7, 5), walls(...messy), 0.2);
    expect(areaOf(rings ?? [])).toBe(100);
    expect(validateRings(rings ?? [])).toEqual([]);
  });
});
