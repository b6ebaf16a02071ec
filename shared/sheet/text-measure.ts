/*
 * How wide a text will be, without a font: the sheet is laid out by pure code, and a painter squeezes what turns out wider
 * (`TextMark.maxWidth`). Widths are those of a common sans face, rounded up.
 */
const narrow = /[\u0020!'(),.:;[\]`ijl|·]/;
const zeroWidth = /\p{M}|\u200b|\u200c|\u200d|\ufeff/u;

function charWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (zeroWidth.test(character)) return 0;
  // Roman numerals, circled digits and all CJK blocks take a full em in Chinese faces.
  if (code >= 0x2e80 || (code >= 0x2150 && code <= 0x218b) || (code >= 0x2460 && code <= 0x24ff)) return 1;
  if (code === 0x2026 || code === 0x2014) return 1;
  if (narrow.test(character)) return 0.33;
  if (code >= 0x30 && code <= 0x39) return 0.56;
  if (character === 'm' || character === 'M' || character === 'W' || character === 'w' || character === '%' || character === '@') return 0.92;
  if (code >= 0x41 && code <= 0x5a) return 0.68;
  return 0.58;
}

/** Estimated width of `text` with an em of `size`, in the unit of `size`. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += charWidth(character);
  return width * size;
}

/** The text as one line that every painter can take: control, bidirectional and line-break characters become spaces. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/gu, ' ').trim();
}

/** The text, cut with an ellipsis where it is wider than `maxWidth`. */
export function ellipsize(text: string, size: number, maxWidth: number): string {
  if (textWidth(text, size) <= maxWidth) return text;
  const room = maxWidth - textWidth('…', size);
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += textWidth(character, size);
    if (width > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks into lines of at most `maxWidth`, between words where there are any, else anywhere; what exceeds `maxLines` is cut with an ellipsis. */
export function wrapText(text: string, size: number, maxWidth: number, maxLines: number): string[] {
  // Lines keep the space at their end until all is broken, so that a rest put together again has its spaces.
  const lines: string[] = [];
  let line = '';
  for (const part of text.match(/[\u0021-\u024f]+|\s+|./gu) ?? []) {
    for (const piece of textWidth(part, size) > maxWidth ? [...part] : [part]) {
      if (line.trim() !== '' && textWidth((line + piece).trimEnd(), size) > maxWidth) {
        lines.push(line);
        line = '';
      }
      if (line !== '' || piece.trim() !== '') line += piece;
    }
  }
  if (line.trim() !== '') lines.push(line);
  const kept = lines.slice(0, maxLines - 1);
  const rest = lines.slice(maxLines - 1).join('').trimEnd();
  return [...kept.map((each) => each.trimEnd()), ...(rest === '' ? [] : [ellipsize(rest, size, maxWidth)])];
}
