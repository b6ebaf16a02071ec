import type { Calibration } from '#shared/model/plant-layout.ts';
import { tag, type TiffDirectory } from './directory.ts';

type Affine = Calibration['toPlant'];

/** What the tags of a GeoTIFF say of its place (OGC 19-008). */
export interface GeoTags {
  /** Pixel corners to the coordinates of the model, in metres where `unit` is that; null where the tags do not give it. */
  readonly toWorld: Affine | null;
  readonly epsg: number | null;
  readonly unit: 'metres' | 'degrees' | null;
  /** Well-known text that some programs put among the texts; empty where there is none. */
  readonly wellKnownText: string;
  /** Name of a coordinate system that has no code of its own; null where it has one, or where there is none. */
  readonly userDefined: string | null;
  /** There are control points, which no single map of the picture follows from. */
  readonly onlyPoints: boolean;
}

const key = { modelType: 1024, rasterType: 1025, citation: 1026, geographicType: 2048, projectedType: 3072, projectedCitation: 3073, linearUnits: 3076 } as const;
const userDefined = 32_767;
/** Metres of the units of length that plans are drawn in: metre, foot, US survey foot. */
const unitMetres: Readonly<Record<number, number>> = { 9001: 1, 9002: 0.3048, 9003: 1200 / 3937 };

export function readGeoTags(directory: TiffDirectory): GeoTags {
  const keys = geoKeys(directory);
  const code = (id: number): number | null => { const value = keys.numbers.get(id); return value === undefined || value <= 0 || value >= userDefined ? null : value; };
  const modelType = keys.numbers.get(key.modelType);
  const projected = code(key.projectedType), geographic = code(key.geographicType);
  const isDegrees = modelType === 2 || (modelType === undefined && projected === null && geographic !== null);
  const feet = unitMetres[keys.numbers.get(key.linearUnits) ?? 9001] ?? 1;
  const texts = [keys.texts.get(key.projectedCitation), keys.texts.get(key.citation)].join(' ');
  const found = affineOf(directory, keys.numbers.get(key.rasterType) === 2);
  const scale = isDegrees ? 1 : feet;
  return {
    toWorld: found === null ? null : { a: found.a * scale, b: found.b * scale, c: found.c * scale, d: found.d * scale, e: found.e * scale, f: found.f * scale },
    // A system in feet is no system of metres any more, whatever its number.
    epsg: isDegrees ? geographic : feet === 1 ? projected : null,
    unit: isDegrees ? 'degrees' : modelType === 1 || projected !== null ? 'metres' : null,
    wellKnownText: /(PROJC|GEOGC|GEODC|LOCAL_C)\w+\s*\[.*/s.exec(texts)?.[0].replace(/[|\s]+$/, '') ?? '',
    userDefined: projected === null && keys.numbers.get(key.projectedType) === userDefined ? texts.split('|')[0]?.trim() ?? '' : null,
    onlyPoints: found === null && directory.numbers(tag.tiepoint).length >= 6,
  };
}

/** The map of pixel corners. `isPoint`: the tags mean the middles of pixels. */
function affineOf(directory: TiffDirectory, isPoint: boolean): Affine | null {
  const matrix = directory.numbers(tag.transformation), scale = directory.numbers(tag.pixelScale), tie = directory.numbers(tag.tiepoint);
  let map: Affine;
  if (matrix.length >= 16) {
    const [a = NaN, b = NaN, , c = NaN, d = NaN, e = NaN, , f = NaN] = matrix;
    map = { a, b, c, d, e, f };
  } else if (scale.length >= 2 && tie.length >= 6) {
    const [sx = NaN, sy = NaN] = scale;
    const [i = NaN, j = NaN, , x = NaN, y = NaN] = tie;
    map = { a: sx, b: 0, c: x - i * sx, d: 0, e: -sy, f: y + j * sy };
  } else return null;
  if (isPoint) map = { ...map, c: map.c - (map.a + map.b) / 2, f: map.f - (map.d + map.e) / 2 };
  const { a, b, c, d, e, f } = map;
  return [a, b, c, d, e, f].every((value) => Math.abs(value) < 1e9) && Math.abs(a * e - b * d) > 1e-20 ? map : null;
}

/** The keys: groups of four (key, where its value is, how many, value or place), after a head of four. */
function geoKeys(directory: TiffDirectory): { readonly numbers: ReadonlyMap<number, number>; readonly texts: ReadonlyMap<number, string> } {
  const list = directory.numbers(tag.geoKeys), doubles = directory.numbers(tag.geoDoubles), all = directory.text(tag.geoTexts);
  const numbers = new Map<number, number>(), texts = new Map<number, string>();
  for (let at = 4; at + 3 < list.length; at += 4) {
    const [id = 0, where = 0, count = 0, value = 0] = list.slice(at, at + 4);
    if (where === 0) numbers.set(id, value);
    else if (where === tag.geoDoubles) numbers.set(id, doubles[value] ?? NaN);
    else if (where === tag.geoTexts) texts.set(id, all.slice(value, value + count));
  }
  return { numbers, texts };
}
