import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launch, root, type Workstation } from './launch.ts';
import { MainWindow, type Metres } from './pages.ts';

/** Pixels of the picture, x to the right and y down. */
type Pixel = readonly [x: number, y: number];
interface Png { readonly width: number; readonly height: number; readonly metresPerPixel: number; readonly controlPoints: readonly { readonly pixel: Pixel; readonly plant: Metres }[] }
interface Sheet { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number }
const { png, sheet } = JSON.parse(fs.readFileSync(path.join(root, 'resources/sample/plant.json'), 'utf8')) as { png: Png; sheet: Sheet };
const [first, second] = png.controlPoints;
if (!first || !second) throw new Error('The sample names no two control points of its picture.');

test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  // Dark: the picture is light, so that its edges can be found on the screen. Large: a metre is then more than a screen pixel.
  workstation = await launch({ theme: 'dark', size: { width: 1920, height: 1080 } });
  main = new MainWindow(workstation);
  await main.newWorkspace(path.join(workstation.folder, '标定.riskatlas'), '示例化工有限公司', '990000001');
});
test.afterAll(() => workstation.close());

const mapBox = async () => {
  const box = await main.page.locator('.ra-map').boundingBox();
  if (!box) throw new Error('The map is not shown.');
  return box;
};
const pickedPoints = async (): Promise<Pixel[]> => {
  const points: Pixel[] = [];
  for (let index = 0; index < await main.page.locator('[data-testid^="calibrate.point."]').count(); index++) {
    const [x, y] = await Promise.all(['u', 'v'].map(async (axis) => Number(await main.by(`calibrate.${axis}.${index}`).locator('input').inputValue())));
    points.push([x ?? NaN, y ?? NaN]);
  }
  return points;
};

/** Where pixels of the picture are on the screen, learnt from two clicks and what the panel says was picked; the clicks are taken back. */
async function pixelOnScreen(): Promise<(pixel: Pixel) => { x: number; y: number }> {
  const box = await mapBox();
  const a = { x: Math.round(box.x + box.width * 0.35), y: Math.round(box.y + box.height * 0.35) };
  const b = { x: Math.round(box.x + box.width * 0.65), y: Math.round(box.y + box.height * 0.65) };
  await main.page.keyboard.down('Alt');
  for (const { x, y } of [a, b]) { await main.page.mouse.move(x, y, { steps: 2 }); await main.page.mouse.click(x, y); }
  await main.page.keyboard.up('Alt');
  const [from, to] = await pickedPoints();
  if (!from || !to) throw new Error('The clicks on the picture were not picked.');
  for (let point = 0; point < 2; point++) await main.by('calibrate').getByRole('button', { name: '去掉第 1 个点' }).click();
  const perX = (b.x - a.x) / (to[0] - from[0]), perY = (b.y - a.y) / (to[1] - from[1]);
  return ([x, y]) => ({ x: a.x + (x - from[0]) * perX, y: a.y + (y - from[1]) * perY });
}

/** Clicks points of the picture and types their plant coordinates. */
async function enter(points: readonly { readonly pixel: Pixel; readonly plant: Metres }[]): Promise<void> {
  await main.by('calibrate').getByText('厂区坐标', { exact: true }).click();
  if (await main.by('calibrate.clear').count() > 0) await main.by('calibrate.clear').click();
  const toScreen = await pixelOnScreen();
  for (const { pixel } of points) {
    const { x, y } = toScreen(pixel);
    await main.page.mouse.move(x, y, { steps: 2 });
    await main.page.mouse.click(x, y);
  }
  const picked = await pickedPoints();
  for (const [index, { pixel, plant }] of points.entries()) {
    // Six pixels are one metre: a click on the screen can only be as exact as a screen pixel.
    expect(Math.hypot((picked[index]?.[0] ?? Infinity) - pixel[0], (picked[index]?.[1] ?? Infinity) - pixel[1])).toBeLessThan(4);
    await main.by(`calibrate.x.${index}`).locator('input').fill(String(plant[0]));
    await main.by(`calibrate.y.${index}`).locator('input').fill(String(plant[1]));
    await main.by(`calibrate.y.${index}`).locator('input').press('Tab');
  }
}

test('a picture is imported without a scale: the report and the map say that it has to be calibrated first', async () => {
  await main.importLayout(path.join(root, 'resources/sample/plant.png'));
  await expect(main.by('layout.report')).toContainText('尚未标定');
  await expect(main.by('layout.report.accept')).toHaveCount(0);
  await main.page.keyboard.press('Escape');
  await main.mapIsDrawn();
  await expect(main.by('map.calibrate')).toBeVisible();
  await expect(main.by('tool.polygon')).toBeDisabled();
  expect((await main.ask('layout/list', {}))[0]?.calibration).toBeNull();
});

test('two control points with their plant coordinates give the scale, and the residual is told', async () => {
  await main.by('map.calibrate').click();
  await expect(main.by('calibrate')).toBeVisible();
  await expect(main.by('calibrate.accept')).toBeDisabled();
  await enter([first, second]);
  await main.by('calibrate.accept').click();
  await expect(main.by('toast.success')).toContainText('最大残差 0.000 m');
  await expect(main.by('toast.success')).toContainText('第三个点才能检验');
  await expect(main.by('calibrate')).toHaveCount(0);
  const calibration = (await main.ask('layout/list', {}))[0]?.calibration;
  expect(calibration?.toPlant.a).toBeCloseTo(png.metresPerPixel, 3);
  expect(calibration?.toPlant.e).toBeCloseTo(-png.metresPerPixel, 3);
});

