import type { Change, ChangeLabel, ChangeSetHead } from '#shared/changes/change.ts';
import type { Finding } from '#shared/contract/workspace.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import type { Rows } from '#shared/model/index.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';

/** Bytes kept beside the rows (an original drawing, derived geometry), named by their SHA-256 in hex. */
export interface Content { readonly hash: string; readonly mediaType: string; readonly bytes: Uint8Array }

/** A change set to be: the contract call that makes it, and what a person reads in the history. */
export interface CommitOptions {
  readonly command: string;
  readonly label: ChangeLabel;
  readonly mode?: 'base' | 'do';
  /** Stored in the same transaction. */
  readonly contents?: readonly Content[];
}

/** The kinds that a search looks through. */
export type SearchKind = 'object' | 'unit' | 'event' | 'measure' | 'task';
export interface SearchHit { readonly kind: SearchKind; readonly id: Id }

/**
 * An open workspace file. Rows are read as they are now; they are written by `commit` alone, as one change set, all or nothing.
 * Everything here is synchronous: one host has the file to itself.
 */
export interface Workspace {
  readonly path: string;
  readonly readOnly: boolean;
  readonly schemaVersion: number;
  /** The newest change set. */
  readonly head: ChangeSetHead;

  /** The row, deleted or not; undefined where there is none. */
  get<Kind extends EntityKind>(kind: Kind, id: Id): Rows[Kind] | undefined;
  /** The row, not deleted. @throws AppError error.row.notFound */
  need<Kind extends EntityKind>(kind: Kind, id: Id): Rows[Kind];
  /** Rows by `position`, then id; deleted ones only if asked for. */
  all<Kind extends EntityKind>(kind: Kind, options?: { readonly includeDeleted?: boolean }): Rows[Kind][];
  /** Rows whose parent field names `parentId`, not deleted, by `position`, then id. */
  children<Kind extends EntityKind>(kind: Kind, parentId: Id): Rows[Kind][];
  count(kind: EntityKind): number;
  /** How many rows of `kind`, not deleted, each parent has. */
  countByParent(kind: EntityKind): Map<Id, number>;
  /** Rows, not deleted, that hold every word (upper and lower case of Latin letters alike) in one of their text fields; best first. */
  search(words: readonly string[], limit: number): SearchHit[];
  content(hash: string): Content | undefined;

  /**
   * Applies the changes in order, parents before children. With nothing to change nothing is written, and the newest head is returned.
   * @throws AppError error.row.invalid, error.workspace.readOnly, error.file.diskFull; then nothing was changed.
   */
  commit(options: CommitOptions, changes: readonly Change[]): ChangeSetHead;
  undo(): ChangeSetHead;
  redo(): ChangeSetHead;
  /** What undo and redo would take back or bring again. */
  readonly nextUndo: ChangeSetHead | null;
  readonly nextRedo: ChangeSetHead | null;
  /** Newest first; only those that touch `rowId` where it is given. */
  history(limit: number, rowId?: Id): ChangeSetHead[];
  /** The changes of one set, in order. */
  changesOf(seq: number): Change[];
  /** Calls back after every commit, undo and redo. Returns the function that ends it. */
  onCommit(listener: (head: ChangeSetHead, changes: readonly Change[]) => void): () => void;

  /** What is wrong with the file: damaged pages, rows without parent, an altered log, rows that are not what the log says, altered contents. */
  check(): Finding[];

  readonly deliveries: DeliveryLedger;
  /** Closes the file; afterwards it is one file without side files. */
  close(): void;
}
