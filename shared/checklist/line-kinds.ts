import { shortened, type CellRules, type Fault } from './cell-rules.ts';
import { headKeys, valueText, wordKey } from './cell-text.ts';
import type { FoundColumn, FoundHead } from './head.ts';
import { headFrom } from './head.ts';
import { isNumbering, isRepeatedHead } from './line-parts.ts';
import type { SheetLine } from './sheet-lines.ts';

/** Lines that look like a further head and are compared with the form; nobody has more tables on a sheet. */
const headsCompared = 100;
/** No word that begins a line of totals, signatures or heads is longer. */
const longestWord = 60;

/** How many more lines of a sheet may be compared with the form's head, however many tables it turns out to have. */
export interface HeadSearch { left: number }
export const newHeadSearch = (): HeadSearch => ({ left: headsCompared });

/** Tells the lines below a head that are data from those that are not: totals, signatures, heads once more, other tables. */
export class LineKinds {
  readonly #head: FoundHead;
  readonly #rules: CellRules;
  readonly #search: HeadSearch;
  readonly #warn: (column: FoundColumn, row: number, fault: Fault) => void;
  readonly #description: number;
  readonly #footers: readonly string[];
  readonly #totals: readonly string[];
  readonly #headWords: readonly string[];
  readonly #anyHead: ReadonlySet<string>;

  constructor(head: FoundHead, rules: CellRules, search: HeadSearch, warn: (column: FoundColumn, row: number, fault: Fault) => void) {
    this.#head = head;
    this.#rules = rules;
    this.#search = search;
    this.#warn = warn;
    this.#description = head.columns.findIndex(({ field }) => field === 'measure.description');
    this.#footers = head.template.footers.map(wordKey);
    this.#totals = head.template.totals.map(wordKey);
    this.#headWords = head.columns.map((column) => wordKey(column.head));
    this.#anyHead = new Set(head.template.columns.flatMap((column) => [column.head, ...column.aliases]).flatMap(headKeys));
  }

  /** Whether a table begins in this line: one of this form (its head), or another one, which a line 序号 … that is no head of the form shows. */
  tableBegins(line: SheetLine): FoundHead | 'other' | null {
    const first = this.#firstOwn(line);
    const value = first < 0 ? undefined : line.values[first];
    if (typeof value !== 'string' || line.own < 2 || this.#search.left <= 0 || value.length > longestWord) return null;
    const text = wordKey(value);
    if (!headKeys(value).some((key) => this.#anyHead.has(key)) || (line.own >= 3 && isRepeatedHead(line, this.#headWords, first, text))) return null;
    this.#search.left--;
    const head = headFrom(this.#head.sheet, line.row, this.#head.template);
    if (head !== null) return head;
    if (line.own < 3 || this.#column(first).field !== 'number' || this.#headWords[first] !== text) return null;
    this.#warn(this.#column(first), line.row.index, { code: 'issue.table.other', params: {} });
    return 'other';
  }

  /** Whether the form's columns stand where they stand under the head above. */
  sameColumns(other: FoundHead): boolean {
    const { columns } = this.#head;
    return other.columns.length === columns.length && other.columns.every(({ field, column }, place) => columns[place]?.field === field && columns[place].column === column);
  }

  #firstOwn(line: SheetLine): number {
    for (let place = 0; place < line.values.length; place++) if (line.from[place] === line.row.index && line.values[place] !== undefined) return place;
    return -1;
  }

  /** Whether the line has a measure: words, and not a count or a signature. */
  #describes(line: SheetLine): boolean {
    const value = line.values[this.#description];
    return typeof value === 'string' && !this.#rules.isBlank(value) && !this.#isFooter(wordKey(value.slice(0, longestWord)));
  }

  #isFooter(text: string): boolean { return this.#footers.some((footer) => text.startsWith(footer)); }

  /** Whether the line is no data; a heading across the form is told of. */
  isNoData(line: SheetLine): boolean {
    let first = -1;
    let own = 0;
    for (let place = 0; place < line.values.length && own < 3; place++) {
      if (line.from[place] !== line.row.index || line.values[place] === undefined) continue;
      if (first < 0) first = place;
      own++;
    }
    if (first < 0) return true;
    // Most lines begin with their number, which is no word.
    const text = typeof line.values[first] === 'number' ? '' : wordKey(valueText(line.values[first]));
    if (text !== '' && (this.#isFooter(text) || this.#totals.some((total) => text.endsWith(total))) && !this.#describes(line)) return true;
    if (own === 1 && /^第\d+页/.test(text)) return true;
    if (line.banner && own === 1) {
      this.#warn(this.#column(first), line.row.index, { code: 'issue.row.skipped', params: { value: shortened(valueText(line.values[first])) } });
      return true;
    }
    // A running number alone is an empty line of a printed form.
    if (own === 1 && this.#column(first).field === 'number') return true;
    return own >= 3 && (isRepeatedHead(line, this.#headWords, first, text) || isNumbering(line));
  }

  #column(place: number): FoundColumn {
    const column = this.#head.columns[place];
    if (column === undefined) throw new Error(`no column ${place}`);
    return column;
  }
}
