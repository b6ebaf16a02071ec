import { z } from 'zod';
import { geoFrame, zoneToLonLat } from '#shared/geometry/crs/geo-frame.ts';
import { ground, symmetricDifference } from '#shared/geometry/boolean.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import { stepsPerMetre } from '#shared/geometry/grid.ts';
import { normaliseRings } from '#shared/geometry/normalise.ts';
import { areaOf, signedArea, type PlantRings } from '#shared/geometry/polygon.ts';
import { validateRings } from '#shared/geometry/validity.ts';
import { RingThinner, type StepCorner } from './thin-ring.ts';

/** How a receiver wants a polygon as text: 「(x1,y1;x2,y2;…)」 in longitude and latitude (domain 5.B, FXZBFW). */
export const polygonRuleSchema = z.object({
  frame: z.enum(['wgs84', 'gcj02']).default('wgs84'),
  open: z.string().max(10).default('('),
  close: z.string().max(10).default(')'),
  /** Between longitude and latitude, and between points. */
  comma: z.string().min(1).max(4).default(','),
  semicolon: z.string().min(1).max(4).default(';'),
  /** Digits after the point that may be used: the number is taken that loses the least ground. 6 digits are a tenth of a metre. */
  decimals: z.array(z.number().int().min(4).max(9)).min(1).default([5, 6, 7]),
  /** Whether the first point is written again at the end. */
  closed: z.boolean().default(false),
});
export type PolygonRule = z.infer<typeof polygonRuleSchema>;

/** A polygon as text, and what was lost on the way. */
export interface PolygonString {
  readonly text: string;
  /** What the text says, in plant metres: one sound ring without holes. */
  readonly ring: readonly PlantPoint[];
  readonly decimals: number;
  /** Holes that the text cannot hold, and corners that had to go. */
  readonly holes: number;
  readonly cornersLost: number;
  /** Ground that is in one of both, the zone and the text, but not in the other; as a share of the zone as well. */
  readonly error: { readonly squareMetres: number; readonly share: number };
}

/** A corner on the grid of a number of decimals, with its place in the plant. */
interface Corner extends StepCorner { readonly plant: PlantPoint }

/**
 * A zone's outline as text of at most `limit` characters: rounded to decimals and simplified as far as the limit asks, the least corners first; what is sent
 * never crosses or touches itself. Null where not even a triangle fits, or where the zone is so small that rounding leaves nothing of it.
 * @throws AppError as `geoFrame` does
 */
export function polygonString(rings: PlantRings, reference: GeoReference, rule: PolygonRule, limit: number): PolygonString | null {
  const tries = rule.decimals.flatMap((decimals) => attempt(rings, reference, rule, limit, decimals) ?? []);
  return tries.reduce<PolygonString | null>((best, next) => (best === null || next.error.squareMetres < best.error.squareMetres ? next : best), null);
}

function attempt(rings: PlantRings, reference: GeoReference, rule: PolygonRule, limit: number, decimals: number): PolygonString | null {
  const [outer] = rings;
  if (outer === undefined) return null;
  const corners = roundedCorners(outer, reference, rule, decimals);
  const thinner = new RingThinner(sound(corners));
  const write = (): string => textOf(thinner.ring, rule, decimals);
  if (thinner.ring.length < 3) return null;
  // Corners that rounding has put on a line say nothing.
  const points = Math.max(3, Math.floor(limit / (2 * (decimals + 1))));
  thinner.downTo(points);
  let text = write();
  while (text.length > limit) {
    if (!thinner.next()) return null;
    text = write();
  }
  const ring = thinner.ring.map(({ plant }) => plant);
  const squareMetres = symmetricDifference([rings], [[ring]]).reduce((sum, polygon) => sum + areaOf(polygon), 0);
  return { text, ring, decimals, holes: rings.length - 1, cornersLost: Math.max(0, outer.length - ring.length), error: { squareMetres, share: squareMetres / areaOf(rings) } };
}

