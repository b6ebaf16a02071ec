import type { PlantRing } from '#shared/geometry/frames.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { call } from '../api/client.ts';
import type { MapView, ZoneApply, ZoneEdit } from '../map/map-view.ts';
import { useLayouts } from '../stores/layouts.ts';
import { useMessages } from '../stores/messages.ts';
import { useSelection } from '../stores/selection.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { useZones } from '../stores/zones.ts';
import { t } from '../locales/index.ts';
import type { TextKey } from '../locales/index.ts';

const copy = (rings: readonly PlantRing[]): PlantRing[] => rings.map((ring) => [...ring]);

/** Stores what the editor of a map has made of zones, tells what was done and how to undo it, and shows the zones as they were where it was refused. */
export function useZoneEdits(map: () => MapView | null) {
  const layouts = useLayouts();
  const messages = useMessages();
  const selection = useSelection();
  const workspace = useWorkspace();
  const zones = useZones();

  async function edit(edits: readonly ZoneEdit[]): Promise<void> {
    try { await call('zones/edit', { edits: edits.map(({ id, rings }) => ({ id, fields: { rings: copy(rings) } })) }); } catch (error) {
      messages.report(error);
      map()?.revertEdits();
    }
  }
  /** One step for all of it. What was made is selected then, so that the next command goes on with it. */
  async function apply({ operation, created, edits, deletedIds, notice }: ZoneApply): Promise<void> {
    try {
      const result = await call('zones/apply', {
        operation,
        // What is made comes onto the layout that is shown: a copy may be of another one's zone, and here there may be none to tell.
        created: created.map(({ rings, unitIds, ...zone }) => ({ ...zone, layoutId: layouts.currentId ?? zone.layoutId, rings: copy(rings), unitIds: [...unitIds] })),
        edits: edits.map(({ id, rings, name, unitIds }) => ({ id, fields: { rings: copy(rings), ...(name === undefined ? {} : { name }), ...(unitIds === undefined ? {} : { unitIds: [...unitIds] }) } })),
        deletedIds: [...deletedIds],
      });
      const made = result.created.map(({ id }) => id);
      await zones.load([...made, ...result.edited.map(({ id }) => id), ...deletedIds]);
      if (made.length > 0) selection.selectZones(operation === 'split' ? [...edits.slice(0, 1).map(({ id }) => id), ...made] : made);
      else if (deletedIds.length > 0) selection.selectZones(edits.slice(0, 1).map(({ id }) => id));
      messages.tell('success', notice ?? { key: 'editor.done', params: { label: t(`change.zones.${operation}` satisfies TextKey) } }, workspace.undoThis());
    } catch (error) {
      messages.report(error);
      map()?.revertEdits();
    }
  }
  async function remove(ids: readonly Id[]): Promise<void> {
    if (!workspace.canEdit || ids.length === 0) return;
    try {
      const { deleted } = await call('zones/delete', { ids: [...ids] });
      selection.clear();
      messages.tell('success', { key: 'zone.deleted', params: { n: deleted } }, workspace.undoThis());
    } catch (error) { messages.report(error); }
  }
  return { edit, apply, remove };
}
