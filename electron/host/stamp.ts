import { canonicalJson } from '#shared/changes/canonical.ts';
import type { Change, ChangeLabel } from '#shared/changes/change.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { newId } from '#shared/kernel/ids.ts';
import type { rowBaseShape} from '#shared/model/entity.ts';
import { type EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions, type AddedFields, type Rows } from '#shared/model/index.ts';
import type { HostPorts } from './services.ts';
import type { Workspace } from './workspace.ts';

/** What a stamp is made of: the clock and the name of who works. */
export type StampPorts = Pick<HostPorts, 'clock' | 'who'>;

type StampField = keyof typeof rowBaseShape;
/** A kind's own fields, without id, `deleted` and the stamps. */
export type OwnFields<Kind extends EntityKind> = Omit<Rows[Kind], StampField>;
type Added<Kind extends EntityKind> = Kind extends keyof AddedFields ? Extract<AddedFields[Kind], keyof Rows[Kind]> : never;
/** Own fields of a new row; those of later versions may be left out. */
export type NewFields<Kind extends EntityKind> = Omit<OwnFields<Kind>, Added<Kind>> & Partial<Pick<Rows[Kind], Added<Kind>>>;

/** A whole row of `kind` with a new id and its stamps. It is checked against the kind's schema when it is committed. */
export function newRow<Kind extends EntityKind>(ports: StampPorts, kind: Kind, fields: NewFields<Kind>): Rows[Kind] {
  const at = ports.clock();
  const who = ports.who();
  const row: Record<string, unknown> = { id: newId(), deleted: false, createdAt: at, createdBy: who, updatedAt: at, updatedBy: who };
  const { columns, added } = entityDefinitions[kind];
  for (const field of Object.keys(columns)) row[field] = field in fields ? (fields as Record<string, unknown>)[field] : added?.[field];
  // Own fields and stamps together are the row; TypeScript cannot add up a generic Omit again.
  return row as unknown as Rows[Kind];
}

/** The change that brings `row` into being. */
export function createChange<Kind extends EntityKind>(kind: Kind, row: Rows[Kind]): Change {
  return { kind, id: row.id, before: null, after: { ...row } };
}

/**
 * The change from `row` to `row` with `fields`: just those that differ, and the stamp. Null where nothing differs, so that
 * a repeated import or an edit to the same value leaves no trace.
 */
export function updateChange<Kind extends EntityKind>(
  kind: Kind, row: Rows[Kind], fields: Partial<OwnFields<Kind>> & { readonly deleted?: boolean }, ports: StampPorts,
): Change | null {
  const current = row as unknown as Record<string, unknown>;
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || sameValue(current[field], value)) continue;
    before[field] = current[field];
    after[field] = value;
  }
  if (Object.keys(after).length === 0) return null;
  before['updatedAt'] = row.updatedAt;
  before['updatedBy'] = row.updatedBy;
  after['updatedAt'] = ports.clock();
  after['updatedBy'] = ports.who();
  return { kind, id: row.id, before, after };
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return canonicalJson(a) === canonicalJson(b);
}

/**
 * The changes that delete rows and everything below them, parents first; zones lose their links to deleted units. Give all
 * rows of one command at once: a zone that loses two units is then changed once.
 * @throws AppError error.row.notFound
 */
export function deleteCascade(workspace: Workspace, kind: EntityKind, id: Id | readonly Id[], ports: StampPorts): Change[] {
  const changes: Change[] = [];
  const deleted = new Map<EntityKind, Set<Id>>();
  const visit = (rowKind: EntityKind, row: Rows[EntityKind]): void => {
    const seen = deleted.get(rowKind) ?? new Set<Id>();
    if (seen.has(row.id)) return;
    deleted.set(rowKind, seen.add(row.id));
    const change = updateChange(rowKind, row, { deleted: true }, ports);
    if (change) changes.push(change);
    for (const below of Object.values(entityDefinitions)) {
      if (below.parent?.kind !== rowKind) continue;
      for (const child of workspace.children(below.kind, row.id)) visit(below.kind, child);
    }
  };
  for (const one of typeof id === 'string' ? [id] : id) visit(kind, workspace.need(kind, one));
  return [...changes, ...unlinkUnits(workspace, deleted, ports)];
}

function unlinkUnits(workspace: Workspace, deleted: ReadonlyMap<EntityKind, ReadonlySet<Id>>, ports: StampPorts): Change[] {
  const units = deleted.get('unit');
  if (!units) return [];
  const changes: Change[] = [];
  for (const zone of workspace.all('zone')) {
    if (deleted.get('zone')?.has(zone.id) || !zone.unitIds.some((unit) => units.has(unit))) continue;
    const change = updateChange('zone', zone, { unitIds: zone.unitIds.filter((unit) => !units.has(unit)) }, ports);
    if (change) changes.push(change);
  }
  return changes;
}

/** A `position` behind all rows of `siblings`, so that a new row comes last. */
export function positionAfter(siblings: readonly { readonly position: number }[]): number {
  return siblings.reduce((last, row) => Math.max(last, row.position), 0) + 1;
}

/** The label of a change to one row, as the history shows it; `kind.…` is itself a key of `shared/text`. */
export function rowLabel(action: 'create' | 'update' | 'delete', kind: EntityKind, row: Rows[EntityKind]): ChangeLabel {
  const name = (row as unknown as Record<string, unknown>)[entityDefinitions[kind].nameField];
  return { key: `change.row.${action}`, params: { kind: `kind.${kind}`, name: String(name).slice(0, 100) } };
}
