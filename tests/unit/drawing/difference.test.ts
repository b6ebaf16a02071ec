import { describe, expect, it } from 'vitest';
import { differenceOf, type PlacedDrawing } from '#shared/drawing/difference.ts';
import type { DrawingGeometry } from '#shared/drawing/drawing.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { zonesAtChanges } from '#shared/zones/zones-at-changes.ts';

type Line = readonly (readonly [number, number])[];
const metres = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };

/** A drawing of polylines and texts; `origin` moves the numbers, not the places. */
function drawing(lines: readonly Line[], texts: readonly (readonly [string, number, number])[] = [], origin: readonly [number, number] = [0, 0]): DrawingGeometry {
  const starts = [0];
  const flat: number[] = [];
  for (const line of lines) {
    for (const [x, y] of line) flat.push(x - origin[0], y - origin[1]);
    starts.push(flat.length / 2);
  }
  return {
    origin, coordinates: Float32Array.from(flat), pathStart: Uint32Array.from(starts), pathStyle: Uint16Array.from(lines, () => 0), pathGroup: Uint32Array.from(lines, () => 0),
    styles: [{ layer: '0', colour: null, widthMm: 0, filled: false }],
    texts: texts.map(([text, x, y]) => ({ text, x: x - origin[0], y: y - origin[1], height: 1, rotation: 0, align: 'left', baseline: 'alphabetic', style: 0 })),
    bounds: { minX: 0, minY: 0, maxX: 100, maxY: 100 }, layers: [{ name: '0', colour: null, visible: true }],
  };
}
const placed = (geometry: DrawingGeometry, toPlant = metres): PlacedDrawing => ({ geometry, toPlant, counts: () => true });
const none = (): Promise<void> => Promise.resolve();
const lists = (segments: Float64Array): number[][] => Array.from({ length: segments.length / 4 }, (_, i) => [...segments.subarray(4 * i, 4 * i + 4)]);

const wall: Line = [[0, 0], [40, 0], [40, 30]];
const tank: Line = [[60, 10], [70, 10], [70, 20], [60, 20], [60, 10]];

describe('the difference of two revisions', () => {
  it('is nothing for the same drawing, whatever its origin, its pieces and the way its lines run', async () => {
    const other = drawing([[[40, 30], [40, 12], [40, 0], [13, 0], [0, 0]], [...tank].reverse()], [['罐区', 65, 15]], [1000, -500]);
    const found = await differenceOf(placed(drawing([wall, tank], [['罐区', 65, 15]])), placed(other), 0.02, none);
    expect(found).toEqual({ added: new Float64Array(), removed: new Float64Array(), textsAdded: [], textsRemoved: [] });
  });

  it('is what was moved, at its old and at its new place; a shortened wall is the old line gone and the new line there', async () => {
    const found = await differenceOf(placed(drawing([[[0, 0], [40, 0]]], [['泵房', 5, 5]])), placed(drawing([[[0, 3], [40, 3]]], [['泵房', 5, 8]])), 0.02, none);
    expect(lists(found.removed)).toEqual([[0, 0, 40, 0]]);
    expect(lists(found.added)).toEqual([[0, 3, 40, 3]]);
    expect(found.textsRemoved).toEqual([{ text: '泵房', at: [5, 5] }]);
    expect(found.textsAdded).toEqual([{ text: '泵房', at: [5, 8] }]);
    // What is left of a shortened line lay there before: only the part that went is a change, to half a metre.
    const shorter = await differenceOf(placed(drawing([[[0, 0], [40, 0]]])), placed(drawing([[[0, 0], [30, 0]]])), 0.02, none);
    expect([lists(shorter.removed), lists(shorter.added)]).toEqual([[[30, 0, 40, 0]], []]);
  });

  it('sees a doorway of one metre in a wall of forty', async () => {
    const found = await differenceOf(placed(drawing([[[0, 0], [40, 0]]])), placed(drawing([[[0, 0], [21, 0]], [[22, 0], [40, 0]]])), 0.02, none);
    expect([lists(found.removed), lists(found.added)]).toEqual([[[21, 0, 22, 0]], []]);
  });

  it('tells a new line across old ones, from one to another, as one line', async () => {
    const old: Line[] = [[[0, -10], [0, 10]], [[13.2, -10], [13.2, 10]], [[40, -10], [40, 10]]];
    const found = await differenceOf(placed(drawing(old)), placed(drawing([...old, [[0, 0], [40, 0]]])), 0.02, none);
    expect([lists(found.removed), lists(found.added)]).toEqual([[], [[0, 0, 40, 0]]]);
  });

  it('compares in the plant: a drawing in millimetres with another origin is the same', async () => {
    const inMm = drawing([wall.map(([x, y]) => [x * 1000 + 5000, y * 1000])]);
    const found = await differenceOf(placed(drawing([wall])), placed(inMm, { a: 0.001, b: 0, c: -5, d: 0, e: 0.001, f: 0 }), 0.02, none);
    expect([found.added.length, found.removed.length]).toEqual([0, 0]);
  });

  it('leaves out the styles that do not count, and stops when it is told to', async () => {
    const hidden: PlacedDrawing = { ...placed(drawing([tank])), counts: () => false };
    expect((await differenceOf(hidden, placed(drawing([])), 0.02, none)).removed.length).toBe(0);
    await expect(differenceOf(placed(drawing([tank])), placed(drawing([])), 0.02, () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  });

  it('is quick enough for a large drawing of which a tenth has moved', { timeout: 60_000 }, async () => {
    const grid = (moved: boolean): Line[] => Array.from({ length: 200_000 }, (_, i) => {
      const x = (i % 500) * 4 + (moved && i % 10 === 0 ? 1.3 : 0), y = Math.floor(i / 500) * 4;
      return [[x, y], [x + 3, y], [x + 3, y + 2]] as const;
    });
    const [a, b] = [drawing(grid(false)), drawing(grid(true))];
    const start = performance.now();
    const found = await differenceOf(placed(a), placed(b), 0.02, none);
    expect(found.added.length / 4).toBe(40_000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('the zones to look at', () => {
  const square = (id: string, x: number, y: number, size: number): { id: string; rings: PlantPoint[][] } => (
    { id, rings: [[plantPoint(x, y), plantPoint(x + size, y), plantPoint(x + size, y + size), plantPoint(x, y + size)]] });
  const change = { added: Float64Array.of(10, 10, 12, 10, -5, 50, 200, 50), removed: new Float64Array(), textsAdded: [], textsRemoved: [{ text: '罐', at: plantPoint(101.5, 5) }] };

  it('are those with a change inside, across or beside them, most changes first', () => {
    const zones = [square('inside', 0, 0, 20), square('across', 60, 40, 20), square('apart', 300, 300, 20), square('beside', 80, 0, 20), square('large', -10, -10, 120)];
    expect(zonesAtChanges(zones, change, 2)).toEqual([
      { id: 'large', lines: 2, texts: 1 }, { id: 'inside', lines: 1, texts: 0 }, { id: 'across', lines: 1, texts: 0 }, { id: 'beside', lines: 0, texts: 1 },
    ]);
  });

  it('are none where nothing has changed', () => {
    expect(zonesAtChanges([square('a', 0, 0, 10)], { added: new Float64Array(), removed: new Float64Array(), textsAdded: [], textsRemoved: [] }, 2)).toEqual([]);
  });
});
