import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { projectNode } from './setup/dependencies.mjs';
import { root } from './setup/folders.mjs';
import { setUp } from './setup/index.mjs';
import { run } from './setup/run.mjs';

/*
 * npm start: sets everything up and opens the workstation on the sample plant. On a machine with no display the window runs on a
 * virtual one and does the main job by itself (scripts/tour); its results lie in out/sample.
 */
try {
  const { runtime, env, headless, stop } = await setUp();
  const folder = path.join(root, 'out/sample');
  fs.mkdirSync(folder, { recursive: true });
  if (headless) {
    console.log('No display here: the window runs on a virtual one and does the main job by itself.');
    await run(projectNode(), [path.join(root, 'scripts/tour/index.ts'), folder], { cwd: root, env });
  } else {
    const workspace = path.join(folder, 'sample-plant.riskatlas');
    if (!fs.existsSync(workspace)) await run(projectNode(), [path.join(root, 'electron/start/cli.ts'), 'new', workspace, '--sample'], { cwd: root, env, quiet: true });
    await openWindow(runtime, env, workspace);
  }
  stop();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function openWindow(runtime, env, workspace) {
  // Chromium's sandbox refuses to run as root, which is for trying things out only.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return new Promise((resolve, reject) => {
    const window = spawn(runtime.path, [...asRoot, root, workspace], { stdio: 'inherit', env });
    window.on('error', reject);
    window.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`RiskAtlas ended with ${code}.`))));
  });
}
