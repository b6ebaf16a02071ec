import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { languages } from '#shared/text/index.ts';
import { defineCall } from './define.ts';
import { filePathSchema } from './workspace.ts';

/** A fault of one cell: where, what (`code` is a key of `shared/text`), and the value found. `cell` is like `H9`. */
export const cellIssueSchema = z.object({
  sheet: z.string(), cell: z.string(), field: z.string(), code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type CellIssue = z.infer<typeof cellIssueSchema>;

export const rowCountsSchema = z.object({
  objects: z.number().int(), units: z.number().int(), events: z.number().int(), measures: z.number().int(), tasks: z.number().int(),
});
export type RowCounts = z.infer<typeof rowCountsSchema>;

/** What accepting the workbook would do (or did: `committed`). `created`, `changed`, `unchanged` count rows of the hierarchy. */
export const checklistResultSchema = z.object({
  template: z.string(),
  sheet: z.string(),
  /** Data rows of the sheet that were read. */
  rows: z.number().int(),
  created: rowCountsSchema,
  changed: z.number().int(),
  unchanged: z.number().int(),
  errors: z.array(cellIssueSchema),
  warnings: z.array(cellIssueSchema),
  committed: z.boolean(),
});
export type ChecklistResult = z.infer<typeof checklistResultSchema>;

export const exportedSchema = z.object({ out: z.string(), bytes: z.number().int(), sha256: z.string(), holds: z.record(z.string(), z.number().int()) });
export type Exported = z.infer<typeof exportedSchema>;

/** The flat rows of the preview table, as the workbook has them after fill-down, with their row number on the sheet. */
const previewRowSchema = z.object({ row: z.number().int(), cells: z.record(z.string(), z.string()) });

export const checklistCalls = {
  /** Reads and checks; writes nothing. The preview is kept until it is accepted or discarded, or the workspace closes. */
  'checklist/preview': defineCall('checklist/preview', z.object({ path: filePathSchema, template: z.string().default('auto') }),
    z.object({ previewId: idSchema, fileName: z.string(), result: checklistResultSchema, sample: z.array(previewRowSchema), columns: z.array(z.string()) }),
    { long: true, paths: ['path'] }),
  /** All or nothing: with any error nothing is written, unless `acceptValid` takes the faultless rows. One undo takes it all back. */
  'checklist/accept': defineCall('checklist/accept', z.object({ previewId: idSchema, acceptValid: z.boolean().default(false) }), checklistResultSchema,
    { writes: true, long: true }),
  /** Writes the preview's errors and warnings as a workbook: severity, sheet, cell, field, message in the given language. */
  'checklist/report': defineCall('checklist/report', z.object({ previewId: idSchema, out: filePathSchema, language: z.enum(languages).default('zh-CN') }), exportedSchema,
    { long: true, paths: ['out'] }),
  'checklist/discard': defineCall('checklist/discard', z.object({ previewId: idSchema }), z.object({})),
  'checklist/export': defineCall('checklist/export', z.object({ out: filePathSchema, template: z.string().default('annex2') }), exportedSchema,
    { long: true, paths: ['out'] }),
};
