import { afterAll, describe, expect, it } from 'vitest';
import { syntheticDxf } from '../../bench/synthetic-dxf.ts';
import { dxf, ParserBench, tags } from '../../fixtures/layouts/make.ts';

const benches: ParserBench[] = [];
const make = (options: ConstructorParameters<typeof ParserBench>[0] = {}): ParserBench => {
  const bench = new ParserBench(options);
  benches.push(bench);
  return bench;
};
afterAll(() => { for (const bench of benches) bench.dispose(); });
const small = dxf({ entities: tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1) });

describe('parser workers', () => {
  it('one that runs out of memory is an error with the file\'s name, and the next file is read', async () => {
    const bench = make({ memoryMb: 24 });
    const many = dxf({ entities: Array.from({ length: 200_000 }, (_, i) => tags(0, 'TEXT', 8, '0', 10, i, 20, 0, 40, 1, 1, `T-${i}`)).join('') });
    await expect(bench.drawing(bench.write('large.dxf', many))).rejects.toMatchObject({ code: 'error.worker.memory', params: { file: 'large.dxf', limit: 24 } });
    expect((await make().drawing(bench.write('small.dxf', small))).drawn).toBe(1);
  });

  it('one that takes too long is stopped', async () => {
    const bench = make({ seconds: 0.2 });
    await expect(bench.drawing(bench.write('slow.dxf', syntheticDxf(20).text))).rejects.toMatchObject({ code: 'error.worker.timeout', params: { file: 'slow.dxf', seconds: 0.2 } });
  });

  it('one that is cancelled in the middle stops at once', async () => {
    const bench = make();
    const controller = new AbortController();
    const work = bench.drawing(bench.write('large.dxf', syntheticDxf(20).text), { signal: controller.signal });
    while (!bench.progress.some(({ phase }) => phase === 'progress.readDrawing')) await new Promise((resolve) => { setTimeout(resolve, 5); });
    const start = performance.now();
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'error.cancelled' });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('one that was cancelled before it began does not begin', async () => {
    const bench = make();
    const controller = new AbortController();
    controller.abort();
    await expect(bench.drawing(bench.write('small.dxf', small), { signal: controller.signal })).rejects.toMatchObject({ code: 'error.cancelled' });
    expect(bench.progress).toEqual([]);
  });

  it('whose entry cannot be loaded is an error, not a hang', async () => {
    const bench = make({ worker: new URL('file:///nowhere/parse.js') });
    await expect(bench.drawing(bench.write('small.dxf', small))).rejects.toMatchObject({ code: 'error.worker.crashed', params: { file: 'small.dxf' } });
  });

  it('more files than there are workers wait their turn', async () => {
    const bench = make({ parallel: 1 });
    const results = await Promise.all(['a', 'b', 'c'].map((name) => bench.drawing(bench.write(`${name}.dxf`, small))));
    expect(results.map(({ drawn }) => drawn)).toEqual([1, 1, 1]);
  });

  it('report how far they are', async () => {
    const bench = make();
    await bench.drawing(bench.write('plan.dxf', syntheticDxf(2).text));
    const reading = bench.progress.filter(({ phase }) => phase === 'progress.readDrawing');
    expect(reading.length).toBeGreaterThan(1);
    expect(reading.every(({ done, total }) => done > 0 && done <= total)).toBe(true);
  });
});
