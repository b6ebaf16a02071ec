import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createParserPool } from '#electron/adapters/parser-pool.ts';
import { createWorkspace } from '#electron/host/db/open.ts';
import type { CallContext, HostServices } from '#electron/host/services.ts';
import { OpenWorkspace } from '#electron/host/session.ts';
import { createChange, newRow } from '#electron/host/stamp.ts';
import { zoneHandlers } from '#electron/host/usecases/zones.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import { defaultPack } from '../risk/default-pack.ts';

const refuse = (what: string) => (): never => { throw new Error(`${what} is not used by zones`); };
const context: CallContext = { taskId: 'test', signal: new AbortController().signal, progress: () => undefined };

/**
 * The zone calls on a real workspace file with two objects, 罐区 (units 储罐: 4×5 → 重大, 泵房: not assessed) and 装置 (unit 泵房: 2×4 → 低), and two
 * layouts, of which `unscaled` has no calibration.
 */
export function zoneHost() {
  const folder = mkdtempSync(join(tmpdir(), 'zones-'));
  const emitted: { name: string; data: unknown }[] = [];
  const open = new OpenWorkspace((name, data) => { emitted.push({ name, data }); }, () => defaultPack);
  const ports = { clock: () => new Date().toISOString(), who: () => 'test' };
  const services: HostServices = {
    ...ports,
    parsers: { drawing: refuse('drawing'), pages: refuse('pages'), dwgConverter: refuse('dwgConverter'), checklist: refuse('checklist'), zones: createParserPool({ worker: new URL('../../../electron/workers/parse.ts', import.meta.url) }).zones }, painter: { pdf: refuse('pdf'), png: refuse('png'), svg: refuse('svg') }, checklistWriter: { write: refuse('write'), report: refuse('report') },
    resources: folder, fetch: refuse('fetch'), emit: () => undefined, workspace: () => open.need(), levels: () => open.levels(), rulePack: () => defaultPack,
  };
  const ls = (L: number, S: number): Assessment => ({ method: 'LS', L, S, statedLevel: null });
  const enterprise = newRow(ports, 'enterprise', { name: '示例企业', companyCode: '123456789', creditCode: '' });
  const object = (name: string, position: number) => newRow(ports, 'object', { enterpriseId: enterprise.id, name, hazardCode: '', majorHazard: false, majorHazardLevel: null, department: '', liablePerson: '', position });
  const [tanks, plant] = [object('罐区', 1), object('装置', 2)];
  const unit = (objectId: string, name: string, position: number) => newRow(ports, 'unit', { objectId, name, department: '', liablePerson: '', position });
  const units = { tank: unit(tanks.id, '储罐', 1), tankPump: unit(tanks.id, '泵房', 2), plantPump: unit(plant.id, '泵房', 1) };
  const event = (unitId: string, residual: Assessment | null) => newRow(ports, 'event', { unitId, name: '泄漏', accidentTypes: [], inherent: null, residual, position: 1 });
  const events = [event(units.tank.id, ls(4, 5)), event(units.tankPump.id, null), event(units.plantPump.id, ls(2, 4))] as const;
  const layout = (name: string, scaled: boolean) => newRow(ports, 'layout', {
    name, fileName: 'a.png', format: 'png', encoding: '', originalHash: '0'.repeat(64), derivedHash: '0'.repeat(64), derivedKind: 'picture', bounds: { minX: 0, minY: 0, maxX: 100, maxY: 100 },
    entities: 1, drawn: 1, notShown: [], calibration: scaled ? { source: 'scale', toPlant: { a: 1, b: 0, c: 0, d: 0, e: -1, f: 100 }, points: [] } : null, position: 1,
  });
  const [scaled, unscaled] = [layout('总平面', true), layout('草图', false)];
  const changes = [
    createChange('enterprise', enterprise), createChange('object', tanks), createChange('object', plant), ...Object.values(units).map((row) => createChange('unit', row)),
    ...events.map((row) => createChange('event', row)), createChange('layout', scaled), createChange('layout', unscaled),
  ];
  const workspace = createWorkspace(join(folder, 'a.riskatlas'), ports, { command: 'workspace/create', label: { key: 'change.workspace.create', params: { name: '示例企业' } } }, changes);
  open.open(workspace);
  onTestFinished(() => {
    open.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    calls: zoneHandlers(services), context, workspace, emitted, units, events, layoutId: scaled.id, unscaledId: unscaled.id,
    /** Writes a file beside the workspace and gives its path. */
    file: (content: unknown, name = 'zones.geojson') => {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
      return path;
    },
  };
}
