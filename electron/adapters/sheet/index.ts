import type { SheetPainter } from '#shared/contract/ports.ts';
import type { PictureMark, SheetPage } from '#shared/sheet/page.ts';
import { sheetSvg } from '#shared/sheet/svg.ts';
import { sheetPdf } from './pdf.ts';
import { withPlainPictures } from './plain-pictures.ts';
import { sheetPng } from './png.ts';

/** Dots a millimetre that pictures of very many pixels are given on paper: 300 an inch. */
const printDots = 300 / 25.4;

/** Paints sheets as PDF, PNG and SVG, the first two with the Chinese font of the machine, which is looked for when the first sheet is painted. */
export function createSheetPainter(): SheetPainter {
  return {
    pdf: async (pages) => {
      const made = new Map<Uint8Array, PictureMark>();
      const plain: SheetPage[] = [];
      for (const page of 'marks' in pages ? [pages] : pages) plain.push(await withPlainPictures(page, printDots, made));
      return sheetPdf(plain);
    },
    png: async (page, options) => sheetPng(await withPlainPictures(page, options.dotsPerMm), options),
    svg: async (page) => new TextEncoder().encode(sheetSvg(await withPlainPictures(page, printDots))),
  };
}
