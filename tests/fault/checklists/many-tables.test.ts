import { expect, it } from 'vitest';
import { workbook, type TestCell } from '#tests/fixtures/checklists/book.ts';
import { first, head } from '#tests/fixtures/checklists/corpus/types.ts';
import { readBytes } from '#tests/fixtures/checklists/read.ts';

it('ten thousand tables on one sheet: no more than a hundred further ones are looked for, the rest is told of, and it ends soon', async () => {
  const turned = (cells: readonly TestCell[], pair: number): TestCell[] => (pair % 2 === 0 ? [...cells] : [...cells].reverse());
  const rows = Array.from({ length: 10_000 }, (_row, pair) => [turned(head, pair), turned(first, pair)]).flat();
  const bytes = workbook([{ name: '清单', rows }]);
  const start = performance.now();
  const parsed = await readBytes(bytes);
  expect(performance.now() - start).toBeLessThan(10_000);
  // The first table and a hundred more; then every second one, whose columns stand as in the hundredth.
  expect(parsed.rows).toHaveLength(101 + (9_999 - 101) / 2);
  // Head and line of the others: 4,950 times two, of which 5,000 are listed and the rest is counted.
  expect(parsed.errors).toHaveLength(5_001);
  expect(parsed.errors.at(-1)).toMatchObject({ code: 'issue.more', params: { count: 4_900 } });
});
