import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import Sqlite from 'better-sqlite3';
import { canonicalJson } from '#shared/changes/canonical.ts';
import type { Change, ChangeSetHead } from '#shared/changes/change.ts';
import { invertChanges, repeatChanges } from '#shared/changes/invert.ts';
import { UndoStack } from '#shared/changes/undo-stack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { newId, type Id } from '#shared/kernel/ids.ts';
import { entityKinds, type EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions, type Rows } from '#shared/model/index.ts';
import type { StampPorts } from '../stamp.ts';
import { validRow } from '../validate.ts';
import type { CommitOptions, Content, SearchHit, Workspace } from '../workspace.ts';
import type { Finding } from '#shared/contract/workspace.ts';
import { ChangeLog, type NewHead } from './change-log.ts';
import { checkFile } from './check.ts';
import { ContentTable } from './contents.ts';
import { SqliteDeliveryLedger } from './delivery-ledger.ts';
import { damaged, withFileErrors } from './errors.ts';
import { fileVersion } from './migrate.ts';
import { RowTable } from './rows.ts';
import { RowSearch } from './search.ts';


type Fields = Record<string, unknown>;
type Listener = (head: ChangeSetHead, changes: readonly Change[]) => void;

/** A workspace in a SQLite file that this process holds alone (open.ts opens it). */
export class SqliteWorkspace implements Workspace {
  readonly path: string;
  readonly readOnly: boolean;
  readonly schemaVersion: number;
  readonly deliveries: SqliteDeliveryLedger;
  readonly #db: Database;
  readonly #ports: StampPorts;
  readonly #release: () => void;
  readonly #tables: Readonly<Record<EntityKind, RowTable>>;
  readonly #contents: ContentTable;
  readonly #log: ChangeLog;
  readonly #search: RowSearch;
  readonly #undo = new UndoStack();
  readonly #listeners = new Set<Listener>();
  #head: ChangeSetHead | null = null;
  #committing = false;

  /** `release` is called once the file is closed. @throws AppError error.workspace.damaged where the log does not hang together */
  constructor(db: Database, path: string, readOnly: boolean, ports: StampPorts, release: () => void) {
    this.#db = db;
    this.path = path;
    this.readOnly = readOnly;
    this.#ports = ports;
    this.#release = release;
    this.schemaVersion = fileVersion(db);
    this.#tables = Object.fromEntries(entityKinds.map((kind) => [kind, new RowTable(db, entityDefinitions[kind])])) as Record<EntityKind, RowTable>;
    this.#contents = new ContentTable(db);
    this.#log = new ChangeLog(db);
    this.#search = new RowSearch(db);
    this.deliveries = new SqliteDeliveryLedger(db, path, readOnly);
    let previous: ChangeSetHead | null = null;
    for (const head of this.#log.heads()) {
      if (head.seq !== (previous?.seq ?? 0) + 1 || head.prevHash !== (previous?.hash ?? '')) throw damaged(path, 'damage.history');
      this.#follow(head);
      previous = head;
    }
  }

