import type { ZoneFacts } from '#shared/exchange/rows.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { levelOf } from '#shared/risk/assess.ts';
import type { HostServices } from '../services.ts';

/** A function that says of a zone what its units say: levels, departments and persons, each once, in the order of the units. */
export function zoneFactsOf(services: HostServices): (zone: RiskZone) => ZoneFacts {
  const workspace = services.workspace();
  const levels = services.levels();
  const pack = services.rulePack();
  return (zone) => {
    const units = zone.unitIds.flatMap((id) => workspace.get('unit', id) ?? []).filter(({ deleted }) => !deleted);
    const objects = units.flatMap(({ objectId }) => workspace.get('object', objectId) ?? []);
    const events = units.flatMap(({ id }) => workspace.children('event', id));
    const once = (texts: readonly string[]): string => [...new Set(texts.filter((text) => text !== ''))].join('、');
    return {
      level: levels.zone(zone.id).level,
      inherentLevel: inherentOf(events.map(({ inherent, residual }) => ({ inherent: levelOf(pack, inherent), residual: levelOf(pack, residual) }))),
      departments: once([...units.map(({ department }) => department), ...objects.map(({ department }) => department)]),
      persons: once([...units.map(({ liablePerson }) => liablePerson), ...objects.map(({ liablePerson }) => liablePerson)]),
    };
  };
}

/**
 * The highest inherent level (1 is the highest). Residual risk is never above the inherent one: while an event has only its residual level, how high
 * the inherent one is is not known, unless another holds the highest there is. Events of which nothing is assessed count as little as in the zone's own level.
 */
function inherentOf(events: readonly { readonly inherent: RiskLevel | null; readonly residual: RiskLevel | null }[]): RiskLevel | null {
  const known = events.flatMap(({ inherent }) => inherent ?? []).sort((a, b) => a - b)[0] ?? null;
  const open = events.some(({ inherent, residual }) => inherent === null && residual !== null);
  return known === 1 || !open ? known : null;
}
