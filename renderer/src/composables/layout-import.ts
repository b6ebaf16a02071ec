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
import { fileNameOf } from './format.ts';

export type LayoutImported = CallOutput<WindowCalls['layout/import']>;
export interface LayoutReport { readonly fileName: string; readonly imported: LayoutImported }
/** Files that a layout can be made of, by the ending of their name. */
export const layoutEndings = /\.(dxf|png|jpe?g|pdf|svg|geojson|json)$/i;

/** Drawings that were refused as damaged and of which a part may still be read. */
const recoverable: ReadonlySet<string> = new Set(['error.layout.dxfCut', 'error.layout.dxfSyntax', 'error.layout.dxfBinaryBroken']);

/** Importing a layout from the choice of the file to the report, and calibrating one that has no scale. */
export const useLayoutImport = defineStore('layoutImport', () => {
  const report = shallowRef<LayoutReport | null>(null);
  /** A drawing that was refused as damaged, while it may still be read in part. */
  const damaged = shallowRef<{ readonly path: string; readonly error: AppError } | null>(null);
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
      const imported = await tasks.run('layout/import', { path, recover }, 'app.task.layout', fileName, true);
      if (imported === null) return;
      await layouts.load();
      layouts.currentId = imported.layoutId;
      shell.place = 'map';
      report.value = { fileName, imported };
    } catch (error) {
      if (!recover && error instanceof AppError && recoverable.has(error.code)) damaged.value = { path, error };
      else messages.report(error);
    }
  }

  function startCalibration(id: Id): void {
    layouts.currentId = id;
    selection.clear();
    shell.place = 'map';
    calibrating.value = id;
  }

  return { report, damaged, calibrating, pick, importFile, startCalibration };
});
