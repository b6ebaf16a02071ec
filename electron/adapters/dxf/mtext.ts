import type { Affine } from '#shared/drawing/affine.ts';
import { textWidth } from '#shared/drawing/builder.ts';
import { richLines, type RichLine } from './mtext-codes.ts';
import type { Painter, Surroundings } from './painter.ts';
import type { DxfRecord } from './record.ts';
import type { Shape } from './shapes.ts';
import { nameKey } from './tables.ts';
import { placeText, type Align } from './texts.ts';

/** A text of several lines in its own plane: `attach` 1 to 9 from top left to bottom right, angles in radians, width 0 for no limit. */
export interface TextBlock {
  readonly raw: string;
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
  readonly height: number;
  readonly width: number;
  readonly attach: number;
  readonly spacing: number;
  readonly widthFactor: number;
}

/** Distance between base lines of MTEXT, in text heights. */
const linePitch = 5 / 3;
const columns: readonly Align[] = ['left', 'center', 'right'];

/** Adds the lines of a block of text; `map` is the frame of the block's place. Returns whether any was drawn. */
export function placeBlock(painter: Painter, map: Affine, record: DxfRecord, around: Surroundings, block: TextBlock): boolean {
  const heightOf = (line: RichLine): number => (line.absolute ? line.height : line.height * block.height);
  const factorOf = (line: RichLine): number => line.widthFactor * block.widthFactor;
  const lines = richLines(block.raw).flatMap((line) => wrap(line.text, block.width / (heightOf(line) * factorOf(line))).map((text) => ({ ...line, text })));
  const bottoms: number[] = [];
  for (const line of lines) {
    const before = bottoms[bottoms.length - 1];
    bottoms.push(before === undefined ? heightOf(line) : before + heightOf(line) * linePitch * block.spacing);
  }
  const total = bottoms[bottoms.length - 1] ?? 0;
  const attach = Math.min(9, Math.max(1, Math.trunc(block.attach) || 1));
  const row = Math.floor((attach - 1) / 3), column = (attach - 1) % 3;
  const width = block.width > 0 ? block.width : Math.max(0, ...lines.slice(0, 200).map((line) => textWidth(line.text) * heightOf(line) * factorOf(line)));
  const cos = Math.cos(block.rotation), sin = Math.sin(block.rotation);
  let drawn = false;
  lines.forEach((line, index) => {
    const bottom = bottoms[index] ?? 0, height = heightOf(line);
    const down = row === 0 ? bottom - height : row === 1 ? bottom - height / 2 - total / 2 : bottom - total;
    const set = line.align ?? columns[column] ?? 'left';
    const along = (columns.indexOf(set) - column) * (width / 2);
    drawn = placeText(painter, map, {
      x: block.x + cos * along + sin * down, y: block.y + sin * along - cos * down, rotation: block.rotation, height, text: line.text, align: set,
      baseline: row === 0 ? 'top' : row === 1 ? 'middle' : 'bottom', widthFactor: factorOf(line),
      style: line.colour === undefined ? painter.line(record, around) : painter.lineOf(record, around, line.colour),
    }) || drawn;
  });
  return drawn;
}

export const multiLine: Shape = (painter, record, around) => {
  let raw = '';
  let rotation = 0;
  const isFromBelow = record.number(230, 1) < 0;
  for (let i = 0; i < record.count; i += 1) {
    const code = record.codes[i];
    if (code === 1 || code === 3) raw += record.texts[i] ?? '';
    // The direction and the angle say the same; the later one counts.
    if (code === 50) { rotation = ((record.numbers[i] ?? 0) * Math.PI) / 180; if (isFromBelow) rotation = Math.PI - rotation; }
    if (code === 21) rotation = Math.atan2(record.numbers[i] ?? 0, record.number(11));
  }
  return placeBlock(painter, around.map, record, around, {
    raw, rotation: Number.isFinite(rotation) ? rotation : 0, x: record.number(10), y: record.number(20), height: record.number(40), width: record.number(41),
    attach: record.number(71, 1), spacing: record.number(44, 1) || 1, widthFactor: painter.tables.textStyles.get(nameKey(record.text(7)))?.widthFactor ?? 1,
  });
};

/** Breaks a line at `width` (in text heights), at blanks and between full-width characters; not above 1 means no limit. */
function wrap(text: string, width: number): string[] {
  if (!(width > 1) || textWidth(text) <= width * 1.1) return [text];
  const lines: string[] = [];
  let line = '', used = 0;
  for (const part of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    const size = textWidth(part);
    if (line !== '' && used + size > width * 1.1) { lines.push(line.trimEnd()); line = part.trimStart(); used = textWidth(line); }
    else { line += part; used += size; }
  }
  if (line !== '') lines.push(line);
  return lines;
}
