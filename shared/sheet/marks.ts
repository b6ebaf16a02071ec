import type { Mark, Paint, PathMark, TextMark } from './page.ts';
import type { Rect } from './paper.ts';

/** Ink of frames and letters. */
export const ink = '#1A1A1A';
/** Ink of what is said beside. */
export const softInk = '#555555';

export const solid = (colour: string, opacity = 1): Paint => ({ kind: 'colour', colour, opacity });

export function line(points: readonly number[], width: number, colour = ink): PathMark {
  return { kind: 'path', rings: [points], closed: false, fills: [], stroke: { colour, width, opacity: 1 } };
}

export function polygon(rings: readonly (readonly number[])[], fills: readonly Paint[], stroke: PathMark['stroke'] = null): PathMark {
  return { kind: 'path', rings, closed: true, fills, stroke };
}

export function box(rect: Rect, fills: readonly Paint[], strokeWidth = 0, colour = ink): PathMark {
  const { x, y, width, height } = rect;
  const ring = [x, y, x + width, y, x + width, y + height, x, y + height];
  return polygon([ring], fills, strokeWidth > 0 ? { colour, width: strokeWidth, opacity: 1 } : null);
}

type TextOptions = Partial<Omit<TextMark, 'kind' | 'x' | 'y' | 'text' | 'size'>>;

/** A line of text; black, regular, left, on its baseline unless told otherwise. */
export function label(text: string, x: number, y: number, size: number, options: TextOptions = {}): TextMark {
  return {
    kind: 'text', x, y, text, size, bold: false, colour: ink, align: 'left', baseline: 'alphabetic', rotation: 0, halo: null, ...options,
  };
}

/** How far below its anchor the alphabetic baseline of a text lies, in em: the same in every painter. */
export function baselineShift(baseline: TextMark['baseline']): number {
  if (baseline === 'middle') return 0.37;
  return baseline === 'top' ? 0.88 : 0;
}

/** The same marks, moved. Used to lay pages below each other in one picture. */
export function moveMark(mark: Mark, dx: number, dy: number): Mark {
  switch (mark.kind) {
    case 'path':
      return { ...mark, rings: mark.rings.map((ring) => ring.map((value, index) => value + (index % 2 === 0 ? dx : dy))) };
    case 'text':
      return { ...mark, x: mark.x + dx, y: mark.y + dy };
    case 'picture': {
      const [a, b, c, d, e, f] = mark.matrix;
      return { ...mark, matrix: [a, b, c, d, e + dx, f + dy] };
    }
    case 'clip':
      return { ...mark, x: mark.x + dx, y: mark.y + dy, marks: mark.marks.map((inner) => moveMark(inner, dx, dy)) };
  }
}
