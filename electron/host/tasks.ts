import { AppError } from '#shared/kernel/errors.ts';
import type { CallContext } from './services.ts';

/** How often, at most, a task's progress is told. */
const intervalMs = 100;
/** How long a cancelled task is waited for; a reader that does not listen must not keep the workspace from closing. */
const patienceMs = 10_000;

export type ProgressListener = (progress: { readonly phase: string; readonly done: number; readonly total: number }) => void;
type Running = { readonly abort: AbortController; readonly settled: Promise<unknown> };

/** Calls that are being worked on: they can be cancelled, one by one or all before the workspace changes. */
export class Tasks {
  readonly #running = new Map<symbol, Running & { readonly taskId: string }>();
  #gate: Promise<void> = Promise.resolve();

  cancel(taskId: string): void {
    for (const task of this.#running.values()) if (task.taskId === taskId) task.abort.abort();
  }

  /** Runs one call. `signal` cancels it as `cancel(taskId)` does. */
  async run<T>(taskId: string, signal: AbortSignal | undefined, listener: ProgressListener, work: (context: CallContext) => T | Promise<T>): Promise<T> {
    await this.#gate;
    return this.#start(taskId, signal, listener, work);
  }

  /** Runs a call that replaces the workspace: what runs is cancelled and waited for, what comes waits. */
  async runAlone<T>(taskId: string, signal: AbortSignal | undefined, listener: ProgressListener, work: (context: CallContext) => T | Promise<T>): Promise<T> {
    const before = this.#gate;
    let open: () => void = () => undefined;
    this.#gate = new Promise((resolve) => { open = resolve; });
    try {
      await before;
      const running = [...this.#running.values()];
      for (const task of running) task.abort.abort();
      await atMost(patienceMs, Promise.allSettled(running.map((task) => task.settled)));
      return await this.#start(taskId, signal, listener, work);
    } finally {
      open();
    }
  }

  async #start<T>(taskId: string, signal: AbortSignal | undefined, listener: ProgressListener, work: (context: CallContext) => T | Promise<T>): Promise<T> {
    if (signal?.aborted) throw new AppError('error.cancelled');
    const abort = new AbortController();
    const forward = (): void => abort.abort();
    signal?.addEventListener('abort', forward);
    const key = Symbol(taskId);
    const settled = (async () => work({ taskId, signal: abort.signal, progress: throttled(listener) }))();
    this.#running.set(key, { taskId, abort, settled });
    try {
      return await settled;
    } finally {
      this.#running.delete(key);
      signal?.removeEventListener('abort', forward);
    }
  }
}

async function atMost(milliseconds: number, settled: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([settled, new Promise((resolve) => { timer = setTimeout(resolve, milliseconds); })]);
  clearTimeout(timer);
}

/** Passes on the first and the last of each phase, and in between no more than one an interval. */
function throttled(listener: ProgressListener): CallContext['progress'] {
  let phaseBefore: string | null = null;
  let last = 0;
  return (phase, done, total) => {
    const now = Date.now();
    const finished = total > 0 && done >= total;
    if (phase === phaseBefore && !finished && now - last < intervalMs) return;
    phaseBefore = phase;
    last = now;
    listener({ phase, done, total });
  };
}
