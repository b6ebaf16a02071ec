import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ZoneView } from '../../shared/contract/zones.ts';
import { areaOf } from '../../shared/geometry/polygon.ts';
import { isValid } from '../../shared/geometry/validity.ts';
import { launch, type Workstation } from './launch.ts';
import { MainWindow, type Metres } from './pages.ts';

let workstation: Workstation;
let main: MainWindow;
const file = (): string => path.join(workstation.folder, '示例工厂.riskatlas');
test.beforeAll(async () => {
  workstation = await launch({ size: { width: 1600, height: 1000 } });
  main = new MainWindow(workstation);
  await main.openSample(file());
});
test.afterAll(() => workstation.close());
/** Every test begins with free ground, no selection, and the select tool. */
test.beforeEach(async () => {
  const all = await zones();
  if (all.length > 0) await main.ask('zones/delete', { ids: all.map(({ id }) => id) });
  await main.map().focus();
  await press('v');
});

const zones = (): Promise<ZoneView[]> => main.ask('zones/list', {});
const press = async (...keys: string[]): Promise<void> => { for (const key of keys) await main.page.keyboard.press(key); };
const seq = async (): Promise<number> => (await main.ask('workspace/info', {}))?.seq ?? -1;
const layoutId = async (): Promise<string> => (await main.ask('layout/list', {}))[0]?.id ?? '';
const rect = (x: number, y: number, width: number, height: number): ZoneView['rings'] => [[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]] as unknown as ZoneView['rings']; // plant points are plain pairs
async function make(name: string, rings: ZoneView['rings'], unitIds: string[] = []): Promise<ZoneView> {
  const zone = await main.ask('zones/create', { layoutId: await layoutId(), name, rings, unitIds });
  await main.page.waitForTimeout(150);
  return zone;
}
/** Types text for a point as a person does: the first sign opens the field. */
async function type(...texts: string[]): Promise<void> {
  for (const text of texts) {
    await press(text.charAt(0));
    await expect(main.by('numeric.field')).toBeFocused();
    await main.by('numeric.field').fill(text);
    await press('Enter');
    await expect(main.by('numeric')).toHaveCount(0);
  }
}
async function name(text: string): Promise<ZoneView> {
  await main.nameZone(text, '', []);
  return found(text);
}
async function found(text: string): Promise<ZoneView> {
  const zone = (await zones()).find((one) => one.name === text);
  if (!zone) throw new Error(`There is no zone “${text}”.`);
  return zone;
}
/** Rings that begin at their lowest, then leftmost corner: where an outline begins does not matter. */
function fromLowest(rings: ZoneView['rings']): ZoneView['rings'] {
  return rings.map((ring) => {
    const start = ring.reduce((best, [x, y], i) => { const [bx, by] = ring[best] ?? [Infinity, Infinity]; return y < by || (y === by && x < bx) ? i : best; }, 0);
    return [...ring.slice(start), ...ring.slice(0, start)];
  });
}
const area = ({ rings }: ZoneView): number => areaOf(rings);
async function clickAt(...points: Metres[]): Promise<void> {
  const toScreen = await main.screenOf();
  for (const point of points) {
    const { x, y } = toScreen(point);
    await main.page.mouse.move(x, y, { steps: 2 });
    await main.page.mouse.click(x, y);
  }
}
async function drag(from: Metres, to: Metres): Promise<void> {
  const toScreen = await main.screenOf();
  await main.drag(toScreen(from), toScreen(to));
}

test('polygon by typed coordinates, offsets and angles; exact to the last digit', async () => {
  await press('p');
  await type('100,100', '@30,0', '@20<90', '@30<N270');
  await press('Control+Enter');
  const zone = await name('键入的');
  expect(zone.rings).toEqual(rect(100, 100, 30, 20));
});

test('a length goes towards the pointer, and the fields fix length and bearing', async () => {
  await press('p');
  await type('100,100');
  await main.page.mouse.move(...Object.values((await main.screenOf())([160, 100])) as [number, number]); // east of the corner
  await main.by('field.bearing').fill('90');
  await main.by('field.length').fill('25');
  await main.by('field.length').press('Escape');
  await main.map().focus();
  await type('12');
  await type('@0,10');
  await press('Control+Enter');
  const zone = await name('长度');
  expect(zone.rings[0]?.[0]).toEqual([100, 100]);
  expect(zone.rings[0]?.[1]).toEqual([112, 100]);
  expect(zone.rings[0]?.[2]).toEqual([112, 110]);
});

test('Ctrl+Z takes back a corner while a polygon is drawn, Ctrl+Shift+Z brings it again; nothing stored is undone', async () => {
  const before = await seq();
  await press('p');
  await type('100,100', '130,100', '150,150');
  await press('Control+z');
  await type('130,130');
  await press('Control+z', 'Control+Shift+z', 'Control+Enter');
  expect(await seq()).toBe(before);
  expect((await name('退步')).rings).toEqual([[[100, 100], [130, 100], [130, 130]]]);
});

