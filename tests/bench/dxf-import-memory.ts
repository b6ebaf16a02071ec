import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './bench.ts';
import { dxfParserReads, importToIndex } from './dxf-import-sides.ts';

/*
 * Peak memory of one side of the bench dxf-import. Run by itself (`node dxf-import-memory.ts ours|reference FILE`) it does one import in
 * this process and prints how far the process's memory rose above what it needed before, in bytes.
 */
const sides = ['ours', 'reference'] as const;
type Side = (typeof sides)[number];
const script = fileURLToPath(import.meta.url);

/** Medians of the peaks of both sides in bytes, each import in a process of its own, in turn. */
export async function importPeaks(file: string, runs: number): Promise<Readonly<Record<Side, number>>> {
  const peaks: Record<Side, number[]> = { ours: [], reference: [] };
  for (let run = 0; run < runs; run += 1) {
    for (const side of sides) {
      const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script, side, file]);
      peaks[side].push(Number(stdout));
    }
  }
  return { ours: median(peaks.ours), reference: median(peaks.reference) };
}

if (process.argv[1] === script) {
  const [, , side, file = ''] = process.argv;
  const before = process.memoryUsage.rss();
  // Each side reads the file in the form that it needs: bytes, or text.
  const result = side === 'ours' ? importToIndex(readFileSync(file)) : dxfParserReads(readFileSync(file, 'utf8'));
  const peak = process.resourceUsage().maxRSS * 1024 - before;
  if (result === null) throw new Error('nothing read');
  console.log(peak);
}
