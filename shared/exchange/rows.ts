import type { Instant } from '#shared/kernel/clock.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { AnalysisObject } from '#shared/model/analysis-object.ts';
import type { Enterprise } from '#shared/model/enterprise.ts';
import { entityDefinitions, type Rows } from '#shared/model/index.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import type { Condition, Profile, ProfileField, ProfileTable } from './profile.ts';

/** The rows of a workspace, deleted ones included. */
export interface ExchangeSource {
  readonly enterprise: Enterprise;
  all<Kind extends EntityKind>(kind: Kind): readonly Rows[Kind][];
}

/** A row as it is sent: every value is text, in the order of the profile. */
export interface ExchangeRow {
  readonly table: string;
  readonly id: Id;
  readonly parentId: Id | null;
  /** What a person knows it by. */
  readonly name: string;
  readonly deleted: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

/** The rows of every table of the profile, parents first. */
export function buildRows(profile: Profile, source: ExchangeSource): Map<string, ExchangeRow[]> {
  const objects = new Map(source.all('object').map((object) => [object.id, object]));
  const tables = new Map<string, ExchangeRow[]>();
  for (const table of profile.tables) {
    const rows = source.all(table.kind) as readonly Rows[EntityKind][];
    tables.set(table.name, rows.map((row) => buildRow(profile, table, row as unknown as RowValues, source.enterprise, objects)));
  }
  return tables;
}

type RowValues = Readonly<Record<string, unknown>> & { readonly id: Id; readonly deleted: boolean };

function buildRow(profile: Profile, table: ProfileTable, row: RowValues, enterprise: Enterprise, objects: ReadonlyMap<Id, AnalysisObject>): ExchangeRow {
  const object = table.kind === 'unit' ? objects.get(String(row['objectId'])) : undefined;
  const places: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {
    row, enterprise: enterprise as unknown as Record<string, unknown>, object: object as unknown as Record<string, unknown> | undefined,
  };
  const fields: Record<string, string> = {};
  for (const field of [...profile.common, ...table.fields]) {
    const taken = field.from.map((from) => {
      const [place = '', name = ''] = from.split('.');
      return write(profile, field, places[place]?.[name]);
    }).find((text) => text !== '') ?? '';
    fields[field.name] = field.onlyWhen && !holds(field.onlyWhen, fields) ? '' : taken === '' ? field.whenMissing ?? '' : taken;
  }
  return {
    table: table.name, id: row.id, deleted: row.deleted, fields,
    parentId: table.parentField === null ? null : String(row[table.parentField]),
    name: String(row[entityDefinitions[table.kind].nameField] ?? ''),
  };
}

/** Whether the condition holds for the fields as sent. */
export function holds(condition: Condition, fields: Readonly<Record<string, string>>): boolean {
  return condition.in.includes(fields[condition.field] ?? '');
}

function write(profile: Profile, field: ProfileField, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.as) {
    case 'text': return String(value);
    case 'flag': return value === true ? '1' : '0';
    case 'instant': return formatInstant(String(value), profile.dates);
    case 'time': return String(value).replace(/^0/, '') + ':00';
    case 'code': return field.codes?.[String(value)] ?? String(value);
  }
}

/**
 * An instant in the local time of `dates`; a plain day (`YYYY-MM-DD`) is that day's midnight there.
 * @throws RangeError for a text that is no time
 */
export function formatInstant(instant: Instant, dates: Profile['dates']): string {
  const local = instant.length === 10 ? `${instant}T00:00:00` : new Date(Date.parse(instant) + dates.offsetMinutes * 60_000).toISOString();
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = local.split(/\D/);
  return dates.format.replace('yyyy', year).replace('MM', month).replace('dd', day).replace('HH', hour).replace('mm', minute).replace('ss', second);
}
