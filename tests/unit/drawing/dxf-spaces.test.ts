import { describe, expect, it } from 'vitest';
import { readDxf } from '#electron/adapters/dxf/read-dxf.ts';
import { block, dxf, layer, layers, opened, readText, tags, type Path, type Read } from '../../fixtures/layouts/make.ts';

const line = (x1: number, y1: number, x2: number, y2: number, ...more: (string | number)[]): string => tags(0, 'LINE', 8, '0', ...more, 10, x1, 20, y1, 11, x2, 21, y2);
const round = ({ points }: Path): number[][] => points.map(([x, y]) => [Math.round(x * 1e4) / 1e4 + 0, Math.round(y * 1e4) / 1e4 + 0]);
const sizes = (paths: readonly Path[]): number => paths.reduce((sum, { points }) => sum + points.slice(1).reduce((length, [x, y], i) => length + Math.hypot(x - (points[i]?.[0] ?? 0), y - (points[i]?.[1] ?? 0)), 0), 0);
/** A DXF with an OBJECTS section. */
const withObjects = (text: string, objects: string): string => text.replace(/0\nEOF\n$/, tags(0, 'SECTION', 2, 'OBJECTS') + objects + tags(0, 'ENDSEC', 0, 'EOF'));
const readPage = (text: string, page: number): Read => opened(readDxf(new TextEncoder().encode(text), { fileName: 'test.dxf', recover: false, page, onProgress: () => undefined }));

describe('an insert with a clip', () => {
  const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  /** The insert stood at (100, 50) when it was clipped: its inverse takes that away. */
  const clipped = (points: readonly (readonly [number, number])[], content: string, insert: (string | number)[] = [], flag = 1): Read => readText(withObjects(
    dxf({ blocks: block('B', content), entities: tags(0, 'INSERT', 5, 'A1', 8, '0', 2, 'B', 10, 100, 20, 50, ...insert) }),
    tags(0, 'DICTIONARY', 5, 'D1', 330, 'A1', 3, 'ACAD_FILTER', 360, 'D2', 0, 'DICTIONARY', 5, 'D2', 330, 'D1', 3, 'SPATIAL', 360, 'F1')
    + tags(0, 'SPATIAL_FILTER', 5, 'F1', 102, '{ACAD_REACTORS', 330, 'D2', 102, '}', 330, 'D2', 70, points.length, ...points.flatMap(([x, y]) => [10, x, 20, y]), 71, flag, 72, 0, 73, 0,
      ...[1, 0, 0, -100, 0, 1, 0, -50, 0, 0, 1, 0, ...identity].flatMap((value) => [40, value])),
  ));

  it('shows what lies within a rectangle given by two corners, cut at its border', () => {
    // In the block's coordinates the rectangle is (-5, -5) to (5, 5).
    const { paths } = clipped([[95, 45], [105, 55]], line(-20, 0, 20, 0) + line(-3, 1, 3, 1) + line(-20, 8, 20, 8) + line(0, 0, 20, 20));
    expect(paths.map(round)).toEqual([[[95, 50], [105, 50]], [[97, 51], [103, 51]], [[100, 50], [105, 55]]]);
  });

  it('goes with its insert when that is moved, turned and scaled afterwards', () => {
    const { paths } = clipped([[95, 45], [105, 55]], line(-20, 0, 20, 0), [41, 2, 42, 2, 50, 90]);
    expect(paths.map(round)).toEqual([[[100, 40], [100, 60]]]);
  });

  it('cuts areas to a concave polygon, holes too', () => {
    // An L of 10 × 10 without its upper right quarter: 75; the square of side 4 in the middle is a hole, a quarter of it outside the L.
    const ring = (size: number): (string | number)[] => [92, 2, 72, 0, 73, 1, 93, 4, 10, -size, 20, -size, 10, size, 20, -size, 10, size, 20, size, 10, -size, 20, size, 97, 0];
    const { paths } = clipped([[95, 45], [105, 45], [105, 50], [100, 50], [100, 55], [95, 55]], tags(0, 'HATCH', 8, '0', 10, 0, 20, 0, 30, 0, 2, 'SOLID', 70, 1, 71, 0, 91, 2, ...ring(20), ...ring(2), 75, 0, 76, 1));
    expect(evenOddArea(paths, { x: 95, y: 45, size: 10 })).toBeCloseTo(75 - 12, 1);
    expect(paths.every(({ points }) => points.every(([x, y]) => x >= 95 && x <= 105 && y >= 45 && y <= 55))).toBe(true);
  });

  it('leaves out texts outside, and clips nothing when it is switched off', () => {
    const content = tags(0, 'TEXT', 8, '0', 10, 0, 20, 0, 40, 1, 1, '内') + tags(0, 'TEXT', 8, '0', 10, 30, 20, 0, 40, 1, 1, '外');
    expect(clipped([[95, 45], [105, 55]], content).drawing.texts.map(({ text }) => text)).toEqual(['内']);
    expect(clipped([[95, 45], [105, 55]], content, [], 0).drawing.texts.map(({ text }) => text)).toEqual(['内', '外']);
  });
});

