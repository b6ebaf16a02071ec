import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.skip(process.platform !== 'linux', 'Finds the host among the processes by /proc.');
test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '示例工厂.riskatlas'));
});
test.afterAll(() => workstation.close());

/** The host process of this very workstation: below its Electron, running out/main/host.js. */
function hostProcess(): number | null {
  const parents = new Map<number, number>();
  for (const name of fs.readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent !== null) parents.set(Number(name), parent);
  }
  const own = workstation.app.process().pid;
  const isOwn = (pid: number): boolean => pid === own || (parents.has(pid) && isOwn(parents.get(pid) ?? 0));
  return [...parents.keys()].find((pid) => pid !== own && isOwn(pid) && isHost(pid)) ?? null;
}
function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null; // It has ended between listing and reading.
  }
}
function isHost(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').some((word) => word.endsWith('out/main/host.js'));
  } catch {
    return false;
  }
}
function killHost(): number {
  const pid = hostProcess();
  if (pid === null) throw new Error('The host process was not found.');
  process.kill(pid, 'SIGKILL');
  return pid;
}

test('the host is killed: the window says so, everything is there, and editing goes on', async () => {
  const before = await main.ask('workspace/info', {});
  const zones = await main.ask('zones/list', {});
  const pid = killHost();
  await expect(main.by('toast.warning')).toContainText('重新启动');
  await expect(main.by('toast.warning')).toContainText('最后一次保存');
  const next = hostProcess();
  expect(next).not.toBeNull();
  expect(next).not.toBe(pid);
  expect(await main.ask('workspace/info', {})).toEqual(before);
  expect(await main.ask('zones/list', {})).toEqual(zones);
  await expect(main.by('workspace.name')).toContainText('示例化工有限公司');
  await main.mapIsDrawn();
  await main.by('tree').locator('[data-kind="object"]').first().click();
  await main.by('field.department').fill('重启后的部门');
  await main.by('field.department').press('Tab');
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.seq).toBe((before?.seq ?? 0) + 1);
  await main.by('undo').click();
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.seq).toBe((before?.seq ?? 0) + 2);
});

test('a call under way when the host ends is answered with what happened, not left hanging', async () => {
  const seq = (await main.ask('workspace/info', {}))?.seq;
  const pushed = main.page.evaluate(() => (globalThis as unknown as { riskatlas: { call(name: string, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> } }).riskatlas.call('workspace/check', {}));
  killHost();
  const answer = await pushed;
  // A check that ended before the signal came is an answer as well.
  expect(answer.ok || answer.error?.code === 'error.host.ended').toBe(true);
  await expect.poll(async () => (await main.ask('workspace/info', {}).catch(() => null))?.seq).toBe(seq);
});

test('a host that keeps ending is not started for ever: the window says what to do', async () => {
  // Three restarts in a minute are allowed; the tests before have used some of them.
  for (let round = 0; round < 4 && hostProcess() !== null; round++) {
    const pid = killHost();
    await expect.poll(hostProcess).not.toBe(pid);
    await main.page.waitForTimeout(200);
  }
  expect(hostProcess()).toBeNull();
  await expect(main.by('start')).toBeVisible();
  await expect(main.by('toast.error').last()).toContainText('重新启动 RiskAtlas');
});
