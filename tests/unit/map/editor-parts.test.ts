import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../../../renderer/src/locales/en/index.ts';
import { zhCN } from '../../../renderer/src/locales/zh-CN/index.ts';
import { iconPaths } from '../../../renderer/src/components/icons.ts';
import { sortZones } from '../../../renderer/src/composables/zone-rows.ts';
import { actionOfKey, editorActions, editorKeys } from '../../../renderer/src/editor/actions.ts';
import { unavailableReasons, whyNot } from '../../../renderer/src/editor/availability.ts';
import { boxSelection, zonesInBox } from '../../../renderer/src/editor/box-choice.ts';
import { keepLocks, keepStep, pointAlong } from '../../../renderer/src/editor/direction.ts';
import { copyName } from '../../../renderer/src/editor/new-zones.ts';
import { createNudging, nudgePause } from '../../../renderer/src/editor/nudging.ts';
import { snapKinds } from '../../../renderer/src/editor/options.ts';
import { snapPoint } from '../../../renderer/src/editor/snapping.ts';
import { toolFieldNames } from '../../../renderer/src/editor/tool-state.ts';
import { p, points, zone } from './fake-host.ts';

const event = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

describe('the table of actions', () => {
  it('gives every action one key, a text in both languages and a sign', () => {
    expect(new Set(editorActions.map(({ keys }) => keys)).size).toBe(editorActions.length);
    for (const texts of [zhCN, en] as Record<string, string>[]) {
      for (const { kind, name } of editorActions) expect(texts[`editor.${kind}.${name}`]).toBeTruthy();
      for (const { text } of editorKeys) expect(texts[`editor.key.${text}`]).toBeTruthy();
      for (const reason of unavailableReasons) expect(texts[reason]).toBeTruthy();
      for (const kind of [...snapKinds, 'direction']) expect(texts[`editor.snap.${kind}`]).toBeTruthy();
      for (const name of toolFieldNames) expect(texts[`editor.field.${name}`]).toBeTruthy();
    }
    for (const { name } of editorActions) expect(name in iconPaths).toBe(true);
  });
  it('finds actions by their keys, whatever the case; not with Alt, nor with a modifier too many', () => {
    expect(actionOfKey(event('p'))?.name).toBe('polygon');
    expect(actionOfKey(event('P'))?.name).toBe('polygon');
    expect(actionOfKey(event('d', { ctrlKey: true }))?.name).toBe('duplicate');
    expect(actionOfKey(event('X', { shiftKey: true }))?.name).toBe('subtract');
    expect(actionOfKey(event('p', { altKey: true }))).toBeNull();
    expect(actionOfKey(event('p', { ctrlKey: true }))).toBeNull();
  });
});

describe('availability', () => {
  const ready = { canEdit: true, layout: 'ready', zones: 3, selected: 2, copied: 0, touching: true } as const;
  const of = (name: (typeof editorActions)[number]['name'], now: Partial<Parameters<typeof whyNot>[1]> = {}) => whyNot(editorActions.find((action) => action.name === name) ?? { kind: 'tool', name: 'select' }, { ...ready, ...now });
  it('names the first reason', () => {
    expect(of('polygon')).toBeNull();
    expect(of('polygon', { layout: 'none' })).toBe('editor.no.layout');
    expect(of('polygon', { layout: 'unscaled' })).toBe('editor.no.scale');
    expect(of('polygon', { canEdit: false })).toBe('editor.no.readOnly');
    expect(of('copy', { canEdit: false })).toBeNull();
    expect(of('select', { layout: 'none', canEdit: false })).toBeNull();
    expect(of('merge', { selected: 1 })).toBe('editor.no.two');
    expect(of('merge', { touching: false })).toBe('editor.no.apart');
    expect(of('merge')).toBeNull();
    expect(of('paste')).toBe('editor.no.clipboard');
    expect(of('offset', { selected: 0 })).toBe('editor.no.selection');
    expect(of('split', { zones: 0 })).toBe('editor.no.zones');
  });
});

