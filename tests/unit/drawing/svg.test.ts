import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { flattenPath } from '#electron/adapters/svg/path.ts';
import { readSvg } from '#electron/adapters/svg/read-svg.ts';
import { colourOf, transformOf } from '#electron/adapters/svg/style.ts';
import { opened, type Read } from '../../fixtures/layouts/make.ts';

function svg(body: string | Uint8Array, open = '<svg viewBox="0 0 100 50" width="200mm">'): Read {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(`${open}${body}</svg>`) : body;
  return opened(readSvg(bytes, { fileName: 'test.svg', onProgress: () => undefined }));
}
const round = (points: readonly (readonly [number, number])[] | undefined): number[][] => (points ?? []).map(([x, y]) => [Math.round(x * 1e4) / 1e4 + 0, Math.round(y * 1e4) / 1e4 + 0]);

describe('SVG', () => {
  it('turns y up from the lower edge of the view, through nested transforms', () => {
    const { paths, parsed } = svg('<g transform="translate(10 10)"><g transform="scale(2)"><line x1="0" y1="0" x2="5" y2="5" stroke="red"/></g></g>');
    expect(round(paths[0]?.points)).toEqual([[10, 40], [20, 30]]);
    expect(paths[0]).toMatchObject({ colour: '#ff0000', filled: false });
    expect(parsed.metresPerUnit).toBeNull();
  });

  it('fills and strokes, in this order, a shape that has both; the default is a black fill', () => {
    const { paths } = svg('<rect x="1" y="2" width="3" height="4" fill="#0f0" stroke="blue"/><rect width="1" height="1"/>');
    expect(paths.map(({ filled, colour }) => [filled, colour])).toEqual([[true, '#00ff00'], [false, '#0000ff'], [true, null]]);
    expect(round(paths[0]?.points)).toEqual([[1, 48], [4, 48], [4, 44], [1, 44], [1, 48]]);
  });

  it('takes colours from style rules, own style above rule, rule above attribute', () => {
    const { paths } = svg('<style>.w{stroke:#010203;fill:none} #x{stroke:#040506}</style><path class="w" d="M0 0L1 1" stroke="red"/><path id="x" class="w" d="M0 0L1 1"/><path class="w" style="stroke:rgb(7,8,9)" d="M0 0L1 1"/>');
    expect(paths.map(({ colour }) => colour)).toEqual(['#010203', '#040506', '#070809']);
  });

  it('draws what <use> refers to, once a use, with the layer of its group', () => {
    const { paths } = svg('<defs><path id="p" d="M0 0h4" stroke="red" fill="none"/></defs><g id="管线"><use href="#p" x="3" y="5"/><use xlink:href="#p"/></g>');
    expect(paths.map(({ points, layer }) => [layer, round(points)])).toEqual([['管线', [[3, 45], [7, 45]]], ['管线', [[0, 50], [4, 50]]]]);
  });

  it('reads texts with spans, anchors and escaped characters', () => {
    const { drawing } = svg('<text x="10" y="20" font-size="4" text-anchor="middle">罐区 &lt;1&gt;<tspan x="10" dy="5">二号</tspan></text>');
    expect(drawing.texts.map(({ text, height, align }) => [text, height, align])).toEqual([['罐区 <1>', 4, 'center'], ['二号', 4, 'center']]);
    expect(drawing.texts.map(({ y }) => y + drawing.origin[1])).toEqual([30, 25]);
  });

  it('reads GBK whatever the declaration says', () => {
    const { parsed, drawing } = svg(iconv.encode('<?xml version="1.0" encoding="UTF-8"?><svg><text x="1" y="1">储罐</text></svg>', 'gbk'));
    expect([parsed.encoding, drawing.texts[0]?.text]).toEqual(['gbk', '储罐']);
  });

  it('leaves out and names scripts, embedded pages, pictures and everything in other files', () => {
    const { parsed } = svg('<script>x</script><foreignObject><div/></foreignObject><image href="https://example.invalid/a.png"/><use href="other.svg#a"/><line x2="1" stroke="red" filter="url(#f)"/><g display="none"><rect/></g>');
    expect(parsed.notShown.map(({ type, reason }) => `${type} ${reason}`).sort()).toEqual([
      'filter notShown.effect', 'foreignObject notShown.foreign', 'g notShown.invisible', 'image notShown.external', 'script notShown.script', 'use notShown.external']);
  });

  it('fits what an inner picture or a symbol holds into its place', () => {
    const at = (body: string): number[][] => round(svg(body, '<svg viewBox="0 0 100 50">').paths[0]?.points);
    const path = '<path d="M0 0L10 10" stroke="red" fill="none"/>';
    // 10 × 10 units into 40 × 20: scaled by 2 both ways, in the middle; y up from 50.
    expect(at(`<svg x="5" y="5" width="40" height="20" viewBox="0 0 10 10">${path}</svg>`)).toEqual([[15, 45], [35, 25]]);
    expect(at(`<svg x="5" y="5" width="40" height="20" viewBox="0 0 10 10" preserveAspectRatio="none">${path}</svg>`)).toEqual([[5, 45], [45, 25]]);
    expect(at(`<svg width="40" height="20" viewBox="0 0 10 10" preserveAspectRatio="xMinYMin slice">${path}</svg>`)).toEqual([[0, 50], [40, 10]]);
    expect(at(`<svg width="40" height="20" viewBox="5 5 10 10" preserveAspectRatio="xMaxYMax">${path}</svg>`)).toEqual([[10, 60], [30, 40]]);
    expect(at(`<defs><symbol id="s" viewBox="0 0 10 10">${path}</symbol></defs><g transform="translate(10 0)"><use href="#s" width="20" height="20"/></g>`)).toEqual([[10, 50], [30, 30]]);
  });

  it('takes line widths from the size on paper', () => {
    // 100 units are 200 mm wide: two millimetres a unit.
    const { drawing } = svg('<line x2="9" stroke="red" stroke-width="0.25"/>', '<svg viewBox="0 0 100 50" width="200mm" height="100mm">');
    expect(drawing.styles[0]?.widthMm).toBeCloseTo(0.5, 6);
  });

  it('shows the first of several ways that it can show', () => {
    const { drawing, parsed } = svg('<switch><foreignObject><div>网页</div></foreignObject><text x="1" y="9">文字</text><text x="1" y="9">又一次</text></switch>');
    expect(drawing.texts.map(({ text }) => text)).toEqual(['文字']);
    expect(parsed.notShown).toEqual([{ type: 'foreignObject', count: 1, reason: 'notShown.foreign' }]);
  });

  it('counts effects wherever they are written, and draws what they are on', () => {
    const { parsed, paths } = svg('<style>.c{clip-path:url(#k)}</style><clipPath id="k"><rect width="1" height="1"/></clipPath><g class="c"><line x2="1" stroke="red"/></g><line x2="2" stroke="red" style="mask:url(#m)"/><line x2="3" stroke="red" clip-path="url(#k)"/><line x2="4" stroke="red" clip-path="none"/>');
    expect([paths.length, parsed.notShown]).toEqual([4, [{ type: 'clip-path', count: 2, reason: 'notShown.effect' }, { type: 'mask', count: 1, reason: 'notShown.effect' }]]);
  });

  it('says where embedded pictures are', () => {
    const { parsed } = svg('<line x2="1" stroke="red"/><g transform="translate(10 10)"><image x="5" y="5" width="9" height="9" href="data:image/png;base64,AAAA"/></g>');
    expect(parsed.notShown).toEqual([{ type: 'image', count: 1, reason: 'notShown.embeddedImage', places: [[15, 35]] }]);
  });

  it('reads style sheets with rules in braces of their own, comments and repeats', () => {
    const { paths } = svg('<style>/* .a{stroke:#111111} */ @import url(x.css); @media print{.a{stroke:#020202}} .b,.c{stroke:#030303} .c{stroke:#040404} .d{</style><path class="a" d="M0 0L1 1" fill="none"/><path class="b" d="M0 0L1 1" fill="none"/><path class="c" d="M0 0L1 1" fill="none"/>');
    expect(paths.map(({ colour }) => colour)).toEqual(['#020202', '#030303', '#040404']);
  });

  it('reads transforms and colours as the standard says', () => {
    const { a, b, c, d, e, f } = transformOf('translate(1,2) rotate(90) scale(2)');
    expect([a, b, c, d, e, f].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([0, 2, -2, 0, 1, 2]);
    expect(['#abc', 'rgb(50%, 0, 255)', 'none', 'black', 'currentColor'].map((value) => colourOf(value, 'red', () => undefined))).toEqual(['#aabbcc', '#8000ff', 'none', null, '#ff0000']);
  });
});

describe('path data', () => {
  const ends = (d: string): number[][] => { const path = flattenPath(d, 1e-4)[0]; return round([[path?.xs[0] ?? NaN, path?.ys[0] ?? NaN], [path?.xs.at(-1) ?? NaN, path?.ys.at(-1) ?? NaN]]); };
  it('goes where each command says', () => {
    expect(ends('M1 1 h2 v3 l-1-1 H10 V20')).toEqual([[1, 1], [10, 20]]);
    expect(ends('m1 1 c1 0 2 1 2 2 s1 2 2 2 q1 0 1 1 t1 1')).toEqual([[1, 1], [7, 7]]);
    expect(flattenPath('M0 0h1v1zm5 5h1', 1e-4).map(({ closed, xs }) => [closed, xs.length, xs[0]])).toEqual([[true, 3, 0], [false, 2, 5]]);
  });

  it('draws arcs on their circle, large or small, to the left or right', () => {
    // From (0, 5) to (5, 0) with radius 5: about the origin or about (5, 5); y runs down, so sweep 1 turns clockwise to the eye.
    for (const [flags, cx, cy, length] of [['0 0', 0, 0, 0.25], ['0 1', 5, 5, 0.25], ['1 1', 0, 0, 0.75], ['1 0', 5, 5, 0.75]] as const) {
      const { xs, ys } = flattenPath(`M0 5 A5 5 0 ${flags} 5 0`, 1e-4)[0] ?? { xs: [], ys: [] };
      let way = 0;
      xs.forEach((x, i) => {
        expect(Math.hypot(x - cx, (ys[i] ?? 0) - cy)).toBeCloseTo(5, 6);
        if (i > 0) way += Math.hypot(x - (xs[i - 1] ?? 0), (ys[i] ?? 0) - (ys[i - 1] ?? 0));
      });
      expect(way / (10 * Math.PI)).toBeCloseTo(length, 2);
      expect([xs.at(-1), ys.at(-1)].map((value) => Math.round((value ?? NaN) * 1e9) / 1e9 + 0)).toEqual([5, 0]);
    }
  });

  it('keeps what stands before an error', () => {
    expect(ends('M1 1 L5 5 L7 oops')).toEqual([[1, 1], [5, 5]]);
  });
});