test('afterwards the coordinates under the pointer agree with known places within a metre', async () => {
  await main.mapIsDrawn();
  const corners = await pictureOnScreen();
  const toScreen = await main.screenOf();
  const lowerLeft = toScreen([sheet.minX, sheet.minY]), upperRight = toScreen([sheet.maxX, sheet.maxY]);
  const pixelsPerMetre = (upperRight.x - lowerLeft.x) / (sheet.maxX - sheet.minX);
  expect(Math.abs(lowerLeft.x - corners.left)).toBeLessThan(pixelsPerMetre);
  expect(Math.abs(lowerLeft.y - corners.bottom)).toBeLessThan(pixelsPerMetre);
  expect(Math.abs(upperRight.x - corners.right)).toBeLessThan(pixelsPerMetre);
  expect(Math.abs(upperRight.y - corners.top)).toBeLessThan(pixelsPerMetre);
});

test('on the calibrated picture zones can be drawn, and their area is in square metres', async () => {
  await expect(main.by('tool.rectangle')).toBeEnabled();
  await main.drawRectangle([100, 100], [200, 150]);
  await main.nameZone('标定后的分区', 'Z1', []);
  const [zone] = await main.ask('zones/list', {});
  const xs = (zone?.rings[0] ?? []).map(([x]) => x), ys = (zone?.rings[0] ?? []).map(([, y]) => y);
  for (const [found, wanted] of [[Math.min(...xs), 100], [Math.max(...xs), 200], [Math.min(...ys), 100], [Math.max(...ys), 150]] as const) expect(Math.abs(found - wanted)).toBeLessThan(1.5);
});

test('with three points, one of them three metres off, every point’s residual is shown', async () => {
  await main.page.keyboard.press('Escape');
  await main.by('layout.info').click();
  await main.by('layout.calibrate').click();
  const third: Pixel = [2760, 1980];
  await enter([first, second, { pixel: third, plant: [423, 0] }]);
  await main.by('calibrate.accept').click();
  const residuals = main.by('calibrate').locator('.residual');
  await expect(residuals).toHaveCount(3);
  const metres = (await residuals.allTextContents()).map((text) => Number(/(\d+\.\d+)/.exec(text)?.[1]));
  expect(Math.max(...metres)).toBeGreaterThan(0.5);
  expect(Math.max(...metres)).toBeLessThan(3);
  await expect(main.by('calibrate.over')).toContainText('限差');
  await expect(main.by('toast.warning').last()).toContainText('最大残差');
});

test('two points on one spot are refused with what to do', async () => {
  const seq = (await main.ask('workspace/info', {}))?.seq;
  await main.by('calibrate').getByRole('button', { name: '关闭' }).click();
  await main.by('layout.info').click();
  await main.by('layout.calibrate').click();
  await main.by('calibrate').getByText('厂区坐标', { exact: true }).click();
  await main.by('calibrate.clear').click();
  const box = await mapBox();
  for (let click = 0; click < 2; click++) { await main.page.mouse.click(box.x + 300, box.y + 300); await main.page.waitForTimeout(600); }
  for (const index of [0, 1]) { await main.by(`calibrate.x.${index}`).locator('input').fill('10'); await main.by(`calibrate.y.${index}`).locator('input').fill('10'); await main.by(`calibrate.y.${index}`).locator('input').press('Tab'); }
  await main.by('calibrate.accept').click();
  await expect(main.by('calibrate').getByRole('alert')).toContainText('同一处');
  expect((await main.ask('workspace/info', {}))?.seq).toBe(seq);
});

/** Edges of the light picture on the dark map, in the window's pixels: where the brightness changes along the map's middle lines. */
async function pictureOnScreen(): Promise<{ left: number; right: number; top: number; bottom: number }> {
  const box = await mapBox();
  const shot = await main.page.screenshot({ clip: box, type: 'png' });
  const edges = await main.page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('No canvas.');
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const light = (x: number, y: number): boolean => (data[(y * width + x) * 4] ?? 0) + (data[(y * width + x) * 4 + 1] ?? 0) + (data[(y * width + x) * 4 + 2] ?? 0) > 384;
    // A column or row belongs to the picture where most of it is light.
    const share = (count: number, test: (at: number) => boolean): number => { let lit = 0; for (let at = 0; at < count; at++) if (test(at)) lit++; return lit / count; };
    const columns = Array.from({ length: width }, (_, x) => share(height, (y) => light(x, y)) > 0.4);
    const rows = Array.from({ length: height }, (_, y) => share(width, (x) => light(x, y)) > 0.4);
    return { left: columns.indexOf(true), right: columns.lastIndexOf(true) + 1, top: rows.indexOf(true), bottom: rows.lastIndexOf(true) + 1 };
  }, [...shot]);
  return { left: box.x + edges.left, right: box.x + edges.right, top: box.y + edges.top, bottom: box.y + edges.bottom };
}
