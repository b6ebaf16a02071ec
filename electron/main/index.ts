import path from 'node:path';
import { app, nativeTheme } from 'electron';
import { toErrorData, type ErrorData } from '#shared/kernel/errors.ts';
import { workspaceInfoSchema } from '#shared/contract/workspace.ts';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/shell.ts';
import { channels } from '#electron/preload/channels.ts';
import { withDwgConverter } from './dwg-converter.ts';
import { GrantedPaths } from './granted-paths.ts';
import { HostClient } from './host-client.ts';
import { startHost } from './host-link.ts';
import { lockDown } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { registerPageScheme, servePages } from './page-protocol.ts';
import { routeCalls } from './router.ts';
import { systemSecretKeeper } from './secret-keeper.ts';
import { SettingsStore } from './settings.ts';
import { shellHandlers } from './shell-handlers.ts';
import { TargetStore } from './target-store.ts';
import { Windows } from './windows.ts';

/** Calls after which another workspace is open. */
const openingCalls = new Set(['workspace/create', 'workspace/createSample', 'workspace/open']);

registerPageScheme();
// Every process of the program in the system's sandbox, unless it was switched off on the command line, as tests run by root must.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  const resources = app.isPackaged ? path.join(process.resourcesPath, 'resources') : path.join(app.getAppPath(), 'resources');
  servePages(path.join(import.meta.dirname, '../renderer'), async (input) => await callHost('layout/content', input, 'content') as CallOutput<WindowCalls['layout/content']>);
  lockDown();

  const windows = new Windows();
  const paths = new GrantedPaths();
  const settings = new SettingsStore(app.getPath('userData'), { language: app.getLocale().startsWith('en') ? 'en' : 'zh-CN', theme: 'system', userName: '' });
  for (const recent of settings.recent) paths.grant(recent.path);
  const targets = new TargetStore(app.getPath('userData'), await systemSecretKeeper());
  const host = new HostClient(() => startHost(resources), (name, data) => windows.broadcast(name, data as never));

  const callHost = async (name: string, input: unknown, taskId: string) => {
    const value = await host.call(name, withDwgConverter(name, input, settings.dwgConverter), taskId);
    if (openingCalls.has(name)) workspaceOpened(workspaceInfoSchema.parse(value));
    if (name === 'workspace/close') {
      host.remember(null);
      windows.broadcast('workspace/closed', {});
    }
    return value;
  };
  const workspaceOpened = (info: { path: string; readOnly: boolean; enterpriseName: string }) => {
    host.remember({ path: info.path, readOnly: info.readOnly });
    paths.grant(info.path);
    settings.remember({ path: info.path, name: info.enterpriseName, openedAt: new Date().toISOString() });
    windows.broadcast('workspace/opened', { path: info.path });
  };
  const applySettings = (current: Settings) => {
    nativeTheme.themeSource = current.theme;
    setMenu(current.language, (command) => windows.get('main')?.webContents.send(channels.event, 'menu/command', { command }));
    // Setting the menu gives it to every window.
    windows.get('control-room')?.removeMenu();
    host.identify(current.userName || defaultUserName());
    windows.broadcast('settings/changed', current);
  };

  const shell = shellHandlers({ windows, paths, settings, targets, callHost, onSettings: applySettings });
  routeCalls({ windows, paths, shell, callHost, cancel: (taskId) => host.cancel(taskId) });
  applySettings(settings.settings);

  /** Opens the workspace that the command line names; what to tell the person if it cannot be opened. */
  const openFromCommandLine = async (parameters: readonly string[], folder: string): Promise<ErrorData | null> => {
    const file = parameters.slice(1).find((parameter) => parameter.endsWith('.riskatlas') && !parameter.startsWith('-'));
    if (file === undefined) return null;
    const absolute = path.resolve(folder, file);
    paths.grant(absolute);
    try {
      await callHost('workspace/open', { path: absolute, readOnly: false }, 'command-line');
      return null;
    } catch (error) {
      return toErrorData(error);
    }
  };
  app.on('second-instance', (_event, parameters, folder) => {
    windows.show('main');
    void openFromCommandLine(parameters, folder).then((error) => { if (error !== null) windows.broadcast('shell/error', error); });
  });
  app.on('activate', () => windows.show('main'));
  app.on('window-all-closed', () => app.quit());
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    // The host closes the workspace file first, so that it is one file without side files.
    event.preventDefault();
    void host.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });

  const failed = await openFromCommandLine(process.argv, process.cwd());
  const main = windows.show('main');
  // The page listens once it has loaded.
  if (failed !== null) main.webContents.once('did-finish-load', () => windows.broadcast('shell/error', failed));
  main.on('closed', () => windows.get('control-room')?.close());
}

/** The person's name in the change log until they give one: the system's user name. */
function defaultUserName(): string {
  return process.env['USERNAME'] ?? process.env['USER'] ?? 'user';
}
