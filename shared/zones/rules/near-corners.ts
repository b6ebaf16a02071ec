import { plantPoint } from '#shared/geometry/frames.ts';
import { stepsPerMetre } from '#shared/geometry/grid.ts';
import { boundsOf } from '#shared/geometry/polygon.ts';
import { alignToNeighbours } from '#shared/geometry/share-corners.ts';
import type { FindingContext, ZonePair } from '../finding-context.ts';
import { findingLimits, type FixKind, type ZoneFinding } from '../finding-types.ts';
import type { NearCorner } from '../pair-facts.ts';
import { findingId, noChanges, offer, type Rule } from './rule.ts';

/** Corners of two zones that nearly meet: moving the one will not move the other. */
export const nearCorners: Rule = {
  kind: 'nearCorners',
  find: (context) => cornersOfPairs(context, 'nearCorners', 'warning', 'snap', ({ facts }) => facts.near.filter(({ away }) => away <= findingLimits.nearCorners * stepsPerMetre)),
  fix({ zoneIds }, _fix, context) {
    const [first, second] = zoneIds.map((id) => context.zone(id));
    if (first === undefined || second === undefined) return null;
    // All neighbours, so that what the zone shares with others stays shared.
    const neighbours = context.near(second.bounds, findingLimits.nearCorners).filter(({ id }) => id !== second.id);
    const { rings, edits } = alignToNeighbours(second.rings, neighbours, findingLimits.nearCorners);
    return { ...noChanges, edits: [{ id: second.id, fields: { rings } }, ...edits.map((edit) => ({ id: edit.id, fields: { rings: edit.rings } }))] };
  },
};

/** One finding for each pair of zones with corners that `cornersOf` gives, at the first of those that no graver finding of the two has told. */
export function* cornersOfPairs(
  context: FindingContext, kind: 'nearCorners' | 'unsharedBorder', severity: ZoneFinding['severity'], fix: FixKind, cornersOf: (pair: ZonePair) => readonly NearCorner[],
): Generator<ZoneFinding | null> {
  for (const pair of context.pairs) {
    const places = untold(pair, cornersOf(pair), context);
    const [at] = places;
    const box = boundsOf(places);
    if (at === undefined || box === null) {
      yield null;
      continue;
    }
    const { first, second } = pair;
    yield {
      id: findingId(kind, [first.id, second.id]), kind, severity, zoneIds: [first.id, second.id], unitIds: [], at, box,
      params: { first: first.name, second: second.name, count: places.length }, fixes: [offer(fix)],
    };
  }
}

/** The places of corners that no graver finding of these zones has told, in plant metres. */
function untold({ first, second }: ZonePair, corners: readonly NearCorner[], { told, origin }: FindingContext) {
  const boxes = told.get(`${first.number} ${second.number}`) ?? [];
  const reach = findingLimits.gap;
  return corners.map(({ x, y }) => plantPoint((x + origin.x) / stepsPerMetre, (y + origin.y) / stepsPerMetre))
    .filter(([x, y]) => !boxes.some((box) => x >= box.minX - reach && x <= box.maxX + reach && y >= box.minY - reach && y <= box.maxY + reach));
}
