import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Progress } from '#shared/contract/ports.ts';
import { parseZonesGeoJson } from '#shared/exchange/geojson-zones.ts';
import type { ParsedZones, ZoneFileFormat } from '#shared/exchange/zone-file.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { maxFileBytes } from './limits.ts';
import { readLimited } from './open-file.ts';

/** Reads a file of zones of any format; the reader of the format is loaded only now. */
export async function readZones(path: string, onProgress: (progress: Progress) => void): Promise<ParsedZones> {
  const fileName = basename(path);
  onProgress({ phase: 'progress.readFile', done: 0, total: 0 });
  const bytes = await readLimited(path, maxFileBytes.zones);
  onProgress({ phase: 'progress.zones.read', done: 0, total: 0 });
  switch (zonesFormat(bytes, fileName)) {
    case 'geojson': return readGeoJson(bytes, fileName);
    case 'shp': return await (await import('#electron/adapters/shapefile/read-shapefile-zones.ts')).readShapefileZones(bytes, path, fileName);
    case 'dxf': return (await import('#electron/adapters/dxf-zones/read-dxf-zones.ts')).readDxfZones(bytes, fileName);
    case 'gpkg': {
      // What another program has not yet put into the file is not in it.
      const log = await stat(`${path}-wal`).catch(() => null);
      if (log !== null && log.size > 0) throw new AppError('error.zones.import.gpkgOpen', { file: fileName });
      return (await import('#electron/host/db/read-gpkg.ts')).readGeoPackageZones(bytes, fileName);
    }
  }
}

/**
 * What a file of zones is: by its content, and where that is text by its ending.
 * @throws AppError error.zones.import.format, error.zones.import.part, error.layout.dwg
 */
function zonesFormat(bytes: Uint8Array, file: string): ZoneFileFormat {
  const ending = extname(file).slice(1).toLowerCase();
  if (ending === 'geojson' || ending === 'json') return 'geojson';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1').replace(/^\xef\xbb\xbf/, '');
  if (head.startsWith('SQLite format 3\0')) return 'gpkg';
  if (/^AC1[0-9]{3}/.test(head)) throw new AppError('error.layout.dwg', { file });
  if (head.startsWith('AutoCAD Binary DXF')) return 'dxf';
  // The index of a shapefile has the same head as the shapefile.
  if (/^(shx|dbf|prj|cpg|sbn|sbx|qmd)$/.test(ending)) throw new AppError('error.zones.import.part', { file });
  if (head.startsWith('\0\0\x27\x0a') || head.startsWith('PK\x03\x04')) return 'shp';
  if (/^\s*(0|999)\r?\n/.test(head) || (ending === 'dxf' && /^[\s\d]*[\r\n]/.test(head))) return 'dxf';
  if (/^\s*[{[]/.test(head)) return 'geojson';
  throw new AppError('error.zones.import.format', { file });
}

function readGeoJson(bytes: Uint8Array, file: string): ParsedZones {
  let [encoding, text] = ['utf-8', ''];
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Chinese desktop programs write names in GBK although GeoJSON is UTF-8.
    [encoding, text] = ['gbk', new TextDecoder('gb18030').decode(bytes)];
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (thrown) {
    throw new AppError('error.zones.import.notJson', { file, detail: thrown instanceof Error ? thrown.message.slice(0, 200) : '' });
  }
  return parseZonesGeoJson(document, file, encoding);
}
