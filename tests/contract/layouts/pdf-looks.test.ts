import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import PDFDocument from 'pdfkit';
import { afterAll, describe, expect, it } from 'vitest';
import { readPdf } from '#electron/adapters/pdf/read-pdf.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { difference, paintDrawing } from '../../fixtures/layouts/paint-drawing.ts';
import { onePage, stream } from '../../fixtures/layouts/pdf-by-hand.ts';

/*
 * What we make of a page, painted, beside what poppler paints of it: pixels that are dark in one and have nothing dark within two pixels of them in
 * the other, as a share of the dark ones. Twice 72 dots an inch; a share of 0.5 % is a letter out of two hundred.
 */
const folder = mkdtempSync(join(tmpdir(), 'riskatlas-pdf-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
const here = (program: string): boolean => spawnSync(program, ['-v']).error === undefined;
const scale = 2;

async function theirs(bytes: Uint8Array, page: number): Promise<Canvas> {
  const file = join(folder, 'page.pdf');
  writeFileSync(file, bytes);
  execFileSync('pdftoppm', ['-r', String(72 * scale), '-png', '-f', String(page), '-l', String(page), '-cropbox', '-singlefile', file, join(folder, 'page')], { stdio: 'ignore' });
  const picture = await loadImage(join(folder, 'page.png'));
  const canvas = createCanvas(picture.width, picture.height);
  canvas.getContext('2d').drawImage(picture, 0, 0);
  return canvas;
}

async function compare(bytes: Uint8Array, page = 1): Promise<ReturnType<typeof difference>> {
  const reference = await theirs(bytes, page);
  const parsed = await readPdf(bytes, { fileName: 'page.pdf', page, onProgress: () => undefined });
  const ours = paintDrawing(unpackDrawing(parsed.derived), reference.width / scale, reference.height / scale, scale);
  return difference(ours, reference, 2);
}

const most = 0.005;
function same(found: ReturnType<typeof difference>, inked = 2000): void {
  expect(found.inked).toBeGreaterThan(inked);
  expect(found.ours, 'ours alone').toBeLessThan(most);
  expect(found.theirs, 'theirs alone').toBeLessThan(most);
}

async function kit(draw: (document: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const document = new PDFDocument({ size: [842, 595], ...options });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => { document.on('end', resolve); });
  draw(document);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

const noto = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

describe.skipIf(!here('pdftoppm'))('a PDF page looks as poppler paints it', () => {
  it('shapes, clips, dashes, wide lines, transparency', async () => {
    same(await compare(await kit((d) => {
      d.save().translate(400, 300).rotate(30).rect(-60, -30, 120, 60).lineWidth(3).stroke('#aa0000').restore();
      d.save().rect(500, 60, 200, 150).clip().circle(600, 135, 110).fill('#3366cc').restore();
      d.save().circle(200, 400, 80).clip();
      for (let i = 0; i < 30; i += 1) d.moveTo(100 + i * 7, 300).lineTo(140 + i * 7, 500).stroke('#008800');
      d.restore().lineWidth(0.5).dash(6, { space: 3 }).moveTo(50, 540).lineTo(790, 540).stroke('#000').undash();
      d.polygon([650, 300], [690, 420], [590, 345], [710, 345], [610, 420]).fill('#996600');
      d.lineWidth(20).lineCap('round').lineJoin('round').moveTo(450, 480).lineTo(520, 430).lineTo(560, 500).stroke('#445566');
      d.fillOpacity(0.6).rect(300, 380, 120, 90).fill('#990000').fillOpacity(1);
      d.path('M 60 60 C 100 20, 160 140, 220 60 S 300 40 340 120 Z M 120 70 L 180 70 L 150 95 Z').fill('#224466', 'even-odd');
    })));
  });

  it.skipIf(!existsSync(noto))('letters of embedded Chinese fonts, of standard fonts, set narrow, raised, mirrored and stroked', async () => {
    same(await compare(await kit((d) => {
      d.font(noto, 'NotoSansCJKsc-Regular').fontSize(24).text('厂区总平面布置图 甲醇储罐 T-101', 60, 60);
      d.fontSize(9).text('危险化学品企业安全风险分区分级管控：重大、较大、一般、低', 60, 110);
      d.font('Helvetica').fontSize(18).text('Standard Helvetica 123 (äöü)', 60, 140);
      d.font('Times-Italic').text('Times italic fi', 60, 170, { characterSpacing: 3 });
      d.font('Courier-Bold').text('Courier 0O', 60, 210);
      d.save().rotate(-35, { origin: [300, 400] }).font('Helvetica-Bold').fontSize(40).text('turned', 300, 400).restore();
      d.font('Helvetica').fontSize(60).lineWidth(1).text('stroked', 500, 300, { stroke: true, fill: false });
      d.save().transform(-1, 0, 0, 1, 800, 0).fontSize(20).text('mirrored', 60, 500).restore();
    })));
  });

  it('turned, cropped pages, forms in forms, both fill rules', async () => {
    const inner = stream('0.2 0.3 0.6 rg 0 0 m 60 0 l 60 60 l 0 60 l h 15 15 30 30 re f* 0 0 60 60 re S', '/Type /XObject /Subtype /Form /BBox [0 0 50 60]');
    const outer = stream('q 0.9 0.3 -0.3 0.9 20 10 cm /I Do Q q 1 0 0 -1 120 90 cm /I Do Q', '/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Matrix [1.5 0 0 1.5 80 90] /Resources << /XObject << /I 6 0 R >> >>');
    for (const rotate of [0, 90, 180, 270]) {
      same(await compare(onePage({
        content: '/O Do 0.5 0 0 rg 400 300 m 459 119 l 305 231 l 495 231 l 341 119 l h f 0 0.4 0 RG 6 w 0 J 2 j 300 400 m 350 480 l 400 400 l 450 480 l S BT /F 30 Tf 60 Tz 4 Tc 8 Ts 320 350 Td (Rotate) Tj ET',
        page: `/MediaBox [0 0 842 595] /CropBox [60 70 700 520] /Rotate ${rotate}`,
        resources: '/XObject << /O 5 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>', more: [outer, inner],
      })));
    }
  });

  it('hatchings as patterns, also in forms and in outlines that are not convex', async () => {
    // Tiles of whole pixels, upright: poppler paints others from tiles that it has rounded to pixels.
    const hatch = stream('0.6 0 0 RG 1.2 w 0 0 m 12 12 l 12 0 m 0 12 l S', '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 12 12] /XStep 12 /YStep 12 /Matrix [1 0 0 1 7 3] /Resources << >>');
    const form = stream('/Pattern cs /P scn 20 20 200 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Matrix [1 0 0 1 405 65] /Resources << /Pattern << /P 5 0 R >> >>');
    same(await compare(onePage({
      content: '/Pattern cs /P scn 100 100 m 350 100 l 350 200 l 200 200 l 200 400 l 100 400 l h f 450 300 200 200 re 500 350 100 100 re f* /F Do',
      resources: '/Pattern << /P 5 0 R >> /XObject << /F 6 0 R >>', more: [hatch, form],
    })));
  });

  it('the sheet of the sample plant', async () => {
    const file = fileURLToPath(new URL('../../../resources/sample/plant.pdf', import.meta.url));
    same(await compare(readFileSync(file)));
  });

  it('a letter too few, a line too far, and a fill by the wrong rule are told', async () => {
    const page = (x: number, word: string, fill: string): Buffer => onePage({
      content: `${x} 100 m ${x} 500 l S BT /F 30 Tf 320 350 Td (${word}) Tj ET 500 100 200 200 re 550 150 100 100 re ${fill}`,
      resources: '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>',
    });
    const reference = await theirs(page(100, 'Rotate', 'f*'), 1);
    const against = async (bytes: Buffer): Promise<number> => {
      const { derived } = await readPdf(bytes, { fileName: 'page.pdf', page: 1, onProgress: () => undefined });
      const found = difference(paintDrawing(unpackDrawing(derived), reference.width / scale, reference.height / scale, scale), reference, 2);
      return Math.max(found.ours, found.theirs) * found.inked;
    };
    expect(await against(page(100, 'Rotate', 'f*'))).toBe(0);
    expect(await against(page(103, 'Rotate', 'f*'))).toBeGreaterThan(500);
    expect(await against(page(100, 'Rotat', 'f*'))).toBeGreaterThan(80);
    expect(await against(page(100, 'Rotate', 'f'))).toBeGreaterThan(30_000);
  });

  it.skipIf(!here('soffice'))('a sheet that LibreOffice made', { timeout: 240_000 }, async () => {
    const rows = ['序号,名称,数量 (t),备注', ...Array.from({ length: 40 }, (_, i) => `${i + 1},液氨储罐 V-${200 + i},${(i * 3.7).toFixed(1)},${i % 3 === 0 ? '重大危险源' : 'Class A'}`)];
    writeFileSync(join(folder, 'list.csv'), rows.join('\n'));
    execFileSync('soffice', [
      `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, '--headless', '--infilter=CSV:44,34,76,1', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'list.csv'),
    ], { stdio: 'ignore', timeout: 200_000 });
    same(await compare(readFileSync(join(folder, 'list.pdf'))));
  });
});
