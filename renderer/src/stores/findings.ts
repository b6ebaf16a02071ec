import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { ZoneFindingView } from '#shared/contract/zone-findings.ts';
import type { FixKind } from '#shared/zones/finding-types.ts';
import { call, cancelTask, onEvent } from '../api/client.ts';
import { t } from '../locales/index.ts';
import { useLayouts } from './layouts.ts';
import { useMessages } from './messages.ts';
import { useShell } from './shell.ts';
import { useWorkspace } from './workspace.ts';

/** After a change the zones are looked over again: soon where the list is open, else once nothing more has come for a while. */
const waitMs = { open: 500, closed: 4_000 } as const;

/** What the check of the shown layout's zones has found, kept in step with the workspace. */
export const useFindings = defineStore('findings', () => {
  const all = shallowRef<readonly ZoneFindingView[]>([]);
  /** How many there are in all; more than are listed where there are very many. */
  const count = ref(0);
  const running = ref(false);
  const percent = ref(0);
  const layouts = useLayouts();
  const messages = useMessages();
  const shell = useShell();
  const workspace = useWorkspace();
  let taskId = '';
  let timer: number | undefined;

  const ignoredIds = computed(() => new Set(layouts.current?.ignoredFindings ?? []));
  const open = computed(() => all.value.filter(({ id }) => !ignoredIds.value.has(id)));
  const ignored = computed(() => all.value.filter(({ id }) => ignoredIds.value.has(id)));

  onEvent('task/progress', (progress) => {
    if (progress.taskId === taskId && progress.total > 0) percent.value = Math.round((100 * progress.done) / progress.total);
  });

  async function check(): Promise<void> {
    window.clearTimeout(timer);
    if (running.value) void cancelTask(taskId);
    const layoutId = layouts.currentId;
    const own = crypto.randomUUID();
    taskId = own;
    if (layoutId === null || workspace.info === null) {
      running.value = false;
      show([], 0);
      return;
    }
    running.value = true;
    percent.value = 0;
    try {
      const found = await call('zones/findings', { layoutId }, own);
      if (taskId === own) show(found.findings, found.count);
    } catch (error) {
      // Stopped by the person, or overtaken by a change: the list stays as it was.
      if (taskId === own && !(error instanceof Error && 'code' in error && error.code === 'error.cancelled')) messages.report(error);
    } finally {
      if (taskId === own) running.value = false;
    }
  }
  function show(found: readonly ZoneFindingView[], total: number): void {
    all.value = found;
    count.value = total;
  }
  function stop(): void { if (running.value) void cancelTask(taskId); }

  function later(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { void check(); }, shell.panel === 'problems' ? waitMs.open : waitMs.closed);
  }
  workspace.onChanged((change) => { if (change === null || change.zoneIds?.length !== 0 || change.kinds.some((kind) => kind === 'zone' || kind === 'unit' || kind === 'layout')) later(); });
  watch(() => layouts.currentId, () => {
    // What is being found is about the layout before: it must not come to this one's list.
    if (running.value) void cancelTask(taskId);
    taskId = '';
    running.value = false;
    show([], 0);
    later();
  }, { immediate: true });

  /** Mends a finding in one step, which can be undone. */
  async function fix(finding: ZoneFindingView, kind: FixKind): Promise<void> {
    const layoutId = layouts.currentId;
    if (layoutId === null) return;
    try {
      await call('zones/fix', { layoutId, findingId: finding.id, fix: kind });
      messages.tell('success', { key: 'findings.fixed', params: { text: t(`finding.${finding.kind}`, finding.params) } }, workspace.undoThis());
      // The list is told at once; the check that follows says the rest.
      show(all.value.filter(({ id }) => id !== finding.id), count.value - 1);
    } catch (error) {
      messages.report(error);
      void check();
    }
  }

  /** Sets findings aside, or takes them back. */
  async function setIgnored(ids: readonly string[], on: boolean): Promise<void> {
    const { currentId: layoutId, current } = layouts;
    if (layoutId === null || current === null) return;
    const rest = current.ignoredFindings.filter((id) => !ids.includes(id));
    try {
      await call('layout/update', { layoutId, fields: { ignoredFindings: on ? [...rest, ...ids] : rest } });
    } catch (error) { messages.report(error); }
  }

  return { all, open, ignored, count, running, percent, check, stop, fix, setIgnored };
});
