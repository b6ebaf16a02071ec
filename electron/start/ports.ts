import { withDwg } from '#electron/adapters/dwg/with-dwg.ts';
import { createParserPool } from '#electron/adapters/parser-pool.ts';
import { createSheetPainter } from '#electron/adapters/sheet/index.ts';
import { createChecklistWriter } from '#electron/adapters/xlsx/write-checklist.ts';
import type { HostPorts } from '#electron/host/services.ts';

/** What differs between those who start a host. */
export type Surroundings = Pick<HostPorts, 'resources' | 'clock' | 'who' | 'emit'> & {
  /** `import.meta.url` of the entry file, from which the parser worker is found. */
  readonly entry: string;
};

/** The host's ports with the real adapters. */
export function hostPorts({ entry, ...surroundings }: Surroundings): HostPorts {
  return {
    ...surroundings,
    parsers: withDwg(createParserPool({ worker: workerEntry(entry) })),
    painter: createSheetPainter(),
    checklistWriter: createChecklistWriter(),
    fetch: globalThis.fetch,
  };
}

/** The parser worker's file: among the sources when they are run as they are, beside the entry in the build. */
function workerEntry(entry: string): URL {
  return new URL(entry.endsWith('.ts') ? '../workers/parse.ts' : './worker.js', entry);
}
