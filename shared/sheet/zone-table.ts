import { formatMessage, type Language, type MessageKey } from '#shared/text/index.ts';
import type { SheetZone } from './input.ts';
import { box, label, line, softInk, solid } from './marks.ts';
import type { Mark } from './page.ts';
import type { Rect } from './paper.ts';
import { ellipsize, plainText, textWidth, wrapText } from './text-measure.ts';
import { sheetLevelStyle, type SheetTheme } from './theme.ts';
import { zoneMark } from './zone-labels.ts';

interface TableStyle { readonly theme: SheetTheme; readonly language: Language; readonly factor: number }

interface Column { readonly key: MessageKey; readonly width: number; readonly text: (zone: SheetZone) => string; readonly lines: number }

const say = (style: TableStyle, key: MessageKey, params: Record<string, string | number> = {}) => formatMessage(style.language, key, params);

function joined(names: readonly string[], style: TableStyle): string {
  return [...new Set(names.map(plainText))].filter((name) => name !== '').join(say(style, 'sheet.list.joiner'));
}

function unitsText(zone: SheetZone, style: TableStyle): string {
  return zone.units.length === 0 ? say(style, 'sheet.list.noUnits') : joined(zone.units, style);
}

/** A name may be squeezed this much before it is broken into lines. */
const squeeze = 0.78;

function nameLines(name: string, size: number, width: number, most: number): string[] {
  return textWidth(name, size) * squeeze <= width ? [name] : wrapText(name, size, width, most);
}

/** A chip with the level's mark and word, in its full colour. */
function levelChip(zone: SheetZone, rect: Rect, style: TableStyle): Mark[] {
  const look = sheetLevelStyle(zone.level, style.theme);
  const word = `${zoneMark(zone, style.theme)} ${say(style, `level.short.${zone.level ?? 'none'}`)}`;
  return [
    box(rect, [solid(look.solid)], 0.12 * style.factor),
    label(word, rect.x + rect.width / 2, rect.y + rect.height / 2, rect.height * 0.68, {
      colour: look.onSolid, align: 'center', baseline: 'middle', bold: true, maxWidth: rect.width - style.factor,
    }),
  ];
}

/** Rows that found room, as marks, and how many zones they were. */
export interface TablePart { readonly marks: Mark[]; readonly used: number }

/**
 * The list beside the map: a row a zone, with the units on a second line. What finds no room is left for `zonePage`, and its number
 * is said below the last row; where no page follows, the units give way to further zones.
 */
export function zoneList(area: Rect, zones: readonly SheetZone[], style: TableStyle, further: 'sheet.list.onPage' | 'sheet.list.counted'): TablePart {
  const k = style.factor;
  const marks: Mark[] = [label(say(style, 'sheet.list'), area.x, area.y + 4 * k, 3.6 * k, { bold: true })];
  if (zones.length === 0) {
    wrapText(say(style, 'sheet.list.empty'), 2.8 * k, area.width, 4).forEach((text, index) => {
      marks.push(label(text, area.x, area.y + (10 + index * 4) * k, 2.8 * k, { colour: softInk }));
    });
    return { marks, used: 0 };
  }
  const codes = zones.reduce((widest, zone) => Math.max(widest, textWidth(plainText(zone.code), 2.8)), textWidth(say(style, 'sheet.list.code'), 2.4));
  const codeWidth = Math.min(codes + 2, 17) * k;
  const chipWidth = (style.language === 'en' ? 21 : 16) * k;
  const liableWidth = 25 * k;
  const nameX = area.x + codeWidth;
  const chipX = area.x + area.width - liableWidth - chipWidth - 2 * k;
  const liableX = area.x + area.width - liableWidth;
  const nameRoom = chipX - nameX - 1.5 * k;
  let y = area.y + 6 * k;
  const head = (key: MessageKey, x: number, width: number) => label(say(style, key), x, y + 2.6 * k, 2.4 * k, { colour: softInk, maxWidth: width });
  marks.push(
    head('sheet.list.code', area.x, codeWidth - k), head('sheet.list.name', nameX, nameRoom), head('sheet.list.level', chipX, chipWidth),
    head('sheet.list.liable', liableX, liableWidth), line([area.x, y + 4 * k, area.x + area.width, y + 4 * k], 0.25 * k),
  );
  y += 4 * k;
  const bottom = area.y + area.height;
  const size = 2.8 * k;
  const heights = (withUnits: boolean) => zones.map((zone) =>
    (withUnits ? 7.8 : 4.9) * k + (nameLines(plainText(zone.name), size, nameRoom, 4).length - 1) * size * 1.25);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const withUnits = further === 'sheet.list.onPage' || sum(heights(true)) <= bottom - y;
  const rows = heights(withUnits);
  const room = sum(rows) <= bottom - y ? bottom : bottom - 4.5 * k;
  let used = 0;
  for (const zone of zones) {
    const height = rows[used] ?? 0;
    if (y + height > room) break;
    const names = nameLines(plainText(zone.name), size, nameRoom, 4);
    const liable = [joined(zone.departments, style), joined(zone.persons, style)].filter((text) => text !== '').join(' / ');
    const middle = y + 2.35 * k;
    marks.push(label(ellipsize(plainText(zone.code), size * squeeze, codeWidth - k), area.x, middle, size, { baseline: 'middle', maxWidth: codeWidth - k }));
    names.forEach((name, index) => {
      marks.push(label(name, nameX, middle + index * size * 1.25, size, { baseline: 'middle', maxWidth: nameRoom }));
    });
    marks.push(
      ...levelChip(zone, { x: chipX, y: y + 0.8 * k, width: chipWidth, height: 3.2 * k }, style),
      label(ellipsize(liable, size * squeeze * 0.9, liableWidth), liableX, middle, size * 0.9, { baseline: 'middle', maxWidth: liableWidth }),
    );
    if (withUnits) {
      const width = area.x + area.width - nameX;
      marks.push(label(ellipsize(unitsText(zone, style), 2.3 * k, width), nameX, y + height - 1.6 * k, 2.3 * k, { baseline: 'middle', colour: softInk, maxWidth: width }));
    }
    y += height;
    marks.push(line([area.x, y, area.x + area.width, y], 0.1 * k, '#BBBBBB'));
    used++;
  }
  if (used < zones.length) {
    marks.push(label(say(style, further, { count: zones.length - used }), area.x, y + 3.6 * k, 2.6 * k, { bold: true, maxWidth: area.width }));
  }
  return { marks, used };
}

