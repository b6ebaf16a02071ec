import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { openDecoded } from '#electron/adapters/raster/decoded.ts';
import { pyramidOf } from '#electron/adapters/raster/pyramid.ts';
import { createSheetPainter } from '#electron/adapters/sheet/index.ts';
import { packedTilesType } from '#shared/drawing/tiles.ts';
import type { SheetPage } from '#shared/sheet/page.ts';

const painter = createSheetPainter();
const width = 2100, height = 1500;

/** A plan-like picture: lines at all angles, letters, an area of colour. */
function picture(): Canvas {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff'; pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#3070c0'; pen.fillRect(300, 400, 700, 500);
  pen.strokeStyle = '#202020'; pen.lineWidth = 6;
  for (let i = 0; i < 12; i += 1) { pen.beginPath(); pen.moveTo(50 + i * 170, 20); pen.lineTo(width - i * 90, height - 30); pen.stroke(); }
  pen.fillStyle = '#c02020'; pen.font = '120px sans-serif'; pen.fillText('T-101', 1200, 300);
  return canvas;
}

const page = (mediaType: string, bytes: Uint8Array, greyscale: boolean): SheetPage => ({
  width: 210, height: 150, background: '#ffffff', title: '图',
  marks: [{ kind: 'clip', x: 5, y: 5, width: 200, height: 140, marks: [{ kind: 'picture', mediaType, bytes, width, height, matrix: [0.08, 0.02, -0.02, 0.08, 30, 5], opacity: 0.7, greyscale }] }],
});

async function pixels(png: Uint8Array): Promise<Uint8ClampedArray> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data;
}

describe('tiles of a very large picture on a sheet', async () => {
  const plan = picture();
  const whole = new Uint8Array(await plan.encode('png'));
  const tiles = await pyramidOf(openDecoded(await loadImage(plan.toBuffer('image/png'))), () => undefined);

  // Where the picture is shrunk, the two ways of shrinking differ by a shade at the edges of lines.
  it.each([[12, true, 1], [12, false, 1], [3, true, 1.5]])('look in a PNG of %i dots a millimetre (grey: %s) like the picture itself', async (dotsPerMm, greyscale, within) => {
    const one = await pixels(await painter.png(page('image/png', whole, greyscale), { dotsPerMm }));
    const other = await pixels(await painter.png(page(packedTilesType, tiles, greyscale), { dotsPerMm }));
    expect(other.length).toBe(one.length);
    let sum = 0, far = 0;
    one.forEach((value, i) => { const away = Math.abs(value - (other[i] ?? 0)); sum += away; if (away > 100) far += 1; });
    expect(sum / one.length).toBeLessThan(within);
    expect(far / one.length).toBeLessThan(0.001);
  });

  it('go into a PDF as one picture of the pixels that paper shows, not more', async () => {
    const pdf = Buffer.from(await painter.pdf(page(packedTilesType, tiles, true))).toString('latin1');
    // 0.0825 mm a pixel and 11.8 dots a millimetre: nearly one to one, so the picture's own pixels.
    expect(pdf.match(/\/Subtype \/Image/g)).toHaveLength(1);
    expect(pdf).toContain(`/Width ${width}`);
    const small = page(packedTilesType, tiles, true);
    const shrunk: SheetPage = { ...small, marks: small.marks.map((mark) => (mark.kind === 'clip' ? { ...mark, marks: mark.marks.map((inner) => (inner.kind === 'picture' ? { ...inner, matrix: [0.02, 0, 0, 0.02, 30, 5] as const } : inner)) } : mark)) };
    expect(Buffer.from(await painter.pdf(shrunk)).toString('latin1')).toContain(`/Width ${Math.ceil(width / 4)}`);
  });

  it('go into an SVG that any program reads', async () => {
    const svg = new TextDecoder().decode(await painter.svg(page(packedTilesType, tiles, true)));
    expect(svg).toContain('data:image/png;base64,');
    expect(svg).not.toContain(packedTilesType);
  });

  it('that are damaged are an error, not a crash', async () => {
    await expect(painter.png(page(packedTilesType, tiles.subarray(0, 500), true), { dotsPerMm: 3 })).rejects.toMatchObject({ code: 'error.map.picture' });
    const broken = tiles.slice();
    broken.fill(7, 2_000, broken.length);
    await expect(painter.png(page(packedTilesType, broken, true), { dotsPerMm: 12 })).rejects.toMatchObject({ code: 'error.map.picture' });
  });
});
