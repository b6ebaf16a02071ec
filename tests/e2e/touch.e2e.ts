import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { CDPSession } from 'playwright';
import { launch, root, type Workstation } from './launch.ts';
import { MainWindow, type Metres } from './pages.ts';

test.describe.configure({ mode: 'serial' });

interface Pixel { readonly x: number; readonly y: number }
type ToScreen = (point: Metres) => Pixel;

let workstation: Workstation;
let main: MainWindow;
let fingers: CDPSession;
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '示例工厂.riskatlas'));
  fingers = await main.page.context().newCDPSession(main.page);
  await fingers.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
});
test.afterAll(() => workstation.close());
test.beforeEach(async () => {
  await main.by('map').getByRole('button', { name: '显示全部' }).click();
  await main.page.waitForTimeout(500);
  await main.mapIsDrawn();
});

const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', points: readonly Pixel[]): Promise<unknown> =>
  fingers.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });

/** Fingers that go down one after the other, move together in small steps, stay for a moment and leave. */
async function gesture(from: readonly Pixel[], to: readonly Pixel[]): Promise<void> {
  for (let count = 1; count <= from.length; count++) await touch('touchStart', from.slice(0, count));
  for (let step = 1; step <= 12; step++) {
    await touch('touchMove', from.map(({ x, y }, at) => ({ x: x + ((to[at]?.x ?? x) - x) * step / 12, y: y + ((to[at]?.y ?? y) - y) * step / 12 })));
    await main.page.waitForTimeout(16);
  }
  // Held still: what follows is no throw.
  await main.page.waitForTimeout(150);
  await touch('touchMove', to);
  await touch('touchEnd', []);
  await main.page.waitForTimeout(500);
  await main.mapIsDrawn();
}

async function tap(at: Pixel): Promise<void> {
  await touch('touchStart', [at]);
  await touch('touchEnd', []);
  await main.page.waitForTimeout(400);
}

