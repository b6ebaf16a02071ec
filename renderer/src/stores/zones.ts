import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ZoneView } from '#shared/contract/zones.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { call } from '../api/client.ts';
import { useMessages } from './messages.ts';
import { useWorkspace } from './workspace.ts';

export type LevelKey = RiskLevel | 'none';
export const levelKeys: readonly LevelKey[] = [1, 2, 3, 4, 'none'];
export const levelKey = (level: RiskLevel | null): LevelKey => level ?? 'none';

/** Worst first; not assessed after the highest two, because an unknown risk must not look like a low one. */
const worstFirst: Readonly<Record<LevelKey, number>> = { 1: 0, 2: 1, none: 2, 3: 3, 4: 4 };

/** All zones with their levels, kept in step with the workspace. Shapes stay outside Vue's deep reactivity. */
export const useZones = defineStore('zones', () => {
  const all = shallowRef<readonly ZoneView[]>([]);
  const loaded = ref(false);
  const messages = useMessages();
  const workspace = useWorkspace();
  const byId = computed(() => new Map(all.value.map((zone) => [zone.id, zone])));
  const listeners = new Set<(changed: readonly ZoneView[] | null, removed: readonly Id[]) => void>();

  /** `changed` null: everything was read anew. */
  function onZones(listener: (changed: readonly ZoneView[] | null, removed: readonly Id[]) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  async function load(ids: readonly Id[] | null): Promise<void> {
    if (workspace.info === null) {
      all.value = [];
      loaded.value = false;
      for (const listener of listeners) listener(null, []);
      return;
    }
    try {
      if (ids === null) {
        all.value = await call('zones/list', {});
        loaded.value = true;
        for (const listener of listeners) listener(null, []);
        return;
      }
      if (ids.length === 0) return;
      const changed = await call('zones/list', { ids: [...ids] });
      const present = new Map(changed.map((zone) => [zone.id, zone]));
      const removed = ids.filter((id) => !present.has(id));
      const known = new Set(all.value.map((zone) => zone.id));
      const gone = new Set(removed);
      all.value = [
        ...all.value.filter((zone) => !gone.has(zone.id)).map((zone) => present.get(zone.id) ?? zone),
        ...changed.filter((zone) => !known.has(zone.id)),
      ];
      for (const listener of listeners) listener(changed, removed);
    } catch (error) { messages.report(error); }
  }

  workspace.onChanged((change) => { void load(change === null ? null : change.zoneIds); });

  const counts = computed(() => {
    const result: Record<LevelKey, number> = { 1: 0, 2: 0, 3: 0, 4: 0, none: 0 };
    for (const zone of all.value) result[levelKey(zone.level)] += 1;
    return result;
  });
  const ordered = computed(() => all.value.toSorted((a, b) => worstFirst[levelKey(a.level)] - worstFirst[levelKey(b.level)] || a.code.localeCompare(b.code, 'zh') || a.name.localeCompare(b.name, 'zh')));
  /** Zones that a unit is linked to. */
  const ofUnit = computed(() => {
    const map = new Map<Id, ZoneView[]>();
    for (const zone of all.value) for (const unit of zone.unitIds) map.set(unit, [...(map.get(unit) ?? []), zone]);
    return map;
  });

  return { all, loaded, byId, counts, ordered, ofUnit, load, onZones };
});
