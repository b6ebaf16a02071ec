import type { Instant } from '#shared/kernel/clock.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { AnalysisObject } from '#shared/model/analysis-object.ts';
import type { Enterprise } from '#shared/model/enterprise.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { entityDefinitions, type Rows } from '#shared/model/index.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import { zonePolygon } from './zone-polygons.ts';
import type { Condition, Profile, ProfileField, ProfileTable } from './profile.ts';

/** The rows of a workspace, deleted ones included. */
export interface ExchangeSource {
  readonly enterprise: Enterprise;
  all<Kind extends EntityKind>(kind: Kind): readonly Rows[Kind][];
  /** What is worked out for a zone and sent with it; needed for profiles with a table of zones. */
  zone?(zone: RiskZone): ZoneFacts;
}

/** What a zone's units say of it: residual and inherent level, where it belongs and who answers for it. */
export interface ZoneFacts { readonly level: RiskLevel | null; readonly inherentLevel: RiskLevel | null; readonly departments: string; readonly persons: string }

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
  const format = instantFormatter(profile.dates);
  const tables = new Map<string, ExchangeRow[]>();
  for (const table of profile.tables) {
    const build = rowBuilder(profile, table, source, objects, format);
    // The kind of a table is data; its rows are looked at field by field.
    tables.set(table.name, (source.all(table.kind) as readonly unknown[] as readonly RowValues[]).map(build));
  }
  return tables;
}

type Values = Readonly<Record<string, unknown>>;
type RowValues = Values & { readonly id: Id; readonly deleted: boolean };
type FormatInstant = (instant: Instant) => string;

/** The fields of a row that tell when and by whom it was changed. */
const changeFields: ReadonlySet<string> = new Set(['updatedAt', 'updatedBy']);

/** The row that was changed last. */
function latest(row: Values, ...others: readonly (Values | undefined)[]): Values {
  return others.reduce<Values>((last, other) => (other !== undefined && String(other['updatedAt']) > String(last['updatedAt']) ? other : last), row);
}

/** What can be known of a table's fields before its rows is worked out once: a hundred thousand rows are usual. */
function rowBuilder(
  profile: Profile, table: ProfileTable, source: ExchangeSource, objects: ReadonlyMap<Id, AnalysisObject>, format: FormatInstant,
): (row: RowValues) => ExchangeRow {
  const { enterprise } = source;
  const fields = [...profile.common, ...table.fields].map((field) => ({ field, places: field.from.map((from) => from.split('.') as [place: string, name: string]) }));
  // What a row says may come from the rows above it: then their change is its change. The enterprise's name in `createBy` and the like says nothing new.
  const sources = new Set(fields.filter(({ field }) => !field.bookkeeping).flatMap(({ places }) => places.map(([place]) => place)));
  const placed = fields.some(({ field }) => field.as === 'polygon');
  const nameField = entityDefinitions[table.kind].nameField;
  return (row) => {
    const object = table.kind === 'unit' ? objects.get(String(row['objectId'])) : undefined;
    const changed = latest(row, sources.has('object') ? object : undefined, sources.has('enterprise') || placed ? enterprise : undefined);
    // Rows of a table of zones are zones: the kind of a table is data.
    const zone = table.kind === 'zone' && !row.deleted ? source.zone?.(row as unknown as RiskZone) : undefined;
    const values: Record<string, string> = {};
    for (const { field, places } of fields) {
      let text = '';
      for (const [place, name] of places) {
        const from = (place === 'row' ? (changeFields.has(name) ? changed : row) : place === 'object' ? object : place === 'zone' ? zone : enterprise) as Values | undefined;
        text = field.as === 'polygon' ? zonePolygon(field, (row as unknown as RiskZone).rings, enterprise.geoReference)?.text ?? '' : write(field, from?.[name], format);
        if (text !== '') break;
      }
      values[field.name] = field.onlyWhen && !holds(field.onlyWhen, values) ? '' : text === '' ? field.whenMissing ?? '' : text;
    }
    return {
      table: table.name, id: row.id, deleted: row.deleted, fields: values,
      parentId: table.parentField === null ? null : String(row[table.parentField]), name: String(row[nameField] ?? ''),
    };
  };
}

/** Whether the condition holds for the fields as sent. */
export function holds(condition: Condition, fields: Readonly<Record<string, string>>): boolean {
  return condition.in.includes(fields[condition.field] ?? '');
}

function write(field: ProfileField, value: unknown, format: FormatInstant): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.as) {
    case 'text': case 'polygon': return String(value);
    case 'flag': return value === true ? '1' : '0';
    case 'instant': return format(String(value));
    case 'time': return String(value).replace(/^0/, '') + ':00';
    case 'code': return field.codes?.[String(value)] ?? String(value);
  }
}

/** `formatInstant` that remembers: the rows of one import carry one instant. */
function instantFormatter(dates: Profile['dates']): FormatInstant {
  let [last, text] = ['', ''];
  return (instant) => {
    if (instant !== last) [last, text] = [instant, formatInstant(instant, dates)];
    return text;
  };
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
