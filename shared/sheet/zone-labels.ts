import { formatMessage, type Language } from '#shared/text/index.ts';
import { box, label, line, solid } from './marks.ts';
import type { SheetZone } from './input.ts';
import type { Mark } from './page.ts';
import type { Rect } from './paper.ts';
import { ellipsize, plainText, textWidth, wrapText } from './text-measure.ts';
import { sheetLevelStyle, type SheetTheme } from './theme.ts';
import { contains, holds, meets, overlaps, type ZoneShape } from './zone-shape.ts';

/** `Ⅲ`, or `Ⅲ?` where units of the zone are not assessed. */
export function zoneMark(zone: Pick<SheetZone, 'level' | 'unassessedUnits'>, theme: SheetTheme): string {
  const { mark } = sheetLevelStyle(zone.level, theme);
  return zone.level !== null && zone.unassessedUnits > 0 ? `${mark}?` : mark;
}

interface Style { readonly theme: SheetTheme; readonly language: Language; readonly factor: number; readonly window: Rect }

/** A label not yet placed: its lines and the level chip below them. */
interface Block { readonly lines: readonly string[]; readonly size: number; readonly chip: string; readonly width: number; readonly height: number }

/** More zones than this get no leader lines: there would be no free paper between them. */
const mostLeaders = 300;
/** Names wider than this are broken or cut, mm on A3; the list has them whole. */
const nameWidth = 44;

/** Labels as marks, and the places that they cover. */
export interface ZoneLabels { readonly marks: readonly Mark[]; readonly places: readonly Rect[] }

/**
 * Labels of all zones: inside where the name fits, smaller or on two lines if need be, else beside with a leader line, else
 * just the level's mark. Labels never cover each other; small zones choose first.
 */
export function zoneLabels(shapes: readonly ZoneShape[], style: Style): ZoneLabels {
  const taken: Rect[] = [];
  const marks: Mark[] = [];
  const left: ZoneShape[] = [];
  for (const shape of [...shapes].sort((first, second) => first.area - second.area)) {
    const placed = placeInside(shape, taken, style);
    if (placed === null) left.push(shape);
    else {
      taken.push(placed.rect);
      marks.push(...blockMarks(placed.block, placed.rect, shape.zone, style));
    }
  }
  for (const shape of left) {
    const { anchor } = shape;
    const beside = left.length <= mostLeaders ? placeBeside(shape, anchor, shapes, taken, style) : null;
    if (beside === null) {
      const block = makeBlock([], 2.4 * style.factor, zoneMark(shape.zone, style.theme));
      const rect = centred(anchor, block);
      taken.push(rect);
      marks.push(...blockMarks(block, rect, shape.zone, style));
    } else {
      taken.push(beside.rect);
      marks.push(...leaderMarks(anchor, beside.rect, style.factor), ...blockMarks(beside.block, beside.rect, shape.zone, style));
    }
  }
  return { marks, places: taken };
}

function makeBlock(lines: readonly string[], size: number, chip: string): Block {
  const chipWidth = textWidth(chip, size * 0.85) + size * 0.8;
  return {
    lines, size, chip,
    width: Math.max(chipWidth, ...lines.map((text) => textWidth(text, size))),
    height: lines.length * size * 1.2 + size * 1.3,
  };
}

const centred = ([x, y]: readonly [number, number], block: Block): Rect =>
  ({ x: x - block.width / 2, y: y - block.height / 2, width: block.width, height: block.height });

/** The name on one line, and on two: broken after the code, or in the middle. */
function namesOf(zone: SheetZone, size: number, widest: number): string[][] {
  const [code, name] = [plainText(zone.code), plainText(zone.name)];
  const whole = code === '' || name.startsWith(code) ? name : `${code} ${name}`;
  const ways = textWidth(whole, size) <= widest ? [[whole]] : [];
  if (whole !== name) ways.push([ellipsize(code, size, widest), ellipsize(name, size, widest)]);
  else ways.push(wrapText(name, size, Math.min(widest, Math.max(textWidth(name, size) * 0.56, size * 3)), 2));
  return ways;
}

/** Ways to write a label, best first. */
function blocksOf(zone: SheetZone, { theme, language, factor }: Style): Block[] {
  const base = (theme === 'operator' ? 4.2 : 3.3) * factor;
  const word = `${zoneMark(zone, theme)} ${formatMessage(language, `level.short.${zone.level ?? 'none'}`)}`;
  return [1, 0.85, 0.7, 0.58].flatMap((share) =>
    namesOf(zone, base * share, nameWidth * factor).map((lines) => makeBlock(lines, base * share, word)));
}

