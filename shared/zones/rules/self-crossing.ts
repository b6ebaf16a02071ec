import { ground } from '#shared/geometry/boolean.ts';
import { smallestArea } from '#shared/geometry/limits.ts';
import { isSound, pointToSteps } from '#shared/geometry/step-rings.ts';
import { validateRings } from '#shared/geometry/validity.ts';
import { findingId, offer, reshaped, type Rule } from './rule.ts';

/** An outline that crosses or touches itself, or holes that lie wrong: such a zone has no certain area. */
export const selfCrossing: Rule = {
  kind: 'selfCrossing',
  *find({ zones, origin }) {
    for (const zone of zones) {
      // The quick look first: nearly all zones are sound.
      const faults = zone.rings.length === 1 && zone.area >= smallestArea && isSound(zone.rings.map((ring) => ring.flatMap((point) => pointToSteps(point, origin)))) ? [] : validateRings(zone.rings);
      const [first] = faults;
      if (first === undefined) {
        yield null;
        continue;
      }
      const parts = ground([zone.rings], 'evenOdd').length;
      yield {
        id: findingId('selfCrossing', [zone.id]), kind: 'selfCrossing', severity: 'error', zoneIds: [zone.id], unitIds: [], at: first.at, box: zone.bounds, params: { zone: zone.name, count: faults.length },
        fixes: [...(parts > 0 ? [offer('keepLargest')] : []), ...(parts > 1 ? [offer('splitParts', { count: parts })] : [])],
      };
    }
  },
  fix({ zoneIds }, fix, context) {
    const zone = context.zone(zoneIds[0] ?? '');
    if (zone === undefined) return null;
    const parts = ground([zone.rings], fix === 'keepLargest' ? 'nonZero' : 'evenOdd');
    const changes = reshaped(zone, parts, context);
    return changes === null || fix !== 'keepLargest' ? changes : { ...changes, created: [] };
  },
};