test('rectangle by the mouse, by typed corners, and by typed width and height', async () => {
  await press('g');
  await main.drawRectangle([60, 60], [90, 80]);
  const drawn = await name('拖出');
  expect(area(drawn)).toBeGreaterThan(500);
  expect(area(drawn)).toBeLessThan(720);
  await press('g', 'r');
  await type('120,100', '@30,20');
  expect((await name('两角')).rings).toEqual(rect(120, 100, 30, 20));
  await press('r');
  await type('200,100', '16', '9');
  expect((await name('宽高')).rings).toEqual(rect(200, 100, 16, 9));
});

test('circle by two clicks and by a typed radius, with a chosen number of sides', async () => {
  await press('g', 'c');
  await clickAt([100, 100], [120, 100]);
  const drawn = await name('圆');
  expect(drawn.rings[0]).toHaveLength(64);
  expect(area(drawn)).toBeGreaterThan(0.9 * Math.PI * 400);
  await press('g', 'c');
  await main.by('field.sides').fill('12');
  await main.by('field.sides').press('Enter');
  await type('200,100', '20');
  const typed = await name('十二边');
  expect(typed.rings[0]).toHaveLength(12);
  for (const [x, y] of typed.rings[0] ?? []) expect(Math.hypot(x - 200, y - 100)).toBeCloseTo(20, 3);
});

test('freehand: the outline follows the hand and is smoothed', async () => {
  await press('g', 't');
  const toScreen = await main.screenOf();
  const at = (i: number) => toScreen([150 + 40 * Math.cos(i / 10), 100 + 40 * Math.sin(i / 10)]);
  await main.page.mouse.move(at(0).x, at(0).y);
  await main.page.mouse.down();
  for (let i = 1; i <= 62; i++) await main.page.mouse.move(at(i).x, at(i).y);
  await main.page.mouse.up();
  const zone = await name('描绘');
  await press('g');
  expect(area(zone)).toBeGreaterThan(0.9 * Math.PI * 1600);
  expect(area(zone)).toBeLessThan(1.1 * Math.PI * 1600);
  expect(zone.rings[0]?.length).toBeLessThan(50);
  expect(isValid(zone.rings)).toBe(true);
});

test('fill: a click inside lines of the drawing makes the area that they enclose', async () => {
  await press('e');
  await clickAt([60, 40]);
  await main.by('zone.new').waitFor();
  const zone = await name('围住的');
  expect(area(zone)).toBeGreaterThan(10);
  expect(isValid(zone.rings)).toBe(true);
});

test('buffer of a point with a typed radius, by mouse and by keyboard', async () => {
  await press('b');
  await main.by('field.radius').fill('15');
  await main.by('field.radius').press('Enter');
  await type('120,100');
  const zone = await name('缓冲');
  for (const [x, y] of zone.rings[0] ?? []) expect(Math.hypot(x - 120, y - 100)).toBeCloseTo(15, 3);
  await press('b');
  await clickAt([200, 60]);
  expect(area(await name('缓冲二'))).toBeGreaterThan(600);
});

test('offset: typed outwards changes the zone, inwards by the mouse makes a new one; too far inwards is refused', async () => {
  const zone = await make('原', rect(100, 80, 40, 30));
  await clickAt([120, 95]);
  await press('o', '5');
  await expect(main.by('field.distance')).toBeFocused();
  await press('Enter');
  await expect.poll(async () => area(await found('原'))).toBe(50 * 40);
  await press('o');
  await main.by('choice.result').selectOption('new');
  await main.map().focus();
  await press('Tab');
  await main.by('field.distance').fill('-10');
  await press('Enter');
  await expect.poll(async () => (await zones()).length).toBe(2);
  expect(area(await found('原（2）'))).toBe(30 * 20);
  await main.map().focus();
  await press('o', 'Tab');
  await main.by('field.distance').fill('-40');
  await press('Enter');
  await expect(main.by('toast.info').last()).toContainText('什么也不剩');
  expect(fromLowest((await zones()).find(({ id }) => id === zone.id)?.rings ?? [])).toEqual(rect(95, 75, 50, 40));
});

test('split by keyboard: pieces share the cut, keep units, the neighbour gets its corner; one undo takes it back', async () => {
  const unit = (await main.ask('hierarchy/tree', {})).find(({ kind }) => kind === 'unit')?.id ?? '';
  const west = await make('西', rect(100, 80, 40, 30), [unit]);
  const north = await make('北', rect(100, 110, 40, 20));
  const before = await seq();
  await press('s');
  await type('120,70', '120,115');
  await press('Control+Enter');
  // The line ends inside the northern zone: only the southern one is divided.
  await expect.poll(async () => (await zones()).length).toBe(3);
  const [first, second] = [await found('西'), await found('西（2）')];
  expect(area(first) + area(second)).toBe(1200);
  expect(second.unitIds).toEqual([unit]);
  for (const zone of [first, second]) expect(zone.rings[0]).toEqual(expect.arrayContaining([[120, 80], [120, 110]]));
  expect((await found('北')).rings[0]).toContainEqual([120, 110]);
  await expect(main.by('toast.success').last()).toContainText('已分成 2 个分区');
  expect(await seq()).toBe(before + 1);
  await main.map().focus();
  await press('Control+z');
  await expect.poll(async () => (await zones()).length).toBe(2);
  expect((await found('西')).rings).toEqual(west.rings);
  expect((await found('北')).rings).toEqual(north.rings);
});

