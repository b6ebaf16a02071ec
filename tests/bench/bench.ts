/** One measurement as `npm run bench -- NAME --json` prints it. */
export interface BenchResult {
  readonly name: string;
  /** Medians over the pairs, in `unit`. */
  readonly ours: number;
  readonly reference: number;
  /** Median of ours / reference, pair by pair. */
  readonly ratio: number;
  readonly unit: string;
  readonly pairs: number;
  /** What the reference is, and the size of the work. */
  readonly note?: string;
}

/** A bench measures both sides in one run, in turn, because the machine's speed drifts. */
export interface Bench {
  readonly name: string;
  run(): Promise<BenchResult>;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('The median of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  // The list is not empty, so both indices are inside it.
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Runs both sides in turn, after one uncounted pair, and gives the medians. Each side returns its own time in milliseconds where
 * it knows better than the clock around it (work in a browser, set-up that does not count).
 */
export async function interleavedPairs(
  ours: () => unknown, reference: () => unknown, pairs: number,
): Promise<{ ours: number; reference: number; ratio: number; pairs: number }> {
  const times: { ours: number; reference: number }[] = [];
  for (let i = 0; i <= pairs; i++) {
    const pair = { ours: await timed(ours), reference: await timed(reference) };
    if (i > 0) times.push(pair);
  }
  return {
    ours: median(times.map((pair) => pair.ours)),
    reference: median(times.map((pair) => pair.reference)),
    ratio: median(times.map((pair) => pair.ours / pair.reference)),
    pairs,
  };
}

async function timed(work: () => unknown): Promise<number> {
  (globalThis as { gc?: () => void }).gc?.();
  const start = performance.now();
  const own = await work();
  return typeof own === 'number' ? own : performance.now() - start;
}
