import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lonLat, projector } from '#shared/geometry/crs/project.ts';
import { cgcs2000Zones, coordinateSystem } from '#shared/geometry/crs/systems.ts';

/** GDAL's own program, which has the EPSG register: east and north of places in degrees. */
function gdal(epsg: number, source: 4326 | 4490, places: readonly (readonly [number, number])[]): number[][] {
  const run = spawnSync('gdaltransform', ['-s_srs', `EPSG:${source}`, '-t_srs', `EPSG:${epsg}`, '-output_xy'], { input: places.map((place) => place.join(' ')).join('\n'), encoding: 'utf8', timeout: 30_000 });
  if (run.error) throw run.error;
  expect(run.stderr).toBe('');
  return run.stdout.trim().split('\n').map((line) => line.split(' ').map(Number));
}

describe('coordinate systems beside GDAL', () => {
  const utm = [32_601, 32_650, 32_651, 32_660, 32_733].map((epsg) => coordinateSystem(epsg));
  it.each([...cgcs2000Zones.filter(({ epsg }) => epsg % 3 === 0), ...utm].flatMap((system) => (system?.kind === 'projected' ? [[system.name, system] as const] : [])))('%s within a millimetre', (_name, system) => {
    const latitudes = system.falseNorthing > 0 ? [-45, -3] : [3, 18.2, 31.234_567_8, 40, 53.5];
    const places = latitudes.flatMap((latitude) => [-system.width / 2, -0.7, 0, 0.123_456_7, system.width / 2].map((off) => [system.centralMeridian + off, latitude] as const));
    const theirs = gdal(system.epsg, system.datum === 'wgs84' ? 4326 : 4490, places);
    expect(theirs).toHaveLength(places.length);
    for (const [i, [longitude, latitude]] of places.entries()) {
      const [east, north] = projector(system.epsg).fromLonLat(lonLat(longitude, latitude));
      expect(Math.hypot(east - (theirs[i]?.[0] ?? NaN), north - (theirs[i]?.[1] ?? NaN))).toBeLessThan(1e-3);
    }
  });
});
