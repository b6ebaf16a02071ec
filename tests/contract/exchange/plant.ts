import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorkspace } from '#electron/host/db/open.ts';
import type { CallContext, HostServices } from '#electron/host/services.ts';
import { createChange, newRow, updateChange, type NewFields, type OwnFields } from '#electron/host/stamp.ts';
import { exchangeHandlers, type ExchangeTools } from '#electron/host/usecases/exchange.ts';
import type { Workspace } from '#electron/host/workspace.ts';
import { targetSchema, type Target } from '#shared/contract/exchange.ts';
import type { Change } from '#shared/changes/change.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import type { Rows } from '#shared/model/index.ts';
import { secrets } from './receiver.ts';

/** A small plant in a workspace file: 2 units, 4 events, 8 measures, 8 tasks, and the exchange calls on it. */
export class Plant {
  readonly folder = mkdtempSync(join(tmpdir(), 'exchange-'));
  readonly workspace: Workspace;
  readonly services: HostServices;
  #time = Date.parse('2026-11-21T16:00:00.000Z');
  readonly ports = { clock: (): string => new Date(this.#time += 1000).toISOString(), who: (): string => '赵测试' };

  constructor(fetch: typeof globalThis.fetch = globalThis.fetch) {
    const changes: Change[] = [];
    const add = <Kind extends EntityKind>(kind: Kind, fields: NewFields<Kind>): Rows[Kind] => {
      const row = newRow(this.ports, kind, fields);
      changes.push(createChange(kind, row));
      return row;
    };
    const enterprise = add('enterprise', { name: '测试化工', companyCode: '990000009', creditCode: '' });
    const object = add('object', { enterpriseId: enterprise.id, name: '罐区', hazardCode: '990000009001', majorHazard: true, majorHazardLevel: 3, department: '储运车间', liablePerson: '钱测试', position: 1 });
    for (let u = 1; u <= 2; u++) {
      const unit = add('unit', { objectId: object.id, name: `单元${u}`, department: '', liablePerson: '', position: u });
      for (let e = 1; e <= 2; e++) {
        const event = add('event', { unitId: unit.id, name: `事件${u}-${e}`, accidentTypes: ['火灾'], inherent: null, residual: null, position: e });
        for (let m = 1; m <= 2; m++) {
          const measure = add('measure', { eventId: event.id, dataSrc: '2', classify1: '1', classify2: '1-1', classify3: '', description: `措施${u}-${e}-${m}`, checkContent: '查液位', post: '外操', position: m });
          add('task', { measureId: measure.id, content: '查液位', cycle: m === 1 ? 2 : 1, cycleUnit: m === 1 ? 'hour' : 'day', startDate: m === 1 ? null : '2026-11-22', workStart: null, workEnd: null,
            workDayType: 0, workType: 0, taskNum: null, post: '外操', position: 1 });
        }
      }
    }
    this.workspace = createWorkspace(join(this.folder, 'plant.riskatlas'), this.ports, { command: 'workspace/create', label: { key: 'change.workspaceCreate', params: {} } }, changes);
    // The exchange needs no parsers, painter, levels or rule pack; asking for one is a fault.
    const absent = (): never => { throw new Error('not for the exchange'); };
    this.services = {
      ...this.ports, fetch, resources: fileURLToPath(new URL('../../../resources', import.meta.url)), emit: () => undefined,
      workspace: () => this.workspace, levels: absent, rulePack: absent,
      parsers: { drawing: absent, pages: absent, dwgConverter: absent, checklist: absent, zones: absent }, painter: { pdf: absent, png: absent, svg: absent }, checklistWriter: { write: absent } as never,
    };
  }

  handlers(tools: Partial<ExchangeTools> = {}): ReturnType<typeof exchangeHandlers> {
    return exchangeHandlers(this.services, { retryDelaysMs: [5, 5], timeoutMs: 5000, renderMap: async () => null, ...tools });
  }

  change<Kind extends EntityKind>(kind: Kind, id: string, fields: Partial<OwnFields<Kind>> & { readonly deleted?: boolean }): void {
    const row = this.workspace.get(kind, id);
    const change = row && updateChange(kind, row, fields, this.ports);
    if (!change) throw new Error('nothing to change');
    this.workspace.commit({ command: 'entity/update', label: { key: 'change.row.update', params: {} } }, [change]);
  }

  close(): void {
    this.workspace.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The context of a call; `progress` keeps what was told. */
export function callContext(signal: AbortSignal = new AbortController().signal): CallContext & { readonly told: [string, number, number][] } {
  const told: [string, number, number][] = [];
  return { taskId: 't', signal, told, progress: (...one) => { told.push(one); } };
}

export const testTarget = (url: string, more: Partial<Target> = {}): Target => targetSchema.parse({ name: '企业系统', url, batchSize: 3, ...secrets, ...more });
