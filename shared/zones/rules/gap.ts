import { difference, union } from '#shared/geometry/boolean.ts';
import { plantPoint, type PlantPoint } from '#shared/geometry/frames.ts';
import { stepsPerMetre } from '#shared/geometry/grid.ts';
import { offsetRings } from '#shared/geometry/offset.ts';
import { areaOf, boundsOf, distance, edgesOf, nearestOnSegment, type PlantRings } from '#shared/geometry/polygon.ts';
import { alignToNeighbours } from '#shared/geometry/share-corners.ts';
import type { FindingContext, ZonePair } from '../finding-context.ts';
import { findingLimits, type ZoneFinding } from '../finding-types.ts';
import { findingId, offer, patchOf, placeKey, placeOfPieces, reshaped, told, type Rule } from './rule.ts';

/** A strip between two zones that is too narrow to be meant: ground that nobody answers for. */
export const gap: Rule = {
  kind: 'gap',
  *find(context) {
    for (const pair of context.pairs) {
      yield null;
      for (const rings of stripsOf(pair, context)) {
        const { first, second } = pair;
        const place = placeOfPieces([rings]);
        if (place.at === null || place.box === null) continue;
        context.tell(first, second, place.box);
        yield {
          id: findingId('gap', [first.id, second.id], placeKey(place.at)), kind: 'gap', severity: 'warning', zoneIds: [first.id, second.id], unitIds: [], ...place,
          params: { first: first.name, second: second.name, area: told(areaOf(rings)) }, fixes: [offer('extendFirst', { zone: first.name }), offer('extendSecond', { zone: second.name })],
        };
      }
    }
  },
  fix(finding: ZoneFinding, fix, context) {
    const pair = context.pairs.find(({ first, second }) => first.id === finding.zoneIds[0] && second.id === finding.zoneIds[1]);
    if (pair === undefined) return null;
    const strip = stripsOf(pair, context).find((rings) => {
      const { at } = placeOfPieces([rings]);
      return at !== null && finding.id.endsWith(`:${placeKey(at)}`);
    });
    const zone = fix === 'extendFirst' ? pair.first : pair.second;
    if (strip === undefined) return null;
    // Clipping has rounded the strip's corners off the borders by a step: they are put on them again, and into them.
    const { rings, edits } = alignToNeighbours(strip, [pair.first, pair.second], 2 * findingLimits.thinnest);
    const joined = union([edits.find(({ id }) => id === zone.id)?.rings ?? zone.rings, rings]);
    const [only] = joined;
    if (only === undefined || joined.length > 1) return null;
    // The strip's open ends lie a little off the other zone's corners where the borders are askew.
    const other = zone === pair.first ? pair.second : pair.first;
    return reshaped(zone, [alignToNeighbours(only, [other], findingLimits.nearCorners).rings], context);
  },
};

/** What lies between two zones and is nowhere wider than a gap: both widened until they meet, narrowed again, less all zones. */
function stripsOf({ first, second, facts }: ZonePair, context: FindingContext): PlantRings[] {
  if (facts.near.length === 0) return [];
  const half = findingLimits.gap / 2;
  const closed = union([first, second].flatMap(({ rings }) => offsetRings(rings, half, 'miter'))).flatMap((rings) => offsetRings(rings, -half, 'miter'));
  const corners = facts.near.map(({ x, y }) => plantPoint((x + context.origin.x) / stepsPerMetre, (y + context.origin.y) / stepsPerMetre));
  const box = boundsOf(corners);
  if (box === null) return [];
  const zones = [...new Set([first, second, ...context.near(box, findingLimits.gap * 2)])].map(({ rings }) => rings);
  return (patchOf(difference(closed, zones))?.pieces ?? []).filter((piece) => touches(piece, first.rings) && touches(piece, second.rings) && !isWedge(piece, zones));
}

const touches = (piece: PlantRings, zone: PlantRings): boolean => piece.some((ring) => ring.some((corner) => edgeDistance(corner, zone) < 0.002));

/** Where borders that part widen to the width of a gap, the filling ends in an open side as long as that: no strip, but a corner of open ground. */
function isWedge(piece: PlantRings, zones: readonly PlantRings[]): boolean {
  return piece.some((ring) => [...edgesOf(ring)].some(([a, b]) => distance(a, b) > 0.9 * findingLimits.gap
    && zones.every((zone) => edgeDistance(plantPoint((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), zone) > 0.002)));
}

function edgeDistance(point: PlantPoint, rings: PlantRings): number {
  let least = Infinity;
  for (const ring of rings) for (const [a, b] of edgesOf(ring)) least = Math.min(least, distance(point, nearestOnSegment(point, a, b)));
  return least;
}
