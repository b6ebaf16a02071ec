import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Plant } from '#tests/contract/exchange/plant.ts';
import { Receiver, secrets } from '#tests/contract/exchange/receiver.ts';

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

interface Outcome { readonly code: number; readonly out: string; readonly error: string }

/** Runs the real command line on the plant's file, which nobody else has open. */
async function riskatlas(...parameters: string[]): Promise<Outcome> {
  plant.workspace.close();
  const targets = path.join(plant.folder, 'targets.json');
  writeFileSync(targets, JSON.stringify([{ name: '园区', url: receiver.url, batchSize: 50 }]));
  const env = { ...process.env, RISKATLAS_LANG: 'zh-CN', RISKATLAS_TARGETS: targets, RISKATLAS_TOKEN: secrets.token, RISKATLAS_AES_KEY: secrets.aesKey, RISKATLAS_AES_IV: secrets.aesIv };
  return new Promise((resolve) => {
    execFile(process.execPath, [path.resolve(import.meta.dirname, '../../../electron/start/cli.ts'), ...parameters], { env },
      (failure, out, error) => resolve({ code: failure === null ? 0 : Number(failure.code), out, error }));
  });
}
const file = () => path.join(plant.folder, 'plant.riskatlas');
const pushed = (outcome: Outcome) => JSON.parse(outcome.out) as Record<string, unknown>;

describe('riskatlas exchange push', () => {
  it('sends everything once, and nothing the second time', async () => {
    const first = await riskatlas('exchange', 'push', file(), '--target', '园区', '--json');
    expect(first.code, first.error).toBe(0);
    expect(pushed(first)).toEqual({ target: '园区', sent: 22, accepted: 22, rejected: [], skippedUnchanged: 0, heldBack: 0, notSent: [] });
    const second = await riskatlas('exchange', 'push', file(), '--target', '园区', '--json');
    expect(second.code).toBe(0);
    expect(pushed(second)).toMatchObject({ sent: 0, skippedUnchanged: 22 });
    for (const secret of Object.values(secrets)) expect(first.out + first.error + second.out).not.toContain(secret);
  });

  it('names the rows that do not fit and those that wait for them, and ends with 1', async () => {
    const [measure] = plant.workspace.all('measure');
    plant.change('measure', measure?.id ?? '', { dataSrc: '' });
    const outcome = await riskatlas('exchange', 'push', file(), '--target', '园区', '--json');
    expect(outcome.code).toBe(1);
    expect(pushed(outcome)).toMatchObject({
      sent: 20, accepted: 20, rejected: [], heldBack: 1,
      notSent: [{ table: 'riskMeasure', id: measure?.id, field: 'dataSrc', message: expect.stringContaining('措施1-1-1') as unknown }],
    });
    expect(outcome.error).toContain('1 行不符合交换规范，没有发出：');
    expect(outcome.error).toContain('措施1-1-1');
    expect(outcome.error).toContain('1 行的上级还不在目标系统中');
  });

  it('says in the words of the receiver what it refused, and ends with 1', async () => {
    receiver.veto = (table, row) => (table === 'riskUnit' && row['riskUnitName'] === '单元2' ? '名称重复' : null);
    const outcome = await riskatlas('exchange', 'push', file(), '--target', '园区');
    expect(outcome).toMatchObject({ code: 1, error: expect.stringContaining('名称重复') as unknown });
    expect(outcome.error).toContain('10 行的上级还不在目标系统中');
  });
});

describe('riskatlas exchange export', () => {
  it('names the rows that are not in the package', async () => {
    const [measure] = plant.workspace.all('measure');
    plant.change('measure', measure?.id ?? '', { dataSrc: '' });
    const outcome = await riskatlas('exchange', 'export', file(), '--out', path.join(plant.folder, 'package.zip'), '--json');
    expect(outcome.code, outcome.error).toBe(0);
    expect((pushed(outcome)['notSent'] as unknown[]).length).toBe(2);
    expect(outcome.error).toContain('2 行不符合交换规范，没有写入数据包：');
  });
});
