import { describe, expect, it } from 'vitest';
import { styleOpacities } from '#shared/drawing/layers.ts';
import { block, dxf, layer, layers, readText, tags, type Path } from '../../fixtures/layouts/make.ts';

const line = (x1: number, y1: number, x2: number, y2: number, ...more: (string | number)[]): string =>
  tags(0, 'LINE', 8, '0', ...more, 10, x1, 20, y1, 30, 0, 11, x2, 21, y2, 31, 0);
const first = (paths: readonly Path[]): Path => { const path = paths[0]; if (!path) throw new Error('nothing drawn'); return path; };
const round = (points: readonly (readonly [number, number])[]): number[][] => points.map(([x, y]) => [Math.round(x * 1e4) / 1e4 + 0, Math.round(y * 1e4) / 1e4 + 0]);

describe('shapes of a DXF', () => {
  it('draws a line, keeping centimetres at survey coordinates', () => {
    const { paths, parsed } = readText(dxf({ header: tags(9, '$INSUNITS', 70, 6), entities: line(38_512_345.67, 4_312_345.89, 38_512_445.67, 4_312_345.89) }));
    const { points } = first(paths);
    expect(points[0]?.[0]).toBeCloseTo(38_512_345.67, 4);
    expect(points[1]?.[1]).toBeCloseTo(4_312_345.89, 4);
    expect(parsed.metresPerUnit).toBe(1);
    expect(parsed.bounds.maxX - parsed.bounds.minX).toBeCloseTo(100, 6);
  });

  it.each([[0, null], [1, 0.0254], [4, 0.001], [5, 0.01], [6, 1], [99, null]])('takes $INSUNITS %i as %s metres', (unit, metres) => {
    expect(readText(dxf({ header: tags(9, '$INSUNITS', 70, unit), entities: line(0, 0, 1, 1) })).parsed.metresPerUnit).toBe(metres);
  });

  it('draws a closed polyline whose second side is a half circle (bulge 1) to the right of the way', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'LWPOLYLINE', 8, '0', 90, 4, 70, 1, 10, 0, 20, 0, 10, 10, 20, 0, 42, 1, 10, 10, 20, 10, 10, 0, 20, 10) }));
    const { points } = first(paths);
    expect(points[0]).toEqual(points[points.length - 1]);
    const arc = points.filter(([x]) => x > 10.001);
    expect(arc.length).toBeGreaterThan(20);
    for (const [x, y] of arc) expect(Math.hypot(x - 10, y - 5)).toBeCloseTo(5, 4);
    expect(Math.max(...arc.map(([x]) => x))).toBeCloseTo(15, 1);
  });

  it('draws an arc from 270 to 90 degrees through 0, not round the other way', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'ARC', 8, '0', 10, 0, 20, 0, 40, 2, 50, 270, 51, 90) }));
    const { points } = first(paths);
    expect(round(points.slice(0, 1))).toEqual([[0, -2]]);
    expect(round(points.slice(-1))).toEqual([[0, 2]]);
    expect(points.every(([x]) => x > -1e-6)).toBe(true);
  });

  it('mirrors an arc whose extrusion points down', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'ARC', 8, '0', 10, 1, 20, 0, 40, 2, 50, 0, 51, 90, 210, 0, 220, 0, 230, -1) }));
    const { points } = first(paths);
    expect(round(points.slice(0, 1))).toEqual([[-3, 0]]);
    expect(round(points.slice(-1))).toEqual([[-1, 2]]);
  });

  it('draws an ellipse with its minor axis across the major one', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'ELLIPSE', 8, '0', 10, 5, 20, 5, 11, 0, 21, 4, 40, 0.5, 41, 0, 42, 6.283185307179586) }));
    for (const [x, y] of first(paths).points) expect(((x - 5) / 2) ** 2 + ((y - 5) / 4) ** 2).toBeCloseTo(1, 3);
  });

  it('draws a quadratic spline as the parabola that it is', () => {
    const knots = [0, 0, 0, 1, 1, 1].flatMap((knot) => [40, knot]);
    const { paths } = readText(dxf({ entities: tags(0, 'SPLINE', 8, '0', 70, 8, 71, 2, 72, 6, 73, 3, ...knots, 10, 0, 20, 0, 10, 1, 20, 2, 10, 2, 20, 0) }));
    for (const [x, y] of first(paths).points) expect(y).toBeCloseTo(2 * x - x * x, 4);
  });

  it('fills a solid in the order 1, 2, 4, 3', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'SOLID', 8, '0', 10, 0, 20, 0, 11, 4, 21, 0, 12, 0, 22, 3, 13, 4, 23, 3) }));
    expect(first(paths).filled).toBe(true);
    expect(round(first(paths).points)).toEqual([[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]]);
  });

  it('fills a hatch with a hole as one area', () => {
    const square = (size: number): (string | number)[] => [92, 2, 72, 0, 73, 1, 93, 4, 10, -size, 20, -size, 10, size, 20, -size, 10, size, 20, size, 10, -size, 20, size, 97, 0];
    const { paths } = readText(dxf({ entities: tags(0, 'HATCH', 8, '0', 62, 3, 10, 0, 20, 0, 30, 0, 2, 'SOLID', 70, 1, 71, 0, 91, 2, ...square(10), ...square(4), 75, 0, 76, 1) }));
    expect(paths).toHaveLength(2);
    expect(paths.every((path) => path.filled && path.colour === '#00ff00' && path.group === paths[0]?.group)).toBe(true);
    expect(round(paths[1]?.points ?? [])).toEqual([[-4, -4], [4, -4], [4, 4], [-4, 4], [-4, -4]]);
  });

  it('draws the lines of a hatch pattern within its boundary and not in its hole', () => {
    const square = (size: number): (string | number)[] => [92, 2, 72, 0, 73, 1, 93, 4, 10, 0, 20, 0, 10, size, 20, 0, 10, size, 20, size, 10, 0, 20, size, 97, 0];
    // Level lines, one a unit, from y = 0.5: ten of them, each 10 long.
    const { paths } = readText(dxf({ entities: tags(0, 'HATCH', 8, '0', 10, 0, 20, 0, 30, 0, 2, 'LINE', 70, 0, 71, 0, 91, 1, ...square(10), 75, 0, 76, 1, 52, 0, 41, 1, 77, 0, 78, 1, 53, 0, 43, 0, 44, 0.5, 45, 0, 46, 1, 79, 0, 98, 0) }));
    expect(paths).toHaveLength(10);
    expect(paths.map((path) => round(path.points)).sort((p, q) => (p[0]?.[1] ?? 0) - (q[0]?.[1] ?? 0))[0]).toEqual([[0, 0.5], [10, 0.5]]);
  });

  it('draws a wide polyline as filled strips', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'LWPOLYLINE', 8, '0', 90, 2, 70, 0, 43, 2, 10, 0, 20, 0, 10, 10, 20, 0) }));
    expect(first(paths).filled).toBe(true);
    expect(round(first(paths).points)).toEqual([[0, 1], [10, 1], [10, -1], [0, -1], [0, 1]]);
  });

  it('reads old polylines with their vertices', () => {
    const vertex = (x: number, y: number): string => tags(0, 'VERTEX', 8, '0', 10, x, 20, y, 30, 0);
    const { paths, parsed } = readText(dxf({ entities: tags(0, 'POLYLINE', 8, '0', 66, 1, 70, 1) + vertex(0, 0) + vertex(3, 0) + vertex(0, 4) + tags(0, 'SEQEND', 8, '0') + line(9, 9, 8, 8) }));
    expect(round(first(paths).points)).toEqual([[0, 0], [3, 0], [0, 4], [0, 0]]);
    expect([parsed.entities, parsed.drawn]).toEqual([2, 2]);
  });
});