/** The list over a whole page, filled into `area` from `zones[0]` on; at least one zone finds room. */
export function zonePage(area: Rect, zones: readonly SheetZone[], style: TableStyle): TablePart {
  const k = style.factor;
  const shares: readonly Column[] = [
    { key: 'sheet.list.code', width: 0.08, text: (zone) => plainText(zone.code), lines: 2 },
    { key: 'sheet.list.name', width: 0.24, text: (zone) => plainText(zone.name), lines: 6 },
    { key: 'sheet.list.level', width: 0.09, text: () => '', lines: 1 },
    { key: 'sheet.list.units', width: 0.33, text: (zone) => unitsText(zone, style), lines: 6 },
    { key: 'sheet.list.department', width: 0.14, text: (zone) => joined(zone.departments, style), lines: 3 },
    { key: 'sheet.list.person', width: 0.12, text: (zone) => joined(zone.persons, style), lines: 3 },
  ];
  const size = 2.9 * k;
  const lineHeight = size * 1.3;
  const columns = shares.map((column, index) => ({
    ...column, x: area.x + area.width * shares.slice(0, index).reduce((total, other) => total + other.width, 0), room: area.width * column.width - 2.5 * k,
  }));
  const marks: Mark[] = columns.map((column) => label(say(style, column.key), column.x + k, area.y + 3.4 * k, 2.6 * k, { bold: true, maxWidth: column.room }));
  let y = area.y + 5 * k;
  marks.push(line([area.x, y, area.x + area.width, y], 0.3 * k));
  let used = 0;
  for (const zone of zones) {
    const cells = columns.map((column) => nameLines(column.text(zone), size, column.room, column.lines));
    const height = Math.max(1, ...cells.map((lines) => lines.length)) * lineHeight + 1.8 * k;
    if (used > 0 && y + height > area.y + area.height) break;
    columns.forEach((column, index) => {
      const middle = y + 0.9 * k + lineHeight / 2;
      if (column.key === 'sheet.list.level') marks.push(...levelChip(zone, { x: column.x + k, y: middle - 2 * k, width: Math.min(column.room, 24 * k), height: 4 * k }, style));
      (cells[index] ?? []).forEach((text, row) => {
        if (text !== '') marks.push(label(text, column.x + k, middle + row * lineHeight, size, { baseline: 'middle', maxWidth: column.room }));
      });
    });
    y += height;
    marks.push(line([area.x, y, area.x + area.width, y], 0.1 * k, '#BBBBBB'));
    used++;
  }
  return { marks, used };
}
