import { cgcs2000SystemOf, type GeoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { projector } from '#shared/geometry/crs/project.ts';
import type { ProjectedSystem } from '#shared/geometry/crs/systems.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { fixed } from './format.ts';
import { t } from '../locales/index.ts';

/** In which coordinates a place is told: plant metres, metres of CGCS2000 (or of the plant's own UTM zone), degrees, or degrees with minutes and seconds. */
export const coordinateKinds = ['plant', 'cgcs2000', 'wgs84', 'dms'] as const;
export type CoordinateKind = (typeof coordinateKinds)[number];

/** A place in words: the two numbers with their names and units, and the frame's short and long name. */
export interface PlaceText { readonly text: string; readonly frame: string; readonly title: string }

/** The projected system in which metres are told; the plant's own outside China. */
const systemAt = (frame: GeoFrame, at: PlantPoint): ProjectedSystem => cgcs2000SystemOf(frame, at) ?? frame.system;

/** A plant point in coordinates of a kind; the text is empty for null. Without a georeference only plant metres can be told. */
export function placeText(point: PlantPoint | null, kind: CoordinateKind, frame: GeoFrame | null): PlaceText {
  if (frame === null || kind === 'plant') {
    return { text: point === null ? '' : `X ${fixed(point[0], 2)} m  Y ${fixed(point[1], 2)} m`, frame: t('status.frame.plant'), title: t('status.frameTitle.plant') };
  }
  if (kind === 'cgcs2000') {
    const system = systemAt(frame, point ?? plantPoint(0, 0));
    const projected = point === null ? null : system.epsg === frame.system.epsg ? frame.toProjected(point) : projector(system.epsg).fromLonLat(frame.toLonLat(point));
    return {
      text: projected === null ? '' : `E ${fixed(projected[0], 2)} m  N ${fixed(projected[1], 2)} m`,
      frame: t(system.datum === 'cgcs2000' ? 'status.frame.cgcs2000' : 'status.frame.utm', { meridian: system.centralMeridian }),
      title: t('status.frameTitle.cgcs2000', { system: `${system.name} (EPSG:${system.epsg})` }),
    };
  }
  const [longitude, latitude] = point === null ? [NaN, NaN] : frame.toLonLat(point);
  const words = { frame: t(`status.frame.${kind}`), title: t(`status.frameTitle.${kind}`) };
  if (point === null || !Number.isFinite(longitude + latitude)) return { ...words, text: '' };
  const write = kind === 'dms' ? sexagesimal : (degrees: number): string => `${fixed(Math.abs(degrees), 7)}°`;
  return { ...words, text: `${write(longitude)} ${longitude < 0 ? 'W' : 'E'}  ${write(latitude)} ${latitude < 0 ? 'S' : 'N'}` };
}

/** `120°30′00.0000″`, without sign; a ten-thousandth of a second is 3 mm. */
export function sexagesimal(degrees: number): string {
  // In whole ten-thousandths of a second, so that 59.99996 does not become 60.
  const units = Math.round(Math.abs(degrees) * 36_000_000);
  const seconds = (units % 600_000) / 10_000;
  const minutes = Math.floor(units / 600_000) % 60;
  return `${Math.floor(units / 36_000_000)}°${String(minutes).padStart(2, '0')}′${seconds.toFixed(4).padStart(7, '0')}″`;
}
