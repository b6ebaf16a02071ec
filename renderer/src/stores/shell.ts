import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { Box, PlantPoint } from '#shared/geometry/frames.ts';

export type Place = 'map' | 'checklist' | 'exchange';
export const places: readonly Place[] = ['map', 'checklist', 'exchange'];
export type Panel = 'history' | 'problems' | 'keyboard' | 'palette' | 'about';

/** What the main window shows: the place, the open panel, the map's state for the status bar. */
export const useShell = defineStore('shell', () => {
  const place = ref<Place>('map');
  const panel = ref<Panel | null>(null);
  const treeWidth = ref(264);
  const inspectorWidth = ref(328);
  const snap = ref(true);
  const cursor = shallowRef<PlantPoint | null>(null);
  /** Metres per CSS pixel; null while no map is shown. */
  const metresPerPixel = ref<number | null>(null);
  /** Counts up when the tree's search field should take the focus. */
  const searchAsked = ref(0);
  const newWorkspaceAsked = ref(false);
  const exportingMap = ref(false);
  /** A place that the map should go to; a new object each time. */
  const wantedPlace = shallowRef<{ readonly at: PlantPoint | Box } | null>(null);
  /** The map has put a form of its own where the inspector is. */
  const inspectorTaken = ref(false);
  /** The exchange place shows the inspector only for a rejected row that was opened from it. */
  const inspectsRejected = ref(false);

  function toggle(which: Panel): void { panel.value = panel.value === which ? null : which; }
  watch(place, () => { inspectsRejected.value = false; });
  function showPlace(at: PlantPoint | Box): void { place.value = 'map'; wantedPlace.value = { at }; }
  function go(next: Place): void { place.value = next; }
  return { place, panel, treeWidth, inspectorWidth, snap, cursor, metresPerPixel, searchAsked, newWorkspaceAsked, exportingMap, inspectsRejected, inspectorTaken, wantedPlace, showPlace, toggle, go };
});
