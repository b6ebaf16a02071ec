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

  /** The workspace's layout where there is just one. @throws AppError error.cli.whichLayout, error.cli.noLayout */
  async onlyLayout(): Promise<string> {
    const layouts = await this.call('layout/list', {});
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
    const [found, another] = rows.filter((row) => row.names.includes(named));
    if (found === undefined) throw new AppError('error.cli.noSuch', { name: named });
    if (another !== undefined) throw new AppError('error.cli.several', { name: named });
    return found.id;
  }

  /** Reports a written file. */
  exported(terminal: Terminal, exported: Exported): number {
    const held = Object.entries(exported.holds).map(([what, count]) => `${what} ${count}`).join(', ');
    terminal.result({ out: exported.out, bytes: exported.bytes, sha256: exported.sha256, ...exported.holds, holds: exported.holds }, [terminal.text('cli.written', { file: exported.out, bytes: exported.bytes, held })]);
    return 0;
  }
}
