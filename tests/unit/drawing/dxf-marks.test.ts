import { describe, expect, it } from 'vitest';
import { dashesOf } from '#electron/adapters/dxf/tables.ts';
import { block, dxf, layer, layers, readText, tags, type Path } from '../../fixtures/layouts/make.ts';

const line = (...more: (string | number)[]): string => tags(0, 'LINE', 8, '0', ...more, 10, 0, 20, 0, 11, 100, 21, 0);
const round = ({ points }: Path): number[][] => points.map(([x, y]) => [Math.round(x * 1e3) / 1e3 + 0, Math.round(y * 1e3) / 1e3 + 0]);
const lineType = (name: string, ...elements: number[]): string => tags(0, 'LTYPE', 2, name, 70, 0, 3, '', 72, 65, 73, elements.length, 40, 1, ...elements.flatMap((length) => [49, length, 74, 0]));

describe('line types', () => {
  const tables = tags(0, 'TABLE', 2, 'LTYPE') + lineType('DASHED', 0.5, -0.25) + lineType('CENTER', 1.25, -0.25, 0.25, -0.25) + lineType('Continuous') + tags(0, 'ENDTAB')
    + layers(tags(0, 'LAYER', 2, '0', 70, 0, 62, 7, 6, 'CENTER'), layer('实线', 1));
  const dashes = (entities: string, header = '', blocks = ''): (readonly number[] | undefined)[] => {
    const { drawing } = readText(dxf({ header, tables, blocks, entities }));
    return [...drawing.pathStyle].map((style) => drawing.styles[style]?.dash);
  };

  it('come from the entity or its layer, times the drawing\'s and the entity\'s scale', () => {
    expect(dashes(line(6, 'DASHED') + line() + line(6, 'Continuous') + line(6, 'ByLayer', 48, 2))).toEqual([[0.5, 0.25], [1.25, 0.25, 0.25, 0.25], undefined, [2.5, 0.5, 0.5, 0.5]]);
    expect(dashes(line(6, 'DASHED', 48, 4), tags(9, '$LTSCALE', 40, 100))).toEqual([[200, 100]]);
  });

  it('by block are those of the insert', () => {
    expect(dashes(tags(0, 'INSERT', 8, '实线', 6, 'DASHED', 2, 'B', 10, 0, 20, 0), '', block('B', line(6, 'BYBLOCK')))).toEqual([[0.5, 0.25]]);
  });

  it('begin with a dash, dots are 0, neighbours of one kind are one', () => {
    expect(dashesOf([-2, 3, 0, -1])).toEqual([3, 3]);
    expect(dashesOf([0, -1])).toEqual([0, 1]);
    expect([dashesOf([]), dashesOf([5]), dashesOf([-1, -2]), dashesOf([NaN, 1])]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('pictures and references', () => {
  it('a picture is its frame, named with its file', () => {
    const text = dxf({ entities: tags(0, 'IMAGE', 8, '0', 10, 5, 20, 6, 11, 0.1, 21, 0, 12, 0, 22, 0.1, 13, 200, 23, 100, 340, 'I1') })
      .replace(/0\nEOF\n$/, tags(0, 'SECTION', 2, 'OBJECTS', 0, 'IMAGEDEF', 5, 'I1', 1, 'D:\\厂区\\航拍.jpg', 0, 'ENDSEC', 0, 'EOF'));
    const { parsed, paths } = readText(text);
    expect(paths.map(round)).toEqual([[[5, 16], [25, 16], [25, 6], [5, 6], [5, 16]]]);
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, notShown: [{ type: 'IMAGE 航拍.jpg', count: 1, reason: 'notShown.image', places: [[5, 6]] }] });
  });

  it('a clipped picture shows the frame of its part, counted from the top', () => {
    const { paths } = readText(dxf({ entities: tags(0, 'IMAGE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 0, 12, 0, 22, 1, 13, 100, 23, 50, 340, 'I1', 280, 1, 71, 1, 91, 2, 14, -0.5, 24, -0.5, 14, 9.5, 24, 4.5) }));
    expect(paths.map(round)).toEqual([[[0, 50], [10, 50], [10, 45], [0, 45], [0, 50]]]);
  });

  it('an external reference is named with its file', () => {
    const xref = tags(0, 'BLOCK', 8, '0', 2, 'SITE', 70, 4, 10, 0, 20, 0, 1, '..\\底图\\site.dwg') + tags(0, 'ENDBLK');
    expect(readText(dxf({ blocks: xref, entities: tags(0, 'INSERT', 8, '0', 2, 'SITE', 10, 3, 20, 4) + line() })).parsed.notShown)
      .toEqual([{ type: 'INSERT site.dwg', count: 1, reason: 'notShown.xref', places: [[3, 4]] }]);
  });
});

describe('what other programs made', () => {
  const classes = (...rows: readonly (readonly [string, string])[]): string => tags(0, 'SECTION', 2, 'CLASSES') + rows.map(([name, application]) => tags(0, 'CLASS', 1, name, 2, 'AcDbX', 3, application, 90, 0)).join('') + tags(0, 'ENDSEC');

  it('Tianzheng objects are named as such, as themselves or as proxies', () => {
    const text = classes(['TCH_WALL', 'TCH_KERNAL'], ['XPIPE', 'Pipes 2020']) + dxf({
      entities: tags(0, 'ACAD_PROXY_ENTITY', 8, '0', 90, 498, 91, 500) + tags(0, 'TCH_OPENING', 8, '0', 10, 7, 20, 8) + tags(0, 'ACAD_PROXY_ENTITY', 8, '0', 90, 498, 91, 501) + tags(0, 'XPIPE', 8, '0') + tags(0, 'QQQ', 8, '0') + line(),
    });
    expect(readText(text).parsed.notShown.map(({ type, count, reason }) => `${type} ${count} ${reason}`).sort()).toEqual([
      'QQQ 1 notShown.unsupported', 'TCH_OPENING 1 notShown.tianzheng', 'TCH_WALL 1 notShown.tianzheng', 'XPIPE 2 notShown.proxy',
    ]);
  });

  it('keeps the first twenty places of each kind, where they lie in the drawing', () => {
    const inBlock = block('B', tags(0, 'XLINE', 8, '0', 10, 1, 20, 0) + line());
    const { parsed } = readText(dxf({
      blocks: inBlock, entities: Array.from({ length: 30 }, (_, i) => tags(0, 'RAY', 8, '0', 10, i, 20, 0)).join('') + tags(0, 'INSERT', 8, '0', 2, 'B', 10, 50, 20, 60, 41, 2, 42, 2),
    }));
    expect(parsed.notShown.map(({ type, count, places }) => [type, count, places?.length, places?.[0]])).toEqual([['RAY', 30, 20, [0, 0]], ['XLINE', 1, 1, [52, 60]]]);
  });
});

describe('leaders', () => {
  it('end in an arrow head of their dimension style', () => {
    const style = tags(0, 'TABLE', 2, 'DIMSTYLE', 0, 'DIMSTYLE', 2, 'ISO', 40, 10, 41, 2.5, 0, 'ENDTAB');
    const { paths } = readText(dxf({ tables: style, entities: tags(0, 'LEADER', 8, '0', 3, 'ISO', 71, 1, 72, 0, 76, 2, 10, 0, 20, 0, 10, 100, 20, 0) }));
    expect(paths.map((path) => [path.filled, round(path)])).toEqual([[false, [[0, 0], [100, 0]]], [true, [[0, 0], [25, -4.167], [25, 4.167], [0, 0]]]]);
  });

  const multileader = (context: (string | number)[], ...own: (string | number)[]): string => tags(0, 'MULTILEADER', 8, '0', 270, 2, 300, 'CONTEXT_DATA{', 40, 1, 10, 0, 20, 0, 30, 0, 41, 3, 140, 2, 145, 1, ...context,
    302, 'LEADER{', 290, 1, 291, 1, 10, 30, 20, 20, 30, 0, 11, 1, 21, 0, 31, 0, 90, 0, 40, 5, 304, 'LEADER_LINE{', 10, 0, 20, 0, 30, 0, 91, 0, 305, '}', 303, '}', 301, '}', 340, 'S1', 170, 1, ...own);

  it('of the multiple kind have lines, landing, arrow heads and text', () => {
    const { paths, drawing, parsed } = readText(dxf({ entities: multileader([290, 1, 304, '{\\fSimSun;甲醇}\\PV-101', 11, 0, 21, 0, 31, 1, 12, 36, 22, 22, 32, 0, 13, 1, 23, 0, 33, 0, 43, 0, 45, 1, 171, 1]) }));
    expect(paths.map((path) => [path.filled, path.points.length])).toEqual([[false, 2], [true, 4], [false, 2]]);
    expect([paths[0], paths[2]].map((path) => path && round(path))).toEqual([[[0, 0], [30, 20]], [[30, 20], [35, 20]]]);
    expect(drawing.texts.map(({ text, height, align }) => [text, height, align])).toEqual([['甲醇', 3, 'left'], ['V-101', 3, 'left']]);
    expect([(drawing.texts[0]?.x ?? 0) + drawing.origin[0], (drawing.texts[0]?.y ?? 0) + drawing.origin[1]]).toEqual([36, 22]);
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, notShown: [] });
  });

  it('draw the block that they hold, and no line where their style has none', () => {
    const tables = tags(0, 'TABLE', 2, 'BLOCK_RECORD', 0, 'BLOCK_RECORD', 5, 'BR1', 2, 'TAG', 0, 'ENDTAB');
    const { paths } = readText(dxf({ tables, blocks: block('TAG', tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 0)), entities: multileader([290, 0, 296, 1, 341, 'BR1', 15, 40, 25, 20, 35, 0, 16, 2, 26, 2, 36, 2, 46, Math.PI / 2]).replace('170\n1\n', '170\n0\n') }));
    expect(paths.map(round)).toEqual([[[40, 20], [40, 22]]]);
  });
});

describe('hatches', () => {
  const square = (flags: number, size: number): (string | number)[] => [92, flags, 72, 0, 73, 1, 93, 4, 10, -size, 20, -size, 10, size, 20, -size, 10, size, 20, size, 10, -size, 20, size, 97, 0];
  const hatch = (style: number): string => tags(0, 'HATCH', 8, '0', 10, 0, 20, 0, 30, 0, 2, 'SOLID', 70, 1, 71, 0, 91, 3, ...square(3, 9), ...square(18, 6), ...square(2, 3), 75, style, 76, 1);

  it('fill by their style: all islands, the outermost area, or everything', () => {
    expect([0, 1, 2].map((style) => readText(dxf({ entities: hatch(style) })).paths.length)).toEqual([3, 2, 1]);
  });

  it('put edges that run backwards in their order', () => {
    const edge = (x1: number, y1: number, x2: number, y2: number): (string | number)[] => [72, 1, 10, x1, 20, y1, 11, x2, 21, y2];
    const { paths } = readText(dxf({ entities: tags(0, 'HATCH', 8, '0', 10, 0, 20, 0, 30, 0, 2, 'SOLID', 70, 1, 71, 0, 91, 1, 92, 1, 93, 4, ...edge(4, 0, 0, 0), ...edge(4, 3, 4, 0), ...edge(4, 3, 0, 3), ...edge(0, 0, 0, 3), 97, 0, 75, 0, 76, 1) }));
    expect(paths.map((path) => round(path).filter((point, i, all) => i === 0 || String(point) !== String(all[i - 1])))).toEqual([[[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]]]);
  });
});

describe('smaller things', () => {
  it('a spline with fit points only goes smoothly through them', () => {
    const fit = [[0, 0], [10, 5], [20, 0], [30, -5]].flatMap(([x = 0, y = 0]) => [11, x, 21, y, 31, 0]);
    const points = readText(dxf({ entities: tags(0, 'SPLINE', 8, '0', 70, 8, 71, 3, 74, 4, ...fit) })).paths[0]?.points ?? [];
    expect(points.length).toBeGreaterThan(30);
    for (const [x, y] of [[0, 0], [10, 5], [20, 0], [30, -5]]) expect(points.some(([px, py]) => Math.hypot(px - (x ?? 0), py - (y ?? 0)) < 1e-5)).toBe(true);
  });

  it('a constant attribute in a block is a text of the block, another is a template', () => {
    const attribute = (text: string, flags: number): string => tags(0, 'ATTDEF', 8, '0', 10, 1, 20, 2, 40, 3, 1, text, 2, 'TAG', 70, flags);
    const { drawing } = readText(dxf({ blocks: block('B', attribute('危险', 2) + attribute('位号', 0) + attribute('隐藏', 3)), entities: tags(0, 'INSERT', 8, '0', 2, 'B', 10, 0, 20, 0) }));
    expect(drawing.texts.map(({ text }) => text)).toEqual(['危险']);
  });

  it('a fitted text takes the way between its points, a narrow one its own width', () => {
    const text = (...more: (string | number)[]): string => tags(0, 'TEXT', 8, '0', 10, 0, 20, 0, 40, 5, 1, '储罐区', ...more);
    const { drawing } = readText(dxf({ entities: text(72, 5, 11, 30, 21, 0) + text(41, 0.7) + text() }));
    // Three characters of height 5 are 15 wide; 30 of room make them twice as wide.
    expect(drawing.texts.map(({ widthFactor }) => widthFactor)).toEqual([2, 0.7, undefined]);
  });
});
