import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { entityKinds, type EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions } from '#shared/model/index.ts';
import type { Receipt } from '../delivery-ledger.ts';
import type { Content } from '../workspace.ts';
import { sha256 } from './contents.ts';
import { graftSchema } from './graft-schema.ts';

export type Cells = Record<string, unknown>;
export interface LoggedChange { readonly kind: string; readonly rowId: string; readonly before: string | null; readonly after: string }

/** Everything that could be read of a damaged file, unchecked but for the contents. */
export interface Salvaged {
  /** Rows as the tables hold them, by id: cells, not yet fields. */
  readonly tables: ReadonlyMap<EntityKind, ReadonlyMap<string, Cells>>;
  /** Changes of the log, in order, with gaps where it is broken. */
  readonly changes: readonly LoggedChange[];
  /** Contents whose bytes fit their hash. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly receipts: readonly Receipt[];
}

/** Reads a copy of the file, over and around what is broken. The file itself is only copied. */
export function salvage(path: string): Salvaged {
  const folder = mkdtempSync(join(tmpdir(), 'riskatlas-recover-'));
  try {
    const copy = join(folder, 'copy.riskatlas');
    copyFileSync(path, copy);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    return readWith(() => new Sqlite(copy)) ?? readWith(() => graftSchema(copy, folder)) ?? nothing;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nothing: Salvaged = { tables: new Map(), changes: [], contents: new Map(), receipts: [] };

/** Null where not even the list of tables can be read. */
function readWith(open: () => Database): Salvaged | null {
  let db: Database | undefined;
  try {
    db = open();
    db.prepare('SELECT "id" FROM "enterprise"');
    return read(db);
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

function read(db: Database): Salvaged {
  const changes = numbered<LoggedChange>(db, 'change', '"kind", "rowId", "before", "after"');
  const idsOf = new Map<string, Set<string>>();
  for (const { kind, rowId } of changes) idsOf.set(kind, (idsOf.get(kind) ?? new Set()).add(rowId));
  const tables = new Map(entityKinds.map((kind) => [kind, rowsOf(db, entityDefinitions[kind].table, idsOf.get(kind) ?? new Set())]));
  const contents = new Map<string, Content>();
  for (const content of numbered<Content>(db, 'content', '"hash", "mediaType", "bytes"')) {
    if (sha256(content.bytes) === content.hash) contents.set(content.hash, content);
  }
  const receipts = scan<Cells>(db, 'SELECT * FROM "receipt"').map((row) => ({ ...row, accepted: row['accepted'] === 1 }) as unknown as Receipt);
  return { tables, changes, contents, receipts };
}

/** Rows from the front until a broken page, from the back until a broken page, and those in between whose id the log tells. */
function rowsOf(db: Database, table: string, ids: ReadonlySet<string>): Map<string, Cells> {
  const rows = new Map<string, Cells>();
  for (const order of ['ASC', 'DESC']) for (const row of scan<Cells>(db, `SELECT * FROM "${table}" ORDER BY "id" ${order}`)) rows.set(String(row['id']), row);
  for (const id of ids) {
    if (rows.has(id)) continue;
    const row = attempt(() => db.prepare<[string], Cells>(`SELECT * FROM "${table}" WHERE "id" = ?`).get(id));
    if (row) rows.set(id, row);
  }
  return rows;
}

/** Rows of a table with running numbers, one by one, so that a broken page costs its own rows alone. */
function numbered<Row>(db: Database, table: string, columns: string): Row[] {
  const last = attempt(() => db.prepare<[], number>(`SELECT max("number") FROM "${table}"`).pluck().get());
  if (last === undefined) return scan<Row>(db, `SELECT ${columns} FROM "${table}" ORDER BY "number"`);
  const get = attempt(() => db.prepare<[number], Row>(`SELECT ${columns} FROM "${table}" WHERE "number" = ?`));
  const rows: Row[] = [];
  for (let number = 1; get && number <= (last ?? 0); number++) {
    const row = attempt(() => get.get(number));
    if (row) rows.push(row);
  }
  return rows;
}

/** The rows that a query gives before it fails. */
function scan<Row>(db: Database, sql: string): Row[] {
  const rows: Row[] = [];
  attempt(() => { for (const row of db.prepare<[], Row>(sql).iterate()) rows.push(row); });
  return rows;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