describe('choosing by a box', () => {
  const view = { scale: 10, cos: 1, sin: 0, dx: 0, dy: 0, width: 1000, height: 1000 };
  const zones = [zone('in', 1, 1, 2, 1, 2, 2, 1, 2), zone('over', 4, 1, 8, 1, 8, 2, 4, 2), zone('round', -90, -90, 90, -90, 90, 90, -90, 90)];
  it('rightwards what lies in it, leftwards what it touches', () => {
    expect(zonesInBox(zones, view, p(0, 0), p(5, 3))).toEqual({ ids: ['in'], crossing: false });
    expect(zonesInBox(zones, view, p(5, 3), p(0, 0))).toEqual({ ids: ['in', 'over', 'round'], crossing: true });
  });
  it('an edge that only lies in line with a side does not count', () => {
    expect(zonesInBox([zone('z', 10, 0, 12, 0, 12, 5)], view, p(5, 3), p(0, 0)).ids).toEqual([]);
  });
  it('is upright on the screen when the display is turned', () => {
    const turned = { ...view, cos: 0, sin: 1 };
    // A quarter turn counter-clockwise: up on the plan is left on the screen.
    expect(zonesInBox(zones.slice(0, 1), turned, p(0, 3), p(3, 0)).crossing).toBe(false);
    expect(zonesInBox(zones.slice(0, 1), turned, p(0, 3), p(3, 0)).ids).toEqual(['in']);
  });
  it('adds to the selection with Ctrl or Shift', () => {
    expect(boxSelection(['a', 'b'], ['b', 'c'], true)).toEqual(['a', 'b', 'c']);
    expect(boxSelection(['a', 'b'], ['c'], false)).toEqual(['c']);
  });
});

describe('arrow steps', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });
  const base = [zone('a', 0, 0, 10, 0, 10, 10)];
  const make = () => [{ id: 'a', rings: [points(1, 1, 10, 0, 10, 10)] }];
  it('are one edit after a pause, or at once when asked for', () => {
    const stored: number[] = [];
    const nudging = createNudging((edits) => { stored.push(edits.length); }, () => undefined);
    for (let i = 0; i < 5; i += 1) { nudging.step(() => base, 1, 0, make); vi.advanceTimersByTime(nudgePause - 100); }
    expect(stored).toEqual([]);
    expect(nudging.state).toMatchObject({ dx: 5, dy: 0 });
    vi.advanceTimersByTime(200);
    expect(stored).toEqual([1]);
    nudging.step(() => base, 1, 0, make);
    expect(nudging.settle()).toBe(true);
    expect(nudging.settle()).toBe(false);
    vi.advanceTimersByTime(5000);
    expect(stored).toEqual([1, 1]);
  });
  it('can be dropped, and a step that cannot be is not taken', () => {
    const stored: number[] = [];
    const nudging = createNudging((edits) => { stored.push(edits.length); }, () => undefined);
    nudging.step(() => base, 1, 0, make);
    expect(nudging.step(() => base, 1, 0, () => null)).toBe(false);
    expect(nudging.state?.dx).toBe(1);
    expect(nudging.drop()).toBe(true);
    vi.advanceTimersByTime(5000);
    expect(stored).toEqual([]);
  });
});

describe('directions', () => {
  it('bearings run clockwise from north, exact along the axes', () => {
    expect(pointAlong(p(1, 1), 90, 5)).toEqual([6, 1]);
    expect(pointAlong(p(1, 1), -180, 5)).toEqual([1, -4]);
    expect(keepStep(p(0, 0), p(10, 0.4))).toEqual([10, 0]);
  });
  it('typed values are kept, the other follows the pointer', () => {
    expect(keepLocks(p(0, 0), p(7, 3), { length: null, bearing: 90 })).toEqual([7, 0]);
    expect(keepLocks(p(0, 0), p(-7, 3), { length: null, bearing: 90 })).toEqual([0, 0]);
    expect(keepLocks(p(0, 0), p(3, 4), { length: 10, bearing: null })).toEqual([6, 8]);
  });
});

