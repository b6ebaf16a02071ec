import { boundsOf } from '#shared/geometry/polygon.ts';
import { shareCorners } from '#shared/geometry/share-corners.ts';
import { findingId, noChanges, offer, type Rule } from './rule.ts';
import { untold } from './near-corners.ts';

/** Corners of one zone on the border of the other that are no corners there: moving them would tear the common border. */
export const unsharedBorder: Rule = {
  kind: 'unsharedBorder',
  *find(context) {
    for (const pair of context.pairs) {
      const places = untold(pair, pair.facts.unshared, context);
      const [at] = places;
      const box = boundsOf(places);
      if (at === undefined || box === null) {
        yield null;
        continue;
      }
      const { first, second } = pair;
      yield {
        id: findingId('unsharedBorder', [first.id, second.id]), kind: 'unsharedBorder', severity: 'hint', zoneIds: [first.id, second.id], unitIds: [], at, box,
        params: { first: first.name, second: second.name, count: places.length }, fixes: [offer('share')],
      };
    }
  },
  fix({ zoneIds }, _fix, context) {
    const [first, second] = zoneIds.map((id) => context.zone(id));
    if (first === undefined || second === undefined) return null;
    const edits = [...shareCorners([first.rings], [second]), ...shareCorners([second.rings], [first])];
    return edits.length === 0 ? null : { ...noChanges, edits: edits.map(({ id, rings }) => ({ id, fields: { rings } })) };
  },
};
