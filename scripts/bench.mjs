import path from 'node:path';
import { projectNode } from './setup/dependencies.mjs';
import { root } from './setup/folders.mjs';
import { setUp } from './setup/index.mjs';
import { run } from './setup/run.mjs';

/* npm run bench [-- NAME…] [--json]: the benches of tests/bench, each against its reference in the same run. */
const parameters = process.argv.slice(2);
const { env, stop } = await setUp({ tests: true });
try {
  await run(projectNode(), ['--expose-gc', '--disable-warning=ExperimentalWarning', path.join(root, 'tests/bench/run.ts'), ...parameters], { cwd: root, env });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  stop();
}
