import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { paintPlan, type Canvas } from './painter.ts';
import type { Plan } from './plan-model.ts';
import { enterprise, sheet, type Point } from './site.ts';

/** Where Debian's fonts-noto-cjk puts its fonts. */
export const fonts = { regular: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', bold: '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc' } as const;

export const pixelsPerMetre = 6;
/** Plant metres to pixels of plant.png, y down. */
export const toPixel = ([x, y]: Point): Point => [(x - sheet.minX) * pixelsPerMetre, (sheet.maxY - y) * pixelsPerMetre];

/** A2 landscape at 1:1000, so a metre is a millimetre; the sheet lies in the middle. */
export const pdfPage = { widthMm: 594, heightMm: 420, scale: 1000 } as const;
const pointsPerMm = 72 / 25.4;
/** Plant metres to points of plant.pdf, y down from the top left corner. */
export const toPdfPoint = ([x, y]: Point): Point => [
  (x - sheet.minX + (pdfPage.widthMm - (sheet.maxX - sheet.minX)) / 2) * pointsPerMm,
  (sheet.maxY - y + (pdfPage.heightMm - (sheet.maxY - sheet.minY)) / 2) * pointsPerMm,
];

/** The plan as a PNG of `pixelsPerMetre`. */
export function planPng(plan: Plan): Uint8Array {
  GlobalFonts.registerFromPath(fonts.regular, 'PlanSans');
  GlobalFonts.registerFromPath(fonts.bold, 'PlanSans');
  const canvas = createCanvas((sheet.maxX - sheet.minX) * pixelsPerMetre, (sheet.maxY - sheet.minY) * pixelsPerMetre);
  const c = canvas.getContext('2d');
  c.fillStyle = '#FFFFFF';
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.lineJoin = 'round';
  const target: Canvas = {
    path(steps, closed, { stroke, width = 0, fill, dash }) {
      c.beginPath();
      for (const [kind, x, y] of steps) {
        const [px, py] = toPixel([x, y]);
        if (kind === 'move') c.moveTo(px, py);
        else c.lineTo(px, py);
      }
      if (closed) c.closePath();
      if (fill) { c.fillStyle = fill; c.fill(); }
      if (!stroke) return;
      c.strokeStyle = stroke;
      c.lineWidth = Math.max(1, width * pixelsPerMetre);
      c.setLineDash((dash ?? []).map((length) => length * pixelsPerMetre));
      c.stroke();
    },
    text(text, at, { height, colour, align, rotation, bold }) {
      const [px, py] = toPixel(at);
      c.save();
      c.translate(px, py);
      c.rotate(-rotation * Math.PI / 180);
      // A letter's height is about 0.72 of its em square.
      c.font = `${bold ? '700' : '400'} ${height * pixelsPerMetre / 0.8}px PlanSans`;
      c.textAlign = align;
      c.textBaseline = 'middle';
      c.strokeStyle = '#FFFFFF';
      c.lineWidth = height * 1.4;
      c.strokeText(text, 0, 0);
      c.fillStyle = colour;
      c.fillText(text, 0, 0);
      c.restore();
    },
  };
  paintPlan(plan, target);
  return canvas.toBuffer('image/png');
}

/** The plan as a vector PDF with embedded fonts. */
export async function planPdf(plan: Plan): Promise<Uint8Array> {
  const made = new Date('2026-09-15T00:00:00Z');
  const doc = new PDFDocument({ size: [pdfPage.widthMm * pointsPerMm, pdfPage.heightMm * pointsPerMm], margin: 0, compress: true,
    info: { Title: `${enterprise.name}总平面布置图`, CreationDate: made, ModDate: made } });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => { doc.on('end', resolve); });
  doc.registerFont('regular', fonts.regular, 'NotoSansCJKsc-Regular');
  doc.registerFont('bold', fonts.bold, 'NotoSansCJKsc-Bold');
  paintPlan(plan, {
    path(steps, closed, { stroke, width = 0, fill, dash }) {
      for (const [kind, x, y] of steps) {
        const [px, py] = toPdfPoint([x, y]);
        if (kind === 'move') doc.moveTo(px, py);
        else doc.lineTo(px, py);
      }
      if (closed) doc.closePath();
      if (stroke) {
        doc.lineWidth(width * pointsPerMm);
        if (dash) doc.dash(dash[0] ?? 1, { space: dash[1] ?? 1 });
        else doc.undash();
      }
      if (fill && stroke) doc.fillAndStroke(fill, stroke);
      else if (fill) doc.fill(fill);
      else if (stroke) doc.stroke(stroke);
    },
    text(text, at, { height, colour, align, rotation, bold }) {
      if (text === '') return;
      const [px, py] = toPdfPoint(at);
      const size = height / 0.8 * pointsPerMm;
      doc.font(bold ? 'bold' : 'regular').fontSize(size);
      const shift = { left: 0, center: 0.5, right: 1 }[align] * doc.widthOfString(text);
      doc.save();
      doc.translate(px, py).rotate(-rotation);
      doc.fillColor(colour).text(text, -shift, -doc.currentLineHeight() / 2, { lineBreak: false });
      doc.restore();
    },
  });
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}
