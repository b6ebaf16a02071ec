/** What the coordinates of a GeoJSON mean, and how they become metres. */
export interface Frame {
  /** Name of the coordinate system, for the report. */
  readonly name: string;
  /** Key of `shared/text` where the report must say something; null for plant metres. */
  readonly remark: string | null;
  toMetres(x: number, y: number): [number, number];
}

/** WGS-84 ellipsoid; CGCS2000 differs by a tenth of a millimetre. */
const semiMajor = 6_378_137;
const eccentricitySquared = 0.006_694_379_990_14;

/** No plant is wider than half a degree (50 km), and no plan in metres is narrower than half a metre. */
const maxSpanDegrees = 0.5;

/**
 * Chooses the frame: what the file's `crs` says; without one, numbers within the range of longitude and latitude and less than
 * half a degree apart are such (a plan in metres spreads wider); all else is plant metres, as RFC 7946 files between programs of a
 * plant are.
 */
export function chooseFrame(root: Readonly<Record<string, unknown>>, lines: readonly (readonly (readonly number[])[])[]): Frame {
  const reference = referenceName(root['crs']);
  const isNamedLonLat = reference !== null && /CRS:?:?84|EPSG:{1,2}(4326|4490)\b/i.test(reference);
  const bounds = boundsOf(lines);
  const looksLonLat = bounds.minX >= -180 && bounds.maxX <= 180 && bounds.minY >= -90 && bounds.maxY <= 90
    && bounds.maxX - bounds.minX < maxSpanDegrees && bounds.maxY - bounds.minY < maxSpanDegrees;
  if (isNamedLonLat || (reference === null && root['units'] !== 'm' && looksLonLat)) return localFrame(bounds);
  return { name: reference ?? '', remark: reference === null ? null : 'notShown.otherReference', toMetres: (x, y) => [x, y] };
}

function referenceName(crs: unknown): string | null {
  if (typeof crs !== 'object' || crs === null || !('properties' in crs)) return null;
  const { properties } = crs;
  return typeof properties === 'object' && properties !== null && 'name' in properties && typeof properties.name === 'string' ? properties.name.slice(0, 100) : null;
}

/** Equirectangular about the middle: metres east and north of it, with the ellipsoid's radii there; within 1 cm over 5 km. */
function localFrame(bounds: ReturnType<typeof boundsOf>): Frame {
  const longitude = (bounds.minX + bounds.maxX) / 2, latitude = (bounds.minY + bounds.maxY) / 2;
  const sine = Math.sin((latitude * Math.PI) / 180);
  const w = 1 - eccentricitySquared * sine * sine;
  const north = ((semiMajor * (1 - eccentricitySquared)) / w ** 1.5) * (Math.PI / 180);
  const east = (semiMajor / Math.sqrt(w)) * Math.cos((latitude * Math.PI) / 180) * (Math.PI / 180);
  return { name: 'WGS 84', remark: 'notShown.projected', toMetres: (x, y) => [(x - longitude) * east, (y - latitude) * north] };
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
