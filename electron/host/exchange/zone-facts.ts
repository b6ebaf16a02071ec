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
    const inherent = units.flatMap(({ id }) => workspace.children('event', id)).flatMap((event) => levelOf(pack, event.inherent) ?? []);
    const once = (texts: readonly string[]): string => [...new Set(texts.filter((text) => text !== ''))].join('、');
    return {
      level: levels.zone(zone.id).level,
      // 1 is the highest. Residual risk is never above the inherent one: where that was not assessed it is not known.
      inherentLevel: inherent.length === 0 ? null : Math.min(...inherent) as RiskLevel,
      departments: once([...units.map(({ department }) => department), ...objects.map(({ department }) => department)]),
      persons: once([...units.map(({ liablePerson }) => liablePerson), ...objects.map(({ liablePerson }) => liablePerson)]),
    };
  };
}
