import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { AppError, toErrorData, type ErrorData } from '#shared/kernel/errors.ts';
import type { ChangeLabel } from '#shared/changes/change.ts';

export type MessageTone = 'error' | 'warning' | 'success' | 'info';
export interface MessageAction { readonly label: ChangeLabel; readonly run: () => void }
/** A message keeps its key and parameters, not its words, so that it follows a change of language. */
export interface Message {
  readonly id: number;
  readonly tone: MessageTone;
  readonly at: number;
  readonly error: ErrorData | null;
  readonly label: ChangeLabel | null;
  readonly action: MessageAction | null;
}

const toastMilliseconds = { error: 12_000, warning: 10_000, success: 8_000, info: 5_000 } as const;
const kept = 200;
/** What a person stopped themselves is no fault. */
const cancelled: ReadonlySet<string> = new Set(['error.cancelled', 'error.exchange.cancelled']);

/** The one place where errors and notices are told: a toast now, and the list of problems after. */
export const useMessages = defineStore('messages', () => {
  const list = shallowRef<readonly Message[]>([]);
  const toasts = shallowRef<readonly Message[]>([]);
  const seen = ref(0);
  let counter = 0;

  function push(message: Omit<Message, 'id' | 'at'>): void {
    counter += 1;
    const entry: Message = { ...message, id: counter, at: Date.now() };
    list.value = [entry, ...list.value].slice(0, kept);
    toasts.value = [...toasts.value.slice(-3), entry];
    window.setTimeout(() => { dismiss(entry.id); }, toastMilliseconds[message.tone]);
  }

  /** Tells a fault to the person, with a way out where there is one. A cancelled task is no fault: it is told as a notice. */
  function report(thrown: unknown, action: MessageAction | null = null): void {
    const error = toErrorData(thrown);
    if (!(thrown instanceof AppError)) console.error(thrown);
    push({ tone: cancelled.has(error.code) ? 'info' : 'error', error, label: null, action });
  }

  function tell(tone: MessageTone, label: ChangeLabel, action: MessageAction | null = null): void {
    push({ tone, error: null, label, action });
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((entry) => entry.id !== id);
  }

  function clear(): void {
    list.value = [];
    toasts.value = [];
  }

  const problems = computed(() => list.value.filter((entry) => entry.tone === 'error' || entry.tone === 'warning'));
  const unseen = computed(() => problems.value.filter((entry) => entry.id > seen.value).length);
  function markSeen(): void { seen.value = counter; }

  return { list, toasts, problems, unseen, report, tell, dismiss, clear, markSeen };
});
