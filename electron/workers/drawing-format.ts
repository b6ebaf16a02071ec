import { AppError } from '#shared/kernel/errors.ts';
import type { LayoutFormat } from '#shared/model/plant-layout.ts';

const startsWith = (bytes: Uint8Array, ...values: number[]): boolean => values.every((value, index) => bytes[index] === value);

const names: Readonly<Record<LayoutFormat, string>> = { dxf: 'DXF', dwg: 'DWG', webp: 'WebP', tiff: 'TIFF', shp: 'Shapefile', png: 'PNG', jpg: 'JPG', pdf: 'PDF', svg: 'SVG', geojson: 'GeoJSON' };
/** Formats that a reader is there for. */
export type ReadableFormat = Exclude<LayoutFormat, 'dwg'>;

const endings: Readonly<Record<string, ReadableFormat>> = {
  dxf: 'dxf', png: 'png', jpg: 'jpg', jpeg: 'jpg', jpe: 'jpg', webp: 'webp', tif: 'tiff', tiff: 'tiff', pdf: 'pdf', svg: 'svg', geojson: 'geojson', json: 'geojson', shp: 'shp', zip: 'shp',
};

/**
 * Finds out what a drawing file is from its content; its ending only makes the message better.
 * @throws AppError error.layout.dwg, error.layout.otherPicture, error.layout.notWhatItSays, error.layout.format
 */
export function drawingFormat(bytes: Uint8Array, file: string): ReadableFormat {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpg';
  // The order of bytes, then 42, or 43 for BigTIFF.
  if ([[0x49, 0x49, 42, 0], [0x4d, 0x4d, 0, 42], [0x49, 0x49, 43, 0], [0x4d, 0x4d, 0, 43]].some((mark) => startsWith(bytes, ...mark))) return 'tiff';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1').replace(/^\xef\xbb\xbf/, '');
  // Readers accept up to 1 KB of other bytes before the mark (PDF 1.7, appendix H).
  if (head.slice(0, 1024).includes('%PDF-')) return 'pdf';
  if (head.startsWith('AutoCAD Binary DXF')) return 'dxf';
  if (/^AC1[0-9]{3}/.test(head)) throw new AppError('error.layout.dwg', { file });
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  const found = otherPicture(head);
  if (found !== null) throw new AppError('error.layout.otherPicture', { file, found });
  const ending = endings[/\.([^.]+)$/.exec(file)?.[1]?.toLowerCase() ?? ''];
  // The index of a shapefile (.shx) begins as the shapefile does; a zip may hold one.
  if (ending === 'shp' && (startsWith(bytes, 0, 0, 0x27, 0x0a) || startsWith(bytes, 0x50, 0x4b, 3, 4))) return 'shp';
  // A DXF may open with comments (999); a damaged one still says what it is by its ending.
  if (/^\s*(0|999)\r?\n/.test(head) || (ending === 'dxf' && /^[\s\d]*[\r\n]/.test(head))) return 'dxf';
  if (/^\s*</.test(head) && (/<svg[\s>:]/i.test(head) || ending === 'svg')) return 'svg';
  if (/^\s*[{[]/.test(head)) return 'geojson';
  throw ending === undefined ? new AppError('error.layout.format', { file }) : new AppError('error.layout.notWhatItSays', { file, expected: names[ending] });
}

function otherPicture(head: string): string | null {
  if (head.startsWith('GIF8')) return 'GIF';
  if (head.startsWith('BM') && head.charCodeAt(14) <= 124 && head.charCodeAt(6) === 0) return 'BMP';
  return null;
}
