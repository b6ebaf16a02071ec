import { z } from 'zod';
import { plantRingSchema } from '#shared/geometry/frames.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { riskLevelSchema } from '#shared/model/assessment.ts';
import { nameSchema } from '#shared/model/entity.ts';
import { defineCall } from './define.ts';
import { filePathSchema } from './workspace.ts';
import { zoneChoicesSchema } from './zones-import.ts';
import { zoneFindingCalls } from './zone-findings.ts';

export const ringsSchema = z.array(plantRingSchema).min(1).max(1000);

export const zoneViewSchema = z.object({
  id: idSchema, layoutId: idSchema, name: z.string(), code: z.string(), rings: ringsSchema, unitIds: z.array(idSchema), note: z.string(),
  /** Level of the zone by roll-up; null: not assessed. */
  level: riskLevelSchema.nullable(),
  /** Linked units of which no event, or not every event, is assessed; above 0 the level may yet rise, and the map says so. */
  unassessedUnits: z.number().int(),
  /** Whether a linked unit belongs to a 重大危险源, and the highest level (1 is the highest) of those; null where none is given. */
  majorHazard: z.boolean(),
  majorHazardLevel: z.number().int().min(1).max(4).nullable(),
});
export type ZoneView = z.infer<typeof zoneViewSchema>;

const zoneFieldsSchema = z.object({
  name: nameSchema, code: z.string().max(100), rings: ringsSchema, unitIds: z.array(idSchema).max(10_000), note: z.string().max(4000),
}).partial();

/** What the history calls a step that makes, changes and deletes zones at once: `change.zones.<operation>`. */
export const zoneOperations = ['draw', 'split', 'merge', 'cut', 'copy', 'rotate', 'scale', 'offset', 'buffer', 'trace', 'fix'] as const;
export type ZoneOperation = (typeof zoneOperations)[number];

/** One link of the chain that explains a level: a row, its level, and the rule that gave it, as a text key with parameters. */
export const explanationStepSchema = z.object({
  kind: z.enum(['zone', 'unit', 'event', 'assessment']),
  id: idSchema,
  name: z.string(),
  level: riskLevelSchema.nullable(),
  rule: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
export const explanationSchema = z.object({
  level: riskLevelSchema.nullable(),
  /** `red`, `orange`, `yellow`, `blue` or `grey` (not assessed). */
  colour: z.enum(['red', 'orange', 'yellow', 'blue', 'grey']),
  /** From the zone or unit asked about, down the worst branch, to the assessment that decided. */
  chain: z.array(explanationStepSchema),
  /** The other rows that also hold the level where it is, so that lowering the first alone would not be enough. */
  alsoHolding: z.array(z.object({ kind: z.enum(['unit', 'event']), id: idSchema, name: z.string() })),
  /** The smallest changes that would lower the level, as text keys with parameters. */
  wouldLower: z.array(z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })),
  /** Units of which no event, or not every event, is assessed: as many as the zone's `unassessedUnits`. */
  unassessed: z.array(z.object({ id: idSchema, name: z.string() })),
  rulePack: z.object({ id: z.string(), version: z.string(), source: z.string() }),
});
export type Explanation = z.infer<typeof explanationSchema>;

export const zonesCalls = {
  ...zoneFindingCalls,
  /** All zones, or just `ids`, in the order they are drawn. */
  'zones/list': defineCall('zones/list', z.object({ ids: z.array(idSchema).optional() }), z.array(zoneViewSchema)),
  /** `error.zone.invalid.…` for a ring that crosses itself, has no area and the like, with the place. */
  'zones/create': defineCall('zones/create',
    z.object({ layoutId: idSchema, name: nameSchema, code: z.string().max(100).default(''), rings: ringsSchema, unitIds: z.array(idSchema).default([]) }),
    zoneViewSchema, { writes: true }),
  /** Changes several zones in one step (a shared border moves both); one undo takes all of it back. */
  'zones/edit': defineCall('zones/edit', z.object({ edits: z.array(z.object({ id: idSchema, fields: zoneFieldsSchema })).min(1).max(10_000) }),
    z.array(zoneViewSchema), { writes: true }),
  /** Makes, changes and deletes zones in one step: all of it or nothing, and one undo takes all of it back. The new zones come in the order of `created`. */
  'zones/apply': defineCall('zones/apply', z.object({
    operation: z.enum(zoneOperations),
    created: z.array(z.object({ layoutId: idSchema, name: nameSchema, code: z.string().max(100).default(''), rings: ringsSchema, unitIds: z.array(idSchema).default([]), note: z.string().max(4000).default('') })).max(10_000).default([]),
    edits: z.array(z.object({ id: idSchema, fields: zoneFieldsSchema })).max(10_000).default([]),
    deletedIds: z.array(idSchema).max(10_000).default([]),
  }), z.object({ created: z.array(zoneViewSchema), edited: z.array(zoneViewSchema), deleted: z.number().int() }), { writes: true }),
  'zones/delete': defineCall('zones/delete', z.object({ ids: z.array(idSchema).min(1) }), z.object({ deleted: z.number().int() }), { writes: true }),
  /** GeoJSON, GeoPackage, Shapefile or DXF, its fields found by their names (`name`, `code`, `units` …) unless `choices` says which; all or nothing. */
  'zones/import': defineCall('zones/import', z.object({ path: filePathSchema, layoutId: idSchema, choices: zoneChoicesSchema.partial().optional() }),
    z.object({ created: z.number().int(), linked: z.number().int(), errors: z.array(z.object({ feature: z.number().int(), message: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }) })) }),
    { writes: true, long: true, paths: ['path'] }),
  'risk/explain': defineCall('risk/explain', z.object({ kind: z.enum(['zone', 'unit']), id: idSchema }), explanationSchema),
};
