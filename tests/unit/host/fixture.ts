import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkspace } from '#electron/host/db/open.ts';
import type { SqliteWorkspace } from '#electron/host/db/sqlite-workspace.ts';
import { createChange, newRow, type NewFields, type OwnFields, type StampPorts } from '#electron/host/stamp.ts';
import type { Change } from '#shared/changes/change.ts';
import type { Rows } from '#shared/model/index.ts';

/** A folder of its own for one test, removed by `dispose`. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'riskatlas-test-'));
  file(name: string): string { return join(this.path, name); }
  dispose(): void { rmSync(this.path, { recursive: true, force: true }); }
}

/** A clock that goes on one second a call, from 2026-11-22T08:00:00Z. */
export function steadyPorts(who = '张工'): StampPorts {
  let seconds = 0;
  return { clock: () => new Date(Date.UTC(2026, 10, 22, 8, 0, seconds++)).toISOString(), who: () => who };
}

export const label = { key: 'change.row.create', params: { kind: 'kind.unit', name: 'x' } };
export const step = { command: 'test', label };

export const objectFields = (enterpriseId: string, name: string): OwnFields<'object'> => (
  { enterpriseId, name, hazardCode: '', majorHazard: false, majorHazardLevel: null, department: '', liablePerson: '', position: 1 });
export const unitFields = (objectId: string, name: string, position = 1): OwnFields<'unit'> => ({ objectId, name, department: '', liablePerson: '', position });
export const eventFields = (unitId: string, name: string, position = 1): OwnFields<'event'> => (
  { unitId, name, accidentTypes: ['火灾'], inherent: null, residual: { method: 'LS', L: 3, S: 4, statedLevel: null }, position });
export const measureFields = (eventId: string, description: string, position = 1): OwnFields<'measure'> => (
  { eventId, dataSrc: '2', classify1: '', classify2: '', classify3: '', description, checkContent: '', post: '', position });
export const taskFields = (measureId: string, content: string): OwnFields<'task'> => ({
  measureId, content, cycle: 1, cycleUnit: 'day', startDate: null, workStart: null, workEnd: null, workDayType: 0, workType: 0, taskNum: null, post: '', position: 1,
});
export const layoutFields = (): NewFields<'layout'> => ({
  name: '总图', fileName: 'plant.dxf', format: 'dxf', encoding: 'gbk', originalHash: 'a'.repeat(64), derivedHash: 'b'.repeat(64), derivedKind: 'vector',
  bounds: { minX: 0, minY: 0, maxX: 10, maxY: 10 }, entities: 1, drawn: 1, notShown: [], calibration: null, position: 1,
});

export interface Plant {
  readonly ports: StampPorts;
  readonly workspace: SqliteWorkspace;
  readonly enterprise: Rows['enterprise'];
  readonly object: Rows['object'];
  readonly unit: Rows['unit'];
  readonly event: Rows['event'];
  readonly measure: Rows['measure'];
}

/** A workspace with one branch, enterprise to measure; the enterprise is the base, the rest one step that can be undone. */
export function makePlant(path: string, ports: StampPorts = steadyPorts()): Plant {
  const enterprise = newRow(ports, 'enterprise', { name: '示例化工', companyCode: '990000001', creditCode: '' });
  const workspace = createWorkspace(path, ports, step, [createChange('enterprise', enterprise)]);
  const object = newRow(ports, 'object', objectFields(enterprise.id, '罐区'));
  const unit = newRow(ports, 'unit', unitFields(object.id, '储罐单元'));
  const event = newRow(ports, 'event', eventFields(unit.id, '储罐泄漏'));
  const measure = newRow(ports, 'measure', measureFields(event.id, '高低液位报警'));
  workspace.commit(step, [createChange('object', object), createChange('unit', unit), createChange('event', event), createChange('measure', measure)]);
  return { ports, workspace, enterprise, object, unit, event, measure };
}

/** Measures below `eventId`, as changes. */
export function manyMeasures(ports: StampPorts, eventId: string, count: number): Change[] {
  return Array.from({ length: count }, (_, i) => createChange('measure', newRow(ports, 'measure', measureFields(eventId, `措施 ${i}`, i))));
}

/** Every row of the workspace that is not deleted, without the stamps. */
export function visibleRows(workspace: SqliteWorkspace): unknown {
  const kinds = ['enterprise', 'object', 'unit', 'event', 'measure', 'task', 'layout', 'zone'] as const;
  return kinds.map((kind) => workspace.all(kind).map(({ updatedAt: _at, updatedBy: _by, ...row }) => row));
}
