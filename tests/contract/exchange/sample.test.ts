import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzipSync } from 'fflate';
import { createHost, type Host } from '#electron/host/host.ts';
import { hostPorts } from '#electron/start/ports.ts';
import type { CallInput, CallOutput, HostCallName, HostCalls } from '#shared/contract/index.ts';
import { systemClock } from '#shared/kernel/clock.ts';
import { Receiver, secrets } from './receiver.ts';

const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const facts = (JSON.parse(readFileSync(here('resources/sample/plant.json'), 'utf8')) as { checklist: { units: number; events: number; measures: number } }).checklist;
const folder = mkdtempSync(join(tmpdir(), 'exchange-sample-'));
let host: Host;
let receiver: Receiver;
let task = 0;

beforeAll(async () => {
  host = createHost(hostPorts({ entry: new URL('../../../electron/start/cli.ts', import.meta.url).href, resources: here('resources'), clock: systemClock, who: () => '孙测试', emit: () => undefined }));
  receiver = await new Receiver().start();
  await host.call('workspace/createSample', { path: join(folder, 'sample.riskatlas') }, { taskId: 'sample' });
});
afterAll(async () => {
  await host.close();
  await receiver.stop();
  rmSync(folder, { recursive: true, force: true });
});
const call = <Name extends HostCallName>(name: Name, input: CallInput<HostCalls[Name]>): Promise<CallOutput<HostCalls[Name]>> => host.call(name, input, { taskId: `t${task++}` });

describe('the sample plant', () => {
  const target = () => ({ name: '示例接收系统', url: receiver.url, batchSize: 50, ...secrets });
  const all = facts.units + facts.events + 2 * facts.measures;

  it('fits the national profile whole, and a strict receiver takes every row', async () => {
    expect(await call('exchange/status', { target: target().name })).toEqual({ waiting: all, accepted: 0, rejected: [], lastPushAt: null, notSent: [] });
    expect(await call('exchange/push', { target: target() })).toEqual({ target: target().name, sent: all, accepted: all, rejected: [], skippedUnchanged: 0, heldBack: 0, notSent: [] });
    expect(receiver.total).toBe(all);
    expect(await call('exchange/push', { target: target() })).toMatchObject({ sent: 0, skippedUnchanged: all });
    expect(await call('exchange/status', { target: target().name })).toMatchObject({ waiting: 0, accepted: all });
  });

  it('sends one row after one measure was edited, and its old text after undo', async () => {
    const [unit] = (await call('hierarchy/tree', {})).filter((node) => node.kind === 'event');
    const [measure] = await call('hierarchy/children', { kind: 'event', id: unit?.id ?? '' });
    const id = measure?.id ?? '';
    await call('entity/update', { kind: 'measure', id, fields: { description: '改过的措施' } });
    expect(await call('exchange/push', { target: target() })).toMatchObject({ sent: 1, accepted: 1, skippedUnchanged: all - 1 });
    expect(receiver.rows.get('riskMeasure')?.get(id)?.['riskMeasureDesc']).toBe('改过的措施');
    await call('workspace/undo', {});
    expect(await call('exchange/push', { target: target() })).toMatchObject({ sent: 1, accepted: 1 });
    expect(receiver.rows.get('riskMeasure')?.get(id)?.['riskMeasureDesc']).toBe(measure?.name);
  });

  it('deletes a unit with all below it as rows with deleted 1, without a single rejection', async () => {
    const [unit] = (await call('hierarchy/tree', {})).filter((node) => node.kind === 'unit');
    const { deleted } = await call('entity/delete', { kind: 'unit', id: unit?.id ?? '' });
    expect(deleted).toBeGreaterThan(3);
    expect(await call('exchange/push', { target: target() })).toMatchObject({ sent: deleted, accepted: deleted, rejected: [] });
    expect([...receiver.rows.values()].flatMap((rows) => [...rows.values()]).filter((row) => row['deleted'] === '1')).toHaveLength(deleted);
    await call('workspace/undo', {});
    expect(await call('exchange/push', { target: target() })).toMatchObject({ sent: deleted, accepted: deleted });
  });

  it('makes a package with every row', async () => {
    const out = join(folder, 'sample.zip');
    const made = await call('exchange/export', { out });
    expect(made.holds).toMatchObject({ riskUnit: facts.units, riskEvent: facts.events, riskMeasure: facts.measures, checkTask: facts.measures });
    expect(made.notSent).toEqual([]);
    expect(Object.keys(unzipSync(readFileSync(out)))).toEqual(expect.arrayContaining(['manifest.json', 'riskUnit.json', 'riskEvent.json', 'riskMeasure.json', 'checkTask.json']));
  });
});
