import proj4 from 'proj4';
import type { Brand } from '#shared/kernel/brand.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { coordinateSystem, type ProjectedSystem } from './systems.ts';

/** Degrees of longitude (east) and latitude (north). WGS-84 and CGCS2000 are taken for one another: they differ by decimetres. */
export type LonLat = Brand<readonly [longitude: number, latitude: number], 'lonlat'>;
/** Metres east and north in a projected system. */
export type ProjectedPoint = Brand<readonly [east: number, north: number], 'projected'>;

export const lonLat = (longitude: number, latitude: number): LonLat => [longitude, latitude] as unknown as LonLat;
export const projectedPoint = (east: number, north: number): ProjectedPoint => [east, north] as unknown as ProjectedPoint;

/** The two ways between a projected system and longitude and latitude. */
export interface Projector {
  toLonLat(point: ProjectedPoint): LonLat;
  fromLonLat(point: LonLat): ProjectedPoint;
}

const known = new Map<number, Projector>();
/** The shapes of the earth that the two datums stand on; their poles lie a tenth of a millimetre apart. */
const ellipsoids = { cgcs2000: '+ellps=GRS80', wgs84: '+ellps=WGS84' } as const;

/**
 * The projection of a projected system: Transverse Mercator as a sixth-order Krüger series, exact to less than a millimetre within its zone and far beyond.
 * @throws AppError error.crs.unknown, error.crs.notProjected
 */
export function projector(epsg: number): Projector {
  const kept = known.get(epsg);
  if (kept !== undefined) return kept;
  const system = coordinateSystem(epsg);
  if (system === null) throw new AppError('error.crs.unknown', { epsg });
  if (system.kind !== 'projected') throw new AppError('error.crs.notProjected', { epsg, name: system.name });
  const converter = proj4(definition(system));
  const made: Projector = {
    toLonLat: ([east, north]) => { const [longitude = NaN, latitude = NaN] = converter.inverse([east, north]); return lonLat(longitude, latitude); },
    fromLonLat: ([longitude, latitude]) => { const [east = NaN, north = NaN] = converter.forward([longitude, latitude]); return projectedPoint(east, north); },
  };
  known.set(epsg, made);
  return made;
}

// No datum is named: the library then leaves longitude and latitude as they are.
const definition = ({ centralMeridian, scale, falseEasting, falseNorthing, datum }: ProjectedSystem): string =>
  `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=${scale} +x_0=${falseEasting} +y_0=${falseNorthing} ${ellipsoids[datum]} +units=m +no_defs`;

/** What looks wrong with a pair of metres for a system. `prefix`: the easting lacks the zone's number; `noPrefix`: it has one that does not belong there. */
export type ProjectedDoubt = 'swapped' | 'prefix' | 'noPrefix' | 'outside';

/** Metres that an easting may be from the middle of its zone: three degrees of zone are 167 km at the equator, half a zone's width of neighbours allowed. */
const reach = (width: 3 | 6): number => width * 90_000;

/**
 * Whether east and north can be metres of a place in the system's zone or beside it; what is probably meant otherwise. Northings of China
 * lie between 0 and 6 000 km; a little more is allowed.
 */
export function doubtOf(system: ProjectedSystem, [east, north]: ProjectedPoint): ProjectedDoubt | null {
  const fits = (e: number, n: number): boolean => Math.abs(e - system.falseEasting) <= reach(system.width) && n >= -1e5 && n <= 1.001e7;
  if (fits(east, north)) return null;
  if (fits(north, east)) return 'swapped';
  if (system.prefix !== null && fits(east + system.prefix * 1e6, north)) return 'prefix';
  if (system.prefix === null && east > 1e6 && fits(east % 1e6, north)) return 'noPrefix';
  return 'outside';
}
