import { describe, expect, it } from 'vitest';
import { readPdf } from '#electron/adapters/pdf/read-pdf.ts';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { opened, pdf, type Path, type Read } from '../../fixtures/layouts/make.ts';
import { onePage, pdfOf, stream } from '../../fixtures/layouts/pdf-by-hand.ts';

const parse = (bytes: Uint8Array, page = 1): Promise<ParsedDrawing> => readPdf(bytes, { fileName: 'plan.pdf', page, onProgress: () => undefined });
const read = async (bytes: Uint8Array, page = 1): Promise<Read> => opened(await parse(bytes, page));
const content = (text: string, more: Omit<Parameters<typeof onePage>[0], 'content'> = {}): Promise<Read> => read(onePage({ content: text, ...more }));

const rounded = (path: Path | undefined): readonly (readonly number[])[] | undefined => path?.points.map(([x, y]) => [Math.round(x * 100) / 100 + 0, Math.round(y * 100) / 100 + 0]);
const areaOf = (points: readonly (readonly [number, number])[]): number => Math.abs(points.reduce((sum, [x, y], i) => {
  const [nextX, nextY] = points[(i + 1) % points.length] ?? [0, 0];
  return sum + x * nextY - nextX * y;
}, 0)) / 2;
/** Even-odd area of all filled paths of a colour: holes lie in their outlines here, so that areas alternate. */
const filledArea = (paths: readonly Path[], colour: string): number => {
  const areas = paths.filter((path) => path.filled && path.colour === colour).map(({ points }) => areaOf(points)).sort((a, b) => b - a);
  return areas.reduce((sum, area, index) => (index % 2 === 0 ? sum + area : sum - area), 0);
};

describe('paths of a PDF page', () => {
  it('are in points with the origin at the lower left corner, by all transforms', async () => {
    const { paths, parsed } = await content('1 0 0 RG 1 w 2 0 0 2 10 20 cm 0 0 m 100 0 l 100 50 l S');
    expect(parsed).toMatchObject({ format: 'pdf', derivedKind: 'vector', metresPerUnit: null, entities: 1, drawn: 1, notShown: [], page: 1, pages: 1 });
    expect(rounded(paths[0])).toEqual([[10, 20], [210, 20], [210, 120]]);
    expect(paths[0]).toMatchObject({ colour: '#ff0000', filled: false, layer: '' });
  });

  it('line widths become millimetres on paper, dashes points', async () => {
    const { drawing } = await content('2 0 0 2 0 0 cm 0.5 w [6 3] 0 d 0 0 m 100 0 l S [4] 0 d 0 9 m 100 9 l S 0 w [] 0 d 0 5 m 100 5 l S');
    // 0.5 × 2 points are 0.353 mm.
    expect(drawing.styles.map(({ widthMm, dash }) => [widthMm, dash])).toEqual([[0.353, [12, 6]], [0.353, [8, 8]], [0, undefined]]);
  });

  it('a crop box, a turned page and a user unit are honoured', async () => {
    const line = '0.2 w 100 100 m 200 100 l S';
    const cropped = await content(line, { page: '/MediaBox [0 0 842 595] /CropBox [50 60 500 400]' });
    expect(rounded(cropped.paths[0])).toEqual([[50, 40], [150, 40]]);
    // Turned clockwise by 90: what was the left edge is at the top; the page is now 595 wide and 842 high.
    const turned = await content(line, { page: '/Rotate 90' });
    expect(rounded(turned.paths[0])).toEqual([[100, 742], [100, 642]]);
    const large = await content(line, { page: '/UserUnit 10' });
    expect(rounded(large.paths[0])).toEqual([[1000, 1000], [2000, 1000]]);
    expect(large.drawing.styles[0]?.widthMm).toBeCloseTo(0.706, 3);
  });

  it('wide lines are areas, true to their caps and joins', async () => {
    const { paths } = await content('0 0.5 0 rg 1 0 0 RG 20 w 100 100 m 300 100 l S');
    expect(paths[0]?.filled).toBe(true);
    expect(areaOf(paths[0]?.points ?? [])).toBeCloseTo(200 * 20, 0);
    const square = await content('1 0 0 RG 20 w 2 J 100 100 m 300 100 l S');
    expect(areaOf(square.paths[0]?.points ?? [])).toBeCloseTo(220 * 20, 0);
  });

  it('fills by the rule that is asked for', async () => {
    // A five-pointed star in one stroke: the pentagon inside is filled by the non-zero rule only.
    const star = '200 300 m 259 119 l 105 231 l 295 231 l 141 119 l h';
    const nonZero = filledArea((await content(`1 0 0 rg ${star} f`)).paths, '#ff0000');
    const evenOdd = (await content(`1 0 0 rg ${star} f*`)).paths;
    expect(evenOdd).toHaveLength(1);
    expect(nonZero).toBeGreaterThan(10_000);
    // Two squares, one in the other, run the same way round: no hole by the non-zero rule.
    const same = filledArea((await content('0 0 1 rg 100 100 100 100 re 120 120 60 60 re f')).paths, '#0000ff');
    expect(same).toBeCloseTo(10_000, 0);
    const hole = filledArea((await content('0 0 1 rg 100 100 100 100 re 120 120 60 60 re f*')).paths, '#0000ff');
    expect(hole).toBeCloseTo(6_400, 0);
    const against = filledArea((await content('0 0 1 rg 100 100 100 100 re 120 120 m 120 180 l 180 180 l 180 120 l h f')).paths, '#0000ff');
    expect(against).toBeCloseTo(6_400, 0);
  });

  it('black is the foreground, translucent colours are as on paper, white on nothing is left out', async () => {
    const { paths, parsed } = await content('/G gs 1 0 0 rg 0 0 100 100 re f 0 g 200 0 100 100 re f 1 g 400 0 100 100 re f 10 10 20 20 re f', {
      resources: '/ExtGState << /G << /ca 0.5 >> >>',
    });
    expect(paths.map(({ colour }) => colour)).toEqual(['#ff8080', '#808080', '#ffffff']);
    // The white square on the red one covers a part of it; the one on paper cannot be seen and is not missed.
    expect(rounded(paths[2])?.[0]).toEqual([10, 10]);
    expect(parsed).toMatchObject({ entities: 3, drawn: 3, notShown: [] });
    expect((await content('0 g 0 0 50 50 re f')).paths[0]?.colour).toBeNull();
  });
});

