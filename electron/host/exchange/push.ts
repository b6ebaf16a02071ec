import type { Rejection, Target } from '#shared/contract/exchange.ts';
import type { CancelSignal } from '#shared/contract/ports.ts';
import { readAnswer } from '#shared/exchange/answer.ts';
import { rowKey, type Delivery, type RowToSend } from '#shared/exchange/delta.ts';
import type { Profile } from '#shared/exchange/profile.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { DeliveryLedger, Receipt } from '../delivery-ledger.ts';
import { encrypt, secretBytes } from './cipher.ts';
import { Cancelled, Poster } from './poster.ts';

export interface PushOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly ledger: DeliveryLedger;
  readonly signal: CancelSignal;
  /** Rows dealt with, of all that are to be sent. */
  readonly onProgress: (done: number, total: number) => void;
  readonly timeoutMs: number;
  readonly retryDelaysMs: readonly number[];
}

export interface Pushed {
  readonly sent: number;
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
  /** Rows kept back because the target does not have their parent. */
  readonly heldBack: number;
}

/**
 * Sends what a delivery holds, parents first, in batches; every answer is kept in the ledger before the next batch goes, so
 * that a push that is cut off goes on where it was. Children of rows that were refused are held back.
 * @throws AppError error.exchange.…
 */
export async function pushDelivery(profile: Profile, target: Target, delivery: Delivery, options: PushOptions): Promise<Pushed> {
  const key = secretBytes('aesKey', target.aesKey);
  const iv = secretBytes('aesIv', target.aesIv);
  const poster = new Poster({
    fetch: options.fetch, target: target.name, url: target.url, headers: { [profile.transport.tokenHeader]: target.token },
    signal: options.signal, timeoutMs: options.timeoutMs, retryDelaysMs: options.retryDelaysMs,
  });
  const total = delivery.tables.reduce((sum, table) => sum + table.rows.length, 0);
  const parentTables = new Map(profile.tables.map((table) => [table.name, table.parent]));
  const missing = new Set(delivery.missing);
  const rejected: Rejection[] = [];
  const counts = { sent: 0, accepted: 0, heldBack: 0 };
  try {
    for (const table of delivery.tables) {
      const parentTable = parentTables.get(table.name) ?? null;
      // Also the unsent children of a row that is not sent itself must wait: they are looked at one table after the other.
      const ready = table.rows.filter(({ row }) => {
        const orphan = parentTable !== null && row.parentId !== null && missing.has(rowKey(parentTable, row.parentId));
        if (orphan) missing.add(rowKey(table.name, row.id));
        return !orphan;
      });
      counts.heldBack += table.rows.length - ready.length;
      for (let from = 0; from < ready.length; from += target.batchSize) {
        options.onProgress(counts.sent + counts.heldBack, total);
        const batch = ready.slice(from, from + target.batchSize);
        const refused = await postBatch(poster, target.name, table, batch, (rows) => encrypt(JSON.stringify(rows), key, iv));
        const at = options.clock();
        options.ledger.record(batch.map(({ row, contentHash }): Receipt => {
          const message = refused.get(row.id);
          return { target: target.name, profile: profile.id, table: table.name, rowId: row.id, contentHash, accepted: message === undefined, message: message ?? '', at };
        }));
        for (const { row } of batch) {
          const message = refused.get(row.id);
          if (message === undefined) continue;
          missing.add(rowKey(table.name, row.id));
          rejected.push({ table: table.name, id: row.id, name: row.name, message, at });
        }
        counts.sent += batch.length;
        counts.accepted += batch.length - refused.size;
      }
    }
  } catch (thrown) {
    if (thrown instanceof Cancelled) throw new AppError('error.exchange.cancelled', { accepted: counts.accepted });
    throw thrown;
  } finally {
    poster.close();
  }
  options.onProgress(total, total);
  return { ...counts, rejected };
}

/** How often the rest of a batch is sent again after a receiver that takes all or nothing has named rows to blame. */
const maxRounds = 10;

/** The rows of the batch that were refused, with the receiver's words. @throws AppError for an answer to none of them */
async function postBatch(
  poster: Poster, target: string, table: { readonly name: string; readonly path: string }, batch: readonly RowToSend[], seal: (rows: readonly unknown[]) => string,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (let round = 0, rest = batch; rest.length > 0; round++) {
    const { body } = await poster.post(table.path, { datas: seal(rest.map(({ row }) => row.fields)) });
    const answer = readAnswer(body, rest.map(({ row }) => row.id));
    if (answer === null) throw new AppError('error.exchange.badAnswer', { target, path: table.path, start: body.slice(0, 80).replace(/\s+/g, ' ') });
    if (answer.kind === 'refused' || round === maxRounds) {
      throw new AppError('error.exchange.refused', { target, table: `exchange.table.${table.name}`, message: (answer.kind === 'refused' && answer.message) || '—' });
    }
    for (const [id, message] of answer.refused) refused.set(id, message);
    if (answer.restTaken) break;
    rest = rest.filter(({ row }) => !refused.has(row.id));
  }
  return refused;
}
