import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Clock } from '#shared/kernel/clock.ts';

/** A step of the file format, forward only. */
export interface Migration { readonly version: number; readonly name: string; readonly sql: string }

/** SHA-256 (hex) of a migration's SQL, kept in the file when it is applied. */
export function migrationHash(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/** The version that these migrations lead to. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

export function fileVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings the file to the newest version, each step in a transaction of its own with its version and hash.
 * Call `backUp` first for a file that holds something.
 */
export function migrate(db: Database, migrations: readonly Migration[], clock: Clock): void {
  db.exec('CREATE TABLE IF NOT EXISTS "migration" ("version" INTEGER PRIMARY KEY, "name" TEXT NOT NULL, "hash" TEXT NOT NULL, "at" TEXT NOT NULL) STRICT');
  const version = fileVersion(db);
  for (const migration of migrations) {
    if (migration.version <= version) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.prepare('INSERT INTO "migration" VALUES (?, ?, ?, ?)').run(migration.version, migration.name, migrationHash(migration), clock());
      db.pragma(`user_version = ${migration.version}`);
    })();
  }
}

/** Writes a copy of the open file beside it, `plant.v1-backup.riskatlas`, and returns its path. An older backup stays. */
export function backUp(db: Database, path: string): string {
  const extension = extname(path);
  const stem = join(dirname(path), `${basename(path, extension)}.v${fileVersion(db)}-backup`);
  let target = `${stem}${extension}`;
  for (let i = 2; existsSync(target); i++) target = `${stem}-${i}${extension}`;
  db.prepare('VACUUM INTO ?').run(target);
  return target;
}
