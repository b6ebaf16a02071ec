import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { developmentRuntimeFits, preparedRuntime, prepareDevelopmentRuntime } from '../dev-electron/prepare.mjs';
import { projectNode } from './dependencies.mjs';
import { root, stamps } from './folders.mjs';
import { run } from './run.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} path the executable
 * @property {'current' | 'development'} kind
 * @property {string} version
 */

/**
 * The Electron that the product pins where its binary is or can be had, else the development runtime, said in one line.
 * A failed download is remembered until the pinned version changes, so that later starts do not wait for it again.
 * @returns {Promise<ElectronRuntime>}
 * @throws where neither can be had
 */
export async function ensureElectron() {
  const electron = path.join(root, 'node_modules/electron');
  const { version } = createRequire(import.meta.url)(path.join(electron, 'package.json'));
  const unavailable = path.join(stamps, `electron-${version}-unavailable`);
  if (!hasBinary(electron) && !fs.existsSync(unavailable)) {
    console.error(`Fetching Electron ${version} …`);
    try {
      await run(projectNode(), [path.join(electron, 'install.js')], { quiet: true, timeout: 300_000 });
    } catch {
      fs.mkdirSync(stamps, { recursive: true });
      fs.writeFileSync(unavailable, '');
    }
  }
  if (hasBinary(electron)) return { path: path.join(electron, 'dist', fs.readFileSync(path.join(electron, 'path.txt'), 'utf8')), kind: 'current', version };
  if (!developmentRuntimeFits) {
    throw new Error(`Electron ${version} cannot be downloaded here, and the development runtime exists for Linux x64 only. Set ELECTRON_MIRROR to a mirror you can reach, delete ${path.relative(root, unavailable)}, and start again.`);
  }
  const first = preparedRuntime() === null;
  const runtime = await prepareDevelopmentRuntime();
  console.error(`Electron ${version} cannot be downloaded here: using the development runtime, Electron 33.2.1${first ? ' (now prepared)' : ''}.`);
  return { path: runtime, kind: 'development', version: '33.2.1' };
}

const hasBinary = (electron) => fs.existsSync(path.join(electron, 'path.txt')) && fs.existsSync(path.join(electron, 'dist/version'));
