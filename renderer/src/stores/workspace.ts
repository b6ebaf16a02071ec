import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { HistoryEntry, WorkspaceInfo } from '#shared/contract/workspace.ts';
import type { EventData } from '#shared/contract/events.ts';
import { AppError, fromErrorData, type ErrorCode } from '#shared/kernel/errors.ts';
import { call, onEvent } from '../api/client.ts';
import { fileNameOf } from '../composables/format.ts';
import { hasText, t, tLabel } from '../locales/index.ts';
import { useMessages, type MessageAction } from './messages.ts';
import { useTasks } from './tasks.ts';

type Changed = EventData<'workspace/changed'>;

/** The open workspace as a whole: what it is, whether it can be changed, undo and redo. */
export const useWorkspace = defineStore('workspace', () => {
  const info = shallowRef<WorkspaceInfo | null>(null);
  const lastChange = shallowRef<HistoryEntry | null>(null);
  const ready = ref(false);
  const messages = useMessages();
  const tasks = useTasks();
  const canEdit = computed(() => info.value !== null && !info.value.readOnly);
  const listeners = new Set<(change: Changed | null) => void>();

  /** Calls `listener` after every commit; with null when another workspace was opened or the host began anew. */
  function onChanged(listener: (change: Changed | null) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  function tellListeners(change: Changed | null): void {
    for (const listener of listeners) listener(change);
  }

  let asked = 0;
  async function refresh(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const next = await call('workspace/info', {});
      if (mine !== asked) return;
      info.value = next;
      const newest = next === null ? [] : await call('workspace/history', { limit: 1 });
      if (mine === asked) lastChange.value = newest[0] ?? null;
    } catch (error) {
      messages.report(error);
    } finally {
      ready.value = true;
    }
  }

  async function open(path: string): Promise<void> {
    try {
      const opened = await tasks.run('workspace/open', { path }, 'app.task.open', fileNameOf(path), true);
      if (opened !== null) await entered(opened);
    } catch (error) {
      const damaged = error instanceof AppError && error.code === 'error.workspace.damaged';
      messages.report(error, damaged ? { label: { key: 'app.recover', params: {} }, run: () => { void recover(path); } } : null);
    }
  }
  /** Reads what can be read of a damaged file into a new one that the person names, and opens that. */
  async function recover(path: string): Promise<void> {
    try {
      const chosen = await call('shell/pickSave', { kind: 'workspace', suggestedName: t('app.recoverName', { file: fileNameOf(path).replace(/\.riskatlas$/i, '') }) });
      const made = chosen === null ? null : await tasks.run('workspace/recover', { path, target: chosen.path }, 'app.task.recover', fileNameOf(path));
      if (chosen === null || made === null) return;
      await open(chosen.path);
      messages.tell(made.lost > 0 ? 'warning' : 'success', { key: 'app.recovered', params: { file: fileNameOf(chosen.path), rows: made.rows, lost: made.lost } });
    } catch (error) { messages.report(error); }
  }
  async function create(input: { path: string; name: string; companyCode: string }): Promise<void> {
    await entered(await call('workspace/create', input));
  }
  async function createSample(path: string): Promise<void> {
    const made = await tasks.run('workspace/createSample', { path }, 'app.task.sample', fileNameOf(path));
    if (made !== null) await entered(made);
  }
  async function entered(next: WorkspaceInfo): Promise<void> {
    info.value = next;
    tellListeners(null);
    await refresh();
  }
  async function close(): Promise<void> {
    try {
      await call('workspace/close', {});
      info.value = null;
      lastChange.value = null;
      tellListeners(null);
    } catch (error) { messages.report(error); }
  }

  async function step(direction: 'undo' | 'redo'): Promise<void> {
    if (!canEdit.value || info.value?.[direction] === null) return;
    try {
      const done = await call(direction === 'undo' ? 'workspace/undo' : 'workspace/redo', {});
      messages.tell('info', { key: direction === 'undo' ? 'app.undone' : 'app.redone', params: { label: tLabel(done.label) } });
    } catch (error) { messages.report(error); }
  }

  /** “Undo” beside a notice of the step just made. Once another step has followed, it undoes nothing: it would be another step than the notice says. */
  function undoThis(): MessageAction {
    const made = call('workspace/info', {}).then((now) => now?.seq, () => undefined);
    const run = async (): Promise<void> => {
      try {
        if ((await made) === (await call('workspace/info', {}))?.seq) await step('undo'); else messages.tell('info', { key: 'app.undoFollowed', params: {} });
      } catch (error) { messages.report(error); }
    };
    return { label: { key: 'app.undo', params: {} }, run: () => { void run(); } };
  }

  onEvent('workspace/changed', (change) => { void refresh(); tellListeners(change); });
  onEvent('workspace/opened', () => { void refresh().then(() => { tellListeners(null); }); });
  onEvent('workspace/closed', () => { info.value = null; tellListeners(null); });
  onEvent('shell/error', ({ code, params }) => {
    if (hasText(code)) messages.report(fromErrorData({ code: code as ErrorCode, params })); else messages.report(code);
  });
  onEvent('host/restarted', () => {
    messages.tell('warning', { key: 'app.hostRestarted', params: {} });
    void refresh().then(() => { tellListeners(null); });
  });

  return { info, lastChange, ready, canEdit, onChanged, refresh, open, create, createSample, close, undo: () => step('undo'), redo: () => step('redo'), undoThis };
});
