import { describe, expect, it } from 'vitest';
import { loadChecklistData } from '#electron/adapters/xlsx/checklist-data.ts';
import { treeOfRows } from '#shared/checklist/rows-tree.ts';
import type { ParsedChecklist } from '#shared/checklist/rows.ts';
import { issueText } from '#shared/checklist/issues.ts';
import type { CellIssue } from '#shared/contract/checklist.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { assess } from '#shared/risk/assess.ts';
import { corpus } from '#tests/fixtures/checklists/corpus/index.ts';
import type { AwkwardBook, Expected } from '#tests/fixtures/checklists/corpus/types.ts';
import { readBytes, resources } from '#tests/fixtures/checklists/read.ts';

const { rulePack } = await loadChecklistData(resources);
const refusedIn = 10_000;

function countsOf(parsed: ParsedChecklist): number[] {
  const objects = treeOfRows(parsed.rows);
  const units = objects.flatMap((object) => [...object.units.values()]);
  const events = units.flatMap((unit) => [...unit.events.values()]);
  const measures = events.flatMap((event) => event.measures);
  return [objects.length, units.length, events.length, measures.length, measures.flatMap(({ tasks }) => tasks).length];
}

const issuesOf = (issues: readonly CellIssue[]): string[] => issues.map(({ cell, code }) => `${cell} ${code}`);

/** What was read, in the form of `expected`; only what that one states. */
function readAs(expected: Expected, parsed: ParsedChecklist): Expected {
  const levelOf = ({ event }: ParsedChecklist['rows'][number]): number | null => {
    const residual = event?.residual ?? null;
    return residual === null ? null : assess(rulePack, residual).level;
  };
  return {
    counts: countsOf(parsed) as unknown as Expected['counts'],
    errors: issuesOf(parsed.errors), warnings: issuesOf(parsed.warnings),
    ...(expected.sheet === undefined ? {} : { sheet: parsed.sheet }),
    ...(expected.levels === undefined ? {} : { levels: parsed.rows.map(levelOf) }),
    ...(expected.codes === undefined ? {} : { codes: parsed.rows.map(({ object }) => object.hazardCode) }),
    ...(expected.lines === undefined ? {} : {
      lines: parsed.rows.map(({ row, object, unit, event, measure, task }) =>
        `${row} ${[object.name, unit.name, event?.name, measure?.description, task === null ? undefined : `${task.cycle} ${task.cycleUnit}`].filter((part) => part !== undefined).join('/')}`),
    }),
  };
}

async function read({ bytes, file }: AwkwardBook): Promise<ParsedChecklist | { refused: string }> {
  try {
    return await readBytes(bytes(), file);
  } catch (error) {
    if (error instanceof AppError) return { refused: error.code };
    throw error;
  }
}

describe.each(Object.entries(corpus))('%s', (_kind, books) => {
  it.each(books.map((book) => [book.habit, book] as const))('%s', async (_habit, book) => {
    const got = await read(book);
    const { expected } = book;
    if ('refused' in expected || 'refused' in got) { expect('refused' in got ? got : { read: got.rows.length }).toEqual(expected); return; }
    expect(readAs(expected, got)).toEqual({ errors: [], warnings: [], ...expected });
    // Every issue has a sentence in both languages.
    for (const issue of [...got.errors, ...got.warnings]) for (const language of ['zh-CN', 'en'] as const) expect(issueText(language, issue)).not.toContain('issue.');
  }, refusedIn);
});

it('has no two of the same name', () => {
  const habits = Object.values(corpus).flat().map(({ habit }) => habit);
  expect(new Set(habits).size).toBe(habits.length);
  expect(habits.length).toBeGreaterThanOrEqual(30);
});
