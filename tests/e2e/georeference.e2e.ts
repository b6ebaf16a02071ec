import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { lonLat, projector } from '../../shared/geometry/crs/project.ts';
import { launch, root, type Workstation } from './launch.ts';
import { MainWindow, type Metres } from './pages.ts';

const { png } = JSON.parse(fs.readFileSync(path.join(root, 'resources/sample/plant.json'), 'utf8')) as { png: { metresPerPixel: number; controlPoints: { pixel: Metres; plant: Metres }[] } };
const [first, second] = png.controlPoints;
if (!first || !second) throw new Error('The sample names no two control points of its picture.');
/** The corners of the plan: pixel, and plant metres after a scan that stretched it by a thousandth across. */
const corners: readonly { readonly pixel: Metres; readonly plant: Metres }[] = [
  { pixel: first.pixel, plant: first.plant }, { pixel: [second.pixel[0], first.pixel[1]], plant: [second.plant[0] * 1.001, first.plant[1]] },
  { pixel: second.pixel, plant: [second.plant[0] * 1.001, second.plant[1]] }, { pixel: [first.pixel[0], second.pixel[1]], plant: [first.plant[0], second.plant[1]] },
];
/** Where the plant's origin and a second place lie, east and north in the zone of 120° (EPSG:4549): turned by arcsin 0.6. */
const zone = 4549, origin: Metres = [547_652.46, 3_453_256.27], beyond: Metres = [547_652.46 + 400 * 0.8, 3_453_256.27 + 400 * 0.6];
const onEarth = ([x, y]: Metres): Metres => [origin[0] + 0.8 * x - 0.6 * y, origin[1] + 0.6 * x + 0.8 * y];

test.describe.configure({ mode: 'serial' });
let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.newWorkspace(path.join(workstation.folder, '坐标.riskatlas'), '示例化工有限公司', '990000001');
});
test.afterAll(() => workstation.close());

