import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFonts } from '#electron/adapters/sheet/fonts.ts';
import { createSheetPainter } from '#electron/adapters/sheet/index.ts';
import { composeSheet, stackPages } from '#shared/sheet/compose.ts';
import type { PaperSize } from '#shared/sheet/paper.ts';
import { rectangle, samplePlant, zone } from '#tests/unit/sheet/sample.ts';
import { askPoppler, hasPoppler, type PopplerTool } from './poppler.ts';

const painter = createSheetPainter();
let folder: string;
beforeAll(() => { folder = mkdtempSync(path.join(tmpdir(), 'riskatlas-sheet-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (tool: PopplerTool, bytes: Uint8Array, ...parameters: string[]): string => {
  const file = path.join(folder, 'sheet.pdf');
  writeFileSync(file, bytes);
  return askPoppler(tool, file, ...parameters);
};

async function tinyPicture(): Promise<Uint8Array> {
  const canvas = createCanvas(370, 290);
  const context = canvas.getContext('2d');
  context.fillStyle = '#00A040';
  context.fillRect(0, 0, 370, 290);
  return canvas.encode('png');
}

describe.skipIf(!hasPoppler())('the sheet as PDF', () => {
  it.each<[PaperSize, number, number]>([['A0', 3370.39, 2383.94], ['A3', 1190.55, 841.89], ['A4', 841.89, 595.28]])('%s is one page of its size', async (paper, width, height) => {
    const info = run('pdfinfo', await painter.pdf(composeSheet(samplePlant({ paper })).pages));
    expect(info).toMatch(/Pages:\s+1\n/);
    const [, w, h] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(info) ?? [];
    expect(Number(w)).toBeCloseTo(width, 1);
    expect(Number(h)).toBeCloseTo(height, 1);
    expect(info).toContain('安全风险空间分布图 · 滨江化工有限公司');
  });

  it('has its texts as text: title, enterprise and every zone by their own characters, not radicals', async () => {
    const text = run('pdftotext', await painter.pdf(composeSheet(samplePlant()).pages), '-layout');
    for (const word of ['安全风险空间分布图', '滨江化工有限公司', '风险等级', '未评估', ...samplePlant().zones.map(({ name }) => name)]) expect(text).toContain(word);
  });

  it.each(['zh-CN', 'en'] as const)('says that its language is %s', async (language) => {
    expect(Buffer.from(await painter.pdf(composeSheet(samplePlant({ language })).pages)).toString('latin1')).toContain(`/Lang (${language})`);
  });

  it('holds no raster picture for a vector plan', async () => {
    expect(run('pdfimages', await painter.pdf(composeSheet(samplePlant()).pages), '-list').trim().split('\n')).toHaveLength(2);
  });

  it('holds the picture of a picture plan, without colour in greyscale', async () => {
    const plan = { kind: 'picture', mediaType: 'image/png', bytes: await tinyPicture() } as const;
    const input = samplePlant({ theme: 'greyscale', layout: { ...samplePlant().layout, plan } });
    const pages = composeSheet(input).pages;
    expect(run('pdfimages', await painter.pdf(pages), '-list').trim().split('\n').length).toBeGreaterThan(2);
    expect(await chroma(await painter.png(stackPages(pages), { dotsPerMm: 2 }))).toBe(0);
  });

  it('goes on over further pages', async () => {
    const zones = Array.from({ length: 150 }, (_, index) => zone(`分区${index}`, `Z${index}`, rectangle((index % 15) * 24, Math.floor(index / 15) * 28, 20, 24), 3));
    const { pages } = composeSheet(samplePlant({ zones }));
    const bytes = await painter.pdf(pages);
    expect(run('pdfinfo', bytes)).toMatch(new RegExp(`Pages:\\s+${pages.length}\\n`));
    expect(run('pdftotext', bytes)).toContain('分区149');
  });

  it('takes hostile names', async () => {
    const name = `<script>${'很长'.repeat(240)}\u0000\n😀\ud800`;
    const bytes = await painter.pdf(composeSheet(samplePlant({ enterprise: { name, companyCode: '(\\)' }, zones: [zone(name, name.slice(0, 100), rectangle(0, 0, 300, 200), 1)] })).pages);
    expect(run('pdfinfo', bytes)).toMatch(/Pages:\s+1\n/);
  });
});

/** Largest difference between the colour channels of a pixel. */
async function chroma(png: Uint8Array): Promise<number> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let most = 0;
  for (let index = 0; index < data.length; index += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(index, index + 3);
    most = Math.max(most, Math.max(red, green, blue) - Math.min(red, green, blue));
  }
  return most;
}

describe('the sheet as PNG', () => {
  const [page] = composeSheet(samplePlant()).pages;
  const sheet = page ?? stackPages([]);

  it('has the size of the paper at its dots', async () => {
    const image = await loadImage(await painter.png(sheet, { dotsPerMm: 4 }));
    expect([image.width, image.height]).toEqual([1680, 1188]);
  });

  it('is coloured, and grey in greyscale', async () => {
    expect(await chroma(await painter.png(sheet, { dotsPerMm: 2 }))).toBeGreaterThan(100);
    expect(await chroma(await painter.png(composeSheet(samplePlant({ theme: 'greyscale' })).pages[0] ?? sheet, { dotsPerMm: 2 }))).toBe(0);
  });

  it('keeps below the bytes that are allowed, or says that it cannot', async () => {
    const bytes = await painter.png(sheet, { dotsPerMm: 11.81, maxBytes: 300_000 });
    expect(bytes.length).toBeLessThanOrEqual(300_000);
    expect((await loadImage(bytes)).width).toBeGreaterThan(800);
    await expect(painter.png(sheet, { dotsPerMm: 4, maxBytes: 500 })).rejects.toMatchObject({ code: 'error.map.pictureTooLarge' });
  });

  it('draws Chinese forms of characters, not Japanese ones of the same code', async () => {
    const text = '门直骨关';
    GlobalFonts.registerFromPath(findFonts().regular.file, 'Reference');
    const drawn = (lang: string) => {
      const context = createCanvas(400, 100).getContext('2d');
      context.fillStyle = '#FFFFFF';
      context.fillRect(0, 0, 400, 100);
      context.lang = lang;
      context.fillStyle = '#000000';
      context.font = '100px "Reference"';
      context.fillText(text, 0, 88);
      return context.getImageData(0, 0, 400, 100).data;
    };
    const mark = { kind: 'text', x: 0, y: 88, text, size: 100, bold: false, colour: '#000000', align: 'left', baseline: 'alphabetic', rotation: 0, halo: null } as const;
    const image = await loadImage(await painter.png({ width: 400, height: 100, background: '#FFFFFF', title: '', marks: [mark] }, { dotsPerMm: 1 }));
    const context = createCanvas(400, 100).getContext('2d');
    context.drawImage(image, 0, 0);
    const ours = context.getImageData(0, 0, 400, 100).data;
    const difference = (other: Uint8ClampedArray) => ours.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0);
    expect(difference(drawn('zh-CN'))).toBeLessThan(difference(drawn('ja')) / 4);
  });

  it('refuses a picture that cannot be decoded', async () => {
    const plan = { kind: 'picture', mediaType: 'image/png', bytes: new Uint8Array([1, 2, 3]) } as const;
    const { pages } = composeSheet(samplePlant({ layout: { ...samplePlant().layout, plan } }));
    await expect(painter.pdf(pages)).rejects.toMatchObject({ code: 'error.map.picture' });
    await expect(painter.png(stackPages(pages), { dotsPerMm: 2 })).rejects.toMatchObject({ code: 'error.map.picture' });
  });
});

describe('fonts', () => {
  it('come from the variable first, else from the usual places, else the error says what to install', () => {
    expect(findFonts({ RISKATLAS_FONT: '/f/a.ttc#Face' }, () => true).regular).toEqual({ file: '/f/a.ttc', face: 'Face' });
    expect(() => findFonts({ RISKATLAS_FONT: '/f/a.ttc' }, () => false)).toThrow(expect.objectContaining({ code: 'error.font.unusable' }));
    expect(findFonts({}, (file) => file.endsWith('simhei.ttf')).bold.file).toMatch(/simhei\.ttf$/);
    expect(() => findFonts({}, () => false)).toThrow(expect.objectContaining({ code: 'error.font.missing' }));
  });
});
