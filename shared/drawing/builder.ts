import type { Box } from '#shared/geometry/frames.ts';
import type { DrawingGeometry, DrawingLayer, DrawingStyle, DrawingText } from './drawing.ts';
import { layersOfStyles } from './layers.ts';

/** More points than any plant drawing has; a drawing that grows beyond (nested arrays of blocks) would exhaust the memory instead. */
export const maxDrawingPoints = 40_000_000;
/** `pathStyle` is 16 bits wide. */
const maxStyles = 65_535;

/** Paths and points that stand for all when the drawing is judged. */
const samples = 2000;
/** A coordinate of 32 bits has 24 for its value; it is to tell places apart by a thousandth of a usual path. */
const precision = 2 ** -24 * 1000;
/** Numbers in a piece of the builder's memory: a power of two. */
const pieceLength = 65_536;

/** Thrown by a builder when a drawing has more than `maxDrawingPoints` points. */
export class DrawingTooLarge extends Error {}

/**
 * Collects paths and texts in drawing units (y up) with full precision, and gives them as `DrawingGeometry`.
 * A path is `begin`, two or more `point`s, `end`; paths with fewer points are dropped.
 */
export class DrawingBuilder {
  readonly #styles: DrawingStyle[] = [];
  readonly #layers: DrawingLayer[] = [];
  readonly #styleIndex = new Map<string, number>();
  readonly #texts: DrawingText[] = [];
  readonly #starts: number[] = [0];
  readonly #pathStyles: number[] = [];
  readonly #groups: number[] = [];
  /** Points in pieces, x and y in turn, so that nothing is copied as the drawing grows. */
  readonly #pieces: Float64Array[] = [new Float64Array(pieceLength)];
  #piece: Float64Array = this.#pieces[0] ?? new Float64Array(pieceLength);
  /** Numbers in the last piece. */
  #used = 0;
  /** Bounds of everything, with what they were counted of. */
  #all: { readonly box: Box; readonly points: number; readonly texts: number } | null = null;
  #group = 0;

  /** Tells a layer's colour and whether the file shows it; layers are given in the order in which they are told here. */
  layer(layer: DrawingLayer): void {
    this.#layers.push(layer);
  }

