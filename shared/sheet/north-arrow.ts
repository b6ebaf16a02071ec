import { formatMessage, type Language } from '#shared/text/index.ts';
import { label, polygon, softInk, solid } from './marks.ts';
import type { Mark } from './page.ts';
import { sheetTurn } from './turn.ts';

/**
 * A north arrow with its middle at `x` and its top at `y`; 15 mm high on A3. It is the north of the plant grid (the axis y of plant
 * metres), and says so: how far that is from true north, the workspace does not know. On a sheet turned by `degrees`
 * counter-clockwise it is turned alike and smaller, with its letter, upright, at its tip.
 */
export function northArrow(x: number, y: number, language: Language, factor: number, degrees = 0): Mark[] {
  const [tip, half, notch] = [10.5 * factor, 2.6 * factor, 8 * factor];
  const turned = degrees !== 0;
  const { cos, sin } = sheetTurn(degrees);
  const size = turned ? 0.75 : 1;
  const middle = y + (turned ? 7.2 : 9.25) * factor;
  // `across` to the right and `down` from the middle of an arrow that points up; y of the paper goes down.
  const at = (across: number, down: number): [number, number] => [x + size * (across * cos + down * sin), middle + size * (down * cos - across * sin)];
  const top = at(0, -tip / 2);
  const [base, left, right] = [at(0, notch - tip / 2), at(-half, tip / 2), at(half, tip / 2)];
  const stroke = { colour: '#1A1A1A', width: 0.2 * factor, opacity: 1 };
  const letter = formatMessage(language, 'sheet.north');
  const [letterX, letterY] = at(0, -tip / 2 - 3 * factor);
  return [
    turned
      ? label(letter, letterX, letterY, 3 * factor, { bold: true, align: 'center', baseline: 'middle' })
      : label(letter, x, y + 3.2 * factor, 3.6 * factor, { bold: true, align: 'center' }),
    polygon([[...top, ...base, ...left]], [solid('#1A1A1A')], stroke),
    polygon([[...top, ...right, ...base]], [solid('#FFFFFF')], stroke),
    label(formatMessage(language, 'sheet.north.plant'), x, y + 17.5 * factor, 2.2 * factor, { align: 'center', colour: softInk }),
  ];
}
