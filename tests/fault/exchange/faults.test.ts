import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '#shared/contract/exchange.ts';
import type { ExchangeTools } from '#electron/host/usecases/exchange.ts';
import { callContext, Plant, testTarget } from '../../contract/exchange/plant.ts';
import { Receiver } from '../../contract/exchange/receiver.ts';

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

const push = (more: Partial<Target> = {}, tools: Partial<ExchangeTools> = {}, signal?: AbortSignal): ReturnType<ReturnType<Plant['handlers']>['exchange/push']> =>
  plant.handlers(tools)['exchange/push']({ target: { ...testTarget(receiver.url), ...more }, profile }, callContext(signal));

describe('a bad line', () => {
  it('is tried again when the receiver cuts it before or after it took the batch, without doubling rows', async () => {
    receiver.mood = (request) => (request === 1 ? 'cut-before' : request === 4 ? 'cut-after' : null);
    expect(await push()).toMatchObject({ sent: 22, accepted: 22, rejected: [] });
    expect(receiver.total).toBe(22);
    expect(receiver.requests).toBe(11);
  });

  it('goes on where it was cut, in the next push', async () => {
    // Requests 0 to 3 go well (2 units, 4 events, 3 measures), then the line is dead.
    receiver.mood = (request) => (request >= 4 ? 'cut-before' : null);
    await expect(push()).rejects.toMatchObject({ code: 'error.exchange.unreachable', params: { attempts: 3, target: '企业系统' } });
    expect(receiver.requests).toBe(4 + 3);
    receiver.mood = () => null;
    expect(await push()).toMatchObject({ sent: 13, accepted: 13, skippedUnchanged: 9 });
    expect(receiver.total).toBe(22);
  });

  it('sends a batch again whose answer was lost, and the receiver has it once', async () => {
    receiver.mood = (request) => (request >= 1 ? 'cut-after' : null);
    await expect(push()).rejects.toMatchObject({ code: 'error.exchange.unreachable' });
    expect(receiver.count('riskEvent')).toBe(3);
    receiver.mood = () => null;
    expect(await push()).toMatchObject({ sent: 20, accepted: 20, skippedUnchanged: 2 });
    expect(receiver.total).toBe(22);
  });

  it('is given up after the time limit', async () => {
    receiver.mood = () => 'hang';
    await expect(push({}, { timeoutMs: 60, retryDelaysMs: [5] })).rejects.toMatchObject({ code: 'error.exchange.timeout' });
    expect(receiver.requests).toBe(2);
  });

  it('is named where nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => { server.close(resolve); });
    await expect(push({ url: `http://127.0.0.1:${port}` })).rejects.toMatchObject({ code: 'error.exchange.unreachable', params: { reason: 'ECONNREFUSED' } });
  });

  it('is named where there is no such host', async () => {
    await expect(push({ url: 'https://receiver.invalid/api' }, { retryDelaysMs: [] })).rejects.toMatchObject({ code: expect.stringMatching(/^error\.exchange\.(dns|unreachable)$/) as string });
  });
});

