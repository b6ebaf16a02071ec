import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { call } from '../api/client.ts';
import { useLayouts } from '../stores/layouts.ts';
import { useMessages } from '../stores/messages.ts';
import { useSelection } from '../stores/selection.ts';
import { useShell } from '../stores/shell.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { t } from '../locales/index.ts';
import { fileNameOf } from './format.ts';

export type LayoutImported = CallOutput<WindowCalls['layout/import']>;
export type LayoutPages = CallOutput<WindowCalls['layout/inspect']>;
export interface LayoutReport { readonly fileName: string; readonly imported: LayoutImported }
/** Files that a layout can be made of, by the ending of their name. */
export const layoutEndings = /\.(dxf|dwg|png|jpe?g|webp|tiff?|pdf|svg|geojson|json|shp)$/i;
/** Files that may have several pages. */
const pagedEndings = /\.(pdf|tiff?)$/i;

/** Drawings that were refused as damaged and of which a part may still be read. */
const recoverable: ReadonlySet<string> = new Set(['error.layout.dxfCut', 'error.layout.dxfSyntax', 'error.layout.dxfBinaryBroken']);

/** Reading a DWG failed at the converter, or for want of one. */
const dwgFaults: ReadonlySet<string> = new Set([
  'error.layout.dwg', 'error.layout.dwgProgram', 'error.layout.dwgFailed', 'error.layout.dwgTimeout', 'error.layout.dwgTooLarge', 'error.layout.dwgNothing',
]);

/** Importing a layout from the choice of the file to the report, and calibrating one that has no scale. */
export const useLayoutImport = defineStore('layoutImport', () => {
  const report = shallowRef<LayoutReport | null>(null);
  /** A drawing that was refused as damaged, while it may still be read in part. */
  const damaged = shallowRef<{ readonly path: string; readonly error: AppError } | null>(null);
  /** A file of several pages, while a person chooses among them. */
  const paged = shallowRef<{ readonly path: string; readonly fileName: string; readonly pages: LayoutPages } | null>(null);
  /** A DWG that was not read, and why; without a path the converter's settings by themselves. */
  const dwg = shallowRef<{ readonly path: string | null; readonly error: AppError | null } | null>(null);
  const calibrating = ref<Id | null>(null);
  const layouts = useLayouts();
  const messages = useMessages();
  const selection = useSelection();
  const shell = useShell();
  const tasks = useTasks();
  const workspace = useWorkspace();

  async function pick(): Promise<void> {
    try {
      const file = await call('shell/pickOpen', { kind: 'layout' });
      if (file !== null) await importFile(file.path);
    } catch (error) { messages.report(error); }
  }

  async function importFile(path: string, recover = false): Promise<void> {
    if (!workspace.canEdit) return;
    const fileName = fileNameOf(path);
    try {
      if (!recover && pagedEndings.test(path)) {
        const pages = await tasks.run('layout/inspect', { path }, 'pages.task', fileName, true);
        if (pages === null) return;
        if (pages.count > 1) { paged.value = { path, fileName, pages }; return; }
      }
      const imported = await tasks.run('layout/import', { path, recover }, 'app.task.layout', fileName, true);
      if (imported !== null) await shown(fileName, imported);
    } catch (error) {
      if (!recover && error instanceof AppError && recoverable.has(error.code)) damaged.value = { path, error };
      else if (error instanceof AppError && dwgFaults.has(error.code)) dwg.value = { path, error };
      else messages.report(error);
    }
  }

  /** Imports pages of a file, each as a layout with the page in its name. What is wrong with one page does not keep back the others. */
  async function importPages(path: string, pages: readonly number[]): Promise<void> {
    const fileName = fileNameOf(path);
    const plain = fileName.replace(/(.)\.[^.]*$/, '$1');
    const made: LayoutImported[] = [];
    for (const page of pages) {
      const subject = t('pages.name', { name: fileName, n: page });
      try {
        const imported = await tasks.run('layout/import', { path, page, name: t('pages.name', { name: plain, n: page }) }, 'app.task.layout', subject, true);
        if (imported !== null) made.push(imported);
      } catch (error) {
        messages.report(error);
        if (error instanceof AppError && error.code === 'error.cancelled') break;
      }
    }
    const [first] = made;
    if (first === undefined) return;
    if (made.length === 1) { await shown(fileName, first); return; }
    await layouts.load();
    layouts.currentId = first.layoutId;
    shell.place = 'map';
    messages.tell('success', { key: 'pages.imported', params: { file: fileName, n: made.length } });
  }

  async function shown(fileName: string, imported: LayoutImported): Promise<void> {
    await layouts.load();
    layouts.currentId = imported.layoutId;
    shell.place = 'map';
    report.value = { fileName, imported };
  }

  function startCalibration(id: Id): void {
    layouts.currentId = id;
    selection.clear();
    shell.place = 'map';
    calibrating.value = id;
  }

  return { report, damaged, paged, dwg, calibrating, pick, importFile, importPages, startCalibration };
});