/** The corners in the receiver's frame on its grid, each with the place in the plant where rounding has moved it; no corner twice in a row. */
function roundedCorners(outer: readonly PlantPoint[], reference: GeoReference, { frame }: PolygonRule, decimals: number): Corner[] {
  const unit = 10 ** decimals;
  const [ring = []] = zoneToLonLat([outer], reference, frame);
  const { toLonLat } = geoFrame(reference);
  const [first] = outer;
  if (first === undefined) return [];
  // What a degree is in the plant, by a step of a metre each way at the first corner: rounding moves a corner by centimetres.
  const here = toLonLat(first);
  const [alongX, alongY] = [toLonLat(plantPoint(first[0] + 1, first[1])), toLonLat(plantPoint(first[0], first[1] + 1))];
  const [a, b, c, d] = [alongX[0] - here[0], alongY[0] - here[0], alongX[1] - here[1], alongY[1] - here[1]];
  const determinant = a * d - b * c;
  const corners = ring.map(([longitude, latitude], i): Corner => {
    const [x, y] = [Math.round(longitude * unit), Math.round(latitude * unit)];
    const [dx, dy] = [x / unit - longitude, y / unit - latitude];
    const [plantX = 0, plantY = 0] = outer[i] ?? [];
    return { x, y, plant: plantPoint(plantX + (d * dx - b * dy) / determinant, plantY + (a * dy - c * dx) / determinant) };
  });
  return corners.filter((corner, i) => { const before = corners.at(i - 1); return before === undefined || before.x !== corner.x || before.y !== corner.y; });
}

/** The ring as it is where rounding has left it sound; otherwise the largest piece of ground that it still encloses. */
function sound(corners: readonly Corner[]): readonly Corner[] {
  const [origin] = corners;
  if (origin === undefined || corners.length < 3) return [];
  // One step of the receiver's grid stands for one of ours, so that soundness is worked out exactly on the numbers that are sent.
  const ring = corners.map(({ x, y }) => plantPoint((x - origin.x) / stepsPerMetre, (y - origin.y) / stepsPerMetre));
  const places = new Map(corners.map((corner) => [`${corner.x},${corner.y}`, corner]));
  const rings = normaliseRings([ring]);
  const faults = validateRings(rings).filter(({ kind }) => kind !== 'noArea');
  const pieces = faults.length === 0 && rings[0] !== undefined && rings[0].length >= 3 && signedArea(rings[0]) !== 0 ? [rings] : ground([[ring]], 'nonZero');
  const largest = pieces.reduce<PlantRings | null>((best, piece) => (best === null || areaOf(piece) > areaOf(best) ? piece : best), null);
  return (largest?.[0] ?? []).map(([u, v]): Corner => {
    const [x, y] = [origin.x + Math.round(u * stepsPerMetre), origin.y + Math.round(v * stepsPerMetre)];
    return places.get(`${x},${y}`) ?? { x, y, plant: between(corners, x, y) };
  });
}

/** The place of a crossing that was no corner before, by the corner nearest to it. */
function between(corners: readonly Corner[], x: number, y: number): PlantPoint {
  const near = corners.toSorted((p, q) => Math.hypot(p.x - x, p.y - y) - Math.hypot(q.x - x, q.y - y));
  const [p, q, r] = [near[0], near[1], near.find((corner) => near[0] !== undefined && near[1] !== undefined && (corner.x - near[0].x) * (near[1].y - near[0].y) !== (corner.y - near[0].y) * (near[1].x - near[0].x))];
  if (p === undefined || q === undefined || r === undefined) return p?.plant ?? plantPoint(0, 0);
  // Barycentric: exact for an affine map, which this is within a zone.
  const area = (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  const s = ((x - p.x) * (r.y - p.y) - (y - p.y) * (r.x - p.x)) / area;
  const t = ((q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x)) / area;
  return plantPoint(p.plant[0] + s * (q.plant[0] - p.plant[0]) + t * (r.plant[0] - p.plant[0]), p.plant[1] + s * (q.plant[1] - p.plant[1]) + t * (r.plant[1] - p.plant[1]));
}

function textOf(ring: readonly StepCorner[], { open, close, comma, semicolon, closed }: PolygonRule, decimals: number): string {
  const unit = 10 ** decimals;
  const points = closed ? [...ring, ...ring.slice(0, 1)] : ring;
  return open + points.map(({ x, y }) => `${(x / unit).toFixed(decimals)}${comma}${(y / unit).toFixed(decimals)}`).join(semicolon) + close;
}
