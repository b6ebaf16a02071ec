import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { DrawingTooLarge, maxDrawingPoints } from '#shared/drawing/builder.ts';
import { packDrawing, packedDrawingType } from '#shared/drawing/pack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { NotShown } from '#shared/model/plant-layout.ts';
import { metresPerPoint } from './measure.ts';
import { pageOf, withPdf, type PdfPage } from './open-pdf.ts';
import { drawPage, type PageDrawing } from './page-drawing.ts';
import { TooManyOperators } from './page-painter.ts';
import { pagePicture } from './page-picture.ts';

/** Long side of a page's picture in pixels: 0.15 mm a pixel on A0, below what a browser draws at once. */
const longSide = 8000;
/** A page whose pictures cover this share of it, with fewer paths and texts than `fewItems`, is a scan or a photograph. */
const scanShare = 0.5;
const fewItems = 1000;

export interface PdfOptions {
  readonly fileName: string;
  /** From 1. */
  readonly page: number;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Reads one page of a PDF as a drawing in points (1/72 inch on paper), y up; with metres per point where the page has a measure. A page that is mainly a picture becomes a PNG of up to 8,000 pixels
 * instead, with bounds in its pixels, y down.
 * @throws AppError error.layout.pdfPassword, error.layout.pdfBroken, error.layout.pdfPage, error.layout.tooComplex, error.layout.empty
 */
export function readPdf(bytes: Uint8Array, options: PdfOptions): Promise<ParsedDrawing> {
  const { fileName } = options;
  return withPdf(bytes, fileName, async (document) => {
    const page = await pageOf(document, options.page, fileName);
    const drawing = await drawPage(document, page, options.onProgress).catch((thrown: unknown) => { throw tooComplex(thrown, fileName); });
    const where = { page: options.page, pages: document.numPages };
    if (isPicture(drawing)) return { ...await asPicture(page, drawing, options), ...where };
    if (drawing.builder.empty) throw new AppError('error.layout.emptyPage', { file: fileName, page: options.page });
    return { ...asVector(drawing, options), metresPerUnit: scaleOf(bytes, page), ...where };
  });
}

const items = ({ builder }: PageDrawing): number => builder.pathCount + builder.textCount;

/** Whether a page is mainly a picture; so is one on which nothing but pictures, gradients or patterns is left. */
function isPicture(drawing: PageDrawing): boolean {
  if (drawing.pictureShare > scanShare && items(drawing) < fewItems) return true;
  return drawing.builder.empty && drawing.report.entities > 0;
}

async function asPicture(page: PdfPage, { report }: PageDrawing, { onProgress }: PdfOptions): Promise<ParsedDrawing> {
  onProgress({ phase: 'progress.renderPage', done: 0, total: 1 });
  const { png, width, height } = await pagePicture(page, longSide);
  return {
    format: 'pdf', encoding: '', derivedKind: 'picture', mediaType: 'image/png', derived: png, bounds: { minX: 0, minY: 0, maxX: width, maxY: height },
    metresPerUnit: null, entities: Math.max(1, report.entities), drawn: Math.max(1, report.entities), notShown: [],
  };
}

/** Metres per point where the page says it. */
const scaleOf = (bytes: Uint8Array, page: PdfPage): number | null => (page.ref === null ? null : metresPerPoint(bytes, page.ref.num, page.userUnit));

function asVector({ builder, report }: PageDrawing, { onProgress }: PdfOptions): ParsedDrawing {
  onProgress({ phase: 'progress.packDrawing', done: 0, total: 0 });
  const drawing = builder.finish();
  const notShown: NotShown[] = report.notShown();
  return {
    format: 'pdf', encoding: '', derivedKind: 'vector', mediaType: packedDrawingType, derived: packDrawing(drawing), bounds: drawing.bounds,
    metresPerUnit: null, entities: report.entities, drawn: report.drawn, notShown,
  };
}

function tooComplex(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof DrawingTooLarge || thrown instanceof TooManyOperators)) return thrown;
  return new AppError('error.layout.tooComplex', { file, limit: maxDrawingPoints / 1_000_000 });
}

