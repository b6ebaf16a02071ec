import { compose, identity, translation, type Affine } from '#shared/drawing/affine.ts';
import type { DrawingBuilder } from '#shared/drawing/builder.ts';
import type { Ink } from './ink.ts';
import type { Layers } from './layers.ts';
import { nonZeroRings, ringsOf } from './outlines.ts';
import type { Report } from './report.ts';
import { boxOf, placed, runsOf, type Run } from './rings.ts';
import { numberOf, scaleOf, type GraphicsState, type OperatorList, type PdfFont } from './state.ts';
import { missingTexts, type PlacedGlyph } from './missing-font.ts';

/** Chord error of a letter's curves as a share of its em: a twentieth of a pixel where it is 50 pixels large. */
const letterTolerance = 0.001;
/** Scale at which letters are put on the clipper's grid. */
const unitsPerEm = 100;

/** A glyph as pdf.js gives it, as far as it is asked for. */
export interface Glyph {
  readonly unicode?: unknown;
  readonly fontChar?: unknown;
  readonly width?: unknown;
  readonly isSpace?: unknown;
  readonly isInFont?: unknown;
  readonly vmetric?: unknown;
  readonly operatorListId?: unknown;
  readonly accent?: { readonly fontChar?: unknown; readonly offset?: { readonly x?: unknown; readonly y?: unknown } } | null;
}

/** Where the outlines of letters come from: a packed path by its name, or null. */
export type PathSource = (name: string) => ArrayLike<number> | null;

interface Shape { readonly runs: readonly Run[]; readonly areas: readonly Run[] }

interface LettersParts {
  readonly builder: DrawingBuilder;
  readonly ink: Ink;
  readonly layers: Layers;
  readonly report: Report;
  readonly paths: PathSource;
  /** Draws the operators of a letter that is a drawing of its own. */
  readonly drawType3: (operators: OperatorList, map: Affine) => void;
}

/** Draws text: outlines where the font has them, else texts that whoever draws them sets in a font of its own. */
export class Letters {
  readonly #parts: LettersParts;
  readonly #shapes = new Map<string, Shape | null>();

  constructor(parts: LettersParts) {
    this.#parts = parts;
  }

