import { fork } from 'node:child_process';
import path from 'node:path';
import { app, utilityProcess } from 'electron';
import type { ToHost } from '#shared/contract/host-protocol.ts';

/** A running host process, however it was started. */
export interface HostLink {
  post(message: ToHost): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process has ended, with what is known of the reason. */
  onExit(listener: (reason: string) => void): void;
  kill(): void;
}

/**
 * Starts the workspace host. better-sqlite3 needs Node-API 10, which the product's Electron has: there it is a utility process.
 * The development runtime is older, so there the very same file runs on the project's own Node 24.
 * @param resources absolute path of `resources/`
 */
export function startHost(resources: string): HostLink {
  const entry = path.join(import.meta.dirname, 'host.js');
  const parameters = [`--resources=${resources}`];
  return Number(process.versions['napi'] ?? '0') >= 10 ? asUtilityProcess(entry, parameters) : asNodeProcess(entry, parameters);
}

function asUtilityProcess(entry: string, parameters: string[]): HostLink {
  const child = utilityProcess.fork(entry, parameters, { serviceName: 'RiskAtlas workspace host', stdio: 'inherit' });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit ${code}`)),
    kill: () => void child.kill(),
  };
}

function asNodeProcess(entry: string, parameters: string[]): HostLink {
  const node = path.join(app.getAppPath(), 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const { ELECTRON_RUN_AS_NODE: _unused, ...env } = process.env;
  const child = fork(entry, parameters, { execPath: node, execArgv: [], serialization: 'advanced', env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    post: (message) => void child.send(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code, signal) => listener(signal ?? `exit ${code}`)),
    kill: () => void child.kill(),
  };
}

