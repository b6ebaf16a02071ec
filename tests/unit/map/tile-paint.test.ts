import { describe, expect, it } from 'vitest';
import { DrawingBuilder } from '#shared/drawing/builder.ts';
import { indexDrawing } from '../../../renderer/src/map/drawing-index.ts';
import { verticesInBox } from '../../../renderer/src/map/drawing-near.ts';
import { paintTile } from '../../../renderer/src/map/tile-paint.ts';
import type { TileContext } from '../../../renderer/src/map/tile-paint.ts';

/** A context that writes down what is painted. */
function recorder(): { context: TileContext; calls: (string | number)[][] } {
  const calls: (string | number)[][] = [];
  const context = new Proxy({}, {
    get: (_, name) => (...values: (string | number)[]) => { calls.push([String(name), ...values.map((value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value))]); },
    set: (_, name, value: string | number) => { calls.push([`${String(name)}=`, value]); return true; },
  });
  return { context: context as TileContext, calls };
}

const look = { size: 100, pixelRatio: 1, theme: 'light' } as const;
/** One pixel a metre, the tile's lower left corner at x, y. */
const tileAt = (x: number, y: number, scale = 1) => ({ a: scale, b: 0, c: 0, d: -scale, e: -x * scale, f: 100 + y * scale });

describe('painting a tile', () => {
  const builder = new DrawingBuilder();
  const line = builder.style('墙', '#0000ff', 0, false), area = builder.style('水池', '#112233', 0, true);
  const far = 4_000_000;
  builder.begin(line); builder.point(far + 10, far + 10); builder.point(far + 90, far + 10); builder.end();
  builder.begin(line); builder.point(far + 500, far + 10); builder.point(far + 590, far + 10); builder.end();
  for (let i = 0; i < 50; i += 1) { builder.begin(line); builder.point(far + 20.1 + i * 0.001, far + 30.1); builder.point(far + 20.3, far + 30.3); builder.end(); }
  const group = builder.newGroup();
  for (const [from, to] of [[40, 80], [50, 70]] as const) {
    builder.begin(area, group);
    for (const [x, y] of [[from, from], [to, from], [to, to], [from, to]] as const) builder.point(far + x, far + y);
    builder.end(true);
  }
  builder.text({ x: far + 20, y: far + 80, height: 5, rotation: 90, text: '罐区', align: 'left', baseline: 'alphabetic', style: line });
  const index = indexDrawing(builder.finish());

  it('draws what the tile holds and nothing else, in pixels, far from the origin', () => {
    const { context, calls } = recorder();
    paintTile(context, index, tileAt(far, far), look);
    expect(calls).toContainEqual(['moveTo', 10, 90]);
    expect(calls).toContainEqual(['lineTo', 90, 90]);
    expect(calls.filter(([name, x]) => name === 'moveTo' && Number(x) > 100)).toEqual([]);
  });

  it('makes one dot of many paths below a pixel', () => {
    const { context, calls } = recorder();
    paintTile(context, index, tileAt(far, far), look);
    expect(calls.filter(([name]) => name === 'fillRect')).toEqual([['fillRect', 20, 69, 1, 1]]);
  });

  it('fills an area with its hole as one', () => {
    const { context, calls } = recorder();
    paintTile(context, index, tileAt(far, far), look);
    const fill = calls.findIndex(([name]) => name === 'fill');
    expect(calls[fill]).toEqual(['fill', 'evenodd']);
    expect(calls.slice(0, fill).filter(([name, x]) => name === 'moveTo' && (x === 40 || x === 50))).toHaveLength(2);
  });

  it('turns texts with the drawing, and leaves out those too small to read', () => {
    const near = recorder();
    paintTile(near.context, index, tileAt(far, far), look);
    expect(near.calls).toContainEqual(['setTransform', 0, -1, 1, 0, 20, 20]);
    expect(near.calls).toContainEqual(['fillText', '罐区', 0, 0]);
    const wide = recorder();
    paintTile(wide.context, index, tileAt(far, far, 0.5), look);
    expect(wide.calls.filter(([name]) => name === 'fillText')).toEqual([]);
  });

  it('gives the vertices of a box, nearest to its middle first', () => {
    const [ox, oy] = index.geometry.origin;
    const x = far - ox, y = far - oy;
    const found = verticesInBox(index, { minX: x + 36, maxX: x + 58, minY: y + 36, maxY: y + 58 }, 3);
    expect([...found].map((value, i) => value - (i % 2 === 0 ? x : y))).toEqual([50, 50, 50, 50, 40, 40]);
  });
});
