import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { CallInput, CallOutput, WindowCallName, WindowCalls } from '#shared/contract/index.ts';
import { call, cancelTask, onEvent } from '../api/client.ts';
import { useMessages } from './messages.ts';
import type { TextKey } from '../locales/index.ts';

export interface Task {
  readonly id: string;
  readonly title: TextKey;
  /** What it works on, such as a file's name; may be empty. */
  readonly subject: string;
  readonly startedAt: number;
  phase: string;
  done: number;
  /** 0 where it is not known. */
  total: number;
  cancelling: boolean;
}

/** Long calls that are under way: where they are, and the way out. */
export const useTasks = defineStore('tasks', () => {
  const running = ref<Task[]>([]);
  const messages = useMessages();

  onEvent('task/progress', (progress) => {
    const task = running.value.find((entry) => entry.id === progress.taskId);
    if (task === undefined) return;
    task.phase = progress.phase;
    task.done = progress.done;
    task.total = progress.total;
  });

  /** Runs a long call. Its error is reported, and null returned, unless `rethrow` asks for it. */
  async function run<Name extends WindowCallName>(
    name: Name, input: CallInput<WindowCalls[Name]>, title: TextKey, subject = '', rethrow = false,
  ): Promise<CallOutput<WindowCalls[Name]> | null> {
    const id = crypto.randomUUID();
    running.value.push({ id, title, subject, startedAt: Date.now(), phase: '', done: 0, total: 0, cancelling: false });
    try {
      return await call(name, input, id);
    } catch (error) {
      if (rethrow) throw error;
      messages.report(error);
      return null;
    } finally {
      running.value = running.value.filter((entry) => entry.id !== id);
    }
  }

  async function cancel(id: string): Promise<void> {
    const task = running.value.find((entry) => entry.id === id);
    if (task === undefined) return;
    task.cancelling = true;
    await cancelTask(id);
  }

  return { running, run, cancel };
});