/** Area of paths by the even-odd rule, from 200 × 200 samples of a square. */
function evenOddArea(paths: readonly Path[], { x: left, y: bottom, size }: { x: number; y: number; size: number }): number {
  const steps = 200;
  let inside = 0;
  for (let i = 0; i < steps; i += 1) {
    for (let k = 0; k < steps; k += 1) {
      const x = left + ((i + 0.5) / steps) * size, y = bottom + ((k + 0.5) / steps) * size;
      let within = false;
      for (const { points } of paths) {
        points.forEach(([x2, y2], index) => {
          const [x1, y1] = points[(index + points.length - 1) % points.length] ?? [0, 0];
          if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
        });
      }
      if (within) inside += 1;
    }
  }
  return (inside / (steps * steps)) * size * size;
}

describe('paper space', () => {
  const viewport = (...more: (string | number)[]): string => tags(0, 'VIEWPORT', 5, 'F0', 8, '0', 67, 1, 10, 100, 20, 100, 40, 100, 41, 50, 68, 2, 69, 2, 12, 0, 22, 0, 16, 0, 26, 0, 36, 1, 17, 0, 27, 0, 45, 500, 51, 0, ...more);
  const frame = line(0, 0, 420, 0, 67, 1);

  it('is what is shown where the model is empty', () => {
    const { parsed, paths } = readText(dxf({ header: tags(9, '$INSUNITS', 70, 6), entities: frame }));
    expect(paths.map(round)).toEqual([[[0, 0], [420, 0]]]);
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, page: 1, pages: 2, notShown: [], metresPerUnit: null });
  });

  it('is named, with places, where the model is shown', () => {
    const { parsed, paths } = readText(dxf({ entities: frame + line(0, 0, 5, 5) }));
    expect(paths.map(round)).toEqual([[[0, 0], [5, 5]]]);
    expect(parsed.notShown).toEqual([{ type: 'LINE', count: 1, reason: 'notShown.paperSpace', places: [[0, 0]] }]);
  });

  it('as a page shows the model through its viewport, scaled, clipped and with the scale of the viewport', () => {
    // 500 units are 50 mm high: 1:10. The line from -2000 to 2000 through the middle fills the frame of 100 mm.
    const { parsed, paths } = readPage(dxf({ header: tags(9, '$INSUNITS', 70, 6), entities: frame + line(-2000, 0, 2000, 0) + line(0, 0, 0, 100) + viewport() }), 2);
    expect(paths.map(round)).toEqual([
      [[0, 0], [420, 0]], [[50, 100], [150, 100]], [[100, 100], [100, 110]], [[50, 75], [150, 75], [150, 125], [50, 125], [50, 75]],
    ]);
    expect(parsed).toMatchObject({ entities: 2, drawn: 2, page: 2, pages: 2, metresPerUnit: 10 });
  });

  it('turns the view by its twist about its target', () => {
    const { paths } = readPage(dxf({ entities: line(1000, 2000, 1100, 2000) + viewport().replace('17\n0\n27\n0\n', '17\n1000\n27\n2000\n').replace('51\n0\n', '51\n90\n') }), 2);
    expect(paths[0] && round(paths[0])).toEqual([[100, 100], [100, 110]]);
  });

  it('hides in a viewport the layers that are frozen in it, and a viewport that is off altogether', () => {
    const tables = layers(tags(0, 'LAYER', 5, 'L1', 2, '管线', 70, 0, 62, 1), layer('0', 7));
    const model = line(0, 0, 10, 0) + line(0, 5, 10, 5).replace('8\n0\n', '8\n管线\n');
    expect(readPage(dxf({ tables, entities: model + viewport(331, 'L1') }), 2).paths.map(({ layer: name }) => name)).toEqual(['0', '0']);
    const off = readPage(dxf({ tables, entities: model + frame + viewport().replace('68\n2\n', '68\n0\n') }), 2).parsed;
    expect(off.notShown).toEqual([{ type: 'VIEWPORT', count: 1, reason: 'notShown.viewport', places: [[100, 100]] }]);
  });

  it('has one page for each sheet with something on it, in the order of the tabs', () => {
    const names = tags(0, 'TABLE', 2, 'BLOCK_RECORD') + ['*Model_Space', '*Paper_Space', '*Paper_Space0', '*Paper_Space1'].map((name, i) => tags(0, 'BLOCK_RECORD', 5, `B${i}`, 2, name)).join('') + tags(0, 'ENDTAB');
    const tab = (name: string, order: number, handle: string): string => tags(0, 'LAYOUT', 5, `E${order}`, 330, 'E', 100, 'AcDbPlotSettings', 1, '', 70, 688, 100, 'AcDbLayout', 1, name, 70, 1, 71, order, 330, handle);
    const text = withObjects(
      dxf({ tables: names, blocks: block('*Paper_Space0', line(0, 0, 1, 0)) + block('*Paper_Space1', ''), entities: frame + line(7, 7, 8, 8) }),
      tab('Model', 0, 'B0') + tab('立面', 3, 'B1') + tab('总图', 1, 'B2') + tab('空', 2, 'B3'),
    );
    expect([1, 2, 3].map((page) => { const { parsed, paths } = readPage(text, page); return [parsed.page, parsed.pages, sizes(paths)]; })).toEqual([[1, 3, Math.SQRT2], [2, 3, 1], [3, 3, 420]]);
  });
});
