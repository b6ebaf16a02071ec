import { execFileSync } from 'node:child_process';
import { run } from './run.mjs';

/** What the window needs of a bare Debian, and what the tests open the product's files with. */
const packagesFor = {
  window: ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'fonts-noto-cjk'],
  virtualDisplay: ['xvfb'],
  // fonts-liberation: what poppler sets the standard fonts of a PDF with.
  tests: ['xvfb', 'poppler-utils', 'libreoffice-calc-nogui', 'openssl', 'gdal-bin', 'fonts-liberation'],
};

/**
 * Sees that the system packages for `purposes` are there. On Linux with apt: as root it installs what is missing, else it prints
 * the exact command and ends. Elsewhere there is nothing to do.
 * @param {...('window' | 'virtualDisplay' | 'tests')} purposes
 */
export async function ensureSystemPackages(...purposes) {
  if (process.platform !== 'linux' || !hasProgram('dpkg-query')) return;
  const missing = [...new Set(purposes.flatMap((purpose) => packagesFor[purpose]))].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const install = ['install', '-y', '-q', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) {
    console.error(`These system packages are missing. Install them, then start again:\n  sudo apt-get update && sudo apt-get ${install.join(' ')}`);
    process.exit(1);
  }
  console.error(`Installing system packages: ${missing.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { quiet: true, env });
  await run('apt-get', install, { quiet: true, env });
}

function isInstalled(name) {
  // Newer Debian and Ubuntu carry some of these under a name with `t64` at the end.
  return [name, `${name}t64`].some((candidate) => {
    try {
      return execFileSync('dpkg-query', ['-W', '-f', '${Status}', candidate], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes('ok installed');
    } catch {
      return false;
    }
  });
}

function hasProgram(name) {
  try {
    execFileSync('which', [name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
