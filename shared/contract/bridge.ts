import type { ErrorData } from '#shared/kernel/errors.ts';
import type { EventData, EventName } from './events.ts';
import type { CallInput, CallOutput, WindowCallName, WindowCalls } from './index.ts';

/** An answer as it crosses the bridge: errors as data, because thrown ones lose their fields there. */
export type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorData };

/** The one object that the preload gives to a window, as `window.riskatlas`. */
export interface Bridge {
  readonly windowKind: 'main' | 'control-room';
  readonly platform: string;
  call<Name extends WindowCallName>(name: Name, input: CallInput<WindowCalls[Name]>, taskId?: string): Promise<Answer<CallOutput<WindowCalls[Name]>>>;
  /** Asks a long call to stop; it then ends with `error.cancelled`. */
  cancel(taskId: string): Promise<void>;
  /** Returns the function that ends the subscription. */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void;
  /** The path of a file that the person dropped or chose in the window; it may then be passed to calls. */
  pathOf(file: File): string;
}
