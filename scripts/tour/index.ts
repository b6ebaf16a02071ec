import fs from 'node:fs';
import path from 'node:path';
import { launch, root, answerDialogs } from '#tests/e2e/launch.ts';
import { MainWindow, type Metres } from '#tests/e2e/pages.ts';

/*
 * The main job, done by itself through the real window, as on a machine without a display: new workspace, layout, checklist, zones
 * drawn by mouse and linked, and everything that goes out. Usage: index.ts FOLDER. Leaves its results there and says where.
 */
const folder = path.resolve(process.argv[2] ?? 'out/sample');
const sample = (name: string) => path.join(root, 'resources/sample', name);
const result = (name: string) => path.join(folder, name);
fs.mkdirSync(folder, { recursive: true });
const workspace = result('sample-plant.riskatlas');
// Results of an earlier tour must not pass for this one's.
for (const name of ['sample-plant.riskatlas', 'window.png', 'risk-map.pdf', 'risk-map.png', 'checklist.xlsx', 'package.zip', 'control-room.png']) fs.rmSync(result(name), { force: true });

interface ZoneFeature { readonly properties: { readonly name: string; readonly code: string; readonly units: string[] }; readonly geometry: { readonly coordinates: Metres[][] } }
const { features } = JSON.parse(fs.readFileSync(sample('zones.geojson'), 'utf8')) as { features: ZoneFeature[] };

const workstation = await launch({ size: { width: 1600, height: 1000 } });
try {
  const main = new MainWindow(workstation);
  const { page, app } = workstation;
  await step('new workspace', () => main.newWorkspace(workspace, '示例化工有限公司', '990000001'));
  await step('layout imported', async () => {
    await main.importLayout(sample('plant.dxf'));
    await main.by('layout.report.accept').click();
    await main.mapIsDrawn();
  });
  await step('checklist imported', async () => {
    await main.previewChecklist(sample('checklist.xlsx'));
    await main.acceptChecklist();
  });
  await step(`${features.length} zones drawn and linked to their units`, async () => {
    await main.place('map');
    await main.mapIsDrawn();
    for (const { properties, geometry } of features) {
      await main.drawPolygon((geometry.coordinates[0] ?? []).slice(0, -1));
      await main.nameZone(properties.name, properties.code, properties.units);
      await page.keyboard.press('Escape');
    }
  });
  await step('a red zone explained', async () => {
    await main.clickMap([70, 240]);
    await main.by('why.step').first().waitFor();
    await page.screenshot({ path: result('window.png') });
  });
  await step('map sheet', () => main.exportMap(result('risk-map.pdf'), 'pdf'));
  await step('map picture', () => main.exportMap(result('risk-map.png'), 'png'));
  await step('list', async () => {
    await answerDialogs(app, { save: result('checklist.xlsx') });
    await main.place('checklist');
    await main.by('book.export').click();
    await written(result('checklist.xlsx'));
  });
  await step('data package', async () => {
    await answerDialogs(app, { save: result('package.zip') });
    await main.place('exchange');
    await main.by('exchange.export').click();
    await written(result('package.zip'));
  });
  await step('control room', async () => {
    const [room] = await Promise.all([app.waitForEvent('window'), main.by('controlRoom.open').click()]);
    await room.getByTestId('room').waitFor();
    await room.waitForTimeout(1500);
    await room.screenshot({ path: result('control-room.png') });
    await room.close();
  });
} finally {
  await workstation.close();
}

console.log(`\nThe results are in ${path.relative(process.cwd(), folder) || '.'}:`);
for (const name of fs.readdirSync(folder).sort()) console.log(`  ${name.padEnd(26)} ${(fs.statSync(result(name)).size / 1024).toFixed(0).padStart(6)} KiB`);

async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`  ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

async function written(file: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!fs.existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`${path.basename(file)} was not written.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
