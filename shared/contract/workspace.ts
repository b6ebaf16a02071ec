import { z } from 'zod';
import { changeLabelSchema } from '#shared/changes/change.ts';
import { instantSchema } from '#shared/kernel/clock.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { companyCodeSchema, creditCodeSchema } from '#shared/model/enterprise.ts';
import { entityKinds, nameSchema } from '#shared/model/entity.ts';
import { defineCall } from './define.ts';

const none = z.object({}).strict();
export const filePathSchema = z.string().min(1).max(4096);

export const workspaceInfoSchema = z.object({
  path: z.string(),
  readOnly: z.boolean(),
  schemaVersion: z.number().int(),
  enterpriseId: idSchema,
  enterpriseName: z.string(),
  companyCode: z.string(),
  /** The newest change set. */
  seq: z.number().int(),
  changedAt: instantSchema,
  undo: changeLabelSchema.nullable(),
  redo: changeLabelSchema.nullable(),
  /** Rows that are not deleted. */
  counts: z.record(z.enum(entityKinds), z.number().int()),
});
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>;

const historyEntrySchema = z.object({
  seq: z.number().int(), at: instantSchema, who: z.string(), mode: z.string(), label: changeLabelSchema, count: z.number().int(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const findingSchema = z.object({ severity: z.enum(['error', 'warning', 'info']), message: changeLabelSchema });
export type Finding = z.infer<typeof findingSchema>;

const stepSchema = z.object({ seq: z.number().int(), label: changeLabelSchema });

export const workspaceCalls = {
  'workspace/create': defineCall('workspace/create',
    z.object({ path: filePathSchema, name: nameSchema, companyCode: companyCodeSchema, creditCode: creditCodeSchema.default('') }),
    workspaceInfoSchema, { paths: ['path'] }),
  /** A new workspace holding the sample plant (layout, checklist, zones), made by the same imports that a person uses. */
  'workspace/createSample': defineCall('workspace/createSample', z.object({ path: filePathSchema }), workspaceInfoSchema, { paths: ['path'], long: true }),
  'workspace/open': defineCall('workspace/open', z.object({ path: filePathSchema, readOnly: z.boolean().default(false) }), workspaceInfoSchema,
    { paths: ['path'], long: true }),
  /** Reads what can be read of a damaged workspace into a new file; the damaged one stays as it is. */
  'workspace/recover': defineCall('workspace/recover', z.object({ path: filePathSchema, target: filePathSchema }),
    z.object({ path: z.string(), rows: z.number().int(), lost: z.number().int() }), { paths: ['path', 'target'], long: true }),
  'workspace/close': defineCall('workspace/close', none, z.object({})),
  'workspace/info': defineCall('workspace/info', none, workspaceInfoSchema.nullable()),
  'workspace/undo': defineCall('workspace/undo', none, stepSchema, { writes: true }),
  'workspace/redo': defineCall('workspace/redo', none, stepSchema, { writes: true }),
  'workspace/history': defineCall('workspace/history',
    z.object({ limit: z.number().int().min(1).max(1000).default(100), rowId: idSchema.optional() }), z.array(historyEntrySchema)),
  'workspace/check': defineCall('workspace/check', none, z.object({ ok: z.boolean(), findings: z.array(findingSchema) }), { long: true }),
};
