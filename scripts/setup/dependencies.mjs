import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root, stamps } from './folders.mjs';
import { run } from './run.mjs';

/** Installs what the lockfile names, unless just that is installed already. */
export async function ensureDependencies() {
  const lock = createHash('sha256').update(fs.readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
  const stamp = path.join(stamps, 'installed');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing the locked dependencies …');
  // No package's own scripts: native modules bring their binaries, and npm would try to compile one of them all the same.
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, quiet: true });
  // But for one: the package `node` fetches the Node 24 of this platform in its script.
  await run(outerNode(), ['installArchSpecificPackage.js'], { cwd: path.join(root, 'node_modules/node'), quiet: true });
  await run('npm', ['rebuild', 'node', '--ignore-scripts', '--loglevel=error'], { cwd: root, quiet: true });
  fs.mkdirSync(stamps, { recursive: true });
  fs.writeFileSync(stamp, lock);
}

/** A Node that is not among the dependencies: the one that runs this may just have been replaced with them. */
function outerNode() {
  const inside = process.execPath.startsWith(path.join(root, 'node_modules') + path.sep);
  return inside ? (process.env.npm_node_execpath ?? 'node') : process.execPath;
}

/** Path of the Node 24 among the dependencies, which runs everything of the project that is not Electron. */
export function projectNode() {
  const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!fs.existsSync(node)) throw new Error('Node 24 was not installed among the dependencies (package "node"). Delete node_modules and start again.');
  return node;
}

/** The environment for the project's programs: its own Node and tools first on the PATH. */
export function projectEnvironment() {
  const folders = [path.dirname(projectNode()), path.join(root, 'node_modules/.bin')];
  return { ...process.env, PATH: [...folders, process.env.PATH ?? ''].join(path.delimiter) };
}
