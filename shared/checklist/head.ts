import { headKeys, valueText } from './cell-text.ts';
import type { GridRow, SheetGrid } from './grid.ts';
import type { ChecklistTemplate, TemplateColumn, TemplateField } from './template.ts';

/** A column of the sheet that was recognised. */
export interface FoundColumn {
  readonly column: number;
  readonly field: TemplateField;
  readonly template: TemplateColumn;
  /** The head as it stands on the sheet, the group's head before it. */
  readonly head: string;
}

/** Where a form begins on a sheet. */
export interface FoundHead {
  readonly sheet: SheetGrid;
  readonly template: ChecklistTemplate;
  /** Rows of the head, from 0, ends included. */
  readonly top: number;
  readonly bottom: number;
  /** In sheet order. */
  readonly columns: readonly FoundColumn[];
  readonly missing: readonly TemplateColumn[];
}

/** Titles, dates and signatures stand above a head; more rows than this do not. */
const rowsSearched = 60;
/** Sheets are wider only by accident. */
const columnsSearched = 512;

/**
 * Looks for the form's head on every sheet, wherever it begins, in one row or two, and gives the best match: most columns
 * recognised, none of the required ones missing, visible before hidden, first before later. null where nothing resembles it.
 * `others` are further sheets that carry the whole form too.
 */
export function findHead(sheets: readonly SheetGrid[], templates: readonly ChecklistTemplate[]): { best: FoundHead; others: FoundHead[] } | null {
  const candidates: FoundHead[] = [];
  for (const sheet of sheets) {
    let best: FoundHead | null = null;
    for (const template of templates) {
      const matcher = new HeadMatcher(template);
      for (const found of headsOf(sheet, matcher)) if (best === null || betterHead(found, best)) best = found;
    }
    if (best !== null) candidates.push(best);
  }
  let best: FoundHead | null = null;
  for (const candidate of candidates) if (best === null || betterHead(candidate, best)) best = candidate;
  if (best === null) return null;
  const chosen = best;
  return {
    best: chosen,
    others: candidates.filter((other) => other !== chosen && other.missing.length === 0 && !other.sheet.hidden
      && other.sheet.rows.some(({ index }) => index > other.bottom)),
  };
}

function betterHead(a: FoundHead, b: FoundHead): boolean {
  if ((a.missing.length === 0) !== (b.missing.length === 0)) return a.missing.length === 0;
  if (a.sheet.hidden !== b.sheet.hidden) return !a.sheet.hidden;
  // Of one row or two, the shorter head wins where both know as many columns.
  return a.columns.length > b.columns.length;
}

class HeadMatcher {
  readonly template: ChecklistTemplate;
  readonly #groups = new Map<string, string>();
  /** Columns by key, and by `${group}\n${key}` for those under a group's head. */
  readonly #plain = new Map<string, TemplateColumn[]>();
  readonly #grouped = new Map<string, TemplateColumn[]>();

