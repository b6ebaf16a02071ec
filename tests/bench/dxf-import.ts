import DxfParser from 'dxf-parser';
import { readDxf } from '#electron/adapters/dxf/read-dxf.ts';
import { interleavedPairs, type Bench, type BenchResult } from './bench.ts';
import { syntheticDxf } from './synthetic-dxf.ts';

const megabytes = 20;
const pairs = 5;

/**
 * From the bytes of a 20 MB drawing to packed geometry (encoding found, curves flattened, blocks placed), against dxf-parser only
 * parsing the decoded text.
 */
export const dxfImportBench: Bench = {
  name: 'dxf-import',
  async run(): Promise<BenchResult> {
    const drawing = syntheticDxf(megabytes);
    const bytes = new TextEncoder().encode(drawing.text);
    const ours = (): void => {
      const parsed = readDxf(bytes, { fileName: 'bench.dxf', recover: false, onProgress: () => undefined });
      if (parsed.drawn !== drawing.entities) throw new Error(`${parsed.drawn} of ${drawing.entities} entities drawn`);
    };
    const reference = (): void => {
      const parsed = new DxfParser().parseSync(drawing.text);
      if (parsed?.entities.length !== drawing.entities) throw new Error(`dxf-parser read ${parsed?.entities.length} of ${drawing.entities} entities`);
    };
    const result = await interleavedPairs(ours, reference, pairs);
    return {
      name: 'dxf-import', ...result, unit: 'ms',
      note: `${drawing.entities} entities, ${(bytes.length / 1e6).toFixed(1)} MB; bytes to packed geometry, against dxf-parser parsing the decoded text`,
    };
  },
};
