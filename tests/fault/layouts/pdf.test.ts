import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPdf } from '#electron/adapters/pdf/read-pdf.ts';
import { pdfPages } from '#electron/adapters/pdf/pdf-pages.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { ParserBench, pdf } from '../../fixtures/layouts/make.ts';
import { onePage, pdfOf, stream } from '../../fixtures/layouts/pdf-by-hand.ts';

const bench = new ParserBench();
afterAll(() => { bench.dispose(); });
const quiet = { fileName: 'bad.pdf', page: 1, onProgress: () => undefined };
const control = { signal: new AbortController().signal, onProgress: () => undefined };

/** Reads it, or refuses it with an error for a person; anything else is a fault of ours. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    const parsed = await readPdf(bytes, quiet);
    if (parsed.derivedKind === 'vector') expect(unpackDrawing(parsed.derived).coordinates.every(Number.isFinite)).toBe(true);
    return 'read';
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return thrown.code;
  }
}

describe('pages', () => {
  it('are listed with sizes as they are seen, and small pictures', async () => {
    const path = bench.write('three.pdf', await pdf({}, 3));
    const { format, count, pages } = await bench.pool.pages({ path }, control);
    expect([format, count, pages.map(({ number, widthMm, heightMm }) => [number, Math.round(widthMm ?? 0), Math.round(heightMm ?? 0)])]).toEqual(['pdf', 3, [[1, 297, 210], [2, 297, 210], [3, 297, 210]]]);
    expect(Buffer.from(pages[1]?.thumbnail ?? []).subarray(1, 4).toString()).toBe('PNG');
    const turned = await pdfPages(onePage({ content: '0 0 m 9 9 l S', page: '/Rotate 90 /UserUnit 2' }), quiet);
    expect(turned.pages).toEqual([{ number: 1, widthMm: expect.closeTo((595 * 2 * 25.4) / 72, 6), heightMm: expect.closeTo((842 * 2 * 25.4) / 72, 6) }]);
  });

  it('ten thousand of them are counted, the first ones listed, and the last one is read', async () => {
    const count = 10_000;
    const kids = Array.from({ length: count }, (_, i) => `${i + 5} 0 R`).join(' ');
    const bytes = pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Kids [${kids}] /Count ${count} /MediaBox [0 0 842 595] >>`, stream('0 0 m 9 9 l S'), stream('1 0 0 RG 0 0 m 99 9 l S'),
      ...Array.from({ length: count }, (_, i) => `<< /Type /Page /Parent 2 0 R /Contents ${i === count - 1 ? 4 : 3} 0 R >>`),
    ]);
    const listed = await pdfPages(bytes, quiet);
    expect([listed.count, listed.pages.length]).toEqual([count, 1000]);
    const last = await readPdf(bytes, { ...quiet, page: count });
    expect(unpackDrawing(last.derived).styles[0]?.colour).toBe('#ff0000');
  });
});

describe('PDFs that mean harm', () => {
  it('no script of a file is run', async () => {
    const trace = join(bench.folder, 'ran');
    const script = `(require\\('node:fs'\\).writeFileSync\\('${trace}', 'x'\\); app.alert\\(1\\); this.exportDataObject\\({cName: 'x'}\\);)`;
    const bytes = onePage({
      content: '0 0 m 100 100 l S', catalogue: `/OpenAction << /S /JavaScript /JS ${script} >> /AA << /WC << /S /JavaScript /JS ${script} >> >>`,
      page: `/AA << /O << /S /JavaScript /JS ${script} >> >>`,
    });
    expect(await bench.drawing(bench.write('script.pdf', bytes))).toMatchObject({ entities: 1, drawn: 1 });
    expect(existsSync(trace)).toBe(false);
  });

  it('a form that holds itself, pages in a circle and a cross-reference in a circle come to an end', async () => {
    const self = stream('/F Do 0 0 m 50 50 l S', '/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /F 5 0 R >> >>');
    expect(['read', 'error.layout.pdfBroken', 'error.layout.emptyPage']).toContain(await outcome(onePage({ content: '/F Do 0 0 m 9 9 l S', resources: '/XObject << /F 5 0 R >>', more: [self] })));
    const circle = pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>']);
    expect(await outcome(circle)).toBe('error.layout.pdfBroken');
    const whole = onePage({ content: '0 0 m 9 9 l S' }).toString('latin1');
    const start = whole.lastIndexOf('xref\n0');
    const looped = whole.replace('trailer\n<<', `trailer\n<< /Prev ${start}`);
    expect(await outcome(Buffer.from(looped, 'latin1'))).toBe('read');
  });

  it('letters made of letters, and saves without restores, come to an end', async () => {
    const glyph = 'BT /F 1 Tf (aaaaaaaaaa) Tj ET';
    const font = '/F << /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 5 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /F 6 0 R >> >> >>';
    const bytes = onePage({ content: `${'q '.repeat(1_000)} 0 0 m 9 9 l S ${glyph}`, resources: `/Font << ${font} >>`, more: [stream(`1 0 d0 ${glyph}`), font.slice(3)] });
    expect(['read', 'error.layout.tooComplex', 'error.layout.pdfBroken']).toContain(await outcome(bytes));
  });

  it('a page without end, or without size, is read or refused', async () => {
    for (const page of ['/MediaBox [0 0 1e7 1e7]', '/MediaBox [0 0 0 0]', '/MediaBox [0 0 1e38 1e38]', '/MediaBox [0 0 100 100] /UserUnit 1e9', '/MediaBox [-1e6 -1e6 1e6 1e6] /Rotate 45']) {
      expect(['read', 'error.layout.emptyPage', 'error.layout.pdfBroken']).toContain(await outcome(onePage({ content: '0 0 m 100 100 l 1e9 1e9 l 1e30 5 l S', page })));
    }
    // As a picture too: a scan on a page of 200 inches by a hair.
    const image = stream('\x80', '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray');
    const thin = await readPdf(onePage({ content: '14400 0 0 0.1 0 0 cm /I Do', page: '/MediaBox [0 0 14400 0.1]', resources: '/XObject << /I 5 0 R >>', more: [image] }), quiet);
    expect(thin.bounds).toEqual({ minX: 0, minY: 0, maxX: 8000, maxY: 1 });
  });

  it('whatever bytes are changed, the reader answers', { timeout: 240_000 }, async () => {
    const form = stream('0.5 g 0 0 50 50 re f', '/Type /XObject /Subtype /Form /BBox [0 0 50 60] /Matrix [1.5 0 0 1.5 80 90]');
    const whole = onePage({
      content: 'q 1 0 0 RG 2 w [3 2] 0 d 10 10 m 200 30 300 400 500 90 c S Q /F Do BT /T 20 Tf 100 200 Td (Plan) Tj <00410042> Tj ET 100 100 200 200 re W* n 0 0 800 500 re f',
      resources: '/XObject << /F 5 0 R >> /Font << /T << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>', page: '/VP [<< /BBox [0 0 9 9] /Measure << /Subtype /RL /X [<< /U (m) /C 1 >>] >> >>]', more: [form],
    });
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }), fc.option(fc.nat(whole.length)), async (changes, cut) => {
      const bytes = new Uint8Array(whole.subarray(0, cut ?? whole.length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      await outcome(bytes);
    }), { numRuns: 150 });
  });
});
