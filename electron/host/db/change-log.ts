import { createHash, type Hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { canonicalJson } from '#shared/changes/canonical.ts';
import type { Change, ChangeSetHead } from '#shared/changes/change.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { EntityKind } from '#shared/model/entity.ts';

interface HeadRow {
  seq: number; id: string; at: string; who: string; command: string; label: string; mode: ChangeSetHead['mode']; target: number | null;
  count: number; prevHash: string; hash: string; firstChange: number;
}
interface ChangeRow { setSeq: number; kind: EntityKind; rowId: Id; before: string | null; after: string }

/** What a change set is before it has its place in the chain. */
export type NewHead = Omit<ChangeSetHead, 'seq' | 'prevHash' | 'hash'>;

const headFields = '"seq", "id", "at", "who", "command", "label", "mode", "target", "count", "prevHash", "hash", "firstChange"';

/**
 * The tables `change_set` and `change`: append-only, each set's hash taken over the one before, its head and its changes.
 * The caller holds the transaction.
 */
export class ChangeLog {
  readonly #insertHead: Statement<unknown[]>;
  readonly #insertChange: Statement<[number, string, string, string | null, string]>;
  readonly #heads: Statement<[number, number], HeadRow>;
  readonly #history: Statement<[number], HeadRow>;
  readonly #historyOfRow: Statement<[Id, number], HeadRow>;
  readonly #changes: Statement<[number, number], ChangeRow>;
  readonly #allHeads: Statement<[], HeadRow>;
  readonly #last: Statement<[], HeadRow>;
  readonly #lastChange: Statement<[], number>;

  constructor(db: Database) {
    this.#insertHead = db.prepare(`INSERT INTO "change_set" (${headFields}) VALUES (${headFields.split(', ').map(() => '?').join(', ')})`);
    this.#insertChange = db.prepare('INSERT INTO "change" ("setSeq", "kind", "rowId", "before", "after") VALUES (?, ?, ?, ?, ?)');
    this.#heads = db.prepare(`SELECT ${headFields} FROM "change_set" WHERE "seq" BETWEEN ? AND ? ORDER BY "seq"`);
    this.#history = db.prepare(`SELECT ${headFields} FROM "change_set" ORDER BY "seq" DESC LIMIT ?`);
    this.#historyOfRow = db.prepare(
      `SELECT ${headFields} FROM "change_set" WHERE "seq" IN (SELECT "setSeq" FROM "change" WHERE "rowId" = ?) ORDER BY "seq" DESC LIMIT ?`);
    this.#changes = db.prepare('SELECT "setSeq", "kind", "rowId", "before", "after" FROM "change" WHERE "number" >= ? AND "number" < ? ORDER BY "number"');
    this.#allHeads = db.prepare(`SELECT ${headFields} FROM "change_set" ORDER BY "seq"`);
    this.#last = db.prepare(`SELECT ${headFields} FROM "change_set" ORDER BY "seq" DESC LIMIT 1`);
    this.#lastChange = db.prepare<[], number>('SELECT coalesce(max("number"), 0) FROM "change"').pluck();
  }

  last(): ChangeSetHead | null {
    const row = this.#last.get();
    return row ? toHead(row) : null;
  }

  head(seq: number): ChangeSetHead | null {
    const row = this.#heads.get(seq, seq);
    return row ? toHead(row) : null;
  }

  heads(): ChangeSetHead[] {
    return this.#allHeads.all().map(toHead);
  }

  history(limit: number, rowId?: Id): ChangeSetHead[] {
    return (rowId === undefined ? this.#history.all(limit) : this.#historyOfRow.all(rowId, limit)).map(toHead);
  }

  changesOf(seq: number): Change[] {
    const head = this.#heads.get(seq, seq);
    if (!head) return [];
    return this.#changes.all(head.firstChange, head.firstChange + head.count).map((row) => ({
      kind: row.kind, id: row.rowId, before: row.before === null ? null : parseFields(row.before), after: parseFields(row.after),
    }));
  }

  /**
   * Appends one set. `changes` is read once, change by change, so that the caller may write the rows on the way;
   * it must give `head.count` changes.
   */
  append(head: NewHead, changes: Iterable<Change>): ChangeSetHead {
    const previous = this.last();
    const seq = (previous?.seq ?? 0) + 1;
    const prevHash = previous?.hash ?? '';
    const chain = new ChainHash(prevHash, { ...head, seq });
    let written = 0;
    for (const change of changes) {
      const before = change.before === null ? null : canonicalJson(change.before);
      const after = canonicalJson(change.after);
      this.#insertChange.run(seq, change.kind, change.id, before, after);
      chain.add(change.kind, change.id, before, after);
      written++;
    }
    if (written !== head.count) throw new Error(`change set ${seq}: ${written} changes, announced ${head.count}`);
    const firstChange = (this.#lastChange.get() ?? 0) - written + 1;
    const full: ChangeSetHead = { ...head, seq, prevHash, hash: chain.digest() };
    this.#insertHead.run(seq, full.id, full.at, full.who, full.command, canonicalJson(full.label), full.mode, full.target, full.count, prevHash, full.hash, firstChange);
    return full;
  }

  /**
   * Recomputes the whole chain. Returns the first change set that does not fit (its own number, also where a set before it
   * is missing), or null when all of them do.
   */
  verify(onSet: (done: number) => void = () => undefined): number | null {
    let prevHash = '';
    let seq = 0;
    let nextChange = 1;
    for (const row of this.#allHeads.all()) {
      seq++;
      if (row.seq !== seq || row.prevHash !== prevHash || row.firstChange !== nextChange) return row.seq;
      if (this.#hashOf(row) !== row.hash) return row.seq;
      prevHash = row.hash;
      nextChange += row.count;
      onSet(seq);
    }
    const strayChange = this.#lastChange.get() ?? 0;
    return strayChange === nextChange - 1 ? null : seq;
  }

  #hashOf(row: HeadRow): string {
    let head: ChangeSetHead;
    try {
      head = toHead(row);
    } catch {
      return 'unreadable';
    }
    const { prevHash, hash: _stored, ...rest } = head;
    const chain = new ChainHash(prevHash, rest);
    let count = 0;
    for (const change of this.#changes.iterate(row.firstChange, row.firstChange + row.count)) {
      if (change.setSeq !== row.seq) return 'misplaced';
      chain.add(change.kind, change.rowId, change.before, change.after);
      count++;
    }
    return count === row.count ? chain.digest() : 'incomplete';
  }
}

/** SHA-256 over the hash before, the head, and each change, one canonical JSON text a line. */
class ChainHash {
  readonly #hash: Hash = createHash('sha256');
  #pending: string;

  constructor(prevHash: string, head: NewHead & { readonly seq: number }) {
    this.#pending = `${prevHash}\n${canonicalJson(head)}\n`;
  }

  add(kind: string, id: string, before: string | null, after: string): void {
    this.#pending += `{"after":${after},"before":${before ?? 'null'},"id":"${id}","kind":"${kind}"}\n`;
    // Few large updates: each call into the hash costs more than hashing one change.
    if (this.#pending.length > 65_536) this.#flush();
  }

  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#pending);
    this.#pending = '';
  }
}

function toHead(row: HeadRow): ChangeSetHead {
  const { firstChange: _firstChange, label, ...head } = row;
  return { ...head, label: JSON.parse(label) as ChangeSetHead['label'] };
}

function parseFields(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}
