import { eventSchemas, type EventData, type EventName } from '#shared/contract/events.ts';
import { fromHostSchema } from '#shared/contract/host-protocol.ts';
import { AppError, fromErrorData, toErrorData, type ErrorCode } from '#shared/kernel/errors.ts';
import type { HostLink } from './host-link.ts';

/** A host that ends this often within a minute is not started again: something is wrong that a restart does not mend. */
const mostRestarts = 3;

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/**
 * The host as main sees it: calls that answer, events that are passed on, and a new process with the same workspace where the old one
 * ended by itself. What was committed is in the file; calls under way fail with `error.host.ended`.
 */
export class HostClient {
  readonly #start: () => HostLink;
  readonly #onEvent: (name: EventName, data: unknown) => void;
  readonly #waiting = new Map<number, Waiting>();
  #link: HostLink;
  #nextId = 1;
  #who = '';
  #workspace: { path: string; readOnly: boolean } | null = null;
  #stopping = false;
  #gone = false;
  #restarts: number[] = [];

  constructor(start: () => HostLink, onEvent: (name: EventName, data: unknown) => void) {
    this.#start = start;
    this.#onEvent = onEvent;
    this.#link = this.#connect();
  }

  /** @throws AppError as the host threw it, or `error.host.ended` */
  call(name: string, input: unknown, taskId: string): Promise<unknown> {
    if (this.#gone) return Promise.reject(new AppError('error.host.gone'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#link.post({ type: 'call', id, name, input, taskId });
    });
  }

  cancel(taskId: string): void {
    if (!this.#gone) this.#link.post({ type: 'cancel', taskId });
  }

  /** The name that the change log records from now on. */
  identify(who: string): void {
    this.#who = who;
    if (!this.#gone) this.#link.post({ type: 'identity', who });
  }

  /** The workspace to open again if the host has to be started anew; null when none is open. */
  remember(workspace: { path: string; readOnly: boolean } | null): void {
    this.#workspace = workspace;
  }

  /** Lets the host close its workspace and end. Resolves when it has ended, at the latest after five seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#gone) return;
    const link = this.#link;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => { link.kill(); resolve(); }, 5000);
      link.onExit(() => { clearTimeout(timer); resolve(); });
      link.post({ type: 'stop' });
    });
  }

  #connect(): HostLink {
    const link = this.#start();
    link.onMessage((message) => this.#receive(message));
    link.onExit((reason) => this.#ended(reason));
    return link;
  }

  #receive(raw: unknown): void {
    const message = fromHostSchema.parse(raw);
    if (message.type === 'ready') return;
    if (message.type === 'event') {
      if (!Object.hasOwn(eventSchemas, message.name)) return;
      const name = message.name as EventName;
      const checked = eventSchemas[name].safeParse(message.data);
      if (checked.success) this.#onEvent(name, checked.data);
      else console.error(`The host sent an event ${name} that does not fit:`, checked.error.issues);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'reply') waiting?.resolve(message.value);
    else waiting?.reject(fromErrorData({ code: message.error.code as ErrorCode, params: message.error.params }));
  }

  #ended(reason: string): void {
    const error = new AppError('error.host.ended', { reason });
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    if (this.#stopping) return;
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < 60_000), now];
    if (this.#restarts.length > mostRestarts) {
      this.#gone = true;
      this.#onEvent('workspace/closed', {} satisfies EventData<'workspace/closed'>);
      this.#tell(new AppError('error.host.gone'));
      return;
    }
    this.#link = this.#connect();
    this.identify(this.#who);
    void this.#reopen(reason);
  }

  #tell(thrown: unknown): void {
    this.#onEvent('shell/error', toErrorData(thrown) satisfies EventData<'shell/error'>);
  }

  async #reopen(reason: string): Promise<void> {
    if (this.#workspace !== null) {
      try {
        await this.call('workspace/open', this.#workspace, 'reopen');
      } catch (thrown) {
        // The host ended once more while opening: its next start opens the workspace.
        if (thrown instanceof AppError && thrown.code === 'error.host.ended') return;
        this.#workspace = null;
        this.#onEvent('workspace/closed', {} satisfies EventData<'workspace/closed'>);
        this.#tell(thrown);
        return;
      }
    }
    this.#onEvent('host/restarted', { reason } satisfies EventData<'host/restarted'>);
  }
}
