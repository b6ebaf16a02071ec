import { identity, type Affine } from '#shared/drawing/affine.ts';
import type { Clip } from './clip.ts';

/** What areas and lines are painted with: a colour `#rrggbb`, nothing, or a pattern or gradient. */
export type Paint = { readonly kind: 'colour'; readonly value: string } | { readonly kind: 'none' } | { readonly kind: 'pattern'; readonly pattern: readonly unknown[] };

const black: Paint = { kind: 'colour', value: '#000000' };

/** The part of a pdf.js font object that is asked for. */
export interface PdfFont {
  readonly loadedName?: string;
  readonly isType3Font?: boolean;
  readonly missingFile?: boolean;
  readonly vertical?: boolean;
  readonly fontMatrix?: readonly number[] | null;
  readonly charProcOperatorList?: Map<string, OperatorList> | Readonly<Record<string, OperatorList>>;
}

export interface OperatorList { readonly fnArray: ArrayLike<number>; readonly argsArray: ArrayLike<unknown> }

/** The graphics state (PDF 1.7, 8.4) as far as a drawing shows it; copied by `save`. */
export interface GraphicsState {
  map: Affine;
  /** The space in which patterns lie: the page's, or that of the form around. */
  base: Affine;
  clip: Clip;
  fill: Paint;
  stroke: Paint;
  fillAlpha: number;
  strokeAlpha: number;
  lineWidth: number;
  cap: number;
  join: number;
  miterLimit: number;
  dash: readonly number[];
  font: PdfFont | null;
  fontSize: number;
  fontDirection: 1 | -1;
  charSpacing: number;
  wordSpacing: number;
  hScale: number;
  leading: number;
  rise: number;
  renderingMode: number;
  textMatrix: Affine;
  x: number;
  y: number;
  lineX: number;
  lineY: number;
}

export function initialState(map: Affine, clip: Clip): GraphicsState {
  return {
    map, base: map, clip, fill: black, stroke: black, fillAlpha: 1, strokeAlpha: 1, lineWidth: 1, cap: 0, join: 0, miterLimit: 10, dash: [],
    font: null, fontSize: 0, fontDirection: 1, charSpacing: 0, wordSpacing: 0, hScale: 1, leading: 0, rise: 0, renderingMode: 0,
    textMatrix: identity, x: 0, y: 0, lineX: 0, lineY: 0,
  };
}

/** Six numbers as a map; identity where they are none. */
export function affineOf(values: unknown): Affine {
  if (!isNumbers(values, 6)) return identity;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(values);
  return [a, b, c, d, e, f].every(Number.isFinite) ? { a, b, c, d, e, f } : identity;
}

export function isNumbers(values: unknown, least: number): values is ArrayLike<number> {
  return typeof values === 'object' && values !== null && 'length' in values && typeof values.length === 'number' && values.length >= least
    && typeof (values as ArrayLike<unknown>)[0] === 'number';
}

export const numberOf = (value: unknown, otherwise = 0): number => (typeof value === 'number' && Number.isFinite(value) ? value : otherwise);

/** The size that a map gives to what is one unit large, whatever its direction. */
export const scaleOf = (map: Affine): number => Math.sqrt(Math.abs(map.a * map.d - map.b * map.c));
