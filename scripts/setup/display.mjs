import { spawn } from 'node:child_process';

/** Does this machine have a display that a window can be shown on? */
export const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

/**
 * Starts a virtual display that ends with this process.
 * @returns {Promise<{display: string, stop: () => void}>} `display` is the value for DISPLAY
 */
export function startVirtualDisplay() {
  return new Promise((resolve, reject) => {
    const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    const stop = () => xvfb.kill();
    process.once('exit', stop);
    let errors = '';
    xvfb.stderr.on('data', (chunk) => (errors += chunk));
    xvfb.stdio[3].once('data', (number) => resolve({ display: `:${String(number).trim()}`, stop }));
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}: ${errors}`)));
  });
}
