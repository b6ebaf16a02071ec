import type { Exported } from '#shared/contract/checklist.ts';
import { call } from '../api/client.ts';
import { useMessages } from '../stores/messages.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { t } from '../locales/index.ts';
import { byteSize, fileNameOf } from './format.ts';

/** Writing the workspace's contents to files that the person chooses. */
export function useFileExport() {
  const messages = useMessages();
  const tasks = useTasks();
  const workspace = useWorkspace();

  /** Tells that a file was written, with its size and a way to see it. */
  function tellWritten(made: Exported): void {
    messages.tell('success', { key: 'app.exported', params: { file: fileNameOf(made.out), size: byteSize(made.bytes) } },
      { label: { key: 'app.showFile', params: {} }, run: () => { void call('shell/showFile', { path: made.out }).catch(messages.report); } });
  }
  async function dataPackage(): Promise<void> {
    try {
      const file = await call('shell/pickSave', { kind: 'zip', suggestedName: t('send.packageName', { name: workspace.info?.enterpriseName ?? '' }) });
      const made = file === null ? null : await tasks.run('exchange/export', { out: file.path }, 'app.task.package', fileNameOf(file.path));
      if (made !== null) tellWritten(made);
    } catch (error) { messages.report(error); }
  }
  async function checklist(): Promise<void> {
    try {
      const file = await call('shell/pickSave', { kind: 'xlsx', suggestedName: t('book.exportName', { name: workspace.info?.enterpriseName ?? '' }) });
      const made = file === null ? null : await tasks.run('checklist/export', { out: file.path }, 'app.task.export', fileNameOf(file.path));
      if (made !== null) tellWritten(made);
    } catch (error) { messages.report(error); }
  }
  return { tellWritten, dataPackage, checklist };
}
