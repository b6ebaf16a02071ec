import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright';
import { build, preview } from 'vite';
import { median } from '../bench.ts';
import type { BenchResult } from '../bench.ts';
import type { FrameTimes } from './page/frames.ts';

const here = import.meta.dirname;

/** Opens the benches' page in a real Electron window, has `use` measure in it, and closes it again. */
async function withMapWindow<Result>(use: (measure: (side: string) => Promise<FrameTimes>) => Promise<Result>): Promise<Result> {
  const executablePath = process.env['RISKATLAS_ELECTRON'];
  if (!executablePath) throw new Error('RISKATLAS_ELECTRON does not name an Electron: run the bench by `npm run bench`.');
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
    return await use((side) => page.evaluate((name) => (globalThis as unknown as { bench: Record<string, () => Promise<FrameTimes>> }).bench[name]?.(), side) as Promise<FrameTimes>);
  } finally {
    await app.close();
    await new Promise((resolve) => { server.httpServer.close(resolve); });
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The smallest time that at least 95 of 100 times do not exceed. */
export function percentile95(times: readonly number[]): number {
  if (times.length === 0) throw new Error('No times.');
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] as number; // the list is not empty
}

/**
 * Measures two sides of the page in turn, after one pair that warms both up, and compares the 95th percentile of their frames' times
 * (milliseconds from a step to its pixels), pair by pair.
 */
export async function compareFrames(name: string, sides: { readonly ours: string; readonly reference: string }, pairs: number, note: string): Promise<BenchResult> {
  return withMapWindow(async (measure) => {
    const times: { ours: FrameTimes; reference: FrameTimes }[] = [];
    for (let i = 0; i <= pairs; i += 1) {
      const pair = { ours: await measure(sides.ours), reference: await measure(sides.reference) };
      if (i > 0) times.push(pair);
    }
    const of = (side: 'ours' | 'reference', value: (times: FrameTimes) => number): number => median(times.map((pair) => value(pair[side])));
    const p95 = ({ frames }: FrameTimes): number => percentile95(frames);
    const parts = (side: 'ours' | 'reference'): string => `first paint ${of(side, ({ firstPaint }) => firstPaint).toFixed(0)} ms, frames median ${of(side, ({ frames }) => median(frames)).toFixed(1)}, p95 ${of(side, p95).toFixed(1)}, slowest ${of(side, ({ frames }) => Math.max(...frames)).toFixed(1)} ms`;
    return {
      name, unit: 'ms', pairs,
      ours: of('ours', p95), reference: of('reference', p95), ratio: median(times.map((pair) => p95(pair.ours) / p95(pair.reference))),
      note: `${note} Ours: ${parts('ours')}; reference: ${parts('reference')}.`,
    };
  });
}
