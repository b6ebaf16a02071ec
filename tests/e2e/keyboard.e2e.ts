import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launch, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

test.describe.configure({ mode: 'serial' });

let workstation: Workstation;
let main: MainWindow;
test.beforeAll(async () => {
  workstation = await launch();
  main = new MainWindow(workstation);
  await main.openSample(path.join(workstation.folder, '示例工厂.riskatlas'));
});
test.afterAll(() => workstation.close());

const press = (...keys: string[]): Promise<void> => keys.reduce((before, key) => before.then(() => main.page.keyboard.press(key)), Promise.resolve());
const selected = () => main.by('tree').locator('[role="treeitem"][aria-selected="true"]');
const selectedName = async (): Promise<string> => ((await selected().locator('.name').textContent()) ?? '').trim();
const objects = async (): Promise<string[]> => (await main.ask('hierarchy/tree', {})).filter((node) => node.kind === 'object').map((node) => node.name);

test('the tree is walked with the arrow keys: down, right to open, right to the first child, left to its parent, left to close', async () => {
  await main.by('tree').focus();
  await press('Home');
  await expect(selected()).toHaveAttribute('data-kind', 'enterprise');
  await press('ArrowDown');
  await expect(selected()).toHaveAttribute('data-kind', 'object');
  const object = await selectedName();
  await press('ArrowRight');
  await expect(selected()).toHaveAttribute('aria-expanded', 'true');
  await press('ArrowRight');
  await expect(selected()).toHaveAttribute('data-kind', 'unit');
  await expect(selected()).toHaveAttribute('aria-level', '3');
  await press('ArrowLeft');
  expect(await selectedName()).toBe(object);
  await press('ArrowLeft');
  await expect(selected()).toHaveAttribute('aria-expanded', 'false');
  await press('End');
  const last = await selectedName();
  expect(last).toBe((await objects()).at(-1));
  await expect(selected()).toBeInViewport();
  await press('Home');
  await expect(selected()).toBeInViewport();
  await expect(main.by('inspector.name')).toContainText('示例化工有限公司');
});

test('the tree tells its selected row to assistive technology', async () => {
  const active = await main.by('tree').getAttribute('aria-activedescendant');
  expect(active).toBe(await selected().getAttribute('id'));
});

test('F2 renames: Enter keeps the name, Esc the old one', async () => {
  await press('Home', 'ArrowDown');
  const before = await selectedName();
  await press('F2');
  await expect(main.by('tree.rename')).toBeFocused();
  await main.by('tree.rename').fill('键盘改名的对象');
  await press('Enter');
  await expect(selected()).toContainText('键盘改名的对象');
  expect(await objects()).toContain('键盘改名的对象');
  await expect(main.by('tree')).toBeFocused();
  await press('F2');
  await main.by('tree.rename').fill('不要这个名字');
  await press('Escape');
  await expect(selected()).toContainText('键盘改名的对象');
  await press('Control+z');
  await expect(selected()).toContainText(before);
  expect(await objects()).not.toContain('键盘改名的对象');
});

test('Delete takes a row with all below it away, Ctrl+Z brings all of it again, Ctrl+Shift+Z takes it once more', async () => {
  const before = await main.ask('workspace/info', {});
  const name = await selectedName();
  await press('Delete');
  await expect(main.by('toast.success').last()).toContainText(name);
  await expect.poll(objects).not.toContain(name);
  expect((await main.ask('workspace/info', {}))?.counts.measure).toBeLessThan(before?.counts.measure ?? 0);
  await press('Control+z');
  await expect.poll(objects).toContain(name);
  expect((await main.ask('workspace/info', {}))?.counts).toEqual(before?.counts);
  await press('Control+Shift+z');
  await expect.poll(objects).not.toContain(name);
  await press('Control+z');
  await expect.poll(objects).toContain(name);
});

