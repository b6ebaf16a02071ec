import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { answerDialogs, launch, root, type Workstation } from './launch.ts';
import { MainWindow, type Metres } from './pages.ts';

const sample = (name: string) => path.join(root, 'resources/sample', name);
interface ZoneFeature { readonly properties: { readonly name: string; readonly code: string; readonly units: string[] }; readonly geometry: { readonly coordinates: Metres[][] } }
const zoneFeatures = (JSON.parse(fs.readFileSync(sample('zones.geojson'), 'utf8')) as { features: ZoneFeature[] }).features;
const zoneNamed = (name: string): ZoneFeature => {
  const found = zoneFeatures.find((feature) => feature.properties.name === name);
  if (!found) throw new Error(`The sample has no zone ${name}.`);
  return found;
};
/** The outer ring without the repeated first point. */
const cornersOf = (feature: ZoneFeature): Metres[] => (feature.geometry.coordinates[0] ?? []).slice(0, -1);

test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
let file: string;
let folder: string;
test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-main-job-'));
  workstation = await launch({ folder });
  main = new MainWindow(workstation);
  file = path.join(folder, '新工厂.riskatlas');
});
test.afterAll(async () => {
  await workstation.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a new workspace opens on an empty map that says what to do', async () => {
  await main.newWorkspace(file, '示例化工有限公司', '990000001');
  await expect(main.by('workspace.name')).toContainText('示例化工有限公司');
  await expect(main.by('map.empty.import')).toBeVisible();
  expect(fs.existsSync(file)).toBe(true);
});

test('a layout that is dropped on the map is imported, with a report of what is not shown', async () => {
  await main.dropOnMap(sample('plant.dxf'));
  await expect(main.by('layout.report')).toBeVisible();
  await expect(main.by('layout.report')).toContainText('496');
  await expect(main.by('layout.report')).toContainText('图层');
  await main.by('layout.report.accept').click();
  await main.mapIsDrawn();
});

test('the checklist shows what it would create, writes nothing before it is accepted, and then all', async () => {
  await main.previewChecklist(sample('checklist.xlsx'));
  await expect(main.by('book.created.measures')).toContainText('325');
  expect((await main.ask('workspace/info', {}))?.counts.measure).toBe(0);
  await main.acceptChecklist();
  expect((await main.ask('workspace/info', {}))?.counts.measure).toBe(325);
  await expect(main.by('tree')).toContainText('液氨球罐区');
});

test('the same workbook again creates nothing', async () => {
  await main.previewChecklist(sample('checklist.xlsx'));
  await expect(main.by('book.created.measures')).toContainText('0');
  await main.by('book.discard').click();
});

test('a zone drawn and linked takes the colour of its worst event at once, and says why', async () => {
  const sphere = zoneNamed('液氨球罐区');
  await main.place('map');
  await main.mapIsDrawn();
  await main.drawPolygon(cornersOf(sphere));
  await main.nameZone(sphere.properties.name, sphere.properties.code, sphere.properties.units);
  const [zone] = await main.ask('zones/list', {});
  expect(zone).toMatchObject({ name: '液氨球罐区', level: 1 });
  await expect(main.by('inspector.level')).toContainText('重大');
  await expect(main.by('why.step').first()).toBeVisible();
  await expect(main.by('why')).toContainText('L×S');
});

test('a zone whose units are not assessed is grey, never low', async () => {
  const workshop = zoneNamed('机修车间');
  await main.drawPolygon(cornersOf(workshop));
  await main.nameZone(workshop.properties.name, workshop.properties.code, workshop.properties.units);
  const zone = (await main.ask('zones/list', {})).find((candidate) => candidate.name === '机修车间');
  expect(zone).toMatchObject({ level: null, unassessedUnits: 2 });
  await expect(main.by('inspector.level')).toContainText('未评估');
});

test('a rectangle is drawn by dragging; undo takes it away and redo brings it again', async () => {
  await main.drawRectangle([330, 10], [400, 60]);
  await main.nameZone('矩形分区', '', []);
  expect(await main.ask('zones/list', {})).toHaveLength(3);
  await main.page.keyboard.press('Escape');
  await main.by('undo').click();
  await expect.poll(async () => (await main.ask('zones/list', {})).length).toBe(2);
  await main.by('redo').click();
  await expect.poll(async () => (await main.ask('zones/list', {})).length).toBe(3);
});

