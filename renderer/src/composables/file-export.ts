import type { Exported } from '#shared/contract/checklist.ts';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import { call } from '../api/client.ts';
import { useMessages } from '../stores/messages.ts';
import { useTasks } from '../stores/tasks.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { t } from '../locales/index.ts';
import { byteSize, fileNameOf } from './format.ts';

export type PackageFindings = Pick<CallOutput<WindowCalls['exchange/export']>, 'notSent' | 'notices'>;

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
  /** Writes the package of a profile; returns what was left out and what is to be known of what is in it, null where nothing was written. */
  async function dataPackage(profile = 'national-2024'): Promise<PackageFindings | null> {
    try {
      const name = t(profile === 'national-2024' ? 'send.packageName' : 'send.zonesName', { name: workspace.info?.enterpriseName ?? '' });
      const file = await call('shell/pickSave', { kind: 'zip', suggestedName: name });
      const made = file === null ? null : await tasks.run('exchange/export', { out: file.path, profile }, 'app.task.package', fileNameOf(file.path));
      if (made === null) return null;
      tellWritten(made);
      return { notSent: made.notSent, notices: made.notices };
    } catch (error) { messages.report(error); return null; }
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
