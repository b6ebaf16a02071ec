import { z } from 'zod';
import { messageParamsSchema } from '#shared/kernel/errors.ts';
import { instantSchema } from '#shared/kernel/clock.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { entityKindSchema } from '#shared/model/entity.ts';

const fieldsSchema = z.record(z.string(), z.unknown());

/**
 * One row's fields before and after. A new row has `before: null` and the whole row in `after`; a changed row has just the
 * fields that changed, on both sides. Rows are never removed: deleting sets `deleted`.
 */
export const changeSchema = z.object({
  kind: entityKindSchema,
  id: idSchema,
  before: fieldsSchema.nullable(),
  after: fieldsSchema.nullable(),
});
export type Change = z.infer<typeof changeSchema>;

/** What a person reads in the history: a key of `shared/text` (`change.…`) and its parameters. */
export const changeLabelSchema = z.object({ key: z.string(), params: messageParamsSchema });
export type ChangeLabel = z.infer<typeof changeLabelSchema>;

/**
 * A named command's whole effect, applied or not at all. `seq` counts from 1 without gaps; `hash` is SHA-256 over `prevHash` and the
 * canonical text of the rest, so that a change of the past shows.
 */
export const changeSetHeadSchema = z.object({
  seq: z.number().int().positive(),
  id: idSchema,
  at: instantSchema,
  who: z.string(),
  /** The contract call that made it, such as `entity/update`. */
  command: z.string(),
  label: changeLabelSchema,
  /** `do`; or `undo`/`redo` of the change set `target`; `base` sets (the workspace's first) cannot be undone. */
  mode: z.enum(['base', 'do', 'undo', 'redo']),
  target: z.number().int().positive().nullable(),
  count: z.number().int().min(0),
  prevHash: z.string(),
  hash: z.string(),
});
export type ChangeSetHead = z.infer<typeof changeSetHeadSchema>;