describe('clipping', () => {
  it('by the page itself', async () => {
    const { paths } = await content('1 0 0 RG -100 300 m 2000 300 l S 0 0 1 rg 800 500 500 500 re f');
    expect(rounded(paths[0])).toEqual([[0, 300], [842, 300]]);
    expect(areaOf(paths[1]?.points ?? [])).toBeCloseTo(42 * 95, 3);
  });

  it('by rectangles, also turned ones, within one another', async () => {
    const straight = await content('1 0 0 RG q 100 100 200 100 re W n 150 50 100 300 re W n 0 150 m 800 150 l S Q 0 20 m 800 20 l S');
    expect(straight.paths.map((path) => rounded(path))).toEqual([[[150, 150], [250, 150]], [[0, 20], [800, 20]]]);
    // A square of 100 turned by 45 degrees about (400, 300): a level line through the middle is cut at ±70.71.
    const turned = await content('1 0 0 RG 0.70711 0.70711 -0.70711 0.70711 400 300 cm -50 -50 100 100 re W n 0.70711 -0.70711 0.70711 0.70711 0 0 cm -500 0 m 500 0 l S');
    const [from, to] = turned.paths[0]?.points ?? [];
    expect([from?.[0], to?.[0]].map((x) => Math.round((x ?? 0) * 10) / 10)).toEqual([329.3, 470.7]);
  });

  it('by outlines that are not convex, and by those with holes', async () => {
    // An L of 200: a line across its upper part is 100 long.
    const corner = '100 100 m 300 100 l 300 200 l 200 200 l 200 300 l 100 300 l h W n';
    const line = await content(`1 0 0 RG ${corner} 0 250 m 800 250 l S`);
    expect(rounded(line.paths[0])?.map(([x]) => x).toSorted((a = 0, b = 0) => a - b)).toEqual([100, 200]);
    const area = await content(`0 0 1 rg ${corner} 0 0 800 500 re f`);
    expect(filledArea(area.paths, '#0000ff')).toBeCloseTo(30_000, -1);
    const ring = await content('0 0 1 rg 100 100 200 200 re 150 150 100 100 re W* n 0 0 800 500 re f');
    expect(filledArea(ring.paths, '#0000ff')).toBeCloseTo(30_000, -1);
  });

  it('what lies outside is not counted as missing', async () => {
    const { parsed } = await content('q 100 100 50 50 re W n 300 300 m 400 400 l S Q 10 10 m 20 20 l S');
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, notShown: [] });
  });
});

