import type { Host } from '#electron/host/host.ts';
import type { Exported } from '#shared/contract/checklist.ts';
import type { CallInput, CallOutput, HostCallName, HostCalls } from '#shared/contract/index.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Terminal } from './terminal.ts';

/** One command's dealings with the host, with progress on the terminal and cancel by the signal. */
export class Session {
  readonly #host: Host;
  readonly #terminal: Terminal;
  readonly #signal: AbortSignal;

  constructor(host: Host, terminal: Terminal, signal: AbortSignal) {
    this.#host = host;
    this.#terminal = terminal;
    this.#signal = signal;
  }

  async call<Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>): Promise<CallOutput<HostCalls[Name]>> {
    try {
      return await this.#host.call(name, input, {
        taskId: name, signal: this.#signal, onProgress: (progress) => this.#terminal.progress(progress.phase, progress.done, progress.total),
      });
    } finally {
      this.#terminal.endProgress();
    }
  }

  async open(path: string, readOnly = false): Promise<void> {
    await this.call('workspace/open', { path, readOnly });
  }

  /** What is wrong with the workspace; one that is too damaged to be opened is a finding, not a failure. */
  async check(path: string): Promise<CallOutput<HostCalls['workspace/check']>> {
    try {
      await this.open(path, true);
      return await this.call('workspace/check', {});
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'error.workspace.damaged') throw thrown;
      return { ok: false, findings: [{ severity: 'error', message: { key: thrown.code, params: thrown.params } }] };
    }
  }

  /**
   * The id of the layout that a person named by id or name; without a name the workspace's only one.
   * @throws AppError error.cli.noSuch, error.cli.several, error.cli.whichLayout, error.cli.noLayout
   */
  async layoutId(named: string | undefined): Promise<string> {
    const layouts = await this.call('layout/list', {});
    if (named !== undefined) return only(layouts.filter((layout) => layout.id === named || layout.name === named), named);
    const [first, second] = layouts;
    if (first === undefined) throw new AppError('error.cli.noLayout');
    if (second !== undefined) throw new AppError('error.cli.whichLayout', { layouts: layouts.map((layout) => `${layout.id} ${layout.name}`).join('; ') });
    return first.id;
  }

  /** The id of the zone or unit that a person named by id, code or name. @throws AppError error.cli.noSuch, error.cli.several */
  async idOf(kind: 'zone' | 'unit', named: string): Promise<string> {
    const rows = kind === 'zone'
      ? (await this.call('zones/list', {})).map((zone) => ({ id: zone.id, names: [zone.id, zone.code, zone.name] }))
      : (await this.call('hierarchy/tree', {})).filter((node) => node.kind === 'unit').map((unit) => ({ id: unit.id, names: [unit.id, unit.name] }));
    return only(rows.filter((row) => row.names.includes(named)), named);
  }

  /** Reports a written file; `more` goes into the document. */
  exported(terminal: Terminal, exported: Exported, more: Readonly<Record<string, unknown>> = {}): number {
    const held = Object.entries(exported.holds).map(([what, count]) => `${what} ${count}`).join(', ');
    terminal.result({ out: exported.out, bytes: exported.bytes, sha256: exported.sha256, ...exported.holds, holds: exported.holds, ...more }, [terminal.text('cli.written', { file: exported.out, bytes: exported.bytes, held })]);
    return 0;
  }
}

/** @throws AppError error.cli.noSuch, error.cli.several */
function only(found: readonly { readonly id: string }[], named: string): string {
  const [first, another] = found;
  if (first === undefined) throw new AppError('error.cli.noSuch', { name: named });
  if (another !== undefined) throw new AppError('error.cli.several', { name: named });
  return first.id;
}
