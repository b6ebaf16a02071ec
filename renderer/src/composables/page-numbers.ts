/**
 * Page numbers as a person writes them: `1, 3-5` (commas of either width, blanks, any dash). Sorted, each once; null where something is no
 * page of `count`, or nothing is written.
 */
export function readPageNumbers(text: string, count: number): number[] | null {
  const pages = new Set<number>();
  for (const part of text.replaceAll(/\s*[-–—~～]\s*/g, '-').split(/[,，、;；\s]+/).filter((piece) => piece !== '')) {
    const range = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (range === null) return null;
    const from = Number(range[1]), to = Number(range[2] ?? range[1]);
    if (from < 1 || to > count || from > to) return null;
    for (let page = from; page <= to; page += 1) pages.add(page);
  }
  return pages.size === 0 ? null : [...pages].sort((a, b) => a - b);
}

/** Sorted page numbers as a person writes them, runs as ranges. */
export function writePageNumbers(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
