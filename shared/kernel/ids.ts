import { v7 } from 'uuid';
import { z } from 'zod';

/** A row's identifier: a lower-case UUID that never changes (domain: exchange rule 1, "keep UUIDs stable"). */
export const idSchema = z.uuid();
export type Id = string;

/** Makes a new identifier: UUID version 7, so that ids sort by the time they were made. */
export function newId(): Id {
  return v7();
}
