import type { EntityKind } from '#shared/model/entity.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { call } from '../api/client.ts';
import { useMessages } from '../stores/messages.ts';
import { useSelection } from '../stores/selection.ts';
import { childKinds, useTree, type TreeKind } from '../stores/tree.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { t, type TextKey } from '../locales/index.ts';

type ChildKind = Exclude<TreeKind, 'enterprise'>;

/** What a row is given when it is added, before the person names it. */
function firstFields(kind: ChildKind): Record<string, unknown> {
  if (kind === 'measure') return { description: t('tree.new.measure') };
  if (kind === 'task') return { content: t('tree.new.task'), cycle: 1, cycleUnit: 'day' };
  return { name: t(`tree.new.${kind}` satisfies TextKey) };
}

/** Adding and deleting rows of the hierarchy, the same from the tree, the table and the inspector. */
export function useRowActions() {
  const messages = useMessages();
  const selection = useSelection();
  const tree = useTree();
  const workspace = useWorkspace();

  /** Adds a row below `parent` and selects it; its id, or null where it was refused. */
  async function addChild(parent: { readonly kind: TreeKind; readonly id: Id }): Promise<Id | null> {
    const kind = childKinds[parent.kind];
    if (kind === null || !workspace.canEdit) return null;
    try {
      const row = await call('entity/create', { kind, parentId: parent.id, fields: firstFields(kind) });
      await tree.load();
      await tree.expand(parent.id);
      selection.reveal(kind, row.id);
      return row.id;
    } catch (error) { messages.report(error); return null; }
  }

  /** Deletes a row and what is below it. Not asked for: the notice that follows offers to undo. */
  async function remove(kind: EntityKind, id: Id, name: string): Promise<void> {
    if (kind === 'enterprise' || !workspace.canEdit) return;
    try {
      const parentId = tree.nodes.get(id)?.parentId ?? null;
      const { deleted } = kind === 'zone' ? await call('zones/delete', { ids: [id] }) : await call('entity/delete', { kind, id });
      const parent = parentId === null ? undefined : tree.nodes.get(parentId);
      if (parent === undefined) selection.clear(); else selection.select(parent.kind, parent.id);
      messages.tell('success', { key: deleted > 1 ? 'tree.deletedMany' : 'tree.deleted', params: { kind: `kind.${kind}`, name, n: deleted } },
        workspace.undoThis());
    } catch (error) { messages.report(error); }
  }

  return { addChild, remove };
}
