import { benches } from './benches.ts';
import type { BenchResult } from './bench.ts';

/* npm run bench [-- NAME…] [--json]: all benches, or those named. One alone with --json prints one object, else a list. */
const parameters = process.argv.slice(2);
const json = parameters.includes('--json');
const names = parameters.filter((parameter) => !parameter.startsWith('-'));
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${benches.map((bench) => bench.name).join(', ')}`);
  process.exit(2);
}

const results: BenchResult[] = [];
for (const bench of benches.filter((candidate) => names.length === 0 || names.includes(candidate.name))) {
  const result = await bench.run();
  results.push(result);
  if (!json) console.log(`${result.name.padEnd(20)} ours ${round(result.ours)} ${result.unit}   reference ${round(result.reference)} ${result.unit}   ratio ${round(result.ratio)}   (${result.pairs} pairs)${result.note ? `\n${' '.repeat(21)}${result.note}` : ''}`);
}
if (json) console.log(JSON.stringify(names.length === 1 ? results[0] : results, null, 2));

function round(value: number): string {
  return value.toPrecision(3);
}
