import { isDate, isFault, type GridValue } from './grid.ts';

// Spaces at the ends, including ideographic and zero-width ones, which trim() leaves in part.
const edge = /[\s\u200b-\u200d\u2060\ufeff]/;
// Control characters other than tab and line feed (Excel writes them as escapes, no table should keep them), and what nobody sees.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b\u2060\ufeff]/g;
// Spaces that only forbid a line break: the same name with and without one is the same.
const noBreak = /[\u00a0\u2007\u202f]/g;
const needsCleaning = /^[\s\u200b-\u200d]|[\s\u200b-\u200d]$|[\u0000-\u0008\u000b-\u001f\u007f\u00a0\u00ad\u2007\u200b\u202f\u2060\ufeff]/;

/** A number as people write it: no exponent for codes and telephone numbers, and no binary dust (0.1 + 0.2 is 0.3). */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  return String(Number(value.toPrecision(15)));
}

/** Text without spaces at its ends, control characters and unseen ones; line ends are `\n`, spaces that forbid a break are spaces. */
export function cleanText(text: string): string {
  if (!needsCleaning.test(text)) return text;
  const cleaned = text.replace(/\r\n?/g, '\n').replace(unseen, '').replace(noBreak, ' ');
  // Step by step from the ends: a pattern for the last spaces would try at every space inside.
  let start = 0;
  let end = cleaned.length;
  while (start < end && edge.test(cleaned.charAt(start))) start++;
  while (end > start && edge.test(cleaned.charAt(end - 1))) end--;
  return cleaned.slice(start, end);
}

const eastAsian = /[\u2e80-\uffef]/;

/** Text for a single line: a line break inside a Chinese name is only how the cell was filled. */
export function oneLine(text: string): string {
  if (!text.includes('\n')) return text;
  let joined = '';
  for (const part of text.split('\n')) {
    const piece = part.trim();
    if (piece === '') continue;
    const gap = joined === '' || (eastAsian.test(joined.charAt(joined.length - 1)) && eastAsian.test(piece.charAt(0))) ? '' : ' ';
    joined += gap + piece;
  }
  return joined;
}

/** What the cell says as text; empty for a fault. Dates read `2026-01-31`. */
export function valueText(value: GridValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (isFault(value)) return value.text;
  if (isDate(value)) return `${value.year}-${String(value.month).padStart(2, '0')}-${String(value.day).padStart(2, '0')}`;
  return '';
}

/** The text in the form in which heads and words are compared: one width, one case, no spaces, one kind of dash. */
export function wordKey(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200d\u2060\ufeff]+/g, '').replace(/[‐‑‒–—―−]/g, '-').toLowerCase();
}

const longestHead = 200;

/** Keys under which a head may be known: as it stands, without what is in brackets, and what is in brackets alone. */
export function headKeys(text: string): string[] {
  // No head is as long as this, and brackets without end would be looked for from each of them.
  const key = wordKey(text.slice(0, longestHead)).replace(/[*:]+/g, '');
  const outside = key.replace(/[([{【〔].*?[)\]}】〕]/g, '');
  return outside !== '' && outside !== key ? [key, outside] : [key];
}

/** What the first pair of brackets of a head encloses; empty without one. */
export const inBrackets = (head: string): string => /[([（【〔]([^()[\]（）【】〔〕]+)[)\]）】〕]/.exec(head.slice(0, longestHead))?.[1] ?? '';
