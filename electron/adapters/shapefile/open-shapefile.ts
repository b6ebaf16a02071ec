import { open, readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { AppError } from '#shared/kernel/errors.ts';
import { isShp } from './read-shp.ts';

/** The files of a shapefile as bytes; those that are missing are null. */
export interface ShapefileBytes { readonly shp: Uint8Array; readonly dbf: Uint8Array | null; readonly prj: Uint8Array | null; readonly cpg: Uint8Array | null }
type Ending = keyof ShapefileBytes;
const endings: readonly Ending[] = ['shp', 'dbf', 'prj', 'cpg'];

/** A table is read whole; texts beside it are small. */
const limits: Readonly<Record<Ending, number>> = { shp: 300_000_000, dbf: 300_000_000, prj: 100_000, cpg: 1_000 };
/** Entries of a zip that are looked at. */
const entryLimit = 10_000;

/** Whether the bytes are those of a zip, which may hold a shapefile. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * The files of a shapefile: `bytes` are those of `path`, a .shp, whose companions lie beside it, or a zip that holds one shapefile.
 * @throws AppError error.shapefile.zip, error.shapefile.several, error.shapefile.none, error.file.tooLarge
 */
export async function openShapefile(bytes: Uint8Array, path: string): Promise<ShapefileBytes> {
  if (isShp(bytes)) return { shp: bytes, dbf: await companion(path, 'dbf'), prj: await companion(path, 'prj'), cpg: await companion(path, 'cpg') };
  return unzip(bytes, basename(path));
}

/** The file beside `path` with another ending, in any case; null where there is none. */
async function companion(path: string, ending: Ending): Promise<Uint8Array | null> {
  const wanted = `${basename(path, extname(path))}.${ending}`.toLowerCase();
  const name = (await readdir(dirname(path)).catch(() => [])).find((candidate) => candidate.toLowerCase() === wanted);
  if (name === undefined) return null;
  const handle = await open(join(dirname(path), name), 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const found = await handle.stat();
    if (!found.isFile()) return null;
    if (found.size > limits[ending]) throw new AppError('error.file.tooLarge', { file: name, size: Math.round(found.size / 1e5) / 10, limit: limits[ending] / 1e6 });
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

function unzip(bytes: Uint8Array, file: string): ShapefileBytes {
  let found: Record<string, Uint8Array>;
  let [entries, tooLarge] = [0, ''];
  try {
    found = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        const ending = endings.find((candidate) => name.toLowerCase().endsWith(`.${candidate}`));
        // Programs of Apple add a hidden twin of every file.
        if (ending === undefined || entries > entryLimit || /(^|\/)(__MACOSX\/|\._)/.test(name)) return false;
        if (originalSize > limits[ending]) tooLarge = name;
        return originalSize <= limits[ending];
      },
    });
  } catch (cause) {
    throw new AppError('error.shapefile.zip', { file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  if (tooLarge !== '') throw new AppError('error.shapefile.zip', { file, reason: `${basename(tooLarge)} > ${limits.shp / 1e6} MB` });
  const names = Object.keys(found);
  const shapes = names.filter((name) => name.toLowerCase().endsWith('.shp'));
  const [shape] = shapes;
  if (shape === undefined) throw new AppError('error.shapefile.none', { file });
  if (shapes.length > 1) throw new AppError('error.shapefile.several', { file, names: shapes.slice(0, 10).map((name) => basename(name)).join('、') });
  const part = (ending: Ending): Uint8Array | null => {
    const wanted = `${shape.slice(0, -4)}.${ending}`.toLowerCase();
    const name = names.find((candidate) => candidate.toLowerCase() === wanted);
    return name === undefined ? null : found[name] ?? null;
  };
  return { shp: found[shape] ?? new Uint8Array(), dbf: part('dbf'), prj: part('prj'), cpg: part('cpg') };
}

export const textOf = (bytes: Uint8Array | null): string => (bytes === null ? '' : new TextDecoder('utf-8').decode(bytes));