function placeInside(shape: ZoneShape, taken: readonly Rect[], style: Style): { block: Block; rect: Rect } | null {
  const { bounds } = shape;
  const [middleX, middleY] = shape.anchor;
  const points: [number, number][] = [[middleX, middleY]];
  const steps = 9;
  for (let row = 1; row < steps; row++) {
    for (let column = 1; column < steps; column++) {
      points.push([bounds.minX + ((bounds.maxX - bounds.minX) * column) / steps, bounds.minY + ((bounds.maxY - bounds.minY) * row) / steps]);
    }
  }
  const distance = ([x, y]: readonly [number, number]) => Math.hypot(x - middleX, y - middleY);
  points.sort((first, second) => distance(first) - distance(second));
  const margin = 0.8 * style.factor;
  for (const block of blocksOf(shape.zone, style)) {
    for (const point of points) {
      const rect = centred(point, block);
      const outer = { x: rect.x - margin, y: rect.y - margin, width: rect.width + 2 * margin, height: rect.height + 2 * margin };
      if (within(outer, style.window) && holds(shape, outer) && !taken.some((other) => overlaps(outer, other))) return { block, rect };
    }
  }
  return null;
}

const within = (inner: Rect, outer: Rect) => inner.x >= outer.x && inner.y >= outer.y
  && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

/** The nearest free place around the zone, first one that covers no zone, then any that covers no label. */
function placeBeside(
  shape: ZoneShape, anchor: readonly [number, number], shapes: readonly ZoneShape[], taken: readonly Rect[], style: Style,
): { block: Block; rect: Rect } | null {
  const block = blocksOf(shape.zone, style)[2] ?? makeBlock([], 2.4 * style.factor, zoneMark(shape.zone, style.theme));
  const gap = style.factor;
  let fallback: Rect | null = null;
  for (let ring = 1; ring <= 14; ring++) {
    for (let turn = 0; turn < 16; turn++) {
      const angle = ((turn * 22.5 - 45) * Math.PI) / 180;
      const reach = ring * 5 * style.factor;
      const rect = centred([anchor[0] + Math.cos(angle) * (reach + block.width / 2), anchor[1] + Math.sin(angle) * (reach + block.height / 2)], block);
      const outer = { x: rect.x - gap, y: rect.y - gap, width: rect.width + 2 * gap, height: rect.height + 2 * gap };
      if (!within(outer, style.window) || taken.some((other) => overlaps(outer, other))) continue;
      if (!shapes.some((other) => meets(other, outer))) return { block, rect };
      fallback ??= contains(shape.rings, rect.x + rect.width / 2, rect.y + rect.height / 2) ? null : rect;
    }
  }
  return fallback === null ? null : { block, rect: fallback };
}

function leaderMarks([x, y]: readonly [number, number], rect: Rect, factor: number): Mark[] {
  const endX = Math.min(Math.max(x, rect.x), rect.x + rect.width);
  const endY = Math.min(Math.max(y, rect.y), rect.y + rect.height);
  const radius = 0.55 * factor;
  const dot = Array.from({ length: 12 }, (_, index) => (index * Math.PI) / 6).flatMap((angle) => [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius]);
  return [
    line([x, y, endX, endY], 0.9 * factor, '#FFFFFF'), line([x, y, endX, endY], 0.25 * factor),
    { kind: 'path', rings: [dot], closed: true, fills: [solid('#1A1A1A')], stroke: null },
  ];
}

function blockMarks(block: Block, rect: Rect, zone: SheetZone, { theme, factor }: Style): Mark[] {
  const { size } = block;
  const middle = rect.x + rect.width / 2;
  const style = sheetLevelStyle(zone.level, theme);
  const texts = block.lines.map((text, index) => label(text, middle, rect.y + (index + 0.55) * size * 1.2, size, {
    bold: true, align: 'center', baseline: 'middle', halo: { colour: '#FFFFFF', width: size * 0.16 }, maxWidth: rect.width,
  }));
  const chipSize = size * 0.85;
  const width = textWidth(block.chip, chipSize) + size * 0.8;
  const chip = { x: middle - width / 2, y: rect.y + rect.height - size * 1.2, width, height: size * 1.2 };
  return [
    ...texts,
    box(chip, [solid(style.solid)], 0.15 * factor),
    label(block.chip, middle, chip.y + chip.height / 2, chipSize, { bold: true, colour: style.onSolid, align: 'center', baseline: 'middle', maxWidth: width - size * 0.3 }),
  ];
}
