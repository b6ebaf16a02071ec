import type { Placement } from '#shared/contract/ports.ts';
import { inDegreeRange, localMetres, looksLikeDegrees } from '#shared/geometry/crs/local-metres.ts';
import { coordinateSystem, wgs84 } from '#shared/geometry/crs/systems.ts';

/** What the coordinates of a GeoJSON mean, and how they become metres. */
export interface Frame {
  /** Name of the coordinate system, for the report. */
  readonly name: string;
  /** Keys of `shared/text` for what the report must say of it. */
  readonly remarks: readonly string[];
  toMetres(x: number, y: number): [number, number];
  /** Whether what `toMetres` gives is metres at all: degrees of an unknown system are not. */
  readonly isMetres: boolean;
  /** Where those metres are in the world; null for plant metres, and where the system cannot be converted. */
  readonly placement: Placement | null;
}

type Bounds = ReturnType<typeof boundsOf>;

/**
 * Chooses the frame: what the file's `crs` says (longitude before latitude and east before north, as programs write them whatever the
 * register says); without one, numbers within the range of longitude and latitude and less than half a degree apart are such, as RFC 7946 has
 * it (a plan in metres spreads wider); all else is plant metres.
 */
export function chooseFrame(root: Readonly<Record<string, unknown>>, lines: readonly (readonly (readonly number[])[])[]): Frame {
  const reference = referenceName(root['crs']);
  const bounds = boundsOf(lines);
  if (reference === null) return root['units'] !== 'm' && looksLikeDegrees(bounds) ? projectedFrame(bounds, false) : plantFrame;
  const system = coordinateSystem(epsgOf(reference) ?? NaN);
  if (system === null) return { ...plantFrame, name: reference, remarks: [looksLikeDegrees(bounds) ? 'notShown.otherSystem' : 'notShown.otherReference'], isMetres: !looksLikeDegrees(bounds) };
  if (system.kind === 'projected') {
    return { name: system.name, remarks: [], toMetres: (x, y) => [x, y], isMetres: true, placement: { toWorld: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, epsg: system.epsg, unit: 'metres' } };
  }
  // No latitude is above 90: then they stand the other way round.
  const swapped = bounds.maxY > 90 && bounds.minX >= -90 && bounds.maxX <= 90;
  const own = swapped ? { minX: bounds.minY, maxX: bounds.maxY, minY: bounds.minX, maxY: bounds.maxX } : bounds;
  return inDegreeRange(own) ? projectedFrame(own, swapped) : { ...plantFrame, name: reference, remarks: ['notShown.otherReference'] };
}

const plantFrame: Frame = { name: '', remarks: [], toMetres: (x, y) => [x, y], isMetres: true, placement: null };

function referenceName(crs: unknown): string | null {
  if (typeof crs !== 'object' || crs === null || !('properties' in crs)) return null;
  const { properties } = crs;
  return typeof properties === 'object' && properties !== null && 'name' in properties && typeof properties.name === 'string' ? properties.name.slice(0, 100) : null;
}

/** `EPSG:4490`, `urn:ogc:def:crs:EPSG::4490`, `http://www.opengis.net/def/crs/EPSG/0/4490`; CRS84 is WGS 84. */
function epsgOf(name: string): number | null {
  if (/CRS:?:?84$/i.test(name)) return wgs84;
  const code = /EPSG(?::[\d.]*:|:|\/[\d.]+\/)(\d{4,6})$/i.exec(name)?.[1];
  return code === undefined ? null : Number(code);
}

function projectedFrame(bounds: Bounds, swapped: boolean): Frame {
  const local = localMetres(bounds);
  if (local === null) throw new Error('every longitude has a UTM zone');
  const { system, east, north, toMetres } = local;
  return {
    name: system.name, remarks: ['notShown.projected', ...(swapped ? ['notShown.axesSwapped'] : [])],
    toMetres: swapped ? (x, y) => toMetres(y, x) : toMetres,
    isMetres: true, placement: { toWorld: { a: 1, b: 0, c: east, d: 0, e: 1, f: north }, epsg: system.epsg, unit: 'metres' },
  };
}

function boundsOf(lines: readonly (readonly (readonly number[])[])[]): { minX: number; minY: number; maxX: number; maxY: number } {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const line of lines) {
    for (const [x = 0, y = 0] of line) {
      bounds.minX = Math.min(bounds.minX, x); bounds.maxX = Math.max(bounds.maxX, x);
      bounds.minY = Math.min(bounds.minY, y); bounds.maxY = Math.max(bounds.maxY, y);
    }
  }
  return bounds;
}
