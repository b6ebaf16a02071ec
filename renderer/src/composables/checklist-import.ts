import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import type { ChecklistResult, RowCounts } from '#shared/contract/checklist.ts';
import { call } from '../api/client.ts';
import { useMessages } from '../stores/messages.ts';
import { useShell } from '../stores/shell.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { fileNameOf } from './format.ts';

export type Preview = CallOutput<WindowCalls['checklist/preview']>;
export const createdRows = (counts: RowCounts): number => counts.objects + counts.units + counts.events + counts.measures + counts.tasks;

/** Importing a checklist: read, look at, accept or leave. Nothing is written before it is accepted. */
export const useChecklistImport = defineStore('checklistImport', () => {
  const preview = shallowRef<Preview | null>(null);
  const done = shallowRef<{ readonly fileName: string; readonly result: ChecklistResult } | null>(null);
  const messages = useMessages();
  const shell = useShell();
  const tasks = useTasks();
  const workspace = useWorkspace();

  async function pick(): Promise<void> {
    try {
      const file = await call('shell/pickOpen', { kind: 'checklist' });
      if (file !== null) await read(file.path);
    } catch (error) { messages.report(error); }
  }
  async function read(path: string): Promise<void> {
    if (!workspace.canEdit) return;
    if (preview.value !== null) await discard();
    const next = await tasks.run('checklist/preview', { path }, 'app.task.preview', fileNameOf(path));
    if (next !== null) preview.value = next;
  }
  async function accept(acceptValid: boolean): Promise<void> {
    const current = preview.value;
    if (current === null) return;
    const result = await tasks.run('checklist/accept', { previewId: current.previewId, acceptValid }, 'app.task.accept', current.fileName);
    if (result === null) return;
    preview.value = null;
    done.value = { fileName: current.fileName, result };
    shell.place = 'checklist';
  }
  function undo(): void {
    done.value = null;
    void workspace.undo();
  }
  async function discard(): Promise<void> {
    const current = preview.value;
    preview.value = null;
    if (current === null) return;
    try { await call('checklist/discard', { previewId: current.previewId }); } catch (error) { messages.report(error); }
  }

  // The line about the import goes away with the next step, whatever it is: it would offer to undo something else.
  workspace.onChanged((change) => {
    if (change === null) preview.value = null;
    if (change === null || change.label.key !== 'change.checklist.import') done.value = null;
  });
  return { preview, done, pick, read, accept, undo, discard };
});