  /** Shows glyphs (numbers are shifts in thousandths of an em) and moves the state's text position on. */
  show(items: readonly unknown[], state: GraphicsState): void {
    const { font, fontSize, hScale, fontDirection } = state;
    if (font === null || fontSize === 0) return;
    if (font.isType3Font === true) { this.#showType3(items, state, font); return; }
    const vertical = font.vertical === true;
    const advance = fontSize * numberOf(font.fontMatrix?.[0], 0.001);
    const turned: Affine = { ...identity, a: fontDirection > 0 ? hScale : -hScale, d: fontDirection > 0 ? -1 : 1 };
    const base = compose(compose(compose(state.map, state.textMatrix), translation(state.x, state.y + state.rise)), turned);
    const run = new LetterRun(this.#parts, state);
    const missing: PlacedGlyph[] = [];
    let along = 0;
    for (const item of items) {
      if (typeof item === 'number') { along += ((vertical ? 1 : -1) * item * fontSize) / 1000; continue; }
      if (typeof item !== 'object' || item === null) continue;
      const glyph: Glyph = item;
      const spacing = (glyph.isSpace === true ? state.wordSpacing : 0) + state.charSpacing;
      let width = numberOf(glyph.width);
      let x = along, y = 0;
      if (vertical) {
        const [v0 = 0, v1 = 0, v2 = 0] = Array.isArray(glyph.vmetric) ? glyph.vmetric.map((value) => numberOf(value)) : [];
        x = -v1 * advance;
        y = along + v2 * advance;
        width = -v0;
      }
      const place = compose(compose(base, translation(x, y)), { ...identity, a: fontSize, d: -fontSize });
      if (font.missingFile === true) missing.push({ text: textOf(glyph), map: place, width: (Math.abs(numberOf(glyph.width)) * advance) / fontSize });
      else if (glyph.isInFont !== false) this.#glyph(glyph, font, place, run);
      along += vertical ? width * advance - spacing * fontDirection : width * advance + spacing * fontDirection;
    }
    if (vertical) state.y -= along;
    else state.x += along * hScale * fontDirection;
    const shown = font.missingFile === true ? this.#showMissing(missing, state, vertical) : run.end();
    if (shown === null) return;
    this.#parts.report.entities += 1;
    if (shown) this.#parts.report.drawn += 1;
    else this.#parts.report.skip('TEXT', 'notShown.emptyText', base.e, base.f);
  }

  #glyph(glyph: Glyph, font: PdfFont, place: Affine, run: LetterRun): void {
    run.draw(this.#shape(font, glyph.fontChar), place);
    const { accent } = glyph;
    if (accent) run.draw(this.#shape(font, accent.fontChar), compose(place, translation(numberOf(accent.offset?.x), numberOf(accent.offset?.y))));
  }

  #shape(font: PdfFont, character: unknown): Shape | null {
    if (typeof character !== 'string') return null;
    const name = `${font.loadedName ?? ''}_path_${character}`;
    const known = this.#shapes.get(name);
    if (known !== undefined) return known;
    const path = this.#parts.paths(name);
    const runs = path === null ? [] : runsOf(path, identity, letterTolerance);
    const shape = runs.length === 0 ? null
      : { runs, areas: nonZeroRings(ringsOf(runs), unitsPerEm).map((points) => ({ points, closed: true })) };
    this.#shapes.set(name, shape);
    return shape;
  }

  #showMissing(glyphs: readonly PlacedGlyph[], state: GraphicsState, vertical: boolean): boolean | null {
    if (invisible(state) || glyphs.every(({ text }) => text.trim() === '')) return null;
    return missingTexts(glyphs, state, vertical, this.#parts);
  }

  #showType3(items: readonly unknown[], state: GraphicsState, font: PdfFont): void {
    const { fontSize, hScale, fontDirection } = state;
    const matrix = font.fontMatrix ?? [0.001, 0, 0, 0.001, 0, 0];
    const [a = 0.001, b = 0, c = 0, d = 0.001, e = 0, f = 0] = matrix;
    const lists = font.charProcOperatorList;
    const find = (id: string): OperatorList | undefined => (lists instanceof Map ? lists.get(id) : lists?.[id]);
    for (const item of items) {
      if (typeof item === 'number') { state.x += ((font.vertical === true ? 1 : -1) * item * fontSize * hScale * fontDirection) / 1000; continue; }
      if (typeof item !== 'object' || item === null) continue;
      const glyph: Glyph = item;
      const operators = find(String(glyph.operatorListId));
      const base = compose(compose(state.map, state.textMatrix), translation(state.x, state.y + state.rise));
      const scaled = compose(base, { ...identity, a: hScale * fontDirection * fontSize, d: fontDirection * fontSize });
      if (operators && state.renderingMode !== 3) this.#parts.drawType3(operators, compose(scaled, { a, b, c, d, e, f }));
      const spacing = (glyph.isSpace === true ? state.wordSpacing : 0) + state.charSpacing;
      state.x += (numberOf(glyph.width) * a * fontSize + spacing * fontDirection) * hScale * fontDirection;
    }
  }
}

/** Letters of one piece of text; those that do not touch share one area, so that a word is painted at once. */
class LetterRun {
  readonly #parts: LettersParts;
  readonly #state: GraphicsState;
  #group: number;
  #reach: readonly [number, number, number, number] = [0, 0, -1, -1];
  #shown: boolean | null = null;

  constructor(parts: LettersParts, state: GraphicsState) {
    this.#parts = parts;
    this.#state = state;
    this.#group = parts.builder.newGroup();
  }

  draw(shape: Shape | null, place: Affine): void {
    const state = this.#state;
    if (shape === null || invisible(state)) return;
    const mode = state.renderingMode % 4;
    if (mode === 0 || mode === 2) {
      const areas = placed(shape.areas, place);
      const box = boxOf(areas);
      const [minX, minY, maxX, maxY] = this.#reach;
      if (box.minX < maxX && box.maxX > minX && box.minY < maxY && box.maxY > minY) this.#group = this.#parts.builder.newGroup();
      this.#reach = [box.minX, box.minY, box.maxX, box.maxY];
      this.#note(this.#parts.ink.letters(areas.map(({ points }) => points), box, state.fill, state.fillAlpha, state.clip, this.#group));
    }
    if (mode === 1 || mode === 2) {
      const runs = placed(shape.runs, place).map(({ points }) => ({ points, closed: true }));
      const pen = { width: state.lineWidth * scaleOf(compose(state.map, state.textMatrix)), cap: 0, join: 0, miterLimit: 10 };
      this.#note(this.#parts.ink.stroke(runs, pen, [], state.stroke, state.strokeAlpha, state.clip));
    }
  }

  /** Whether something was drawn; null where nothing was meant to be. */
  end(): boolean | null {
    return this.#shown;
  }

  #note(drawn: boolean | null): void {
    if (drawn !== null) this.#shown = drawn || (this.#shown ?? false);
  }
}

/** Modes 3 and 7 paint nothing: text that a scanner read, laid under its picture, and text that only clips. */
const invisible = (state: GraphicsState): boolean => state.renderingMode === 3 || state.renderingMode === 7;

const textOf = (glyph: Glyph): string => (typeof glyph.unicode === 'string' ? glyph.unicode : '');
