import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { EntityKind } from '#shared/model/entity.ts';
import type { Id } from '#shared/kernel/ids.ts';

export interface Selected { readonly kind: EntityKind; readonly id: Id }

/** What is selected: one row for the inspector, and on the map maybe several zones. The same in the tree, the map, the tables and the inspector. */
export const useSelection = defineStore('selection', () => {
  const row = ref<Selected | null>(null);
  const zoneIds = ref<readonly Id[]>([]);
  /** Counts up when the places should bring the selection into view (double-click, palette, links). */
  const revealed = ref(0);
  const key = computed(() => (row.value === null ? '' : `${row.value.kind}:${row.value.id}`));

  function select(kind: EntityKind, id: Id): void {
    row.value = { kind, id };
    zoneIds.value = kind === 'zone' ? [id] : [];
  }
  function selectZones(ids: readonly Id[]): void {
    const first = ids[0];
    zoneIds.value = ids;
    if (first !== undefined) row.value = { kind: 'zone', id: first };
    else if (row.value?.kind === 'zone') row.value = null;
  }
  function reveal(kind: EntityKind, id: Id): void {
    select(kind, id);
    revealed.value += 1;
  }
  function clear(): void {
    row.value = null;
    zoneIds.value = [];
  }
  return { row, zoneIds, revealed, key, select, selectZones, reveal, clear };
});
