import type { z } from 'zod';

/** One call between processes. Its name is `namespace/verb`; input is checked on entry at every border, output when it leaves the host. */
export interface CallDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  /** Changes rows: refused on a read-only workspace and to read-only windows (the control room). */
  readonly writes: boolean;
  /** May take over 300 ms: reports `task/progress` and can be cancelled. */
  readonly long: boolean;
  /** Input fields that hold file paths; the window may only pass paths that the person chose (dialog, drop, recent list). */
  readonly paths: readonly string[];
}

interface CallOptions { readonly writes?: boolean; readonly long?: boolean; readonly paths?: readonly string[] }

export function defineCall<Input extends z.ZodType, Output extends z.ZodType>(
  name: string, input: Input, output: Output, options: CallOptions = {},
): CallDefinition<Input, Output> {
  return { name, input, output, writes: options.writes ?? false, long: options.long ?? false, paths: options.paths ?? [] };
}