describe('blocks', () => {
  const arrow = block('ARROW', line(1, 1, 3, 1), 1, 1);

  it('places, scales and turns a block about its base point', () => {
    const { paths } = readText(dxf({ blocks: arrow, entities: tags(0, 'INSERT', 8, '0', 2, 'ARROW', 10, 100, 20, 50, 41, 3, 42, 3, 50, 90) }));
    expect(round(first(paths).points)).toEqual([[100, 50], [100, 56]]);
  });

  it('repeats an array in its own turned rows and columns', () => {
    const { paths } = readText(dxf({ blocks: arrow, entities: tags(0, 'INSERT', 8, '0', 2, 'ARROW', 10, 0, 20, 0, 50, 90, 70, 2, 71, 2, 44, 10, 45, 20) }));
    expect(paths.map((path) => round(path.points)[0])).toEqual([[0, 0], [0, 10], [-20, 0], [-20, 10]]);
  });

  it('nests, and gives layer 0 and by-block colour what the insert has', () => {
    const inner = block('INNER', line(0, 0, 1, 0, 62, 0) + line(0, 1, 1, 1));
    const outer = block('OUTER', tags(0, 'INSERT', 8, '0', 62, 0, 2, 'inner', 10, 5, 20, 0));
    const { paths } = readText(dxf({
      tables: layers(layer('储罐', 5)), blocks: inner + outer, entities: tags(0, 'INSERT', 8, '储罐', 62, 1, 2, 'OUTER', 10, 10, 20, 0, 41, 2, 42, 2),
    }));
    expect(paths.map((path) => [path.layer, path.colour])).toEqual([['储罐', '#ff0000'], ['储罐', '#0000ff']]);
    expect(round(first(paths).points)).toEqual([[20, 0], [22, 0]]);
  });

  it('says of a block that holds itself, is missing or empty, why it is not there', () => {
    const loop = block('LOOP', tags(0, 'INSERT', 8, '0', 2, 'LOOP', 10, 0, 20, 0));
    const { parsed } = readText(dxf({
      blocks: loop + block('EMPTY', ''),
      entities: ['LOOP', 'NONE', 'EMPTY'].map((name) => tags(0, 'INSERT', 8, '0', 2, name, 10, 0, 20, 0)).join('') + line(0, 0, 1, 1),
    }));
    expect(parsed.drawn).toBe(1);
    expect(new Set(parsed.notShown.map(({ reason }) => reason))).toEqual(new Set(['notShown.blockLoop', 'notShown.blockMissing', 'notShown.emptyBlock']));
  });

  it('shows the attributes of an insert, but not the hidden ones', () => {
    const attribute = (text: string, flags: number): string => tags(0, 'ATTRIB', 8, '0', 10, 1, 20, 2, 40, 3, 1, text, 2, 'TAG', 70, flags);
    const { drawing } = readText(dxf({
      blocks: arrow, entities: tags(0, 'INSERT', 8, '0', 66, 1, 2, 'ARROW', 10, 0, 20, 0) + attribute('V-101', 0) + attribute('内部', 1) + tags(0, 'SEQEND'),
    }));
    expect(drawing.texts.map(({ text }) => text)).toEqual(['V-101']);
  });
});