  /** Index of a style, made when new. */
  style(layer: string, colour: string | null, widthMm: number, filled: boolean, dash?: readonly number[], ink = false): number {
    const key = `${colour ?? ''}|${widthMm}|${filled ? 1 : 0}${ink ? 'i' : ''}|${dash?.join() ?? ''}|${layer}`;
    const known = this.#styleIndex.get(key);
    if (known !== undefined) return known;
    if (this.#styles.length >= maxStyles) return maxStyles - 1;
    this.#styles.push({ layer, colour, widthMm, filled, ...(dash === undefined ? {} : { dash }), ...(ink ? { ink } : {}) });
    this.#styleIndex.set(key, this.#styles.length - 1);
    return this.#styles.length - 1;
  }

  /** A new number for the paths of one filled area. */
  newGroup(): number {
    this.#group += 1;
    return this.#group;
  }

  begin(style: number, group = 0): void {
    this.#pathStyles.push(style);
    this.#groups.push(group);
  }

  point(x: number, y: number): void {
    if (this.#used === pieceLength) this.#grow();
    this.#piece[this.#used] = x;
    this.#piece[this.#used + 1] = y;
    this.#used += 2;
  }

  #grow(): void {
    if (this.#length >= maxDrawingPoints * 2) throw new DrawingTooLarge();
    this.#piece = new Float64Array(pieceLength);
    this.#pieces.push(this.#piece);
    this.#used = 0;
  }

  get #length(): number { return (this.#pieces.length - 1) * pieceLength + this.#used; }

  #at(index: number): number { return this.#pieces[Math.floor(index / pieceLength)]?.[index % pieceLength] ?? NaN; }

  /** Takes back the points from a number on. */
  #cut(length: number): void {
    while (this.#pieces.length > 1 && (this.#pieces.length - 1) * pieceLength > length) this.#pieces.pop();
    this.#piece = this.#pieces[this.#pieces.length - 1] ?? this.#piece;
    this.#used = length - (this.#pieces.length - 1) * pieceLength;
  }

  /** Ends the path; `close` repeats its first point. Returns whether it has the two points that a path needs. */
  end(close = false): boolean {
    const start = (this.#starts[this.#starts.length - 1] ?? 0) * 2;
    const length = this.#length;
    if (length - start < 4) {
      this.#cut(start);
      this.#pathStyles.pop();
      this.#groups.pop();
      return false;
    }
    if (close) {
      const firstX = this.#at(start), firstY = this.#at(start + 1);
      if (this.#at(length - 2) !== firstX || this.#at(length - 1) !== firstY) this.point(firstX, firstY);
    }
    this.#starts.push(this.#length / 2);
    return true;
  }

  text(text: DrawingText): void {
    this.#texts.push(text);
  }

  get pathCount(): number { return this.#pathStyles.length; }
  get textCount(): number { return this.#texts.length; }

  /** Whether nothing was drawn. */
  get empty(): boolean { return this.#pathStyles.length === 0 && this.#texts.length === 0; }

  /**
   * The drawing. Its origin is the median point, so that a stray point far away costs only itself its precision. Where parts of the
   * drawing lie far from each other (a legend at zero, the plan on the national grid), coordinates have 64 bits.
   */
  finish(): DrawingGeometry {
    const origin = this.#median();
    const bounds = this.#allBounds();
    const farthest = Math.max(bounds.maxX - origin[0], origin[0] - bounds.minX, bounds.maxY - origin[1], origin[1] - bounds.minY);
    const length = this.#length;
    const coordinates = farthest * precision > this.#pathSize() ? new Float64Array(length) : new Float32Array(length);
    const [x, y] = origin;
    let to = 0;
    for (const piece of this.#pieces) {
      const end = Math.min(pieceLength, length - to);
      for (let i = 0; i < end; i += 2, to += 2) {
        coordinates[to] = (piece[i] ?? 0) - x;
        coordinates[to + 1] = (piece[i + 1] ?? 0) - y;
      }
    }
    return {
      origin,
      coordinates,
      pathStart: Uint32Array.from(this.#starts),
      pathStyle: Uint16Array.from(this.#pathStyles),
      pathGroup: Uint32Array.from(this.#groups),
      styles: this.#styles,
      layers: layersOfStyles(this.#styles, this.#layers),
      texts: this.#texts.map((text) => ({ ...text, x: text.x - origin[0], y: text.y - origin[1] })),
      bounds,
    };
  }

  #median(): readonly [number, number] {
    const xs: number[] = [];
    const ys: number[] = [];
    const length = this.#length;
    const step = Math.max(1, Math.floor(length / 2 / samples)) * 2;
    for (let i = 0; i < length; i += step) { xs.push(this.#at(i)); ys.push(this.#at(i + 1)); }
    if (xs.length === 0) for (const text of this.#texts) { xs.push(text.x); ys.push(text.y); }
    return [Math.round(median(xs)), Math.round(median(ys))];
  }

  /** How large a usual path is: the median, by its first points. */
  #pathSize(): number {
    const sizes: number[] = [];
    const step = Math.max(1, Math.floor(this.#pathStyles.length / samples));
    for (let path = 0; path < this.#pathStyles.length; path += step) {
      const start = (this.#starts[path] ?? 0) * 2, end = Math.min((this.#starts[path + 1] ?? 0) * 2, start + 64);
      let size = 0;
      for (let i = start + 2; i < end; i += 2) size = Math.max(size, Math.abs(this.#at(i) - this.#at(start)), Math.abs(this.#at(i + 1) - this.#at(start + 1)));
      sizes.push(size);
    }
    return median(sizes);
  }

  /** Bounds of what the file itself shows; of everything where it shows nothing. In drawing units. */
  shownBounds(): Box {
    const hidden = new Set(this.#layers.filter(({ visible }) => !visible).map(({ name }) => name));
    const shown = this.#styles.map(({ layer }) => !hidden.has(layer));
    if (!shown.includes(false) || !shown.includes(true)) return this.#allBounds();
    return this.#bounds((style) => shown[style] === true);
  }

  #allBounds(): Box {
    if (this.#all === null || this.#all.points !== this.#length || this.#all.texts !== this.#texts.length) this.#all = { box: this.#bounds(), points: this.#length, texts: this.#texts.length };
    return this.#all.box;
  }

  #bounds(counts?: (style: number) => boolean): Box {
    let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
    const length = this.#length;
    const scan = (piece: Float64Array, from: number, to: number): void => {
      for (let i = from; i < to; i += 2) {
        const x = piece[i] ?? 0, y = piece[i + 1] ?? 0;
        if (x < minX) minX = x;
        if (x > maxX) maxX = x;
        if (y < minY) minY = y;
        if (y > maxY) maxY = y;
      }
    };
    if (counts === undefined) this.#pieces.forEach((piece, i) => { scan(piece, 0, Math.min(pieceLength, length - i * pieceLength)); });
    else {
      this.#pathStyles.forEach((style, path) => {
        if (!counts(style)) return;
        const end = (this.#starts[path + 1] ?? 0) * 2;
        for (let i = (this.#starts[path] ?? 0) * 2; i < end;) {
          const from = i % pieceLength, to = Math.min(pieceLength, from + end - i);
          scan(this.#pieces[Math.floor(i / pieceLength)] ?? this.#piece, from, to);
          i += to - from;
        }
      });
    }
    const take = (x: number, y: number): void => {
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    };
    for (const text of this.#texts) if (counts?.(text.style) ?? true) for (const [x, y] of textCorners(text)) take(x, y);
    return minX <= maxX ? { minX, minY, maxX, maxY } : { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  }
}

const median = (values: number[]): number => values.sort((p, q) => p - q)[values.length >> 1] ?? 0;

/** Width of a line of text in units of its height: full-width characters 1, others 0.6; close enough for bounds and line breaks. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.6;
  return width;
}

/** The four corners of a text's box, by the estimate of `textWidth`. */
function textCorners(text: DrawingText): readonly (readonly [number, number])[] {
  const width = textWidth(text.text) * text.height * (text.widthFactor ?? 1);
  const left = text.align === 'left' ? 0 : text.align === 'center' ? -width / 2 : -width;
  const bottom = text.baseline === 'top' ? -text.height : text.baseline === 'middle' ? -text.height / 2 : 0;
  const angle = (text.rotation * Math.PI) / 180;
  const cos = Math.cos(angle), sin = Math.sin(angle);
  return [[left, bottom], [left + width, bottom], [left, bottom + text.height], [left + width, bottom + text.height]]
    .map(([x = 0, y = 0]) => [text.x + x * cos - y * sin, text.y + x * sin + y * cos] as const);
}
