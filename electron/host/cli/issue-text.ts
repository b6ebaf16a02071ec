import type { CellIssue } from '#shared/contract/checklist.ts';
import type { RowFinding } from '#shared/exchange/check.ts';
import type { MessageKey } from '#shared/text/index.ts';
import type { Terminal } from './terminal.ts';

/** A cell's fault as a line for a person, and as the document's entry with the message filled in. */
export function describeIssue(terminal: Terminal, issue: CellIssue): CellIssue & { readonly message: string } {
  return { ...issue, message: terminal.text(issue.code as MessageKey, { sheet: issue.sheet, cell: issue.cell, field: issue.field, ...issue.params }) };
}

/** Why a row is not handed over, with the message filled in. */
export function describeFinding(terminal: Terminal, { table, id, name, field, message }: RowFinding): Omit<RowFinding, 'message'> & { readonly message: string } {
  return { table, id, name, field, message: terminal.label(message) };
}
