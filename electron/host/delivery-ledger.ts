import type { Instant } from '#shared/kernel/clock.ts';
import type { Id } from '#shared/kernel/ids.ts';

/** The last answer of a target about one row: what was sent (hash of its fields) and whether it was taken. */
export interface Receipt {
  readonly target: string;
  readonly profile: string;
  /** The profile's table, such as `riskUnit`. */
  readonly table: string;
  readonly rowId: Id;
  readonly contentHash: string;
  readonly accepted: boolean;
  /** The target's words where it refused. */
  readonly message: string;
  readonly at: Instant;
}

/**
 * What each target has answered, kept in the workspace beside the change log, because it records the world outside and is
 * never undone.
 */
export interface DeliveryLedger {
  /** All receipts of a target and profile, by `${table}/${rowId}`. */
  receipts(target: string, profile: string): Map<string, Receipt>;
  /** Stores answers, replacing older ones of the same row, in one transaction. */
  record(receipts: readonly Receipt[]): void;
}
