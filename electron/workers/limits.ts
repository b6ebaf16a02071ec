import type { ParseJob } from './protocol.ts';

const megabyte = 1_000_000;

/**
 * Largest files that are read at all, in bytes. A drawing of a whole plant is 5 to 60 MB as DXF; at 300 MB the reader still
 * stays below its memory limit. A checklist of 50,000 rows is about 5 MB, zones of a plant are
 * less, and a CAD drawing that holds them is mostly other things.
 */
export const maxFileBytes: Readonly<Record<ParseJob['kind'], number>> = { drawing: 300 * megabyte, pages: 300 * megabyte, checklist: 100 * megabyte, zones: 200 * megabyte };

/** Heap of a parser in MB: five times what the largest allowed drawing needs, and less than an office machine has free. */
export const workerMemoryMb = 1_500;

/** A parser that takes longer hangs: the largest allowed files take less than a quarter of this on two slow cores. */
export const workerSeconds = 300;
