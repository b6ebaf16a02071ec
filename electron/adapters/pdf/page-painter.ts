import { compose, identity, type Affine } from '#shared/drawing/affine.ts';
import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import { viewTolerance } from '#shared/drawing/curves.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { Clip } from './clip.ts';
import { Ink } from './ink.ts';
import { Letters, type PathSource } from './letters.ts';
import type { Layers } from './layers.ts';
import type { Report } from './report.ts';
import { boxOf, doubledArea, runsOf, type Run } from './rings.ts';
import { tilesOf } from './tiling.ts';
import { affineOf, initialState, isNumbers, numberOf, scaleOf, type GraphicsState, type OperatorList, type Paint, type PdfFont } from './state.ts';

/** Thrown when letters made of letters multiply without end. */
export class TooManyOperators extends Error {}

/** Operators of letters that are drawings: a page full of them has a few hundred thousand. */
const maxLetterOperators = 1_000_000;
/** Operators of all tiles of a page's patterns; the patterns that come after are left out and named. */
const maxTileOperators = 1_500_000;
const maxDepth = 8;
const progressStep = 4096;

export interface PagePainterParts {
  readonly builder: DrawingBuilder;
  readonly layers: Layers;
  readonly report: Report;
  /** Operator numbers by name (pdf.js `OPS`). */
  readonly operators: Readonly<Record<string, number>>;
  /** From user space to the page: points, y up, its lower left corner at 0. */
  readonly toPage: Affine;
  readonly page: Box;
  readonly fonts: (name: string) => PdfFont | null;
  readonly paths: PathSource;
  readonly onProgress: (done: number, total: number) => void;
}

/** Draws the operators of a page (as pdf.js lists them) into a builder. */
export class PagePainter {
  /** Area of the pictures on the page, in square points; those that overlap count twice. */
  imageArea = 0;
  images = 0;
  readonly #parts: PagePainterParts;
  readonly #names: readonly (string | undefined)[];
  readonly #ink: Ink;
  readonly #letters: Letters;
  readonly #tolerance: number;
  #state: GraphicsState;
  readonly #saved: GraphicsState[] = [];
  #pendingClip: 'nonZero' | 'evenOdd' | null = null;
  #depth = 0;
  #letterOperators = 0;
  #tileOperators = 0;
  /** How deep in groups that only make a mask. */
  #mask = 0;

  constructor(parts: PagePainterParts) {
    const { builder, layers, report, page } = parts;
    this.#parts = parts;
    this.#names = namesOf(parts.operators);
    this.#ink = new Ink(builder, layers, page);
    this.#letters = new Letters({ builder, layers, report, ink: this.#ink, paths: parts.paths, drawType3: (operators, map) => { this.#within(operators, map); } });
    this.#tolerance = Math.hypot(page.maxX - page.minX, page.maxY - page.minY) * viewTolerance;
    this.#state = this.#fresh();
  }

