import { execFileSync } from 'node:child_process';

/** Whether GDAL's programs are there (Debian package gdal-bin). QGIS reads vector files by the same library. */
export function hasGdal(): boolean {
  try {
    execFileSync('ogrinfo', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs one of GDAL's programs; anything that it says on the error channel is a failure. */
export function gdal(program: 'ogrinfo' | 'ogr2ogr', ...args: readonly string[]): string {
  return execFileSync(program, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e9 });
}

export interface GdalFeature { readonly properties: Readonly<Record<string, unknown>>; readonly geometry: { readonly type: string; readonly coordinates: number[][][] } }

/** The features of a file as GDAL reads them, in the coordinates of the file. */
export function featuresOf(source: string, layer?: string): GdalFeature[] {
  const text = gdal('ogr2ogr', '-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=10', '-a_srs', 'EPSG:3857', '/vsistdout/', source, ...(layer === undefined ? [] : [layer]));
  return (JSON.parse(text) as { features: GdalFeature[] }).features;
}

/** Area of a closed ring by the shoelace formula. */
export const areaOfRing = (ring: readonly (readonly number[])[]): number => Math.abs(ring.reduce((sum, [x = 0, y = 0], i) => {
  const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
  return sum + x * nextY - nextX * y;
}, 0)) / 2;
export const areaOfPolygon = ([outer = [], ...holes]: readonly (readonly (readonly number[])[])[]): number => areaOfRing(outer) - holes.reduce((sum, hole) => sum + areaOfRing(hole), 0);