describe('what is not shown', () => {
  it('is counted by type with its reason; drawn and not drawn add up', () => {
    const { parsed, paths } = readText(dxf({
      tables: layers(layer('关', -1), layer('冻', 2, 1), layer('开', 3)),
      entities: [
        tags(0, 'LINE', 8, '关', 10, 0, 20, 0, 11, 1, 21, 1), tags(0, 'LINE', 8, '冻', 10, 0, 20, 0, 11, 1, 21, 1), tags(0, 'LINE', 8, '开', 10, 0, 20, 0, 11, 1, 21, 1),
        tags(0, 'LINE', 8, '开', 60, 1, 10, 0, 20, 0, 11, 1, 21, 1), tags(0, 'LINE', 8, '开', 67, 1, 10, 0, 20, 0, 11, 1, 21, 1),
        tags(0, 'CIRCLE', 8, '开', 10, 0, 20, 0, 40, 0), tags(0, 'TCH_WALL', 8, '开'), tags(0, 'ACAD_PROXY_ENTITY', 8, '开'), tags(0, 'XLINE', 8, '开', 10, 0, 20, 0),
        tags(0, 'TEXT', 8, '开', 10, 0, 20, 0, 40, 1, 1, ' '), tags(0, 'LINE', 8, '开', 10, 'nan', 20, 1e300, 11, 1e300, 21, 0),
      ].join(''),
    }));
    expect(parsed.notShown.map(({ type, count, reason }) => `${type} ${count} ${reason}`).sort()).toEqual([
      'ACAD_PROXY_ENTITY 1 notShown.proxy', 'CIRCLE 1 notShown.degenerate', 'LINE 1 notShown.damaged', 'LINE 1 notShown.invisible',
      'LINE 1 notShown.paperSpace', 'TCH_WALL 1 notShown.tianzheng', 'TEXT 1 notShown.emptyText', 'XLINE 1 notShown.infinite',
    ]);
    expect([parsed.entities, parsed.drawn]).toEqual([11, 3]);
    expect(paths.map((path) => [path.layer, path.colour])).toEqual([['关', '#ff0000'], ['冻', '#ffff00'], ['开', '#00ff00']]);
  });
});