  run({ fnArray, argsArray }: OperatorList): void {
    const floor = this.#saved.length;
    for (let i = 0; i < fnArray.length; i += 1) {
      if (this.#depth > 0) this.#countLetter();
      if (this.#depth === 0 && i % progressStep === 0) this.#parts.onProgress(i, fnArray.length);
      const values = argsArray[i];
      this.#operator(this.#names[fnArray[i] ?? 0] ?? '', isList(values) ? values : [], floor);
    }
    while (this.#saved.length > floor) this.#restore(floor);
  }

  #countLetter(): void {
    this.#letterOperators += 1;
    if (this.#letterOperators > maxLetterOperators) throw new TooManyOperators();
  }

  #fresh(): GraphicsState {
    return initialState(this.#parts.toPage, Clip.rectangle(this.#parts.page));
  }

  /** Runs operators in a space of their own. */
  #within(operators: OperatorList, map: Affine): void {
    if (this.#depth >= maxDepth) return;
    this.#depth += 1;
    this.#save();
    this.#state.map = map;
    this.run(operators);
    this.#restore(0);
    this.#depth -= 1;
  }

  /** The state itself is put away, and a copy is worked on: who draws letters holds on to the state that comes back. */
  #save(): void {
    this.#saved.push(this.#state);
    this.#state = { ...this.#state };
  }


  #restore(floor: number): void {
    if (this.#saved.length > floor) this.#state = this.#saved.pop() ?? this.#state;
  }

  #operator(name: string, values: readonly unknown[], floor: number): void {
    const state = this.#state;
    const first = values[0];
    switch (name) {
      case 'save': this.#save(); return;
      case 'restore': this.#restore(floor); return;
      case 'transform': state.map = compose(state.map, affineOf(values)); return;
      case 'setLineWidth': state.lineWidth = Math.abs(numberOf(first, 1)); return;
      case 'setLineCap': state.cap = numberOf(first); return;
      case 'setLineJoin': state.join = numberOf(first); return;
      case 'setMiterLimit': state.miterLimit = numberOf(first, 10); return;
      case 'setDash': state.dash = dashOf(first); return;
      case 'setGState': this.#graphics(first); return;
      case 'setStrokeRGBColor': state.stroke = colourPaint(first); return;
      case 'setFillRGBColor': state.fill = colourPaint(first); return;
      case 'setStrokeTransparent': state.stroke = { kind: 'none' }; return;
      case 'setFillTransparent': state.fill = { kind: 'none' }; return;
      case 'setStrokeColorN': state.stroke = { kind: 'pattern', pattern: values }; return;
      case 'setFillColorN': state.fill = { kind: 'pattern', pattern: values }; return;
      case 'clip': this.#pendingClip = 'nonZero'; return;
      case 'eoClip': this.#pendingClip = 'evenOdd'; return;
      case 'constructPath': this.#path(first, values[1]); return;
      case 'shadingFill': this.#lost('SHADING', 'notShown.gradient', state.clip.box); return;
      case 'paintFormXObjectBegin': this.#form(first, values[1]); return;
      case 'paintFormXObjectEnd': this.#restore(floor); return;
      case 'beginGroup': this.#group(first); return;
      case 'endGroup': this.#restore(floor); if (this.#mask > 0) this.#mask -= 1; return;
      case 'beginAnnotation': this.#annotation(values); return;
      case 'endAnnotation': this.#restore(floor); return;
      case 'beginMarkedContent': this.#parts.layers.begin(first, null); return;
      case 'beginMarkedContentProps': this.#parts.layers.begin(first, values[1]); return;
      case 'endMarkedContent': this.#parts.layers.end(); return;
      case 'paintImageXObject': case 'paintImageMaskXObject': case 'paintInlineImageXObject': this.#image(identity); return;
      case 'paintImageXObjectRepeat': this.#images(values[3], (x, y) => ({ a: numberOf(values[1]), b: 0, c: 0, d: numberOf(values[2]), e: x, f: y })); return;
      case 'paintImageMaskXObjectRepeat':
        this.#images(values[5], (x, y) => ({ a: numberOf(values[1]), b: numberOf(values[2]), c: numberOf(values[3]), d: numberOf(values[4]), e: x, f: y }));
        return;
      case 'paintImageMaskXObjectGroup': case 'paintInlineImageXObjectGroup': this.#imageGroup(values); return;
      case 'paintSolidColorImageMask': this.#solid(); return;
      default: this.#text(name, values);
    }
  }

  #text(name: string, values: readonly unknown[]): void {
    const state = this.#state;
    const first = values[0];
    const move = (x: number, y: number): void => { state.lineX += x; state.lineY += y; state.x = state.lineX; state.y = state.lineY; };
    const matrix = (map: Affine): void => { state.textMatrix = map; state.x = state.lineX = 0; state.y = state.lineY = 0; };
    switch (name) {
      case 'beginText': matrix(identity); return;
      case 'setTextMatrix': matrix(affineOf(isNumbers(first, 6) ? first : values)); return;
      case 'setCharSpacing': state.charSpacing = numberOf(first); return;
      case 'setWordSpacing': state.wordSpacing = numberOf(first); return;
      case 'setHScale': state.hScale = numberOf(first, 100) / 100; return;
      case 'setLeading': state.leading = -numberOf(first); return;
      case 'setTextRise': state.rise = numberOf(first); return;
      case 'setTextRenderingMode': state.renderingMode = numberOf(first); return;
      case 'setFont': this.#font(first, values[1]); return;
      case 'moveText': move(numberOf(first), numberOf(values[1])); return;
      case 'setLeadingMoveText': state.leading = numberOf(values[1]); move(numberOf(first), numberOf(values[1])); return;
      case 'nextLine': move(0, state.leading); return;
      case 'showText': case 'showSpacedText': this.#show(first); return;
      case 'nextLineShowText': move(0, state.leading); this.#show(first); return;
      case 'nextLineSetSpacingShowText':
        state.wordSpacing = numberOf(first);
        state.charSpacing = numberOf(values[1]);
        move(0, state.leading);
        this.#show(values[2]);
        return;
      default:
    }
  }