describe('forms and layers', () => {
  const form = stream('0 0 m 100 100 l S', '/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Matrix [2 0 0 2 100 100]');

  it('a form is placed by its matrix and cut by its box', async () => {
    const { paths } = await content('1 0 0 1 10 0 cm /F Do', { resources: '/XObject << /F 5 0 R >>', more: [form] });
    expect(rounded(paths[0])).toEqual([[110, 100], [210, 200]]);
  });

  it('optional content becomes layers, hidden ones too', async () => {
    const { drawing, paths } = await content(
      '/OC /A BDC 1 0 0 RG 0 0 m 10 10 l S EMC /OC /B BDC 0 1 0 RG 20 0 m 30 10 l S EMC 0 0 1 RG 40 0 m 50 10 l S /OC /M BDC 60 0 m 70 10 l S EMC',
      {
        resources: '/Properties << /A 5 0 R /B 6 0 R /M << /Type /OCMD /OCGs [5 0 R 6 0 R] /P /AllOn >> >>',
        catalogue: '/OCProperties << /OCGs [5 0 R 6 0 R 7 0 R] /D << /Order [5 0 R 6 0 R 7 0 R] /OFF [6 0 R] >> >>',
        // UTF-16 of 管线.
        more: ['<< /Type /OCG /Name <FEFF7BA17EBF> >>', '<< /Type /OCG /Name (Off) >>', '<< /Type /OCG /Name (Empty) >>'],
      },
    );
    expect(drawing.layers).toEqual([{ name: '管线', colour: null, visible: true }, { name: 'Off', colour: null, visible: false }, { name: '', colour: null, visible: true }]);
    // Shown where all are on, which they are not: it is on the layer that hides it.
    expect(paths.map(({ layer }) => layer)).toEqual(['管线', 'Off', '', 'Off']);
  });
});

describe('text', () => {
  const font = (name: string, encoding: string): string[] => [
    `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /${encoding} /DescendantFonts [6 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500 814 939 500] /FontDescriptor 7 0 R >>`,
    `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>`,
  ];

  it.each([
    ['UniGB-UCS2-H', '<50A87F50533A0020>', '储罐区'], ['GBK-EUC-H', '<B4A2B9DEC7F8>', '储罐区'], ['UniGB-UTF16-H', '<6DB26C28>', '液氨'],
  ])('Chinese in a font that is not there (%s) is kept as characters, at its place', async (encoding, codes, text) => {
    const { drawing, parsed } = await content(`1 0 0 rg BT /F 20 Tf 0.866 0.5 -0.5 0.866 100 200 Tm ${codes} Tj ET`, { resources: '/Font << /F 5 0 R >>', more: font('STSong-Light', encoding) });
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, notShown: [] });
    const [first] = drawing.texts;
    expect(first).toMatchObject({ text, align: 'left', baseline: 'alphabetic' });
    expect([first?.height, first?.rotation, (first?.x ?? 0) + drawing.origin[0], (first?.y ?? 0) + drawing.origin[1]].map((value) => Math.round(value ?? 0))).toEqual([20, 30, 100, 200]);
    expect(drawing.styles[first?.style ?? -1]?.colour).toBe('#ff0000');
  });

  it('letters set apart are texts of their own; half-width letters keep their width', async () => {
    const { drawing } = await content('BT /F 10 Tf 100 200 Td [<50A8> -3000 <7F50>] TJ 0 -20 Td <00540031003000310041> Tj ET', { resources: '/Font << /F 5 0 R >>', more: font('SimSun', 'UniGB-UCS2-H') });
    expect(drawing.texts.map(({ text, x }) => [text, Math.round(x + drawing.origin[0])])).toEqual([['储', 100], ['罐', 140], ['T101A', 100]]);
    const { widthFactor = 1 } = drawing.texts[2] ?? {};
    expect(widthFactor).toBeGreaterThan(0.8);
    expect(widthFactor).toBeLessThan(0.95);
  });

  it('the standard fonts are drawn as outlines', async () => {
    const { paths, drawing } = await content('BT /F 100 Tf 100 200 Td (OI) Tj ET', { resources: '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>' });
    expect(drawing.texts).toEqual([]);
    expect(drawing.styles).toEqual([{ layer: '', colour: null, widthMm: 0, filled: true, ink: true }]);
    // An O with its hole, and an I of Helvetica's cap height, 0.718 em.
    expect(paths).toHaveLength(3);
    const ys = paths[2]?.points.map(([, y]) => y) ?? [];
    expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(65);
    expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(76);
  });

  it('letters that are drawings of their own are drawn', async () => {
    const { paths } = await content('BT /F 10 Tf 100 200 Td (aa) Tj ET', {
      resources: '/Font << /F << /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /sq 5 0 R >> /Encoding << /Type /Encoding /Differences [97 /sq] >> /FirstChar 97 /LastChar 97 /Widths [1200] /Resources << >> >> >>',
      more: [stream('1200 0 0 0 1000 1000 d1 0 0 1000 1000 re f')],
    });
    expect(paths.map((path) => rounded(path)?.[0])).toEqual([[100, 200], [112, 200]]);
    expect(areaOf(paths[0]?.points ?? [])).toBeCloseTo(100, 3);
  });

  it('text that only a search is to find is not drawn', async () => {
    const { drawing, parsed } = await content('BT 3 Tr /F 20 Tf 100 200 Td <50A87F50> Tj ET 0 0 m 9 9 l S', { resources: '/Font << /F 5 0 R >>', more: font('SimSun', 'UniGB-UCS2-H') });
    expect(drawing.texts).toEqual([]);
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, notShown: [] });
  });
});

