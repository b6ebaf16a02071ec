import { describe, expect, it } from 'vitest';
import { areaOf } from '#shared/geometry/polygon.ts';
import type { PlantPoint } from '#shared/geometry/frames.ts';
import { isValid } from '#shared/geometry/validity.ts';
import { createCommands, withoutSeams } from '../../../renderer/src/editor/commands.ts';
import { shapeTaker } from '../../../renderer/src/editor/create-shape.ts';
import { createCircleTool } from '../../../renderer/src/editor/tools/circle.ts';
import { createCutTool } from '../../../renderer/src/editor/tools/cut.ts';
import { createFillTool } from '../../../renderer/src/editor/tools/fill.ts';
import { createFreehandTool } from '../../../renderer/src/editor/tools/freehand.ts';
import { createOffsetTool } from '../../../renderer/src/editor/tools/offset.ts';
import { createOutlineTool } from '../../../renderer/src/editor/tools/polygon.ts';
import { createRectangleTool } from '../../../renderer/src/editor/tools/rectangle.ts';
import { createSplitTool } from '../../../renderer/src/editor/tools/split.ts';
import { createTransformTool } from '../../../renderer/src/editor/tools/transform.ts';
import { fakeHost, hand, p, points, zone } from './fake-host.ts';

const free = hand({ alt: true });
const square = () => zone('a', 0, 0, 10, 0, 10, 10, 0, 10);
const pair = () => [square(), zone('b', 10, 0, 20, 0, 20, 10, 10, 10)];
const sorted = (ring: readonly PlantPoint[] = []): string[] => ring.map(([x, y]) => `${x},${y}`).sort();

describe('circle', () => {
  it('has its corners on the circle, the first where the pointer is, counter-clockwise', () => {
    const { context, created } = fakeHost([]);
    const tool = createCircleTool(context, { hint: 'circle', sides: 4, radius: null, take: shapeTaker(context, 'draw') });
    tool.press(p(0, 0), free);
    tool.release(p(0, 0), free, true, false);
    tool.move(p(5, 0), free, false);
    tool.press(p(5, 0), free);
    tool.release(p(5, 0), free, true, false);
    expect(sorted(created[0]?.rings[0])).toEqual(sorted(points(5, 0, 0, 5, -5, 0, 0, -5)));
  });

  it('by a drag, and by one click with the radius typed, which stays for the next', () => {
    const { context, created } = fakeHost([], [], { allowOverlap: true });
    const tool = createCircleTool(context, { hint: 'circle', sides: 6, radius: null, take: shapeTaker(context, 'draw') });
    tool.press(p(0, 0), free);
    tool.move(p(3, 4), free, true);
    tool.release(p(3, 4), free, false, false);
    tool.setField?.('radius', 2);
    for (const at of [p(50, 0), p(60, 0)]) { tool.press(at, free); tool.release(at, free, true, false); }
    expect(created.map(({ rings }) => Math.round(areaOf(rings) * 100) / 100)).toEqual([64.95, 10.39, 10.39]);
  });

  it('a typed radius counts for the circle whose centre is set, and a radius of 0 is none', () => {
    const { context, created } = fakeHost([]);
    const tool = createCircleTool(context, { hint: 'circle', sides: 64, radius: null, take: shapeTaker(context, 'draw') });
    expect(tool.takeNumber?.(5)).toBe(false);
    tool.press(p(7, 7), free);
    expect(tool.takeNumber?.(0)).toBe(false);
    expect(tool.takeNumber?.(5)).toBe(true);
    for (const [x, y] of created[0]?.rings[0] ?? []) expect(Math.hypot(x - 7, y - 7)).toBeCloseTo(5, 3);
    expect(tool.fields?.()[0]).toMatchObject({ name: 'radius', fixed: false });
  });
});

