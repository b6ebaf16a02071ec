import { compose, type Affine } from '#shared/drawing/affine.ts';
import { DrawingBuilder } from '#shared/drawing/builder.ts';
import type { Progress } from '#shared/contract/ports.ts';
import { Layers } from './layers.ts';
import type { PdfDocument, PdfPage } from './open-pdf.ts';
import { PagePainter } from './page-painter.ts';
import { Report } from './report.ts';
import { affineOf, type PdfFont } from './state.ts';

/** A font that has not come by then is damaged; its text is left out. */
const fontMilliseconds = 10_000;

export interface PageDrawing {
  readonly builder: DrawingBuilder;
  readonly report: Report;
  /** Share of the page that pictures cover (those that overlap count twice), and how many they are. */
  readonly pictureShare: number;
  readonly pictures: number;
  /** Width and height of the page as it is seen, in points. */
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a page's paths and letters into a builder. Frame: points (1/72 inch on paper, the user unit counted in), y up, the lower left corner
 * of the page as it is seen (cropped and turned) at 0.
 */
export async function drawPage(document: PdfDocument, page: PdfPage, onProgress: (progress: Progress) => void): Promise<PageDrawing> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  onProgress({ phase: 'progress.tracePage', done: 0, total: 0 });
  const list = await page.getOperatorList();
  const needed = new Set<string>();
  for (let i = 0; i < list.fnArray.length; i += 1) if (list.fnArray[i] === OPS.dependency) for (const id of asStrings(list.argsArray[i])) needed.add(id);
  const objects = commonObjects(page);
  // Fonts come after the list; pictures are not asked for.
  await Promise.all([...needed].filter((id) => id.startsWith('g_')).map((id) => objects.arrived(id)));

  const viewport = page.getViewport({ scale: 1 });
  const { width, height } = viewport;
  const flip: Affine = { a: 1, b: 0, c: 0, d: -1, e: 0, f: height };
  const builder = new DrawingBuilder();
  const report = new Report();
  const layers = new Layers(await document.getOptionalContentConfig({ intent: 'display' }), builder);
  const painter = new PagePainter({
    builder, layers, report, operators: OPS, toPage: compose(flip, affineOf(viewport.transform)), page: { minX: 0, minY: 0, maxX: width, maxY: height },
    fonts: (name) => fontOf(objects.get(name)),
    paths: (name) => pathOf(objects.get(name)),
    onProgress: (done, total) => { onProgress({ phase: 'progress.tracePage', done, total }); },
  });
  painter.run(list);
  return { builder, report, pictureShare: painter.imageArea / (width * height), pictures: painter.images, width, height };
}

/** What pdf.js keeps of fonts and letters by name; not in its published types. */
function commonObjects(page: PdfPage): { get(name: string): unknown; arrived(name: string): Promise<void> } {
  const store = (page as unknown as { readonly commonObjs: { get(name: string, callback?: (value: unknown) => void): unknown; has(name: string): boolean } }).commonObjs;
  return {
    get: (name) => (store.has(name) ? store.get(name) : null),
    arrived: (name) => new Promise((resolve) => {
      const timer = setTimeout(resolve, fontMilliseconds);
      store.get(name, () => { clearTimeout(timer); resolve(); });
    }),
  };
}

/** A font as pdf.js gives it; a fault of it is a text instead. */
const fontOf = (value: unknown): PdfFont | null => (typeof value === 'object' && value !== null && 'loadedName' in value ? value as PdfFont : null);

function pathOf(value: unknown): ArrayLike<number> | null {
  const path = typeof value === 'object' && value !== null && 'path' in value ? value.path : null;
  return typeof path === 'object' && path !== null && 'length' in path ? path as ArrayLike<number> : null;
}

const asStrings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []);