test('split by the mouse divides the selected zone only', async () => {
  await make('甲', rect(100, 80, 40, 30));
  await make('乙', rect(140, 80, 40, 30));
  await clickAt([120, 95]);
  await press('g', 's');
  await clickAt([80, 95], [200, 95]);
  await press('Enter', 'g');
  await expect.poll(async () => (await zones()).map(({ name: called }) => called).sort()).toEqual(['乙', '甲', '甲（2）']);
});

test('merge joins neighbours and their units, and says why it cannot join what lies apart', async () => {
  const units = (await main.ask('hierarchy/tree', {})).filter(({ kind }) => kind === 'unit').map(({ id }) => id);
  await make('大', rect(100, 80, 40, 30), units.slice(0, 1));
  await make('小', rect(140, 80, 20, 30), units.slice(1, 2));
  await make('远', rect(200, 80, 20, 30));
  await press('Control+a', 'm');
  await expect(main.by('toast.info').last()).toContainText('互不相接');
  await clickAt([120, 95]);
  await main.page.keyboard.down('Control');
  await clickAt([150, 95]);
  await main.page.keyboard.up('Control');
  await expect(main.by('tool.merge')).toHaveAttribute('aria-disabled', 'false');
  await main.by('tool.merge').click();
  await expect.poll(async () => (await zones()).length).toBe(2);
  const merged = await found('大');
  expect(fromLowest(merged.rings)).toEqual(rect(100, 80, 60, 30));
  expect([...merged.unitIds].sort()).toEqual(units.slice(0, 2).sort());
  await main.by('toast.success').last().getByRole('button').first().click();
  await expect.poll(async () => (await zones()).length).toBe(3);
});

test('hole: typed inside the zone, and by subtracting a smaller zone', async () => {
  await make('罐区', rect(100, 80, 60, 40));
  await press('x');
  await type('110,90', '120,90', '120,100', '110,100');
  await press('Control+Enter');
  await expect.poll(async () => area(await found('罐区'))).toBe(2300);
  expect((await found('罐区')).rings).toHaveLength(2);
  await make('罐', rect(130, 90, 10, 10));
  await press('Control+a', 'Shift+X');
  await expect.poll(async () => (await found('罐区')).rings.length).toBe(3);
});

test('copies: Ctrl+D beside the zone, Ctrl+C and Ctrl+V, each one undo step', async () => {
  await make('样', rect(100, 80, 40, 30));
  const before = await seq();
  await press('Control+a', 'Control+d');
  await expect.poll(async () => (await zones()).length).toBe(2);
  await press('Control+c');
  await press('Control+v');
  await expect.poll(async () => (await zones()).length).toBe(3);
  expect(await seq()).toBe(before + 2);
  expect((await zones()).map(({ name: called }) => called).sort()).toEqual(['样', '样（2）', '样（3）']);
  for (const zone of await zones()) expect(area(zone)).toBe(1200);
});

test('rotate and scale: typed about the middle, and by the handles of the frame', async () => {
  await make('转', rect(100, 80, 40, 20));
  await clickAt([120, 90]);
  await press('q', '9', '0', 'Enter');
  await expect.poll(async () => (await found('转')).rings[0]?.map(([x, y]) => `${x},${y}`).sort()).toEqual(['110,110', '110,70', '130,110', '130,70']);
  await main.by('field.factor').fill('0.5');
  await main.by('field.factor').press('Enter');
  await expect.poll(async () => area(await found('转'))).toBe(200);
  await main.map().focus();
  // The corner at the upper right, twice as far from the middle.
  await press('g');
  await drag([125, 100], [130, 110]);
  await press('g');
  await expect.poll(async () => area(await found('转'))).toBeGreaterThan(600);
  expect(area(await found('转'))).toBeLessThan(1000);
});

test('“Undo” beside a notice undoes its own step, and nothing once another step has followed', async () => {
  const first = await make('先删', rect(100, 100, 30, 20));
  await clickAt([115, 110]);
  await press('Delete');
  await expect.poll(async () => (await zones()).length).toBe(0);
  await main.page.locator('.toast').last().getByTestId('toast.action').click();
  await expect.poll(async () => (await zones()).map(({ id }) => id)).toEqual([first.id]);
  await clickAt([115, 110]);
  await press('Delete');
  await expect.poll(async () => (await zones()).length).toBe(0);
  const notice = main.page.locator('.toast').last();
  await expect(notice.getByTestId('toast.action')).toBeVisible();
  const later = await make('后画', rect(200, 100, 30, 20));
  await notice.getByTestId('toast.action').click();
  await expect(main.page.locator('.toast').last()).toContainText('此后又有修改');
  expect((await zones()).map(({ id }) => id)).toEqual([later.id]);
});
