import { describe, expect, it } from 'vitest';
import { HostClient } from '#electron/main/host-client.ts';
import type { HostLink } from '#electron/main/host-link.ts';
import type { ToHost } from '#shared/contract/host-protocol.ts';

/** A host process that a test plays. */
class PlayedHost implements HostLink {
  readonly got: ToHost[] = [];
  #onMessage: (message: unknown) => void = () => undefined;
  readonly #onExit: ((reason: string) => void)[] = [];
  post(message: ToHost): void { this.got.push(message); }
  onMessage(listener: (message: unknown) => void): void { this.#onMessage = listener; }
  onExit(listener: (reason: string) => void): void { this.#onExit.push(listener); }
  kill(): void { this.end('SIGKILL'); }
  end(reason: string): void { for (const listener of this.#onExit) listener(reason); }
  say(message: unknown): void { this.#onMessage(message); }
  call(name: string): { id: number } {
    const found = this.got.find((message) => message.type === 'call' && message.name === name);
    if (found?.type !== 'call') throw new Error(`The host was not asked ${name}.`);
    return found;
  }
}

function start() {
  const hosts: PlayedHost[] = [];
  const events: { name: string; data: unknown }[] = [];
  const client = new HostClient(() => { const host = new PlayedHost(); hosts.push(host); return host; }, (name, data) => { events.push({ name, data }); });
  const newest = (): PlayedHost => {
    const host = hosts.at(-1);
    if (!host) throw new Error('No host was started.');
    return host;
  };
  return { client, hosts, events, newest };
}
const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve); });

describe('the host as main sees it', () => {
  it('gives every answer to its own call, whatever their order', async () => {
    const { client, newest } = start();
    const first = client.call('workspace/info', {}, 'a'), second = client.call('zones/list', {}, 'b');
    newest().say({ type: 'reply', id: newest().call('zones/list').id, ok: true, value: [] });
    newest().say({ type: 'failure', id: newest().call('workspace/info').id, error: { code: 'error.workspace.none', params: {} } });
    expect(await second).toEqual([]);
    await expect(first).rejects.toMatchObject({ code: 'error.workspace.none' });
  });

  it('fails the calls under way when the host ends, starts it anew with the same name and workspace, and tells', async () => {
    const { client, hosts, events, newest } = start();
    client.identify('张工');
    client.remember({ path: '/a.riskatlas', readOnly: true });
    const waiting = client.call('workspace/check', {}, 'c');
    newest().end('SIGKILL');
    await expect(waiting).rejects.toMatchObject({ code: 'error.host.ended', params: { reason: 'SIGKILL' } });
    expect(hosts).toHaveLength(2);
    expect(newest().got).toMatchObject([{ type: 'identity', who: '张工' }, { type: 'call', name: 'workspace/open', input: { path: '/a.riskatlas', readOnly: true } }]);
    expect(events).toEqual([]);
    newest().say({ type: 'reply', id: newest().call('workspace/open').id, ok: true, value: {} });
    await settled();
    expect(events).toEqual([{ name: 'host/restarted', data: { reason: 'SIGKILL' } }]);
  });

  it('tells why where the workspace cannot be opened again, and does not try it once more', async () => {
    const { client, events, newest } = start();
    client.remember({ path: '/a.riskatlas', readOnly: false });
    newest().end('exit 1');
    newest().say({ type: 'failure', id: newest().call('workspace/open').id, error: { code: 'error.workspace.damaged', params: { file: 'a.riskatlas', detail: 'x' } } });
    await settled();
    expect(events).toEqual([{ name: 'workspace/closed', data: {} }, { name: 'shell/error', data: { code: 'error.workspace.damaged', params: { file: 'a.riskatlas', detail: 'x' } } }]);
    newest().end('exit 1');
    expect(newest().got.filter((message) => message.type === 'call')).toEqual([]);
  });

  it('opens the workspace by the next start where the host ends while opening it', async () => {
    const { client, hosts, events, newest } = start();
    client.remember({ path: '/a.riskatlas', readOnly: false });
    newest().end('exit 1');
    newest().end('exit 1');
    await settled();
    expect(hosts).toHaveLength(3);
    newest().say({ type: 'reply', id: newest().call('workspace/open').id, ok: true, value: {} });
    await settled();
    expect(events.map(({ name }) => name)).toEqual(['host/restarted']);
  });

  it('starts three times within a minute and then says that it will not', async () => {
    const { client, hosts, events, newest } = start();
    for (let end = 0; end < 4; end++) newest().end('exit 1');
    await settled();
    expect(hosts).toHaveLength(4);
    expect(events.slice(-2)).toEqual([{ name: 'workspace/closed', data: {} }, { name: 'shell/error', data: { code: 'error.host.gone', params: {} } }]);
    await expect(client.call('workspace/info', {}, 'd')).rejects.toMatchObject({ code: 'error.host.gone' });
  });

  it('passes on only events of the contract', () => {
    const { events, newest } = start();
    newest().say({ type: 'event', name: 'workspace/opened', data: { path: '/a' } });
    newest().say({ type: 'event', name: 'made/up', data: {} });
    expect(events).toEqual([{ name: 'workspace/opened', data: { path: '/a' } }]);
  });

  it('does not start a host again that was told to stop', async () => {
    const { client, hosts, newest } = start();
    const stopped = client.stop();
    expect(newest().got.at(-1)).toEqual({ type: 'stop' });
    newest().end('exit 0');
    await stopped;
    expect(hosts).toHaveLength(1);
  });
});
