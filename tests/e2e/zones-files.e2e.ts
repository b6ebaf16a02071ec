import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Bridge } from '../../shared/contract/bridge.ts';
import { answerDialogs, launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

declare const window: { readonly riskatlas: Bridge };

/* Zones that go out of the window, through GDAL, which QGIS reads and writes vector files with, and in again. */
test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-zones-'));
const file = (name: string) => path.join(folder, name);
const ogr = (program: 'ogr2ogr' | 'ogrinfo', ...args: string[]) => execFileSync(program, args, { encoding: 'utf8', cwd: folder });
const shots = process.env['RISKATLAS_SHOTS'];
const shot = async (name: string) => { if (shots) await main.page.waitForTimeout(400).then(() => main.page.screenshot({ path: path.join(shots, `zones-import-${name}.png`) })); };

test.beforeAll(async () => {
  workstation = await launch({ folder, files: [] });
  main = new MainWindow(workstation);
  await main.openSample(file('sample.riskatlas'));
});
test.afterAll(async () => {
  await workstation.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the window writes zones in every data format, and GDAL counts them', async () => {
  const zones = (await main.ask('zones/list', {})).length;
  for (const [format, name, source] of [['geojson', 'z.geojson', 'z.geojson'], ['gpkg', 'z.gpkg', 'z.gpkg'], ['shp', 'z.zip', '/vsizip/z.zip']] as const) {
    await main.exportMap(file(name), format);
    expect(ogr('ogrinfo', '-al', '-so', source)).toContain(`Feature Count: ${zones}`);
  }
  await main.exportMap(file('z.dxf'), 'dxf');
  expect(ogr('ogrinfo', '-al', '-so', 'z.dxf')).toContain(`Feature Count: ${zones * 3}`);
});

test('a shapefile that GDAL made in GBK is looked at, mapped, and taken in one step', async () => {
  ogr('ogr2ogr', '-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-dialect', 'sqlite', '-sql',
    "SELECT ST_Translate(geom, 0.5, 0.5, 0) AS geom, '新' || name AS 标注, code AS 编号, units AS 单元, level_name AS 等级 FROM risk_zones WHERE code <> 'A01'", '外来.shp', 'z.gpkg');
  const before = await main.ask('zones/list', {});
  await answerDialogs(workstation.app, { open: file('外来.shp') });
  await main.by('zones.import').click();
  await expect(main.by('zonesImport.dialog')).toBeVisible();
  await expect(main.by('zonesImport.what')).toContainText('Shapefile · gbk · 17');
  // The field of names has a word that is not known: nothing is made up for it.
  await expect(main.by('zonesImport.faulty')).toHaveText('17');
  await expect(main.by('zonesImport.accept')).toBeDisabled();
  await shot('faults-zh-light');
  await main.by('zonesImport.field.name').click();
  await main.page.getByRole('option', { name: '标注' }).click();
  await expect(main.by('zonesImport.created')).toHaveText('17');
  await expect(main.by('zonesImport.faulty')).toHaveText('0');
  await shot('zones-zh-light');
  expect(await main.ask('zones/list', {})).toEqual(before);
  await main.by('zonesImport.accept').click();
  await expect(main.by('zonesImport.dialog')).toBeHidden();
  const after = await main.ask('zones/list', {});
  expect(after).toHaveLength(before.length + 17);
  const ball = before.find(({ code }) => code === 'A02');
  expect(after.find(({ name }) => name === `新${ball?.name ?? ''}`)).toMatchObject({ level: ball?.level, unitIds: ball?.unitIds, rings: ball?.rings.map((ring) => ring.map(([x, y]) => [x + 0.5, y + 0.5])) });
  await main.by('undo').click();
  await expect.poll(() => main.ask('zones/list', {})).toEqual(before);
});

test('zones that are there already are left alone', async () => {
  await answerDialogs(workstation.app, { open: file('z.gpkg') });
  await main.by('zones.import').click();
  await expect(main.by('zonesImport.present')).toHaveText('18');
  await expect(main.by('zonesImport.accept')).toBeDisabled();
  await main.by('zonesImport.discard').click();
  await expect(main.by('zonesImport.dialog')).toBeHidden();
});

test('coordinates that cannot be converted are asked about; as plant metres they are said to lie elsewhere', async () => {
  ogr('ogr2ogr', '-f', 'GPKG', '-a_srs', 'EPSG:4549', 'grid.gpkg', '-dialect', 'sqlite', '-sql', 'SELECT ST_Translate(geom, 500000, 3900000, 0) AS geom, name, code FROM risk_zones', 'z.gpkg');
  await main.dropOnMap(file('grid.gpkg'));
  await expect(main.by('zonesImport.question')).toContainText('CGCS2000');
  await expect(main.by('zonesImport.accept')).toBeDisabled();
  await shot('question-zh-light');
  await main.by('zonesImport.frame.plant').click();
  await expect(main.by('zonesImport.away')).toContainText(/\d m/);
  await main.by('zonesImport.discard').click();
});

test('the dialogs in English and dark, on a large screen', async () => {
  await workstation.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1920, 1080));
  await main.page.evaluate(() => window.riskatlas.call('shell/saveSettings', { language: 'en', theme: 'dark' }));
  await main.page.reload();
  await main.mapIsDrawn();
  await main.by('map.export').click();
  await main.by('export.format.gpkg').click();
  await expect(main.by('export.frame.plant')).toBeVisible();
  await expect(main.by('map.export.dialog')).toContainText('georeference');
  await main.page.waitForTimeout(400);
  await shot('export-en-dark');
  await main.page.keyboard.press('Escape');
  await answerDialogs(workstation.app, { open: file('外来.shp') });
  await main.by('zones.import').click();
  await expect(main.by('zonesImport.what')).toContainText('17 features');
  await main.page.waitForTimeout(400);
  await shot('faults-en-dark');
});
