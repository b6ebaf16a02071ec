import { z } from 'zod';
import { boxSchema, plantPointSchema } from '#shared/geometry/frames.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { findingKinds, fixKinds } from '#shared/zones/finding-types.ts';
import { defineCall } from './define.ts';

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** One thing that is wrong with the zones of a layout (shared/zones/finding-types.ts). Texts: `finding.<kind>`, `finding.fix.<kind>`. */
export const zoneFindingSchema = z.object({
  id: z.string().max(500), kind: z.enum(findingKinds), severity: z.enum(['error', 'warning', 'hint']), zoneIds: z.array(idSchema), unitIds: z.array(idSchema),
  /** Plant metres; null for what has no place. */
  at: plantPointSchema.nullable(), box: boxSchema.nullable(), params: paramsSchema, fixes: z.array(z.object({ kind: z.enum(fixKinds), params: paramsSchema })),
  /** Whether a person has set it aside (`ignoredFindings` of the layout). */
  ignored: z.boolean(),
});
export type ZoneFindingView = z.infer<typeof zoneFindingSchema>;

export const zoneFindingCalls = {
  /** Looks the zones of a layout over. Of very many findings the first are sent; `count` says how many there are. */
  'zones/findings': defineCall('zones/findings', z.object({ layoutId: idSchema }), z.object({ findings: z.array(zoneFindingSchema), count: z.number().int() }), { long: true }),
  /** Mends one finding in one step; `error.finding.gone` where it is not there any more, `error.finding.noFix` where nothing sound would be left. */
  'zones/fix': defineCall('zones/fix', z.object({ layoutId: idSchema, findingId: z.string().max(500), fix: z.enum(fixKinds) }),
    z.object({ created: z.array(idSchema), edited: z.array(idSchema), deleted: z.array(idSchema) }), { writes: true }),
};
