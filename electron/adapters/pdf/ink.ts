import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import type { Box } from '#shared/geometry/frames.ts';
import type { Clip } from './clip.ts';
import type { Layers } from './layers.ts';
import { nonZeroRings, penArea, ringsOf, type Pen } from './outlines.ts';
import { boxOf, type Run } from './rings.ts';
import type { Paint } from './state.ts';

const mmPerPoint = 25.4 / 72;
/** Lines this wide on paper are areas: as lines they would keep their width when the drawing is looked at closely. */
const widestLineMm = 1;
/** A line wider than a sheet of A0 is a fault of the file. */
const maxWidthMm = 1189;
/** White lines get at least this width in points: they cut what lies below them. */
const leastWhite = 0.25;
/** Fields across the page by which it is known whether something was drawn below. */
const fields = 128;

/** Draws areas and lines into a builder as paper shows them. Frame: points on the page, y up. */
export class Ink {
  readonly #builder: DrawingBuilder;
  readonly #layers: Layers;
  readonly #page: Box;
  readonly #inked = new Uint8Array(fields * fields);

  constructor(builder: DrawingBuilder, layers: Layers, page: Box) {
    this.#builder = builder;
    this.#layers = layers;
    this.#page = page;
  }

  /** Fills runs. `null`: it can be seen nowhere and is not meant to be. `letters`: they look like lines and text, not like ground. */
  fill(runs: readonly Run[], evenOdd: boolean, paint: Paint, alpha: number, clip: Clip, letters = false): boolean | null {
    const colour = colourOf(paint, alpha);
    const box = boxOf(runs);
    if (colour === undefined || this.#unseen(colour, box, clip)) return null;
    const rings = ringsOf(runs);
    if (rings.length === 0) return false;
    return this.#areas(evenOdd ? rings : nonZeroRings(rings), box, colour, clip, letters);
  }

  /** Fills rings that the even-odd rule fills, those of one group as one area. */
  letters(rings: number[][], box: Box, paint: Paint, alpha: number, clip: Clip, group: number): boolean | null {
    const colour = colourOf(paint, alpha);
    if (colour === undefined || this.#unseen(colour, box, clip)) return null;
    return this.#areas(rings, box, colour, clip, true, group);
  }

  /** Draws runs with a pen. `null`: it can be seen nowhere and is not meant to be. */
  stroke(runs: readonly Run[], pen: Pen, dash: readonly number[], paint: Paint, alpha: number, clip: Clip): boolean | null {
    const colour = colourOf(paint, alpha);
    const half = pen.width / 2;
    const box = grown(boxOf(runs), half);
    if (colour === undefined || this.#unseen(colour, box, clip)) return null;
    const widthMm = Math.min(maxWidthMm, pen.width * mmPerPoint);
    // White on white is not meant to be seen, white on something is: as a line of the foreground's colour it would be the contrary.
    if (colour === white) return this.#areas(penArea(runs, { ...pen, width: Math.max(leastWhite, pen.width) }), box, colour, clip, false);
    if (widthMm > widestLineMm && dash.length === 0) return this.#areas(penArea(runs, pen), box, colour, clip, true);
    const style = this.#builder.style(this.#layers.layer, colour, rounded(widthMm), false, dash.length === 0 ? undefined : dash);
    const parts = clip.test(box) === 'in' ? runs : clip.lines(runs);
    let drawn = false;
    for (const { points, closed } of parts) {
      this.#builder.begin(style);
      // A run of one point is a dot: the pen's caps make it visible.
      if (points.length === 2) points.push((points[0] ?? 0) + 0.001, points[1] ?? 0);
      this.#points(points);
      drawn = this.#builder.end(closed) || drawn;
    }
    if (drawn) this.#mark(box);
    return drawn;
  }

  #areas(rings: number[][], box: Box, colour: string | null, clip: Clip, letters: boolean, group = this.#builder.newGroup()): boolean {
    const within = clip.test(box) === 'in' ? rings : clip.areas(rings);
    const style = this.#builder.style(this.#layers.layer, colour, 0, true, undefined, letters && !isLight(colour));
    let drawn = false;
    for (const ring of within) {
      this.#builder.begin(style, group);
      this.#points(ring);
      drawn = this.#builder.end(true) || drawn;
    }
    if (drawn) this.#mark(box);
    return drawn;
  }

  #points(points: readonly number[]): void {
    for (let i = 0; i < points.length; i += 2) this.#builder.point(points[i] ?? 0, points[i + 1] ?? 0);
  }

  #unseen(colour: string | null, box: Box, clip: Clip): boolean {
    return clip.test(box) === 'out' || (colour === white && !this.#isInked(box));
  }

  #fieldsOf(box: Box): readonly [number, number, number, number] {
    const { minX, minY, maxX, maxY } = this.#page;
    const across = (x: number): number => Math.min(fields - 1, Math.max(0, Math.floor(((x - minX) / (maxX - minX || 1)) * fields)));
    const up = (y: number): number => Math.min(fields - 1, Math.max(0, Math.floor(((y - minY) / (maxY - minY || 1)) * fields)));
    return [across(box.minX), up(box.minY), across(box.maxX), up(box.maxY)];
  }

  #mark(box: Box): void {
    const [left, bottom, right, top] = this.#fieldsOf(box);
    for (let row = bottom; row <= top; row += 1) this.#inked.fill(1, row * fields + left, row * fields + right + 1);
  }

  #isInked(box: Box): boolean {
    const [left, bottom, right, top] = this.#fieldsOf(box);
    for (let row = bottom; row <= top; row += 1) {
      const at = this.#inked.indexOf(1, row * fields + left);
      if (at >= 0 && at <= row * fields + right) return true;
    }
    return false;
  }
}

const white = '#ffffff';

/** The colour on white paper; null is black, which is the foreground of whoever draws it; undefined is none. */
function colourOf(paint: Paint, alpha: number): string | null | undefined {
  if (paint.kind !== 'colour' || !(alpha > 0.004)) return undefined;
  const value = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(paint.value);
  if (value === null) return null;
  const channels = value.slice(1).map((part) => Math.round(255 - (255 - Number.parseInt(part, 16)) * Math.min(1, alpha)));
  if (channels.every((channel) => channel <= 40)) return null;
  if (channels.every((channel) => channel >= 252)) return white;
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Light letters stand on something dark; as ink they would be darkened until they are seen on paper. */
function isLight(colour: string | null): boolean {
  if (colour === null) return false;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue > 200;
}

const rounded = (widthMm: number): number => Math.round(widthMm * 1000) / 1000;
const grown = ({ minX, minY, maxX, maxY }: Box, by: number): Box => ({ minX: minX - by, minY: minY - by, maxX: maxX + by, maxY: maxY + by });
