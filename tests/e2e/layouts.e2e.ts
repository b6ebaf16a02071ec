import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import iconv from 'iconv-lite';
import { answerDialogs, launch, root, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  workstation = await launch({ size: { width: 1280, height: 800 } });
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '图层.riskatlas'));
});
test.afterAll(() => workstation.close());

const layout = async () => {
  const [first] = await main.ask('layout/list', {});
  if (first === undefined) throw new Error('There is no layout.');
  return first;
};
const mapPicture = async (): Promise<Buffer> => { await main.mapIsDrawn(); return main.page.locator('.ra-map').screenshot(); };

/** The sample's drawing with a new pipe, 100 m long, across it, as the design institute sends it a year later. */
function revisedDrawing(): string {
  const text = iconv.decode(fs.readFileSync(path.join(root, 'resources/sample/plant.dxf')), 'gb18030');
  const more = [0, 'LINE', 8, '管廊', 10, 60, 20, 127, 11, 160, 21, 127, 0, 'TEXT', 8, '文字', 10, 100, 20, 129, 40, 3, 1, '新增管廊'].join('\r\n');
  const at = text.lastIndexOf('ENDSEC', text.indexOf('OBJECTS') === -1 ? text.length : text.indexOf('OBJECTS'));
  const start = text.lastIndexOf('0', at);
  const file = path.join(workstation.folder, 'plant-2027.dxf');
  fs.writeFileSync(file, iconv.encode(`${text.slice(0, start).trimEnd()}\r\n${more}\r\n  0\r\n${text.slice(at)}`, 'gb18030'));
  return file;
}

test('layers of the drawing are found, hidden and faded over the map; each is one step that can be undone', async () => {
  const before = await mapPicture();
  await main.by('map.layers').click();
  await main.by('layers.search').fill('绿');
  await expect(main.by('layers.panel').locator('li')).toHaveCount(1);
  await main.by('layer.绿化').locator('input[type=checkbox]').click();
  await expect.poll(async () => (await layout()).layers).toEqual([{ name: '绿化', visible: false, opacity: 1 }]);
  expect((await mapPicture()).equals(before)).toBe(false);

  await main.by('layers.search').fill('');
  const fade = main.by('layer.道路').locator('input[type=range]');
  await fade.focus();
  for (let step = 0; step < 5; step++) await main.page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await layout()).layers).toEqual([{ name: '绿化', visible: false, opacity: 1 }, { name: '道路', visible: true, opacity: 0.5 }]);
  await main.page.screenshot({ path: path.join(root, 'out/screens/layers.png') });

  await main.by('undo').click();
  await expect.poll(async () => (await layout()).layers).toEqual([{ name: '绿化', visible: false, opacity: 1 }]);
  await expect(fade).toHaveValue('100');
  await main.by('layers.reset').click();
  await expect.poll(async () => (await layout()).layers).toEqual([]);
  await main.page.keyboard.press('Escape');
  await expect(main.by('layers.panel')).toBeHidden();
  expect((await mapPicture()).length).toBeGreaterThan(0);
});

test('a new revision keeps zones, is compared with the drawing before, and names the zones to look at', async () => {
  const zones = await main.ask('zones/list', {});
  await main.by('layout.info').click();
  await answerDialogs(workstation.app, { open: revisedDrawing() });
  await main.by('layout.revise').click();
  const panel = main.by('compare.panel');
  await panel.waitFor();
  await expect(panel).toContainText('plant.dxf → plant-2027.dxf');
  await expect(panel.locator('.counts li').first()).toContainText('1 处文字');
  expect((await main.ask('zones/list', {})).map(({ id, rings }) => [id, rings])).toEqual(zones.map(({ id, rings }) => [id, rings]));
  const found = await main.ask('layout/difference', { layoutId: (await layout()).id });
  expect([...found.added].map(Math.round)).toEqual([60, 127, 160, 127]);
  expect([found.removed.length, found.textsAdded.map(({ text }) => text)]).toEqual([0, ['新增管廊']]);
  expect(found.zones.length).toBeGreaterThan(0);
  await expect(panel.locator('.zones li')).toHaveCount(found.zones.length);
  await main.page.waitForTimeout(500);
  await main.page.screenshot({ path: path.join(root, 'out/screens/compare.png') });

  // Held, the drawing before is shown: the picture is another one until the button is let go.
  const present = await mapPicture();
  const button = await main.by('compare.hold').boundingBox();
  if (button === null) throw new Error('The button is not shown.');
  await main.page.mouse.move(button.x + 10, button.y + 10);
  await main.page.mouse.down();
  await expect.poll(async () => (await mapPicture()).equals(present)).toBe(false);
  await main.page.mouse.up();

  const first = zones.find(({ id }) => id === found.zones[0]?.id);
  await main.by(`compare.zone.${first?.name ?? ''}`).click();
  await expect.poll(async () => main.page.evaluate(() => document.querySelector('[data-testid="compare.panel"]') !== null)).toBe(true);
  await main.by('compare.close').click();
  await expect(panel).toBeHidden();
  await main.by('undo').click();
  await expect.poll(async () => (await layout()).fileName).toBe('plant.dxf');
});

test('a layout is renamed, and put before another', async () => {
  await main.importLayout(path.join(root, 'resources/sample/plant.png'));
  await main.page.keyboard.press('Escape');
  await main.by('layout.info').click();
  await main.by('layout.name').fill('二层平面');
  await main.by('layout.name').press('Enter');
  await expect.poll(async () => (await main.ask('layout/list', {})).map(({ name }) => name)).toEqual(['一期厂区', '二层平面']);
  await main.by('layout.earlier').click();
  await expect.poll(async () => (await main.ask('layout/list', {})).map(({ name }) => name)).toEqual(['二层平面', '一期厂区']);
});

test('a drawn outline becomes the plant’s boundary, shown on the map and cleared again; both can be undone', async () => {
  await main.page.keyboard.press('Escape');
  const target = (await main.ask('layout/list', {})).find(({ calibration }) => calibration !== null);
  if (target === undefined) throw new Error('No layout has a scale.');
  await main.by('layout.switch').click();
  await main.page.getByRole('option', { name: target.name }).click();
  await main.mapIsDrawn();
  await main.drawPolygon([[-5, -5], [305, -5], [305, 305], [-5, 305]]);
  await main.by('zone.new.boundary').click();
  const boundary = async () => (await main.ask('layout/list', {})).find(({ id }) => id === target.id)?.boundary ?? null;
  await expect.poll(async () => (await boundary())?.length).toBe(1);
  expect(await main.page.locator('.ra-map-lines').count()).toBe(1);
  await main.by('layout.info').click();
  await main.by('layout.boundary.clear').click();
  await expect.poll(boundary).toBeNull();
  await expect(main.page.locator('.ra-map-lines')).toHaveCount(0);
  await main.by('undo').click();
  await expect.poll(async () => (await boundary())?.[0]?.length).toBe(4);
});
