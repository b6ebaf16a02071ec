import fc from 'fast-check';
import type { Change } from '#shared/changes/change.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Assessment } from '#shared/model/assessment.ts';
import type { EntityKind, RowData } from '#shared/model/entity.ts';
import type { Rows } from '#shared/model/index.ts';
import type { LevelRows } from '#shared/risk/build-level-index.ts';
import { defaultPack } from '../../unit/risk/default-pack.ts';

export const at = '2026-11-22T01:00:00.000Z';
const base = { deleted: false, createdAt: at, createdBy: 'test', updatedAt: at, updatedBy: 'test' };
const kinds = ['object', 'unit', 'event', 'zone'] as const;
export type PlantKind = (typeof kinds)[number];

/** A readable, valid UUID: `uuid('unit', 3)`. */
export const uuid = (kind: EntityKind, n: number): Id =>
  `${String('enterprise object unit event measure task layout zone'.split(' ').indexOf(kind)).padStart(8, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const object = (n: number): Rows['object'] => ({
  ...base, id: uuid('object', n), enterpriseId: uuid('enterprise', 0), name: `object ${n}`, hazardCode: '', majorHazard: false, majorHazardLevel: null,
  department: '', liablePerson: '', position: n,
});
export const unit = (n: number, objectN: number): Rows['unit'] => ({
  ...base, id: uuid('unit', n), objectId: uuid('object', objectN), name: `unit ${n}`, department: '', liablePerson: '', position: n,
});
export const event = (n: number, unitN: number, residual: Assessment | null): Rows['event'] => ({
  ...base, id: uuid('event', n), unitId: uuid('unit', unitN), name: `event ${n}`, accidentTypes: [], inherent: null, residual, position: n,
});
export const zone = (n: number, unitNs: readonly number[]): Rows['zone'] => ({
  ...base, id: uuid('zone', n), layoutId: uuid('layout', 0), name: `zone ${n}`, code: '', rings: [], unitIds: unitNs.map((u) => uuid('unit', u)), note: '', position: n,
});

/** The rows of a workspace in memory, changed the way the change log says. */
export class Plant {
  readonly rows = new Map<Id, { readonly kind: PlantKind; row: RowData }>();

  constructor(rows: { readonly [Kind in PlantKind]?: readonly Rows[Kind][] } = {}) {
    for (const kind of kinds) for (const row of rows[kind] ?? []) this.rows.set(row.id, { kind, row });
  }

  all<Kind extends PlantKind>(kind: Kind): Rows[Kind][] {
    // Rows are only put in under their own kind.
    return [...this.rows.values()].filter((entry) => entry.kind === kind).map(({ row }) => row as unknown as Rows[Kind]);
  }

  levelRows(): LevelRows {
    return { enterprise: null, objects: this.all('object'), units: this.all('unit'), events: this.all('event'), zones: this.all('zone') };
  }

  /** Applies the change and returns it in the log's form. */
  create<Kind extends PlantKind>(kind: Kind, row: Rows[Kind]): Change {
    this.rows.set(row.id, { kind, row });
    return { kind, id: row.id, before: null, after: { ...row } };
  }
  change(id: Id, fields: Record<string, unknown>): Change {
    const entry = this.rows.get(id);
    if (entry === undefined) throw new Error(`no row ${id}`);
    const before = Object.fromEntries(Object.keys(fields).map((key) => [key, entry.row[key]]));
    entry.row = { ...entry.row, ...fields };
    return { kind: entry.kind, id, before, after: fields };
  }
}

const factorOf = (method: 'LS' | 'LEC' | 'MES', key: string) =>
  fc.constantFrom(...(defaultPack.methods[method].factors.find((factor) => factor.key === key)?.values ?? []));
const stated = fc.constantFrom(null, 1, 2, 3, 4) as fc.Arbitrary<Assessment['statedLevel']>;

/** Any assessment whose factors the default pack knows. */
export const assessmentArb: fc.Arbitrary<Assessment> = fc.oneof(
  fc.record({ method: fc.constant('LS' as const), L: factorOf('LS', 'L'), S: factorOf('LS', 'S'), statedLevel: stated }),
  fc.record({ method: fc.constant('LEC' as const), L: factorOf('LEC', 'L'), E: factorOf('LEC', 'E'), C: factorOf('LEC', 'C'), statedLevel: stated }),
  fc.record({ method: fc.constant('MES' as const), M: factorOf('MES', 'M'), E: factorOf('MES', 'E'), S: factorOf('MES', 'S'), statedLevel: stated }),
  fc.record({ method: fc.constant('direct' as const), statedLevel: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const) }),
);
export const maybeAssessedArb = fc.option(assessmentArb, { nil: null, freq: 3 });

/** A small plant: up to 3 objects, 6 units, 16 events and 5 zones, linked at random. */
export const plantArb = fc.record({
  object: fc.integer({ min: 1, max: 3 }),
  units: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  events: fc.array(fc.tuple(fc.nat(), maybeAssessedArb), { maxLength: 16 }),
  zones: fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
}).map(({ object: objects, units, events, zones }) => ({
  object: Array.from({ length: objects }, (_, n) => object(n)),
  unit: units.map((o, n) => unit(n, o % objects)),
  event: events.map(([u, residual], n) => event(n, u % units.length, residual)),
  zone: zones.map((links, n) => zone(n, links.map((u) => u % units.length))),
}));
