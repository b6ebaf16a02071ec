import { describe, expect, it } from 'vitest';
import { compose, translation } from '#shared/drawing/affine.ts';
import { DrawingBuilder } from '#shared/drawing/builder.ts';
import { packDrawing, unpackDrawing } from '#shared/drawing/pack.ts';
import { pathsOf } from '../../fixtures/layouts/make.ts';

function sample(): DrawingBuilder {
  const builder = new DrawingBuilder();
  builder.begin(builder.style('道路', '#ff0000', 0.25, false));
  builder.point(38_000_000.125, 4_000_000); builder.point(38_000_010, 4_000_020);
  builder.end();
  builder.begin(builder.style('罐', null, 0, true), builder.newGroup());
  builder.point(38_000_000, 4_000_000); builder.point(38_000_001, 4_000_000); builder.point(38_000_001, 4_000_001);
  builder.end(true);
  builder.text({ x: 38_000_005, y: 4_000_005, height: 2, rotation: 0, text: 'T-101 储罐', align: 'left', baseline: 'alphabetic', style: 1 });
  return builder;
}

describe('packed drawings', () => {
  it('come back as they were, as views on the same bytes', () => {
    const drawing = sample().finish();
    const packed = packDrawing(drawing);
    const again = unpackDrawing(packed);
    expect(again).toEqual(drawing);
    expect(again.coordinates.buffer).toBe(packed.buffer);
    expect(pathsOf(again)[1]).toMatchObject({ layer: '罐', colour: null, filled: true, group: 1 });
    expect(pathsOf(again)[1]?.points).toHaveLength(4);
  });

  it('of an older version, without layers, have those of their styles', () => {
    const drawing = sample().finish();
    const packed = packDrawing(drawing);
    const at = packed.length - new DataView(packed.buffer).getUint32(8, true);
    const { layers: _, ...older } = JSON.parse(new TextDecoder().decode(packed.subarray(at))) as Record<string, unknown>;
    const text = new TextEncoder().encode(JSON.stringify(older));
    const old = new Uint8Array(at + text.length);
    old.set(packed.subarray(0, at));
    old.set(text, at);
    new DataView(old.buffer).setUint32(8, text.length, true);
    expect(unpackDrawing(old).layers).toEqual([{ name: '道路', colour: null, visible: true }, { name: '罐', colour: null, visible: true }]);
  });

  it('open at an odd place of a larger buffer too', () => {
    const packed = packDrawing(sample().finish());
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    expect(unpackDrawing(shifted.subarray(3))).toEqual(unpackDrawing(packed));
  });

  it('bounds hold everything, texts by their estimated width', () => {
    const { bounds } = sample().finish();
    // "T-101 " is 6 × 0.6, 储罐 2 × 1: 5.6 heights of 2 from x = …005.
    expect(bounds.minX).toBe(38_000_000);
    expect(bounds.maxX).toBeCloseTo(38_000_005 + 11.2, 6);
    expect([bounds.minY, bounds.maxY]).toEqual([4_000_000, 4_000_020]);
  });

  it('a path with one point is dropped, and a stray point far away does not cost the rest its precision', () => {
    const builder = new DrawingBuilder();
    const style = builder.style('0', null, 0, false);
    for (let i = 0; i < 10; i += 1) { builder.begin(style); builder.point(38_000_000 + i * 0.01, 4_000_000); builder.point(38_000_000 + i, 4_000_001); builder.end(); }
    builder.begin(style); builder.point(0, 0); expect(builder.end()).toBe(false);
    builder.begin(style); builder.point(0, 0); builder.point(1, 1); expect(builder.end()).toBe(true);
    const paths = pathsOf(builder.finish());
    expect(paths).toHaveLength(11);
    expect(paths[7]?.points[0]?.[0]).toBeCloseTo(38_000_000.07, 5);
  });

  it('keep 0.1 mm on a plant grid of 10^7 m, through the pack and onto a tile', () => {
    const builder = new DrawingBuilder();
    const style = builder.style('0', null, 0, false);
    const points: [number, number][] = Array.from({ length: 2000 }, (_, i) => [38_512_345.6789 + (i % 50) * 39.1237, 4_312_345.4321 + Math.floor(i / 50) * 51.7713]);
    points.forEach(([x, y]) => { builder.begin(style); builder.point(x, y); builder.point(x + 3, y); builder.end(); });
    const drawing = unpackDrawing(packDrawing(builder.finish()));
    expect(drawing.coordinates).toBeInstanceOf(Float32Array);
    // A tile of 1000 pixels a metre around the last point.
    const [lastX, lastY] = points.at(-1) ?? [0, 0];
    const toTile = compose({ a: 1000, b: 0, c: 0, d: -1000, e: -lastX * 1000, f: lastY * 1000 }, translation(drawing.origin[0], drawing.origin[1]));
    points.forEach(([x, y], i) => {
      const rx = drawing.coordinates[4 * i] ?? 0, ry = drawing.coordinates[4 * i + 1] ?? 0;
      expect(Math.hypot(rx + drawing.origin[0] - x, ry + drawing.origin[1] - y)).toBeLessThan(2e-4);
      expect(Math.hypot(toTile.a * rx + toTile.e - (x - lastX) * 1000, toTile.d * ry + toTile.f + (y - lastY) * 1000)).toBeLessThan(0.2);
    });
  });

  it('take 64 bits where parts lie so far apart that 32 bits would shake them', () => {
    const builder = new DrawingBuilder();
    const style = builder.style('0', null, 0, false);
    const path = (x: number, y: number): void => { builder.begin(style); builder.point(x, y); builder.point(x + 1.0005, y + 0.0005); builder.end(); };
    for (let i = 0; i < 100; i += 1) path(38_512_345 + i, 4_312_345);
    for (let i = 0; i < 60; i += 1) path(i, 0);
    const drawing = builder.finish();
    expect(drawing.coordinates).toBeInstanceOf(Float64Array);
    const again = unpackDrawing(packDrawing(drawing));
    expect(again).toEqual(drawing);
    expect(pathsOf(again)[150]?.points[1]?.[0]).toBeCloseTo(51.0005, 6);
  });

  it('of many pieces of memory keep what crosses from one to the next, and what is taken back', () => {
    const builder = new DrawingBuilder();
    const style = builder.style('0', null, 0, false);
    const hidden = builder.style('隐', null, 0, false);
    builder.layer({ name: '隐', colour: null, visible: false });
    for (let k = 0; k < 5; k += 1) {
      builder.begin(style);
      for (let i = 0; i < 30_001; i += 1) builder.point(i, k);
      builder.end(true);
      builder.begin(style); builder.point(1e9, 1e9); builder.end();
      builder.begin(hidden); builder.point(-5, -5); builder.point(40_000, k); builder.end();
    }
    const paths = pathsOf(builder.finish());
    expect(paths.map(({ points }) => points.length)).toEqual(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 30_002 : 2)));
    expect(paths[8]?.points.every(([x, y], i) => x === i % 30_001 && y === 4)).toBe(true);
    expect(builder.shownBounds()).toEqual({ minX: 0, minY: 0, maxX: 30_000, maxY: 4 });
    expect(builder.finish().bounds).toEqual({ minX: -5, minY: -5, maxX: 40_000, maxY: 4 });
  });

  it.each<readonly [string, (bytes: Uint8Array) => Uint8Array]>([
    ['too short', (bytes) => bytes.slice(0, 40)],
    ['cut', (bytes) => bytes.slice(0, -1)],
    ['of another kind', (bytes) => { bytes[0] = 0; return bytes; }],
    ['of a newer version', (bytes) => { bytes[6] = 0x32; return bytes; }],
    ['with a path start out of order', (bytes) => { new DataView(bytes.buffer).setUint32(72 + 6 * 8 + 4, 99, true); return bytes; }],
    ['with a style that is not there', (bytes) => { new DataView(bytes.buffer).setUint16(72 + 6 * 8 + 12 + 8, 9, true); return bytes; }],
    ['with a length that does not fit', (bytes) => { new DataView(bytes.buffer).setUint32(12, 0xffff_fff0, true); return bytes; }],
  ])('bytes %s are refused', (_, damage) => {
    expect(() => unpackDrawing(damage(packDrawing(sample().finish())))).toThrow(/packed drawing/);
  });
});
