import PDFDocument from 'pdfkit';
import { AppError } from '#shared/kernel/errors.ts';
import { dotCentres, hatchLines, ringBounds } from '#shared/sheet/hatch.ts';
import { baselineShift } from '#shared/sheet/marks.ts';
import type { Mark, Paint, PathMark, PictureMark, SheetPage, TextMark } from '#shared/sheet/page.ts';
import { findFonts, type SheetFonts } from './fonts.ts';
import { plainPicture } from './picture.ts';

/** PDF points a millimetre. */
const point = 72 / 25.4;
type Document = PDFKit.PDFDocument;

/** Points with three decimals: a third of a micrometre. */
const pt = (millimetres: number) => String(Math.round(millimetres * point * 1000) / 1000);

/**
 * Writes the pages as a PDF: vectors stay vectors, letters are text in an embedded subset of the font, 1 mm of the sheet is 1 mm of
 * paper. @throws AppError error.font.missing, error.font.unusable, error.map.picture
 */
export async function sheetPdf(pages: readonly SheetPage[], fonts: SheetFonts = findFonts()): Promise<Uint8Array> {
  const document = new PDFDocument({
    autoFirstPage: false, margin: 0, compress: true, pdfVersion: '1.7', lang: pages[0]?.language ?? 'zh-CN', displayTitle: true,
    info: { Title: pages[0]?.title ?? '', Creator: 'RiskAtlas', Producer: 'RiskAtlas' },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  registerFonts(document, fonts);
  for (const page of pages) {
    document.addPage({ size: [page.width * point, page.height * point], margin: 0 });
    document.rect(0, 0, page.width * point, page.height * point).fill(page.background);
    await paintMarks(document, page.marks);
  }
  document.end();
  await finished;
  return new Uint8Array(Buffer.concat(chunks));
}

function registerFonts(document: Document, { regular, bold }: SheetFonts): void {
  for (const [name, font] of [['regular', regular], ['bold', bold]] as const) {
    try {
      document.registerFont(name, font.file, font.face);
      document.font(name);
    } catch (cause) {
      throw new AppError('error.font.unusable', { file: font.file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
    }
  }
}

async function paintMarks(document: Document, marks: readonly Mark[]): Promise<void> {
  for (const mark of marks) {
    switch (mark.kind) {
      case 'path':
        paintPath(document, mark);
        break;
      case 'text':
        paintText(document, mark);
        break;
      case 'picture':
        await paintPicture(document, mark);
        break;
      case 'clip':
        document.save();
        document.rect(mark.x * point, mark.y * point, mark.width * point, mark.height * point).clip();
        await paintMarks(document, mark.marks);
        document.restore();
        break;
    }
  }
}

/** Path operators of the rings. Written straight into the page: a plan may have a million points. */
function addPath(document: Document, { rings, closed }: PathMark): void {
  for (const ring of rings) {
    const parts: string[] = [];
    for (let index = 0; index + 1 < ring.length; index += 2) {
      parts.push(`${pt(ring[index] ?? 0)} ${pt(ring[index + 1] ?? 0)} ${index === 0 ? 'm' : 'l'}`);
    }
    if (closed) parts.push('h');
    document.addContent(parts.join('\n'));
  }
}

function paintPath(document: Document, mark: PathMark): void {
  for (const paint of mark.fills) {
    if (paint.kind === 'colour') {
      document.fillColor(paint.colour).fillOpacity(paint.opacity);
      addPath(document, mark);
      document.addContent('f*');
    } else {
      document.save();
      addPath(document, mark);
      document.addContent('W* n');
      paintPattern(document, mark, paint);
      document.restore();
    }
  }
  if (mark.stroke === null) return;
  const { colour, width, opacity, dash } = mark.stroke;
  document.save();
  document.strokeColor(colour).strokeOpacity(opacity).lineWidth(width * point).lineJoin('round').lineCap('round');
  if (dash !== undefined) document.addContent(`[${dash.map(pt).join(' ')}] 0 d`);
  addPath(document, mark);
  document.addContent('S');
  document.restore();
}

function paintPattern(document: Document, mark: PathMark, paint: Exclude<Paint, { kind: 'colour' }>): void {
  const bounds = ringBounds(mark.rings);
  if (bounds === null) return;
  const parts: string[] = [];
  document.strokeColor(paint.colour).strokeOpacity(1);
  if (paint.kind === 'hatch') {
    document.lineWidth(paint.width * point).lineCap('butt');
    for (const angle of paint.angles) {
      const lines = hatchLines(bounds, angle, paint.spacing);
      for (let index = 0; index + 3 < lines.length; index += 4) {
        parts.push(`${pt(lines[index] ?? 0)} ${pt(lines[index + 1] ?? 0)} m ${pt(lines[index + 2] ?? 0)} ${pt(lines[index + 3] ?? 0)} l`);
      }
    }
  } else {
    // A dot is a line of no length with round ends: a tenth of the bytes of a circle.
    document.lineWidth(2 * paint.radius * point).lineCap('round');
    const centres = dotCentres(bounds, paint.spacing);
    for (let index = 0; index + 1 < centres.length; index += 2) {
      const at = `${pt(centres[index] ?? 0)} ${pt(centres[index + 1] ?? 0)}`;
      parts.push(`${at} m ${at} l`);
    }
  }
  parts.push('S');
  document.addContent(parts.join('\n'));
}

function paintText(document: Document, mark: TextMark): void {
  if (mark.text === '') return;
  document.font(mark.bold ? 'bold' : 'regular').fontSize(mark.size * point);
  const width = document.widthOfString(mark.text);
  const room = mark.maxWidth === undefined ? width : mark.maxWidth * point;
  const squeeze = width > room && width > 0 ? room / width : 1;
  const start = { left: 0, center: width / 2, right: width }[mark.align];
  document.save();
  document.translate(mark.x * point, mark.y * point);
  if (mark.rotation !== 0) document.rotate(mark.rotation);
  if (squeeze < 1) document.transform(squeeze, 0, 0, 1, 0, 0);
  const shift = baselineShift(mark.baseline) * mark.size * point;
  const write = (options: PDFKit.Mixins.TextOptions) => document.text(mark.text, -start, shift, { lineBreak: false, baseline: 'alphabetic', ...options });
  if (mark.halo !== null) {
    document.strokeColor(mark.halo.colour).strokeOpacity(1).lineWidth(2 * mark.halo.width * point).lineJoin('round');
    write({ stroke: true, fill: false });
  }
  document.fillColor(mark.colour).fillOpacity(1);
  write({});
  document.restore();
}

async function paintPicture(document: Document, mark: PictureMark): Promise<void> {
  const bytes = await plainPicture(mark);
  const [a, b, c, d, e, f] = mark.matrix;
  document.save();
  document.opacity(mark.opacity);
  document.transform(a * point, b * point, c * point, d * point, e * point, f * point);
  document.image(Buffer.from(bytes), 0, 0, { width: mark.width, height: mark.height });
  document.restore();
}
