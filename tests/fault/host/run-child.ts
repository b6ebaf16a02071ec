import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const script = fileURLToPath(new URL('./child.ts', import.meta.url));

export interface Child { readonly process: ChildProcess; readonly said: unknown }

/** Starts the second process and waits for its line. `uid` runs it as another user (root only). */
export async function runChild(command: 'hold' | 'commit' | 'look', path: string, uid?: number): Promise<Child> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, command, path], {
    stdio: ['ignore', 'pipe', 'inherit'], ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line') as [string];
  return { process: child, said: JSON.parse(line) };
}

export async function kill(child: Child): Promise<void> {
  if (child.process.exitCode !== null) return;
  const ended = once(child.process, 'exit');
  child.process.kill('SIGKILL');
  await ended;
}
