import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { applicationId } from './errors.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

/**
 * Opens a copy whose first page, or list of tables, is broken: the pages that hold the list are the same in every workspace
 * made by the same migrations (nothing is ever dropped, the file is never vacuumed), so a new file's are put in their place.
 * Header fields by SQLite's file format: 18–19 journal mode, 24 change counter, 28 pages, 32 and 36 free pages, 92 valid-for.
 * @throws where the result cannot be opened either
 */
export function graftSchema(copy: string, folder: string): Database {
  const donorPath = join(folder, 'schema.riskatlas');
  const donor = new Sqlite(donorPath);
  let pages: number[];
  let pageSize: number;
  try {
    donor.pragma(`application_id = ${applicationId}`);
    migrate(donor, migrations, () => '1970-01-01T00:00:00.000Z');
    pages = donor.prepare<[], number>(`SELECT "pageno" FROM dbstat WHERE "name" = 'sqlite_schema'`).pluck().all();
    pageSize = donor.pragma('page_size', { simple: true }) as number;
  } finally {
    donor.close();
  }
  const from = openSync(donorPath, 'r');
  const to = openSync(copy, 'r+');
  try {
    const page = Buffer.alloc(pageSize);
    for (const number of pages) {
      readSync(from, page, 0, pageSize, (number - 1) * pageSize);
      if (number === 1) mendHeader(page, Math.floor(fstatSync(to).size / pageSize));
      writeSync(to, page, 0, pageSize, (number - 1) * pageSize);
    }
  } finally {
    closeSync(from);
    closeSync(to);
  }
  return new Sqlite(copy);
}

function mendHeader(page: Buffer, pageCount: number): void {
  page.writeUInt8(1, 18);
  page.writeUInt8(1, 19);
  page.writeUInt32BE(pageCount, 28);
  page.writeUInt32BE(0, 32);
  page.writeUInt32BE(0, 36);
  page.writeUInt32BE(page.readUInt32BE(24), 92);
}
