import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ZoneChoices, ZoneCounts, ZonesPreview } from '#shared/contract/zones-import.ts';
import { call } from '../api/client.ts';
import { useLayouts } from '../stores/layouts.ts';
import { useMessages } from '../stores/messages.ts';
import { useShell } from '../stores/shell.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { fileNameOf } from './format.ts';

/** Files of zones by the ending of their name, where it can be nothing else. */
export const zoneEndings = /\.(gpkg|zip)$/i;

/** Importing zones: choose a file, look at what it holds, choose what is what, accept in one step or leave. Nothing is written before. */
export const useZonesImport = defineStore('zonesImport', () => {
  const preview = shallowRef<ZonesPreview | null>(null);
  const busy = ref(false);
  const layouts = useLayouts();
  const messages = useMessages();
  const shell = useShell();
  const tasks = useTasks();
  const workspace = useWorkspace();

  async function pick(): Promise<void> {
    if (!hasScale()) return;
    try {
      const file = await call('shell/pickOpen', { kind: 'zones' });
      if (file !== null) await read(file.path);
    } catch (error) { messages.report(error); }
  }
  /** Zones lie in metres: without a layout that has a scale there is nowhere to put them. */
  function hasScale(): boolean {
    if (layouts.current !== null && layouts.current.calibration !== null) return true;
    messages.tell('warning', { key: 'zonesImport.needLayout', params: {} });
    return false;
  }
  async function read(path: string): Promise<void> {
    const layoutId = layouts.currentId;
    if (!workspace.canEdit || !hasScale() || layoutId === null) return;
    if (preview.value !== null) await discard();
    const next = await tasks.run('zones/preview', { path, layoutId }, 'zonesImport.task', fileNameOf(path));
    if (next !== null) preview.value = next;
  }
  async function choose(choices: Partial<ZoneChoices>): Promise<void> {
    const current = preview.value;
    if (current === null) return;
    busy.value = true;
    const next = await tasks.run('zones/choose', { previewId: current.previewId, choices }, 'zonesImport.task', current.fileName);
    busy.value = false;
    if (next !== null && preview.value?.previewId === next.previewId) preview.value = next;
  }
  async function accept(acceptValid: boolean): Promise<void> {
    const current = preview.value;
    if (current === null) return;
    busy.value = true;
    const counts = await tasks.run('zones/accept', { previewId: current.previewId, acceptValid }, 'zonesImport.task', current.fileName);
    busy.value = false;
    if (counts === null) return;
    preview.value = null;
    shell.place = 'map';
    tellDone(current.fileName, counts);
  }
  function tellDone(file: string, { created, relinked, present }: ZoneCounts): void {
    messages.tell('success', { key: 'zonesImport.done', params: { file, created, relinked, present } },
      created + relinked === 0 ? null : workspace.undoThis());
  }
  async function discard(): Promise<void> {
    const current = preview.value;
    preview.value = null;
    if (current === null) return;
    try { await call('zones/discard', { previewId: current.previewId }); } catch (error) { messages.report(error); }
  }

  workspace.onChanged((change) => { if (change === null) preview.value = null; });
  return { preview, busy, pick, read, choose, accept, discard };
});
