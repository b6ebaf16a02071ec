import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { pageOf, withPdf } from './open-pdf.ts';
import { pagePicture } from './page-picture.ts';

/** Long side of a page's picture in pixels: 0.15 mm a pixel on A0, below what a browser draws at once. */
const longSide = 8000;

export interface PdfOptions {
  readonly fileName: string;
  /** From 1. */
  readonly page: number;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Reads one page of a PDF as a PNG of up to 8,000 pixels; bounds in its pixels, y down.
 * @throws AppError error.layout.pdfPassword, error.layout.pdfBroken, error.layout.pdfPage
 */
export function readPdf(bytes: Uint8Array, { fileName, page: number, onProgress }: PdfOptions): Promise<ParsedDrawing> {
  return withPdf(bytes, fileName, async (document) => {
    const page = await pageOf(document, number, fileName);
    onProgress({ phase: 'progress.renderPage', done: 0, total: 1 });
    const { png, width, height } = await pagePicture(page, longSide);
    return {
      format: 'pdf', encoding: '', derivedKind: 'picture', mediaType: 'image/png', derived: png, bounds: { minX: 0, minY: 0, maxX: width, maxY: height },
      metresPerUnit: null, entities: 1, drawn: 1, notShown: [], page: number, pages: document.numPages,
    };
  });
}
