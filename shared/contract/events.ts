import { z } from 'zod';
import { changeLabelSchema } from '#shared/changes/change.ts';
import { errorDataSchema } from '#shared/kernel/errors.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { entityKindSchema } from '#shared/model/entity.ts';
import { settingsSchema } from './shell.ts';

/** What the host and main tell every window, unasked. */
export const eventSchemas = {
  /** A change set was committed (or the workspace opened: `seq` of its newest). `zoneIds`: zones whose shape, name, links or level may have changed; null means all. */
  'workspace/changed': z.object({ seq: z.number().int(), label: changeLabelSchema, kinds: z.array(entityKindSchema), zoneIds: z.array(idSchema).nullable() }),
  'workspace/opened': z.object({ path: z.string() }),
  'workspace/closed': z.object({}),
  /** `total` 0 means not known. `phase` is a key of `shared/text` (`progress.…`). */
  'task/progress': z.object({ taskId: z.string(), call: z.string(), phase: z.string(), done: z.number(), total: z.number() }),
  'settings/changed': settingsSchema,
  /** The host ended and was started again; what was not committed is gone, the file is as at the last commit. */
  'host/restarted': z.object({ reason: z.string() }),
  /** Something failed that no window asked for: a file opened from the desktop, a host that is not started again. */
  'shell/error': errorDataSchema,
  /** A choice of the native menu, as the name of a window command (`undo`, `open` …). */
  'menu/command': z.object({ command: z.string() }),
} as const;
export type EventName = keyof typeof eventSchemas;
export type EventData<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>;
