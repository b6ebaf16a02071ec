import type { Database } from 'better-sqlite3';
import { entityKinds, type EntityDefinition, type EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions } from '#shared/model/index.ts';
import { columnsOf, toCell } from './rows.ts';

type Fields = Record<string, unknown>;

/** Rows of a kind that are not what the change log says: how many, and the first with its field. */
export interface AlteredRows { readonly kind: EntityKind; readonly count: number; readonly name: string; readonly field: string }

/**
 * Compares every row with what the change log makes of it, cell by cell, so that a row that was changed past the log is found: its hashes
 * cover the log alone. Call it where the log's own chain fits.
 */
export function alteredRows(db: Database): AlteredRows[] {
  const logged = replayed(db);
  return entityKinds.flatMap((kind) => compared(db, kind, logged.get(kind) ?? new Map<string, Fields>()) ?? []);
}

/** The rows as all changes together leave them. */
function replayed(db: Database): Map<string, Map<string, Fields>> {
  const kinds = new Map<string, Map<string, Fields>>(entityKinds.map((kind) => [kind, new Map<string, Fields>()]));
  const changes = db.prepare<[], [kind: string, rowId: string, after: string]>('SELECT "kind", "rowId", "after" FROM "change" ORDER BY "number"').raw();
  for (const [kind, rowId, text] of changes.iterate()) {
    const after = JSON.parse(text) as Fields;
    const rows = kinds.get(kind);
    const row = rows?.get(rowId);
    if (row) Object.assign(row, after);
    else rows?.set(rowId, after);
  }
  return kinds;
}

function compared(db: Database, kind: EntityKind, logged: Map<string, Fields>): AlteredRows | null {
  const definition = entityDefinitions[kind];
  const columns = Object.entries(columnsOf(definition));
  let count = 0;
  let first: { name: string; field: string } | null = null;
  const report = (row: Fields, field: string): void => {
    count++;
    first ??= { name: nameOf(definition, row), field };
  };
  for (const row of db.prepare<[], Fields>(`SELECT * FROM "${definition.table}"`).iterate()) {
    const expected = logged.get(String(row['id']));
    // A row that the log does not know differs as a whole.
    const other = expected === undefined ? 'id'
      // A column that came by a later migration is not in older changes.
      : columns.find(([field, type]) => field in expected && !same(toCell(type, expected[field]), row[field]))?.[0];
    if (other !== undefined) report(row, other);
    logged.delete(String(row['id']));
  }
  for (const row of logged.values()) report(row, 'id');
  // Assigned in `report`, which the type checker does not follow.
  const found = first as { name: string; field: string } | null;
  return found === null ? null : { kind, count, ...found };
}

/** SQLite holds text as UTF-8, which has no lone surrogates; JSON has. */
function same(expected: unknown, found: unknown): boolean {
  return expected === found || (typeof expected === 'string' && typeof found === 'string' && Buffer.from(expected).equals(Buffer.from(found)));
}

function nameOf(definition: EntityDefinition, row: Fields): string {
  return String(row[definition.nameField] ?? row['id']).slice(0, 60);
}
