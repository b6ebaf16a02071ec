import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { pdf } from '../fixtures/layouts/make.ts';
import { answerDialogs, launch, root, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });

const sample = (name: string) => path.join(root, 'resources/sample', name);
let workstation: Workstation;
let main: MainWindow;
let folder: string;
let workspace: string;
const at = (name: string) => path.join(folder, name);
test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-bad-input-'));
  workspace = at('示例工厂.riskatlas');
  workstation = await launch({ folder });
  main = new MainWindow(workstation);
  await main.openSample(workspace);
});
test.afterAll(async () => {
  await workstation.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const seq = async (): Promise<number | undefined> => (await main.ask('workspace/info', {}))?.seq;
const lastError = () => main.by('toast.error').last();
/** Does what is refused; then nothing may have been written, and the window must go on working. */
async function refused(doing: () => Promise<void>, words: readonly string[], where = lastError): Promise<void> {
  const before = await seq();
  await doing();
  for (const word of words) await expect(where()).toContainText(word, { timeout: 30_000 });
  expect(await seq()).toBe(before);
  await dismissToasts();
  await main.by('tree').locator('[role="treeitem"]').nth(1).click();
  await expect(main.by('inspector.name')).not.toBeEmpty();
}
async function dismissToasts(): Promise<void> {
  const buttons = main.page.locator('.toast > .icon-button');
  while (await buttons.count() > 0) await buttons.first().click();
}
async function importLayout(file: string): Promise<void> {
  await main.place('map');
  await answerDialogs(workstation.app, { open: file });
  await main.by('layout.import').click();
}

test('a text file with the name of a workbook', async () => {
  fs.writeFileSync(at('清单.xlsx'), '序号,名称\n1,储罐\n');
  await refused(async () => {
    await main.place('checklist');
    await answerDialogs(workstation.app, { open: at('清单.xlsx') });
    await main.by('book.import').click();
  }, ['清单.xlsx', '纯文本', '另存为']);
});

test('a DXF cut in half is refused with the place of the cut, and what can be read is offered', async () => {
  const whole = fs.readFileSync(sample('plant.dxf'));
  fs.writeFileSync(at('半张图.dxf'), whole.subarray(0, Math.floor(whole.length / 2)));
  await refused(async () => { await importLayout(at('半张图.dxf')); await main.by('layout.damaged').waitFor(); await main.page.keyboard.press('Escape'); }, ['示例'], () => main.by('workspace.name'));
  const before = (await main.ask('layout/list', {})).length;
  await importLayout(at('半张图.dxf'));
  await expect(main.by('layout.damaged')).toContainText('半张图.dxf');
  await expect(main.by('layout.damaged')).toContainText(/第 \d+ 行/);
  await main.by('layout.recover').click();
  await expect(main.by('layout.report')).toContainText('半张图.dxf');
  expect(await main.ask('layout/list', {})).toHaveLength(before + 1);
  await main.by('layout.report.undo').click();
  await expect.poll(async () => (await main.ask('layout/list', {})).length).toBe(before);
});

test('a PDF with a password', async () => {
  fs.writeFileSync(at('加密.pdf'), await pdf({ userPassword: 'geheim', pdfVersion: '1.7' }));
  await refused(() => importLayout(at('加密.pdf')), ['加密.pdf', '密码']);
});

test('a drawing of a gigabyte of nothing', async () => {
  fs.writeFileSync(at('巨图.dxf'), '');
  fs.truncateSync(at('巨图.dxf'), 1024 ** 3);
  await refused(() => importLayout(at('巨图.dxf')), ['巨图.dxf', 'MB']);
});

test('a file that is gone', async () => {
  await refused(() => importLayout(at('没有这个文件.dxf')), ['没有这个文件.dxf', '找不到']);
});

/** Asks to open another workspace while the sample is open. */
async function openWorkspace(file: string): Promise<void> {
  await answerDialogs(workstation.app, { open: file });
  await main.page.keyboard.press('Control+o');
}

/** A copy of the sample's file as it is on the disk when nobody has it open. */
async function closedCopy(name: string): Promise<string> {
  const copy = at(name);
  await main.by('workspace.close').click();
  await main.by('start').waitFor();
  fs.copyFileSync(workspace, copy);
  await main.by('start.recent').first().click();
  await main.by('workspace.name').waitFor();
  return copy;
}

test('a workspace of a newer version stays as it is', async () => {
  const file = await closedCopy('新版.riskatlas');
  const bytes = fs.readFileSync(file);
  // SQLite keeps the user version in the header, bytes 60 to 63, big-endian.
  bytes.writeUInt32BE(bytes.readUInt32BE(60) + 7, 60);
  fs.writeFileSync(file, bytes);
  await refused(() => openWorkspace(file), ['新版.riskatlas', '较新', '升级']);
  expect(fs.readFileSync(file).equals(bytes)).toBe(true);
});

test('a damaged workspace stays as it is; what can be read is recovered to a new file', async () => {
  const file = await closedCopy('损坏.riskatlas');
  const bytes = fs.readFileSync(file);
  // Pages from the second quarter on, so that the header and the schema are whole.
  const from = Math.floor(bytes.length / 4 / 4096) * 4096;
  for (let page = from; page < bytes.length; page += 4096 * 3) bytes.fill(0xa5, page, Math.min(page + 4096, bytes.length));
  fs.writeFileSync(file, bytes);
  const before = await seq();
  await openWorkspace(file);
  await expect(lastError()).toContainText('损坏.riskatlas');
  await expect(lastError()).toContainText('已损坏');
  expect(await seq()).toBe(before);
  await answerDialogs(workstation.app, { save: at('恢复.riskatlas') });
  await lastError().getByTestId('toast.action').click();
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.path).toBe(at('恢复.riskatlas'));
  await expect(main.page.locator('.toast').filter({ hasText: '已恢复到“恢复.riskatlas”' })).toBeVisible();
  expect(fs.readFileSync(file).equals(bytes)).toBe(true);
  const counts = (await main.ask('workspace/info', {}))?.counts;
  expect((counts?.measure ?? 0) + (counts?.event ?? 0)).toBeGreaterThan(0);
  await dismissToasts();
  await openWorkspace(workspace);
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.path).toBe(workspace);
});

