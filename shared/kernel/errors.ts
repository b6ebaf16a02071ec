import { z } from 'zod';
import type { MessageKey } from '#shared/text/index.ts';

/** Values that a message's placeholders may take. */
export const messageParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type MessageParams = z.infer<typeof messageParamsSchema>;

/** Keys of `shared/text` that name an error. */
export type ErrorCode = Extract<MessageKey, `error.${string}`>;

/**
 * An error meant for a person: what, where, why, and what to do now, as a key of `shared/text` and its parameters.
 * Everything else that is thrown is a fault of the program and is reported as `error.internal`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: MessageParams;

  constructor(code: ErrorCode, params: MessageParams = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/** An error as it crosses a process border. */
export const errorDataSchema = z.object({ code: z.string(), params: messageParamsSchema });
export interface ErrorData {
  code: ErrorCode;
  params: MessageParams;
}

/** Turns whatever was thrown into data that can cross a process border. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) return { code: thrown.code, params: thrown.params };
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'error.internal', params: { detail } };
}

/** Rebuilds the error on the other side of the border. */
export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.params);
}
