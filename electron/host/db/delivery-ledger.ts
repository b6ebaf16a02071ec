import type { Database, Statement } from 'better-sqlite3';
import { AppError } from '#shared/kernel/errors.ts';
import type { DeliveryLedger, Receipt } from '../delivery-ledger.ts';
import { withFileErrors } from './errors.ts';
import { basename } from 'node:path';

type ReceiptRow = Omit<Receipt, 'accepted'> & { readonly accepted: 0 | 1 };

/** The delivery ledger in the workspace file. */
export class SqliteDeliveryLedger implements DeliveryLedger {
  readonly #db: Database;
  readonly #path: string;
  readonly #readOnly: boolean;
  readonly #select: Statement<[string, string], ReceiptRow>;
  readonly #put: Statement<[string, string, string, string, string, number, string, string]>;

  constructor(db: Database, path: string, readOnly: boolean) {
    this.#db = db;
    this.#path = path;
    this.#readOnly = readOnly;
    this.#select = db.prepare('SELECT * FROM "receipt" WHERE "target" = ? AND "profile" = ?');
    this.#put = db.prepare('INSERT OR REPLACE INTO "receipt" ("target", "profile", "table", "rowId", "contentHash", "accepted", "message", "at") VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  receipts(target: string, profile: string): Map<string, Receipt> {
    const rows = withFileErrors(this.#path, () => this.#select.all(target, profile));
    return new Map(rows.map((row) => [`${row.table}/${row.rowId}`, { ...row, accepted: row.accepted === 1 }]));
  }

  record(receipts: readonly Receipt[]): void {
    if (this.#readOnly) throw new AppError('error.workspace.readOnly', { file: basename(this.#path) });
    const put = this.#db.transaction(() => {
      for (const one of receipts) this.#put.run(one.target, one.profile, one.table, one.rowId, one.contentHash, one.accepted ? 1 : 0, one.message, one.at);
    });
    withFileErrors(this.#path, put);
  }
}