test('something that is no workspace', async () => {
  fs.writeFileSync(at('假的.riskatlas'), '这不是工作区');
  await refused(() => openWorkspace(at('假的.riskatlas')), ['假的.riskatlas', '不是 RiskAtlas 工作区']);
});

test('a file that another RiskAtlas has open, opened by the window and by the desktop', async () => {
  const other = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-second-'));
  const second = await launch({ folder: other, files: [workspace] });
  try {
    const page = new MainWindow(second);
    await page.by('start').waitFor();
    await expect(page.by('toast.error')).toContainText('示例工厂.riskatlas');
    await expect(page.by('toast.error')).toContainText('另一个 RiskAtlas');
    await page.page.locator('.toast > .icon-button').click();
    await answerDialogs(second.app, { open: workspace });
    await page.by('start.open').click();
    await expect(page.by('toast.error')).toContainText('另一个 RiskAtlas');
    expect(await page.ask('workspace/info', {})).toBeNull();
  } finally {
    await second.close();
    fs.rmSync(other, { recursive: true, force: true });
  }
  await refused(async () => undefined, ['示例'], () => main.by('workspace.name'));
});

/** Starts the program once more with the same user data, as the desktop does for a double-clicked file; it hands over and ends. */
function openFromDesktop(file: string): void {
  const ended = spawnSync(process.env['RISKATLAS_ELECTRON'] ?? '', [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${at('user-data')}`, root, file], { timeout: 30_000 });
  expect(ended.error).toBeUndefined();
}

test('files opened from the desktop while the program runs: a bad one is told, a good one is opened', async () => {
  const good = await closedCopy('另一个厂.riskatlas');
  await refused(async () => { openFromDesktop(at('假的.riskatlas')); }, ['假的.riskatlas', '不是 RiskAtlas 工作区']);
  openFromDesktop(good);
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.path).toBe(good);
  await openWorkspace(workspace);
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.path).toBe(workspace);
});

test('a new workspace where nothing can be written', async () => {
  fs.writeFileSync(at('是文件'), '');
  const before = await seq();
  await answerDialogs(workstation.app, { save: path.join(at('是文件'), '新.riskatlas') });
  await main.page.keyboard.press('Control+n');
  await main.by('new.name').fill('某公司');
  await main.by('new.code').fill('990000002');
  await main.by('new.pick').click();
  await main.by('new.accept').click();
  await expect(main.by('new.dialog').getByRole('alert')).toContainText('新.riskatlas');
  await expect(main.by('new.dialog').getByRole('alert')).toContainText('另选');
  await main.page.keyboard.press('Escape');
  await main.by('new.dialog').waitFor({ state: 'hidden' });
  expect(await seq()).toBe(before);
});

test('a new workspace on a file that is there', async () => {
  const before = fs.statSync(sample('plant.json')).size;
  fs.copyFileSync(sample('plant.json'), at('已有.riskatlas'));
  await answerDialogs(workstation.app, { save: at('已有.riskatlas') });
  await main.page.keyboard.press('Control+n');
  await main.by('new.name').fill('某公司');
  await main.by('new.code').fill('990000002');
  await main.by('new.pick').click();
  await main.by('new.accept').click();
  await expect(main.by('new.dialog').getByRole('alert')).toContainText('已存在');
  await main.page.keyboard.press('Escape');
  await main.by('new.dialog').waitFor({ state: 'hidden' });
  expect(fs.statSync(at('已有.riskatlas')).size).toBe(before);
});

test('after all this the workspace is checked and found sound', async () => {
  await main.page.keyboard.press('Control+k');
  await main.by('palette.input').fill('检查工作区');
  await main.by('palette.entry').filter({ hasText: '检查工作区' }).first().click();
  await expect(main.by('toast.success').last()).toContainText('没有错误', { timeout: 30_000 });
});

test('an export to a disk that is full leaves no part of a file', async () => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'A small file system can be mounted by root on Linux only.');
  const disk = at('小盘');
  fs.mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
  try {
    await refused(async () => {
      await main.place('exchange');
      await answerDialogs(workstation.app, { save: path.join(disk, '数据包.zip') });
      await main.by('exchange.export').click();
      await expect(lastError()).toBeVisible({ timeout: 60_000 });
      await main.place('map');
    }, ['数据包.zip', '磁盘空间不足', '腾出空间']);
    expect(fs.readdirSync(disk)).toEqual([]);
  } finally {
    execFileSync('umount', [disk]);
  }
});
