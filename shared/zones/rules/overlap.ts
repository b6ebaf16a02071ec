import { difference, intersection } from '#shared/geometry/boolean.ts';
import { findingId, offer, patchOf, placeOfPieces, reshaped, told, type Rule } from './rule.ts';

/** Ground that two zones claim: it has two colours, and which one is seen is chance. */
export const overlap: Rule = {
  kind: 'overlap',
  *find(context) {
    for (const { first, second, facts } of context.pairs) {
      yield null;
      if (!facts.mayOverlap || context.told.has(`${first.number} ${second.number}`)) continue;
      const patch = patchOf(intersection([first.rings], [second.rings]));
      const place = patch === null ? null : placeOfPieces(patch.pieces);
      if (patch === null || place === null) continue;
      context.tell(first, second, place.box ?? first.bounds);
      // A zone that lies wholly on the other would be gone.
      const [firstLeft, secondLeft] = [patchOf(difference([first.rings], [second.rings])), patchOf(difference([second.rings], [first.rings]))];
      yield {
        id: findingId('overlap', [first.id, second.id]), kind: 'overlap', severity: 'error', zoneIds: [first.id, second.id], unitIds: [], ...place,
        params: { first: first.name, second: second.name, area: told(patch.area) },
        fixes: [...(secondLeft === null ? [] : [offer('cutSecond', { zone: second.name })]), ...(firstLeft === null ? [] : [offer('cutFirst', { zone: first.name })])],
      };
    }
  },
  fix({ zoneIds }, fix, context) {
    const [first, second] = zoneIds.map((id) => context.zone(id));
    const [cut, other] = fix === 'cutFirst' ? [first, second] : [second, first];
    if (cut === undefined || other === undefined) return null;
    // The other one is a neighbour as well: it gets the corners where its border is now common.
    return reshaped(cut, difference([cut.rings], [other.rings]), context);
  },
};
