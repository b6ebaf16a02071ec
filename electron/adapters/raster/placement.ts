import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Placement } from '#shared/contract/ports.ts';
import { frameOfText } from '#shared/exchange/well-known-text.ts';
import { coordinateSystem } from '#shared/geometry/crs/systems.ts';
import type { Calibration, NotShown } from '#shared/model/plant-layout.ts';
import type { GeoTags } from './tiff/geo-tags.ts';
import { readAuxXml, readWorldFile } from './world-file.ts';

type Affine = Calibration['toPlant'];

/** Files beside a picture are small; larger ones are something else. */
const mostBytes = 4_000_000;

/** Where a picture lies by its own file and those beside it, and what of them could not be used. */
export interface PicturePlacement { readonly placement: Placement | null; readonly notes: readonly NotShown[] }

/**
 * Puts together what is known of a picture's place: .aux.xml beside it, then its own tags, then a world file (.pgw .pngw .pgwx .wld, of any
 * picture format alike, letters of either case); the coordinate system from whichever says it first, or a .prj.
 */
export async function placementOf(path: string, size: { readonly width: number; readonly height: number }, tags: GeoTags | null): Promise<PicturePlacement> {
  const beside = await filesBeside(path);
  const notes: NotShown[] = [];
  const aux = beside.aux === null ? null : readAuxXml(beside.aux.text);
  let toWorld = aux?.toWorld ?? tags?.toWorld ?? null;
  if (toWorld === null && beside.world !== null) {
    toWorld = readWorldFile(beside.world.text);
    if (toWorld === null) notes.push({ type: beside.world.name, count: 1, reason: 'notShown.worldFileBroken' });
  }
  if (toWorld === null) {
    if (tags?.onlyPoints === true) notes.push({ type: 'ModelTiepoint', count: 1, reason: 'notShown.pointsOnly' });
    return { placement: null, notes };
  }
  const texts = [aux?.wellKnownText ?? '', tags?.wellKnownText ?? '', beside.projection?.text ?? ''];
  const epsg = texts.map(frameOfText).find((frame) => frame.kind === 'epsg')?.epsg ?? tags?.epsg ?? null;
  const other = epsg === null ? otherSystem(texts, tags) : null;
  if (other !== null) {
    // Taken for the plant's own metres, an older datum would lie a hundred metres off without a word.
    notes.push({ type: other.slice(0, 100), count: 1, reason: 'notShown.otherSystem' });
    return { placement: null, notes };
  }
  const kind = epsg === null ? undefined : coordinateSystem(epsg)?.kind;
  const unit = kind === undefined ? tags?.unit ?? (looksLikeDegrees(toWorld, size) ? 'degrees' : 'metres') : kind === 'geographic' ? 'degrees' : 'metres';
  return { placement: { toWorld, epsg, unit }, notes };
}

/** Name of a coordinate system that is none of those that can be converted; null where there is none, or a local one in metres. */
function otherSystem(texts: readonly string[], tags: GeoTags | null): string | null {
  for (const text of texts) {
    const frame = frameOfText(text);
    if (frame.kind === 'other' && !/^\s*(LOCAL_CS|ENGCRS|ENGINEERINGCRS)\b/i.test(text)) return frame.name;
  }
  return texts.every((text) => text === '') ? tags?.userDefined ?? null : null;
}

/** Whether the coordinates can only be longitude and latitude: within their range, and pixels of less than a millimetre if they were metres. */
function looksLikeDegrees({ a, b, c, d, e, f }: Affine, { width, height }: { readonly width: number; readonly height: number }): boolean {
  const corners = [[0, 0], [width, 0], [0, height], [width, height]] as const;
  return Math.sqrt(Math.abs(a * e - b * d)) < 1e-3 && corners.every(([x, y]) => Math.abs(a * x + b * y + c) <= 180 && Math.abs(d * x + e * y + f) <= 90);
}

interface Beside { readonly name: string; readonly text: string }

async function filesBeside(path: string): Promise<{ readonly world: Beside | null; readonly aux: Beside | null; readonly projection: Beside | null }> {
  const folder = dirname(path), file = basename(path);
  const dot = file.lastIndexOf('.');
  const base = (dot > 0 ? file.slice(0, dot) : file).toLowerCase(), ending = dot > 0 ? file.slice(dot + 1).toLowerCase() : '';
  // .pgw for .png, .jgw for .jpg and .jpeg, .tfw for .tif: the first and last letters.
  const short = `${ending.slice(0, 1)}${ending.slice(-1)}w`;
  const worlds = [`${base}.${short}`, `${base}.${short}x`, `${base}.${ending}w`, `${base}.${ending}wx`, `${file.toLowerCase()}w`, `${base}.wld`, `${file.toLowerCase()}.wld`];
  const names = new Map((await readdir(folder).catch(() => [])).map((name) => [name.toLowerCase(), name]));
  const first = async (wanted: readonly string[]): Promise<Beside | null> => {
    for (const name of wanted) {
      const found = names.get(name);
      const text = found === undefined ? null : await smallText(join(folder, found));
      if (found !== undefined && text !== null) return { name: found, text };
    }
    return null;
  };
  return { world: await first(worlds), aux: await first([`${file.toLowerCase()}.aux.xml`, `${base}.aux.xml`]), projection: await first([`${base}.prj`, `${file.toLowerCase()}.prj`]) };
}

/** Text of a small file; null where it cannot be read, which is as if it were not there. */
async function smallText(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= mostBytes ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}
