import type { ZoneView } from '#shared/contract/zones.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { ZoneEdit } from './map-types.ts';
import type { PreparedZone, ZoneStore } from './zone-store.ts';

/** Edits that are shown at once and not stored yet: the zones as they were are kept until the store is set anew. */
export interface PendingEdits {
  /** Gives the zones as they were, as `revert` does. */
  show(edits: readonly ZoneEdit[]): PreparedZone[];
  /** Zones that came from outside are the truth now. */
  settle(ids: Iterable<Id>): void;
  /** Shows the zones as they were before. */
  revert(): PreparedZone[];
}

export function createPendingEdits(store: ZoneStore): PendingEdits {
  const before = new Map<Id, ZoneView>();
  return {
    show(edits) {
      const changed = edits.flatMap(({ id, rings }) => {
        const view = store.get(id)?.view;
        if (!view) return [];
        if (!before.has(id)) before.set(id, view);
        return [{ ...view, rings: rings.map((ring) => [...ring]) }];
      });
      return store.update(changed, []);
    },
    settle(ids) { for (const id of ids) before.delete(id); },
    revert() {
      const shown = store.update([...before.values()].filter(({ id }) => store.get(id)), []);
      before.clear();
      return shown;
    },
  };
}
