import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { geoFrame, type GeoFrame } from '#shared/geometry/crs/geo-frame.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import { call } from '../api/client.ts';
import { coordinateKinds, type CoordinateKind } from '../composables/coordinates.ts';
import { useMessages } from './messages.ts';
import { useWorkspace } from './workspace.ts';

const storageKey = 'riskatlas.coordinates';

/** The plant's place on the earth, and in which coordinates places are told. */
export const useGeo = defineStore('geo', () => {
  const reference = shallowRef<GeoReference | null>(null);
  const frame = shallowRef<GeoFrame | null>(null);
  const wanted = ref<CoordinateKind>(coordinateKinds.find((kind) => kind === localStorage.getItem(storageKey)) ?? 'plant');
  /** What is shown: plant metres while the plant has no place. */
  const kind = computed<CoordinateKind>(() => (frame.value === null ? 'plant' : wanted.value));
  const dialog = ref(false);
  const messages = useMessages();
  const workspace = useWorkspace();

  let asked = 0;
  async function load(): Promise<void> {
    asked += 1;
    const mine = asked;
    if (workspace.info === null) { take(null); return; }
    try {
      const { geoReference } = await call('plant/geoReference', {});
      if (mine === asked) take(geoReference);
    } catch (error) { messages.report(error); }
  }
  function take(next: GeoReference | null): void {
    reference.value = next;
    frame.value = next === null ? null : geoFrame(next);
  }
  /** The next kind of coordinates, by turns. */
  function cycle(): void {
    wanted.value = coordinateKinds[(coordinateKinds.indexOf(kind.value) + 1) % coordinateKinds.length] ?? 'plant';
    localStorage.setItem(storageKey, wanted.value);
  }

  workspace.onChanged((change) => { if (change === null || change.kinds.includes('enterprise')) void load(); });
  return { reference, frame, kind, dialog, load, cycle };
});
