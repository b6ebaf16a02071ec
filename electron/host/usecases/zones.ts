import type { Change, ChangeLabel } from '#shared/changes/change.ts';
import type { CallOutput, CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import type { ZoneView } from '#shared/contract/zones.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { explainUnit, explainZone } from '#shared/risk/explain.ts';
import { storedRings } from '#shared/zones/zone-rings.ts';
import type { Handlers, HostServices } from '../services.ts';
import { createChange, deleteCascade, newRow, positionAfter, rowLabel, updateChange, type OwnFields } from '../stamp.ts';
import type { Workspace } from '../workspace.ts';
import { linkedUnits, needScaledLayout } from './zone-checks.ts';
import { findingFix, zoneFindings } from './zone-findings.ts';
import { importZones } from './zones-import.ts';

type ZoneCalls = 'zones/list' | 'zones/create' | 'zones/edit' | 'zones/apply' | 'zones/delete' | 'zones/import' | 'zones/findings' | 'zones/fix' | 'risk/explain';
type Input<Name extends ZoneCalls> = CallParsedInput<HostCalls[Name]>;

/** The calls about risk zones, and why a zone or unit has its level. */
export function zoneHandlers(services: HostServices): Pick<Handlers, ZoneCalls> {
  return {
    'zones/list': ({ ids }) => {
      const wanted = ids === undefined ? null : new Set(ids);
      return services.workspace().all('zone').filter(({ id }) => wanted?.has(id) ?? true).map((zone) => zoneView(services, zone));
    },
    'zones/create': (input) => createZone(services, input),
    'zones/edit': ({ edits }) => editZones(services, edits),
    'zones/apply': (input) => applyZones(services, input),
    'zones/findings': (input, context) => zoneFindings(services, input, context),
    'zones/fix': (input) => {
      const { deletedIds, ...changes } = findingFix(services, input);
      const { created, edited } = applyZones(services, { operation: 'fix', ...changes, deletedIds });
      return { created: created.map(({ id }) => id), edited: edited.map(({ id }) => id), deleted: deletedIds };
    },
    'zones/delete': ({ ids }) => {
      const workspace = services.workspace();
      const zones = [...new Set(ids)].map((id) => workspace.need('zone', id));
      const [first] = zones;
      const label = zones.length === 1 && first !== undefined ? rowLabel('delete', 'zone', first) : { key: 'change.zones.delete', params: { count: zones.length } };
      workspace.commit({ command: 'zones/delete', label }, deleteCascade(workspace, 'zone', zones.map(({ id }) => id), services));
      return { deleted: zones.length };
    },
    'zones/import': (input, context) => importZones(services, input, context),
    'risk/explain': (input) => explain(services, input),
  };
}

/** A zone as windows see it, with its level by roll-up. */
export function zoneView(services: Pick<HostServices, 'levels' | 'workspace'>, { id, layoutId, name, code, rings, unitIds, note }: RiskZone): ZoneView {
  const { level, unassessed } = services.levels().zone(id);
  return { id, layoutId, name, code, rings, unitIds, note, level, unassessedUnits: unassessed, ...majorHazardOf(services.workspace(), unitIds) };
}

function majorHazardOf(workspace: Workspace, unitIds: readonly Id[]): Pick<ZoneView, 'majorHazard' | 'majorHazardLevel'> {
  const units = unitIds.flatMap((id) => workspace.get('unit', id) ?? []).filter(({ deleted }) => !deleted);
  const objects = units.flatMap(({ objectId }) => workspace.get('object', objectId) ?? []).filter((object) => object.majorHazard && !object.deleted);
  const levels = objects.flatMap((object) => object.majorHazardLevel ?? []);
  return { majorHazard: objects.length > 0, majorHazardLevel: levels.length === 0 ? null : Math.min(...levels) };
}

function createZone(services: HostServices, { layoutId, name, code, rings, unitIds }: Input<'zones/create'>): ZoneView {
  const workspace = services.workspace();
  needScaledLayout(workspace, layoutId);
  const zone = newRow(services, 'zone', {
    layoutId, name, code, rings: storedRings(name, rings), unitIds: linkedUnits(workspace, name, unitIds), note: '', position: positionAfter(workspace.children('zone', layoutId)),
  });
  workspace.commit({ command: 'zones/create', label: rowLabel('create', 'zone', zone) }, [createChange('zone', zone)]);
  return zoneView(services, zone);
}

function editZones(services: HostServices, edits: Input<'zones/edit'>['edits']): CallOutput<HostCalls['zones/edit']> {
  const workspace = services.workspace();
  const changed = zoneChanges(services, edits);
  if (changed.length > 0) workspace.commit({ command: 'zones/edit', label: editLabel(changed) }, changed.map(({ change }) => change));
  return edits.map(({ id }) => zoneView(services, workspace.need('zone', id)));
}

function applyZones(services: HostServices, { operation, created, edits, deletedIds }: Input<'zones/apply'>): CallOutput<HostCalls['zones/apply']> {
  const workspace = services.workspace();
  const gone = new Set(deletedIds);
  for (const { id } of edits) if (gone.has(id)) throw new AppError('error.zone.twice', { name: workspace.need('zone', id).name });
  const last = new Map<Id, number>();
  const rows = created.map(({ layoutId, name, code, rings, unitIds, note }) => {
    needScaledLayout(workspace, layoutId);
    const position = last.get(layoutId) ?? positionAfter(workspace.children('zone', layoutId));
    last.set(layoutId, position + 1);
    return newRow(services, 'zone', { layoutId, name, code, rings: storedRings(name, rings), unitIds: linkedUnits(workspace, name, unitIds), note, position });
  });
  const changes = [
    ...rows.map((row) => createChange('zone', row)),
    ...zoneChanges(services, edits).map(({ change }) => change),
    ...(gone.size === 0 ? [] : deleteCascade(workspace, 'zone', [...gone], services)),
  ];
  if (changes.length > 0) workspace.commit({ command: 'zones/apply', label: { key: `change.zones.${operation}`, params: { count: changes.length } } }, changes);
  return {
    created: rows.map(({ id }) => zoneView(services, workspace.need('zone', id))),
    edited: edits.map(({ id }) => zoneView(services, workspace.need('zone', id))),
    deleted: gone.size,
  };
}

/** The changes that edits come to; those that change nothing are left out. */
function zoneChanges(services: HostServices, edits: Input<'zones/edit'>['edits']): { zone: RiskZone; change: Change }[] {
  const workspace = services.workspace();
  const zones = edits.map(({ id }) => workspace.need('zone', id));
  const seen = new Set<Id>();
  for (const { id, name } of zones) {
    if (seen.has(id)) throw new AppError('error.zone.twice', { name });
    seen.add(id);
  }
  const changed: { zone: RiskZone; change: Change }[] = [];
  for (const [i, zone] of zones.entries()) {
    const { name = zone.name, code, rings, unitIds, note } = edits[i]?.fields ?? {};
    const fields: Partial<OwnFields<'zone'>> = {
      name,
      ...(code === undefined ? {} : { code }),
      ...(note === undefined ? {} : { note }),
      ...(rings === undefined ? {} : { rings: storedRings(name, rings) }),
      ...(unitIds === undefined ? {} : { unitIds: linkedUnits(workspace, name, unitIds) }),
    };
    const change = updateChange('zone', zone, fields, services);
    if (change !== null) changed.push({ zone, change });
  }
  return changed;
}

/** What the history calls an edit: a border moved, units linked, or just a change. */
function editLabel(changed: readonly { readonly zone: RiskZone; readonly change: Change }[]): ChangeLabel {
  const fields = new Set(changed.flatMap(({ change }) => Object.keys(change.after ?? {})).filter((field) => !field.startsWith('updated')));
  const [only] = fields;
  const [first] = changed;
  const one = changed.length === 1 && first !== undefined ? first.zone : null;
  const kind = fields.size === 1 && only === 'rings' ? 'shape' : fields.size === 1 && only === 'unitIds' ? 'link' : 'fields';
  if (one !== null) return kind === 'fields' ? rowLabel('update', 'zone', one) : { key: `change.zone.${kind}`, params: { name: one.name.slice(0, 100) } };
  const many = { shape: 'change.zones.move', link: 'change.zones.link', fields: 'change.zones.edit' } as const;
  return { key: many[kind], params: { count: changed.length } };
}

function explain(services: HostServices, { kind, id }: Input<'risk/explain'>): CallOutput<HostCalls['risk/explain']> {
  const workspace = services.workspace();
  const rows = {
    unit: (unitId: Id) => {
      const unit = workspace.get('unit', unitId);
      return unit?.deleted === true ? undefined : unit;
    },
    events: (unitId: Id) => workspace.children('event', unitId),
  };
  return kind === 'zone' ? explainZone(services.rulePack(), workspace.need('zone', id), rows) : explainUnit(services.rulePack(), workspace.need('unit', id), rows);
}
