import { toRaw } from 'vue';
import type { EventData, EventName } from '#shared/contract/events.ts';
import type { CallInput, CallOutput, WindowCallName, WindowCalls } from '#shared/contract/index.ts';
import { fromErrorData } from '#shared/kernel/errors.ts';
import { bridge } from './bridge.ts';

/**
 * A call to main or the host. Throws the `AppError` that it answers with.
 * `taskId` names a long call, so that its progress can be shown and it can be cancelled.
 */
export async function call<Name extends WindowCallName>(
  name: Name, input: CallInput<WindowCalls[Name]>, taskId?: string,
): Promise<CallOutput<WindowCalls[Name]>> {
  const result = await (taskId === undefined ? bridge.call(name, plain(input) as typeof input) : bridge.call(name, plain(input) as typeof input, taskId));
  if (!result.ok) throw fromErrorData(result.error);
  return result.value;
}

export function cancelTask(taskId: string): Promise<void> {
  return bridge.cancel(taskId);
}

/** Listens to what main and the host tell unasked; returns the function that ends listening. */
export function onEvent<Name extends EventName>(event: Name, listener: (data: EventData<Name>) => void): () => void {
  return bridge.on(event, listener);
}

/** The path of a file that was dropped on the window. */
export function pathOfDropped(file: File): string {
  return bridge.pathOf(file);
}

/** A copy without Vue's proxies: those cannot cross the bridge. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const raw: unknown = toRaw(value);
  if (Array.isArray(raw)) return raw.map(plain);
  return Object.fromEntries(Object.entries(raw as Record<string, unknown>).map(([key, field]) => [key, plain(field)]));
}
