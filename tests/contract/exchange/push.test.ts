import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as secureRequest } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callContext, Plant, testTarget } from './plant.ts';
import { Receiver } from './receiver.ts';

const profile = 'national-2024';
let plant: Plant;
let receiver: Receiver;

beforeEach(async () => {
  plant = new Plant();
  receiver = await new Receiver().start();
});
afterEach(async () => {
  plant.close();
  await receiver.stop();
});

const push = (more = {}): ReturnType<ReturnType<Plant['handlers']>['exchange/push']> => plant.handlers()['exchange/push']({ target: testTarget(receiver.url, more), profile }, callContext());
const status = (): Awaited<ReturnType<ReturnType<Plant['handlers']>['exchange/status']>> => plant.handlers()['exchange/status']({ target: '企业系统', profile }, callContext()) as never;

describe('push', () => {
  it('sends every row, parents first, in batches, and all are taken', async () => {
    const result = await push();
    expect(result).toEqual({ target: '企业系统', sent: 22, accepted: 22, rejected: [], skippedUnchanged: 0, heldBack: 0, notSent: [] });
    expect(['riskUnit', 'riskEvent', 'riskMeasure', 'checkTask'].map((table) => receiver.count(table))).toEqual([2, 4, 8, 8]);
    // 2 rows in 1 batch, 4 in 2, 8 in 3, 8 in 3.
    expect(receiver.batches.map(({ table, ids }) => `${table} ${ids.length}`)).toEqual([
      'riskUnit 2', 'riskEvent 3', 'riskEvent 1', 'riskMeasure 3', 'riskMeasure 3', 'riskMeasure 2', 'checkTask 3', 'checkTask 3', 'checkTask 2']);
  });

  it('writes the fields as the receiver knows them', async () => {
    await push();
    const [unit] = plant.workspace.all('unit');
    // The clock starts at 2026-11-21T16:00:00Z and moves a second a call: midnight of the 22nd in China; enterprise and object come first.
    expect(receiver.rows.get('riskUnit')?.get(unit?.id ?? '')).toEqual({
      id: unit?.id, companyCode: '990000009', deleted: '0', createDate: '2026-11-22 00:00:03', createBy: '赵测试', updateDate: '2026-11-22 00:00:03', updateBy: '赵测试',
      hazardCode: '990000009001', hazardDep: '储运车间', hazardLiablePerson: '钱测试', riskUnitName: '单元1' });
    const tasks = [...receiver.rows.get('checkTask')?.values() ?? []];
    expect(new Set(tasks.map((task) => [task['checkCycle'], task['checkCycleUnit'], task['workStartTime'], task['workEndTime']].join(' ')))).toEqual(new Set(['2 小时 0:00:00 23:59:59', '1 天  ']));
    expect(tasks.find((task) => task['checkCycleUnit'] === '天')?.['taskStartTime']).toBe('2026-11-22 00:00:00');
  });

  it('sends nothing the second time, and one row after one measure was changed', async () => {
    await push();
    const requests = receiver.requests;
    expect(await push()).toMatchObject({ sent: 0, accepted: 0, skippedUnchanged: 22 });
    expect(receiver.requests).toBe(requests);
    const [measure] = plant.workspace.all('measure');
    plant.change('measure', measure?.id ?? '', { description: '措施改了' });
    expect(status()).toMatchObject({ waiting: 1, accepted: 21, rejected: [] });
    expect(await push()).toMatchObject({ sent: 1, accepted: 1, skippedUnchanged: 21 });
    expect(receiver.batches.at(-1)).toEqual({ table: 'riskMeasure', ids: [measure?.id] });
    expect(receiver.rows.get('riskMeasure')?.get(measure?.id ?? '')?.['riskMeasureDesc']).toBe('措施改了');
  });

  it('sends a row that was undone with a later date than it was sent with before', async () => {
    const [measure] = plant.workspace.all('measure');
    const sent = () => receiver.rows.get('riskMeasure')?.get(measure?.id ?? '');
    plant.change('measure', measure?.id ?? '', { description: '措施改了' });
    await push();
    const before = sent();
    plant.workspace.undo();
    await push();
    expect(sent()?.['riskMeasureDesc']).toBe(measure?.description);
    expect(String(sent()?.['updateDate']) > String(before?.['updateDate'])).toBe(true);
  });

  it('sends a unit with the date of its object where the object is what changed', async () => {
    await push();
    const [object] = plant.workspace.all('object');
    plant.change('object', object?.id ?? '', { department: '安全部' });
    expect(await push()).toMatchObject({ sent: 2, accepted: 2 });
    const changed = Date.parse(plant.workspace.get('object', object?.id ?? '')?.updatedAt ?? '');
    const dates = [...receiver.rows.get('riskUnit')?.values() ?? []].map((unit) => [unit['hazardDep'], Date.parse(`${String(unit['updateDate']).replace(' ', 'T')}+08:00`)]);
    expect(dates).toEqual([['安全部', changed], ['安全部', changed]]);
  });

  it('does not send a row again whose order alone was changed', async () => {
    await push();
    const [measure] = plant.workspace.all('measure');
    plant.change('measure', measure?.id ?? '', { position: 99 });
    expect(await push()).toMatchObject({ sent: 0, skippedUnchanged: 22 });
  });

  it('sends the units of an object whose department was changed', async () => {
    await push();
    const [object] = plant.workspace.all('object');
    plant.change('object', object?.id ?? '', { department: '新车间' });
    expect(await push()).toMatchObject({ sent: 2, accepted: 2, skippedUnchanged: 20 });
    expect([...receiver.rows.get('riskUnit')?.values() ?? []].map((row) => row['hazardDep'])).toEqual(['新车间', '新车间']);
  });

  it('tells of deletion as a row with deleted 1', async () => {
    await push();
    const [task] = plant.workspace.all('task');
    plant.change('task', task?.id ?? '', { deleted: true });
    expect(await push()).toMatchObject({ sent: 1, accepted: 1 });
    expect(receiver.rows.get('checkTask')?.get(task?.id ?? '')?.['deleted']).toBe('1');
  });

  it('brings rejections back to their rows with the receiver’s words, and holds their children back', async () => {
    const [event] = plant.workspace.all('event');
    receiver.veto = (table, row) => (table === 'riskEvent' && row['id'] === event?.id ? '事件名称与台账不符' : null);
    const result = await push();
    // One event refused; its 2 measures and their 2 tasks held back.
    expect(result).toMatchObject({ sent: 18, accepted: 17, heldBack: 4 });
    expect(result.rejected).toMatchObject([{ table: 'riskEvent', id: event?.id, name: event?.name, message: '事件名称与台账不符' }]);
    expect(receiver.batches.flatMap(({ ids }) => ids)).toHaveLength(18);
    expect(status()).toMatchObject({ waiting: 4, accepted: 17, rejected: [{ id: event?.id, message: '事件名称与台账不符' }] });
    receiver.veto = () => null;
    expect(await push()).toMatchObject({ sent: 5, accepted: 5, rejected: [], skippedUnchanged: 17, heldBack: 0 });
    expect(receiver.total).toBe(22);
  });

  it('sends the rest of a batch again to a receiver that takes all or nothing', async () => {
    const [, measure] = plant.workspace.all('measure');
    receiver.allOrNothing = true;
    receiver.veto = (table, row) => (table === 'riskMeasure' && row['id'] === measure?.id ? '描述不清' : null);
    const result = await push();
    // The measure is refused, its task held back; its two neighbours in the batch are taken in a second round.
    expect(result).toMatchObject({ sent: 21, accepted: 20, heldBack: 1, rejected: [{ id: measure?.id, message: '描述不清' }] });
    expect(receiver.total).toBe(20);
    expect([...receiver.rows.get('riskMeasure')?.keys() ?? []]).not.toContain(measure?.id);
  });

  it('does not send a row that does not fit, says why, and holds its children back', async () => {
    const [event] = plant.workspace.all('event');
    const [measure] = plant.workspace.children('measure', event?.id ?? '');
    plant.change('measure', measure?.id ?? '', { classify2: '2-1', checkContent: '' });
    const result = await push();
    expect(result).toMatchObject({ sent: 20, accepted: 20, heldBack: 1, rejected: [] });
    expect(result.notSent.map(({ id, field, message }) => [id, field, message.key])).toEqual([
      [measure?.id, 'classify2', 'exchange.finding.beginsWith'], [measure?.id, 'troubleshootContent', 'exchange.finding.required']]);
    expect(receiver.batches.flatMap(({ ids }) => ids)).not.toContain(measure?.id);
  });

  it('keeps targets apart', async () => {
    await push();
    expect(await push({ name: '备用系统' })).toMatchObject({ target: '备用系统', sent: 22, skippedUnchanged: 0 });
  });

  it('remembers receipts in the file', async () => {
    await push();
    expect(plant.workspace.deliveries.receipts('企业系统', profile).size).toBe(22);
    expect(status().lastPushAt).toMatch(/^2026-11-21T16:/);
  });

  it('tells how far it is', async () => {
    const context = callContext();
    await plant.handlers()['exchange/push']({ target: testTarget(receiver.url), profile }, context);
    const sending = context.told.filter(([phase]) => phase === 'progress.exchangeSend').map(([, done, total]) => [done, total]);
    expect(sending[0]).toEqual([0, 22]);
    expect(sending.at(-1)).toEqual([22, 22]);
    expect(sending.map(([done]) => done)).toEqual([...sending.map(([done]) => done ?? 0)].sort((a, b) => a - b));
  });
});

