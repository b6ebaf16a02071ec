import { describe, expect, it } from 'vitest';
import { readDxfZones } from '#electron/adapters/dxf-zones/read-dxf-zones.ts';
import { encodeGbk } from '#shared/exchange/gbk.ts';

/* Drawings as people make them: outlines on a layer of zones, a text in each. */
const drawing = (entities: string, { units = 6, page = 'ANSI_936' } = {}): Uint8Array => encodeGbk([
  '0', 'SECTION', '2', 'HEADER', '9', '$ACADVER', '1', 'AC1015', '9', '$DWGCODEPAGE', '3', page, '9', '$INSUNITS', '70', String(units), '0', 'ENDSEC',
  '0', 'SECTION', '2', 'ENTITIES', entities.trim(), '0', 'ENDSEC', '0', 'EOF', '',
].join('\r\n'));
const polyline = (layer: string, points: readonly (readonly number[])[], flags = 1): string =>
  ['0', 'LWPOLYLINE', '8', layer, '90', points.length, '70', flags, ...points.flatMap(([x, y, bulge]) => [10, x, 20, y, ...(bulge === undefined ? [] : [42, bulge])])].join('\r\n');
const text = (x: number, y: number, value: string, height = 2.5): string => ['0', 'TEXT', '8', '文字', '10', x, '20', y, '40', height, '1', value].join('\r\n');
const box = (x: number, y: number, side: number) => [[x, y], [x + side, y], [x + side, y + side], [x, y + side]];
const join = (...parts: string[]) => parts.join('\r\n');
const names = (bytes: Uint8Array) => readDxfZones(bytes, 'a.dxf').shapes.map(({ values, polygons }) => [values[0], polygons[0]?.length]);

describe('zones in drawings of others', () => {
  it('a text inside an outline names it; of several the tallest; texts outside name nothing', () => {
    const { layers, shapes, encoding } = readDxfZones(drawing(join(polyline('风险分区', box(0, 0, 100)), polyline('风险分区', box(200, 0, 50)), text(50, 50, '液氨罐区', 5), text(50, 40, '说明文字'), text(400, 0, '图名', 9), polyline('道路', [[0, 0], [9, 9]], 0))), 'a.dxf');
    expect([layers.map(({ name, areas }) => [name, areas]), encoding]).toEqual([[['风险分区', 2]], 'gbk']);
    expect(shapes.map(({ values }) => values[0])).toEqual(['液氨罐区', null]);
  });

  it('an outline inside another is a hole, unless it has a name or another layer', () => {
    const outer = polyline('A', box(0, 0, 100));
    expect(names(drawing(join(outer, polyline('A', box(10, 10, 20)), text(80, 80, '大'))))).toEqual([['大', 2]]);
    expect(names(drawing(join(outer, polyline('A', box(10, 10, 20)), text(80, 80, '大'), text(20, 20, '小'))))).toEqual([['大', 1], ['小', 1]]);
    expect(names(drawing(join(outer, polyline('B', box(10, 10, 20)), text(80, 80, '大'))))).toEqual([['大', 1], [null, 1]]);
    // A hole in the hole is ground again.
    expect(names(drawing(join(outer, polyline('A', box(10, 10, 50)), polyline('A', box(20, 20, 10)), text(80, 80, '大'))))).toEqual([['大', 2], [null, 1]]);
  });

  it('a hatch and the outline round it are one zone; an edge path of lines and an arc is a ring', () => {
    const hatch = ['0', 'HATCH', '8', 'A', '2', 'SOLID', '70', 1, '91', 1, '92', 2, '72', 0, '73', 1, '93', 4, ...box(0, 0, 100).flatMap(([x, y]) => [10, x, 20, y]), '97', 0, '75', 0, '98', 0].join('\r\n');
    expect(names(drawing(join(hatch, polyline('A', [...box(0, 0, 100)].reverse()), text(50, 50, '一个'))))).toEqual([['一个', 1]]);
    const edges = ['0', 'HATCH', '8', 'A', '2', 'SOLID', '70', 1, '91', 1, '92', 1, '93', 2, '72', 1, '10', 10, '20', 0, '11', -10, '21', 0, '72', 2, '10', 0, '20', 0, '40', 10, '50', 180, '51', 360, '73', 1, '97', 0, '75', 0, '98', 0].join('\r\n');
    const [shape] = readDxfZones(drawing(edges), 'a.dxf').shapes;
    expect(areaOf(shape?.polygons[0]?.[0])).toBeCloseTo((Math.PI * 100) / 2, 1);
  });

  it('bulges are arcs, circles are circles, old polylines and mirrored ones are read', () => {
    // Two half circles: a bulge of 1 each.
    const round = polyline('A', [[-10, 0, 1], [10, 0, 1]]);
    const old = join('0\r\nPOLYLINE\r\n8\r\nB\r\n66\r\n1\r\n70\r\n1', ...box(100, 0, 10).map(([x, y]) => `0\r\nVERTEX\r\n8\r\nB\r\n10\r\n${x}\r\n20\r\n${y}`), '0\r\nSEQEND');
    const circle = '0\r\nCIRCLE\r\n8\r\nC\r\n10\r\n200\r\n20\r\n0\r\n40\r\n10';
    const mirrored = `${polyline('D', box(300, 0, 10))}\r\n210\r\n0\r\n220\r\n0\r\n230\r\n-1`;
    const shapes = readDxfZones(drawing(join(round, old, circle, mirrored)), 'a.dxf').shapes.map(({ polygons }) => polygons[0]?.[0]);
    expect(shapes.map((ring) => Math.round(areaOf(ring)))).toEqual([314, 100, 314, 100]);
    expect(shapes[3]?.[0]).toBe(-300);
  });

  it('units of the drawing are told; a layer named after a level says so', () => {
    const parsed = readDxfZones(drawing(join(polyline('四色-重大', box(0, 0, 1000)), polyline('未评估', box(2000, 0, 1000)), polyline('装置', box(4000, 0, 1000))), { units: 4 }), 'a.dxf');
    expect(parsed.layers.map(({ metresPerUnit }) => metresPerUnit)).toEqual([0.001, 0.001, 0.001]);
    expect(parsed.shapes.map(({ values }) => values[3])).toEqual(['重大', '未评估', null]);
  });

  it('MTEXT is read without its codes, escapes are decoded', () => {
    const mtext = '0\r\nMTEXT\r\n8\r\nT\r\n10\r\n50\r\n20\r\n50\r\n40\r\n3\r\n1\r\n{\\fSimSun|b0;\\H1.5x;\\U+7F50区}\\P{\\C1;一级}';
    expect(names(drawing(join(polyline('A', box(0, 0, 100)), mtext)))).toEqual([['罐区 一级', 1]]);
  });
});

function areaOf(ring: Float64Array | undefined): number {
  if (ring === undefined) return 0;
  let doubled = 0;
  for (let i = 0; i < ring.length; i += 2) doubled += (ring[i] ?? 0) * (ring[(i + 3) % ring.length] ?? 0) - (ring[(i + 2) % ring.length] ?? 0) * (ring[i + 1] ?? 0);
  return Math.abs(doubled) / 2;
}
