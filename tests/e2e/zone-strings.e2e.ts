import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { answerDialogs, launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });
let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '示例.riskatlas'));
});
test.afterAll(() => workstation.close());

test('zones of a plant without a place are not written, and the list says what to do', async () => {
  const out = path.join(workstation.folder, '没有位置.zip');
  await main.place('exchange');
  await answerDialogs(workstation.app, { save: out });
  await main.by('exchange.zones').click();
  await expect(main.by('exchange.zones.findings')).toContainText('请先设置厂区的地理参考');
});

test('with a georeference and round zones the outlines fit 500 characters, and the area error is shown', async () => {
  const info = await main.ask('workspace/info', {});
  await main.ask('entity/update', { kind: 'enterprise', id: info?.enterpriseId ?? '', fields: { creditCode: '91320000000000000X' } });
  await main.ask('plant/setGeoReference', { reference: { source: 'known', epsg: 4549, plant: [0, 0], projected: [547_652.46, 3_453_256.27], rotation: 12 } });
  const zones = await main.ask('zones/list', {});
  const first = zones[0];
  if (!first) throw new Error('The sample has no zones.');
  // A circle of 90 corners in the place of the first zone.
  const rings = [Array.from({ length: 90 }, (_, i): [number, number] => [1000 + Math.round(4e5 * Math.cos((i * Math.PI) / 45)) / 1e4, 1000 + Math.round(4e5 * Math.sin((i * Math.PI) / 45)) / 1e4])];
  await main.ask('zones/edit', { edits: [{ id: first.id, fields: { rings: rings as never } }] });
  const out = path.join(workstation.folder, '四色图.zip');
  await answerDialogs(workstation.app, { save: out });
  await main.by('exchange.zones').click();
  await expect(main.by('exchange.zones.findings')).toContainText(/“.+”：为不超过 500 个字符，风险坐标范围省去 \d+ 个顶点，面积误差 \d+\.\d m²（\d+\.\d\d%）/);
  const rows = JSON.parse(new TextDecoder().decode(unzipSync(fs.readFileSync(out))['riskZone.json'])) as Record<string, string>[];
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row['FXZBFW']?.length).toBeLessThanOrEqual(500);
    expect(row['FXZBFW']).toMatch(/^\(120\.\d+,31\.\d+(;120\.\d+,31\.\d+){2,}\)$/);
  }
});