const fill = async (testId: string, value: number): Promise<void> => { const input = main.by(testId).locator('input'); await input.fill(String(value)); await input.press('Tab'); };
const numbers = (text: string | null): number[] => (text?.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const shot = async (name: string): Promise<void> => { await main.page.screenshot({ path: path.join(root, 'test-results', 'georeference', `${name}.png`) }); };
async function typePoint(index: number, { pixel, plant }: { readonly pixel: Metres; readonly plant: Metres }): Promise<void> {
  await main.by('calibrate.add').click();
  await fill(`calibrate.u.${index}`, pixel[0]);
  await fill(`calibrate.v.${index}`, pixel[1]);
  await fill(`calibrate.x.${index}`, plant[0]);
  await fill(`calibrate.y.${index}`, plant[1]);
}

test('four typed points, one of them 5 m wrong: the affine fit warns before it is applied and names the point', async () => {
  await main.importLayout(path.join(root, 'resources/sample/plant.png'));
  await main.page.keyboard.press('Escape');
  await main.mapIsDrawn();
  await main.by('map.calibrate').click();
  await main.by('calibrate.coordinateMode').click();
  await main.by('calibrate.affine').click();
  for (const [index, corner] of corners.entries()) await typePoint(index, index === 2 ? { ...corner, plant: [corner.plant[0] + 3, corner.plant[1] + 4] } : corner);
  // A thousandth of the scan's 3000 pixels is 0.50 m and a little.
  await expect(main.by('calibrate.over')).toContainText('限差 0.50 m');
  // The three right corners agree and contradict the fourth: 3 and 4 m make 5.
  await expect(main.by('calibrate.culprit')).toContainText('第 3 个点');
  await expect(main.by('calibrate.culprit')).toContainText(/偏差约 [45]\.\d\d m/);
  await expect(main.by('calibrate.accept')).toHaveText('仍然应用');
  await shot('calibration-over');
  expect((await main.ask('layout/list', {}))[0]?.calibration).toBeNull();
});

test('a point that is switched off no longer counts; put right and on again, all agree', async () => {
  await main.by('calibrate.use.2').click();
  await expect(main.by('calibrate.over')).toHaveCount(0);
  await expect(main.by('calibrate.report')).toContainText('恰好够用');
  await expect(main.by('calibrate.point.2').locator('.residual')).toContainText('5.0');
  const right = corners[2];
  await fill('calibrate.x.2', right?.plant[0] ?? NaN);
  await fill('calibrate.y.2', right?.plant[1] ?? NaN);
  await main.by('calibrate.use.2').click();
  await expect(main.by('calibrate.point.2').locator('.residual')).toContainText('0.000');
  await main.by('calibrate.accept').click();
  await expect(main.by('toast.success')).toContainText('最大残差 0.000 m');
  await main.by('calibrate').getByRole('button', { name: '关闭' }).click();
  const calibration = (await main.ask('layout/list', {}))[0]?.calibration;
  expect(calibration).toMatchObject({ fit: 'affine', source: 'control-points' });
  expect(calibration?.toPlant.a).toBeCloseTo(png.metresPerPixel * 1.001, 9);
  expect(calibration?.toPlant.e).toBeCloseTo(-png.metresPerPixel, 9);
});

test('the plant is placed on the earth by two control points; exchanged coordinates are refused with what to do', async () => {
  await main.mapIsDrawn();
  await main.by('status.frame').click();
  await expect(main.by('geo.dialog')).toBeVisible();
  await fill('geo.longitude', 120.5);
  await expect(main.by('geo.zone')).toContainText('EPSG:4549');
  for (const [index, plant, at] of [[0, [0, 0], [origin[1], origin[0]]], [1, [400, 0], beyond]] as const) {
    for (const [field, value] of [['x', plant[0]], ['y', plant[1]], ['first', at[0]], ['second', at[1]]] as const) await fill(`geo.${field}.${index}`, value);
  }
  await expect(main.by('geo.dialog').getByRole('alert')).toContainText('填反');
  await expect(main.by('geo.save')).toBeDisabled();
  await fill('geo.first.0', origin[0]);
  await fill('geo.second.0', origin[1]);
  await expect(main.by('geo.result')).toContainText('旋转 36.869898°，比例 1.0000000');
  await shot('georeference');
  await main.by('geo.save').click();
  await expect(main.by('geo.dialog')).toHaveCount(0);
  await expect(main.by('toast.success').last()).toContainText('地理参考');
});

test('the status bar tells the place under the pointer in every frame within 0.1 m', async () => {
  const box = await main.page.locator('.ra-map').boundingBox();
  if (!box) throw new Error('The map is not shown.');
  const { toLonLat } = projector(zone);
  for (const [right, down] of [[0.3, 0.4], [0.62, 0.55]] as const) {
    await main.page.mouse.move(box.x + box.width * right, box.y + box.height * down, { steps: 3 });
    const plant = numbers(await main.by('status.cursor').textContent());
    const truth = onEarth([plant[0] ?? NaN, plant[1] ?? NaN]);
    const frameCell = main.by('status.frame');
    await expect(frameCell).toHaveText('厂区坐标');
    await main.page.evaluate((id) => { document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(); }, 'status.frame');
    await expect(frameCell).toHaveText('CGCS2000 120°E');
    const [east = NaN, north = NaN] = numbers(await main.by('status.cursor').textContent());
    expect(Math.hypot(east - truth[0], north - truth[1])).toBeLessThan(0.1);
    const cell = await main.by('status.cursor').boundingBox();
    await shot(`status-cgcs2000-${right}`);
    await main.page.evaluate((id) => { document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(); }, 'status.frame');
    const [longitude = NaN, latitude = NaN] = numbers(await main.by('status.cursor').textContent());
    const [E, N] = projector(zone).fromLonLat(lonLat(longitude, latitude));
    expect(Math.hypot(E - truth[0], N - truth[1])).toBeLessThan(0.1);
    await main.page.evaluate((id) => { document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(); }, 'status.frame');
    const [degrees = NaN, minutes = NaN, seconds = NaN] = numbers(await main.by('status.cursor').textContent());
    const [L] = toLonLat(projector(zone).fromLonLat(lonLat(longitude, latitude)));
    expect(degrees + minutes / 60 + seconds / 3600).toBeCloseTo(L, 6);
    // Nothing beside the coordinates moves when they change.
    expect(await main.by('status.cursor').boundingBox()).toEqual(cell);
    await shot(`status-dms-${right}`);
    await main.page.evaluate((id) => { document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(); }, 'status.frame');
  }
});

test('a click on the coordinates copies the place last pointed at', async () => {
  const box = await main.page.locator('.ra-map').boundingBox();
  if (!box) throw new Error('The map is not shown.');
  await main.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 2 });
  const pointed = numbers(await main.by('status.cursor').textContent());
  await main.by('status.cursor').click();
  await expect(main.by('toast.info').last()).toContainText('已复制');
  expect(numbers(await workstation.app.evaluate(({ clipboard }) => clipboard.readText()))).toEqual(pointed);
});

test('the georeference is one step of undo and can be removed', async () => {
  await main.by('status.geo').click();
  await expect(main.by('geo.result')).toContainText('36.869898');
  await main.by('geo.clear').click();
  await expect(main.by('status.geo')).toHaveCount(0);
  expect((await main.ask('plant/geoReference', {})).geoReference).toBeNull();
  await main.ask('workspace/undo', {});
  expect((await main.ask('plant/geoReference', {})).geoReference).toMatchObject({ epsg: zone, source: 'control-points' });
  await expect(main.by('status.geo')).toBeVisible();
});
