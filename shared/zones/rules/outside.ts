import Flatbush from 'flatbush';
import { difference, intersection, union } from '#shared/geometry/boolean.ts';
import { edgesOf, placeInPolygon, type PlantRings } from '#shared/geometry/polygon.ts';
import type { FindingContext } from '../finding-context.ts';
import { findingId, noChanges, offer, patchOf, placeOfPieces, reshaped, told, type Rule } from './rule.ts';

/** Ground beyond the plant's boundary (厂界). */
export const outside: Rule = {
  kind: 'outside',
  *find(context) {
    const sites = sitesOf(context);
    if (sites.length === 0) return;
    const edges = sites.flat().flatMap((ring) => [...edgesOf(ring)]);
    const boxes = new Flatbush(edges.length);
    for (const [a, b] of edges) boxes.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
    boxes.finish();
    for (const zone of context.zones) {
      yield null;
      const { minX, minY, maxX, maxY } = zone.bounds;
      const corner = zone.rings[0]?.[0];
      // Away from the boundary one corner stands for all.
      if (corner !== undefined && boxes.search(minX, minY, maxX, maxY).length === 0 && sites.some((site) => placeInPolygon(corner, site) === 'inside')) continue;
      const patch = patchOf(difference([zone.rings], sites));
      if (patch === null) continue;
      const inside = patchOf(intersection([zone.rings], sites));
      yield {
        id: findingId('outside', [zone.id]), kind: 'outside', severity: 'warning', zoneIds: [zone.id], unitIds: [], ...placeOfPieces(patch.pieces),
        params: { zone: zone.name, area: told(patch.area) }, fixes: [inside === null ? offer('delete', { zone: zone.name }) : offer('cutOutside', { zone: zone.name })],
      };
    }
  },
  fix({ zoneIds }, fix, context) {
    const zone = context.zone(zoneIds[0] ?? '');
    if (zone === undefined) return null;
    if (fix === 'delete') return { ...noChanges, deletedIds: [zone.id] };
    return reshaped(zone, intersection([zone.rings], sitesOf(context)), context);
  },
};

const sitesOf = ({ input }: FindingContext): PlantRings[] => union((input.boundary ?? []).map((ring) => [ring]));
