import { ensureBuild } from './build.mjs';
import { ensureDependencies, projectEnvironment } from './dependencies.mjs';
import { hasDisplay, startVirtualDisplay } from './display.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Everything between a clone and a window: system packages, locked dependencies, an Electron, the build, and a display.
 * @param {{tests?: boolean}} [options] `tests`: also what the tests open the product's files with, and always a virtual display
 * @returns {Promise<{runtime: import('./electron.mjs').ElectronRuntime, env: NodeJS.ProcessEnv, headless: boolean, stop: () => void}>}
 */
export async function setUp(options = {}) {
  const virtual = process.platform === 'linux' && (options.tests || !hasDisplay);
  await ensureSystemPackages('window', ...(virtual ? ['virtualDisplay'] : []), ...(options.tests ? ['tests'] : []));
  await ensureDependencies();
  // Only now: it needs packages that were just installed.
  const { ensureElectron } = await import('./electron.mjs');
  const runtime = await ensureElectron();
  await ensureBuild(runtime);
  const display = virtual ? await startVirtualDisplay() : null;
  const env = { ...projectEnvironment(), RISKATLAS_ELECTRON: runtime.path, ...(display ? { DISPLAY: display.display } : {}) };
  return { runtime, env, headless: !hasDisplay, stop: () => display?.stop() };
}
