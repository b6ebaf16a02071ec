import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { windowCalls } from '../../shared/contract/index.ts';
import { launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });

interface ListedLevel { readonly name: string; readonly level: string }
interface Watched { readonly changedAt: number | null }
declare const globalThis: { watched?: { changedAt: number | null } };

let workstation: Workstation;
let main: MainWindow;
let room: Page;
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '示例工厂.riskatlas'));
});
test.afterAll(() => workstation.close());

/** The zones as the control room lists them, worst first. */
const listed = (): Promise<ListedLevel[]> => room.getByTestId('room.zone').evaluateAll((buttons) => buttons.map((button) => ({
  name: button.querySelector('.ellipsis')?.textContent ?? '', level: button.querySelector('[data-level]')?.getAttribute('data-level') ?? '',
})));

test('the control room opens in full screen on the same workspace, dark, with a legend in words', async () => {
  const opened = workstation.app.waitForEvent('window');
  await main.by('controlRoom.open').click();
  room = await opened;
  await room.getByTestId('room').waitFor();
  await expect.poll(() => workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('control-room'))?.isFullScreen())).toBe(true);
  await expect(room.getByTestId('room')).toContainText('示例化工有限公司');
  await expect(room.getByTestId('room.zone')).toHaveCount(18);
  for (const words of ['重大', '较大', '一般', '低', '未评估']) await expect(room.getByTestId('legend')).toContainText(words);
  await expect(room.getByTestId('room.age')).toContainText('数据更新于');
  expect(await room.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
});

test('it lists every zone with the level the host gives, worst first, and the legend counts them', async () => {
  const zones = await main.ask('zones/list', {});
  const shown = await listed();
  expect(new Map(shown.map(({ name, level }) => [name, level]))).toEqual(new Map(zones.map((zone) => [zone.name, String(zone.level ?? 'none')])));
  const order = ['1', '2', 'none', '3', '4'];
  const ranks = shown.map(({ level }) => order.indexOf(level));
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  for (const level of order) {
    const count = zones.filter((zone) => String(zone.level ?? 'none') === level).length;
    await expect(room.getByTestId('legend').locator(`[data-level="${level}"] .count`)).toHaveText(String(count));
  }
});

