import { cgcs2000, coordinateSystem, wgs84, type Datum } from '#shared/geometry/crs/systems.ts';

/*
 * Coordinate systems as well-known text (OGC 01-009), for the few that a Chinese plant is surveyed in: CGCS2000 and WGS 84 in degrees,
 * the Gauss-Krüger zones of CGCS2000 and the UTM zones of WGS 84. Numbers from the EPSG dataset.
 */

/** What a file says of the meaning of its coordinates. `plant`: it names our plant metres; `none`: it says nothing. */
export type FileFrame =
  | { readonly kind: 'plant' }
  | { readonly kind: 'none' }
  | { readonly kind: 'epsg'; readonly epsg: number }
  | { readonly kind: 'other'; readonly name: string };

/** The name under which files of ours carry plant metres where a name is all that they can carry. */
export const plantSystemName = 'RiskAtlas plant metres';

const geographicTexts: Readonly<Record<Datum, Readonly<Record<'ogc' | 'esri', string>>>> = {
  cgcs2000: {
    ogc: 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]',
    esri: 'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
  },
  wgs84: {
    ogc: 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
    esri: 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
  },
};

/** Name of a coordinate system for people; `EPSG:…` where it is not one of ours. */
export const systemName = (epsg: number): string => coordinateSystem(epsg)?.name ?? `EPSG:${epsg}`;

/** The register's name as .prj files spell it: `CGCS2000_3_Degree_GK_CM_117E`. */
const esriName = (name: string): string => name.replace('WGS 84', 'WGS_1984').replace('zone', 'Zone').replace('3-degree', '3_Degree').replace('Gauss-Kruger', 'GK').replace(' / ', '_').replaceAll(' ', '_');

/** Well-known text of a system, as OGC programs (`ogc`) or as .prj files of shapefiles (`esri`) have it; null for an EPSG code that is not one of ours. */
export function wellKnownText(epsg: number, dialect: 'ogc' | 'esri'): string | null {
  const system = coordinateSystem(epsg);
  if (system === null) return null;
  const geographic = geographicTexts[system.datum][dialect];
  if (system.kind === 'geographic') return geographic;
  const { name, centralMeridian, scale, falseEasting, falseNorthing } = system;
  if (dialect === 'esri') {
    return `PROJCS["${esriName(name)}",${geographic},PROJECTION["${system.datum === 'cgcs2000' ? 'Gauss_Kruger' : 'Transverse_Mercator'}"],PARAMETER["False_Easting",${falseEasting}.0],`
      + `PARAMETER["False_Northing",${falseNorthing}.0],PARAMETER["Central_Meridian",${centralMeridian}.0],PARAMETER["Scale_Factor",${scale === 1 ? '1.0' : scale}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;
  }
  return `PROJCS["${name}",${geographic},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",${centralMeridian}],`
    + `PARAMETER["scale_factor",${scale}],PARAMETER["false_easting",${falseEasting}],PARAMETER["false_northing",${falseNorthing}],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","${epsg}"]]`;
}

/** Plant metres as a .prj: a local system of metres, which other programs show as such. */
export const plantSystemText = `LOCAL_CS["${plantSystemName}",LOCAL_DATUM["${plantSystemName}",0],UNIT["Meter",1.0],AXIS["East",EAST],AXIS["North",NORTH]]`;

/** More than this of a well-known text is no coordinate system. */
const textLimit = 20_000;
const inMetres = /"(Meter|metre)"\s*,\s*1(\.0+)?\s*[\],]/i;

/** The frame that a well-known text (.prj, `gpkg_spatial_ref_sys`) names, by its EPSG code or by its numbers. */
export function frameOfText(wellKnown: string): FileFrame {
  const text = wellKnown.slice(0, textLimit).trim();
  if (text === '') return { kind: 'none' };
  const name = /^\s*\w+\s*[[(]\s*"([^"]{0,200})"/.exec(text)?.[1] ?? text.slice(0, 60);
  if (/^(LOCAL_CS|ENGCRS|ENGINEERINGCRS)\b/i.test(text)) {
    if (name === plantSystemName) return { kind: 'plant' };
    // A local system of metres is what a plant grid is; which one it is, no file says.
    return inMetres.test(text) ? { kind: 'none' } : { kind: 'other', name };
  }
  const authority = /(?:AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]|ID\s*\[\s*"EPSG"\s*,\s*(\d{4,6})\s*\])\s*\]\s*$/i.exec(text);
  if (authority !== null) return { kind: 'epsg', epsg: Number(authority[1] ?? authority[2]) };
  const datum = /China[_ ]2000|CGCS[_ ]?2000|China_Geodetic_Coordinate_System_2000/i.test(text) ? 'cgcs2000' : /WGS[_ ]?(19)?84/i.test(text) ? 'wgs84' : null;
  if (datum === null) return { kind: 'other', name };
  if (/^(GEOGCS|GEOGCRS|GEODCRS)\b/i.test(text)) return { kind: 'epsg', epsg: datum === 'cgcs2000' ? cgcs2000 : wgs84 };
  const epsg = projectedByNumbers(text, datum);
  return epsg === null ? { kind: 'other', name } : { kind: 'epsg', epsg };
}

function projectedByNumbers(text: string, datum: Datum): number | null {
  if (!/"(Transverse[_ ]Mercator|Gauss[_ ]Kruger)"/i.test(text)) return null;
  const parameter = (names: string): number => Number(new RegExp(`"(?:${names})"\\s*,\\s*(-?[\\d.]+(?:e[+-]?\\d+)?)`, 'i').exec(text)?.[1] ?? NaN);
  const meridian = parameter('Central_Meridian|Longitude of natural origin');
  const scale = parameter('Scale_Factor|Scale factor at natural origin');
  const falseEasting = parameter('False_Easting|False easting');
  const falseNorthing = parameter('False_Northing|False northing') || 0;
  if ((parameter('Latitude_Of_Origin|Latitude of natural origin') || 0) !== 0 || !inMetres.test(text)) return null;
  // Zones of three and of six degrees with one meridian are one system under two codes: the first is taken.
  const codes = datum === 'cgcs2000' ? range(4513, 4554).concat(range(4491, 4512)) : range(32601, 32660).concat(range(32701, 32760));
  return codes.find((epsg) => {
    const system = coordinateSystem(epsg);
    return system?.kind === 'projected' && system.centralMeridian === meridian && Math.abs(system.scale - scale) < 1e-9 && system.falseEasting === falseEasting && system.falseNorthing === falseNorthing;
  }) ?? null;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
