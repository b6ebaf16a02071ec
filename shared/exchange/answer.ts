import { z } from 'zod';
import type { Id } from '#shared/kernel/ids.ts';

const textOrNumber = z.union([z.string(), z.number()]).transform(String);

/** What a receiver answers to a batch (domain 5.D): `data.data` lists the rows that it refused. */
const answerSchema = z.object({
  success: z.boolean(),
  code: textOrNumber.optional(),
  msg: z.string().nullish(),
  message: z.string().nullish(),
  data: z.object({
    msg: z.string().nullish(),
    code: textOrNumber.nullish(),
    data: z.array(z.object({ id: z.string(), msg: z.string().nullish() })).nullish(),
  }).nullish(),
});

/**
 * The answer to a batch: what each refused row was told, and whether the others were surely taken; or that the whole batch was
 * refused, and why.
 */
export type BatchAnswer =
  | { readonly kind: 'rows'; readonly refused: ReadonlyMap<Id, string>; readonly restTaken: boolean }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Reads the answer to a batch of `ids`. Rows count as taken only where the receiver says `success`; a receiver that takes all
 * or nothing says false and names the rows that are to blame.
 * @returns null for a body that is no such answer
 */
export function readAnswer(body: string, ids: readonly Id[]): BatchAnswer | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return null;
  const { success, data, msg, message } = parsed.data;
  const said = clip(data?.msg || msg || message || '');
  const sent = new Map(ids.map((id) => [id.replaceAll('-', '').toLowerCase(), id]));
  const refused = new Map<Id, string>();
  for (const row of data?.data ?? []) {
    // Some receivers keep ids without hyphens.
    const id = sent.get(row.id.replaceAll('-', '').toLowerCase());
    if (id !== undefined) refused.set(id, clip(row.msg || said));
  }
  const failed = !success || data?.code === '500';
  if (failed && refused.size === 0) return { kind: 'refused', message: said };
  return { kind: 'rows', refused, restTaken: success };
}

/** A receiver's words end up in lists and in the workspace file: of bounded length. */
const clip = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}…` : text);
