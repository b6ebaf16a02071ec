import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { z } from 'zod';
import { rejectionSchema } from '#shared/contract/exchange.ts';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import type { Target } from '#shared/contract/exchange.ts';
import type { TargetSummary } from '#shared/contract/shell.ts';
import { call } from '../api/client.ts';
import { useMessages } from './messages.ts';
import { useTasks } from './tasks.ts';
import { useWorkspace } from './workspace.ts';

export type TargetStatus = CallOutput<WindowCalls['exchange/status']>;
/** What a push answers; `shell/push` passes the host's answer on. */
const pushedSchema = z.object({ target: z.string(), sent: z.number(), accepted: z.number(), rejected: z.array(rejectionSchema), skippedUnchanged: z.number(), heldBack: z.number() });
export type Pushed = z.infer<typeof pushedSchema>;

/** The systems that data is handed to, what waits for each, and the last push. Secrets go out and never come back. */
export const useExchange = defineStore('exchange', () => {
  const targets = shallowRef<readonly TargetSummary[]>([]);
  const secretsProtected = ref(true);
  const currentName = ref<string | null>(null);
  const status = shallowRef<TargetStatus | null>(null);
  const pushed = shallowRef<Pushed | null>(null);
  const pushing = ref(false);
  const messages = useMessages();
  const tasks = useTasks();
  const workspace = useWorkspace();
  const current = computed(() => targets.value.find(({ name }) => name === currentName.value) ?? null);

  async function load(): Promise<void> {
    try {
      const known = await call('shell/targets', {});
      targets.value = known.targets;
      secretsProtected.value = known.secretsProtected;
      if (current.value === null) currentName.value = known.targets[0]?.name ?? null;
      await loadStatus();
    } catch (error) { messages.report(error); }
  }
  async function loadStatus(): Promise<void> {
    const name = currentName.value;
    if (name === null || workspace.info === null) { status.value = null; return; }
    try {
      const next = await call('exchange/status', { target: name });
      if (name === currentName.value) status.value = next;
    } catch (error) { messages.report(error); }
  }
  function choose(name: string): void {
    if (name === currentName.value) return;
    currentName.value = name;
    status.value = null;
    pushed.value = null;
    void loadStatus();
  }
  /** Throws what main answers, so that the dialog can show it beside its fields. */
  async function save(target: Target): Promise<void> {
    const saved = await call('shell/saveTarget', target);
    currentName.value = saved.name;
    await load();
  }
  async function remove(name: string): Promise<void> {
    try {
      await call('shell/deleteTarget', { name });
      if (currentName.value === name) currentName.value = null;
      await load();
    } catch (error) { messages.report(error); }
  }
  async function push(): Promise<void> {
    const name = currentName.value;
    if (name === null) return;
    pushing.value = true;
    pushed.value = null;
    try {
      const answer = pushedSchema.safeParse(await tasks.run('shell/push', { name }, 'app.task.push', name, true));
      if (answer.success) {
        pushed.value = answer.data;
        messages.tell(answer.data.rejected.length > 0 ? 'warning' : 'success', { key: 'send.done', params: { target: name, sent: answer.data.sent, accepted: answer.data.accepted, rejected: answer.data.rejected.length, skipped: answer.data.skippedUnchanged } });
      }
    } catch (error) { messages.report(error); } finally {
      pushing.value = false;
      await loadStatus();
    }
  }
  return { targets, secretsProtected, current, currentName, status, pushed, pushing, load, loadStatus, choose, save, remove, push };
});
