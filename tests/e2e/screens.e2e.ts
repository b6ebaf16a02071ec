import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { answerDialogs, launch, root, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

/*
 * Pictures of every screen in both languages, both themes and two sizes, in out/screens, to be looked at; and what a machine can see
 * of them: no text that is cut off without a sign, no text key, nothing outside the window.
 */
const folder = path.join(root, 'out/screens');
const sample = (name: string) => path.join(root, 'resources/sample', name);
const sizes = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }] as const;

for (const language of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`every screen, ${language}, ${theme}`, async () => {
      test.setTimeout(240_000);
      const workstation = await launch({ language, theme });
      try {
        const main = new MainWindow(workstation);
        const shoot = (name: string) => shootSizes(workstation, main.page, `${language}-${theme}-${name}`);
        await main.by('start.sample').waitFor();
        await shoot('start');
        await main.by('start.new').click();
        await main.by('new.dialog').waitFor();
        await shoot('new-workspace');
        await main.page.keyboard.press('Escape');
        await main.openSample(path.join(workstation.folder, 'sample.riskatlas'));
        await main.by('map.fit').click();
        await main.mapIsDrawn();
        await main.clickMap([70, 240]);
        await main.by('why.step').first().waitFor();
        await shoot('map');
        await main.by('map.export').click();
        await main.by('map.export.dialog').waitFor();
        await shoot('map-export');
        await main.page.keyboard.press('Escape');
        await main.by('history').click();
        await main.by('history.panel').waitFor();
        await shoot('history');
        await main.by('panel.close').first().click();
        await main.page.keyboard.press('F1');
        await main.by('keyboard.page').waitFor();
        await shoot('keyboard');
        await main.page.keyboard.press('Escape');
        await main.page.keyboard.press('Control+k');
        await main.by('palette.input').fill('氨');
        await main.by('palette.entry').first().waitFor();
        await shoot('palette');
        await main.page.keyboard.press('Escape');
        await main.place('checklist');
        await main.by('book.table').waitFor();
        await shoot('checklist');
        await answerDialogs(workstation.app, { open: sample('checklist.xlsx') });
        await main.by('book.import').click();
        await main.by('book.preview').waitFor();
        await shoot('checklist-import');
        await main.by('book.discard').click();
        await main.place('exchange');
        await main.by('exchange.export').waitFor();
        await shoot('exchange');
        await main.by('target.empty.add').click();
        await main.by('target.dialog').waitFor();
        await shoot('target');
        await main.page.keyboard.press('Escape');
        const [room] = await Promise.all([workstation.app.waitForEvent('window'), main.by('controlRoom.open').click()]);
        await room.getByTestId('room.zone').first().waitFor();
        await room.waitForTimeout(1000);
        await expectWhole(room, 'control-room');
        await room.screenshot({ path: path.join(folder, `${language}-${theme}-control-room.png`) });
        await room.getByTestId('room.zone').first().click();
        await room.getByTestId('room.detail').waitFor();
        await room.screenshot({ path: path.join(folder, `${language}-${theme}-control-room-zone.png`) });
      } finally {
        await workstation.close();
      }
    });
  }
}

async function shootSizes(workstation: Workstation, page: Page, name: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  for (const size of sizes) {
    await workstation.app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), size);
    await page.waitForFunction(({ width }) => innerWidth === width, size);
    await page.waitForTimeout(400);
    await expectWhole(page, `${name} at ${size.width}`);
    await page.screenshot({ path: path.join(folder, `${name}-${size.width}.png`) });
  }
}

/** Nothing cut off without an ellipsis, nothing outside the window, no key instead of a text. */
async function expectWhole(page: Page, where: string): Promise<void> {
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const shown = (element: HTMLElement) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
    /** Something around it scrolls sideways: a wide table, say. */
    const scrolls = (element: HTMLElement): boolean => {
      for (let around = element.parentElement; around; around = around.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(around).overflowX)) return true;
      return false;
    };
    for (const element of document.querySelectorAll<HTMLElement>('button, label, h1, h2, h3, dt, dd, th, p, .el-radio-button__inner')) {
      if (!shown(element) || element.closest('.leaflet-container')) continue;
      const style = getComputedStyle(element);
      const text = (element.textContent ?? '').trim();
      const clipped = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.textOverflow !== 'ellipsis';
      if (clipped && style.display !== 'inline' && text !== '') found.push(`cut off: ${text.slice(0, 60)}`);
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.right > innerWidth + 1 && !scrolls(element)) found.push(`outside the window: ${text.slice(0, 60)}`);
      if (/^[a-z]+(\.[a-zA-Z]+){1,3}$/.test(text)) found.push(`a key instead of a text: ${text}`);
    }
    return found;
  });
  expect(faults, where).toEqual([]);
}
