import { z } from 'zod';

const finite = z.number().finite();

/**
 * Where the plant lies on the earth: plant metres to the metres of a projected coordinate system, `E = a·x + b·y + c`, `N = d·x + e·y + f`
 * (x, y plant metres; E east, N north). `epsg` names the projected system: a Gauss-Krüger zone of CGCS2000 (EPSG:4491–4554) or a UTM zone.
 */
export const geoReferenceSchema = z.object({
  epsg: z.number().int().positive(),
  toProjected: z.object({ a: finite, b: finite, c: finite, d: finite, e: finite, f: finite }),
  /** `known`: the plant's metres are that system's, perhaps shifted or turned by known values; `control-points`: fitted to `points`. */
  source: z.enum(['known', 'control-points']),
  /** Plant metres, and the same places in the projected system (east, north). */
  points: z.array(z.object({ plant: z.tuple([finite, finite]), projected: z.tuple([finite, finite]) })).max(100),
});
export type GeoReference = z.infer<typeof geoReferenceSchema>;
