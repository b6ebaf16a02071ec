import { formatMessage, type Language } from '#shared/text/index.ts';
import { label, polygon, softInk, solid } from './marks.ts';
import type { Mark } from './page.ts';

/**
 * A north arrow with its middle at `x` and its top at `y`; 15 mm high on A3. It is the north of the plant grid (the axis y of plant
 * metres), and says so: how far that is from true north, the workspace does not know.
 */
export function northArrow(x: number, y: number, language: Language, factor: number): Mark[] {
  const top = y + 4 * factor;
  const tip = 10.5 * factor;
  const half = 2.6 * factor;
  const notch = 8 * factor;
  const stroke = { colour: '#1A1A1A', width: 0.2 * factor, opacity: 1 };
  return [
    label(formatMessage(language, 'sheet.north'), x, y + 3.2 * factor, 3.6 * factor, { bold: true, align: 'center' }),
    polygon([[x, top, x, top + notch, x - half, top + tip]], [solid('#1A1A1A')], stroke),
    polygon([[x, top, x + half, top + tip, x, top + notch]], [solid('#FFFFFF')], stroke),
    label(formatMessage(language, 'sheet.north.plant'), x, top + tip + 3 * factor, 2.2 * factor, { align: 'center', colour: softInk }),
  ];
}
