import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelForScale, packTiles, tileLevels, unpackTiles, type TilePicture } from '#shared/drawing/tiles.ts';

const tile = (value: number, length = 3): TilePicture => ({ mediaType: 'image/png', bytes: new Uint8Array(length).fill(value) });
const pyramid = (width: number, height: number, tileSize = 512): { readonly tiles: TilePicture[]; readonly bytes: Uint8Array } => {
  const levels = tileLevels(width, height, tileSize);
  const tiles = levels.flatMap(({ columns, rows }) => Array.from({ length: columns * rows }, (_, i) => tile(i % 251, 1 + (i % 7))));
  return { tiles, bytes: packTiles({ width, height, tileSize, tiles }) };
};

describe('levels of a picture', () => {
  it('halve until one tile holds all, rounding up', () => {
    expect(tileLevels(1025, 700)).toEqual([
      { width: 1025, height: 700, columns: 3, rows: 2, first: 0 }, { width: 513, height: 350, columns: 2, rows: 1, first: 6 }, { width: 257, height: 175, columns: 1, rows: 1, first: 8 },
    ]);
    expect(tileLevels(512, 1)).toHaveLength(1);
    // A0 at 600 dots an inch.
    expect(tileLevels(19_866, 28_087)).toHaveLength(7);
  });

  it('are chosen so that each pixel of the screen has one of the picture, or up to two either way', () => {
    expect([4, 1, 0.9, 0.5, 0.26, 0.25, 0.001].map((scale) => levelForScale(scale, 5))).toEqual([0, 0, 0, 1, 1, 2, 4]);
    expect(levelForScale(NaN, 5)).toBe(0);
  });
});

describe('packed tiles', () => {
  it('give back every tile at its place', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 16, max: 64 }), (width, height, tileSize) => {
      const { tiles, bytes } = pyramid(width, height, tileSize);
      const opened = unpackTiles(bytes);
      expect([opened.width, opened.height, opened.tileSize]).toEqual([width, height, tileSize]);
      const back = opened.levels.flatMap((level, index) => Array.from({ length: level.columns * level.rows }, (_, i) => opened.tile(index, i % level.columns, Math.floor(i / level.columns))));
      expect(back.map(({ bytes: own }) => [...own])).toEqual(tiles.map(({ bytes: own }) => [...own]));
    }));
  });

  it('write the same picture once', () => {
    const blank = tile(255, 1000);
    const levels = tileLevels(5120, 5120);
    const count = levels.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
    const bytes = packTiles({ width: 5120, height: 5120, tiles: Array.from({ length: count }, () => blank) });
    expect(bytes.length).toBe(32 + count * 12 + 1000);
    expect(unpackTiles(bytes).tile(0, 9, 9).bytes).toEqual(blank.bytes);
  });

  it('know their media types, and refuse a tile that is not there', () => {
    const bytes = packTiles({ width: 600, height: 10, tiles: [{ mediaType: 'image/jpeg', bytes: new Uint8Array([1]) }, { mediaType: 'image/webp', bytes: new Uint8Array([2]) }, tile(3)] });
    const opened = unpackTiles(bytes);
    expect([opened.tile(0, 0, 0).mediaType, opened.tile(0, 1, 0).mediaType, opened.tile(1, 0, 0).mediaType]).toEqual(['image/jpeg', 'image/webp', 'image/png']);
    for (const [level, column, row] of [[0, 2, 0], [0, 0, 1], [2, 0, 0], [0, -1, 0], [-1, 0, 0], [0, 0.5, 0]] as const) expect(() => opened.tile(level, column, row)).toThrow();
    expect(() => packTiles({ width: 600, height: 10, tiles: [tile(1)] })).toThrow('do not fit');
  });

  it('are refused when any of their parts was changed or cut', () => {
    const { bytes } = pyramid(700, 700);
    for (let length = 0; length < bytes.length; length += 1) expect(() => unpackTiles(bytes.subarray(0, length)), `cut after ${length} bytes`).toThrow();
    const view = new DataView(bytes.slice().buffer);
    const changed = (at: number, value: number): Uint8Array => { const copy = bytes.slice(); new DataView(copy.buffer).setUint32(at, value, true); return copy; };
    for (const [at, value] of [[0, 0], [8, 0], [8, 100_000], [12, 0xffff_ffff], [16, 0], [16, 1], [20, 9], [24, 4_000_000_000], [24, 3], [32, 0], [32, 0xffff_fff0], [36, 0xffff_ffff], [36, 0], [40, 0], [40, 9]] as const) {
      expect(() => unpackTiles(changed(at, value)), `${value} at ${at}, was ${view.getUint32(at, true)}`).toThrow();
    }
  });

  it('whatever bytes they are opened from, nothing but an error or sound tiles comes out', () => {
    const { bytes } = pyramid(100, 90, 32);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
      const copy = bytes.slice();
      for (const [at, value] of changes) copy[at] = value;
      let opened;
      try { opened = unpackTiles(copy); } catch { return; }
      opened.levels.forEach((level, index) => { for (let i = 0; i < level.columns * level.rows; i += 1) expect(opened.tile(index, i % level.columns, Math.floor(i / level.columns)).bytes.length).toBeGreaterThan(0); });
    }), { numRuns: 500 });
  });
});
