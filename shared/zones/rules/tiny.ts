import { intersection, union } from '#shared/geometry/boolean.ts';
import { offsetRings } from '#shared/geometry/offset.ts';
import { areaOf } from '#shared/geometry/polygon.ts';
import type { CheckedZone, FindingContext } from '../finding-context.ts';
import { findingLimits } from '../finding-types.ts';
import { findingId, noChanges, offer, placeOfZone, reshaped, told, type Rule } from './rule.ts';

/** A zone that is too small to be one: left over from a cut, or a slip of the hand. */
export const tiny: Rule = {
  kind: 'tiny',
  *find(context) {
    for (const zone of context.zones) {
      if (zone.area >= findingLimits.tinyZone || zone.area === 0) {
        yield null;
        continue;
      }
      const neighbour = neighbourOf(zone, context);
      yield {
        id: findingId('tiny', [zone.id]), kind: 'tiny', severity: 'warning', zoneIds: [zone.id], unitIds: [], ...placeOfZone(zone), params: { zone: zone.name, area: told(zone.area) },
        fixes: [...(neighbour === null ? [] : [offer('mergeNeighbour', { zone: neighbour.name })]), offer('delete', { zone: zone.name })],
      };
    }
  },
  fix({ zoneIds }, fix, context) {
    const zone = context.zone(zoneIds[0] ?? '');
    if (zone === undefined) return null;
    if (fix === 'delete') return { ...noChanges, deletedIds: [zone.id] };
    const neighbour = neighbourOf(zone, context);
    const changes = neighbour === null ? null : reshaped(neighbour, union([neighbour.rings, zone.rings]), context);
    if (neighbour === null || changes === null) return null;
    const unitIds = [...new Set([...neighbour.unitIds, ...zone.unitIds])];
    return {
      created: [], deletedIds: [zone.id],
      edits: changes.edits.filter(({ id }) => id !== zone.id).map((edit) => (edit.id === neighbour.id ? { id: edit.id, fields: { ...edit.fields, unitIds } } : edit)),
    };
  },
};

/** The neighbour with the longest common border; null where none can be joined with it. */
function neighbourOf(zone: CheckedZone, context: FindingContext): CheckedZone | null {
  const around = offsetRings(zone.rings, 0.01, 'miter');
  let [best, most] = [null as CheckedZone | null, 0];
  for (const other of context.near(zone.bounds, 0.01)) {
    if (other.id === zone.id) continue;
    const common = intersection(around, [other.rings]).reduce((sum, rings) => sum + areaOf(rings), 0);
    if (common > most && union([zone.rings, other.rings]).length === 1) [best, most] = [other, common];
  }
  return best;
}