describe('pictures, gradients and patterns', () => {
  const image = stream('\xff\x00\x00\x00\xff\x00', '/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB');
  const resources = '/XObject << /I 5 0 R >>';

  it('a picture in a drawing is named with its place', async () => {
    const { parsed } = await content('q 100 0 0 50 300 200 cm /I Do Q 0 0 m 100 100 l S', { resources, more: [image] });
    expect(parsed.notShown).toEqual([{ type: 'IMAGE', count: 1, reason: 'notShown.pdfImage', places: [[350, 225]] }]);
    expect(parsed).toMatchObject({ entities: 2, drawn: 1 });
  });

  it('a page that is mainly a picture stays one', async () => {
    const parsed = await parse(onePage({ content: 'q 842 0 0 595 0 0 cm /I Do Q 0 0 m 100 100 l S', resources, more: [image] }));
    expect(parsed).toMatchObject({ derivedKind: 'picture', mediaType: 'image/png', bounds: { minX: 0, minY: 0, maxX: 8000, maxY: 5653 }, notShown: [], page: 1, pages: 1 });
  });

  it('gradients are named with their places', async () => {
    const { parsed } = await content('0 0 m 9 9 l S /Pattern cs /P scn 100 100 200 100 re f q 400 100 100 100 re W n /S sh Q', {
      resources: '/Pattern << /P 5 0 R >> /Shading << /S 6 0 R >>',
      more: [
        '<< /Type /Pattern /PatternType 2 /Shading 6 0 R >>',
        '<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [400 100 500 100] /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >>',
      ],
    });
    expect(parsed.notShown).toEqual([{ type: 'SHADING', count: 2, reason: 'notShown.gradient', places: [[200, 150], [450, 150]] }]);
  });
});

