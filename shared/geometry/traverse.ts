import { plantPoint, type PlantPoint } from './frames.ts';
import { onGrid } from './grid.ts';

/** Why typed text is no point. */
export type TraverseFault = 'empty' | 'format' | 'noLast' | 'noDirection' | 'range';
export type TraverseResult = { readonly ok: true; readonly point: PlantPoint } | { readonly ok: false; readonly fault: TraverseFault };

/** What a point may be counted from: the one before it, and where the pointer shows to. */
export interface TraverseContext { readonly last: PlantPoint | null; readonly towards?: PlantPoint | null }

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`;
const pair = new RegExp(String.raw`^(@?)\s*(${number})\s*[,;\s]\s*(${number})$`);
const polar = new RegExp(String.raw`^@?\s*(${number})\s*<\s*(.+)$`);
const alone = new RegExp(`^@?\\s*(${number})$`);
const angle = new RegExp(String.raw`^([NS]?)\s*([+-]?)(\d+\.?\d*|\.\d+)(?:\s*[°D]\s*(?:(\d+\.?\d*)\s*'\s*(?:(\d+\.?\d*)\s*(?:"|'')\s*)?)?)?\s*([EW]?)$`);

/**
 * The next point of an outline from typed text, on the grid, in plant metres:
 * - `x,y`: coordinates; `@dx,dy`: so far east and north of the point before;
 * - `@length<angle`: as CAD programs take it, counter-clockwise from the east;
 * - `@length<N bearing`: a bearing (方位角), clockwise from the north; `N30E`, `S15.5W` count from the north or south to the east or west;
 * - `length`: towards the pointer.
 * Angles are in degrees, with decimals or as `125°30'15"` (`d` for `°`). Full-width signs are taken too.
 */
export function parseTraverse(text: string, { last, towards = null }: TraverseContext): TraverseResult {
  const typed = text.normalize('NFKC').replace(/[′’]/g, "'").replace(/[″”]/g, '"').trim().toUpperCase();
  if (typed === '') return fault('empty');
  const both = pair.exec(typed);
  if (both !== null) {
    const [, relative, x, y] = both;
    if (relative !== '@') return placed(Number(x), Number(y));
    return last === null ? fault('noLast') : placed(last[0] + Number(x), last[1] + Number(y));
  }
  const [, length, direction] = polar.exec(typed) ?? [];
  if (length !== undefined && direction !== undefined) {
    const degrees = angleFromEast(direction);
    if (degrees === null) return fault('format');
    return last === null ? fault('noLast') : placed(last[0] + Number(length) * cosine(degrees), last[1] + Number(length) * cosine(degrees - 90));
  }
  const [, only] = alone.exec(typed) ?? [];
  if (only === undefined) return fault('format');
  if (last === null) return fault('noLast');
  const away = towards === null ? 0 : Math.hypot(towards[0] - last[0], towards[1] - last[1]);
  if (towards === null || away === 0) return fault('noDirection');
  return placed(last[0] + (Number(only) * (towards[0] - last[0])) / away, last[1] + (Number(only) * (towards[1] - last[1])) / away);
}

/** The length and bearing (degrees clockwise from the north, 0 to 360) from one point to the next, as a tool shows them. */
export function bearingTo(from: PlantPoint, to: PlantPoint): { readonly length: number; readonly bearing: number } {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const bearing = (Math.atan2(dx, dy) * 180) / Math.PI;
  return { length: Math.hypot(dx, dy), bearing: bearing < 0 ? bearing + 360 : bearing };
}

/** Degrees counter-clockwise from the east; null where the text is no angle. */
function angleFromEast(text: string): number | null {
  const found = angle.exec(text);
  if (found === null) return null;
  const [, from, sign, whole, minutes = '0', seconds = '0', to] = found;
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return null;
  const degrees = (sign === '-' ? -1 : 1) * (Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600);
  if (from === '') return to === '' ? degrees : null;
  if (to === '') return from === 'N' ? 90 - degrees : null;
  if (sign !== '' || degrees > 90) return null;
  const bearing = from === 'N' ? (to === 'E' ? degrees : -degrees) : to === 'E' ? 180 - degrees : 180 + degrees;
  return 90 - bearing;
}

/** Exact for right angles, where the sine of radians leaves a crumb. */
function cosine(degrees: number): number {
  const turn = ((degrees % 360) + 360) % 360;
  if (turn === 90 || turn === 270) return 0;
  return turn === 180 ? -1 : Math.cos((turn * Math.PI) / 180);
}

function placed(x: number, y: number): TraverseResult {
  // The farthest that a plant coordinate may be (plantPointSchema).
  return Math.abs(x) <= 1e8 && Math.abs(y) <= 1e8 ? { ok: true, point: onGrid(plantPoint(x, y)) } : fault('range');
}

const fault = (reason: TraverseFault): TraverseResult => ({ ok: false, fault: reason });
