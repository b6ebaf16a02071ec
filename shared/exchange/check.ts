import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Profile, ProfileField } from './profile.ts';
import { holds, type ExchangeRow } from './rows.ts';

/** Why a row does not fit a profile: which row, which field, and what is wrong as a text key with parameters. */
export const rowFindingSchema = z.object({
  table: z.string(), id: idSchema, name: z.string(), field: z.string(),
  message: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
export type RowFinding = z.infer<typeof rowFindingSchema>;

type Complaint = readonly [key: string, params?: Readonly<Record<string, string | number>>];

/** A function that checks rows of one profile: every field that does not fit, in the order of the fields; none for a row that may be sent. */
export function rowChecker(profile: Profile): (row: ExchangeRow) => RowFinding[] {
  const tables = new Map(profile.tables.map((table) => [table.name, [...profile.common, ...table.fields].map((field) => ({
    field, pattern: field.pattern === undefined ? null : new RegExp(field.pattern, 'u'),
  }))]));
  return (row) => {
    const findings: RowFinding[] = [];
    for (const { field, pattern } of tables.get(row.table) ?? []) {
      const complaint = complain(field, pattern, row.fields, profile.lengths.han);
      if (!complaint) continue;
      const [key, params = {}] = complaint;
      const message = { key: `exchange.finding.${key}`, params: { table: `exchange.table.${row.table}`, name: row.name.slice(0, 60), field: `exchange.field.${field.name}`, ...params } };
      findings.push({ table: row.table, id: row.id, name: row.name, field: field.name, message });
    }
    return findings;
  };
}

function complain(field: ProfileField, pattern: RegExp | null, fields: Readonly<Record<string, string>>, han: 1 | 2): Complaint | null {
  const value = fields[field.name] ?? '';
  if (value.trim() === '') {
    const required = typeof field.required === 'boolean' ? field.required : holds(field.required, fields);
    return required ? [field.as === 'polygon' ? 'noPolygon' : 'required', field.as === 'polygon' ? { limit: field.maxLength ?? 0 } : {}] : null;
  }
  if (field.maxLength !== undefined) {
    const length = textLength(value, han);
    if (length > field.maxLength) return [han === 2 ? 'tooLongHan' : 'tooLong', { length, limit: field.maxLength }];
  }
  if (pattern && !pattern.test(value)) return ['pattern', { value: short(value) }];
  if (field.allowed && !field.allowed.includes(value)) return ['notAllowed', { value: short(value), allowed: field.allowed.join('、') }];
  if (field.beginsWith !== undefined && !value.startsWith(fields[field.beginsWith] ?? '')) {
    return ['beginsWith', { value: short(value), other: `exchange.field.${field.beginsWith}`, otherValue: fields[field.beginsWith] ?? '' }];
  }
  if (field.above !== undefined && !(Number(value) > field.above)) return ['above', { value: short(value), limit: field.above }];
  const range = field.ranges?.of[fields[field.ranges.by] ?? ''];
  if (range) {
    const number = Number(value);
    if (!Number.isInteger(number) || number < range[0] || number > range[1]) return ['range', { value: short(value), from: range[0], to: range[1] }];
  }
  return null;
}

const short = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);

/** Length of a text where everything beyond ASCII counts `han` (1汉字记2字符 in the provincial tables). */
export function textLength(text: string, han: 1 | 2): number {
  let length = 0;
  for (const character of text) length += (character.codePointAt(0) ?? 0) < 0x80 ? 1 : han;
  return length;
}