describe('a receiver in trouble', () => {
  it('answers 500 twice and then works', async () => {
    receiver.mood = (request) => (request < 2 ? { status: 500 } : null);
    expect(await push()).toMatchObject({ sent: 22, accepted: 22 });
    expect(receiver.requests).toBe(11);
  });

  it('asks to wait with Retry-After, and the push waits', async () => {
    receiver.mood = (request) => (request === 0 ? { status: 429, headers: { 'retry-after': '1' } } : null);
    const start = Date.now();
    expect(await push()).toMatchObject({ accepted: 22 });
    expect(Date.now() - start).toBeGreaterThanOrEqual(950);
  });

  it('answers 503 for ever: the push ends after its attempts', async () => {
    receiver.mood = () => ({ status: 503 });
    await expect(push()).rejects.toMatchObject({ code: 'error.exchange.httpStatus', params: { status: 503 } });
    expect(receiver.requests).toBe(3);
  });

  it('refuses the token: no second attempt', async () => {
    await expect(push({ token: 'wrong' })).rejects.toMatchObject({ code: 'error.exchange.unauthorised', params: { status: 401 } });
    expect(receiver.requests).toBe(1);
  });

  it('cannot decrypt: the whole batch is refused with its words', async () => {
    await expect(push({ aesKey: 'another-key-0000' })).rejects.toMatchObject({ code: 'error.exchange.refused', params: { message: '解密失败' } });
    expect(plant.workspace.deliveries.receipts('企业系统', profile).size).toBe(0);
  });

  it.each([
    ['a web page', '<html><body>登录</body></html>'],
    ['JSON of another kind', '{"ok":true}'],
    ['JSON that is no object', '[1,2]'],
    ['nothing', ''],
    ['an answer without an end', '{"success":true,"data":{'],
  ])('answers with %s: said so, and no row counts as taken', async (_what, body) => {
    receiver.mood = () => ({ status: 200, body });
    await expect(push()).rejects.toMatchObject({ code: 'error.exchange.badAnswer' });
    expect(plant.workspace.deliveries.receipts('企业系统', profile).size).toBe(0);
  });

  it('answers with more than anybody reads', async () => {
    receiver.mood = () => ({ status: 200, body: 'x'.repeat(5 * 1024 * 1024) });
    await expect(push()).rejects.toMatchObject({ code: 'error.exchange.badAnswer' });
  });

  it('redirects elsewhere: the token is not carried there', async () => {
    const other = await new Receiver().start();
    try {
      receiver.mood = () => ({ status: 307, headers: { location: `${other.url}/sec_security_risk_unit` } });
      await expect(push()).rejects.toMatchObject({ code: 'error.exchange.httpStatus', params: { status: 307 } });
      expect(other.requests).toBe(0);
    } finally {
      await other.stop();
    }
  });

  it('names rows that were not sent: they are not believed', async () => {
    receiver.mood = () => ({ status: 200, body: JSON.stringify({ success: false, code: '500', data: { msg: '失败', code: '500', data: [{ id: '00000000-0000-4000-8000-000000000000', msg: 'x' }] } }) });
    await expect(push()).rejects.toMatchObject({ code: 'error.exchange.refused', params: { message: '失败' } });
  });
});

describe('a push that is stopped', () => {
  it('says how many rows were taken, and goes on from there', async () => {
    const controller = new AbortController();
    receiver.mood = (request) => { if (request === 3) controller.abort(); return null; };
    await expect(push({}, {}, controller.signal)).rejects.toMatchObject({ code: 'error.exchange.cancelled', params: { accepted: 6 } });
    expect(await push()).toMatchObject({ sent: 16, skippedUnchanged: 6 });
  });

  it('stops in the middle of a wait', async () => {
    receiver.mood = () => ({ status: 503, headers: { 'retry-after': '50' } });
    const controller = new AbortController();
    setTimeout(() => { controller.abort(); }, 50);
    const start = Date.now();
    await expect(push({}, {}, controller.signal)).rejects.toMatchObject({ code: 'error.exchange.cancelled' });
    expect(Date.now() - start).toBeLessThan(5000);
  });

  it('does not begin where it was stopped before', async () => {
    await expect(push({}, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'error.cancelled' });
    expect(receiver.requests).toBe(0);
  });

  it('runs once for a target at a time', async () => {
    const handlers = plant.handlers();
    const input = { target: testTarget(receiver.url), profile };
    const first = handlers['exchange/push'](input, callContext());
    await expect(handlers['exchange/push'](input, callContext())).rejects.toMatchObject({ code: 'error.exchange.busy' });
    expect(await first).toMatchObject({ accepted: 22 });
  });
});

describe('a target that must not be used', () => {
  it.each(['http://example.com/api', 'http://127.0.0.1.example.com/', 'http://192.168.1.5:8080/', 'ftp://127.0.0.1/', 'http://localhost.example.com/'])('%s is not safe', async (url) => {
    await expect(push({ url })).rejects.toMatchObject({ code: 'error.exchange.insecureUrl' });
    expect(receiver.requests).toBe(0);
  });

  it('has a user name in its address, which is not repeated', async () => {
    const pushed = push({ url: 'https://user:geheim@127.0.0.1/' });
    await expect(pushed).rejects.toMatchObject({ code: 'error.exchange.badUrl' });
    await expect(pushed).rejects.not.toThrow(/geheim/);
  });

  it.each([['aesKey', '0123456789abcdef0'], ['aesKey', '钥匙钥匙钥匙钥匙钥匙钥匙钥匙钥匙'], ['aesIv', '0123456789abcdef0123456789abcdeg'], ['aesIv', 'fifteen letters']] as const)('%s %s is no key', async (field, value) => {
    await expect(push({ [field]: value })).rejects.toMatchObject({ code: 'error.exchange.badKey', params: { field } });
    expect(receiver.requests).toBe(0);
  });

  it.each(['../sample/plant', 'none', 'a'.repeat(200), ''])('profile %s is not known', async (id) => {
    await expect(plant.handlers()['exchange/push']({ target: testTarget(receiver.url), profile: id }, callContext())).rejects.toMatchObject({ code: 'error.exchange.profileUnknown' });
  });
});
