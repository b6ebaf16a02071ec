import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { z } from 'zod';
import type { EditorAction } from '../editor/actions.ts';
import { whyNot } from '../editor/availability.ts';
import type { EditorSituation, UnavailableReason } from '../editor/availability.ts';
import type { EditorControl } from '../editor/editor-control.ts';
import { defaultOptions, snapKinds } from '../editor/options.ts';
import type { EditorOptions, SnapKind } from '../editor/options.ts';
import type { NumericRequest, ToolState } from '../editor/tool-state.ts';
import { useLayouts } from './layouts.ts';
import { useSelection } from './selection.ts';
import { useWorkspace } from './workspace.ts';
import { useZones } from './zones.ts';

/** Where the drawing options are kept: they belong to this machine, not to the workspace. */
const keptAs = 'riskatlas.editor-options';
const optionsSchema = z.object({
  kinds: z.object(Object.fromEntries(snapKinds.map((kind) => [kind, z.boolean()])) as Record<SnapKind, z.ZodBoolean>), // one entry a kind
  gridSize: z.number().min(0.001).max(1000), tolerance: z.number().min(2).max(40), alignNeighbours: z.boolean(), allowOverlap: z.boolean(),
});

function kept(): EditorOptions {
  try {
    return optionsSchema.parse(JSON.parse(window.localStorage.getItem(keptAs) ?? 'null'));
  } catch { return defaultOptions; }
}

/** The zone editor as the window sees it: the tool in use with its values, options, and what can be done now. */
export const useEditor = defineStore('editor', () => {
  const layouts = useLayouts();
  const selection = useSelection();
  const workspace = useWorkspace();
  const zones = useZones();
  const control = shallowRef<EditorControl | null>(null);
  const state = shallowRef<ToolState>({ tool: 'select', hint: '', fields: [], choices: [], underWay: false, snapped: null });
  const options = shallowRef<EditorOptions>(kept());
  const numeric = shallowRef<NumericRequest | null>(null);
  const copied = ref(0);
  const touching = ref(false);
  /** The zones are shown as a table beside the map. */
  const tableShown = ref(false);
  const here = computed(() => zones.all.filter((zone) => layouts.currentId === null || zone.layoutId === layouts.currentId));
  const situation = computed((): EditorSituation => ({
    canEdit: workspace.canEdit,
    layout: layouts.current === null ? 'none' : layouts.current.calibration === null ? 'unscaled' : 'ready',
    zones: here.value.length, selected: selection.zoneIds.length, copied: copied.value, touching: touching.value,
  }));
  const reason = (action: Pick<EditorAction, 'kind' | 'name'>): UnavailableReason | null => whyNot(action, situation.value);

  function attach(next: EditorControl): void {
    control.value = next;
    next.setOptions(options.value);
    state.value = next.state();
  }
  function detach(): void {
    control.value = null;
    numeric.value = null;
  }
  /** Reads anew what depends on the selection and on what was copied. */
  function look(): void {
    copied.value = control.value?.copied() ?? 0;
    touching.value = control.value?.touching() ?? false;
  }
  function setOptions(change: Partial<EditorOptions>): void {
    options.value = { ...options.value, ...change };
    window.localStorage.setItem(keptAs, JSON.stringify(options.value));
    control.value?.setOptions(options.value);
  }
  // After the map has taken over the selection and the zones.
  watch(() => [selection.zoneIds, here.value, control.value], () => { window.setTimeout(look, 0); }, { flush: 'post' });
  return { control, state, options, numeric, tableShown, here, reason, attach, detach, look, setOptions };
});
