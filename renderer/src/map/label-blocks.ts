import type { ZoneView } from '#shared/contract/zones.ts';
import { fill } from '#shared/text/index.ts';
import { levelStyle } from '#shared/risk/level-style.ts';
import { hazardMark, hazardSize } from './hazard-sign.ts';
import type { MapTexts } from './map-types.ts';

export const labelFamily = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif';
/** Names are tried in these sizes, in pixels: a small zone's whole name in small letters says more than half of it in large ones. */
const nameSizes = [13, 11] as const;
export const nameFont = (size: number): string => `600 ${size}px ${labelFamily}`;
export const badgeFont = `600 12px ${labelFamily}`;
export const unitsFont = `12px ${labelFamily}`;
export const nameHeight = 17;
export const badgeHeight = 18;
export const unitsHeight = 15;
/** Between the parts of a row. */
export const rowGap = 3;
const padding = 6;
/** Names longer than this many pixels are shortened with an ellipsis before the label is given up. */
const longestName = 180;

/** One part of the row under a name: the level's badge, a badge for units that are not assessed, the sign of a 重大危险源, the number of units. */
export interface LabelPart { readonly kind: 'level' | 'unassessed' | 'hazard' | 'units'; readonly text: string; readonly width: number }

export interface LabelRow { readonly parts: readonly LabelPart[]; readonly width: number }

/** What a label shows: a name (or none) over rows. Width and height in CSS pixels, with a pixel to spare on each side. */
export interface LabelBlock { readonly name: string; readonly nameSize: number; readonly rows: readonly LabelRow[]; readonly width: number; readonly height: number }

/** Width of a text in a font, in CSS pixels. */
export type Measure = (font: string, text: string) => number;

/** Keeps the widths that a canvas has measured. */
export function createMeasure(context: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>): Measure {
  const widths = new Map<string, number>();
  return (font, text) => {
    const key = `${font}\n${text}`;
    let found = widths.get(key);
    if (found === undefined) {
      context.font = font;
      found = context.measureText(text).width;
      if (widths.size > 50_000) widths.clear();
      widths.set(key, found);
    }
    return found;
  };
}

/** The blocks of one zone, made when they are asked for: most zones need only the first. */
export interface ZoneBlocks {
  /** The whole name, level and number of units, in falling sizes; the number in a line of its own, or not at all; at last the level's mark alone. */
  whole(): Generator<LabelBlock>;
  /** For a label outside the zone, at the end of a line. */
  outside(): LabelBlock;
  /** What is left where nothing else fits: a shortened name, the level alone, its mark. `across` is the zone's width in pixels. */
  short(across: number): Generator<LabelBlock>;
}

export function blocksOf(zone: Pick<ZoneView, 'name' | 'level' | 'unitIds' | 'unassessedUnits' | 'majorHazard' | 'majorHazardLevel'>, texts: MapTexts, measure: Measure): ZoneBlocks {
  const { mark } = levelStyle(zone.level);
  const word = `${mark} ${texts.levels[zone.level ?? 'none']}`;
  const part = (kind: LabelPart['kind'], text: string, width: number): LabelPart => ({ kind, text, width });
  const hazard = zone.majorHazard ? [part('hazard', hazardMark(zone.majorHazardLevel), hazardSize)] : [];
  const level = part('level', word, measure(badgeFont, word) + 2 * padding);
  const sign = part('level', mark, badgeHeight);
  // A second badge says that linked units are not assessed: the level may yet rise.
  const unassessed = zone.level !== null && zone.unassessedUnits > 0 ? [part('unassessed', levelStyle(null).mark, badgeHeight)] : [];
  const count = fill(texts.units, { n: String(zone.unitIds.length) });
  const units = part('units', count, measure(unitsFont, count) + 2);
  const block = (name: string, nameSize: number, ...lines: readonly (readonly LabelPart[])[]): LabelBlock => {
    const rows = lines.map((parts) => ({ parts, width: parts.reduce((sum, { width }) => sum + width, 0) + rowGap * (parts.length - 1) }));
    const nameWidth = name === '' ? 0 : measure(nameFont(nameSize), name);
    return {
      name, nameSize, rows, width: Math.ceil(Math.max(nameWidth, ...rows.map(({ width }) => width))) + 2,
      height: badgeHeight + (name === '' ? 0 : nameHeight) + (rows.length - 1) * unitsHeight,
    };
  };
  const known = [...hazard, level, ...unassessed];
  return {
    * whole() {
      for (const size of nameSizes) yield block(zone.name, size, [...known, units]);
      for (const size of nameSizes) yield block(zone.name, size, known, [units]);
      yield block(zone.name, nameSizes[1], known);
      // The level's mark stands for its word before the label leaves its zone: colour and hatch say it too.
      yield block(zone.name, nameSizes[1], [...hazard, sign, ...unassessed]);
    },
    outside: () => {
      const size = nameSizes[1];
      return block(shorten(zone.name, longestName, (text) => measure(nameFont(size), text)), size, [...known, units]);
    },
    * short(across) {
      const size = nameSizes[1];
      const name = across < 40 ? '' : shorten(zone.name, Math.min(longestName, across), (text) => measure(nameFont(size), text));
      if (name !== '') yield block(name, size, known);
      yield block('', size, known);
      if (hazard.length > 0) yield block('', size, [...hazard, sign]);
      yield block('', size, [sign]);
    },
  };
}

/** Shortens a text with an ellipsis until `measure` gives no more than `most`; whole characters only. */
export function shorten(text: string, most: number, measure: (text: string) => number): string {
  if (measure(text) <= most) return text;
  const letters = [...text];
  let low = 0, high = letters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${letters.slice(0, middle).join('')}…`) <= most) low = middle; else high = middle - 1;
  }
  return low < 2 ? '' : `${letters.slice(0, low).join('')}…`;
}
