import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { LayoutSummary } from '#shared/contract/layout.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { call } from '../api/client.ts';
import { useMessages } from './messages.ts';
import { useWorkspace } from './workspace.ts';

/** The workspace's plant layouts and the one that is shown. */
export const useLayouts = defineStore('layouts', () => {
  const all = shallowRef<readonly LayoutSummary[]>([]);
  const loaded = ref(false);
  const currentId = ref<Id | null>(null);
  const current = computed(() => all.value.find((layout) => layout.id === currentId.value) ?? null);
  const messages = useMessages();
  const workspace = useWorkspace();

  async function load(): Promise<void> {
    if (workspace.info === null) {
      all.value = [];
      loaded.value = false;
      currentId.value = null;
      return;
    }
    try {
      all.value = await call('layout/list', {});
      loaded.value = true;
      if (current.value === null) currentId.value = all.value[0]?.id ?? null;
    } catch (error) { messages.report(error); }
  }

  workspace.onChanged((change) => { if (change === null || change.kinds.includes('layout')) void load(); });
  return { all, loaded, currentId, current, load };
});