describe('typed values while drawing', () => {
  it('a fixed bearing and length place the corner exactly, and only that one', () => {
    const { context } = fakeHost([]);
    const tool = createOutlineTool(context, { hint: 'polygon', take: shapeTaker(context, 'draw') });
    tool.click(p(0, 0), free);
    tool.setField?.('bearing', 90);
    tool.setField?.('length', 12.5);
    tool.click(p(3, 40), free);
    tool.click(p(12, 9), free);
    expect(tool.scene().line).toEqual(points(0, 0, 12.5, 0, 12, 9));
  });

  it('Shift keeps to steps of 15°', () => {
    const { context } = fakeHost([]);
    const tool = createOutlineTool(context, { hint: 'polygon', take: shapeTaker(context, 'draw') });
    tool.click(p(0, 0), free);
    tool.click(p(10, 0.7), hand({ alt: true, shift: true }));
    tool.click(p(20.3, 9.4), hand({ alt: true, shift: true }));
    const [, second, third] = tool.scene().line ?? [];
    expect(second).toEqual([10, 0]);
    expect(((third?.[1] ?? 0) - 0) / ((third?.[0] ?? 0) - 10)).toBeCloseTo(1, 3);
  });

  it('steps back and forth', () => {
    const { context } = fakeHost([]);
    const tool = createOutlineTool(context, { hint: 'polygon', take: shapeTaker(context, 'draw') });
    for (const point of points(0, 0, 10, 0, 10, 10)) tool.click(point, free);
    expect([tool.undoStep?.(), tool.undoStep?.(), tool.redoStep?.()]).toEqual([true, true, true]);
    expect(tool.scene().line).toEqual(points(0, 0, 10, 0));
    tool.click(p(5, 5), free);
    expect(tool.redoStep?.()).toBe(false);
  });

  it('a rectangle by typed width, then height', () => {
    const { context, created } = fakeHost([]);
    const tool = createRectangleTool(context, shapeTaker(context, 'draw'));
    tool.press(p(5, 5), free);
    tool.release(p(5, 5), free, true, false);
    tool.takeNumber?.(12);
    tool.takeNumber?.(3);
    expect(created[0]?.rings).toEqual([points(5, 5, 17, 5, 17, 8, 5, 8)]);
  });
});

describe('a new shape among its neighbours', () => {
  const draw = (options: Parameters<typeof fakeHost>[2], ...flat: number[]) => {
    const fake = fakeHost([square()], [], options);
    shapeTaker(fake.context, 'draw')([points(...flat)]);
    return fake;
  };
  it('is drawn to a near border and shares its corners', () => {
    const { created } = draw({}, 10.1, 2, 20, 2, 20, 8, 9.9, 8);
    expect(created[0]?.rings).toEqual([points(10, 2, 20, 2, 20, 8, 10, 8)]);
    expect(created[0]?.edits).toEqual([{ id: 'a', rings: [points(0, 0, 10, 0, 10, 2, 10, 8, 10, 10, 0, 10)] }]);
  });
  it('is cut where it lies over another zone, unless overlaps are wanted', () => {
    expect(sorted(draw({}, 5, 2, 20, 2, 20, 8, 5, 8).created[0]?.rings[0])).toEqual(sorted(points(10, 2, 20, 2, 20, 8, 10, 8)));
    expect(draw({ allowOverlap: true }, 5, 2, 20, 2, 20, 8, 5, 8).created[0]?.rings).toEqual([points(5, 2, 20, 2, 20, 8, 5, 8)]);
  });
  it('comes apart where a zone divides it, and says so', () => {
    const { created, told } = draw({}, -5, 2, 15, 2, 15, 8, -5, 8);
    expect(created[0]?.rest).toHaveLength(1);
    expect(told).toEqual(['editor.fit.parts']);
  });
  it('is kept whole inside another zone', () => {
    const { created, told } = draw({}, 2, 2, 4, 2, 4, 4, 2, 4);
    expect(created[0]?.rings).toEqual([points(2, 2, 4, 2, 4, 4, 2, 4)]);
    expect(told).toEqual(['editor.fit.inside']);
  });
  it('gets a hole where it goes round another zone', () => {
    const { created } = draw({}, -5, -5, 15, -5, 15, 15, -5, 15);
    expect(created[0]?.rings).toHaveLength(2);
    expect(areaOf(created[0]?.rings ?? [])).toBe(300);
  });
});

