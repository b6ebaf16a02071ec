import fs from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from '@playwright/test';
import { writeBigPng } from '../contract/raster/png-file.ts';
import { launch, root, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  workstation = await launch({ size: { width: 1280, height: 800 } });
  main = new MainWindow(workstation);
});
test.afterAll(() => workstation.close());

/** Brightness of the pixels of a row of the window, from one place to another. */
async function row(x0: number, x1: number, y: number): Promise<number[]> {
  const image = await loadImage(await main.page.screenshot());
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(Math.round(x0), Math.round(y), Math.round(x1 - x0), 1);
  return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] ?? 0);
}

test('a scan of 108 million pixels with a world file lies in its place, sharp at every zoom', async () => {
  test.setTimeout(240_000);
  // 600 m × 450 m, five centimetres a pixel: a grid of 10 m and a black square of 20 m in the middle.
  const scan = path.join(workstation.folder, '总图扫描.png');
  await writeBigPng(scan, 12_000, 9_000, 8, 0, (y, line) => {
    line.fill(y % 200 < 4 ? 120 : 255);
    for (let x = 0; x < 12_000; x += 200) line.fill(120, x, x + 4);
    if (Math.abs(y - 4_500) < 200) line.fill(0, 5_800, 6_200);
  });
  fs.writeFileSync(path.join(workstation.folder, '总图扫描.pgw'), '0.05\n0\n0\n-0.05\n1000.025\n2449.975\n');
  await main.newWorkspace(path.join(workstation.folder, '大图.riskatlas'), '大图厂', '123456789');
  await main.importLayout(scan);
  const [layout] = await main.ask('layout/list', {});
  expect(layout).toMatchObject({ derivedKind: 'tiles', bounds: { maxX: 12_000, maxY: 9_000 }, calibration: { source: 'geo-reference' } });
  await main.page.screenshot({ path: path.join(root, 'out/screens/large-picture-report.png') });
  await main.page.keyboard.press('Escape');
  await main.mapIsDrawn();
  await main.page.screenshot({ path: path.join(root, 'out/screens/large-picture.png') });

  const at = (await main.screenOf())([1300, 2225]);
  const [middle = 255] = await row(at.x, at.x + 1, at.y);
  expect(middle).toBeLessThan(60);

  await main.page.mouse.move(at.x, at.y);
  for (let step = 0; step < 3; step += 1) { await main.page.mouse.wheel(0, -120); await main.page.waitForTimeout(250); }
  await main.mapIsDrawn();
  const toScreen = await main.screenOf();
  const edge = toScreen([1310, 2226.5]);
  const across = await row(edge.x - 12, edge.x + 12, edge.y);
  // From black to white within two pixels of the screen: the tiles are those of this zoom, not larger ones drawn small.
  expect(across.slice(0, 8).every((value) => value < 60)).toBe(true);
  expect(across.slice(-8).every((value) => value > 180)).toBe(true);
  expect(across.filter((value) => value >= 60 && value <= 180).length).toBeLessThanOrEqual(3);
  await main.page.screenshot({ path: path.join(root, 'out/screens/large-picture-near.png') });
});
