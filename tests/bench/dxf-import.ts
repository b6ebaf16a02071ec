import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleavedPairs, type Bench, type BenchResult } from './bench.ts';
import { importPeaks } from './dxf-import-memory.ts';
import { dxfParserReads, importToIndex } from './dxf-import-sides.ts';
import { syntheticDxf } from './synthetic-dxf.ts';

const megabytes = 20;
const pairs = 5;
const memoryRuns = 3;

/**
 * From the bytes of a 20 MB drawing to what its tiles are painted from (encoding found, curves flattened, blocks placed, packed, opened,
 * indexed), against dxf-parser only parsing the decoded text; and the peak memory of both, each in a process of its own.
 */
export const dxfImportBench: Bench = {
  name: 'dxf-import',
  async run(): Promise<BenchResult> {
    const drawing = syntheticDxf(megabytes);
    const bytes = new TextEncoder().encode(drawing.text);
    const folder = mkdtempSync(join(tmpdir(), 'riskatlas-bench-'));
    try {
      const file = join(folder, 'bench.dxf');
      writeFileSync(file, bytes);
      const peaks = await importPeaks(file, memoryRuns);
      const result = await interleavedPairs(() => { importToIndex(bytes, drawing.entities); }, () => { dxfParserReads(drawing.text, drawing.entities); }, pairs);
      const mb = (size: number): string => `${Math.round(size / 1e6)} MB`;
      return {
        name: 'dxf-import', ...result, unit: 'ms',
        note: `${drawing.entities} entities, ${(bytes.length / 1e6).toFixed(1)} MB; bytes to packed geometry with the indexes of the tiles, against dxf-parser only parsing the decoded text; `
          + `peak memory ${mb(peaks.ours)} against ${mb(peaks.reference)}, ratio ${(peaks.ours / peaks.reference).toFixed(2)}`,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
