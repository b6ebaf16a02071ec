import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { launch, root, type Workstation } from './launch.ts';
import { MainWindow } from './pages.ts';

/** What axe finds of the kinds that keep people out, one line each: rule, where, what. */
async function serious(page: Page): Promise<string[]> {
  // Electron opens no blank page beside its windows, which axe otherwise gathers its results in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`axe finds nothing serious, ${theme}`, () => {
    test.describe.configure({ mode: 'serial' });
    let workstation: Workstation;
    let main: MainWindow;
    test.beforeAll(async () => {
      workstation = await launch({ theme });
      main = new MainWindow(workstation);
    });
    test.afterAll(() => workstation.close());

    test('on the start screen and in its dialog', async () => {
      expect.soft(await serious(main.page)).toEqual([]);
      await main.by('start.new').click();
      await main.by('new.name').waitFor();
      await main.page.waitForTimeout(400);
      expect.soft(await serious(main.page)).toEqual([]);
      await main.page.keyboard.press('Escape');
    });

    test('in the places, with nothing and with something selected', async () => {
      await main.openSample(path.join(workstation.folder, 'axe.riskatlas'));
      expect.soft(await serious(main.page)).toEqual([]);
      await main.by('tree').focus();
      await main.page.keyboard.press('ArrowDown');
      await main.page.keyboard.press('ArrowRight');
      expect.soft(await serious(main.page)).toEqual([]);
      for (const place of ['checklist', 'exchange', 'map'] as const) {
        await main.place(place);
        await main.page.waitForTimeout(200);
        expect.soft(await serious(main.page), place).toEqual([]);
      }
    });

    test('in the tables of zones and corners, the options of a tool and of snapping, the findings and the georeference', async () => {
      const [zone] = await main.ask('zones/list', {});
      await main.page.keyboard.press('Control+k');
      await main.by('palette.input').fill(zone?.name ?? '');
      await main.by('palette.entry').first().waitFor();
      await main.page.keyboard.press('Enter');
      await main.by('map.table').click();
      await main.page.waitForTimeout(400);
      expect.soft(await serious(main.page), 'table').toEqual([]);
      await main.by('map.table').click();
      await main.by('tool.polygon').click();
      await main.page.waitForTimeout(200);
      expect.soft(await serious(main.page), 'tool').toEqual([]);
      await main.by('tool.select').click();
      await main.by('status.problems').click();
      await main.page.waitForTimeout(800);
      expect.soft(await serious(main.page), 'findings').toEqual([]);
      await main.by('panel.close').first().click();
      await main.by('layout.info').click();
      await main.by('layout.geo').click();
      await main.by('geo.dialog').waitFor();
      await main.page.waitForTimeout(400);
      expect.soft(await serious(main.page), 'georeference').toEqual([]);
      await main.page.keyboard.press('Escape');
    });

    test('with a zone, a layout, its layers, the history, the keys and the report of an import open', async () => {
      const [zone] = await main.ask('zones/list', {});
      await main.page.keyboard.press('Control+k');
      await main.page.keyboard.type(zone?.name ?? '');
      await main.page.waitForTimeout(400);
      expect.soft(await serious(main.page), 'search').toEqual([]);
      await main.page.keyboard.press('Enter');
      expect.soft(await serious(main.page), 'zone').toEqual([]);
      await main.by('layout.info').click();
      expect.soft(await serious(main.page), 'layout').toEqual([]);
      await main.by('map.layers').click();
      await main.by('layers.panel').locator('li').first().waitFor();
      expect.soft(await serious(main.page), 'layers').toEqual([]);
      await main.by('layers.close').click();
      await main.by('map.export').click();
      await main.page.waitForTimeout(400);
      expect.soft(await serious(main.page), 'export').toEqual([]);
      await main.page.keyboard.press('Escape');
      await main.page.keyboard.press('F1');
      await main.page.waitForTimeout(300);
      expect.soft(await serious(main.page), 'keys').toEqual([]);
      await main.page.keyboard.press('Escape');
      await main.importLayout(path.join(root, 'resources/sample/plant.png'));
      await main.page.waitForTimeout(400);
      expect.soft(await serious(main.page), 'report').toEqual([]);
    });
  });
}
