import type { TreeNode } from '#shared/contract/hierarchy.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Rows } from '#shared/model/index.ts';
import type { RolledLevel } from '#shared/risk/level-index.ts';
import type { Handlers, HostServices } from '../services.ts';
import type { Workspace } from '../workspace.ts';

type HierarchyHandlers = Pick<Handlers, 'hierarchy/tree' | 'hierarchy/children' | 'hierarchy/search'>;
type NodeKind = TreeNode['kind'];

const childKind: Readonly<Record<NodeKind, NodeKind | null>> = {
  enterprise: 'object', object: 'unit', unit: 'event', event: 'measure', measure: 'task', task: null,
};

/** The tree 企业→分析对象→分析单元→风险事件→管控措施→排查任务, as a window shows it. */
export function hierarchyHandlers(services: HostServices): HierarchyHandlers {
  return {
    'hierarchy/tree': () => tree(services),
    'hierarchy/children': ({ kind, id }) => {
      const workspace = services.workspace();
      workspace.need(kind, id);
      const below = childKind[kind];
      if (!below) return [];
      return workspace.children(below, id).map((row) => node(services, below, row, childCount(workspace, below, row.id)));
    },
    'hierarchy/search': ({ text, limit }) => search(services, text, limit),
  };
}

function tree(services: HostServices): TreeNode[] {
  const workspace = services.workspace();
  const nodes: TreeNode[] = [];
  const counts = { object: workspace.countByParent('object'), unit: workspace.countByParent('unit'), event: workspace.countByParent('event'), measure: workspace.countByParent('measure') };
  const units = groupBy(workspace.all('unit'), (unit) => unit.objectId);
  const events = groupBy(workspace.all('event'), (event) => event.unitId);
  for (const enterprise of workspace.all('enterprise')) {
    nodes.push(node(services, 'enterprise', enterprise, counts.object.get(enterprise.id) ?? 0));
    for (const object of workspace.children('object', enterprise.id)) {
      nodes.push(node(services, 'object', object, counts.unit.get(object.id) ?? 0));
      for (const unit of units.get(object.id) ?? []) {
        nodes.push(node(services, 'unit', unit, counts.event.get(unit.id) ?? 0));
        for (const event of events.get(unit.id) ?? []) nodes.push(node(services, 'event', event, counts.measure.get(event.id) ?? 0));
      }
    }
  }
  return nodes;
}

function search(services: HostServices, text: string, limit: number): ReturnType<HierarchyHandlers['hierarchy/search']> {
  const workspace = services.workspace();
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const known = new Map<Id, PathStep[]>();
  return workspace.search(words, limit).map(({ kind, id }) => {
    const row = workspace.need(kind, id);
    const parent = parentOf(kind, row);
    return { node: node(services, kind, row, childCount(workspace, kind, id)), path: parent ? pathTo(workspace, parent.kind, parent.id, known) : [] };
  });
}

interface PathStep { readonly kind: NodeKind; readonly id: Id; readonly name: string }

/** The rows from the enterprise down to this one; each is read once a search. */
function pathTo(workspace: Workspace, kind: NodeKind, id: Id, known: Map<Id, PathStep[]>): PathStep[] {
  const before = known.get(id);
  if (before) return before;
  const row = workspace.need(kind, id);
  const parent = parentOf(kind, row);
  const path = [...(parent ? pathTo(workspace, parent.kind, parent.id, known) : []), { kind, id, name: nameOf(row) }];
  known.set(id, path);
  return path;
}

function node(services: HostServices, kind: NodeKind, row: Rows[NodeKind], children: number): TreeNode {
  return {
    id: row.id, kind, parentId: parentOf(kind, row)?.id ?? null, name: nameOf(row), ...levelOf(services, kind, row.id), childCount: children,
    majorHazard: 'majorHazard' in row && row.majorHazard,
  };
}

function nameOf(row: Rows[NodeKind]): string {
  if ('name' in row) return row.name;
  return 'description' in row ? row.description : row.content;
}

function parentOf(kind: NodeKind, row: Rows[NodeKind]): { readonly kind: NodeKind; readonly id: Id } | null {
  if (kind === 'object' && 'enterpriseId' in row) return { kind: 'enterprise', id: row.enterpriseId };
  if (kind === 'unit' && 'objectId' in row) return { kind: 'object', id: row.objectId };
  if (kind === 'event' && 'unitId' in row) return { kind: 'unit', id: row.unitId };
  if (kind === 'measure' && 'eventId' in row) return { kind: 'event', id: row.eventId };
  if (kind === 'task' && 'measureId' in row) return { kind: 'measure', id: row.measureId };
  return null;
}

function levelOf(services: HostServices, kind: NodeKind, id: Id): RolledLevel {
  switch (kind) {
    case 'enterprise': return services.levels().enterprise();
    case 'object': return services.levels().object(id);
    case 'unit': return services.levels().unit(id);
    case 'event': return { level: services.levels().event(id), unassessed: 0 };
    default: return { level: null, unassessed: 0 };
  }
}

function childCount(workspace: Workspace, kind: NodeKind, id: Id): number {
  const below = childKind[kind];
  return below ? workspace.children(below, id).length : 0;
}

function groupBy<Row>(rows: readonly Row[], key: (row: Row) => Id): Map<Id, Row[]> {
  const groups = new Map<Id, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
