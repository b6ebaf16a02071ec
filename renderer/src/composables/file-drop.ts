import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { pathOfDropped } from '../api/client.ts';
import { useMessages } from '../stores/messages.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { useChecklistImport } from './checklist-import.ts';
import { layoutEndings, useLayoutImport } from './layout-import.ts';
import { useZonesImport, zoneEndings } from './zones-import.ts';

/**
 * Files dropped anywhere on the window: a workspace is opened, a drawing becomes a layout, a workbook a checklist, zones are looked at. True
 * while files hover.
 */
export function useFileDrop(): Ref<boolean> {
  const over = ref(false);
  const messages = useMessages();
  const workspace = useWorkspace();
  const flow = useLayoutImport();
  const books = useChecklistImport();
  const zones = useZonesImport();
  let depth = 0;

  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  function enter(event: DragEvent): void {
    if (!hasFiles(event)) return;
    depth += 1;
    over.value = true;
  }
  function leave(event: DragEvent): void {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    if (depth === 0) over.value = false;
  }
  function hover(event: DragEvent): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  }
  async function drop(event: DragEvent): Promise<void> {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    over.value = false;
    for (const file of [...(event.dataTransfer?.files ?? [])]) await take(file);
  }
  async function take(file: File): Promise<void> {
    const path = pathOfDropped(file);
    if (path === '') return;
    if (/\.riskatlas$/i.test(file.name)) await workspace.open(path);
    else if (workspace.info === null) messages.tell('warning', { key: 'drop.openFirst', params: { file: file.name } });
    else if (layoutEndings.test(file.name) || /\.bmp$/i.test(file.name)) await flow.importFile(path);
    else if (zoneEndings.test(file.name)) await zones.read(path);
    else if (/\.(xlsx|xlsm|xls|et|xlsb|ods|csv)$/i.test(file.name)) await books.read(path);
    else messages.tell('warning', { key: 'drop.unknown', params: { file: file.name } });
  }
  const onDrop = (event: DragEvent): void => { void drop(event); };
  onMounted(() => {
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hover);
    window.addEventListener('drop', onDrop);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('dragenter', enter);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('dragover', hover);
    window.removeEventListener('drop', onDrop);
  });
  return over;
}