describe('layers', () => {
  const on = (name: string, x: number): string => tags(0, 'LINE', 8, name, 10, x, 20, 0, 11, x + 1, 21, 1);
  const table = layers(layer('空', 1), layer('开', 3), layer('关', -1), layer('冻', 2, 1), tags(0, 'LAYER', 2, '不打印', 70, 0, 62, 5, 290, 0));

  it('that are off, frozen or not plotted are there, hidden; in the order of the file, those without content left out', () => {
    const { drawing } = readText(dxf({ tables: table, entities: ['冻', '开', '关', '不打印', '没有定义'].map((name, index) => on(name, index)).join('') }));
    expect(drawing.layers).toEqual([
      { name: '开', colour: '#00ff00', visible: true }, { name: '关', colour: '#ff0000', visible: false }, { name: '冻', colour: '#ffff00', visible: false },
      { name: '不打印', colour: '#0000ff', visible: false }, { name: '没有定义', colour: null, visible: true },
    ]);
    const opacity = (name: string, states: readonly { name: string; visible: boolean; opacity: number }[] = []): number =>
      styleOpacities(drawing, states)[drawing.styles.findIndex((style) => style.layer === name)] ?? NaN;
    expect(['开', '关', '没有定义'].map((name) => opacity(name))).toEqual([1, 0, 1]);
    const states = [{ name: '开', visible: false, opacity: 1 }, { name: '冻', visible: true, opacity: 0.5 }];
    expect(['开', '关', '冻'].map((name) => opacity(name, states))).toEqual([0, 0, 0.5]);
  });

  it('that are hidden do not count for the size that a person sees first', () => {
    const { parsed, drawing } = readText(dxf({ tables: table, entities: on('开', 0) + on('关', 1000) }));
    expect([parsed.bounds.maxX, drawing.bounds.maxX]).toEqual([1, 1001]);
    expect(readText(dxf({ tables: table, entities: on('关', 1000) })).parsed.bounds.maxX).toBe(1001);
  });

  it('are one layer however an entity spells it', () => {
    const { drawing } = readText(dxf({ tables: layers(layer('Tank', 3)), entities: on('TANK', 0) + on('tank', 1) }));
    expect(drawing.layers).toEqual([{ name: 'Tank', colour: '#00ff00', visible: true }]);
  });

  it('frozen hides all that an insert on it holds; off hides only what lies on it', () => {
    const content = block('B', on('开', 0) + on('0', 1));
    const insert = (name: string): string => tags(0, 'INSERT', 8, name, 2, 'B', 10, 0, 20, 0);
    expect(readText(dxf({ tables: table, blocks: content, entities: insert('冻') })).paths.map((path) => [path.layer, path.colour])).toEqual([['冻', '#00ff00'], ['冻', '#ffff00']]);
    expect(readText(dxf({ tables: table, blocks: content, entities: insert('关') })).paths.map((path) => path.layer)).toEqual(['开', '关']);
  });
});