describe('https', () => {
  const openssl = ((): boolean => { try { execFileSync('openssl', ['version']); return true; } catch { return false; } })();

  it.runIf(openssl)('refuses a certificate that nobody vouches for, and sends to one that is trusted', async () => {
    const [keyFile, certFile] = [join(plant.folder, 'key.pem'), join(plant.folder, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile, '-out', certFile, '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
    const tls = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    const secure = await new Receiver().start(tls);
    const trusting = new Plant(fetchTrusting(tls.cert));
    try {
      await expect(plant.handlers()['exchange/push']({ target: testTarget(secure.url), profile }, callContext())).rejects.toMatchObject({ code: 'error.exchange.certificate' });
      expect(secure.requests).toBe(0);
      expect(await trusting.handlers()['exchange/push']({ target: testTarget(secure.url), profile }, callContext())).toMatchObject({ sent: 22, accepted: 22 });
    } finally {
      trusting.close();
      await secure.stop();
    }
  });
});

/** `fetch` for one POST over TLS that trusts `ca`: the global one takes no certificate. */
function fetchTrusting(ca: string): typeof globalThis.fetch {
  return (url, init) => new Promise((resolve, reject) => {
    const request = secureRequest(url as URL, { method: 'POST', headers: init?.headers as Record<string, string>, ca, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => { resolve(new Response(Buffer.concat(chunks), { status: response.statusCode ?? 0 })); });
    });
    request.on('error', reject);
    request.end(init?.body as string);
  });
}