  get head(): ChangeSetHead {
    if (!this.#head) throw damaged(this.path, 'damage.history');
    return this.#head;
  }

  /** False only in a file that is just being made, or one whose log is gone. */
  get hasHistory(): boolean {
    return this.#head !== null;
  }

  get<Kind extends EntityKind>(kind: Kind, id: Id): Rows[Kind] | undefined {
    return this.#read(() => this.#tables[kind].get(id)) as Rows[Kind] | undefined;
  }

  need<Kind extends EntityKind>(kind: Kind, id: Id): Rows[Kind] {
    const row = this.get(kind, id);
    if (!row || row.deleted) throw new AppError('error.row.notFound', { kind: `kind.${kind}`, id });
    return row;
  }

  all<Kind extends EntityKind>(kind: Kind, options: { readonly includeDeleted?: boolean } = {}): Rows[Kind][] {
    return this.#read(() => this.#tables[kind].all(options.includeDeleted ?? false)) as unknown as Rows[Kind][];
  }

  children<Kind extends EntityKind>(kind: Kind, parentId: Id): Rows[Kind][] {
    return this.#read(() => this.#tables[kind].children(parentId)) as unknown as Rows[Kind][];
  }

  count(kind: EntityKind): number {
    return this.#read(() => this.#tables[kind].count());
  }

  countByParent(kind: EntityKind): Map<Id, number> {
    return this.#read(() => this.#tables[kind].countByParent());
  }

  search(words: readonly string[], limit: number): SearchHit[] {
    return this.#read(() => this.#search.find(words, limit));
  }

  content(hash: string): Content | undefined {
    return this.#read(() => this.#contents.get(hash));
  }

  commit(options: CommitOptions, changes: readonly Change[]): ChangeSetHead {
    if (changes.length === 0 && !options.contents?.length) return this.head;
    return this.#write({ command: options.command, label: options.label, mode: options.mode ?? 'do', target: null }, changes, options.contents ?? []);
  }

  undo(): ChangeSetHead {
    const step = this.nextUndo;
    if (!step) throw new AppError('error.undo.nothing');
    return this.#write({ command: 'workspace/undo', label: step.label, mode: 'undo', target: step.seq }, invertChanges(this.changesOf(step.seq)), []);
  }

  redo(): ChangeSetHead {
    const step = this.nextRedo;
    if (!step) throw new AppError('error.redo.nothing');
    return this.#write({ command: 'workspace/redo', label: step.label, mode: 'redo', target: step.seq }, repeatChanges(this.changesOf(step.seq)), []);
  }

  get nextUndo(): ChangeSetHead | null {
    return this.#step(this.#undo.nextUndo);
  }

  get nextRedo(): ChangeSetHead | null {
    return this.#step(this.#undo.nextRedo);
  }

  history(limit: number, rowId?: Id): ChangeSetHead[] {
    return this.#read(() => this.#log.history(limit, rowId));
  }

  changesOf(seq: number): Change[] {
    return this.#read(() => this.#log.changesOf(seq));
  }

  onCommit(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  check(): Finding[] {
    return checkFile(this.#db, this.#log);
  }

  close(): void {
    if (!this.#db.open) return;
    try {
      // Leaves one file: takes the write-ahead log in and removes it.
      if (!this.readOnly) this.#db.pragma('journal_mode = DELETE');
    } catch {
      // A full disk: the log stays beside the file, and the next opening takes it in.
    }
    this.#db.close();
    this.#release();
  }

  #step(seq: number | null): ChangeSetHead | null {
    return seq === null ? null : this.#read(() => this.#log.head(seq));
  }

  #follow(head: ChangeSetHead): void {
    try {
      this.#undo.push(head);
    } catch (thrown) {
      throw damaged(this.path, 'damage.history', { cause: thrown });
    }
    this.#head = head;
  }

  #read<T>(work: () => T): T {
    return withFileErrors(this.path, work);
  }

  #write(head: Pick<NewHead, 'command' | 'label' | 'mode' | 'target'>, changes: readonly Change[], contents: readonly Content[]): ChangeSetHead {
    if (this.readOnly) throw new AppError('error.workspace.readOnly', { file: basename(this.path) });
    if (this.#committing) throw new Error('commit within a commit');
    this.#committing = true;
    const applied: Change[] = [];
    let written: ChangeSetHead;
    try {
      written = withFileErrors(this.path, () => this.#transaction(() => {
        for (const content of contents) this.#contents.add(content);
        const at = this.#ports.clock();
        const who = this.#ports.who();
        // Undo and redo are edits of today: a receiver that goes by the date of a row must see that it is another one.
        const stamp = head.mode === 'undo' || head.mode === 'redo' ? { updatedAt: at, updatedBy: who } : null;
        return this.#log.append({ ...head, id: newId(), at, who, count: changes.length }, this.#apply(changes, applied, stamp));
      }));
    } finally {
      this.#committing = false;
    }
    this.#follow(written);
    for (const listener of [...this.#listeners]) listener(written, applied);
    return written;
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (thrown) {
      // SQLite has rolled back by itself after a full disk or an input/output error.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw thrown;
    }
  }

  /** Writes each change to its table and passes it on as it was written, to be logged. */
  *#apply(changes: readonly Change[], applied: Change[], stamp: Fields | null): Generator<Change> {
    for (const change of changes) {
      const done = change.before === null ? this.#create(change) : this.#update(change, change.before, stamp);
      applied.push(done);
      yield done;
    }
  }

  #create({ kind, id, after }: Change): Change {
    const row = validRow(kind, after ?? {});
    if (row['id'] !== id) throw new Error(`change of ${kind} ${id}: its row says ${String(row['id'])}`);
    try {
      this.#tables[kind].insert(row);
    } catch (thrown) {
      throw this.#parentMissing(kind, thrown);
    }
    return { kind, id, before: null, after: row };
  }

  #update({ kind, id, after: wanted }: Change, known: Fields, stamp: Fields | null): Change {
    const table = this.#tables[kind];
    const current = table.get(id);
    if (!current) throw new AppError('error.row.notFound', { kind: `kind.${kind}`, id });
    const before = stamp === null ? known : { ...known, updatedAt: current['updatedAt'], updatedBy: current['updatedBy'] };
    const after = stamp === null ? wanted : { ...wanted, ...stamp };
    const fields = Object.keys(after ?? {});
    for (const field of fields) {
      if (canonicalJson(before[field]) !== canonicalJson(current[field])) throw new Error(`change of ${kind} ${id}: ${field} is not what it was`);
    }
    const row = validRow(kind, { ...current, ...after, id });
    try {
      table.update(row, fields);
    } catch (thrown) {
      throw this.#parentMissing(kind, thrown);
    }
    return { kind, id, before: Object.fromEntries(fields.map((field) => [field, before[field]])), after: Object.fromEntries(fields.map((field) => [field, row[field]])) };
  }

  #parentMissing(kind: EntityKind, thrown: unknown): unknown {
    if (!(thrown instanceof Sqlite.SqliteError) || thrown.code !== 'SQLITE_CONSTRAINT_FOREIGNKEY') return thrown;
    const field = entityDefinitions[kind].parent?.field ?? 'id';
    return new AppError('error.row.invalid', { kind: `kind.${kind}`, field: `field.${field}`, reason: 'reason.parentMissing' }, { cause: thrown });
  }
}
