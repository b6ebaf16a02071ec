import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ZoneView } from '#shared/contract/zones.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { RiskLevel } from '#shared/model/assessment.ts';
import { useZones } from './zones.ts';

export interface RoomChange { readonly key: number; readonly at: number; readonly id: Id; readonly name: string; readonly what: 'level' | 'added' | 'removed' | 'edited'; readonly before: RiskLevel | null; readonly after: RiskLevel | null }
const kept = 60;
const flashMilliseconds = 6_000;

/** What changed since the control-room window was opened, newest first, and which zones are marked as just changed. */
export const useRoomChanges = defineStore('roomChanges', () => {
  const zones = useZones();
  const list = shallowRef<readonly RoomChange[]>([]);
  const fresh = ref<ReadonlySet<Id>>(new Set());
  let before: ReadonlyMap<Id, ZoneView> | null = null;
  let counter = 0;

  function compare(next: ReadonlyMap<Id, ZoneView>): void {
    if (before === null) { before = next; return; }
    const at = Date.now();
    const found: RoomChange[] = [];
    const note = (zone: ZoneView, what: RoomChange['what'], was: RiskLevel | null, now: RiskLevel | null): void => { counter += 1; found.push({ key: counter, at, id: zone.id, name: zone.name, what, before: was, after: now }); };
    for (const zone of next.values()) {
      const old = before.get(zone.id);
      if (old === undefined) note(zone, 'added', null, zone.level);
      else if (old.level !== zone.level) note(zone, 'level', old.level, zone.level);
      else if (JSON.stringify(old) !== JSON.stringify(zone)) note(zone, 'edited', zone.level, zone.level);
    }
    for (const old of before.values()) if (!next.has(old.id)) note(old, 'removed', old.level, null);
    before = next;
    if (found.length === 0) return;
    list.value = [...found, ...list.value].slice(0, kept);
    fresh.value = new Set([...fresh.value, ...found.map(({ id }) => id)]);
    window.setTimeout(() => {
      const rest = new Set(fresh.value);
      for (const { id } of found) rest.delete(id);
      fresh.value = rest;
    }, flashMilliseconds);
  }
  /** Another workspace: what was seen before says nothing of it. */
  function forget(): void {
    before = null;
    list.value = [];
    fresh.value = new Set();
  }
  zones.onZones(() => { if (zones.loaded) compare(new Map(zones.byId)); else forget(); });
  return { list, fresh, forget };
});
