import type { Affine } from '#shared/drawing/affine.ts';
import { compose } from '#shared/drawing/affine.ts';
import { textWidth } from '#shared/drawing/builder.ts';
import type { DrawingText } from '#shared/drawing/drawing.ts';
import { unescapeText } from './encoding.ts';
import { planeOf, type Painter } from './painter.ts';
import type { Shape } from './shapes.ts';

type Align = DrawingText['align'];
type Baseline = DrawingText['baseline'];

const maxCoordinate = 1e12;

/** Puts in what %%c, %%d, %%p and %%nnn stand for; takes out underline and overline switches. */
export function plainText(text: string): string {
  return unescapeText(text)
    .replace(/%%(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/%%c/gi, '⌀').replace(/%%d/gi, '°').replace(/%%p/gi, '±').replace(/%%[uok]/gi, '').replace(/%%%/g, '%')
    .replace(/\^I/g, ' ').replace(/\^[A-Z]/g, '').replace(/\^ /g, '^');
}

/** The lines of an MTEXT without its format codes (\P breaks, \S stacks as a/b, fonts, colours and heights dropped). */
export function richTextLines(raw: string): string[] {
  const text = unescapeText(raw);
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    if (character === '{' || character === '}') continue;
    if (character === '^' && i + 1 < text.length) {
      const next = text[i + 1] ?? '';
      out += next === 'J' || next === 'M' ? '\n' : next === 'I' ? ' ' : next === ' ' ? '^' : '';
      i += 1;
      continue;
    }
    if (character !== '\\') { out += character; continue; }
    i += 1;
    const code = text[i] ?? '';
    if (code === 'P' || code === 'N' || code === 'X') out += '\n';
    else if (code === '~') out += '\u00a0';
    else if (code === '\\' || code === '{' || code === '}') out += code;
    else if ('LlOoKk'.includes(code)) continue;
    else if (code === 'S') {
      const end = endOfCode(text, i);
      out += text.slice(i + 1, end).replace(/[#^]\s?/, '/');
      i = end;
    } else if ('AaCcFfHhQqTtWwp'.includes(code)) i = endOfCode(text, i);
    else out += code;
  }
  return plainText(out.replace(/\r/g, '')).split('\n');
}

/** Position of the semicolon that ends a code; the end of the text where there is none. */
function endOfCode(text: string, from: number): number {
  const end = text.indexOf(';', from);
  return end < 0 ? text.length : end;
}

const swapAlign = (align: Align): Align => (align === 'left' ? 'right' : align === 'right' ? 'left' : 'center');
const swapBaseline = (baseline: Baseline): Baseline => (baseline === 'top' ? 'bottom' : baseline === 'middle' ? 'middle' : 'top');

/** Adds a line of text placed in its own plane: position, direction and height go through `map`. */
export function placeText(
  painter: Painter, map: Affine, at: { x: number; y: number; height: number; rotation: number; text: string; align: Align; baseline: Baseline; style: number },
): boolean {
  const text = at.text.replace(/\s+$/, '');
  if (text.trim() === '' || !(at.height > 0)) return false;
  const cos = Math.cos(at.rotation), sin = Math.sin(at.rotation);
  let ux = map.a * cos + map.c * sin, uy = map.b * cos + map.d * sin;
  const vx = -map.a * sin + map.c * cos, vy = -map.b * sin + map.d * cos;
  const x = map.a * at.x + map.c * at.y + map.e, y = map.b * at.x + map.d * at.y + map.f;
  const height = Math.hypot(vx, vy) * at.height;
  if (!(Math.abs(x) <= maxCoordinate && Math.abs(y) <= maxCoordinate && height > 0 && height <= maxCoordinate)) return false;
  let { align, baseline } = at;
  // A mirrored text is kept readable: it is turned round within its own box.
  if (ux * vy - uy * vx < 0) {
    if (ux < 0) { ux = -ux; uy = -uy; align = swapAlign(align); }
    else baseline = swapBaseline(baseline);
  }
  painter.builder.text({ x, y, height, rotation: (Math.atan2(uy, ux) * 180) / Math.PI, text, align, baseline, style: at.style });
  return true;
}

const horizontal: readonly Align[] = ['left', 'center', 'right', 'center', 'center', 'center'];
const vertical: readonly Baseline[] = ['alphabetic', 'bottom', 'middle', 'top'];

/** TEXT, ATTRIB and ATTDEF. */
export const singleLine: Shape = (painter, record, around) => {
  const h = record.number(72), v = record.number(record.type === 'TEXT' ? 73 : 74);
  const isFitted = h === 3 || h === 5;
  const hasSecond = record.has(11);
  const second = hasSecond && (h !== 0 || v !== 0);
  let x = record.number(second ? 11 : 10), y = record.number(second ? 21 : 20);
  let rotation = (record.number(50) * Math.PI) / 180;
  if (isFitted && hasSecond) {
    rotation = Math.atan2(record.number(21) - record.number(20), record.number(11) - record.number(10));
    x = (record.number(10) + record.number(11)) / 2;
    y = (record.number(20) + record.number(21)) / 2;
  }
  const align = isFitted && !hasSecond ? 'left' : (horizontal[h] ?? 'left');
  const baseline = h === 4 ? 'middle' : (vertical[v] ?? 'alphabetic');
  // Backward (2) and upside-down (4) texts are kept readable in the place that they take.
  const turned = record.number(71);
  return placeText(painter, compose(around.map, planeOf(record, record.number(30))), {
    x, y, rotation, height: record.number(40), text: plainText(record.text(1)), style: painter.line(record, around),
    align: (turned & 2) !== 0 ? swapAlign(align) : align, baseline: (turned & 4) !== 0 ? swapBaseline(baseline) : baseline,
  });
};

/** Distance between base lines of MTEXT, in text heights. */
const linePitch = 5 / 3;

export const multiLine: Shape = (painter, record, around) => {
  let raw = '';
  let rotation = 0;
  for (let i = 0; i < record.count; i += 1) {
    const code = record.codes[i];
    if (code === 1 || code === 3) raw += record.texts[i] ?? '';
    // The direction and the angle say the same; the later one counts.
    if (code === 50) rotation = ((record.numbers[i] ?? 0) * Math.PI) / 180;
    if (code === 21) rotation = Math.atan2(record.numbers[i] ?? 0, record.number(11));
  }
  const height = record.number(40);
  const lines = richTextLines(raw).flatMap((text) => wrap(text, record.number(41) / height));
  const attach = Math.min(9, Math.max(1, record.number(71, 1)));
  const row = Math.floor((attach - 1) / 3), column = (attach - 1) % 3;
  const pitch = height * linePitch * record.number(44, 1);
  const style = painter.line(record, around);
  const total = (lines.length - 1) * pitch;
  const down = row === 0 ? 0 : row === 1 ? -total / 2 : -total;
  let drawn = false;
  lines.forEach((text, index) => {
    const offset = down + index * pitch;
    drawn = placeText(painter, around.map, {
      x: record.number(10) + Math.sin(rotation) * offset, y: record.number(20) - Math.cos(rotation) * offset, rotation, height, text, style,
      align: column === 0 ? 'left' : column === 1 ? 'center' : 'right', baseline: row === 0 ? 'top' : row === 1 ? 'middle' : 'bottom',
    }) || drawn;
  });
  return drawn;
};

/** Breaks a line at `width` (in text heights), at blanks and between full-width characters; 0 means no limit. */
function wrap(text: string, width: number): string[] {
  if (!(width > 1) || textWidth(text) <= width * 1.1) return [text];
  const lines: string[] = [];
  let line = '';
  for (const part of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    if (line !== '' && textWidth(line + part) > width * 1.1) { lines.push(line.trimEnd()); line = part.trimStart(); }
    else line += part;
  }
  if (line !== '') lines.push(line);
  return lines;
}

