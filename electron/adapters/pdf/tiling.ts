import { compose, type Affine } from '#shared/drawing/affine.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { affineOf, isNumbers, numberOf, type OperatorList } from './state.ts';

/** More tiles than this, or tiles of more operators in all, are no hatching that could be told apart. */
const mostTiles = 20_000;
const mostOperators = 300_000;

export interface Tiling {
  readonly operators: OperatorList;
  /** Where each tile goes. */
  readonly maps: readonly Affine[];
  /** What a tile may cover, in its own space. */
  readonly bounds: ArrayLike<number>;
  /** The colour of a pattern that has none of its own. */
  readonly colour: string | null;
}

/**
 * The tiles of a pattern (as pdf.js gives it: name, colour, operators, matrix, bounds, steps, paint type …) that reach into a box on the page.
 * `base` takes the space in which the pattern lies to the page. Null for one that cannot be drawn, or of too many tiles.
 */
export function tilesOf(pattern: readonly unknown[], base: Affine, box: Box): Tiling | null {
  const [, colour, operators, matrix, bounds, stepX, stepY, paintType] = pattern;
  const across = Math.abs(numberOf(stepX)), up = Math.abs(numberOf(stepY));
  if (!isOperators(operators) || !isNumbers(bounds, 4) || !(across > 0) || !(up > 0)) return null;
  const map = compose(base, affineOf(matrix));
  const determinant = map.a * map.d - map.b * map.c;
  if (!(Math.abs(determinant) > 1e-12)) return null;
  const xs: number[] = [], ys: number[] = [];
  for (const [x, y] of [[box.minX, box.minY], [box.maxX, box.minY], [box.maxX, box.maxY], [box.minX, box.maxY]] as const) {
    xs.push((map.d * (x - map.e) - map.c * (y - map.f)) / determinant);
    ys.push((map.a * (y - map.f) - map.b * (x - map.e)) / determinant);
  }
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = Array.from(bounds);
  const left = Math.floor((Math.min(...xs) - x1) / across) + 1, right = Math.ceil((Math.max(...xs) - x0) / across) - 1;
  const bottom = Math.floor((Math.min(...ys) - y1) / up) + 1, top = Math.ceil((Math.max(...ys) - y0) / up) - 1;
  const count = Math.max(0, right - left + 1) * Math.max(0, top - bottom + 1);
  if (!(count <= mostTiles && count * operators.fnArray.length <= mostOperators)) return null;
  const maps: Affine[] = [];
  for (let row = bottom; row <= top; row += 1) {
    for (let column = left; column <= right; column += 1) maps.push(compose(map, { a: 1, b: 0, c: 0, d: 1, e: column * across, f: row * up }));
  }
  return { operators, maps, bounds, colour: paintType === 2 ? colourOf(colour) : null };
}

const isOperators = (value: unknown): value is OperatorList => typeof value === 'object' && value !== null && 'fnArray' in value && 'argsArray' in value;

/** Black where the colour is in a form that is not known. */
const colourOf = (value: unknown): string => (typeof value === 'string' ? value : '#000000');
