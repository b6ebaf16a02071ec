import { shareCorners } from '#shared/geometry/share-corners.ts';
import { noChanges, type Rule } from './rule.ts';
import { cornersOfPairs } from './near-corners.ts';

/** Corners of one zone on the border of the other that are no corners there: moving them would tear the common border. */
export const unsharedBorder: Rule = {
  kind: 'unsharedBorder',
  find: (context) => cornersOfPairs(context, 'unsharedBorder', 'hint', 'share', ({ facts }) => facts.unshared),
  fix({ zoneIds }, _fix, context) {
    const [first, second] = zoneIds.map((id) => context.zone(id));
    if (first === undefined || second === undefined) return null;
    const edits = [...shareCorners([first.rings], [second]), ...shareCorners([second.rings], [first])];
    return edits.length === 0 ? null : { ...noChanges, edits: edits.map(({ id, rings }) => ({ id, fields: { rings } })) };
  },
};
