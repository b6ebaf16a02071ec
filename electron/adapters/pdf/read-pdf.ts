import { createCanvas } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { NotShown } from '#shared/model/plant-layout.ts';
import type { ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';

/** Long side of the picture in pixels: 0.15 mm a pixel on A0, below what a browser draws at once. */
const longSide = 8000;
/** PDF's own limit of a page (PDF 1.7, annex C): 200 inches; what is larger uses a user unit and is scaled down like the rest. */
const minScale = 0.05;
const maxScale = 40;

interface PdfOptions { readonly fileName: string; readonly onProgress: (progress: Progress) => void }

/**
 * Draws page 1 of a PDF as a PNG of up to 8,000 pixels; bounds in its pixels, y down. Character maps and the standard fonts come
 * from the installed package, nothing is loaded from elsewhere, no script of the file is run.
 * @throws AppError error.layout.pdfPassword, error.layout.pdfBroken
 */
export async function readPdf(bytes: Uint8Array, { fileName, onProgress }: PdfOptions): Promise<ParsedDrawing> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const part = (name: string): string => join(folder, name) + sep;
  const task = pdfjs.getDocument({
    // pdf.js takes over the buffer that it is given.
    data: new Uint8Array(bytes),
    cMapUrl: part('cmaps'), cMapPacked: true, standardFontDataUrl: part('standard_fonts'), wasmUrl: part('wasm'), iccUrl: part('iccs'),
    useSystemFonts: true, enableXfa: false, stopAtErrors: false, verbosity: 0, maxImageSize: 120_000_000,
  });
  task.onPassword = () => { void task.destroy(); throw new AppError('error.layout.pdfPassword', { file: fileName }); };
  try {
    const document = await task.promise;
    const page = await document.getPage(1);
    const natural = page.getViewport({ scale: 1 });
    const scale = Math.min(maxScale, Math.max(minScale, longSide / Math.max(natural.width, natural.height)));
    const viewport = page.getViewport({ scale });
    const width = Math.min(longSide, Math.max(1, Math.round(viewport.width)));
    const height = Math.min(longSide, Math.max(1, Math.round(viewport.height)));
    onProgress({ phase: 'progress.renderPage', done: 0, total: 1 });
    const canvas = createCanvas(width, height);
    // The library's types know a browser's canvas only; in Node it is this one (pdf.js's own choice as well).
    await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport, background: '#ffffff' }).promise;
    const derived = new Uint8Array(await canvas.encode('png'));
    const others = document.numPages - 1;
    const notShown: NotShown[] = others > 0 ? [{ type: 'PDF', count: others, reason: 'notShown.otherPages' }] : [];
    return {
      format: 'pdf', encoding: '', derivedKind: 'picture', mediaType: 'image/png', derived, bounds: { minX: 0, minY: 0, maxX: width, maxY: height },
      metresPerUnit: null, entities: document.numPages, drawn: 1, notShown,
    };
  } catch (thrown) {
    throw explain(thrown, fileName);
  } finally {
    await task.destroy().catch(() => undefined);
  }
}

function explain(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'PasswordException') return new AppError('error.layout.pdfPassword', { file });
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('error.layout.pdfBroken', { file, reason: reason.slice(0, 200) }, { cause: thrown });
}
