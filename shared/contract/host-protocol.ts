import { z } from 'zod';
import { errorDataSchema } from '#shared/kernel/errors.ts';

/** What main sends to the host. Bytes pass as typed arrays (structured clone). */
export const toHostSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.number().int(), name: z.string(), input: z.unknown(), taskId: z.string() }),
  z.object({ type: z.literal('cancel'), taskId: z.string() }),
  z.object({ type: z.literal('identity'), who: z.string() }),
  z.object({ type: z.literal('stop') }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

/** What the host sends to main. */
export const fromHostSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('reply'), id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.number().int(), error: errorDataSchema }),
  z.object({ type: z.literal('event'), name: z.string(), data: z.unknown() }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
