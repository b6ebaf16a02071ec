import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
let layoutId: string;
const shots = path.join(import.meta.dirname, '../../test-results/findings');
const zones = async (): Promise<string[]> => (await main.ask('zones/list', {})).map(({ name }) => name);
const rows = () => main.by('finding');
const row = (text: string) => rows().filter({ hasText: text });
const box = (minX: number, minY: number, maxX: number, maxY: number): [number, number][] => [[minX, minY], [maxX, minY], [maxX, maxY], [minX, maxY]];

test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '示例工厂.riskatlas'));
  layoutId = (await main.ask('layout/list', {}))[0]?.id ?? '';
  const made = (name: string, ring: [number, number][]) => ({ layoutId, name, rings: [ring] });
  await main.ask('zones/apply', { operation: 'copy', created: [made('甲区', box(1000, 0, 1040, 30)), made('乙区', box(1030, 10, 1070, 40)), made('丙区', box(1070.2, 10, 1100, 40)), made('甲区', box(1000, 0, 1040, 30))] });
});
test.afterAll(() => workstation.close());

test('the status bar counts the findings without being asked', async () => {
  await expect(main.by('status.problems')).not.toContainText(/\b0\b/, { timeout: 15_000 });
});

test('findings come by kind, each with its place; a click goes there', async () => {
  await main.by('status.problems').click();
  await main.by('problems.tab.findings').click();
  await expect(row('重叠 200 m²').first()).toBeVisible();
  await expect(row('“甲区”与“甲区”').or(row('范围相同')).first()).toBeVisible();
  await expect(row('6 m² 缝隙')).toBeVisible();
  await row('6 m² 缝隙').locator('.main').click();
  await main.page.waitForTimeout(600);
  for (const [name, width, height] of [['1280', 1280, 800], ['1920', 1920, 1080]] as const) {
    await workstation.app.evaluate(({ BrowserWindow }, size) => { BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]); }, [width, height] as const);
    await main.page.waitForTimeout(500);
    await main.page.screenshot({ path: path.join(shots, `findings-${name}.png`) });
  }
});

test('a fix mends in one step, and one undo brings it back', async () => {
  const before = await zones();
  await row('范围相同').getByTestId('finding.fix.deleteSecond').click();
  await expect(row('范围相同')).toHaveCount(0);
  expect(await zones()).toHaveLength(before.length - 1);
  await row('6 m² 缝隙').getByTestId('finding.fix.extendSecond').click();
  await expect(row('6 m² 缝隙')).toHaveCount(0);
  // Both of the same zones overlapped the next one; after the check that follows it is one.
  await expect(row('重叠 200 m²')).toHaveCount(1);
  await row('重叠 200 m²').getByTestId('finding.fix.cutSecond').click();
  await expect(row('重叠')).toHaveCount(0);
  await main.by('problems.panel').press('Control+z');
  await expect(row('重叠 200 m²')).toBeVisible();
});

test('what is set aside is listed apart, and comes back', async () => {
  await row('重叠 200 m²').getByTestId('finding.ignore').click();
  await expect(row('重叠 200 m²')).toHaveCount(0);
  await main.by('findings.group.ignored').locator('.main').click();
  await row('重叠 200 m²').getByTestId('finding.ignore').click();
  await expect(main.by('findings.group.ignored')).toHaveCount(0);
  await expect(row('重叠 200 m²')).toBeVisible();
});

test('by keyboard: down the list, Enter goes to the place, Delete sets aside, the filter narrows', async () => {
  await main.by('findings.filter').fill('重叠');
  await expect(rows()).toHaveCount(1);
  await main.by('findings.group.overlap').locator('.main').focus();
  await main.page.keyboard.press('ArrowDown');
  await expect(row('重叠 200 m²').locator('.main')).toBeFocused();
  await main.page.keyboard.press('Enter');
  await main.page.keyboard.press('Delete');
  await expect(main.by('findings.group.ignored')).toBeVisible();
  await main.by('findings.filter').fill('');
  await main.page.screenshot({ path: path.join(shots, 'findings-ignored.png') });
});
