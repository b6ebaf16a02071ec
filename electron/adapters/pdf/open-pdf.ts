import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/types/src/pdf.d.ts';
import { AppError } from '#shared/kernel/errors.ts';

export type PdfDocument = PDFDocumentProxy;
export type PdfPage = PDFPageProxy;

/** Pixels of an embedded picture beyond which it is left out: 480 MB once it is decoded. */
const maxImagePixels = 120_000_000;

/**
 * Opens a PDF, gives it to `work` and closes it. Character maps and the standard fonts come from the installed package: nothing is loaded
 * from elsewhere, no system font is asked for, and no script of the file is run. The outlines of letters are wanted as paths.
 * @throws AppError error.layout.pdfPassword, error.layout.pdfBroken, and what `work` throws as an AppError
 */
export async function withPdf<Result>(bytes: Uint8Array, file: string, work: (document: PdfDocument) => Promise<Result>): Promise<Result> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const part = (name: string): string => join(folder, name) + sep;
  const task = pdfjs.getDocument({
    // pdf.js takes over the buffer that it is given.
    data: new Uint8Array(bytes),
    cMapUrl: part('cmaps'), cMapPacked: true, standardFontDataUrl: part('standard_fonts'), wasmUrl: part('wasm'), iccUrl: part('iccs'),
    disableFontFace: true, useSystemFonts: false, enableXfa: false, stopAtErrors: false, verbosity: 0, maxImageSize: maxImagePixels,
  });
  task.onPassword = () => { void task.destroy(); throw new AppError('error.layout.pdfPassword', { file }); };
  try {
    return await work(await task.promise);
  } catch (thrown) {
    throw explain(thrown, file);
  } finally {
    await task.destroy().catch(() => undefined);
  }
}

/** @throws AppError error.layout.pdfPage where the file has no such page */
export async function pageOf(document: PdfDocument, number: number, file: string): Promise<PdfPage> {
  if (number > document.numPages) throw new AppError('error.layout.pdfPage', { file, page: number, pages: document.numPages });
  return document.getPage(number);
}

function explain(thrown: unknown, file: string): unknown {
  if (thrown instanceof AppError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'PasswordException') return new AppError('error.layout.pdfPassword', { file });
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('error.layout.pdfBroken', { file, reason: reason.slice(0, 200) }, { cause: thrown });
}
