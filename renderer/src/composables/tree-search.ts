import { computed, ref, shallowRef, watch } from 'vue';
import type { TreeNode } from '#shared/contract/hierarchy.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { call } from '../api/client.ts';
import { useMessages } from '../stores/messages.ts';
import { useTree, type TreeRow } from '../stores/tree.ts';

const limit = 300;

/** Search in the tree, in place: the hits with their ancestors, in the order the host ranks them. */
export function useTreeSearch() {
  const tree = useTree();
  const messages = useMessages();
  const text = ref('');
  const busy = ref(false);
  const rows = shallowRef<readonly TreeRow[]>([]);
  const count = ref(0);
  const active = computed(() => text.value.trim() !== '');
  let timer = 0;
  let asked = 0;

  async function run(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const hits = await call('hierarchy/search', { text: text.value.trim(), limit });
      if (mine !== asked) return;
      count.value = hits.length;
      rows.value = arrange(hits);
    } catch (error) { messages.report(error); } finally { if (mine === asked) busy.value = false; }
  }

  function arrange(hits: readonly { readonly node: TreeNode; readonly path: readonly { kind: TreeNode['kind']; id: Id; name: string }[] }[]): readonly TreeRow[] {
    const nodes = new Map<Id, { node: TreeNode; hit: boolean }>();
    const below = new Map<Id | null, Id[]>();
    const place = (node: TreeNode, parentId: Id | null, hit: boolean): void => {
      const known = nodes.get(node.id);
      if (known !== undefined) { if (hit) nodes.set(node.id, { node, hit }); return; }
      nodes.set(node.id, { node, hit });
      below.set(parentId, [...(below.get(parentId) ?? []), node.id]);
    };
    for (const { node, path } of hits) {
      let parentId: Id | null = null;
      for (const step of path) {
        place(tree.nodes.get(step.id) ?? { ...step, parentId, level: null, unassessed: 0, childCount: 1, majorHazard: false }, parentId, false);
        parentId = step.id;
      }
      place(node, parentId, true);
    }
    const result: TreeRow[] = [];
    const walk = (id: Id, depth: number): void => {
      const entry = nodes.get(id);
      if (entry === undefined) return;
      const inside = below.get(id) ?? [];
      result.push({ node: entry.node, depth, expanded: inside.length > 0, hit: entry.hit });
      for (const child of inside) walk(child, depth + 1);
    };
    for (const root of below.get(null) ?? []) walk(root, 0);
    return result;
  }

  watch([text, () => tree.nodes], () => {
    window.clearTimeout(timer);
    if (!active.value) { rows.value = []; count.value = 0; return; }
    busy.value = true;
    timer = window.setTimeout(() => { void run(); }, 150);
  });

  return { text, active, busy, rows, count };
}