const middleOfMap = async (): Promise<Pixel> => {
  const box = await main.map().boundingBox();
  if (!box) throw new Error('The map is not shown.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
/** Pixels a metre. */
const scaleOf = (toScreen: ToScreen): number => (toScreen([100, 0]).x - toScreen([0, 0]).x) / 100;
const fingerprint = async (): Promise<string> => JSON.stringify([await main.ask('zones/list', {}), await main.ask('workspace/history', { limit: 3 })]);
const selected = (): Promise<string> => main.by('inspector').innerText();

test('one finger moves the map under it, exactly as far, and changes and selects nothing', async () => {
  const before = await fingerprint();
  const panel = await selected();
  const at = await middleOfMap();
  const first = await main.screenOf();
  await gesture([at], [{ x: at.x + 140, y: at.y - 90 }]);
  const second = await main.screenOf();
  expect(second([100, 100]).x - first([100, 100]).x).toBeCloseTo(140, -1);
  expect(second([100, 100]).y - first([100, 100]).y).toBeCloseTo(-90, -1);
  expect(scaleOf(second) / scaleOf(first)).toBeCloseTo(1, 2);
  expect(await selected()).toBe(panel);
  expect(await fingerprint()).toBe(before);
  await main.page.screenshot({ path: path.join(root, 'out/screens/touch-pan.png') });
});

test('two fingers zoom around their middle, out and in', async () => {
  const before = await fingerprint();
  const centre = await middleOfMap();
  const middle = { x: centre.x + 120, y: centre.y + 60 };
  for (const [from, to] of [[60, 150], [150, 60]] as const) {
    const first = await main.screenOf();
    const held = inverse(first, middle);
    await gesture([{ x: middle.x - from, y: middle.y }, { x: middle.x + from, y: middle.y }], [{ x: middle.x - to, y: middle.y }, { x: middle.x + to, y: middle.y }]);
    const second = await main.screenOf();
    expect(scaleOf(second) / scaleOf(first)).toBeGreaterThan((to / from) * 0.9);
    expect(scaleOf(second) / scaleOf(first)).toBeLessThan((to / from) * 1.1);
    // The place between the fingers is still there.
    expect(Math.hypot(second(held).x - middle.x, second(held).y - middle.y)).toBeLessThan(8);
  }
  expect(await fingerprint()).toBe(before);
  await main.page.screenshot({ path: path.join(root, 'out/screens/touch-pinch.png') });
});

function inverse(toScreen: ToScreen, { x, y }: Pixel): Metres {
  const scale = scaleOf(toScreen);
  const zero = toScreen([0, 0]);
  return [(x - zero.x) / scale, (zero.y - y) / scale];
}

/** A point well inside the first zone that is a plain polygon around its middle. */
async function zoneWithMiddle(): Promise<{ name: string; id: string; at: Metres; width: number }> {
  for (const { name, id, rings } of await main.ask('zones/list', {})) {
    const ring = rings[0] ?? [];
    const xs = ring.map(([x]) => x), ys = ring.map(([, y]) => y);
    const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    // A rectangle: its middle lies in it.
    if (rings.length === 1 && ring.length === 4 && ring.every(([x, y]) => (x === minX || x === maxX) && (y === minY || y === maxY))) return { name, id, at: [(minX + maxX) / 2, (minY + maxY) / 2], width: maxX - minX };
  }
  throw new Error('The sample has no rectangle.');
}

test('a tap selects the zone under it, and a finger drawn over the selected zone moves the map, not the zone', async () => {
  const zone = await zoneWithMiddle();
  const first = await main.screenOf();
  await tap(first(zone.at));
  await expect(main.by('inspector.name')).toHaveText(zone.name);
  await main.page.screenshot({ path: path.join(root, 'out/screens/touch-tap.png') });
  const before = await fingerprint();
  const from = first(zone.at);
  await gesture([from], [{ x: from.x + 70, y: from.y + 40 }]);
  const second = await main.screenOf();
  expect(second(zone.at).x - from.x).toBeCloseTo(70, -1);
  expect(second(zone.at).y - from.y).toBeCloseTo(40, -1);
  await expect(main.by('inspector.name')).toHaveText(zone.name);
  // Two fingers over it neither.
  await gesture([{ x: from.x + 40, y: from.y + 40 }, { x: from.x + 100, y: from.y + 40 }], [{ x: from.x - 30, y: from.y + 40 }, { x: from.x + 170, y: from.y + 40 }]);
  await expect(main.by('inspector.name')).toHaveText(zone.name);
  expect(await fingerprint()).toBe(before);
  await main.page.screenshot({ path: path.join(root, 'out/screens/touch-selected.png') });
});

for (const name of ['rectangle', 'circle', 'polygon', 'trace'] as const) {
  test(`a pinch with the tool ${name} in hand zooms and draws nothing, one finger then draws or moves as it should`, async () => {
    const before = await fingerprint();
    const at = await middleOfMap();
    const button = main.by(`tool.${name}`);
    if (!await button.isVisible()) await main.by('tools.more').click();
    await button.click();
    const first = await main.screenOf();
    await gesture([{ x: at.x - 60, y: at.y }, { x: at.x + 60, y: at.y }], [{ x: at.x - 120, y: at.y }, { x: at.x + 120, y: at.y }]);
    expect(scaleOf(await main.screenOf()) / scaleOf(first)).toBeGreaterThan(1.7);
    expect(await main.by('zone.new').isVisible()).toBe(false);
    expect(await main.page.evaluate(() => document.querySelector('.ra-map')?.getAttribute('data-cursor'))).toBe('crosshair');
    if (name === 'rectangle') {
      const second = await main.screenOf();
      // On free ground: over other zones it would be fitted between them.
      await gesture([{ x: at.x - 40, y: at.y + 150 }], [{ x: at.x + 60, y: at.y + 240 }]);
      await expect(main.by('zone.new')).toBeVisible();
      // The map stayed in place, so that the rectangle is as large as the finger's way, but for what snapping moves.
      expect(Math.abs((await main.screenOf())([0, 0]).x - second([0, 0]).x)).toBeLessThan(3);
      const area = Number(/([\d.,]+) m²/.exec(await main.by('zone.new').innerText())?.[1]?.replaceAll(',', ''));
      expect(area / (9_000 / scaleOf(second) ** 2)).toBeGreaterThan(0.6);
      expect(area / (9_000 / scaleOf(second) ** 2)).toBeLessThan(1.5);
      await main.page.screenshot({ path: path.join(root, 'out/screens/touch-rectangle.png') });
    }
    await main.map().focus();
    for (let times = 0; times < 3; times++) await main.page.keyboard.press('Escape');
    await expect(main.by('zone.new')).toBeHidden();
    expect(await fingerprint()).toBe(before);
  });
}

test('on a screen of two device pixels a pixel, drawing and zones are painted at device pixels', async () => {
  await fingers.send('Emulation.setDeviceMetricsOverride', { width: 0, height: 0, deviceScaleFactor: 2, mobile: false });
  await expect.poll(() => main.page.evaluate(() => devicePixelRatio)).toBe(2);
  await main.page.waitForTimeout(500);
  await main.mapIsDrawn();
  const densities = (): Promise<number[]> => main.page.evaluate(() => [...document.querySelectorAll<HTMLCanvasElement>('.ra-map canvas')]
    .filter((canvas) => canvas.offsetWidth > 0 && canvas.getBoundingClientRect().width > 40)
    .map((canvas) => canvas.width / canvas.offsetWidth));
  await expect.poll(async () => Math.min(...await densities())).toBeGreaterThan(1.95);
  expect((await densities()).length).toBeGreaterThan(2);
  await main.page.screenshot({ path: path.join(root, 'out/screens/hidpi.png'), scale: 'device' });
  await fingers.send('Emulation.clearDeviceMetricsOverride');
});
