import Sqlite, { type Database } from 'better-sqlite3';
import { migrate, type Migration } from './migrate.ts';

/**
 * Whether the file's tables, indexes and triggers are exactly those that the migrations make: a file whose schema was changed by
 * hand (a trigger removed, another added) is not trusted.
 */
export function schemaMatches(db: Database, migrations: readonly Migration[]): boolean {
  const fresh = new Sqlite(':memory:');
  try {
    migrate(fresh, migrations, () => '');
    return schemaOf(db) === schemaOf(fresh);
  } finally {
    fresh.close();
  }
}

function schemaOf(db: Database): string {
  const rows = db.prepare(`SELECT "type", "name", "tbl_name", "sql" FROM sqlite_schema WHERE "name" NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY "type", "name"`).raw().all();
  return JSON.stringify(rows);
}
