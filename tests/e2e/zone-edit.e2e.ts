import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ZoneView } from '../../shared/contract/zones.ts';
import { launch, type Workstation } from './launch.ts';
import { MainWindow, type Metres } from './pages.ts';

test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
let west: string, east: string, farAway: string;
const file = (): string => path.join(workstation.folder, '示例工厂.riskatlas');
const corners = (x: number, y: number, width: number, height: number): ZoneView['rings'] => [[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]] as unknown as ZoneView['rings']; // plant points are plain pairs

test.beforeAll(async () => {
  workstation = await launch({ size: { width: 1600, height: 1000 } });
  main = new MainWindow(workstation);
  await main.openSample(file());
  const before = await main.ask('zones/list', {});
  await main.ask('zones/delete', { ids: before.map(({ id }) => id) });
  const layoutId = (await main.ask('layout/list', {}))[0]?.id ?? '';
  const make = async (name: string, rings: ZoneView['rings']): Promise<string> => (await main.ask('zones/create', { layoutId, name, code: name === '远' ? 'A10' : 'A2', rings })).id;
  [west, east, farAway] = [await make('西', corners(100, 80, 40, 30)), await make('东', corners(140, 80, 40, 30)), await make('远', corners(240, 80, 20, 20))];
  await main.page.waitForTimeout(300);
  // Where the drawing draws the pointer to is the business of other tests.
  await main.by('map.snap').click();
});
test.afterAll(() => workstation.close());

const zone = async (id: string): Promise<ZoneView> => {
  const [found] = await main.ask('zones/list', { ids: [id] });
  if (!found) throw new Error('The zone is gone.');
  return found;
};
const press = async (...keys: string[]): Promise<void> => { for (const key of keys) await main.page.keyboard.press(key); };
const seq = async (): Promise<number> => (await main.ask('workspace/info', {}))?.seq ?? -1;
const selectedNames = (): Promise<string[]> => main.by('zones.grid').locator('[role="row"][aria-selected="true"] [role="gridcell"]:first-child').allInnerTexts();
async function click(point: Metres): Promise<void> { await main.clickMap(point); await main.page.waitForTimeout(100); }
async function drag(from: Metres, to: Metres): Promise<void> {
  const toScreen = await main.screenOf();
  await main.drag(toScreen(from), toScreen(to));
}

test('a drag of a shared corner moves it in both zones, as one undo step; Esc on the way takes it back', async () => {
  await click([120, 95]);
  const before = await seq();
  await drag([140, 110], [145, 125]);
  await expect.poll(seq).toBe(before + 1);
  const moved = (await zone(west)).rings[0]?.find(([x, y]) => Math.abs(x - 145) < 2 && Math.abs(y - 125) < 2);
  expect(moved).toBeDefined();
  expect((await zone(east)).rings[0]).toContainEqual(moved);
  const toScreen = await main.screenOf();
  const [from, to] = [toScreen(moved as Metres), toScreen([150, 150])];
  await main.page.mouse.move(from.x, from.y);
  await main.page.mouse.down();
  await main.page.mouse.move(to.x, to.y, { steps: 5 });
  await press('Escape');
  await main.page.mouse.up();
  expect(await seq()).toBe(before + 1);
  await press('Control+z');
  await expect.poll(async () => (await zone(west)).rings).toEqual(corners(100, 80, 40, 30));
  expect((await zone(east)).rings).toEqual(corners(140, 80, 40, 30));
});

test('a whole edge can be dragged, on both sides of the border', async () => {
  await click([120, 95]);
  const before = await seq();
  await main.page.keyboard.down('Alt');
  await drag([140, 88], [150, 88]);
  await main.page.keyboard.up('Alt');
  await expect.poll(seq).toBe(before + 1);
  const [a, b] = [(await zone(west)).rings[0] ?? [], (await zone(east)).rings[0] ?? []];
  const shared = a.filter(([x, y]) => b.some(([u, v]) => u === x && v === y));
  expect(shared).toHaveLength(2);
  for (const [x] of shared) expect(Math.abs(x - 150)).toBeLessThan(2);
  await press('Control+z');
  await expect.poll(async () => (await zone(east)).rings).toEqual(corners(140, 80, 40, 30));
});