test('Insert adds a row below the selected one', async () => {
  const units = async () => (await main.ask('workspace/info', {}))?.counts.unit ?? 0;
  const before = await units();
  await main.by('tree').focus();
  await press('Home', 'ArrowDown', 'Insert');
  await expect.poll(units).toBe(before + 1);
  await expect(selected()).toContainText('新风险分析单元');
  await main.by('tree').focus();
  await press('Control+z');
  await expect.poll(units).toBe(before);
});

test('Ctrl+K finds a row and Enter goes to it; Esc closes and gives the focus back', async () => {
  await press('Control+k');
  await expect(main.by('palette.input')).toBeFocused();
  await main.by('palette.input').fill('液氨球罐区');
  await expect(main.by('palette.entry').first()).toContainText('液氨球罐区');
  await press('Enter');
  await expect(main.by('palette')).toHaveCount(0);
  await expect(main.by('inspector.name')).toContainText('液氨球罐区');
  await main.by('tree').focus();
  await press('Control+k', 'Escape');
  await expect(main.by('palette')).toHaveCount(0);
  await expect(main.by('tree')).toBeFocused();
});

test('the palette runs commands by arrows and Enter', async () => {
  await press('Control+k');
  await main.by('palette.input').fill('转到交换');
  await press('Enter');
  await expect(main.by('place.exchange')).toHaveAttribute('aria-current', 'page');
});

test('Ctrl+1 to 3 change the place, F1 shows the keys and Esc closes them', async () => {
  for (const [key, place] of [['1', 'map'], ['2', 'checklist'], ['3', 'exchange'], ['1', 'map']] as const) {
    await press(`Control+${key}`);
    await expect(main.by(`place.${place}`)).toHaveAttribute('aria-current', 'page');
  }
  await press('F1');
  await expect(main.by('keyboard.page')).toBeVisible();
  await expect(main.by('keyboard.page')).toContainText('Ctrl+K');
  await press('Escape');
  await expect(main.by('keyboard.page')).toBeHidden();
});

test('in a text field Ctrl+Z belongs to the field, Delete to the text', async () => {
  const seq = (await main.ask('workspace/info', {}))?.seq;
  await main.by('tree').focus();
  await press('Home', 'ArrowDown');
  await main.by('field.department').click();
  await main.page.keyboard.type('甲');
  await press('Control+z', 'Delete', 'Backspace');
  await press('Control+z');
  expect((await main.ask('workspace/info', {}))?.seq).toBe(seq);
});

test('whatever Tab reaches shows its focus, and Tab reaches the window’s main controls', async () => {
  // An empty place of the status bar.
  await main.page.mouse.click(750, 790);
  await main.page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
  const reached = new Set<string>();
  const unseen: string[] = [];
  for (let step = 0; step < 100; step++) {
    await press('Tab');
    const now = await main.page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      // A field may show the focus on its frame: the nearest three ancestors count.
      const marked = [element, element.parentElement, element.parentElement?.parentElement, element.parentElement?.parentElement?.parentElement].some((candidate, index) => {
        if (!candidate) return false;
        const style = getComputedStyle(candidate);
        const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
        const after = getComputedStyle(candidate, '::after');
        const overlaid = after.content !== 'none' && (after.backgroundColor !== 'rgba(0, 0, 0, 0)' || after.boxShadow !== 'none');
        return outlined || (index < 3 && style.boxShadow !== 'none') || (index === 0 && overlaid);
      });
      return { id: element.closest('[data-testid]')?.getAttribute('data-testid') ?? '', marked, html: element.outerHTML.slice(0, 160) };
    });
    if (now === null) continue;
    reached.add(now.id);
    if (!now.marked) unseen.push(now.html);
  }
  expect(unseen).toEqual([]);
  for (const control of ['palette.open', 'controlRoom.open', 'place.map', 'place.checklist', 'place.exchange', 'tree.search', 'tree', 'tool.select', 'undo', 'map.export']) expect([...reached]).toContain(control);
  // The tools are one stop of the Tab key; arrow keys go from one to the next.
  await main.by('tool.select').focus();
  await press('ArrowRight', 'ArrowRight');
  await expect(main.by('tool.polygon')).toBeFocused();
});
