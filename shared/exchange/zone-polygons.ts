import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import type { RowFinding } from './check.ts';
import { polygonString, type PolygonString } from './polygon-string.ts';
import type { Profile, ProfileField } from './profile.ts';

/** A loss of ground above this share of the zone is told; so is every corner or hole that had to go. */
const toldShare = 0.01;

/** Rings are as good as constant: an edited zone has new ones. */
const known = new WeakMap<object, Map<string, PolygonString | null>>();

/** The polygon string of a zone as a profile's field wants it; null where there is no georeference, or the outline does not fit. Worked out once for the same rings. */
export function zonePolygon(field: ProfileField, rings: RiskZone['rings'], reference: GeoReference | null): PolygonString | null {
  const { polygon, maxLength } = field;
  if (reference === null || polygon === undefined || maxLength === undefined) return null;
  const key = JSON.stringify([reference, polygon, maxLength]);
  const kept = known.get(rings) ?? new Map<string, PolygonString | null>();
  known.set(rings, kept);
  const found = kept.get(key);
  if (found !== undefined) return found;
  const made = polygonString(rings, reference, polygon, maxLength);
  kept.set(key, made);
  return made;
}

/** What to know before zones are handed over: whose outline was simplified for the receiver's length, and how much ground that costs. */
export function polygonNotices(profile: Profile, zones: readonly RiskZone[], reference: GeoReference | null, sent: ReadonlySet<Id>): RowFinding[] {
  return profile.tables.filter(({ kind }) => kind === 'zone').flatMap((table) => table.fields.filter(({ as }) => as === 'polygon').flatMap((field) => zones.flatMap((zone): RowFinding[] => {
    const made = zone.deleted || !sent.has(zone.id) ? null : zonePolygon(field, zone.rings, reference);
    if (made === null || (made.cornersLost === 0 && made.holes === 0 && made.error.share < toldShare)) return [];
    const params = {
      table: `exchange.table.${table.name}`, name: zone.name.slice(0, 60), field: `exchange.field.${field.name}`, lost: made.cornersLost, holes: made.holes, limit: field.maxLength ?? 0,
      area: made.error.squareMetres.toFixed(1), percent: (made.error.share * 100).toFixed(2),
    };
    return [{ table: table.name, id: zone.id, name: zone.name, field: field.name, message: { key: made.holes > 0 ? 'exchange.notice.polygonHoles' : 'exchange.notice.polygon', params } }];
  })));
}
