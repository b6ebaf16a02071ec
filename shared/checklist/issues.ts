import type { CellIssue } from '#shared/contract/checklist.ts';
import type { MessageParams } from '#shared/kernel/errors.ts';
import { formatMessage, type Language, type MessageKey } from '#shared/text/index.ts';
import type { Fault, IssueCode } from './cell-rules.ts';
import { cellName } from './grid.ts';
import type { FoundColumn, FoundHead } from './head.ts';

/** More issues than this are counted, not kept: nobody reads them one by one, and a window must not choke on them. */
const issuesKept = 5_000;

/** The sentence of an issue for a person: sheet, cell, field, what is wrong, what is possible. */
export function issueText(language: Language, issue: CellIssue): string {
  // Codes are keys of shared/text; another one is shown as it is, so that it is seen.
  return formatMessage(language, issue.code as MessageKey, issue.params);
}

/** Collects the issues of one sheet, each cell and code once (a merged cell is met on every line that it covers). */
export class IssueList {
  readonly #head: FoundHead;
  readonly #kept: CellIssue[] = [];
  readonly #seen = new Set<string>();
  #more = 0;

  constructor(head: FoundHead) { this.#head = head; }

  /** How many there were, kept or not. */
  get count(): number { return this.#kept.length + this.#more; }

  add(column: FoundColumn, row: number, fault: Fault): void {
    this.addAt(cellName(row, column.column), column.field, column.head, fault);
  }

  addAt(cell: string, field: string, label: string, { code, params }: Fault): void {
    const key = `${cell} ${code}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#kept.length >= issuesKept) { this.#more++; return; }
    const { name, number } = this.#head.sheet;
    const all: MessageParams = { sheet: name, sheetNumber: number, cell, field: label, ...params };
    this.#kept.push({ sheet: name, cell, field, code, params: all });
  }

  /** The issues in the order they were met; the last one counts those that were not kept. */
  list(): CellIssue[] {
    if (this.#more === 0) return this.#kept;
    const { name, number } = this.#head.sheet;
    const code: IssueCode = 'issue.more';
    return [...this.#kept, { sheet: name, cell: '', field: '', code, params: { sheet: name, sheetNumber: number, count: this.#more } }];
  }
}
