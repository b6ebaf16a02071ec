import { symmetricDifference } from '#shared/geometry/boolean.ts';
import { areaOf } from '#shared/geometry/polygon.ts';
import { findingLimits } from '../finding-types.ts';
import { findingId, noChanges, offer, placeOfZone, type Rule } from './rule.ts';

/** Two zones on the same ground: imported twice, or copied and not moved. */
export const duplicate: Rule = {
  kind: 'duplicate',
  *find(context) {
    for (const { first, second, facts } of context.pairs) {
      yield null;
      const allowed = findingLimits.sameShare * Math.max(first.area, second.area);
      if (!facts.mayOverlap || Math.abs(first.area - second.area) > allowed) continue;
      if (symmetricDifference([first.rings], [second.rings]).reduce((sum, rings) => sum + areaOf(rings), 0) > allowed) continue;
      context.tell(first, second, first.bounds);
      yield {
        id: findingId('duplicate', [first.id, second.id]), kind: 'duplicate', severity: 'error', zoneIds: [first.id, second.id], unitIds: [], ...placeOfZone(first),
        params: { first: first.name, second: second.name }, fixes: [offer('deleteSecond', { first: first.name, second: second.name })],
      };
    }
  },
  /** The first one stays, with the units of both. */
  fix({ zoneIds }, _fix, context) {
    const [first, second] = zoneIds.map((id) => context.zone(id));
    if (first === undefined || second === undefined) return null;
    const unitIds = [...new Set([...first.unitIds, ...second.unitIds])];
    return { ...noChanges, edits: unitIds.length === first.unitIds.length ? [] : [{ id: first.id, fields: { unitIds } }], deletedIds: [second.id] };
  },
};
