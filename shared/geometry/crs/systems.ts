/*
 * The coordinate systems that a plant, a drawing or an exported file may have. Coordinates are always east before north, and longitude before
 * latitude, whatever order the register (EPSG) names first: for the Gauss-Krüger zones of CGCS2000 it names north first, as Chinese
 * surveys write X for north and Y for east.
 */

/** The two datums that are used. They differ by decimetres (movement of the plates since 2000), which no plant layout shows. */
export type Datum = 'cgcs2000' | 'wgs84';

/** Degrees of longitude and latitude. */
export interface GeographicSystem { readonly kind: 'geographic'; readonly epsg: number; readonly datum: Datum; readonly name: string }

/** Metres east and north of a Transverse Mercator zone. */
export interface ProjectedSystem {
  readonly kind: 'projected';
  readonly epsg: number;
  readonly datum: Datum;
  /** The register's own name, the same in every language. */
  readonly name: string;
  /** Degrees east. */
  readonly centralMeridian: number;
  /** Width of the zone in degrees. */
  readonly width: 3 | 6;
  /** Number of the zone where eastings begin with it (40 500 000 m for zone 40); null where they do not. */
  readonly prefix: number | null;
  readonly falseEasting: number;
  readonly falseNorthing: number;
  readonly scale: number;
}
export type CoordinateSystem = GeographicSystem | ProjectedSystem;

/** WGS-84 longitude and latitude. */
export const wgs84 = 4326;
/** CGCS2000 longitude and latitude. */
export const cgcs2000 = 4490;

const geographic: Readonly<Record<number, GeographicSystem>> = {
  [wgs84]: { kind: 'geographic', epsg: wgs84, datum: 'wgs84', name: 'WGS 84' },
  [cgcs2000]: { kind: 'geographic', epsg: cgcs2000, datum: 'cgcs2000', name: 'CGCS2000' },
};

/** A block of the register: `count` zones from `first`, the first of them zone `zone`. */
interface Block { readonly first: number; readonly count: number; readonly zone: number; readonly width: 3 | 6; readonly prefixed: boolean }
const gaussKrueger: readonly Block[] = [
  { first: 4491, count: 11, zone: 13, width: 6, prefixed: true },
  { first: 4502, count: 11, zone: 13, width: 6, prefixed: false },
  { first: 4513, count: 21, zone: 25, width: 3, prefixed: true },
  { first: 4534, count: 21, zone: 25, width: 3, prefixed: false },
];

/** Central meridian of a Gauss-Krüger zone: zones of six degrees begin at Greenwich, those of three one and a half degrees east of it. */
const meridianOf = (zone: number, width: 3 | 6): number => (width === 3 ? 3 * zone : 6 * zone - 3);

/** The system of an EPSG code; null for one that is not known here (EPSG:4326, 4490, 4491–4554, UTM 32601–32660 and 32701–32760 are). */
export function coordinateSystem(epsg: number): CoordinateSystem | null {
  const found = geographic[epsg];
  if (found !== undefined) return found;
  const block = gaussKrueger.find(({ first, count }) => Number.isInteger(epsg) && epsg >= first && epsg < first + count);
  if (block !== undefined) return gaussKruegerZone(block, epsg);
  const hemisphere = epsg > 32_700 ? 32_700 : 32_600;
  const zone = epsg - hemisphere;
  if (!Number.isInteger(zone) || zone < 1 || zone > 60) return null;
  const south = hemisphere === 32_700;
  return {
    kind: 'projected', epsg, datum: 'wgs84', name: `WGS 84 / UTM zone ${zone}${south ? 'S' : 'N'}`, centralMeridian: 6 * zone - 183, width: 6, prefix: null,
    falseEasting: 500_000, falseNorthing: south ? 10_000_000 : 0, scale: 0.9996,
  };
}

function gaussKruegerZone({ first, zone: firstZone, width, prefixed }: Block, epsg: number): ProjectedSystem {
  const zone = firstZone + epsg - first;
  const centralMeridian = meridianOf(zone, width);
  return {
    kind: 'projected', epsg, datum: 'cgcs2000', centralMeridian, width, prefix: prefixed ? zone : null,
    name: `CGCS2000 / ${width === 3 ? '3-degree ' : ''}Gauss-Kruger ${prefixed ? `zone ${zone}` : `CM ${centralMeridian}E`}`,
    falseEasting: 500_000 + (prefixed ? zone * 1_000_000 : 0), falseNorthing: 0, scale: 1,
  };
}

/** The projected system of an EPSG code, or null: longitude and latitude are no metres. */
export function projectedSystem(epsg: number): ProjectedSystem | null {
  const system = coordinateSystem(epsg);
  return system?.kind === 'projected' ? system : null;
}

/** The Gauss-Krüger zones of CGCS2000, three degrees wide before six, and those without a number in the easting first. */
export const cgcs2000Zones: readonly ProjectedSystem[] = [3, 2, 1, 0].flatMap((at) => {
  const block = gaussKrueger[at];
  return block === undefined ? [] : Array.from({ length: block.count }, (_, i) => gaussKruegerZone(block, block.first + i));
});

/** The CGCS2000 zone whose middle is nearest to a longitude in degrees; null outside China's zones (73.5°–136.5° E for three degrees). */
export function cgcs2000ZoneAt(longitude: number, { width, prefixed }: { readonly width: 3 | 6; readonly prefixed: boolean }): ProjectedSystem | null {
  const zone = width === 3 ? Math.round(longitude / 3) : Math.floor(longitude / 6) + 1;
  return cgcs2000Zones.find((system) => system.width === width && (system.prefix !== null) === prefixed && system.centralMeridian === meridianOf(zone, width)) ?? null;
}

/** The UTM zone of a place (without the exceptions for Norway and Svalbard). */
export function utmZoneAt(longitude: number, latitude: number): ProjectedSystem | null {
  const zone = Math.min(60, Math.max(1, Math.floor((longitude + 180) / 6) + 1));
  return projectedSystem((latitude < 0 ? 32_700 : 32_600) + zone);
}
