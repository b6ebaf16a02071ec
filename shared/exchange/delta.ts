import type { Id } from '#shared/kernel/ids.ts';
import type { RowFinding } from './check.ts';
import type { Profile } from './profile.ts';
import type { ExchangeRow } from './rows.ts';

/** What was answered about a row before. */
export interface LastAnswer { readonly contentHash: string; readonly accepted: boolean }

/** A row that has to be sent, with the hash that its receipt will carry. */
export interface RowToSend { readonly row: ExchangeRow; readonly contentHash: string }

/** What has to go to a target now. */
export interface Delivery {
  /** By table, parents first; tables with nothing to send are there with an empty list. */
  readonly tables: readonly { readonly name: string; readonly path: string; readonly rows: readonly RowToSend[] }[];
  readonly unchanged: number;
  /** Rows that do not fit the profile, and why. */
  readonly findings: readonly RowFinding[];
  /** Keys `table/id` of rows that the target cannot have, because they do not fit and were never taken. */
  readonly missing: ReadonlySet<string>;
}

export const rowKey = (table: string, id: Id): string => `${table}/${id}`;

/**
 * A function that gives the text whose hash tells whether a row says something new: all but the bookkeeping fields, as JSON with
 * the names in order, so that a profile may list its fields otherwise one day.
 */
export function rowContent(profile: Profile): (row: ExchangeRow) => string {
  const names = new Map(profile.tables.map((table) => [table.name,
    [...profile.common, ...table.fields].filter((field) => !field.bookkeeping).map((field) => field.name).sort()]));
  return (row) => JSON.stringify(Object.fromEntries((names.get(row.table) ?? []).map((name) => [name, row.fields[name]])));
}

/**
 * Compares the rows with the answers so far. A row is left out where the target took exactly this content. A deleted row that does
 * not fit and that the target never took is left out without a word.
 */
export function planDelivery(
  profile: Profile, rows: ReadonlyMap<string, readonly ExchangeRow[]>, answers: ReadonlyMap<string, LastAnswer>,
  tools: { readonly check: (row: ExchangeRow) => RowFinding[]; readonly hash: (text: string) => string },
): Delivery {
  const content = rowContent(profile);
  const findings: RowFinding[] = [];
  const missing = new Set<string>();
  let unchanged = 0;
  const tables = profile.tables.map((table) => {
    const toSend: RowToSend[] = [];
    for (const row of rows.get(table.name) ?? []) {
      const last = answers.get(rowKey(table.name, row.id));
      const found = tools.check(row);
      if (found.length > 0) {
        if (!last?.accepted) missing.add(rowKey(table.name, row.id));
        if (!row.deleted || last?.accepted) findings.push(...found);
        continue;
      }
      const contentHash = tools.hash(content(row));
      if (last?.accepted && last.contentHash === contentHash) unchanged++;
      else toSend.push({ row, contentHash });
    }
    return { name: table.name, path: table.path, rows: toSend };
  });
  return { tables, unchanged, findings, missing };
}
