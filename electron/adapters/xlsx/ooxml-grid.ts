import type { SheetGrid } from '#shared/checklist/grid.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { dateOf } from './dates.ts';
import { scanSheet } from './sheet-scan.ts';
import { sharedStrings } from './shared-strings.ts';
import { attributesOf, elements } from './xml-text.ts';
import type { ZipParts } from './zip-parts.ts';

/** Cells with content that a workbook may have in all; 50,000 lines of 26 columns are 1.3 million. */
const cellLimit = 8_000_000;
/** Rows that a sheet of Excel has. */
const rowLimit = 1_048_576;

/**
 * Reads the worksheets of an Office Open XML workbook (.xlsx, .xlsm). Unlike SheetJS it tells a formula without a stored result
 * from one whose result is 0, and it makes no object of a cell. Gives null for what it does not know (binary parts).
 * @throws AppError error.checklist.damaged, entities, tooManyCells
 */
export function ooxmlGrids(parts: ZipParts, file: string, onRows: (rows: number) => void): SheetGrid[] | null {
  const root = parts.xml('_rels/.rels')?.toString('utf8') ?? '';
  const office = elements(root, 'Relationship').find((relation) => relation.get('Type')?.endsWith('/officeDocument') === true);
  const bookPath = resolvePath('', office?.get('Target') ?? 'xl/workbook.xml');
  const bookXml = bookPath.endsWith('.bin') ? undefined : parts.xml(bookPath)?.toString('utf8');
  if (bookXml === undefined) return null;
  const folder = bookPath.replace(/[^/]*$/, '');
  const relations = new Map(elements(parts.xml(`${folder}_rels/${bookPath.slice(folder.length)}.rels`)?.toString('utf8') ?? '', 'Relationship')
    .map((relation) => [relation.get('Id') ?? '', relation] as const));
  const part = (suffix: string): Buffer | undefined => {
    const relation = [...relations.values()].find((candidate) => candidate.get('Type')?.endsWith(suffix) === true);
    return relation === undefined ? undefined : parts.xml(resolvePath(folder, relation.get('Target') ?? ''));
  };
  const stringBytes = part('/sharedStrings');
  const strings = stringBytes === undefined ? [] : sharedStrings(withoutPrefix(stringBytes, 'sst'));
  const dateStyles = dateStylesOf(part('/styles')?.toString('utf8') ?? '');
  const date1904 = /^(1|true)$/.test(elements(bookXml, 'workbookPr')[0]?.get('date1904') ?? '');

  const grids: SheetGrid[] = [];
  let cells = 0;
  for (const [place, sheet] of elements(bookXml, 'sheet').entries()) {
    const relationId = [...sheet].find(([name]) => name.endsWith(':id'))?.[1] ?? '';
    const relation = relations.get(relationId);
    const name = sheet.get('name') ?? '';
    const hidden = (sheet.get('state') ?? 'visible') !== 'visible';
    const bytes = relation?.get('Type')?.endsWith('/worksheet') === true ? parts.xml(resolvePath(folder, relation.get('Target') ?? '')) : undefined;
    if (bytes === undefined) {
      if (relation === undefined) return null;
      grids.push({ name, number: place + 1, hidden, rows: [], merges: [] });
      continue;
    }
    const scanned = scanSheet(withoutPrefix(bytes, 'worksheet'), { strings, dateStyles, dateOf: (serial) => dateOf(serial, date1904), onRows });
    for (const row of scanned.rows) cells += row.cells.length;
    const last = scanned.rows.at(-1)?.index ?? 0;
    if (last >= rowLimit) throw new AppError('error.checklist.damaged', { file, reason: `${name}: ${last + 1} > ${rowLimit}` });
    if (cells > cellLimit) throw new AppError('error.checklist.tooManyCells', { file, limit: cellLimit });
    grids.push({ name, number: place + 1, hidden, ...scanned });
  }
  return grids;
}

/** Some programs write every element with a namespace prefix; byte for byte the same part without it. */
function withoutPrefix(bytes: Buffer, root: string): Buffer {
  if (bytes.includes(`<${root}`)) return bytes;
  const prefix = new RegExp(`<([\\w.-]+):${root}[\\s>]`).exec(bytes.toString('latin1', 0, 4096))?.[1];
  if (prefix === undefined) return bytes;
  return Buffer.from(bytes.toString('latin1').replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</'), 'latin1');
}

/** The part that `target` names, seen from `folder`; a leading slash is the archive's root. */
function resolvePath(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** Number formats of Excel's own that show dates, East Asian ones among them (ECMA-376 part 1, 18.8.30). */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

function dateStylesOf(xml: string): boolean[] {
  const formats = new Map(elements(xml, 'numFmt').map((format) => [Number(format.get('numFmtId')), isDateFormat(format.get('formatCode') ?? '')] as const));
  const list = /<(?:\w+:)?cellXfs[\s>][\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? '';
  return [...list.matchAll(/<(?:\w+:)?xf(?=[\s/>])([^>]*)>/g)].map((match) => {
    const id = Number(attributesOf(match[1] ?? '').get('numFmtId') ?? 0);
    return formats.get(id) ?? isBuiltInDate(id);
  });
}

/** Whether a format's first section shows parts of a date, apart from quoted, escaped and bracketed text. */
function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')[0] ?? '';
  return !/^general$/i.test(bare) && /[ymdhs]/i.test(bare);
}
