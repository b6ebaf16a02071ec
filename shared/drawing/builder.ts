import type { Box } from '#shared/geometry/frames.ts';
import type { DrawingGeometry, DrawingLayer, DrawingStyle, DrawingText } from './drawing.ts';
import { layersOfStyles } from './layers.ts';

/** More points than any plant drawing has; a drawing that grows beyond (nested arrays of blocks) would exhaust the memory instead. */
export const maxDrawingPoints = 40_000_000;
/** `pathStyle` is 16 bits wide. */
const maxStyles = 65_535;

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
  #points = new Float64Array(4096);
  #length = 0;
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
    if (this.#length + 2 > this.#points.length) {
      if (this.#length >= maxDrawingPoints * 2) throw new DrawingTooLarge();
      const larger = new Float64Array(this.#points.length * 2);
      larger.set(this.#points);
      this.#points = larger;
    }
    this.#points[this.#length] = x;
    this.#points[this.#length + 1] = y;
    this.#length += 2;
  }

  /** Ends the path; `close` repeats its first point. Returns whether it has the two points that a path needs. */
  end(close = false): boolean {
    const start = (this.#starts[this.#starts.length - 1] ?? 0) * 2;
    if (this.#length - start < 4) {
      this.#length = start;
      this.#pathStyles.pop();
      this.#groups.pop();
      return false;
    }
    const firstX = this.#points[start] ?? 0;
    const firstY = this.#points[start + 1] ?? 0;
    if (close && (this.#points[this.#length - 2] !== firstX || this.#points[this.#length - 1] !== firstY)) this.point(firstX, firstY);
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

  /** The drawing. Its origin is the median point, so that a stray point far away costs only itself its precision. */
  finish(): DrawingGeometry {
    const origin = this.#median();
    const coordinates = new Float32Array(this.#length);
    const points = this.#points, length = this.#length, [x, y] = origin;
    for (let i = 0; i < length; i += 2) {
      coordinates[i] = (points[i] ?? 0) - x;
      coordinates[i + 1] = (points[i + 1] ?? 0) - y;
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
      bounds: this.#bounds(),
    };
  }

  #median(): readonly [number, number] {
    const xs: number[] = [];
    const ys: number[] = [];
    const step = Math.max(1, Math.floor(this.#length / 2 / 2000)) * 2;
    for (let i = 0; i < this.#length; i += step) { xs.push(this.#points[i] ?? 0); ys.push(this.#points[i + 1] ?? 0); }
    if (xs.length === 0) for (const text of this.#texts) { xs.push(text.x); ys.push(text.y); }
    const middle = (values: number[]): number => Math.round(values.sort((p, q) => p - q)[values.length >> 1] ?? 0);
    return [middle(xs), middle(ys)];
  }

  /** Bounds of what the file itself shows; of everything where it shows nothing. In drawing units. */
  shownBounds(): Box {
    const hidden = new Set(this.#layers.filter(({ visible }) => !visible).map(({ name }) => name));
    const shown = this.#styles.map(({ layer }) => !hidden.has(layer));
    if (!shown.includes(false) || !shown.includes(true)) return this.#bounds();
    return this.#bounds((style) => shown[style] === true);
  }

  #bounds(counts: (style: number) => boolean = () => true): Box {
    let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
    const take = (x: number, y: number): void => {
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    };
    const points = this.#points;
    for (let path = 0; path < this.#pathStyles.length; path += 1) {
      if (!counts(this.#pathStyles[path] ?? 0)) continue;
      const end = (this.#starts[path + 1] ?? 0) * 2;
      for (let i = (this.#starts[path] ?? 0) * 2; i < end; i += 2) take(points[i] ?? 0, points[i + 1] ?? 0);
    }
    for (const text of this.#texts) if (counts(text.style)) for (const [x, y] of textCorners(text)) take(x, y);
    return minX <= maxX ? { minX, minY, maxX, maxY } : { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  }
}

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
