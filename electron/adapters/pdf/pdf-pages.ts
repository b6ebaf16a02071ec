import type { DrawingPage, DrawingPages, Progress } from '#shared/contract/ports.ts';
import { withPdf, type PdfPage } from './open-pdf.ts';
import { pagePicture } from './page-picture.ts';

/** Pages that are listed; a file with more is asked for by page number. */
const maxListed = 1_000;
/** Small pictures are made of the first pages, as long as they are quickly made. */
const maxThumbnails = 60;
const thumbnailMilliseconds = 6_000;
const thumbnailPixels = 220;

const mmPerPoint = 25.4 / 72;

interface PagesOptions { readonly fileName: string; readonly onProgress: (progress: Progress) => void }

/** The pages of a PDF with their sizes on paper (turned pages as they are seen), and small pictures of the first ones. */
export function pdfPages(bytes: Uint8Array, { fileName, onProgress }: PagesOptions): Promise<DrawingPages> {
  return withPdf(bytes, fileName, async (document) => {
    const until = Date.now() + thumbnailMilliseconds;
    const listed = Math.min(document.numPages, maxListed);
    const pages: DrawingPage[] = [];
    for (let number = 1; number <= listed; number += 1) {
      onProgress({ phase: 'progress.readPages', done: number - 1, total: listed });
      const page = await document.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      // One page needs no choice, hence no picture to choose by.
      const wanted = document.numPages > 1 && number <= maxThumbnails && Date.now() < until;
      const thumbnail = wanted ? await thumbnailOf(page) : undefined;
      pages.push({ number, widthMm: width * mmPerPoint, heightMm: height * mmPerPoint, ...(thumbnail === undefined ? {} : { thumbnail }) });
      page.cleanup();
    }
    return { format: 'pdf' as const, count: document.numPages, pages };
  });
}

/** A page that cannot be drawn is offered without a picture: reading it will say what is wrong. */
async function thumbnailOf(page: PdfPage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return pagePicture(page, thumbnailPixels).then(({ png }) => png, () => undefined);
}