describe('split', () => {
  it('divides every zone crossed where none is selected; neighbours get the corners', () => {
    const fake = fakeHost([...pair(), zone('c', 0, 10, 20, 10, 20, 20, 0, 20)]);
    const tool = createSplitTool(fake.context);
    for (const point of points(-5, 5, 25, 5)) tool.click(point, free);
    tool.enter(null, false);
    expect(fake.applied[0]?.created.map(({ name }) => name)).toEqual(['a（2）', 'b（2）']);
    // The zone in the north lacked the corner where the two meet: pieces and neighbours share it now.
    expect(fake.applied[0]?.edits.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(fake.ringsOf('c')?.[0]).toContainEqual([10, 10]);
    expect(fake.tools).toEqual(['select']);
  });
  it('keeps the largest piece for the zone and the units for all; the neighbour shares the new corner', () => {
    const units = [{ ...square(), unitIds: ['u1', 'u2'] }, zone('c', 0, 10, 20, 10, 20, 20, 0, 20)];
    const fake = fakeHost(units, ['a']);
    const tool = createSplitTool(fake.context);
    for (const point of points(3, -1, 3, 10)) tool.click(point, free);
    tool.finish?.();
    expect(areaOf(fake.ringsOf('a') ?? [])).toBe(70);
    expect(fake.applied[0]?.created[0]).toMatchObject({ name: 'a（2）', unitIds: ['u1', 'u2'], code: '' });
    expect(fake.ringsOf('c')?.[0]).toContainEqual([3, 10]);
  });
  it('that misses changes nothing and says so', () => {
    const fake = fakeHost(pair(), ['a']);
    const tool = createSplitTool(fake.context);
    for (const point of points(12, -5, 12, 15)) tool.click(point, free);
    tool.enter(null, false);
    expect([fake.applied.length, fake.told]).toEqual([0, ['editor.split.missedSelected']]);
    expect(tool.scene().line).toHaveLength(2);
  });
});

describe('merge, subtract, copy', () => {
  it('merges into the largest with all units, and drops the ends of the seam', () => {
    const zones = [{ ...square(), unitIds: ['u1'] }, { ...zone('b', 10, 0, 30, 0, 30, 10, 10, 10), unitIds: ['u2', 'u1'] }];
    const fake = fakeHost(zones, ['a', 'b']);
    createCommands(fake.context).run('merge');
    expect(fake.applied[0]).toMatchObject({ operation: 'merge', deletedIds: ['a'], created: [] });
    expect(fake.applied[0]?.edits[0]).toMatchObject({ id: 'b', unitIds: ['u2', 'u1'] });
    expect(sorted(fake.ringsOf('b')?.[0])).toEqual(sorted(points(0, 0, 30, 0, 30, 10, 0, 10)));
  });
  it('keeps corners in a straight line that a neighbour has', () => {
    const fake = fakeHost([...pair(), zone('c', 0, 10, 10, 10, 10, 20, 0, 20), zone('d', 10, 10, 20, 10, 20, 20, 10, 20)], ['a', 'b']);
    createCommands(fake.context).run('merge');
    expect(fake.ringsOf('a')?.[0]).toContainEqual([10, 10]);
    expect(fake.ringsOf('a')?.[0]).not.toContainEqual([10, 0]);
  });
  it('keeps a corner in a straight line that one part alone had', () => {
    const merged = [points(0, 0, 5, 0, 10, 0, 20, 0, 20, 10, 10, 10, 0, 10)];
    expect(withoutSeams(merged, [[points(0, 0, 5, 0, 10, 0, 10, 10, 0, 10)], [points(10, 0, 20, 0, 20, 10, 10, 10)]])).toEqual([points(0, 0, 5, 0, 20, 0, 20, 10, 0, 10)]);
  });
  it('does not merge what lies apart', () => {
    const fake = fakeHost([square(), zone('b', 12, 0, 20, 0, 20, 10, 12, 10)], ['a', 'b']);
    const commands = createCommands(fake.context);
    expect(commands.touching()).toBe(false);
    commands.run('merge');
    expect([fake.applied.length, fake.told]).toEqual([0, ['editor.no.apart']]);
  });
  it('subtracts the smaller from the largest, as a hole or a bite; never all of it', () => {
    const fake = fakeHost([square(), zone('in', 2, 2, 4, 2, 4, 4, 2, 4), zone('side', 8, 0, 12, 0, 12, 4, 8, 4)], ['in', 'a', 'side']);
    createCommands(fake.context).run('subtract');
    expect(areaOf(fake.ringsOf('a') ?? [])).toBe(100 - 4 - 8);
    const same = fakeHost([square(), { ...square(), id: 'z' }], ['a', 'z']);
    createCommands(same.context).run('subtract');
    expect([same.applied.length, same.told]).toEqual([0, ['editor.cut.gone']]);
  });
  it('copies beside the original with the next free name; pasting again goes on', () => {
    const fake = fakeHost([square(), { ...square(), id: 'x', name: 'a（2）' }], ['a']);
    const commands = createCommands(fake.context);
    commands.run('duplicate');
    commands.run('copy');
    commands.run('paste');
    commands.run('paste');
    expect(fake.applied.flatMap(({ created }) => created.map(({ name, rings }) => [name, ...(rings[0]?.[0] ?? [])]))).toEqual([['a（3）', 2, -2], ['a（4）', 2, -2], ['a（5）', 4, -4]]);
    commands.run('selectAll');
    expect(fake.selected()).toHaveLength(5);
  });
});

describe('hole', () => {
  it('is cut out of the smallest zone that it meets; the outline stays where nothing could be cut', () => {
    const fake = fakeHost([square(), zone('b', -50, -50, 50, -50, 50, 50, -50, 50)]);
    const tool = createCutTool(fake.context);
    for (const point of points(2, 2, 4, 2, 4, 4, 2, 4)) tool.click(point, free);
    tool.finish?.();
    expect(fake.ringsOf('a')).toHaveLength(2);
    expect(fake.ringsOf('b')).toHaveLength(1);
    for (const point of points(100, 100, 110, 100, 110, 110)) tool.click(point, free);
    tool.finish?.();
    expect(fake.told).toEqual(['editor.cut.missed']);
    expect(tool.underWay?.()).toBe(true);
  });
});

describe('offset', () => {
  it('follows the pointer from the border, out and in', () => {
    const fake = fakeHost([square()], ['a']);
    const tool = createOffsetTool(fake.context);
    tool.move(p(13, 5), free, false);
    expect(tool.fields?.()[0]).toMatchObject({ name: 'distance', value: 3, fixed: false });
    expect(fake.hidden()).toEqual(['a']);
    tool.press(p(13, 5), free);
    tool.release(p(13, 5), free, true, false);
    expect(areaOf(fake.ringsOf('a') ?? [])).toBe(256);
    tool.changed?.();
    tool.move(p(5, 11), free, false);
    expect(tool.fields?.()[0]?.value).toBe(-2);
  });
  it('outwards stops at neighbours, unless overlaps are wanted', () => {
    for (const [allowOverlap, expected] of [[false, 14 * 14 - 2 * 10], [true, 14 * 14]] as const) {
      const fake = fakeHost(pair(), ['a'], { allowOverlap });
      const tool = createOffsetTool(fake.context);
      tool.setField?.('distance', 2);
      tool.finish?.();
      expect(areaOf(fake.ringsOf('a') ?? [])).toBe(expected);
    }
  });
  it('typed: round corners, as a new zone, and not where nothing is left', () => {
    const fake = fakeHost([square()], ['a']);
    const tool = createOffsetTool(fake.context);
    tool.choose?.('result', 'new');
    tool.choose?.('join', 'round');
    tool.setField?.('distance', 5);
    tool.finish?.();
    const [made] = fake.applied[0]?.created ?? [];
    expect(made?.name).toBe('a（2）');
    expect(areaOf(made?.rings ?? [])).toBeGreaterThan(376);
    expect(areaOf(made?.rings ?? [])).toBeLessThan(100 + 200 + 25 * Math.PI);
    tool.setField?.('distance', -6);
    tool.finish?.();
    expect([fake.applied.length, fake.told]).toEqual([1, ['editor.offset.gone']]);
  });
});

describe('rotate, scale, move', () => {
  it('typed values, about the middle', () => {
    const fake = fakeHost([zone('a', 0, 0, 10, 0, 10, 4, 0, 4)], ['a']);
    const tool = createTransformTool(fake.context);
    tool.setField?.('angle', 90);
    tool.finish?.();
    expect(fake.applied[0]?.operation).toBe('rotate');
    expect(sorted(fake.ringsOf('a')?.[0])).toEqual(sorted(points(3, -3, 7, -3, 7, 7, 3, 7)));
    tool.setField?.('factor', 2);
    tool.finish?.();
    expect(fake.applied[1]?.operation).toBe('scale');
    expect(areaOf(fake.ringsOf('a') ?? [])).toBe(160);
    tool.setField?.('dx', 100);
    tool.finish?.();
    expect(fake.committed).toHaveLength(1);
    expect(sorted(fake.ringsOf('a')?.[0])).toEqual(sorted(points(101, -8, 109, -8, 109, 12, 101, 12)));
  });
  it('about a picked point, and Esc takes it back', () => {
    const fake = fakeHost([square()], ['a']);
    const tool = createTransformTool(fake.context);
    tool.choose?.('pivot', 'picked');
    tool.setField?.('angle', 90);
    tool.cancel();
    expect([fake.applied.length, fake.hidden()]).toEqual([0, []]);
    tool.choose?.('pivot', 'picked');
    tool.setField?.('angle', 90);
    tool.enter(null, false);
    expect(sorted(fake.ringsOf('a')?.[0])).toEqual(sorted(points(0, 0, 0, 10, -10, 10, -10, 0)));
  });
  it('a corner of the frame scales, the ring above turns, in steps with Shift', () => {
    const fake = fakeHost([square()], ['a']);
    const tool = createTransformTool(fake.context);
    tool.press(p(10, 10), free);
    tool.move(p(15, 15), free, true);
    tool.release(p(15, 15), free, false, false);
    expect(areaOf(fake.ringsOf('a') ?? [])).toBe(400);
    tool.press(p(5, 17.8), free);
    tool.move(p(-8, 5.4), hand({ alt: true, shift: true }), true);
    expect(tool.fields?.()[0]).toMatchObject({ name: 'angle', value: 90 });
    tool.release(p(-8, 5.4), hand({ alt: true, shift: true }), false, false);
    expect(areaOf(fake.ringsOf('a') ?? [])).toBe(400);
    expect(fake.applied.map(({ operation }) => operation)).toEqual(['scale', 'rotate']);
  });
});

describe('freehand and fill', () => {
  it('a traced round becomes a sound, simpler outline', () => {
    const fake = fakeHost([]);
    const tool = createFreehandTool(fake.context, shapeTaker(fake.context, 'trace'));
    const at = (i: number): PlantPoint => p(20 * Math.cos(i / 20), 20 * Math.sin(i / 20));
    tool.press(at(0), free);
    for (let i = 1; i < 125; i += 1) tool.move(at(i), free, true);
    tool.release(at(125), free, false, false);
    const rings = fake.created[0]?.rings ?? [];
    expect(isValid(rings)).toBe(true);
    expect(rings[0]?.length).toBeLessThan(60);
    expect(Math.abs(areaOf(rings) - 400 * Math.PI)).toBeLessThan(20);
  });
  it('a click without a drag is nothing', () => {
    const fake = fakeHost([]);
    const tool = createFreehandTool(fake.context, shapeTaker(fake.context, 'trace'));
    tool.press(p(0, 0), free);
    tool.release(p(0, 0), free, true, false);
    expect([fake.created.length, fake.invalid.length]).toEqual([0, 0]);
  });
  it('fills what lines enclose, over small openings; says so where they are open', async () => {
    const fake = fakeHost([]);
    fake.segments.push(0, 0, 20, 0, 20, 0, 20, 10, 20, 10, 0.05, 10, 0, 10, 0, 0);
    const tool = createFillTool(fake.context, shapeTaker(fake.context, 'trace'));
    tool.click(p(5, 5), free);
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    expect(areaOf(fake.created[0]?.rings ?? [])).toBeCloseTo(200, 0);
    tool.setField?.('gap', 0);
    tool.click(p(5, 5), free);
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    expect([fake.created.length, fake.told]).toEqual([1, ['editor.fill.open']]);
  });
});
