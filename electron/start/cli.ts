import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '#shared/kernel/clock.ts';
import { runCommandLine } from '#electron/host/cli/run.ts';
import { hostPorts } from '#electron/start/ports.ts';

/* The command line `riskatlas` as a program: the host with the real adapters, the terminal, and Ctrl+C. */
const interrupt = new AbortController();
process.on('SIGINT', () => interrupt.abort());
// A reader that has seen enough (`| head`) is no fault of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// From the sources this file lies in electron/start, from the build in out/main.
const root = path.resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

process.exitCode = await runCommandLine(process.argv.slice(2), {
  ports: hostPorts({
    entry: import.meta.url, resources: path.join(root, 'resources'), clock: systemClock, emit: () => undefined,
    who: () => process.env['USERNAME'] ?? process.env['USER'] ?? 'riskatlas',
  }),
  streams: {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY,
  },
  environment: process.env,
  version,
  signal: interrupt.signal,
});
