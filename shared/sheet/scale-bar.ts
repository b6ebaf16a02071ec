import { formatMessage, type Language } from '#shared/text/index.ts';
import { box, ink, label, solid } from './marks.ts';
import type { Mark } from './page.ts';
import { roundLength, scaleText } from './scale.ts';

/** A scale bar of four parts and a round length in metres, at most `width` mm long; `y` is the top of its heading. Height 15 mm on A3. */
export function scaleBar(x: number, y: number, width: number, denominator: number, language: Language, factor: number): Mark[] {
  const metres = roundLength((width * denominator) / 1000);
  const length = (metres * 1000) / denominator;
  const top = y + 9.6 * factor;
  const height = 1.5 * factor;
  const marks: Mark[] = [label(formatMessage(language, 'sheet.scaleBar', { scale: scaleText(denominator) }), x, y + 3.4 * factor, 3.3 * factor, { bold: true })];
  for (let part = 0; part < 4; part++) {
    const rect = { x: x + (part * length) / 4, y: top, width: length / 4, height };
    marks.push(box(rect, [solid(part % 2 === 0 ? ink : '#FFFFFF')], 0.15 * factor));
  }
  for (const share of [0, 0.5, 1]) {
    const text = `${Number((metres * share).toPrecision(6))}${share === 1 ? ' m' : ''}`;
    marks.push(label(text, x + length * share, top - 1.1 * factor, 2.6 * factor, { align: share === 0 ? 'left' : 'center' }));
  }
  return marks;
}
