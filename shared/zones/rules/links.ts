import type { Id } from '#shared/kernel/ids.ts';
import { findingId, noChanges, offer, placeOfZone, type Rule } from './rule.ts';

/** Names are compared trimmed and with full-width forms folded, as people type them. */
const folded = (name: string): string => name.normalize('NFKC').trim();

/** The only one of some rows with each name. */
function onlyOnes<Row extends { readonly name: string }>(rows: readonly Row[]): Map<string, Row | null> {
  const found = new Map<string, Row | null>();
  for (const row of rows) found.set(folded(row.name), found.has(folded(row.name)) ? null : row);
  return found;
}

/** A zone that no unit gives a level: it stays grey for ever. */
export const zoneWithoutUnit: Rule = {
  kind: 'zoneWithoutUnit',
  *find({ zones, input }) {
    const units = onlyOnes(input.units);
    for (const zone of zones) {
      if (zone.unitIds.length > 0) {
        yield null;
        continue;
      }
      const unit = units.get(folded(zone.name)) ?? null;
      yield {
        id: findingId('zoneWithoutUnit', [zone.id]), kind: 'zoneWithoutUnit', severity: 'warning', zoneIds: [zone.id], unitIds: unit === null ? [] : [unit.id], ...placeOfZone(zone),
        params: { zone: zone.name }, fixes: unit === null ? [] : [offer('link', { unit: unit.name, zone: zone.name })],
      };
    }
  },
  fix: ({ zoneIds, unitIds }) => linked(zoneIds[0], [], unitIds[0]),
};

/** A unit that is on no map: its risk is seen nowhere. */
export const unitWithoutZone: Rule = {
  kind: 'unitWithoutZone',
  *find({ zones, input }) {
    const byName = onlyOnes(zones);
    for (const unit of input.units) {
      if (input.linkedUnits.has(unit.id)) {
        yield null;
        continue;
      }
      const zone = byName.get(folded(unit.name)) ?? null;
      yield {
        id: findingId('unitWithoutZone', [unit.id]), kind: 'unitWithoutZone', severity: 'warning', zoneIds: zone === null ? [] : [zone.id], unitIds: [unit.id],
        ...(zone === null ? { at: null, box: null } : placeOfZone(zone)), params: { unit: unit.name }, fixes: zone === null ? [] : [offer('link', { unit: unit.name, zone: zone.name })],
      };
    }
  },
  fix: ({ zoneIds, unitIds }, _fix, context) => linked(zoneIds[0], context.zone(zoneIds[0] ?? '')?.unitIds ?? [], unitIds[0]),
};

function linked(zone: Id | undefined, before: readonly Id[], unit: Id | undefined) {
  return zone === undefined || unit === undefined ? null : { ...noChanges, edits: [{ id: zone, fields: { unitIds: [...before, unit] } }] };
}
