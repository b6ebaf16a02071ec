import type { Bench } from './bench.ts';
import { checklistImportBench } from './checklist-import.ts';
import { commitBench } from './commit.ts';
import { dxfImportBench } from './dxf-import.ts';
import { rollupFullBench, rollupIncrementalBench } from './roll-up.ts';
import { zonesUnionBench } from './zones-union.ts';
import { sharedVertexDragBench, zoneRestyleBench, zonesPanBench } from './map-window/benches.ts';

/** Every bench, in the order in which `npm run bench` runs them. */
export const benches: readonly Bench[] = [checklistImportBench, dxfImportBench, commitBench, rollupFullBench, rollupIncrementalBench, zonesPanBench, zoneRestyleBench, sharedVertexDragBench, zonesUnionBench];
