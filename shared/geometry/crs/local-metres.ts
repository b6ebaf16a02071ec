import type { Box } from '../frames.ts';
import { lonLat, projector } from './project.ts';
import { cgcs2000ZoneAt, utmZoneAt, type ProjectedSystem } from './systems.ts';

/** No plant is wider than half a degree (50 km), and no plan in metres is narrower than half a metre. */
const maxSpanDegrees = 0.5;

/** Whether numbers can be longitude and latitude. */
export const inDegreeRange = ({ minX, minY, maxX, maxY }: Box): boolean => minX >= -180 && maxX <= 180 && minY >= -90 && maxY <= 90;

/** Whether numbers of which nobody says what they are can only be longitude and latitude of a plant. */
export const looksLikeDegrees = (box: Box): boolean => inDegreeRange(box) && box.maxX - box.minX < maxSpanDegrees && box.maxY - box.minY < maxSpanDegrees;

/** The zone that fits a place: three degrees of CGCS2000 in China, UTM elsewhere; null for what is no place. */
export const zoneOf = (longitude: number, latitude: number): ProjectedSystem | null => cgcs2000ZoneAt(longitude, { width: 3, prefixed: false }) ?? utmZoneAt(longitude, latitude);

/** Metres of a zone, counted from `east`, `north`. */
export interface LocalMetres { readonly system: ProjectedSystem; readonly east: number; readonly north: number; readonly toMetres: (longitude: number, latitude: number) => [x: number, y: number] }

/** Longitude and latitude as metres of the zone that fits the middle of a box (degrees), counted from a round place there, so that they are few digits and still metres. */
export function localMetres({ minX, minY, maxX, maxY }: Box): LocalMetres | null {
  const [longitude, latitude] = [(minX + maxX) / 2, (minY + maxY) / 2];
  const system = zoneOf(longitude, latitude);
  if (system === null) return null;
  const { fromLonLat } = projector(system.epsg);
  const [east, north] = fromLonLat(lonLat(longitude, latitude)).map(Math.round) as [number, number];
  return { system, east, north, toMetres: (lon, lat) => { const point = fromLonLat(lonLat(lon, lat)); return [point[0] - east, point[1] - north]; } };
}