describe('hatchings as patterns', () => {
  const hatch = (entries: string, body: string): Buffer => stream(body, `/Type /Pattern /PatternType 1 /TilingType 1 /Resources << >> ${entries}`);
  const resources = '/Pattern << /P 5 0 R >>';

  it('are drawn tile by tile within the area', async () => {
    const { parsed, paths } = await content('/Pattern cs /P scn 100 100 95 40 re f', {
      resources, more: [hatch('/PaintType 1 /BBox [0 0 10 10] /XStep 10 /YStep 10 /Matrix [2 0 0 2 0 0]', '1 0 0 RG 0.3 w 0 5 m 10 5 l S')],
    });
    expect(parsed).toMatchObject({ entities: 1, drawn: 1, notShown: [] });
    // Tiles of 20 points: five across (the last one cut), two up, their lines in the middle of each.
    const ends = paths.map((path) => rounded(path)).sort((p, q) => (p?.[0]?.[1] ?? 0) - (q?.[0]?.[1] ?? 0) || (p?.[0]?.[0] ?? 0) - (q?.[0]?.[0] ?? 0));
    expect(ends).toHaveLength(10);
    expect([ends[0], ends[4], ends[9]]).toEqual([[[100, 110], [120, 110]], [[180, 110], [195, 110]], [[180, 130], [195, 130]]]);
    expect(paths.every(({ colour }) => colour === '#ff0000')).toBe(true);
  });

  it('take the colour of the area where they have none of their own', async () => {
    const { paths } = await content('/C cs 0 0 1 /P scn 100 100 20 20 re f', {
      resources: `${resources} /ColorSpace << /C [/Pattern /DeviceRGB] >>`, more: [hatch('/PaintType 2 /BBox [0 0 10 10] /XStep 10 /YStep 10', '2 2 4 4 re f')],
    });
    expect(paths.map(({ colour }) => colour)).toEqual(['#0000ff', '#0000ff', '#0000ff', '#0000ff']);
  });

  it('too fine to be told apart are named', async () => {
    const { parsed } = await content('0 0 m 9 9 l S /Pattern cs /P scn 100 100 500 300 re f', { resources, more: [hatch('/PaintType 1 /BBox [0 0 .1 .1] /XStep .1 /YStep .1', '0 0 .05 .05 re f')] });
    expect(parsed.notShown).toEqual([{ type: 'PATTERN', count: 1, reason: 'notShown.pattern', places: [[350, 250]] }]);
  });
});

describe('measure', () => {
  const measured = (measure: string, page = ''): Promise<ParsedDrawing> => parse(onePage({ content: '0 0 m 100 100 l S', page: `/VP [<< /Type /Viewport /BBox [0 0 720 360] /Measure 5 0 R >>] ${page}`, more: [measure] }));

  it.each([
    ['(m)', 0.0352778, 0.0352778], ['(mm)', 352.778, 0.352778], ['(ft)', 1, 0.3048], ['<FEFF7C73>', 0.5, 0.5], ['<FEFF7C7300>', 0.5, 0.5],
  ])('a scale in %s is taken', async (unit, factor, expected) => {
    const parsed = await measured(`<< /Type /Measure /Subtype /RL /R (1:100) /X [<< /Type /NumberFormat /U ${unit} /C ${factor} >>] /D [<< /U ${unit} /C 1 >>] /A [<< /U (q) /C 1 >>] >>`);
    expect(parsed.metresPerUnit).toBeCloseTo(expected, 6);
  });

  it('places on earth give it as well', async () => {
    // 0.01 degrees of latitude are 1,111.95 m on the mean sphere; 360 points show them.
    const parsed = await measured('<< /Type /Measure /Subtype /GEO /Bounds [0 0 0 1 1 1 1 0] /GPTS [30 120 30.01 120] /LPTS [0 0 0 1] /GCS << /Type /GEOGCS /EPSG 4490 >> >>');
    expect(parsed.metresPerUnit).toBeCloseTo(1111.95 / 360, 3);
  });

  it('counts from the user unit, and nonsense is no measure', async () => {
    const format = (factor: number): string => `<< /Subtype /RL /X [<< /U (m) /C ${factor} >>] >>`;
    expect((await measured(format(0.1), '/UserUnit 2')).metresPerUnit).toBeCloseTo(0.05, 9);
    for (const bad of [format(0), format(1e9), '<< /Subtype /RL /X [<< /U (parsec) /C 1 >>] >>', '<< /Subtype /RL >>', '[1 2', '5 0 R']) expect((await measured(bad)).metresPerUnit).toBeNull();
  });
});

describe('pages', () => {
  it('the one that is asked for is read', async () => {
    const two = pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 5 0 R >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 6 0 R >>',
      stream('1 0 0 RG 0 0 m 9 9 l S'), stream('0 0 1 RG 0 0 m 9 9 l S'),
    ]);
    const second = await read(two, 2);
    expect([second.parsed.page, second.parsed.pages, second.paths[0]?.colour]).toEqual([2, 2, '#0000ff']);
    await expect(parse(two, 3)).rejects.toMatchObject({ code: 'error.layout.pdfPage', params: { file: 'plan.pdf', page: 3, pages: 2 } } satisfies Partial<AppError>);
  });

  it('an empty one is refused', async () => {
    await expect(parse(await pdf({}, 1).then(() => onePage({ content: '' })))).rejects.toMatchObject({ code: 'error.layout.emptyPage', params: { page: 1 } });
  });
});
