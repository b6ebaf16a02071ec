import { z } from 'zod';
import { sourceSchema } from '#shared/risk/rule-pack.ts';

/** What a column of a checklist may hold. `number` is the running number, which only separates lines. */
export const templateFields = [
  'number',
  'object.name', 'object.hazardCode', 'object.majorHazardLevel', 'object.department', 'object.liablePerson',
  'unit.name', 'unit.department', 'unit.liablePerson',
  'event.name', 'event.accidentTypes',
  'inherent.L', 'inherent.S', 'inherent.E', 'inherent.C', 'inherent.M', 'inherent.score', 'inherent.level',
  'residual.L', 'residual.S', 'residual.E', 'residual.C', 'residual.M', 'residual.score', 'residual.level',
  'measure.dataSrc', 'measure.classify1', 'measure.classify2', 'measure.classify3', 'measure.description', 'measure.checkContent', 'measure.post',
  'task.content', 'task.cycle', 'task.cycleUnit', 'task.post',
] as const;
export type TemplateField = (typeof templateFields)[number];
export const templateFieldSchema = z.enum(templateFields);

const headSchema = z.string().trim().min(1);

export const templateColumnSchema = z.object({
  field: templateFieldSchema,
  /** Head as it is written. */
  head: headSchema,
  /** Other heads that mean the same; compared without spaces, brackets' content, width and case of letters. */
  aliases: z.array(headSchema).default([]),
  /** Id of the group whose head stands above this one in a two-row head. */
  group: z.string().nullable().default(null),
  /** The aliases count without the group's head above them too (a list with one assessment only). */
  groupOptional: z.boolean().default(false),
  /** Only a column to the right of this field's is this one; tells apart columns with the same head. */
  rightOf: templateFieldSchema.nullable().default(null),
  /** A sheet without this column is not of this form. */
  required: z.boolean().default(false),
  /** Width in characters. */
  width: z.number().positive().max(255),
  /** Cells are merged downwards over the lines of the same row of this kind. */
  merge: z.enum(['object', 'unit', 'event', 'measure']).nullable().default(null),
  /** `blank`: an empty cell repeats the one above it, merged or not; `merge`: only within a merge. */
  fillDown: z.enum(['merge', 'blank']).default('merge'),
  /** `used`: written only if some line has a value of its own there. */
  write: z.enum(['always', 'used', 'never']).default('always'),
});
export type TemplateColumn = z.infer<typeof templateColumnSchema>;

/** The description of a checklist form: data, so that an enterprise's own form needs no code (resources/checklists). */
export const checklistTemplateSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string(),
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  source: sourceSchema,
  /** Title above the head and name of the sheet. */
  title: z.string(),
  sheetName: z.string().max(31),
  groups: z.array(z.object({ id: z.string(), head: headSchema, aliases: z.array(headSchema).default([]) })),
  /** In the order they are written. */
  columns: z.array(templateColumnSchema).min(1),
  /** Beginnings of lines that are no data: totals, signatures, notes. */
  footers: z.array(z.string().min(1)),
  /** Ends of the first cell of a line of totals (`液氨罐区 汇总`). */
  totals: z.array(z.string().min(1)).default([]),
}).superRefine((template, context) => {
  const groups = new Set(template.groups.map(({ id }) => id));
  const fields = new Set<string>();
  for (const column of template.columns) {
    if (column.group !== null && !groups.has(column.group)) context.addIssue({ code: 'custom', message: `${column.field}: unknown group ${column.group}` });
    if (fields.has(column.field)) context.addIssue({ code: 'custom', message: `${column.field}: twice` });
    fields.add(column.field);
  }
});
export type ChecklistTemplate = z.infer<typeof checklistTemplateSchema>;
