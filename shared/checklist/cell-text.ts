import { isDate, isFault, type GridValue } from './grid.ts';

// Spaces at the ends, including ideographic and zero-width ones, which trim() leaves in part.
const edgeSpace = /^[\s\u200b\u200c\u200d\u2060\ufeff]+|[\s\u200b\u200c\u200d\u2060\ufeff]+$/g;
// Control characters other than tab and line feed: Excel writes them as escapes, no table should keep them.
 
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
 
const needsCleaning = /^[\s\u200b-\u200d\u2060\ufeff]|[\s\u200b-\u200d\u2060\ufeff]$|[\u0000-\u0008\u000b-\u001f\u007f]/;

/** A number as people write it: no exponent for codes and telephone numbers, and no binary dust (0.1 + 0.2 is 0.3). */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  return String(Number(value.toPrecision(15)));
}

/** Text without spaces at its ends and without control characters; line ends are `\n`. */
export function cleanText(text: string): string {
  if (!needsCleaning.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(controls, '').replace(edgeSpace, '');
}

/** Text for a single line: a line break inside a Chinese name is only how the cell was filled. */
export function oneLine(text: string): string {
  if (!text.includes('\n')) return text;
  return text.replace(/([\u2e80-\uffef])?[ \t]*\n\s*(?=([\u2e80-\uffef])?)/g,
    (_all, before: string | undefined, after: string | undefined) => (before !== undefined && after !== undefined ? before : `${before ?? ''} `));
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

/** Keys under which a head may be known: as it stands, without what is in brackets, and what is in brackets alone. */
export function headKeys(text: string): string[] {
  const key = wordKey(text).replace(/[*:]+/g, '');
  const outside = key.replace(/[([{【〔].*?[)\]}】〕]/g, '');
  return outside !== '' && outside !== key ? [key, outside] : [key];
}
