import { onScopeDispose, ref, type Ref } from 'vue';

/** The current time in milliseconds, renewed every `milliseconds`; for ages and clocks. */
export function useNow(milliseconds: number): Ref<number> {
  const now = ref(Date.now());
  const timer = window.setInterval(() => { now.value = Date.now(); }, milliseconds);
  onScopeDispose(() => { window.clearInterval(timer); });
  return now;
}