  constructor(template: ChecklistTemplate) {
    this.template = template;
    const add = (map: Map<string, TemplateColumn[]>, key: string, column: TemplateColumn): void => {
      const list = map.get(key);
      if (list === undefined) map.set(key, [column]);
      else if (!list.includes(column)) list.push(column);
    };
    for (const { id, head, aliases } of template.groups) for (const word of [head, ...aliases]) for (const key of headKeys(word)) this.#groups.set(key, id);
    for (const column of template.columns) {
      for (const word of [column.head, ...column.aliases]) {
        for (const key of headKeys(word)) {
          if (column.group === null) { add(this.#plain, key, column); continue; }
          add(this.#grouped, `${column.group}\n${key}`, column);
          const group = template.groups.find(({ id }) => id === column.group);
          // One-row heads say both: 固有风险L, 固有风险等级.
          for (const prefix of group === undefined ? [] : [group.head, ...group.aliases]) {
            for (const prefixKey of headKeys(prefix)) for (const joint of ['', '-', '_']) add(this.#plain, prefixKey + joint + key, column);
          }
          if (column.groupOptional) add(this.#plain, key, column);
        }
      }
    }
  }

  /** The columns that a head may be, best first. `above` is the head over it in the upper row, where there is one. */
  columns(above: string, head: string): readonly TemplateColumn[] {
    if (above !== '') {
      for (const aboveKey of headKeys(above)) {
        const group = this.#groups.get(aboveKey);
        if (group === undefined) continue;
        for (const key of headKeys(head)) {
          const found = this.#grouped.get(`${group}\n${key}`);
          if (found !== undefined) return found;
        }
        return [];
      }
    }
    for (const key of headKeys(head)) {
      const found = this.#plain.get(key);
      if (found !== undefined) return found;
    }
    return [];
  }

  isGroup(head: string): boolean { return headKeys(head).some((key) => this.#groups.has(key)); }
}

function* headsOf(sheet: SheetGrid, matcher: HeadMatcher): Generator<FoundHead> {
  for (let i = 0; i < Math.min(rowsSearched, sheet.rows.length); i++) {
    // The loop's bounds keep the index inside the list.
    const row = sheet.rows[i]!;
    const texts = expandedTexts(sheet, row.index, row);
    const filled = texts.filter((text) => text !== '').length;
    if (filled < 2) continue;
    const below = sheet.rows[i + 1];
    const lower = below !== undefined && below.index === row.index + 1 ? expandedTexts(sheet, below.index, below) : null;
    const one = matchRow(sheet, matcher, row.index, row.index, texts.map((text) => ({ above: '', head: text })));
    if (one !== null) yield one;
    if (lower !== null) {
      const two = matchRow(sheet, matcher, row.index, below?.index ?? row.index, twoRows(texts, lower, matcher));
      if (two !== null) yield two;
    }
  }
}

/** The whole head of this form that begins in `row`; null where none does. */
export function headFrom(sheet: SheetGrid, row: GridRow, template: ChecklistTemplate): FoundHead | null {
  const below = rowAt(sheet, row.index + 1);
  const matcher = new HeadMatcher(template);
  let best: FoundHead | null = null;
  for (const found of headsOf({ ...sheet, rows: below === undefined ? [row] : [row, below] }, matcher)) {
    if (found.top === row.index && found.missing.length === 0 && (best === null || betterHead(found, best))) best = found;
  }
  return best === null ? null : { ...best, sheet };
}

/** Head texts of a two-row head by column. An empty cell right of a group's head belongs to the group, merged or not. */
function twoRows(upper: readonly string[], lower: readonly string[], matcher: HeadMatcher): { above: string; head: string }[] {
  const heads: { above: string; head: string }[] = [];
  let group = '';
  for (let column = 0; column < Math.max(upper.length, lower.length); column++) {
    const top = upper[column] ?? '';
    const bottom = lower[column] ?? '';
    if (top !== '') group = matcher.isGroup(top) ? top : '';
    if (bottom === '' || bottom === top) heads.push({ above: '', head: top });
    else heads.push({ above: top === '' ? group : top, head: bottom });
  }
  return heads;
}

function matchRow(sheet: SheetGrid, matcher: HeadMatcher, top: number, bottom: number, heads: readonly { above: string; head: string }[]): FoundHead | null {
  const columns: FoundColumn[] = [];
  const columnOf = new Map<TemplateField, number>();
  heads.forEach(({ above, head }, column) => {
    if (head === '') return;
    const candidates = matcher.columns(above, head);
    const fits = (candidate: TemplateColumn): boolean => !columnOf.has(candidate.field) && (candidate.rightOf === null || (columnOf.get(candidate.rightOf) ?? column) < column);
    // A column that is only right of another one is the more particular meaning of a head.
    const chosen = candidates.find((candidate) => candidate.rightOf !== null && fits(candidate)) ?? candidates.find(fits);
    if (chosen === undefined) return;
    columnOf.set(chosen.field, column);
    columns.push({ column, field: chosen.field, template: chosen, head: (above === '' || above === head ? head : `${above} ${head}`).replace(/\s+/g, ' ') });
  });
  const required = matcher.template.columns.filter((column) => column.required);
  const missing = required.filter(({ field }) => !columnOf.has(field));
  if (columns.length < 3 || missing.length === required.length) return null;
  return { sheet, template: matcher.template, top, bottom: headBottom(sheet, top, bottom, columnOf), columns, missing };
}

/** Heads that are merged downwards end where their merge ends, whatever stands in the rows beside them. */
function headBottom(sheet: SheetGrid, top: number, bottom: number, columnOf: ReadonlyMap<TemplateField, number>): number {
  const matched = new Set(columnOf.values());
  let last = bottom;
  for (const merge of sheet.merges) {
    if (merge.top < top || merge.top > bottom || merge.bottom <= last || merge.bottom > top + 3) continue;
    for (let column = merge.left; column <= merge.right; column++) if (matched.has(column)) last = Math.max(last, merge.bottom);
  }
  return last;
}

/** The row's texts by column; a merged head stands in each of its columns and rows. */
function expandedTexts(sheet: SheetGrid, index: number, row: GridRow): string[] {
  const texts: string[] = [];
  for (let column = 0; column < Math.min(row.cells.length, columnsSearched); column++) texts[column] = valueText(row.cells[column]);
  for (const merge of sheet.merges) {
    if (merge.top > index || merge.bottom < index) continue;
    const origin = rowAt(sheet, merge.top)?.cells[merge.left];
    const text = valueText(origin);
    // A title over the whole width is no group head of the columns below it.
    if (text === '') continue;
    for (let column = merge.left; column <= Math.min(merge.right, columnsSearched); column++) texts[column] = text;
  }
  for (let column = 0; column < texts.length; column++) texts[column] ??= '';
  return texts;
}

/** The sheet's row with this index, by binary search; undefined where it is empty. */
export function rowAt(sheet: SheetGrid, index: number): GridRow | undefined {
  let low = 0;
  let high = sheet.rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = sheet.rows[middle];
    if (row === undefined) return undefined;
    if (row.index === index) return row;
    if (row.index < index) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

