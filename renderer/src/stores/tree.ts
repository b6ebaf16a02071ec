import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { z } from 'zod';
import type { TreeNode } from '#shared/contract/hierarchy.ts';
import { idSchema, type Id } from '#shared/kernel/ids.ts';
import { call } from '../api/client.ts';
import { useMessages } from './messages.ts';
import { useWorkspace } from './workspace.ts';

export type TreeKind = TreeNode['kind'];
export interface TreeRow { readonly node: TreeNode; readonly depth: number; readonly expanded: boolean; readonly hit: boolean }

/** The kind below each kind; a task has none. */
export const childKinds: Readonly<Record<TreeKind, Exclude<TreeKind, 'enterprise'> | null>> = {
  enterprise: 'object', object: 'unit', unit: 'event', event: 'measure', measure: 'task', task: null,
};
const lazyParents: ReadonlySet<TreeKind> = new Set(['event', 'measure']);

/** The hierarchy as the tree shows it: the four upper kinds are held whole, measures and tasks are read when their parent is opened. */
export const useTree = defineStore('tree', () => {
  const nodes = shallowRef<ReadonlyMap<Id, TreeNode>>(new Map());
  const children = shallowRef<ReadonlyMap<Id, readonly Id[]>>(new Map());
  const rootId = ref<Id | null>(null);
  const expanded = shallowRef<ReadonlySet<Id>>(new Set());
  const loaded = ref(false);
  const messages = useMessages();
  const workspace = useWorkspace();
  let asked = 0;

  async function load(): Promise<void> {
    asked += 1;
    const mine = asked;
    if (workspace.info === null) {
      nodes.value = new Map();
      children.value = new Map();
      rootId.value = null;
      loaded.value = false;
      return;
    }
    try {
      const list = await call('hierarchy/tree', {});
      const nextNodes = new Map(list.map((node) => [node.id, node]));
      const nextChildren = new Map<Id, Id[]>();
      for (const node of list) {
        if (node.parentId === null) continue;
        const siblings = nextChildren.get(node.parentId);
        if (siblings === undefined) nextChildren.set(node.parentId, [node.id]); else siblings.push(node.id);
      }
      // Events first, then the measures below them, which the first round has just read.
      for (const kind of ['event', 'measure'] as const) {
        const open = [...expanded.value].map((id) => nextNodes.get(id)).filter((node) => node?.kind === kind);
        await Promise.all(open.map(async (node) => { if (node !== undefined) await readChildren(node, nextNodes, nextChildren); }));
      }
      if (mine !== asked) return;
      nodes.value = nextNodes;
      children.value = nextChildren;
      const root = list.find((node) => node.kind === 'enterprise');
      if (root !== undefined && rootId.value !== root.id) {
        rootId.value = root.id;
        expanded.value = new Set([root.id]);
      }
      loaded.value = true;
    } catch (error) { messages.report(error); }
  }

  async function readChildren(node: TreeNode, intoNodes: Map<Id, TreeNode>, intoChildren: Map<Id, Id[]>): Promise<void> {
    const list = await call('hierarchy/children', { kind: node.kind, id: node.id });
    for (const child of list) intoNodes.set(child.id, child);
    intoChildren.set(node.id, list.map((child) => child.id));
  }

  async function expand(id: Id): Promise<void> {
    const node = nodes.value.get(id);
    if (node === undefined || childKinds[node.kind] === null) return;
    if (lazyParents.has(node.kind) && !children.value.has(id)) {
      try {
        const nextNodes = new Map(nodes.value);
        const nextChildren = new Map([...children.value].map(([key, ids]) => [key, [...ids]]));
        await readChildren(node, nextNodes, nextChildren);
        nodes.value = nextNodes;
        children.value = nextChildren;
      } catch (error) { messages.report(error); return; }
    }
    expanded.value = new Set(expanded.value).add(id);
  }

  function collapse(id: Id): void {
    const next = new Set(expanded.value);
    next.delete(id);
    expanded.value = next;
  }
  function collapseAll(): void {
    expanded.value = new Set(rootId.value === null ? [] : [rootId.value]);
  }

  const rows = computed<readonly TreeRow[]>(() => {
    const result: TreeRow[] = [];
    const walk = (id: Id, depth: number): void => {
      const node = nodes.value.get(id);
      if (node === undefined) return;
      const open = expanded.value.has(id);
      result.push({ node, depth, expanded: open, hit: false });
      if (open) for (const child of children.value.get(id) ?? []) walk(child, depth + 1);
    };
    if (rootId.value !== null) walk(rootId.value, 0);
    return result;
  });

  /** Opens every ancestor of a row, reading what is not loaded yet. */
  async function reveal(kind: TreeKind, id: Id): Promise<void> {
    try {
      let parentId = nodes.value.get(id)?.parentId ?? null;
      if (!nodes.value.has(id) && (kind === 'measure' || kind === 'task')) {
        const row = await call('entity/get', { kind, id });
        const above = z.object({ eventId: idSchema.optional(), measureId: idSchema.optional() }).parse(row);
        parentId = above.eventId ?? above.measureId ?? null;
        if (kind === 'task' && parentId !== null) await reveal('measure', parentId);
      }
      const chain: Id[] = [];
      for (let at = parentId; at !== null; at = nodes.value.get(at)?.parentId ?? null) chain.unshift(at);
      for (const ancestor of chain) await expand(ancestor);
    } catch (error) { messages.report(error); }
  }

  function pathTo(id: Id): readonly TreeNode[] {
    const path: TreeNode[] = [];
    let at = nodes.value.get(id)?.parentId ?? null;
    while (at !== null) {
      const node = nodes.value.get(at);
      if (node === undefined) break;
      path.unshift(node);
      at = node.parentId;
    }
    return path;
  }

  const units = computed(() => [...nodes.value.values()].filter((node) => node.kind === 'unit'));
  const empty = computed(() => loaded.value && rootId.value !== null && (children.value.get(rootId.value) ?? []).length === 0);

  let timer = 0;
  workspace.onChanged((change) => {
    window.clearTimeout(timer);
    if (change === null) { rootId.value = null; expanded.value = new Set(); void load(); return; }
    if (change.kinds.every((kind) => kind === 'layout' || kind === 'zone')) return;
    timer = window.setTimeout(() => { void load(); }, 30);
  });

  return { nodes, children, rootId, expanded, loaded, rows, units, empty, load, expand, collapse, collapseAll, reveal, pathTo };
});
