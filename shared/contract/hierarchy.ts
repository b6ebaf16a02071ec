import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { riskLevelSchema } from '#shared/model/assessment.ts';
import { entityKindSchema } from '#shared/model/entity.ts';
import { defineCall } from './define.ts';

const editableKindSchema = z.enum(['enterprise', 'object', 'unit', 'event', 'measure', 'task']);

export const treeNodeSchema = z.object({
  id: idSchema,
  kind: editableKindSchema,
  parentId: idSchema.nullable(),
  name: z.string(),
  /** Rolled-up residual level; null where not assessed, or where the kind has none (measure, task). */
  level: riskLevelSchema.nullable(),
  /** What lies below without a level, or with one that is not complete: units (below a unit: events). Above 0 the level may yet rise. */
  unassessed: z.number().int(),
  childCount: z.number().int(),
  majorHazard: z.boolean(),
});
export type TreeNode = z.infer<typeof treeNodeSchema>;

const rowSchema = z.looseObject({ id: idSchema });
const fieldsSchema = z.record(z.string().max(64), z.unknown());

export const hierarchyCalls = {
  /** Enterprise, objects, units and events, each after its parent and in the order of `position`; measures and tasks come by `hierarchy/children`. */
  'hierarchy/tree': defineCall('hierarchy/tree', z.object({}).strict(), z.array(treeNodeSchema)),
  'hierarchy/children': defineCall('hierarchy/children', z.object({ kind: editableKindSchema, id: idSchema }), z.array(treeNodeSchema)),
  /** Rows whose text holds every word of `text`, best first, each with its ancestors from the enterprise down to its parent. */
  'hierarchy/search': defineCall('hierarchy/search', z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(500).default(100) }),
    z.array(z.object({ node: treeNodeSchema, path: z.array(z.object({ kind: editableKindSchema, id: idSchema, name: z.string() })) }))),
  'entity/get': defineCall('entity/get', z.object({ kind: entityKindSchema, id: idSchema }), rowSchema),
  /** `fields` must satisfy the kind's schema (`shared/model`) once the fixed fields and the parent are filled in; omitted ones take defaults. */
  'entity/create': defineCall('entity/create', z.object({ kind: z.enum(['object', 'unit', 'event', 'measure', 'task']), parentId: idSchema, fields: fieldsSchema }),
    rowSchema, { writes: true }),
  'entity/update': defineCall('entity/update', z.object({ kind: entityKindSchema, id: idSchema, fields: fieldsSchema }), rowSchema, { writes: true }),
  /** Sets `deleted` on the row and everything below it; zones lose their link to deleted units. */
  'entity/delete': defineCall('entity/delete', z.object({ kind: entityKindSchema, id: idSchema }), z.object({ deleted: z.number().int() }), { writes: true }),
};
