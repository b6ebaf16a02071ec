import { call } from '../api/client.ts';
import { useCompare } from '../stores/compare.ts';
import { useLayouts } from '../stores/layouts.ts';
import { useMessages } from '../stores/messages.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { fileNameOf } from './format.ts';
import type { LayoutSummary } from '#shared/contract/layout.ts';

/** Bringing in a new revision of a layout's drawing, then comparing the two; and the order of the layouts. */
export function useLayoutRevision() {
  const compare = useCompare();
  const layouts = useLayouts();
  const messages = useMessages();
  const tasks = useTasks();
  const workspace = useWorkspace();

  async function pick(layout: LayoutSummary): Promise<void> {
    try {
      const file = await call('shell/pickOpen', { kind: 'layout' });
      if (file !== null) await revise(layout, file.path);
    } catch (error) { messages.report(error); }
  }

  async function revise(layout: LayoutSummary, path: string): Promise<void> {
    if (!workspace.canEdit) return;
    const file = fileNameOf(path);
    const done = await tasks.run('layout/revise', { layoutId: layout.id, path }, 'layout.taskRevise', file);
    if (done === null) return;
    await layouts.load();
    layouts.currentId = layout.id;
    const unplaced = done.placedBy === 'nothing';
    messages.tell(unplaced ? 'warning' : 'success', { key: unplaced ? 'layout.revisedUnplaced' : 'layout.revised', params: { name: layout.name, file } },
      workspace.undoThis());
    if (!unplaced) await compare.open(layout.id);
  }

  async function rename(layout: LayoutSummary, name: string): Promise<void> {
    if (name.trim() === '' || name.trim() === layout.name) return;
    try { await call('entity/update', { kind: 'layout', id: layout.id, fields: { name: name.trim() } }); } catch (error) { messages.report(error); }
  }

  async function clearBoundary(layout: LayoutSummary): Promise<void> {
    try { await call('layout/update', { layoutId: layout.id, fields: { boundary: null } }); } catch (error) { messages.report(error); }
  }

  /** Moves a layout one place up or down in the list: its position becomes the middle of its new neighbours'. */
  async function move(layout: LayoutSummary, steps: -1 | 1): Promise<void> {
    const at = layouts.all.findIndex(({ id }) => id === layout.id);
    const [near, far] = [layouts.all[at + steps], layouts.all[at + 2 * steps]];
    if (near === undefined) return;
    const position = far === undefined ? near.position + steps : (near.position + far.position) / 2;
    try { await call('entity/update', { kind: 'layout', id: layout.id, fields: { position } }); } catch (error) { messages.report(error); }
  }

  return { pick, revise, rename, clearBoundary, move };
}
