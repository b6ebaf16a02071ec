import { createCanvas } from '@napi-rs/canvas';
import type { PdfPage } from './open-pdf.ts';

/** PDF's own limit of a page (PDF 1.7, annex C): 200 inches; what is larger uses a user unit and is scaled down like the rest. */
const minScale = 0.001;
const maxScale = 40;

export interface PagePicture { readonly png: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number }

/** Draws a page as a PNG whose long side has at most `longSide` pixels. */
export async function pagePicture(page: PdfPage, longSide: number): Promise<PagePicture> {
  const natural = page.getViewport({ scale: 1 });
  const scale = Math.min(maxScale, Math.max(minScale, longSide / Math.max(natural.width, natural.height)));
  const viewport = page.getViewport({ scale });
  const width = Math.min(longSide, Math.max(1, Math.round(viewport.width)));
  const height = Math.min(longSide, Math.max(1, Math.round(viewport.height)));
  const canvas = createCanvas(width, height);
  // The library's types know a browser's canvas only; in Node it is this one (pdf.js's own choice as well).
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport, background: '#ffffff' }).promise;
  return { png: new Uint8Array(await canvas.encode('png')), width, height };
}
