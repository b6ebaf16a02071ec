import { expect, it } from 'vitest';
import { sceneArea } from '../../../renderer/src/editor/overlay-area.ts';
import { emptyScene } from '../../../renderer/src/editor/scene.ts';
import type { Viewport } from '../../../renderer/src/map/viewport.ts';
import { plantPoint } from '#shared/geometry/frames.ts';

/* Two pixels a metre, the plant's origin in the lower left corner. */
const view: Viewport = { scale: 2, cos: 1, sin: 0, dx: 0, dy: 800, width: 1280, height: 800 };
const square = [plantPoint(100, 100), plantPoint(120, 100), plantPoint(120, 120), plantPoint(100, 120)];

it('takes what is shown with its handles and lines, on steps', () => {
  // Pixels 200 to 240 across and 560 to 600 down, and 32 around.
  expect(sceneArea({ ...emptyScene, shapes: [{ rings: [square], state: 'preview' }] }, view, '', 64)).toEqual({ x: 128, y: 512, width: 192, height: 128 });
});

it('stays where it is while a corner is dragged a little', () => {
  const at = (x: number) => sceneArea({ ...emptyScene, shapes: [{ rings: [[plantPoint(x, 100), ...square.slice(1)]], state: 'preview' }] }, view, '', 64);
  expect(at(101)).toEqual(at(100));
});

it('has room for the word beside a snapped point, and for its guides', () => {
  const snap = { kind: 'vertex', point: plantPoint(100, 100), guides: [] } as const;
  const without = sceneArea({ ...emptyScene, snap }, view, '', 64), beside = sceneArea({ ...emptyScene, snap }, view, '垂足与边', 64);
  expect(without).toEqual({ x: 128, y: 512, width: 128, height: 128 });
  expect(beside).toEqual({ x: 128, y: 512, width: 192, height: 128 });
  const guided = sceneArea({ ...emptyScene, snap: { ...snap, guides: [[plantPoint(100, 100), plantPoint(600, 100)]] } }, view, '', 64);
  expect(guided).toEqual({ x: 128, y: 512, width: 1152, height: 128 });
});

it('is cut off at the view, and nothing where nothing is in view', () => {
  const shape = (x: number) => ({ ...emptyScene, shapes: [{ rings: [square.map(([dx, y]) => plantPoint(dx + x, y))], state: 'draft' as const }] });
  expect(sceneArea(shape(-110), view, '', 64)).toEqual({ x: 0, y: 512, width: 64, height: 128 });
  expect(sceneArea(shape(5000), view, '', 64)).toBeNull();
});

it('takes in a line, its rubber, the box, the cross, the frame and marks', () => {
  const far = plantPoint(500, 100);
  const near = { x: 960, y: 512, width: 128, height: 128 };
  expect(sceneArea({ ...emptyScene, line: [far], rubber: far }, view, '', 64)).toEqual(near);
  expect(sceneArea({ ...emptyScene, cross: far }, view, '', 64)).toEqual(near);
  expect(sceneArea({ ...emptyScene, box: { from: far, to: far, crossing: true } }, view, '', 64)).toEqual(near);
  expect(sceneArea({ ...emptyScene, frame: { outline: [], handles: [{ at: far, kind: 'rotate' }] } }, view, '', 64)).toEqual(near);
  expect(sceneArea({ ...emptyScene, edge: [far, far] }, view, '', 64)).toEqual(near);
  expect(sceneArea({ ...emptyScene, marks: [{ at: far, label: '控制点一' }] }, view, '', 64)).toEqual({ ...near, width: 128 });
});
