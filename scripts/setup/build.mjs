import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { projectEnvironment, projectNode } from './dependencies.mjs';
import { root, stamps } from './folders.mjs';
import { run } from './run.mjs';

const inputs = ['electron', 'renderer', 'shared', 'resources', 'package-lock.json', 'package.json', 'electron.vite.config.ts', 'tsconfig.json'];

/**
 * Builds main, preload, host and window into `out/`, unless nothing has changed since the last build.
 * @param {{kind: string, version: string}} runtime the Electron that the build is to run on
 */
export async function ensureBuild(runtime) {
  const state = createHash('sha256').update(runtime.version);
  for (const input of inputs) addState(state, path.join(root, input));
  const wanted = state.digest('hex');
  const stamp = path.join(stamps, 'built');
  const built = path.join(root, 'out/main/index.js');
  if (fs.existsSync(built) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Building …');
  await run(projectNode(), [path.join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root, env: { ...projectEnvironment(), ELECTRON_MAJOR_VER: runtime.version.split('.')[0] }, quiet: true,
  });
  fs.mkdirSync(stamps, { recursive: true });
  fs.writeFileSync(stamp, wanted);
}

function addState(hash, file) {
  const stat = fs.statSync(file);
  if (stat.isDirectory()) for (const name of fs.readdirSync(file).sort()) addState(hash, path.join(file, name));
  else hash.update(`${path.relative(root, file)} ${stat.size} ${stat.mtimeMs}\n`);
}
