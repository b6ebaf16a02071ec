import type { Language } from '#shared/text/index.ts';

/*
 * A page as a list of marks, made by pure code and painted by whoever has paper: the PDF writer, the picture writer, an SVG
 * string, the window's preview. Frame: millimetres on paper, x right, y down from the top left corner.
 */
export type Paint = { readonly kind: 'colour'; readonly colour: string; readonly opacity: number }
  /** Lines of `colour` across the area, `spacing` mm apart, at `angles` degrees; `dots` for a dotted pattern. Drawn clipped to the path. */
  | { readonly kind: 'hatch'; readonly colour: string; readonly spacing: number; readonly width: number; readonly angles: readonly number[] }
  | { readonly kind: 'dots'; readonly colour: string; readonly spacing: number; readonly radius: number };

/** Closed or open rings of points x, y, x, y …; filled by the even-odd rule. */
export interface PathMark {
  readonly kind: 'path';
  readonly rings: readonly (readonly number[])[];
  readonly closed: boolean;
  readonly fills: readonly Paint[];
  readonly stroke: { readonly colour: string; readonly width: number; readonly opacity: number; readonly dash?: readonly number[] } | null;
}

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Height of the em square in mm. */
  readonly size: number;
  readonly bold: boolean;
  readonly colour: string;
  readonly align: 'left' | 'center' | 'right';
  readonly baseline: 'alphabetic' | 'middle' | 'top';
  /** Degrees, clockwise on paper. */
  readonly rotation: number;
  /** A halo of this colour and width in mm around the letters, so that they can be read on anything. */
  readonly halo: { readonly colour: string; readonly width: number } | null;
  /** The text is squeezed to this width in mm where it would be wider. */
  readonly maxWidth?: number;
}

/** A picture laid by an affine map of its pixels (y down) to paper: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`. */
export interface PictureMark {
  readonly kind: 'picture';
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly matrix: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  readonly opacity: number;
  /** Painted without its colours. */
  readonly greyscale?: boolean;
}

/** Marks drawn inside a clip rectangle. */
export interface ClipMark {
  readonly kind: 'clip';
  readonly x: number; readonly y: number; readonly width: number; readonly height: number;
  readonly marks: readonly Mark[];
}

export type Mark = PathMark | TextMark | PictureMark | ClipMark;

export interface SheetPage {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly title: string;
  /** Language of its words, for programs that read aloud. */
  readonly language?: Language;
  readonly marks: readonly Mark[];
}
