import { formatMessage, type Language } from '#shared/text/index.ts';
import { box, label, line, solid } from './marks.ts';
import type { SheetZone } from './input.ts';
import type { Mark } from './page.ts';
import type { Rect } from './paper.ts';
import { ellipsize, plainText, textWidth, wrapText } from './text-measure.ts';
import { sheetLevelStyle, type SheetTheme } from './theme.ts';
import { contains, holds, meets, overlaps, segmentMeets, type ZoneShape } from './zone-shape.ts';

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
 * Labels of all zones: inside where the name fits, smaller or on more lines if need be, else beside with a leader line, else
 * just the level's mark. Labels never cover each other; small zones choose first. Leaders run below the labels.
 */
export function zoneLabels(shapes: readonly ZoneShape[], style: Style): ZoneLabels {
  const places: Rect[] = [];
  const leaders: Leader[] = [];
  const marks: Mark[] = [];
  const left: ZoneShape[] = [];
  const place = (zone: SheetZone, block: Block, rect: Rect) => {
    places.push(rect);
    marks.push(...blockMarks(block, rect, zone, style));
  };
  for (const shape of [...shapes].sort((first, second) => first.area - second.area)) {
    const placed = placeInside(shape, places, style);
    if (placed === null) left.push(shape);
    else place(shape.zone, placed.block, placed.rect);
  }
  for (const shape of left) {
    const beside = left.length <= mostLeaders ? placeBeside(shape, shapes, places, leaders, style) : null;
    if (beside === null) {
      const block = makeBlock([], 2.4 * style.factor, zoneMark(shape.zone, style.theme));
      place(shape.zone, block, centred(shape.anchor, block));
    } else {
      leaders.push(beside.leader);
      place(shape.zone, beside.block, beside.rect);
    }
  }
  return { marks: [...leaders.flatMap((leader) => leaderMarks(leader, style.factor)), ...marks], places };
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

/** The name on one line, or broken, after the code first; cut only where three lines of `widest` do not hold it. */
function namesOf(zone: SheetZone, size: number, widest: number): string[][] {
  const [code, name] = [plainText(zone.code), plainText(zone.name)];
  const coded = code !== '' && !name.startsWith(code);
  const whole = coded ? `${code} ${name}` : name;
  const head = coded ? [ellipsize(code, size, widest)] : [];
  const width = textWidth(name, size);
  const ways = textWidth(whole, size) <= widest ? [[whole]] : [];
  if (coded && width <= widest) ways.push([...head, name]);
  for (const lines of [2, 3]) {
    // Short names are rather written smaller than broken. A line is a little wider than its share, as it ends between letters.
    if (width > size * (4 * lines - 2.5)) ways.push([...head, ...wrapText(name, size, Math.min(widest, width / lines + size), lines)]);
  }
  return ways.length > 0 ? ways : [[...head, name]];
}

/** Ways to write a label, best first. */
function blocksOf(zone: SheetZone, { theme, language, factor }: Style, sizes: readonly number[] = [1, 0.85, 0.7, 0.58]): Block[] {
  const base = (theme === 'operator' ? 4.2 : 3.3) * factor;
  const word = `${zoneMark(zone, theme)} ${formatMessage(language, `level.short.${zone.level ?? 'none'}`)}`;
  return sizes.flatMap((share) =>
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

/** From a place in the zone to the edge of its label. */
interface Leader { readonly x: number; readonly y: number; readonly endX: number; readonly endY: number }

function leaderTo([x, y]: readonly [number, number], rect: Rect): Leader {
  return { x, y, endX: Math.min(Math.max(x, rect.x), rect.x + rect.width), endY: Math.min(Math.max(y, rect.y), rect.y + rect.height) };
}

const crosses = ({ x, y, endX, endY }: Leader, rect: Rect) => segmentMeets(x, y, endX, endY, rect);

/** The nearest place around the zone that covers no label; better one that covers no zone and whose leader crosses no label. */
function placeBeside(
  shape: ZoneShape, shapes: readonly ZoneShape[], taken: readonly Rect[], leaders: readonly Leader[], style: Style,
): { block: Block; rect: Rect; leader: Leader } | null {
  const block = besideBlock(shape.zone, style);
  const { anchor } = shape;
  const gap = style.factor;
  let best: { rect: Rect; leader: Leader; harm: number } | null = null;
  for (let ring = 1; ring <= 14; ring++) {
    for (let turn = 0; turn < 16; turn++) {
      const angle = ((turn * 22.5 - 45) * Math.PI) / 180;
      const reach = ring * 5 * style.factor;
      const rect = centred([anchor[0] + Math.cos(angle) * (reach + block.width / 2), anchor[1] + Math.sin(angle) * (reach + block.height / 2)], block);
      const outer = { x: rect.x - gap, y: rect.y - gap, width: rect.width + 2 * gap, height: rect.height + 2 * gap };
      if (!within(outer, style.window) || taken.some((other) => overlaps(outer, other))) continue;
      if (contains(shape.rings, rect.x + rect.width / 2, rect.y + rect.height / 2)) continue;
      const leader = leaderTo(anchor, rect);
      const harm = (shapes.some((other) => meets(other, outer)) ? 2 : 0)
        + (taken.some((other) => crosses(leader, other)) ? 1 : 0) + (leaders.some((other) => crosses(other, outer)) ? 1 : 0);
      if (harm === 0) return { block, rect, leader };
      if (best === null || harm < best.harm) best = { rect, leader, harm };
    }
  }
  return best === null ? null : { block, rect: best.rect, leader: best.leader };
}

/** Beside its zone a label is of middle size and not broken more than it must be. */
function besideBlock(zone: SheetZone, style: Style): Block {
  const [block] = blocksOf(zone, style, [0.85]);
  return block ?? makeBlock([], 2.4 * style.factor, zoneMark(zone, style.theme));
}

function leaderMarks({ x, y, endX, endY }: Leader, factor: number): Mark[] {
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