test('a selected zone is deleted by the key, and undo brings it back with its links', async () => {
  const before = await main.ask('zones/list', {});
  await main.clickMap([70, 240]);
  await expect(main.by('inspector.level')).toContainText('重大');
  await main.page.keyboard.press('Delete');
  await expect.poll(async () => (await main.ask('zones/list', {})).map((zone) => zone.name)).toEqual(['机修车间', '矩形分区']);
  await main.by('undo').click();
  await expect.poll(() => main.ask('zones/list', {})).toEqual(before);
});

test('a corner is dragged, and the move is one step', async () => {
  const before = (await main.ask('zones/list', {})).find((zone) => zone.name === '矩形分区');
  const corner = before?.rings[0]?.find(([x, y]) => x > 380 && y > 50);
  if (!before || !corner) throw new Error('The rectangle is not where it was drawn.');
  await main.clickMap([365, 35]);
  const toScreen = await main.screenOf();
  await main.page.keyboard.down('Alt');
  await main.drag(toScreen(corner), toScreen([corner[0] + 8, corner[1] + 6]));
  await main.page.keyboard.up('Alt');
  await expect.poll(async () => {
    const rings = (await main.ask('zones/list', { ids: [before.id] }))[0]?.rings[0] ?? [];
    return Math.max(...rings.map(([x]) => x));
  }).toBeGreaterThan(corner[0] + 6);
  await main.by('undo').click();
  await expect.poll(async () => (await main.ask('zones/list', { ids: [before.id] }))[0]?.rings).toEqual(before.rings);
});

test('a level changes with the assessment, and the zone with it', async () => {
  const [sphere] = await main.ask('zones/list', {});
  const explained = await main.ask('risk/explain', { kind: 'zone', id: sphere?.id ?? '' });
  const event = explained.chain.find((step) => step.kind === 'event');
  if (!event) throw new Error('The explanation names no event.');
  await main.page.keyboard.press('Control+k');
  await main.by('palette.input').fill(event.name);
  await main.by('palette.entry').first().click();
  await main.by('assessment.residual.L').click();
  await main.page.getByRole('option', { name: /^1\b/ }).last().click();
  await expect.poll(async () => (await main.ask('zones/list', {}))[0]?.level).not.toBe(1);
  await main.by('undo').click();
  await expect.poll(async () => (await main.ask('zones/list', {}))[0]?.level).toBe(1);
});

test('the map is saved as PDF and PNG, the list as Excel, the package as a zip', async () => {
  const { app } = workstation;
  await main.exportMap(path.join(folder, '四色图.pdf'), 'pdf');
  await main.exportMap(path.join(folder, '四色图.png'), 'png');
  await answerDialogs(app, { save: path.join(folder, '清单.xlsx') });
  await main.place('checklist');
  await main.by('book.export').click();
  await expect.poll(() => fs.existsSync(path.join(folder, '清单.xlsx')), { timeout: 30_000 }).toBe(true);
  await answerDialogs(app, { save: path.join(folder, '数据包.zip') });
  await main.place('exchange');
  await main.by('exchange.export').click();
  await expect.poll(() => fs.existsSync(path.join(folder, '数据包.zip')), { timeout: 60_000 }).toBe(true);
  const head = (name: string) => fs.readFileSync(path.join(folder, name)).subarray(0, 5).toString('latin1');
  expect(['四色图.pdf', '四色图.png', '清单.xlsx', '数据包.zip'].map(head).map((text) => text.slice(0, 4))).toEqual(['%PDF', '\u0089PNG', 'PK\u0003\u0004', 'PK\u0003\u0004']);
});

test('language and theme change without a restart', async () => {
  await main.place('map');
  await main.by('language').click();
  await expect(main.by('place.map')).toContainText('Map');
  await main.by('language').click();
  await expect(main.by('place.map')).toContainText('地图');
});

test('after closing and reopening everything is there, undo included', async () => {
  const before = await main.ask('zones/list', {});
  const info = await main.ask('workspace/info', {});
  await workstation.close();
  workstation = await launch({ folder, files: [file] });
  main = new MainWindow(workstation);
  await main.by('workspace.name').waitFor();
  await main.mapIsDrawn();
  expect(await main.ask('zones/list', {})).toEqual(before);
  expect((await main.ask('workspace/info', {}))?.seq).toBe(info?.seq);
  await main.by('undo').click();
  await expect.poll(async () => (await main.ask('workspace/info', {}))?.seq).toBe((info?.seq ?? 0) + 1);
  await main.by('redo').click();
  await expect.poll(async () => main.ask('zones/list', {})).toEqual(before);
});
