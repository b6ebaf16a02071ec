import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancelSignal } from '#shared/contract/ports.ts';

export interface RunLimits {
  readonly seconds: number;
  /** What the program may write into the folder of its output, in bytes. */
  readonly maxBytes: number;
}

export interface RunRequest {
  readonly program: string;
  readonly arguments: readonly string[];
  /** The folder in which the program starts, and the one it writes into. */
  readonly folder: string;
  readonly outFolder: string;
  readonly limits: RunLimits;
  readonly signal: CancelSignal;
}

export type RunEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null; readonly said: string }
  | { readonly kind: 'notStarted'; readonly reason: string }
  | { readonly kind: 'timeout' | 'tooLarge' | 'cancelled' };

const watchMilliseconds = 200;
/** What a program says last is kept: the fault is mostly in it. */
const keptCharacters = 600;

/**
 * Runs a program without a shell and waits for its end. It is killed with all that it started when it takes too long, writes too much, or the
 * work is cancelled. It gets no more of the environment than programs need to run.
 */
export async function runConverter({ program, arguments: values, folder, outFolder, limits, signal }: RunRequest): Promise<RunEnd> {
  if (signal.aborted) return { kind: 'cancelled' };
  const posix = process.platform !== 'win32';
  const child = spawn(program, values, {
    // On POSIX a process group of its own, so that all of it can be killed.
    cwd: folder, env: environmentFor(folder), shell: false, windowsHide: true, detached: posix, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listen = (chunk: Buffer): void => { said = (said + chunk.toString('utf8')).slice(-keptCharacters); };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);

  return new Promise<RunEnd>((resolve) => {
    let end: RunEnd | null = null;
    const stop = (kind: 'timeout' | 'tooLarge' | 'cancelled'): void => {
      if (end !== null) return;
      end = { kind };
      kill(child, posix);
    };
    const timer = setTimeout(() => { stop('timeout'); }, limits.seconds * 1000);
    const watch = setInterval(() => {
      void sizeOf(outFolder).then((size) => { if (size > limits.maxBytes) stop('tooLarge'); });
    }, watchMilliseconds);
    const cancel = (): void => { stop('cancelled'); };
    signal.addEventListener('abort', cancel);
    const finish = (found: RunEnd): void => {
      clearTimeout(timer);
      clearInterval(watch);
      signal.removeEventListener('abort', cancel);
      // What it left running in its group ends with it.
      kill(child, posix);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(end ?? found);
    };
    child.once('error', (error) => { finish({ kind: 'notStarted', reason: 'code' in error ? String(error.code) : error.message }); });
    // `exit`, not `close`: a child of the program may hold the pipes open.
    child.once('exit', (code, killedBy) => {
      setTimeout(() => { finish({ kind: 'ended', code, signal: killedBy, said: readable(said) }); }, 20);
    });
  });
}

function kill(child: ChildProcess, posix: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (posix) process.kill(-child.pid, 'SIGKILL');
    else if (child.exitCode === null) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
  } catch {
    // Nothing of it is left.
  }
}

/** Bytes of the files in a folder; a converter writes no folders below. */
export async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).then(({ size }) => size, () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const passedOn = [
  'PATH', 'Path', 'LANG', 'LC_ALL', 'LC_CTYPE', 'HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'SystemRoot', 'SYSTEMROOT', 'windir', 'ComSpec', 'PATHEXT',
  'ProgramFiles', 'ProgramData', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR',
];

function environmentFor(folder: string): NodeJS.ProcessEnv {
  const taken = passedOn.flatMap((name) => { const value = process.env[name]; return value === undefined ? [] : [[name, value] as const]; });
  return { ...Object.fromEntries(taken), TMPDIR: folder, TEMP: folder, TMP: folder };
}

/** The last lines of what a program said, without control characters. */
function readable(said: string): string {
  const lines = said.replaceAll(/\p{Cc}+/gu, '\n').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.slice(-4).join(' / ').slice(-300);
}
