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
  /** What is on the map, and where. */
  const shown = computed(() => { const at = layouts.current; return JSON.stringify([at?.id, at?.contentHash, at?.calibration, at?.previous?.derivedHash]); });
  let comparedAs = '';

  async function open(id: Id): Promise<void> {
    const name = layouts.all.find((entry) => entry.id === id)?.name ?? '';
    const difference = await tasks.run('layout/difference', { layoutId: id }, 'compare.task', name);
    if (difference === null) return;
    layouts.currentId = id;
    comparedAs = shown.value;
    shell.place = 'map';
    layoutId.value = id;
    found.value = difference;
  }
  function close(): void {
    layoutId.value = null;
    found.value = null;
    holding.value = false;
  }
  // Another drawing, another revision of this one, or another calibration: what was compared is no longer on the map.
  watch(shown, (now) => { if (now !== comparedAs) close(); });

  return { layout, layoutId, found, holding, open, close };
});
