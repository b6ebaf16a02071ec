import { z } from 'zod';
import { entityKinds } from '#shared/model/entity.ts';
import { polygonRuleSchema } from './polygon-string.ts';
import { sourceSchema } from '#shared/risk/rule-pack.ts';

/** Holds for rows whose field `field` (as sent) is one of `in`. */
const conditionSchema = z.object({ field: z.string(), in: z.array(z.string()).min(1) });
export type Condition = z.infer<typeof conditionSchema>;

export const profileFieldSchema = z.object({
  /** Name in the JSON that is sent; its title is the text `exchange.field.<name>`. */
  name: z.string().regex(/^\w+$/),
  /** Where the value is taken from, `row.…`, `object.…`, `enterprise.…` or what is worked out for a zone, `zone.…`; the first that is not empty. */
  from: z.array(z.string().regex(/^(row|object|enterprise|zone)\.\w+$/)).min(1),
  /** How it is written: as it is; true and false as 1 and 0; an instant or a day as the profile's date; `HH:MM` as `H:mm:ss`; by `codes`; rings as a polygon string within `maxLength`. */
  as: z.enum(['text', 'flag', 'instant', 'time', 'code', 'polygon']).default('text'),
  polygon: polygonRuleSchema.optional(),
  codes: z.record(z.string(), z.string()).optional(),
  required: z.union([z.boolean(), conditionSchema]).default(false),
  /** Sent empty for all other rows. */
  onlyWhen: conditionSchema.optional(),
  /** Sent where the row has no value (and `onlyWhen` holds). */
  whenMissing: z.string().optional(),
  maxLength: z.number().int().positive().optional(),
  pattern: z.string().optional(),
  allowed: z.array(z.string()).optional(),
  /** Must begin with the value of this other field. */
  beginsWith: z.string().optional(),
  /** A number greater than this. */
  above: z.number().optional(),
  /** Whole numbers allowed, by the value of another field. */
  ranges: z.object({ by: z.string(), of: z.record(z.string(), z.tuple([z.number(), z.number()])) }).optional(),
  /** Says when and by whom a row was changed, not what it says: does not make a row a changed one. */
  bookkeeping: z.boolean().default(false),
  source: sourceSchema,
});
export type ProfileField = z.infer<typeof profileFieldSchema>;

const profileTableSchema = z.object({
  /** Name of the table in packages, receipts and messages (`exchange.table.<name>`). */
  name: z.string().regex(/^\w+$/),
  kind: z.enum(entityKinds),
  /** The table that holds the parents, whose rows must be taken before; null for the first. */
  parent: z.string().nullable(),
  /** The row's field that names its parent's row; null for the first table. */
  parentField: z.string().nullable(),
  /** Address of the table, behind the target's base address. */
  path: z.string().regex(/^\/[\w/.-]*$/),
  fields: z.array(profileFieldSchema).min(1),
  source: sourceSchema,
});
export type ProfileTable = z.infer<typeof profileTableSchema>;

/** What a receiver wants: tables (parents before children), fields, rules, code maps, addresses. Data, because receivers differ (`resources/exchange`). */
export const profileSchema = z.object({
  id: z.string().regex(/^[\w-]+$/),
  version: z.string().min(1),
  name: z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) }),
  source: sourceSchema,
  /** Tokens yyyy MM dd HH mm ss, in local time `offsetMinutes` east of UTC. */
  dates: z.object({ format: z.string().min(1), offsetMinutes: z.number().int() }),
  /** Whether a Chinese character counts as one or as two in `maxLength`. */
  lengths: z.object({ han: z.union([z.literal(1), z.literal(2)]), source: sourceSchema }),
  transport: z.object({ tokenHeader: z.string().regex(/^[\w-]+$/), source: sourceSchema }),
  /** Fields that every table has, sent first. */
  common: z.array(profileFieldSchema).min(1),
  tables: z.array(profileTableSchema).min(1),
}).superRefine((profile, context) => {
  const known = new Set<string>();
  for (const [i, table] of profile.tables.entries()) {
    const complain = (message: string): void => { context.addIssue({ code: 'custom', path: ['tables', i], message }); };
    if (table.parent !== null && !known.has(table.parent)) complain(`parent ${table.parent} does not stand before ${table.name}`);
    if ((table.parent === null) !== (table.parentField === null)) complain('parent and parentField go together');
    known.add(table.name);
    const names = [...profile.common, ...table.fields].map((field) => field.name);
    if (new Set(names).size !== names.length) complain('a field stands there twice');
    for (const field of table.fields) {
      if (field.as === 'polygon' && (field.polygon === undefined || field.maxLength === undefined || table.kind !== 'zone')) complain(`${field.name} needs polygon and maxLength, and a table of zones`);
      const others = [field.onlyWhen?.field, field.beginsWith, field.ranges?.by, typeof field.required === 'object' ? field.required.field : undefined];
      for (const other of others) if (other !== undefined && !names.includes(other)) complain(`${field.name} names ${other}, which is no field`);
    }
  }
});
export type Profile = z.infer<typeof profileSchema>;
