import type { Affine } from '#shared/drawing/affine.ts';
import { rotation } from '#shared/drawing/affine.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { mapBox } from './drawing-frame.ts';

/*
 * The display may be turned; coordinates are not. Leaflet works in turned metres (map coordinates turned around the origin), so that
 * all of it, its tiles too, stays upright; everything else of the map speaks plant metres and passes through here.
 */

/** How far the display is turned: degrees counter-clockwise, with their cosine and sine. */
export interface Turn { readonly degrees: number; readonly cos: number; readonly sin: number }

export const upright: Turn = { degrees: 0, cos: 1, sin: 0 };

/** A turn of any number of degrees, brought into (-180, 180]; quarter turns are exact. */
export function turnOf(degrees: number): Turn {
  if (!Number.isFinite(degrees)) return upright;
  const around = ((degrees % 360) + 360) % 360;
  const short = around > 180 ? around - 360 : around;
  if (short % 90 === 0) {
    const [cos, sin] = ({ 0: [1, 0], 90: [0, 1], 180: [-1, 0], '-90': [0, -1] } as const)[short as 0 | 90 | 180 | -90];
    return { degrees: short, cos, sin };
  }
  const { a, b } = rotation(short);
  return { degrees: short, cos: a, sin: b };
}

export const turned = (turn: Turn, x: number, y: number): readonly [x: number, y: number] => [x * turn.cos - y * turn.sin, x * turn.sin + y * turn.cos];
export const unturned = (turn: Turn, x: number, y: number): readonly [x: number, y: number] => [x * turn.cos + y * turn.sin, y * turn.cos - x * turn.sin];
export const turnAffine = ({ cos, sin }: Turn): Affine => ({ a: cos, b: sin, c: -sin, d: cos, e: 0, f: 0 });
/** The upright box around a turned one. */
export const turnBox = (turn: Turn, box: Box): Box => (turn.degrees === 0 ? box : mapBox(turnAffine(turn), box));
