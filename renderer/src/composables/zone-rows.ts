import type { ZoneView } from '#shared/contract/zones.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { areaOf, perimeterOf } from '#shared/geometry/polygon.ts';

/** Columns of the table of zones, in their order. */
export const zoneColumns = ['name', 'code', 'level', 'units', 'area', 'perimeter', 'vertices', 'findings'] as const;
export type ZoneColumn = (typeof zoneColumns)[number];

/** Area in m², length of all borders in metres, number of corners. */
export interface ZoneMeasures { readonly area: number; readonly perimeter: number; readonly vertices: number }

const known = new WeakMap<ZoneView['rings'], ZoneMeasures>();

/** The measures of a zone, worked out once for each shape. */
export function measuresOf({ rings }: ZoneView): ZoneMeasures {
  const before = known.get(rings);
  if (before) return before;
  const measures = { area: areaOf(rings), perimeter: rings.reduce((sum, ring) => sum + perimeterOf(ring), 0), vertices: rings.reduce((sum, ring) => sum + ring.length, 0) };
  known.set(rings, measures);
  return measures;
}

/** Not assessed after the highest two, as in the list of zones: an unknown risk must not look like a low one. */
const worstFirst = (level: ZoneView['level']): number => (level === null ? 2.5 : level);

/** Zones in the order of a column; equal ones by name. `findings`: how many there are of each zone. Names and codes as a reader of Chinese expects, with numbers in them by value. */
export function sortZones(zones: readonly ZoneView[], column: ZoneColumn, down: boolean, findings: ReadonlyMap<Id, number> = new Map()): ZoneView[] {
  const words = new Intl.Collator('zh', { numeric: true });
  const compare = (a: ZoneView, b: ZoneView): number => {
    switch (column) {
      case 'name': return words.compare(a.name, b.name);
      case 'code': return words.compare(a.code, b.code);
      case 'level': return worstFirst(a.level) - worstFirst(b.level);
      case 'units': return a.unitIds.length - b.unitIds.length;
      case 'findings': return (findings.get(a.id) ?? 0) - (findings.get(b.id) ?? 0);
      default: return measuresOf(a)[column] - measuresOf(b)[column];
    }
  };
  return zones.toSorted((a, b) => (down ? -1 : 1) * compare(a, b) || words.compare(a.name, b.name));
}
