import { computed, type ComputedRef } from 'vue';
import { call } from '../api/client.ts';
import { useGeo } from '../stores/geo.ts';
import { useMessages } from '../stores/messages.ts';
import { useSettings } from '../stores/settings.ts';
import { places, useShell } from '../stores/shell.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { t } from '../locales/index.ts';
import { useChecklistImport } from './checklist-import.ts';
import { useFileExport } from './file-export.ts';
import { useLayoutImport } from './layout-import.ts';
import { useZonesImport } from './zones-import.ts';

/** `workspace`: only of use while a workspace is open. */
export interface Command { readonly name: string; readonly text: string; readonly keys: string; readonly workspace: boolean; readonly run: () => void }

/** The window's commands, by the names that the native menu sends. */
export function useCommands(): ComputedRef<readonly Command[]> {
  const shell = useShell();
  const geo = useGeo();
  const workspace = useWorkspace();
  const settings = useSettings();
  const messages = useMessages();
  const books = useChecklistImport();
  const flow = useLayoutImport();
  const zonesImport = useZonesImport();
  const files = useFileExport();
  const tasks = useTasks();

  async function open(): Promise<void> {
    try {
      const file = await call('shell/pickOpen', { kind: 'workspace' });
      if (file !== null) await workspace.open(file.path);
    } catch (error) { messages.report(error); }
  }
  async function sample(): Promise<void> {
    try {
      const file = await call('shell/pickSave', { kind: 'workspace', suggestedName: `${t('start.sampleName')}.riskatlas` });
      if (file !== null) await workspace.createSample(file.path);
    } catch (error) { messages.report(error); }
  }
  /** Looks the file over; what is wrong is listed among the problems. */
  async function check(): Promise<void> {
    const result = await tasks.run('workspace/check', {}, 'menu.check');
    if (result === null) return;
    for (const { severity, message } of result.findings) messages.tell(severity, message);
    if (result.ok) messages.tell('success', { key: 'app.checked', params: { n: result.findings.length } }); else shell.panel = 'problems';
  }
  const command = (name: string, text: string, keys: string, run: () => unknown, inWorkspace = true): Command => ({ name, text, keys, workspace: inWorkspace, run: () => { void run(); } });

  return computed(() => [
    ...places.map((place, index) => command(`place.${place}`, t('palette.go', { place: t(`place.${place}`) }), `Ctrl+${index + 1}`, () => { shell.place = place; })),
    command('import-layout', t('map.import'), 'Ctrl+Shift+L', flow.pick),
    command('dwg-converter', t('dwg.settings'), '', () => { flow.dwg = { path: null, error: null }; }),
    command('import-zones', t('zonesImport.command'), '', zonesImport.pick),
    command('import-checklist', t('book.import'), 'Ctrl+Shift+I', books.pick),
    command('export-map', t('map.export'), 'Ctrl+P', () => { shell.exportingMap = true; }),
    command('export-checklist', t('book.export'), '', files.checklist),
    command('export-package', t('send.packageSave'), '', files.dataPackage),
    command('georeference', t('geo.title'), '', () => { geo.dialog = true; }),
    command('control-room', t('app.controlRoom'), 'F11', () => call('shell/openControlRoom', {}).catch(messages.report)),
    command('undo', t('app.undo'), 'Ctrl+Z', workspace.undo),
    command('redo', t('app.redo'), 'Ctrl+Shift+Z', workspace.redo),
    command('history', t('app.history'), 'Ctrl+H', () => { shell.panel = 'history'; }),
    command('keys', t('app.keys'), 'F1', () => { shell.panel = 'keyboard'; }, false),
    command('about', t('about.title'), '', () => { shell.panel = 'about'; }, false),
    command('check', t('menu.check'), '', check),
    command('new', t('start.new'), 'Ctrl+N', () => { shell.newWorkspaceAsked = true; }, false),
    command('open', t('start.open'), 'Ctrl+O', open, false),
    command('sample', t('start.sample'), '', sample, false),
    command('close', t('app.home'), 'Ctrl+W', workspace.close),
    command('language', t('palette.language'), '', () => settings.save({ language: settings.language === 'zh-CN' ? 'en' : 'zh-CN' }), false),
    command('theme', t('palette.theme'), '', () => settings.save({ theme: settings.dark ? 'light' : 'dark' }), false),
  ]);
}
