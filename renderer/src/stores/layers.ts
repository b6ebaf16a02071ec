import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CallOutput, WindowCalls } from '#shared/contract/index.ts';
import type { LayerState } from '#shared/model/plant-layout.ts';
import { call } from '../api/client.ts';
import { useLayouts } from './layouts.ts';
import { useMessages } from './messages.ts';
import { useWorkspace } from './workspace.ts';

type FileLayer = CallOutput<WindowCalls['layout/layers']>[number];
/** A layer as the panel shows it. */
export interface ShownLayer extends FileLayer { readonly shown: boolean; readonly opacity: number }

/** Several changes within this time are one step in the history, as when a slider is drawn. */
const settleMs = 350;

/** The layers of the drawing that is shown: what the file says, and what a person set over it. */
export const useLayers = defineStore('layers', () => {
  const open = ref(false);
  const inFile = shallowRef<readonly FileLayer[]>([]);
  /** What a person set; kept in the layout, and only here while the workspace is read-only. */
  const states = shallowRef<readonly LayerState[]>([]);
  const layouts = useLayouts();
  const messages = useMessages();
  const workspace = useWorkspace();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: (() => Promise<void>) | null = null;
  let asked = 0;

  const all = computed<readonly ShownLayer[]>(() => {
    const set = new Map(states.value.map((state) => [state.name, state]));
    return inFile.value.map((layer) => ({ ...layer, shown: set.get(layer.name)?.visible ?? layer.visible, opacity: set.get(layer.name)?.opacity ?? 1 }));
  });
  const shownCount = computed(() => all.value.filter((layer) => layer.shown).length);

  watch(() => layouts.current, (layout, before) => {
    if (layout?.id !== before?.id) void flush();
    if (pending === null) states.value = layout?.layers ?? [];
  }, { immediate: true });
  watch(() => [open.value, layouts.current?.id, layouts.current?.contentHash] as const, ([wanted, id]) => { if (wanted && id !== undefined) void load(id); }, { immediate: true });

  async function load(layoutId: string): Promise<void> {
    asked += 1;
    const mine = asked;
    inFile.value = [];
    try {
      const found = await call('layout/layers', { layoutId });
      if (mine === asked) inFile.value = found;
    } catch (error) { messages.report(error); }
  }

  /** Shows the new states at once, and stores them when nothing more comes for a moment. */
  function put(next: readonly LayerState[]): void {
    states.value = next;
    const layout = layouts.current;
    if (layout === null || !workspace.canEdit) return;
    clearTimeout(timer);
    pending = async () => {
      pending = null;
      try { await call('layout/update', { layoutId: layout.id, fields: { layers: [...next] } }); } catch (error) {
        messages.report(error);
        states.value = layouts.current?.layers ?? [];
      }
    };
    timer = setTimeout(() => { void flush(); }, settleMs);
  }
  async function flush(): Promise<void> {
    clearTimeout(timer);
    await pending?.();
  }

  /** Sets some layers; one that is as in the file and opaque is no longer listed. */
  function set(names: readonly string[], change: { readonly visible?: boolean; readonly opacity?: number }): void {
    const chosen = new Set(names);
    const kept = states.value.filter(({ name }) => !chosen.has(name));
    const changed = all.value.filter(({ name }) => chosen.has(name)).flatMap((layer) => {
      const state: LayerState = { name: layer.name, visible: change.visible ?? layer.shown, opacity: change.opacity ?? layer.opacity };
      return state.visible === layer.visible && state.opacity === 1 ? [] : [state];
    });
    put([...kept, ...changed]);
  }
  function reset(): void { put([]); }

  return { open, all, states, shownCount, set, reset, flush };
});