test('a change in the main window is on the control room’s screen within a second', async () => {
  const worst = (await main.ask('zones/list', {})).find((zone) => zone.level === 1);
  if (!worst) throw new Error('The sample has no zone of level 1.');
  const event = (await main.ask('risk/explain', { kind: 'zone', id: worst.id })).chain.find((step) => step.kind === 'event');
  if (!event) throw new Error('The explanation names no event.');
  await main.page.keyboard.press('Control+k');
  await main.by('palette.input').fill(event.name);
  await main.by('palette.entry').first().click();
  await main.by('assessment.residual.L').click();
  const choice = main.page.getByRole('option', { name: /^1\b/ }).last();
  await choice.waitFor();
  await room.evaluate((name) => {
    const levelOf = () => [...document.querySelectorAll('[data-testid="room.zone"]')].find((button) => button.textContent?.includes(name))?.querySelector('[data-level]')?.getAttribute('data-level');
    const watched: { changedAt: number | null } = { changedAt: null };
    globalThis.watched = watched;
    new MutationObserver(() => {
      // The next frame after the change is when a person can see it.
      if (watched.changedAt === null && levelOf() !== '1') requestAnimationFrame(() => { watched.changedAt ??= Date.now(); });
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  }, worst.name);
  const clickedAt = Date.now();
  await choice.click();
  await expect.poll(() => room.evaluate(() => globalThis.watched?.changedAt ?? null)).not.toBeNull();
  const { changedAt } = (await room.evaluate(() => globalThis.watched)) as Watched;
  const milliseconds = (changedAt ?? Number.POSITIVE_INFINITY) - clickedAt;
  test.info().annotations.push({ type: 'milliseconds', description: String(milliseconds) });
  expect(milliseconds).toBeGreaterThan(0);
  expect(milliseconds).toBeLessThan(1000);
  await expect(room.getByTestId('room.changes')).toContainText(worst.name);
  await expect(room.getByTestId('room.changes')).toContainText('重大 →');
  await main.by('undo').click();
  await expect(room.getByTestId('room.changes').locator('li')).toHaveCount(2);
  expect((await listed()).find(({ name }) => name === worst.name)?.level).toBe('1');
});

test('a zone opens into why and which units, and goes back', async () => {
  const zone = (await main.ask('zones/list', {})).find((candidate) => candidate.level === 1 && candidate.unitIds.length > 0);
  if (!zone) throw new Error('The sample has no linked zone of level 1.');
  await room.getByTestId('room.zone').filter({ hasText: zone.name }).click();
  const detail = room.getByTestId('room.detail');
  await expect(detail.getByRole('heading', { name: zone.name })).toBeVisible();
  await expect(detail).toContainText('重大');
  await expect(detail.getByTestId('why.step').first()).toBeVisible();
  await expect(detail.locator('.unit')).toHaveCount(zone.unitIds.length);
  expect((await detail.locator('.unit').allTextContents()).every((text) => text.trim().length > 1)).toBe(true);
  await room.getByTestId('room.back').click();
  await expect(room.getByTestId('room.zone')).toHaveCount(18);
});

test('every call that writes or takes a path is refused from that window', async () => {
  const names = Object.values(windowCalls).filter((call) => call.writes || call.paths.length > 0).map((call) => call.name);
  expect(names.length).toBeGreaterThan(10);
  const codes = await room.evaluate(async (calls) => {
    const { riskatlas } = globalThis as unknown as { riskatlas: { call(name: string, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> } };
    return Promise.all(calls.map(async (name) => [name, (await riskatlas.call(name, {})).error?.code] as const));
  }, names);
  expect(codes.filter(([, code]) => code !== 'error.window.readOnly')).toEqual([]);
});

test('nor can it change settings, close the workspace, ask for files or touch the systems that data is sent to', async () => {
  const before = await main.ask('shell/settings', {});
  const calls = [
    ['shell/saveSettings', { userName: '中控室' }], ['workspace/close', {}], ['shell/pickOpen', { kind: 'layout' }], ['shell/pickSave', { kind: 'zip', suggestedName: 'x' }],
    ['shell/saveTarget', { name: 'x', url: 'https://example.invalid/', token: 't', aesKey: '0123456789abcdef', aesIv: '0123456789abcdef', batchSize: 50 }], ['shell/deleteTarget', { name: 'x' }],
  ] as const;
  const codes = await room.evaluate(async (list) => {
    const { riskatlas } = globalThis as unknown as { riskatlas: { call(name: string, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> } };
    return Promise.all(list.map(async ([name, input]) => (await riskatlas.call(name, input)).error?.code));
  }, calls);
  expect(codes).toEqual(calls.map(() => 'error.window.readOnly'));
  expect(await main.ask('shell/settings', {})).toEqual(before);
  expect((await main.ask('shell/targets', {})).targets).toEqual([]);
  expect(await main.ask('workspace/info', {})).not.toBeNull();
});

test('no key breaks the view or changes anything', async () => {
  const seq = (await main.ask('workspace/info', {}))?.seq;
  const failures: string[] = [];
  room.on('pageerror', (error) => failures.push(String(error)));
  await room.getByTestId('room.zone').first().click();
  await room.getByTestId('room.detail').waitFor();
  await room.keyboard.press('Escape');
  await expect(room.getByTestId('room.zone')).toHaveCount(18);
  const box = await room.getByTestId('map').boundingBox();
  if (!box) throw new Error('The control room shows no map.');
  await room.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  for (const key of ['Delete', 'Backspace', 'Control+z', 'Control+y', 'Control+k', 'Control+n', 'F2', 'p', 'r', 'v', 'g', 'Enter', 'F5', 'Control+r', 'Escape', 'f']) await room.keyboard.press(key);
  await room.waitForTimeout(300);
  expect(room.isClosed()).toBe(false);
  await expect(room.getByTestId('room.zone')).toHaveCount(18);
  expect(failures).toEqual([]);
  expect((await main.ask('workspace/info', {}))?.seq).toBe(seq);
  await expect(main.by('workspace.name')).toBeVisible();
});

/** A key as the keyboard sends it, seen by main first; Playwright's go to the page alone. */
const native = (keyCode: string, modifiers: 'control'[] = []): Promise<void> => workstation.app.evaluate(({ BrowserWindow }, key) => {
  const page = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('control-room'))?.webContents;
  for (const type of ['keyDown', 'keyUp'] as const) page?.sendInputEvent({ type, ...key });
}, { keyCode, modifiers });

test('F11 leaves full screen and enters it again; Ctrl+W closes this window alone', async () => {
  const isFull = () => workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('control-room'))?.isFullScreen());
  await native('F11');
  await expect.poll(isFull).toBe(false);
  await native('F11');
  await expect.poll(isFull).toBe(true);
  const closed = room.waitForEvent('close');
  await native('w', ['control']);
  await closed;
  await expect(main.by('workspace.name')).toBeVisible();
  const opened = workstation.app.waitForEvent('window');
  await main.by('controlRoom.open').click();
  room = await opened;
  await expect(room.getByTestId('room.zone')).toHaveCount(18);
});

test('it follows the main window when the workspace is closed and opened again', async () => {
  await main.by('workspace.close').click();
  await expect(room.getByTestId('room')).toContainText('还没有打开工作区');
  await main.by('start.recent').first().click();
  await main.by('workspace.name').waitFor();
  await expect(room.getByTestId('room.zone')).toHaveCount(18);
});

test('it closes with the main window', async () => {
  const closed = room.waitForEvent('close');
  await workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => !window.webContents.getURL().includes('control-room'))?.close());
  await closed;
});
