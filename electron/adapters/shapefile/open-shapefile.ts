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
  const sizes = entriesOf(bytes, file);
  const shapes = [...sizes.keys()].filter((name) => name.toLowerCase().endsWith('.shp'));
  const [shape] = shapes;
  if (shape === undefined) throw new AppError('error.shapefile.none', { file });
  if (shapes.length > 1) throw new AppError('error.shapefile.several', { file, names: shapes.slice(0, 10).map((name) => basename(name)).join('、') });
  const named = new Map(endings.map((ending) => {
    const wanted = `${shape.slice(0, -4)}.${ending}`.toLowerCase();
    return [ending, [...sizes.keys()].find((name) => name.toLowerCase() === wanted)] as const;
  }));
  for (const [ending, name] of named) {
    if (name !== undefined && (sizes.get(name) ?? 0) > limits[ending]) throw new AppError('error.shapefile.zip', { file, reason: `${basename(name)} > ${limits[ending] / 1e6} MB` });
  }
  // Nothing else is unpacked: however many entries a zip has, no more than these come into memory.
  const wanted = new Set(named.values());
  const found = fromZip(file, () => unzipSync(bytes, { filter: ({ name }) => wanted.delete(name) }));
  const part = (ending: Ending): Uint8Array | null => found[named.get(ending) ?? ''] ?? null;
  return { shp: part('shp') ?? new Uint8Array(), dbf: part('dbf'), prj: part('prj'), cpg: part('cpg') };
}

/** Names and sizes of the entries that can be files of a shapefile; nothing is unpacked. */
function entriesOf(bytes: Uint8Array, file: string): Map<string, number> {
  const sizes = new Map<string, number>();
  let entries = 0;
  fromZip(file, () => unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      entries += 1;
      // Programs of Apple add a hidden twin of every file.
      const counts = entries <= entryLimit && endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`)) && !/(^|\/)(__MACOSX\/|\._)/.test(name);
      if (counts) sizes.set(name, Math.max(originalSize, sizes.get(name) ?? 0));
      return false;
    },
  }));
  return sizes;
}

function fromZip<Found>(file: string, work: () => Found): Found {
  try {
    return work();
  } catch (cause) {
    throw new AppError('error.shapefile.zip', { file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

export const textOf = (bytes: Uint8Array | null): string => (bytes === null ? '' : new TextDecoder('utf-8').decode(bytes));
