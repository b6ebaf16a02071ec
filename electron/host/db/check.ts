import type { Database } from 'better-sqlite3';
import type { Finding } from '#shared/contract/workspace.ts';
import { entityDefinitions } from '#shared/model/index.ts';
import type { ChangeLog } from './change-log.ts';
import { alteredRows } from './check-rows.ts';
import { sha256 } from './contents.ts';

/** What is wrong with the file itself: pages, links, the log's chain, rows that are not what the log says, contents. Empty when nothing is. */
export function checkFile(db: Database, log: ChangeLog): Finding[] {
  const findings: Finding[] = [];
  const error = (key: string, params: Record<string, string | number> = {}): void => { findings.push({ severity: 'error', message: { key, params } }); };

  const pages = db.pragma('integrity_check(20)') as { integrity_check: string }[];
  for (const { integrity_check: detail } of pages) if (detail !== 'ok') error('check.pages', { detail });

  const orphans = db.pragma('foreign_key_check') as { table: string; parent: string }[];
  const byTable = new Map<string, number>();
  for (const { table } of orphans) byTable.set(table, (byTable.get(table) ?? 0) + 1);
  for (const definition of Object.values(entityDefinitions)) {
    const count = byTable.get(definition.table);
    if (count) error('check.orphans', { kind: `kind.${definition.kind}`, count });
  }

  const broken = log.verify();
  if (broken !== null) error('check.history', { seq: broken });
  else for (const { kind, count, name, field } of alteredRows(db)) error('check.rows', { kind: `kind.${kind}`, count, name, field: `field.${field}` });

  for (const row of db.prepare<[], { hash: string; bytes: Uint8Array }>('SELECT "hash", "bytes" FROM "content"').iterate()) {
    if (sha256(row.bytes) !== row.hash) error('check.content', { hash: row.hash.slice(0, 12) });
  }
  return findings;
}
