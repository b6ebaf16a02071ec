import { basename } from 'node:path';
import type { DrawingPages, ParsedDrawing, Progress } from '#shared/contract/ports.ts';
import { drawingFormat } from './drawing-format.ts';
import { maxFileBytes } from './limits.ts';
import { readLimited } from './open-file.ts';

/** Reads a drawing of any format; the reader of the format is loaded only now. */
export async function readDrawing(request: { readonly path: string; readonly recover: boolean; readonly page?: number | undefined }, onProgress: (progress: Progress) => void): Promise<ParsedDrawing> {
  const fileName = basename(request.path);
  onProgress({ phase: 'progress.readFile', done: 0, total: 0 });
  const bytes = await readLimited(request.path, maxFileBytes.drawing);
  const format = drawingFormat(bytes, fileName);
  const options = { fileName, path: request.path, page: request.page ?? 1, recover: request.recover, onProgress };
  switch (format) {
    case 'dxf': return (await import('#electron/adapters/dxf/read-dxf.ts')).readDxf(bytes, options);
    case 'png':
    case 'jpg':
    case 'webp':
    case 'tiff': return await (await import('#electron/adapters/raster/read-picture.ts')).readPicture(bytes, format, options);
    case 'pdf': return await (await import('#electron/adapters/pdf/read-pdf.ts')).readPdf(bytes, { ...options, page: request.page ?? 1 });
    case 'shp': return await (await import('#electron/adapters/shapefile/read-shapefile.ts')).readShapefile(bytes, options);
    case 'svg': return (await import('#electron/adapters/svg/read-svg.ts')).readSvg(bytes, options);
    case 'geojson': return (await import('#electron/adapters/geojson/read-geojson.ts')).readGeoJson(bytes, options);
  }
}

/** The pages of a drawing of any format. */
export async function readPages(path: string, onProgress: (progress: Progress) => void): Promise<DrawingPages> {
  const fileName = basename(path);
  onProgress({ phase: 'progress.readFile', done: 0, total: 0 });
  const bytes = await readLimited(path, maxFileBytes.pages);
  const format = drawingFormat(bytes, fileName);
  if (format === 'pdf') return (await import('#electron/adapters/pdf/pdf-pages.ts')).pdfPages(bytes, { fileName, onProgress });
  if (format === 'tiff') return (await import('#electron/adapters/raster/tiff/tiff-page-list.ts')).tiffPageList(bytes, fileName);
  if (format === 'dxf') {
    const count = (await import('#electron/adapters/dxf/read-dxf.ts')).countDxfPages(bytes, { fileName, recover: true, onProgress });
    return { format, count, pages: Array.from({ length: count }, (_, index) => ({ number: index + 1, widthMm: null, heightMm: null })) };
  }
  return { format, count: 1, pages: [{ number: 1, widthMm: null, heightMm: null }] };
}
