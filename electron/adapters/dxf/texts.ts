import type { Affine } from '#shared/drawing/affine.ts';
import { compose } from '#shared/drawing/affine.ts';
import { textWidth } from '#shared/drawing/builder.ts';
import type { DrawingText } from '#shared/drawing/drawing.ts';
import { unescapeText } from './encoding.ts';
import { planeOf, type Painter } from './painter.ts';
import type { Shape } from './shapes.ts';

export type Align = DrawingText['align'];
export type Baseline = DrawingText['baseline'];

const maxCoordinate = 1e12;

/** Puts in what %%c, %%d, %%p and %%nnn stand for; takes out underline and overline switches. */
export function plainText(text: string): string {
  if (!/[%^\\]/.test(text)) return text;
  return unescapeText(text)
    .replace(/%%(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/%%c/gi, '⌀').replace(/%%d/gi, '°').replace(/%%p/gi, '±').replace(/%%[uok]/gi, '').replace(/%%%/g, '%')
    .replace(/\^I/g, ' ').replace(/\^[A-Z]/g, '').replace(/\^ /g, '^');
}

const swapAlign = (align: Align): Align => (align === 'left' ? 'right' : align === 'right' ? 'left' : 'center');
const swapBaseline = (baseline: Baseline): Baseline => (baseline === 'top' ? 'bottom' : baseline === 'middle' ? 'middle' : 'top');

/** Adds a line of text placed in its own plane: position, direction and height go through `map`. */
export function placeText(
  painter: Painter, map: Affine, at: { x: number; y: number; height: number; rotation: number; text: string; align: Align; baseline: Baseline; style: number; widthFactor?: number },
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
  const widthFactor = Math.min(20, Math.max(0.05, ((at.widthFactor ?? 1) * Math.hypot(ux, uy)) / Math.hypot(vx, vy)));
  painter.builder.text({
    x, y, height, rotation: (Math.atan2(uy, ux) * 180) / Math.PI, text, align, baseline, style: at.style,
    ...(Math.abs(widthFactor - 1) > 0.01 ? { widthFactor: Math.round(widthFactor * 1e4) / 1e4 } : {}),
  });
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
  const text = plainText(record.text(1)), height = record.number(40);
  // A fitted text fills the way between its two points.
  const room = isFitted && hasSecond ? Math.hypot(record.number(11) - record.number(10), record.number(21) - record.number(20)) / (textWidth(text.trimEnd()) * height) : NaN;
  const align = isFitted && !hasSecond ? 'left' : (horizontal[h] ?? 'left');
  const baseline = h === 4 ? 'middle' : (vertical[v] ?? 'alphabetic');
  // Backward (2) and upside-down (4) texts are kept readable in the place that they take.
  const turned = record.number(71);
  return placeText(painter, compose(around.map, planeOf(record, record.number(30))), {
    x, y, rotation, height, text, style: painter.line(record, around), widthFactor: room > 0 && room < Infinity ? room : Math.abs(record.number(41, 1)) || 1,
    align: (turned & 2) !== 0 ? swapAlign(align) : align, baseline: (turned & 4) !== 0 ? swapBaseline(baseline) : baseline,
  });
};
