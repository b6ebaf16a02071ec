import path from 'node:path';
import { app, clipboard, shell } from 'electron';
import type { Settings } from '#shared/contract/shell.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { dwgHandlers } from './dwg-converter.ts';
import { pickOpen, pickSave } from './file-dialogs.ts';
import type { GrantedPaths } from './granted-paths.ts';
import type { ShellHandlers } from './router.ts';
import type { SettingsStore } from './settings.ts';
import type { TargetStore } from './target-store.ts';
import type { Windows } from './windows.ts';

interface ShellParts {
  readonly windows: Windows;
  readonly paths: GrantedPaths;
  readonly settings: SettingsStore;
  readonly targets: TargetStore;
  readonly callHost: (name: string, input: unknown, taskId: string) => Promise<unknown>;
  readonly onSettings: (settings: Settings) => void;
}

/** The calls that main answers itself: dialogs, windows, settings, targets. */
export function shellHandlers({ windows, paths, settings, targets, callHost, onSettings }: ShellParts): ShellHandlers {
  const mainWindow = () => {
    const window = windows.get('main');
    if (!window) throw new AppError('error.window.readOnly');
    return window;
  };
  const granted = (file: string | null) => {
    if (file === null) return null;
    paths.grant(file);
    return { path: file };
  };
  return {
    'shell/pickOpen': async ({ kind }) => granted(await pickOpen(mainWindow(), kind, settings.settings.language)),
    'shell/pickSave': async ({ kind, suggestedName }) => granted(await pickSave(mainWindow(), kind, path.basename(suggestedName), settings.settings.language)),
    'shell/recent': () => [...settings.recent],
    'shell/settings': () => settings.settings,
    'shell/saveSettings': (changes) => {
      const saved = settings.save(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
      onSettings(saved);
      return saved;
    },
    'shell/openControlRoom': () => {
      windows.show('control-room');
      return {};
    },
    ...dwgHandlers(mainWindow, settings),
    'shell/showFile': ({ path: file }) => {
      shell.showItemInFolder(file);
      return {};
    },
    'shell/copyText': ({ text }) => {
      clipboard.writeText(text);
      return {};
    },
    'shell/about': () => ({
      version: app.getVersion(), electron: process.versions.electron, chrome: process.versions.chrome, node: process.versions.node,
      developmentRuntime: Number(process.versions['napi'] ?? '0') < 10,
    }),
    'shell/targets': () => ({ targets: targets.list(), secretsProtected: targets.secretsProtected }),
    'shell/saveTarget': (target) => targets.save(target),
    'shell/deleteTarget': ({ name }) => {
      targets.delete(name);
      return {};
    },
    'shell/push': async ({ name, profile }, taskId) => callHost('exchange/push', { target: await targets.withSecrets(name), profile }, taskId),
  };
}
