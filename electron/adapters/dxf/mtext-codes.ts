import { indexColour, trueColour } from './colours.ts';
import { unescapeText } from './encoding.ts';
import { plainText, type Align } from './texts.ts';

/** A line of an MTEXT as its codes leave it. */
export interface RichLine {
  readonly text: string;
  /** Height as the tallest part has it: a multiple of the MTEXT's own, or a length where it is `absolute`. */
  readonly height: number;
  readonly absolute: boolean;
  /** Where a paragraph is set otherwise than the whole. */
  readonly align: Align | null;
  /** The colour of all its letters, where codes give one; null is the foreground. */
  readonly colour: string | null | undefined;
  readonly widthFactor: number;
}

interface Look { height: number; absolute: boolean; colour: string | null | undefined; widthFactor: number }
interface Line extends Look { text: string; isBlank: boolean }

const aligns: Readonly<Record<string, Align>> = { l: 'left', c: 'center', r: 'right', j: 'left', d: 'left' };
const raised: Readonly<Record<string, string>> = { 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹', '+': '⁺', '-': '⁻', n: 'ⁿ' };
const lowered: Readonly<Record<string, string>> = { 0: '₀', 1: '₁', 2: '₂', 3: '₃', 4: '₄', 5: '₅', 6: '₆', 7: '₇', 8: '₈', 9: '₉', '+': '₊', '-': '₋' };
const shift = (text: string, letters: Readonly<Record<string, string>>): string => {
  const shifted = [...text].map((letter) => letters[letter]);
  return shifted.includes(undefined) ? text : shifted.join('');
};

/** A stack `upper^lower`, `upper/lower` or `upper#lower` in one line; a lone upper or lower part is raised or lowered (m³, H₂O). */
function stacked(content: string): string {
  const parts = /^([^/#^]*)([/#^])\s?(.*)$/s.exec(content);
  if (parts === null) return content;
  const [, upper = '', mark = '', lower = ''] = parts;
  if (mark === '^' && lower.trim() === '') return shift(upper.trim(), raised);
  if (mark === '^' && upper.trim() === '') return shift(lower.trim(), lowered);
  return `${upper.trim()}/${lower.trim()}`;
}

/**
 * The lines of an MTEXT, by its format codes: \P and ^J break, \S stacks, \H, \W, \C, \c and \p set height, width, colour and
 * alignment; fonts and the like are dropped. An MTEXT's own lines are not wrapped here.
 */
export function richLines(raw: string): RichLine[] {
  const text = unescapeText(raw);
  const lines: RichLine[] = [];
  let look: Look = { height: 1, absolute: false, colour: undefined, widthFactor: 1 };
  let align: Align | null = null;
  let line: Line = { ...look, text: '', isBlank: true };
  const open: Look[] = [];
  const add = (letters: string): void => {
    if (letters === '') return;
    if (letters.trim() !== '') {
      if (line.isBlank) line = { ...look, text: line.text, isBlank: false };
      else {
        if (look.absolute === line.absolute && look.height > line.height) line.height = look.height;
        if (look.colour !== line.colour) line.colour = undefined;
      }
    }
    line.text += letters;
  };
  const end = (): void => {
    const { text: letters, isBlank, ...own } = line;
    lines.push({ ...(isBlank ? look : own), text: plainText(letters), align });
    line = { ...look, text: '', isBlank: true };
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    if (character === '{') { open.push({ ...look }); continue; }
    if (character === '}') { look = open.pop() ?? look; continue; }
    if (character === '\r') continue;
    if (character === '\n') { end(); continue; }
    if (character === '^' && i + 1 < text.length) {
      const next = text[i + 1] ?? '';
      if (next === 'J' || next === 'M') end();
      else add(next === 'I' ? ' ' : next === ' ' ? '^' : '');
      i += 1;
      continue;
    }
    if (character !== '\\') { add(character); continue; }
    i += 1;
    const code = text[i] ?? '';
    if (code === 'P' || code === 'N' || code === 'X') end();
    else if (code === '~') add('\u00a0');
    else if (code === '\\' || code === '{' || code === '}') add(code);
    else if ('LlOoKk'.includes(code)) continue;
    else if ('SAaCcFfHhQqTtWwp'.includes(code)) {
      const stop = endOfCode(text, i), value = text.slice(i + 1, stop);
      if (code === 'S') add(stacked(value));
      else if (code === 'p') align = aligns[/q([lcrjd])/.exec(value)?.[1] ?? ''] ?? align;
      else look = changed(look, code, value);
      i = stop;
    } else add(code);
  }
  end();
  return lines;
}

function changed(look: Look, code: string, value: string): Look {
  const number = Number.parseFloat(value);
  if (code === 'H' && number > 0) return /x\s*$/i.test(value) ? { ...look, height: Math.min(1e6, look.height * number) } : { ...look, height: number, absolute: true };
  if (code === 'W' && number > 0) return { ...look, widthFactor: /x\s*$/i.test(value) ? look.widthFactor * number : number };
  // \C is a colour index (0 by block and 256 by layer: as the whole); \c a true colour with red in its lowest byte.
  if (code === 'C' && Number.isFinite(number)) return { ...look, colour: number >= 1 && number <= 255 ? indexColour(number) : undefined };
  if (code === 'c' && Number.isFinite(number)) return { ...look, colour: trueColour(((number & 255) << 16) | (number & 0xff00) | ((number >> 16) & 255)) };
  return look;
}

/** Position of the semicolon that ends a code; the end of the text where there is none. */
function endOfCode(text: string, from: number): number {
  const end = text.indexOf(';', from);
  return end < 0 ? text.length : end;
}
