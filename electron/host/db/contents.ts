import { createHash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { Content } from '../workspace.ts';

interface ContentRow { readonly hash: string; readonly mediaType: string; readonly bytes: Uint8Array }

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes kept by their SHA-256; the same bytes are kept once. */
export class ContentTable {
  readonly #get: Statement<[string], ContentRow>;
  readonly #add: Statement<[string, string, Uint8Array]>;

  constructor(db: Database) {
    this.#get = db.prepare('SELECT "hash", "mediaType", "bytes" FROM "content" WHERE "hash" = ?');
    this.#add = db.prepare('INSERT INTO "content" ("hash", "mediaType", "bytes") VALUES (?, ?, ?) ON CONFLICT ("hash") DO NOTHING');
  }

  get(hash: string): Content | undefined {
    return this.#get.get(hash);
  }

  /** @throws if the bytes are not those that the hash names. */
  add(content: Content): void {
    if (sha256(content.bytes) !== content.hash) throw new Error(`content ${content.hash}: the bytes have another hash`);
    this.#add.run(content.hash, content.mediaType, content.bytes);
  }
}
