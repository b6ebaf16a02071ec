import type { SheetPainter } from '#shared/contract/ports.ts';
import { sheetPdf } from './pdf.ts';
import { sheetPng } from './png.ts';

/** Paints sheets as PDF and PNG with the Chinese font of the machine, which is looked for when the first sheet is painted. */
export function createSheetPainter(): SheetPainter {
  return {
    pdf: (pages) => sheetPdf('marks' in pages ? [pages] : pages),
    png: (page, options) => sheetPng(page, options),
  };
}
