import { planDelivery, rowKey, type Delivery } from '#shared/exchange/delta.ts';
import { rowChecker, type RowFinding } from '#shared/exchange/check.ts';
import type { Profile } from '#shared/exchange/profile.ts';
import { buildRows, type ExchangeRow } from '#shared/exchange/rows.ts';
import { polygonNotices } from '#shared/exchange/zone-polygons.ts';
import type { Rejection } from '#shared/contract/exchange.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Receipt } from '../delivery-ledger.ts';
import { packageBytes, sha256 } from '../exchange/package.ts';
import { loadProfile } from '../exchange/profiles.ts';
import { pushDelivery } from '../exchange/push.ts';
import { zoneFactsOf } from '../exchange/zone-facts.ts';
import type { CallContext, Handlers, HostServices } from '../services.ts';
import { writeOut } from '../write-out.ts';
import { enterpriseOf } from './plant.ts';

type ExchangeHandlers = Pick<Handlers, 'exchange/export' | 'exchange/push' | 'exchange/status'>;

/** What may differ from the product's own ways. */
export interface ExchangeTools {
  /** The map as PNG of at most `maxBytes`; null while there is no layout to draw it on. */
  readonly renderMap: (context: CallContext, maxBytes: number) => Promise<Uint8Array | null>;
  readonly timeoutMs: number;
  readonly retryDelaysMs: readonly number[];
}

/** Limit of the receivers for the map (domain 3.2). */
const maxMapBytes = 5 * 1024 * 1024;

/** The calls that hand the workspace's rows to the enterprise system. */
export function exchangeHandlers(services: HostServices, tools: Partial<ExchangeTools> = {}): ExchangeHandlers {
  const { renderMap = async () => null, timeoutMs = 30_000, retryDelaysMs = [500, 2000, 5000] } = tools;
  const pushing = new Set<string>();
  return {
    'exchange/export': async ({ out, profile: id }, context) => {
      const workspace = services.workspace();
      const profile = loadProfile(services.resources, id);
      context.progress('progress.exchangeCheck', 0, 0);
      // Rows and sequence number are taken in one go: what is changed meanwhile belongs to the next package.
      const workspaceSeq = workspace.head.seq;
      const enterprise = enterpriseOf(workspace);
      const { rows, findings } = fittingRows(profile, services);
      const sent = new Set([...rows.values()].flatMap((list) => list.map(({ id }) => id)));
      const notices = polygonNotices(profile, workspace.all('zone'), enterprise.geoReference, sent);
      context.progress('progress.exchangePackage', 0, 0);
      const map = await renderMap(context, maxMapBytes);
      stopIfCancelled(context);
      const bytes = packageBytes({
        profile, companyCode: enterprise.companyCode, enterpriseName: enterprise.name, workspaceSeq, madeAt: services.clock(), rows, findings, map,
      });
      const holds = Object.fromEntries([...rows].map(([table, list]) => [table, list.length]));
      return { ...await writeOut(out, bytes), holds: { ...holds, map: map ? 1 : 0 }, notSent: findings, notices };
    },

    'exchange/push': async ({ target, profile: id }, context) => {
      if (pushing.has(target.name)) throw new AppError('error.exchange.busy', { target: target.name });
      pushing.add(target.name);
      try {
        const workspace = services.workspace();
        const profile = loadProfile(services.resources, id);
        context.progress('progress.exchangeCheck', 0, 0);
        const delivery = currentDelivery(profile, services, workspace.deliveries.receipts(target.name, profile.id));
        stopIfCancelled(context);
        const pushed = await pushDelivery(profile, target, delivery, {
          fetch: services.fetch, clock: services.clock, ledger: workspace.deliveries, signal: context.signal, timeoutMs, retryDelaysMs,
          onProgress: (done, total) => { context.progress('progress.exchangeSend', done, total); },
        });
        return {
          target: target.name, sent: pushed.sent, accepted: pushed.accepted, rejected: [...pushed.rejected], skippedUnchanged: delivery.unchanged,
          heldBack: pushed.heldBack, notSent: [...delivery.findings],
        };
      } finally {
        pushing.delete(target.name);
      }
    },

    'exchange/status': ({ target, profile: id }) => {
      const workspace = services.workspace();
      const profile = loadProfile(services.resources, id);
      const receipts = workspace.deliveries.receipts(target, profile.id);
      const delivery = currentDelivery(profile, services, receipts);
      const rejected: Rejection[] = [];
      let waiting = 0;
      for (const table of delivery.tables) {
        for (const { row, contentHash } of table.rows) {
          const last = receipts.get(rowKey(table.name, row.id));
          // A refused row that was changed since waits like any other.
          if (last && !last.accepted && last.contentHash === contentHash) rejected.push({ table: table.name, id: row.id, name: row.name, message: last.message, at: last.at });
          else waiting++;
        }
      }
      return { waiting, accepted: delivery.unchanged, rejected, lastPushAt: lastAnswer(receipts), notSent: [...delivery.findings] };
    },
  };
}

function currentRows(profile: Profile, services: HostServices): Map<string, ExchangeRow[]> {
  const workspace = services.workspace();
  const withZones = profile.tables.some(({ kind }) => kind === 'zone');
  return buildRows(profile, {
    enterprise: enterpriseOf(workspace), all: (kind) => workspace.all(kind, { includeDeleted: true }), ...(withZones ? { zone: zoneFactsOf(services) } : {}),
  });
}

function currentDelivery(profile: Profile, services: HostServices, receipts: ReadonlyMap<string, Receipt>): Delivery {
  return planDelivery(profile, currentRows(profile, services), receipts, { check: rowChecker(profile), hash: sha256 });
}

/** The rows that fit, without those whose parent does not; findings of deleted rows tell nobody anything. */
function fittingRows(profile: Profile, services: HostServices): { rows: Map<string, ExchangeRow[]>; findings: RowFinding[] } {
  const check = rowChecker(profile);
  const findings: RowFinding[] = [];
  const left = new Set<string>();
  const rows = new Map<string, ExchangeRow[]>();
  const tables = currentRows(profile, services);
  for (const { name, parent } of profile.tables) {
    rows.set(name, (tables.get(name) ?? []).filter((row) => {
      const found = check(row);
      const orphan = parent !== null && row.parentId !== null && left.has(rowKey(parent, row.parentId));
      if (found.length === 0 && !orphan) return true;
      left.add(rowKey(name, row.id));
      if (!row.deleted) findings.push(...found, ...(found.length === 0 ? [orphanFinding(row)] : []));
      return false;
    }));
  }
  return { rows, findings };
}

function orphanFinding(row: ExchangeRow): RowFinding {
  return { table: row.table, id: row.id, name: row.name, field: '', message: { key: 'exchange.finding.orphan', params: { table: `exchange.table.${row.table}`, name: row.name.slice(0, 60) } } };
}

function lastAnswer(receipts: ReadonlyMap<string, Receipt>): string | null {
  let last: string | null = null;
  for (const { at } of receipts.values()) if (last === null || at > last) last = at;
  return last;
}

function stopIfCancelled(context: CallContext): void {
  if (context.signal.aborted) throw new AppError('error.cancelled');
}
