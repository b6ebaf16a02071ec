import type { GridRow, GridValue, SheetGrid } from '#shared/checklist/grid.ts';
import { AppError } from '#shared/kernel/errors.ts';

/** Cells that a text may have in all, as many as a workbook. */
const cellLimit = 8_000_000;
/** So much of a text is looked at to find its delimiter. */
const looked = 64_000;
const delimiters = [',', '\t', ';', '|'] as const;

/**
 * Reads delimited text (.csv, or what Excel calls Unicode text): the encoding is found by its mark, else UTF-8 where the bytes are
 * that, else GB 18030, which Chinese Excel writes; the delimiter is the one that makes most lines of three cells and more.
 * Every value is text; null where no delimiter makes a table of it.
 * @throws AppError error.checklist.tooManyCells
 */
export function delimitedGrid(bytes: Uint8Array, file: string): SheetGrid | null {
  let text = decoded(bytes);
  // Markup is text too, but no table.
  if (text === null || text.trimStart().startsWith('<')) return null;
  // Excel takes this line for itself and shows the next one as the first.
  const stated = /^"?sep=(.)"?\r?\n/i.exec(text.slice(0, 20));
  if (stated !== null) text = text.slice(stated[0].length);
  const delimiter = stated?.[1] ?? delimiterOf(text);
  if (delimiter === null) return null;
  const rows: GridRow[] = [];
  let count = 0;
  let index = 0;
  for (const record of records(text, delimiter)) {
    const cells: (GridValue | undefined)[] = [];
    record.forEach((field, column) => {
      const value = unguarded(field);
      if (value.trim() !== '') cells[column] = value;
    });
    count += cells.length;
    if (count > cellLimit) throw new AppError('error.checklist.tooManyCells', { file, limit: cellLimit });
    if (cells.length > 0) rows.push({ index, cells });
    index++;
  }
  return { name: file.replace(/\.[^.]*$/, ''), number: 1, hidden: false, rows, merges: [] };
}

function decoded(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  try {
    if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le', { fatal: true }).decode(bytes);
    if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be', { fatal: true }).decode(bytes);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    try {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }
}

function delimiterOf(text: string): string | null {
  let best: string | null = null;
  let bestLines = 0;
  let bestCells = 0;
  let bestLoose = Infinity;
  for (const delimiter of delimiters) {
    let lines = 0;
    let cells = 0;
    // Text behind a closing quotation mark shows that the delimiter is another.
    let loose = 0;
    for (const record of records(text.slice(0, looked), delimiter, () => { loose++; })) {
      if (record.length < 3) continue;
      lines++;
      cells += record.length;
    }
    if (lines === 0 || loose > bestLoose) continue;
    if (loose < bestLoose || lines > bestLines || (lines === bestLines && cells > bestCells)) { best = delimiter; bestLines = lines; bestCells = cells; bestLoose = loose; }
  }
  return best;
}

/** @yields the records of the text (RFC 4180): a field in quotation marks may hold delimiters, line ends and doubled marks */
function* records(text: string, delimiter: string, onLoose: () => void = () => undefined): Generator<string[]> {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const record: string[] = [];
    for (;;) {
      let field = '';
      let quoted = false;
      if (text.charCodeAt(at) === 0x22) {
        at++;
        quoted = true;
        for (;;) {
          const close = text.indexOf('"', at);
          field += text.slice(at, close < 0 ? length : close);
          at = close < 0 ? length : close + 1;
          if (text.charCodeAt(at) !== 0x22) break;
          field += '"';
          at++;
        }
      }
      const from = at;
      while (at < length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
      if (quoted && at > from) onLoose();
      record.push(field + text.slice(from, at));
      if (text[at] !== delimiter) break;
      at++;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    yield record;
  }
}

/** The text that somebody kept from becoming a number: `="000000001"`, `'000000001`. */
function unguarded(field: string): string {
  const formula = /^="([^"]*)"$/.exec(field.length < 300 ? field : '');
  if (formula !== null) return formula[1] ?? '';
  return /^'\d/.test(field) ? field.slice(1) : field;
}
