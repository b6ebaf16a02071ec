import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { projectNode } from './setup/dependencies.mjs';
import { root, stamps } from './setup/folders.mjs';
import { setUp } from './setup/index.mjs';

/*
 * npm test: lint, types, dependency rules, unused code, then the tests without and with a window. Ends with `N passed, N failed`.
 * What could not run is said with the reason; under CI that counts as a failure.
 */
let passed = 0;
let failed = 0;
const notRun = [];
let environment = process.env;

const setup = await trySetUp();
check('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings=0']);
for (const project of ['shared', 'electron', 'tests']) check(`types: ${project}`, 'typescript/bin/tsc', ['-p', project]);
check('types: renderer', 'vue-tsc/bin/vue-tsc.js', ['-p', 'renderer', '--noEmit']);
check('dependency rules', 'dependency-cruiser/bin/dependency-cruiser.mjs', ['--config', '.dependency-cruiser.cjs', 'shared', 'electron', 'renderer']);
unitTests();
windowTests();
setup?.stop();

for (const { what, why } of notRun) console.log(`not run: ${what}: ${why}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || (notRun.length > 0 && process.env.CI) ? 1 : 0);

async function trySetUp() {
  try {
    const done = await setUp({ tests: true });
    environment = done.env;
    return done;
  } catch (error) {
    notRun.push({ what: 'end-to-end tests', why: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** One check that passes or fails as a whole. */
function check(name, program, parameters) {
  const { status } = runTool(program, parameters);
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${name}`);
  if (status === 0) passed += 1;
  else failed += 1;
}

function unitTests() {
  const report = path.join(stamps, 'unit.json');
  fs.rmSync(report, { force: true });
  runTool('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  const result = readReport(report);
  if (result === null) failed += 1;
  else {
    passed += result.numPassedTests;
    // A file that fails before its tests are known counts as one failure.
    failed += result.numFailedTests + result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
    if (result.numPendingTests > 0) notRun.push({ what: `${result.numPendingTests} tests`, why: 'skipped' });
  }
}

function windowTests() {
  if (setup === null) return;
  const report = path.join(stamps, 'window.json');
  fs.rmSync(report, { force: true });
  environment = { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  runTool('@playwright/test/cli.js', ['test', '-c', 'tests/e2e/playwright.config.ts']);
  const result = readReport(report);
  if (result === null) failed += 1;
  else {
    passed += result.stats.expected;
    failed += result.stats.unexpected + result.stats.flaky + result.errors.length;
    if (result.stats.skipped > 0) notRun.push({ what: `${result.stats.skipped} end-to-end tests`, why: 'skipped' });
  }
}

function runTool(program, parameters) {
  return spawnSync(projectNode(), [path.join(root, 'node_modules', program), ...parameters], { cwd: root, env: environment, stdio: 'inherit' });
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}
