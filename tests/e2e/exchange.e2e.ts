import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Receiver, secrets } from '../contract/exchange/receiver.ts';
import { launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

declare const globalThis: { progressSeen?: string[] };

test.describe.configure({ mode: 'serial' });

const target = '集团接收平台';
const forbidden = '描述中含有接收方不接受的词';
let workstation: Workstation;
let main: MainWindow;
let receiver: Receiver;
let folder: string;
let file: string;
test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-exchange-'));
  file = path.join(folder, '示例工厂.riskatlas');
  receiver = await new Receiver().start();
  workstation = await launch({ folder });
  main = new MainWindow(workstation);
  await main.openSample(file);
});
test.afterAll(async () => {
  await workstation.close();
  await receiver.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Opens a row of the hierarchy by the palette. */
async function openRow(text: string): Promise<void> {
  await main.page.keyboard.press('Control+k');
  await main.by('palette.input').fill(text);
  await main.by('palette.entry').first().click();
  await expect(main.by('inspector.name')).toContainText(text);
}

async function editMeasure(description: string, next: string): Promise<void> {
  await main.place('checklist');
  await openRow(description);
  await main.by('field.description').fill(next);
  await main.by('field.description').press('Tab');
  await expect(main.by('inspector.name')).toContainText(next);
  await main.place('exchange');
}

async function push(): Promise<void> {
  await main.by('send.push').click();
  await expect(main.by('send.result')).toBeVisible({ timeout: 60_000 });
}

/** Measures of the sample whose descriptions are found only once, so that the palette leads to the very row. */
async function measures(): Promise<{ id: string; name: string }[]> {
  const tree = await main.ask('hierarchy/tree', {});
  const event = tree.find((node) => node.kind === 'event' && node.childCount >= 2);
  if (!event) throw new Error('The sample has no event with two measures.');
  return main.ask('hierarchy/children', { kind: 'event', id: event.id });
}

test('without a key store the window says that secrets live until the program closes, and still takes a system', async () => {
  await main.place('exchange');
  expect(await main.ask('shell/targets', {})).toEqual({ targets: [], secretsProtected: false });
  await expect(main.by('send.unprotected')).toContainText('保留在内存中');
  await expect(main.by('send.unprotected')).toContainText('关闭后');
  await main.by('language').click();
  await expect(main.by('send.unprotected')).toContainText('in memory only');
  await main.by('language').click();
  await main.by('target.add').click();
  await expect(main.by('target.dialog')).toContainText('不写入磁盘');
  await main.by('target.name').fill(target);
  await main.by('target.url').fill(receiver.url);
  await main.by('target.token').fill(secrets.token);
  await main.by('target.aesKey').fill(secrets.aesKey);
  await main.by('target.aesIv').fill(secrets.aesIv);
  await main.by('target.batchSize').fill('10');
  await main.by('target.save').click();
  await main.by('target.dialog').waitFor({ state: 'hidden' });
  await expect(main.by('target')).toContainText(target);
  expect((await main.ask('shell/targets', {})).targets).toEqual([{ name: target, url: receiver.url, batchSize: 10 }]);
});

test('a wrong key is told beside its field and nothing is saved', async () => {
  await main.by('target.add').click();
  await main.by('target.name').fill('另一个');
  await main.by('target.url').fill('不是网址');
  await main.by('target.token').fill('t');
  await main.by('target.aesKey').fill('short');
  await main.by('target.aesIv').fill('short');
  await main.by('target.save').click();
  await expect(main.by('target.dialog').getByRole('alert')).toHaveCount(3);
  await main.page.keyboard.press('Escape');
  await main.by('target.dialog').waitFor({ state: 'hidden' });
  await expect(main.by('target')).toHaveCount(1);
});

test('everything is pushed with progress, and the receiver has every row that was counted', async () => {
  const waiting = (await main.ask('exchange/status', { target })).waiting;
  expect(waiting).toBeGreaterThan(500);
  await main.page.evaluate(() => {
    globalThis.progressSeen = [];
    new MutationObserver(() => {
      const text = document.querySelector('[data-testid="task"]')?.textContent ?? '';
      if (/\d+%/.test(text)) globalThis.progressSeen?.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await push();
  const seen = await main.page.evaluate(() => globalThis.progressSeen ?? []);
  expect(new Set(seen.map((text) => /(\d+)%/.exec(text)?.[1])).size).toBeGreaterThan(3);
  expect(receiver.total).toBe(waiting);
  await expect(main.by('send.result')).toContainText(`接收 ${waiting} 条`);
  await expect(main.by('send.waiting')).toHaveText('0');
});

test('a second push has nothing to send and says so', async () => {
  await expect(main.by('send.push')).toBeDisabled();
  await expect(main.by('send.nothing')).toContainText('没有待发送');
});

test('one edited measure waits, and only it is sent', async () => {
  const [measure] = await measures();
  if (!measure) throw new Error('The event has no measure.');
  await editMeasure(measure.name, '每班检查一次液位联锁并记录');
  await expect(main.by('send.waiting')).toHaveText('1');
  const before = receiver.batches.length;
  await push();
  expect(receiver.batches.slice(before).flatMap((batch) => batch.ids)).toEqual([measure.id]);
  expect(receiver.rows.get('riskMeasure')?.get(measure.id)?.['riskMeasureDesc']).toBe('每班检查一次液位联锁并记录');
  await expect(main.by('send.waiting')).toHaveText('0');
});

test('rows that the receiver refuses are listed with its words, and a click leads to the row', async () => {
  const [, measure] = await measures();
  if (!measure) throw new Error('The event has no second measure.');
  await editMeasure(measure.name, '含违禁词的措施描述');
  receiver.veto = (_table, row) => (row['riskMeasureDesc']?.includes('违禁词') ? forbidden : null);
  await push();
  await expect(main.by('send.result')).toContainText('拒绝 1 条');
  const rejection = main.by('send.rejection');
  await expect(rejection).toHaveCount(1);
  await expect(rejection).toContainText(forbidden);
  await expect(rejection).toContainText('管控措施');
  await rejection.getByRole('button').click();
  await expect(main.by('inspector.name')).toContainText('含违禁词的措施描述');
  await main.by('field.description').fill('改正后的措施描述');
  await main.by('field.description').press('Tab');
  await expect(main.by('send.rejection')).toHaveCount(0);
  await expect(main.by('send.waiting')).toHaveText('1');
  await push();
  await expect(main.by('send.result')).toContainText('拒绝 0 条');
  expect(receiver.rows.get('riskMeasure')?.get(measure.id)?.['riskMeasureDesc']).toBe('改正后的措施描述');
});

test('a receiver that no longer takes the token is told so, and the row keeps waiting', async () => {
  const [measure] = await measures();
  if (!measure) throw new Error('The event has no measure.');
  await editMeasure(measure.name, '每两小时检查一次液位联锁');
  receiver.mood = () => ({ status: 401 });
  await main.by('send.push').click();
  await expect(main.by('toast.error').last()).toContainText('不接受令牌');
  await expect(main.by('send.waiting')).toHaveText('1');
  receiver.mood = () => null;
  await push();
  await expect(main.by('send.waiting')).toHaveText('0');
});

test('a push that hangs can be stopped, and goes on from there', async () => {
  const list = await measures();
  const [measure] = list;
  if (!measure) throw new Error('The event has no measure.');
  await editMeasure(measure.name, '每四小时检查一次液位联锁');
  receiver.mood = () => 'hang';
  await main.by('send.push').click();
  await main.by('task.cancel').click();
  await expect(main.by('toast.info').last()).toContainText('已停止发送');
  await expect(main.by('send.waiting')).toHaveText('1');
  receiver.mood = () => null;
  await push();
  await expect(main.by('send.waiting')).toHaveText('0');
});

test('rows that do not fit the fields are listed with what is missing, are not sent, and lead to where it is put right', async () => {
  const tree = await main.ask('hierarchy/tree', {});
  const object = tree.find((node) => node.kind === 'object' && node.childCount > 0);
  if (!object) throw new Error('The sample has no object with units.');
  await main.place('checklist');
  await main.by('tree').locator(`[data-id="${object.id}"]`).click();
  const code = await main.by('field.hazardCode').inputValue();
  expect(code).not.toBe('');
  await main.by('field.hazardCode').fill('');
  await main.by('field.hazardCode').press('Tab');
  await main.place('exchange');
  const first = main.by('send.notSent').first();
  await expect(first).toContainText('未填写');
  expect(await main.by('send.notSent').count()).toBeGreaterThanOrEqual(object.childCount);
  await first.getByRole('button').click();
  await expect(main.by('inspector.name')).not.toBeEmpty();
  await main.page.keyboard.press('Control+z');
  await expect(main.by('send.notSent')).toHaveCount(0);
  await expect(main.by('send.waiting')).toHaveText('0');
});

test('neither token nor keys are in any file of the user’s data or of the workspace, also after closing', async () => {
  const raw = Buffer.from(secrets.aesIv, 'hex');
  const needles = [secrets.token, secrets.aesKey, secrets.aesIv].flatMap((text) => [
    Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('base64')), Buffer.from(Buffer.from(text).toString('hex')),
  ]).concat(raw);
  const found = (): string[] => filesBelow(folder).filter((name) => {
    const bytes = fs.readFileSync(name);
    return needles.some((needle) => bytes.includes(needle));
  });
  // The search itself is checked by a file that does hold the key.
  const planted = path.join(folder, 'user-data', 'planted');
  fs.writeFileSync(planted, `x${Buffer.from(secrets.aesKey).toString('base64')}x`);
  expect(found()).toEqual([planted]);
  fs.rmSync(planted);
  expect(filesBelow(folder).length).toBeGreaterThan(5);
  expect(found()).toEqual([]);
  await workstation.close();
  expect(found()).toEqual([]);
});

test('after a restart the system has to be entered again, and what it received is still known', async () => {
  workstation = await launch({ folder, files: [file] });
  main = new MainWindow(workstation);
  await main.by('workspace.name').waitFor();
  await main.place('exchange');
  await expect(main.by('target')).toHaveCount(0);
  await expect(main.by('target.empty.add')).toBeVisible();
  const status = await main.ask('exchange/status', { target });
  expect(status).toMatchObject({ waiting: 0, rejected: [] });
});

/** Every plain file below a folder; sockets and links of a running Chromium are left out. */
function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => fs.existsSync(name));
}