  #font(name: unknown, size: unknown): void {
    const given = numberOf(size);
    this.#state.font = typeof name === 'string' ? this.#parts.fonts(name) : null;
    this.#state.fontSize = Math.abs(given);
    this.#state.fontDirection = given < 0 ? -1 : 1;
  }

  #show(items: unknown): void {
    if (!isList(items) || this.#silent()) return;
    if (this.#state.fill.kind === 'pattern') { this.#lost('TEXT', 'notShown.gradient', this.#state.clip.box); return; }
    this.#letters.show(items, this.#state);
  }

  /** Whether nothing is to be drawn: in a mask, or on layers that do not fit together. */
  #silent(): boolean { return this.#mask > 0 || this.#parts.layers.skipped; }

  #path(operator: unknown, data: unknown): void {
    const state = this.#state;
    const name = this.#names[numberOf(operator)] ?? '';
    const packed = isList(data) ? data[0] : undefined;
    const runs = isNumbers(packed, 1) ? runsOf(packed, state.map, this.#tolerance) : [];
    const fills = /fill/i.test(name);
    const strokes = /stroke/i.test(name);
    if ((fills || strokes) && runs.length > 0 && !this.#silent()) this.#draw(runs, fills, /^eo|EOF/.test(name), strokes, /^close/.test(name));
    const clip = this.#pendingClip;
    this.#pendingClip = null;
    if (clip === null) return;
    const { clip: inner, exact } = state.clip.within(runs, clip === 'evenOdd');
    state.clip = inner;
    if (!exact) this.#parts.report.skip('CLIP', 'notShown.clip', (inner.box.minX + inner.box.maxX) / 2, (inner.box.minY + inner.box.maxY) / 2);
  }

  #draw(runs: readonly Run[], fills: boolean, evenOdd: boolean, strokes: boolean, closes: boolean): void {
    const state = this.#state;
    const box = boxOf(runs);
    let drawn: boolean | null = null;
    if (fills) {
      if (state.fill.kind === 'pattern') this.#pattern(state.fill.pattern, runs, evenOdd, box);
      else drawn = this.#ink.fill(runs, evenOdd, state.fill, state.fillAlpha, state.clip);
    }
    if (strokes) {
      if (state.stroke.kind === 'pattern') this.#lostPattern(state.stroke.pattern, box);
      else {
        const pen = { width: state.lineWidth * scaleOf(state.map), cap: state.cap, join: state.join, miterLimit: state.miterLimit };
        const lines = closes ? runs.map(({ points }) => ({ points, closed: true })) : runs;
        const stroked = this.#ink.stroke(lines, pen, this.#dash(), state.stroke, state.strokeAlpha, state.clip);
        drawn = stroked === null ? drawn : stroked || (drawn ?? false);
      }
    }
    if (drawn === null) return;
    this.#parts.report.entities += 1;
    if (drawn) this.#parts.report.drawn += 1;
    else if (state.clip.test(box) === 'in') this.#parts.report.skip('PATH', 'notShown.degenerate', box.minX, box.minY);
    else this.#parts.report.entities -= 1;
  }

  /** Dashes and gaps in points on the page, a hundredth exact so that the same dashes are one style. */
  #dash(): number[] {
    const scale = scaleOf(this.#state.map);
    const lengths = this.#state.dash.map((length) => Math.round(length * scale * 100) / 100);
    if (!(lengths.reduce((sum, length) => sum + length, 0) > 0)) return [];
    return lengths.length % 2 === 0 ? lengths : [...lengths, ...lengths];
  }

  #graphics(entries: unknown): void {
    if (!isList(entries)) return;
    const state = this.#state;
    for (const entry of entries) {
      if (!isList(entry)) continue;
      const [key, value] = entry;
      if (key === 'LW') state.lineWidth = Math.abs(numberOf(value, 1));
      else if (key === 'LC') state.cap = numberOf(value);
      else if (key === 'LJ') state.join = numberOf(value);
      else if (key === 'ML') state.miterLimit = numberOf(value, 10);
      else if (key === 'D' && isList(value)) state.dash = dashOf(value[0]);
      else if (key === 'CA') state.strokeAlpha = numberOf(value, 1);
      else if (key === 'ca') state.fillAlpha = numberOf(value, 1);
      else if (key === 'Font' && isList(value)) this.#font(value[0], value[1]);
      else if (key === 'SMask' && value !== false && value !== null) this.#parts.report.skip('SMask', 'notShown.effect', ...middleOf(state.clip.box));
    }
  }

  #form(matrix: unknown, bounds: unknown): void {
    this.#save();
    this.#state.map = compose(this.#state.map, affineOf(matrix));
    this.#state.base = this.#state.map;
    this.#clipTo(bounds, this.#state.map);
  }

  #group(group: unknown): void {
    this.#save();
    if (typeof group !== 'object' || group === null) return;
    if (this.#mask > 0 || ('smask' in group && group.smask)) this.#mask += 1;
    this.#clipTo('bbox' in group ? group.bbox : null, 'matrix' in group ? compose(this.#state.map, affineOf(group.matrix)) : this.#state.map);
  }

  /** `[id, rectangle, transform, matrix]`: an annotation is drawn on the page itself, whatever was before. */
  #annotation(values: readonly unknown[]): void {
    this.#save();
    this.#state = this.#fresh();
    this.#clipTo(values[1], this.#state.map);
    this.#state.map = compose(compose(this.#state.map, affineOf(values[2])), affineOf(values[3]));
    this.#state.base = this.#state.map;
  }

  #clipTo(bounds: unknown, map: Affine): void {
    if (!isNumbers(bounds, 4)) return;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = Array.from(bounds);
    this.#state.clip = this.#state.clip.within([{ points: corners(x0, y0, x1, y1, map), closed: true }], false).clip;
  }

  #images(positions: unknown, mapAt: (x: number, y: number) => Affine): void {
    if (!isNumbers(positions, 2)) return;
    for (let i = 0; i + 1 < positions.length; i += 2) this.#image(mapAt(positions[i] ?? 0, positions[i + 1] ?? 0));
  }

  #imageGroup(values: readonly unknown[]): void {
    const list = isList(values[0]) ? values[0] : isList(values[1]) ? values[1] : [];
    for (const entry of list) if (typeof entry === 'object' && entry !== null && 'transform' in entry) this.#image(affineOf(entry.transform));
  }

  /** A picture in the unit square. */
  #image(placedBy: Affine): void {
    if (this.#silent()) return;
    const { clip, map } = this.#state;
    const square = corners(0, 0, 1, 1, compose(map, placedBy));
    const seen = clip.areas([square]);
    if (seen.length === 0) return;
    this.images += 1;
    this.imageArea += seen.reduce((sum, ring) => sum + Math.abs(doubledArea(ring)) / 2, 0);
    this.#lost('IMAGE', 'notShown.pdfImage', boxOf(seen.map((points) => ({ points, closed: true }))));
  }

  #solid(): void {
    if (this.#silent()) return;
    const { map } = this.#state;
    this.#draw([{ points: corners(0, 0, 1, 1, map), closed: true }], true, false, false, false);
  }

  /** Fills runs with the tiles of a pattern, each cut by the runs. What is drawn counts as one thing. */
  #pattern(pattern: readonly unknown[], runs: readonly Run[], evenOdd: boolean, box: Box): void {
    const { report } = this.#parts;
    const state = this.#state;
    const { clip } = state.clip.within(runs, evenOdd);
    if (clip.empty) return;
    const tiling = pattern[0] === 'TilingPattern' && this.#depth < maxDepth ? tilesOf(pattern, state.base, clip.box) : null;
    const operators = tiling === null ? 0 : tiling.maps.length * tiling.operators.fnArray.length;
    if (tiling === null || this.#tileOperators + operators > maxTileOperators) { this.#lostPattern(pattern, box); return; }
    this.#tileOperators += operators;
    const { entities, drawn } = report;
    const letters = this.#letterOperators;
    for (const map of tiling.maps) {
      this.#save();
      this.#state = initialState(map, clip);
      this.#clipTo(tiling.bounds, map);
      if (tiling.colour !== null) this.#state.fill = this.#state.stroke = { kind: 'colour', value: tiling.colour };
      if (!this.#state.clip.empty) this.#within(tiling.operators, map);
      this.#restore(0);
    }
    // What tiles hold has a limit of its own.
    this.#letterOperators = letters;
    report.entities = entities + 1;
    report.drawn = drawn + 1;
  }

  #lostPattern(pattern: readonly unknown[], box: Box): void {
    const tiling = pattern[0] === 'TilingPattern';
    this.#lost(tiling ? 'PATTERN' : 'SHADING', tiling ? 'notShown.pattern' : 'notShown.gradient', box);
  }

  #lost(type: string, reason: string, box: Box): void {
    if (this.#silent() || this.#state.clip.test(box) === 'out') return;
    this.#parts.report.entities += 1;
    this.#parts.report.skip(type, reason, ...middleOf(box));
  }
}

const middleOf = (box: Box): [number, number] => [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const colourPaint = (value: unknown): Paint => (typeof value === 'string' ? { kind: 'colour', value } : { kind: 'none' });

const dashOf = (value: unknown): number[] => (isList(value) ? value.map((length) => Math.max(0, numberOf(length))) : isNumbers(value, 1) ? Array.from(value, (length) => Math.max(0, length)) : []);

function corners(x0: number, y0: number, x1: number, y1: number, map: Affine): number[] {
  return ([[x0, y0], [x1, y0], [x1, y1], [x0, y1]] as const).flatMap(([x, y]) => [map.a * x + map.c * y + map.e, map.b * x + map.d * y + map.f]);
}

function namesOf(operators: Readonly<Record<string, number>>): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const [name, number] of Object.entries(operators)) names[number] = name;
  return names;
}
