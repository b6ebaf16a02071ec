import { lonLat, type LonLat } from './project.ts';

/*
 * GCJ-02, the shifted longitude and latitude of Chinese web maps. It is made for export only and never stored: the shift is not a
 * coordinate system, has no exact inverse, and moves a place by 300 to 700 m.
 */

/** Krasovsky 1940, as the shift uses it: half axis in metres, and its square of eccentricity. */
const halfAxis = 6_378_245;
const eccentricitySquared = 0.006_693_421_622_965_943;
/** Where the shift is counted from, in degrees. */
const originLongitude = 105;
const originLatitude = 35;

/** Where maps are shifted: a box around China, in degrees. Outside of it GCJ-02 is WGS-84. */
export const shiftedBox = { west: 72.004, south: 0.8293, east: 137.8347, north: 55.8271 } as const;

/** One wave of the shift: `amplitude` metres times sin(π · t / period). */
type Wave = readonly [amplitude: number, period: number];
const sum = (waves: readonly Wave[], t: number): number => waves.reduce((total, [amplitude, period]) => total + amplitude * Math.sin((Math.PI * t) / period), 0);
const common: readonly Wave[] = [[20, 1 / 6], [20, 1 / 2]];
const along: readonly Wave[] = [[20, 1], [40, 3]];
const southwards: readonly Wave[] = [[160, 12], [320, 30]];
const eastwards: readonly Wave[] = [[150, 12], [300, 30]];

/** WGS-84 (or CGCS2000) degrees as GCJ-02 degrees; unchanged outside `shiftedBox`. */
export function toGcj02([longitude, latitude]: LonLat): LonLat {
  const { west, south, east, north } = shiftedBox;
  if (!(longitude >= west && longitude <= east && latitude >= south && latitude <= north)) return lonLat(longitude, latitude);
  const x = longitude - originLongitude;
  const y = latitude - originLatitude;
  const root = Math.sqrt(Math.abs(x));
  const northMetres = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + (2 / 3) * (sum(common, x) + sum(along, y) + sum(southwards, y));
  const eastMetres = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + (2 / 3) * (sum(common, x) + sum(along, x) + sum(eastwards, x));
  const phi = (latitude * Math.PI) / 180;
  const w = 1 - eccentricitySquared * Math.sin(phi) ** 2;
  const metresNorth = (halfAxis * (1 - eccentricitySquared)) / w ** 1.5;
  const metresEast = (halfAxis / Math.sqrt(w)) * Math.cos(phi);
  return lonLat(longitude + ((eastMetres / metresEast) * 180) / Math.PI, latitude + ((northMetres / metresNorth) * 180) / Math.PI);
}