test('Tab walks the corners; arrow steps that follow one another are one undo step', async () => {
  await click([120, 95]);
  await main.map().focus();
  const before = await seq();
  await press('Tab', 'Tab');
  await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  expect(await seq()).toBe(before);
  await expect.poll(seq, { timeout: 5000 }).toBe(before + 1);
  const [, second] = (await zone(west)).rings[0] ?? [];
  expect(second?.[0]).toBe(140);
  expect(second?.[1]).toBeLessThan(80);
  expect((await zone(east)).rings[0]).toContainEqual(second);
  await press('ArrowUp');
  // Before it is stored a step is taken back by itself.
  await press('Control+z');
  expect(await seq()).toBe(before + 1);
  await press('Control+z');
  await expect.poll(async () => (await zone(west)).rings).toEqual(corners(100, 80, 40, 30));
});

test('a box from left to right takes what lies in it, from right to left also what it touches', async () => {
  await press('Escape', 'Escape', 'l');
  await expect(main.by('zones.table')).toBeVisible();
  await main.page.waitForTimeout(300);
  await drag([90, 70], [200, 120]);
  await expect.poll(async () => (await selectedNames()).sort()).toEqual(['东', '西']);
  await drag([170, 120], [90, 70]);
  await expect.poll(async () => (await selectedNames()).sort()).toEqual(['东', '西']);
  await drag([90, 70], [170, 120]);
  await expect.poll(selectedNames).toEqual(['西']);
});

test('the table: arrows choose, a heading sorts, F2 renames, Enter goes to the map', async () => {
  await main.by('zones.grid').focus();
  await press('Home');
  const first = await selectedNames();
  await press('End');
  expect(await selectedNames()).not.toEqual(first);
  await main.by('zones.sort.code').click();
  await main.by('zones.grid').focus();
  await press('End');
  expect(await selectedNames()).toEqual(['远']);
  await press('F2');
  await main.by('zones.rename').fill('远处');
  await press('Enter');
  await expect.poll(async () => (await zone(farAway)).name).toBe('远处');
  await expect(main.by('zones.grid')).toBeFocused();
  await press('Enter');
  await expect(main.map()).toBeFocused();
  await expect(main.by('inspector.name')).toContainText('远处');
  await press('f');
});

test('corners are coordinates that can be typed; a shared one moves in both zones', async () => {
  await main.by('zones.grid').focus();
  await press('Home');
  await main.page.getByRole('row', { name: '西' }).click();
  const x = main.by('vertex.x').nth(1);
  await x.fill('138.25');
  await x.press('Tab');
  await expect.poll(async () => (await zone(west)).rings[0]?.[1]).toEqual([138.25, 80]);
  expect((await zone(east)).rings[0]).toContainEqual([138.25, 80]);
  await x.fill('没有');
  await x.press('Tab');
  await expect(main.by('vertex.x').nth(1)).toHaveValue('138.25');
  await main.map().focus();
  await press('Control+z');
  await expect.poll(async () => (await zone(west)).rings[0]?.[1]).toEqual([140, 80]);
});

test('the toolbars keep to their width, and what cannot be used says why', async () => {
  for (const width of [1280, 1600]) {
    await workstation.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 800), width);
    await main.page.waitForTimeout(300);
    for (const bar of await main.page.locator('main [role="toolbar"]').all()) expect(await bar.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  }
  await main.map().focus();
  await press('Escape', 'Escape', 'Escape');
  await expect(main.by('tool.offset')).toHaveAttribute('aria-disabled', 'true');
  await expect(main.by('tool.offset')).toHaveAttribute('title', /请先选择分区/);
});

test('one stop of Tab for the tools; arrows go along them', async () => {
  await main.by('tool.select').focus();
  await press('ArrowRight', 'ArrowRight');
  await expect(main.by('tool.polygon')).toBeFocused();
  await press('Enter');
  await expect(main.by('tool.polygon')).toHaveAttribute('aria-pressed', 'true');
  await press('Escape');
  await expect(main.by('tool.select')).toHaveAttribute('aria-pressed', 'true');
});

test('undo goes on after a restart', async () => {
  const before = (await zone(farAway)).name;
  await main.ask('zones/edit', { edits: [{ id: farAway, fields: { rings: corners(240, 80, 20, 25) } }] });
  await workstation.app.close();
  workstation = await launch({ folder: workstation.folder, files: [file()], size: { width: 1600, height: 1000 } });
  main = new MainWindow(workstation);
  await main.by('workspace.name').waitFor();
  await main.mapIsDrawn();
  expect((await zone(farAway)).rings).toEqual(corners(240, 80, 20, 25));
  await main.map().focus();
  await press('Control+z');
  await expect.poll(async () => (await zone(farAway)).rings).toEqual(corners(240, 80, 20, 20));
  expect((await zone(farAway)).name).toBe(before);
});
