import { spawn } from 'node:child_process';

/**
 * Runs a program to its end with this process's streams.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeout?: number}} [options] `quiet`: output is shown only if it fails; `timeout` in milliseconds
 * @throws if it cannot be started, ends with another code than 0, or takes longer than `timeout`
 */
export function run(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    // npm is a .cmd file on Windows, which only a shell starts.
    const child = spawn(command, parameters, {
      cwd: options.cwd, env: options.env ?? process.env, shell: process.platform === 'win32',
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      ...(options.timeout ? { timeout: options.timeout } : {}),
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${parameters.join(' ')} ended with ${signal ?? code}${output ? `\n${output}` : ''}`));
    });
  });
}
