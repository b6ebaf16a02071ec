import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { useLayouts } from './layouts.ts';
import { useShell } from './shell.ts';
import { useTasks } from './tasks.ts';

export type LayoutDifference = CallOutput<WindowCalls['layout/difference']>;

/** The drawing of a layout against the one before it, while that is looked at. */
export const useCompare = defineStore('compare', () => {
  const layoutId = ref<Id | null>(null);
  const found = shallowRef<LayoutDifference | null>(null);
  /** The drawing before is shown in place of the present one. */
  const holding = ref(false);
  const layouts = useLayouts();
  const shell = useShell();
  const tasks = useTasks();
  const layout = computed(() => layouts.all.find(({ id }) => id === layoutId.value) ?? null);

  async function open(id: Id): Promise<void> {
    const name = layouts.all.find((entry) => entry.id === id)?.name ?? '';
    const difference = await tasks.run('layout/difference', { layoutId: id }, 'compare.task', name);
    if (difference === null) return;
    layouts.currentId = id;
    shell.place = 'map';
    layoutId.value = id;
    found.value = difference;
  }
  function close(): void {
    layoutId.value = null;
    found.value = null;
    holding.value = false;
  }
  // Another drawing, or another revision of this one: what was compared is no longer on the map.
  watch(() => [layouts.currentId, layouts.current?.previous?.derivedHash, layouts.current?.fileName], () => { close(); });

  return { layout, layoutId, found, holding, open, close };
});
