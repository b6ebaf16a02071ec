import type { Affine } from '#shared/drawing/affine.ts';
import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import type { Layers } from './layers.ts';
import type { GraphicsState } from './state.ts';

/** A glyph of a font that the file does not hold. `map` takes its em square to the page; `width` is its advance in ems. */
export interface PlacedGlyph { readonly text: string; readonly map: Affine; readonly width: number }

/** A gap larger than this, in ems, begins a new text: columns of a table, letters set apart. */
const largestGap = 0.35;
/** Letters set narrower or wider than this are taken as they are: the font's widths are not what they say. */
const leastFactor = 0.3;
const mostFactor = 3;
const maxCoordinate = 1e9;

interface Parts { readonly builder: DrawingBuilder; readonly layers: Layers }

/**
 * Text in a font that the file does not hold, as texts by their characters, set as wide as the file says. Returns whether something was drawn;
 * null where its colour is none.
 */
export function missingTexts(glyphs: readonly PlacedGlyph[], state: GraphicsState, vertical: boolean, { builder, layers }: Parts): boolean | null {
  const paint = state.renderingMode % 4 === 1 ? state.stroke : state.fill;
  if (paint.kind === 'none') return null;
  const style = builder.style(layers.layer, paint.kind === 'colour' && !isDark(paint.value) ? paint.value : null, 0, false);
  let drawn = false;
  for (const part of vertical ? glyphs.map((glyph) => [glyph]) : piecesOf(glyphs)) {
    const first = part[0];
    const last = part.at(-1);
    const text = part.map((glyph) => glyph.text).join('').trimEnd();
    if (first === undefined || last === undefined || text.trim() === '') continue;
    const { a, b, c, d, e, f } = first.map;
    const height = Math.hypot(c, d);
    const x = e, y = f;
    const { minX, minY, maxX, maxY } = state.clip.box;
    if (!(height > 0 && Math.abs(x) < maxCoordinate && Math.abs(y) < maxCoordinate) || x < minX - height || x > maxX || y < minY - height || y > maxY) continue;
    const em = Math.hypot(a, b);
    const length = Math.hypot(last.map.e - e, last.map.f - f) + last.width * em;
    const usual = usualWidth(part.map((glyph) => glyph.text).join('')) * height;
    const factor = usual > 0 && length > 0 ? Math.min(mostFactor, Math.max(leastFactor, length / usual)) : 1;
    builder.text({
      x, y, height, rotation: (Math.atan2(b, a) * 180) / Math.PI, text, align: 'left', baseline: 'alphabetic', style,
      ...(Math.abs(factor - 1) < 0.02 ? {} : { widthFactor: Math.round(factor * 1000) / 1000 }),
    });
    drawn = true;
  }
  return drawn;
}

/** Glyphs that follow one another without a gap. */
function piecesOf(glyphs: readonly PlacedGlyph[]): PlacedGlyph[][] {
  const pieces: PlacedGlyph[][] = [];
  let endX = NaN, endY = NaN;
  for (const glyph of glyphs) {
    const { a, b, e, f } = glyph.map;
    const em = Math.hypot(a, b);
    const near = Math.hypot(e - endX, f - endY) <= largestGap * em;
    if (near) pieces.at(-1)?.push(glyph);
    else pieces.push([glyph]);
    endX = e + a * glyph.width;
    endY = f + b * glyph.width;
  }
  return pieces;
}

/** Width in ems that a Chinese sans serif gives a text: measured on Noto Sans CJK SC. */
export function usualWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x2e80) width += code >= 0xff61 && code <= 0xffdc ? 0.5 : 1;
    else if (code === 0x20) width += 0.224;
    else if (/[0-9$+<=>~]/.test(character)) width += 0.555;
    else if (/[iljI!|'.,:;·]/.test(character)) width += 0.28;
    else if (/[frt()[\]{}/\\-]/.test(character)) width += 0.36;
    else if (/[mwMW@%]/.test(character)) width += 0.86;
    else if (/[A-Z]/.test(character)) width += 0.63;
    else width += 0.55;
  }
  return width;
}

const isDark = (colour: string): boolean => /^#(?:[01][0-9a-f]|2[0-8]){3}$/i.test(colour);