describe('snapping, kind by kind', () => {
  const square = points(0, 0, 10, 0, 10, 10, 0, 10);
  const nothing = { rings: [], drawing: [], aligned: [], dragged: null };
  const kinds = Object.fromEntries(snapKinds.map((kind) => [kind, true])) as Record<(typeof snapKinds)[number], boolean>; // one entry a kind
  it('marks crossings, middles and feet', () => {
    expect(snapPoint(p(5.2, 0.3), 1, { ...nothing, rings: [square] })).toMatchObject({ kind: 'middle', point: [5, 0] });
    expect(snapPoint(p(3.4, 0.2), 1, { ...nothing, rings: [square], lines: new Float64Array([3, -5, 3, 5]) })).toMatchObject({ kind: 'crossing', point: [3, 0] });
    expect(snapPoint(p(7.4, 0.2), 1, { ...nothing, rings: [square], from: p(7, 6) })).toMatchObject({ kind: 'perpendicular', point: [7, 0], guides: [[[7, 6], [7, 0]]] });
  });
  it('takes lines of the drawing from half as far, their ends from the whole', () => {
    const lines = new Float64Array([0, 0, 30, 0]);
    expect(snapPoint(p(8, 0.4), 1, { ...nothing, lines })).toMatchObject({ kind: 'edge', point: [8, 0] });
    expect(snapPoint(p(8, 0.6), 1, { ...nothing, lines }).kind).toBe('free');
    expect(snapPoint(p(0.5, 0.8), 1, { ...nothing, lines })).toMatchObject({ kind: 'drawing', point: [0, 0] });
  });
  it('the grid is weaker than everything drawn, and off unless asked for', () => {
    expect(snapPoint(p(20.3, 20.2), 1, { ...nothing, kinds, gridSize: 5 })).toMatchObject({ kind: 'grid', point: [20, 20] });
    expect(snapPoint(p(20.3, 20.2), 1, { ...nothing, gridSize: 5 }).kind).toBe('free');
    expect(snapPoint(p(10.3, 5.2), 1, { ...nothing, rings: [square], kinds, gridSize: 5 }).kind).toBe('middle');
  });
  it('kinds that are switched off do not count', () => {
    expect(snapPoint(p(0.3, 0.2), 1, { ...nothing, rings: [square], kinds: { ...kinds, vertex: false, edge: false, middle: false, crossing: false, aligned: false } }).kind).toBe('free');
  });
  it('alignment only within its own few pixels', () => {
    const aligned = [p(0, 0)];
    expect(snapPoint(p(0.5, 12), 1, { ...nothing, aligned, alignWithin: 0.4 }).kind).toBe('free');
    expect(snapPoint(p(0.3, 12), 1, { ...nothing, aligned, alignWithin: 0.4 }).kind).toBe('aligned');
  });
  it('the snapped point is the very same at any zoom', () => {
    const ring = points(3999123.4567, 512345.6789, 3999133.4567, 512345.6789, 3999133.4567, 512355.6789);
    for (let zoom = -8; zoom <= 10; zoom += 1) {
      const reach = 10 / 2 ** zoom;
      const at = p(3999123.4567 - reach * 0.3, 512345.6789 - reach * 0.4);
      expect(snapPoint(at, reach, { ...nothing, rings: [ring], kinds: { ...kinds, grid: false } }).point).toEqual([3999123.4567, 512345.6789]);
    }
  });
});

describe('names and rows', () => {
  it('numbers copies on from what is taken, within the length of a name', () => {
    const taken = new Set(['罐区', '罐区（2）']);
    expect(copyName('罐区', taken)).toBe('罐区（3）');
    expect(copyName('罐区（2）', taken)).toBe('罐区（4）');
    expect(copyName('长'.repeat(500), new Set())).toHaveLength(500);
  });
  it('sorts names and codes with numbers by value, levels worst first with the unknown in between', () => {
    const zones = [{ ...zone('A10', 0, 0, 1, 0, 1, 1), level: 4 as const }, { ...zone('A2', 0, 0, 3, 0, 3, 3), level: null }, { ...zone('A1', 0, 0, 2, 0, 2, 2), level: 3 as const }];
    expect(sortZones(zones, 'name', false).map(({ id }) => id)).toEqual(['A1', 'A2', 'A10']);
    expect(sortZones(zones, 'area', true).map(({ id }) => id)).toEqual(['A2', 'A1', 'A10']);
    expect(sortZones(zones, 'findings', true, new Map([['A10', 2], ['A2', 1]])).map(({ id }) => id)).toEqual(['A10', 'A2', 'A1']);
    expect(sortZones(zones, 'level', false).map(({ id }) => id)).toEqual(['A2', 'A1', 'A10']);
  });
});
