import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launch, root } from './launch.ts';
import { MainWindow } from './pages.ts';

for (const [language, size] of [['zh-CN', { width: 1280, height: 800 }], ['en', { width: 1280, height: 800 }], ['en', { width: 1920, height: 1080 }]] as const) {
  test(`fitting keeps clear of the legend, as tall and wide as it is (${language}, ${size.width} × ${size.height})`, async () => {
    const workstation = await launch({ language, size });
    try {
      const main = new MainWindow(workstation);
      await main.openSample(path.join(workstation.folder, 'sample.riskatlas'));
      await expect(main.by('legend.hazard')).toBeVisible();
      const legend = await main.by('legend').boundingBox();
      const [layout] = await main.ask('layout/list', {});
      if (!legend || !layout?.calibration) throw new Error('No legend, or no layout to scale.');
      const { bounds, calibration: { toPlant: { a, b, c, d, e, f } } } = layout;
      const toScreen = await main.screenOf();
      const place = (x: number, y: number): { x: number; y: number } => toScreen([a * x + b * y + c, d * x + e * y + f]);
      const [first, second] = [place(bounds.minX, bounds.minY), place(bounds.maxX, bounds.maxY)];
      await main.page.screenshot({ path: path.join(root, `out/screens/fitting-${language}-${size.width}.png`) });
      // Where the drawing ends, the legend does not begin yet: beside it or above it.
      const beside = Math.min(first.x, second.x) - (legend.x + legend.width);
      const above = legend.y - Math.max(first.y, second.y);
      expect(Math.max(beside, above)).toBeGreaterThan(4);
      // And no more room is left than that, on the side that was chosen: it is measured.
      expect(Math.max(beside, above)).toBeLessThan(40);
    } finally {
      await workstation.close();
    }
  });
}
