import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright';
import { build, preview } from 'vite';
import { median } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { PanTimes } from './page/main.ts';

const here = import.meta.dirname;
const pairs = 5;

/** First paint and pan of 5,000 labelled zones (200,000 vertices) in the map, against plain Leaflet canvas polygons without labels. */
export const zonesPanBench: Bench = {
  name: 'zones-pan',
  async run() {
    const executablePath = process.env['RISKATLAS_ELECTRON'];
    if (!executablePath) throw new Error('RISKATLAS_ELECTRON does not name an Electron: run the bench by `npm run bench -- zones-pan`.');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'riskatlas-bench-'));
    const common = { configFile: false, root: path.join(here, 'page'), logLevel: 'error' } as const;
    await build({ ...common, worker: { format: 'es' }, build: { outDir: folder, emptyOutDir: false } });
    const server = await preview({ ...common, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0 } });
    const address = server.httpServer.address();
    if (address === null || typeof address === 'string') throw new Error('The bench page has no port.');
    const app = await _electron.launch({
      executablePath,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${path.join(folder, 'user-data')}`, path.join(here, 'window')],
      env: { ...process.env, RISKATLAS_BENCH_PAGE: `http://127.0.0.1:${address.port}/` } as Record<string, string>,
    });
    try {
      const page = await app.firstWindow();
      await page.waitForFunction(() => 'bench' in globalThis);
      const measure = (side: 'ours' | 'plainLeaflet'): Promise<PanTimes> =>
        page.evaluate((name) => (globalThis as unknown as { bench: Record<string, () => Promise<PanTimes>> }).bench[name]?.(), side) as Promise<PanTimes>;
      const times: { ours: PanTimes; reference: PanTimes }[] = [];
      for (let i = 0; i <= pairs; i += 1) {
        const pair = { ours: await measure('ours'), reference: await measure('plainLeaflet') };
        if (i > 0) times.push(pair); // the first pair warms both sides up
      }
      const whole = ({ firstPaint, pan }: PanTimes): number => firstPaint + pan;
      const part = (side: 'ours' | 'reference', key: keyof PanTimes): string => median(times.map((pair) => pair[side][key])).toFixed(0);
      const parts = (side: 'ours' | 'reference'): string => `first paint ${part(side, 'firstPaint')}, 60 pan steps ${part(side, 'pan')}, slowest step ${part(side, 'slowestFrame')} ms`;
      return {
        name: 'zones-pan', unit: 'ms', pairs,
        ours: median(times.map((pair) => whole(pair.ours))),
        reference: median(times.map((pair) => whole(pair.reference))),
        ratio: median(times.map((pair) => whole(pair.ours) / whole(pair.reference))),
        note: `5,000 zones of 40 vertices. Ours with hatch, casing and labels: ${parts('ours')}; plain Leaflet canvas polygons: ${parts('reference')}.`,
      };
    } finally {
      await app.close();
      await new Promise((resolve) => { server.httpServer.close(resolve); });
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};
