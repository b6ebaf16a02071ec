import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions, type Rows } from '#shared/model/index.ts';
import type { Handlers, HostServices } from '../services.ts';
import { createChange, deleteCascade, newRow, positionAfter, rowLabel, updateChange, type OwnFields } from '../stamp.ts';
import { validRow } from '../validate.ts';
import { editableFields, entityDefaults, type CreatableKind } from './entity-defaults.ts';

type EntityHandlers = Pick<Handlers, 'entity/get' | 'entity/create' | 'entity/update' | 'entity/delete'>;
type Fields = Readonly<Record<string, unknown>>;

/** Single rows of any kind: read, add, change, delete. */
export function entityHandlers(services: HostServices): EntityHandlers {
  return {
    'entity/get': ({ kind, id }) => ({ ...services.workspace().need(kind, id) }),
    'entity/create': ({ kind, parentId, fields }) => create(services, kind, parentId, fields),
    'entity/update': ({ kind, id, fields }) => update(services, kind, id, fields),
    'entity/delete': ({ kind, id }) => {
      if (kind === 'enterprise') throw new AppError('error.row.undeletable');
      const workspace = services.workspace();
      const row = workspace.need(kind, id);
      const changes = deleteCascade(workspace, kind, id, services);
      workspace.commit({ command: 'entity/delete', label: rowLabel('delete', kind, row) }, changes);
      return { deleted: changes.filter((change) => change.after?.['deleted'] === true).length };
    },
  };
}

function create(services: HostServices, kind: CreatableKind, parentId: Id, fields: Fields): Rows[CreatableKind] {
  const workspace = services.workspace();
  const parent = entityDefinitions[kind].parent;
  if (!parent) throw new Error(`${kind} has no parent`);
  workspace.need(parent.kind, parentId);
  refuseOthers(kind, fields, [...editableFields[kind], parent.field]);
  const given: Fields = {
    ...entityDefaults[kind], position: positionAfter(workspace.children(kind, parentId)), ...fields, [parent.field]: parentId,
  };
  // The fields came from outside: `validRow` looks at what their type claims here.
  const row = validRow(kind, { ...newRow(services, kind, given as unknown as OwnFields<CreatableKind>) }) as unknown as Rows[CreatableKind];
  workspace.commit({ command: 'entity/create', label: rowLabel('create', kind, row) }, [createChange(kind, row)]);
  return row;
}

function update(services: HostServices, kind: EntityKind, id: Id, fields: Fields): { id: Id } {
  const workspace = services.workspace();
  const row = workspace.need(kind, id);
  refuseOthers(kind, fields, editableFields[kind]);
  const checked = validRow(kind, { ...row, ...fields });
  const parent = entityDefinitions[kind].parent;
  const newParent = parent && fields[parent.field];
  if (parent && typeof newParent === 'string') workspace.need(parent.kind, newParent);
  const wanted = Object.fromEntries(Object.keys(fields).map((field) => [field, checked[field]])) as Partial<OwnFields<EntityKind>>;
  const change = updateChange(kind, row, wanted, services);
  if (change) workspace.commit({ command: 'entity/update', label: rowLabel('update', kind, row) }, [change]);
  return { ...workspace.need(kind, id) };
}

/** @throws AppError error.row.invalid for a field that the kind does not have, or that is not changed this way */
function refuseOthers(kind: EntityKind, fields: Fields, allowed: readonly PropertyKey[]): void {
  const known = entityDefinitions[kind].schema.shape;
  for (const field of Object.keys(fields)) {
    if (allowed.includes(field)) continue;
    const isField = Object.hasOwn(known, field);
    throw new AppError('error.row.invalid', { kind: `kind.${kind}`, field: isField ? `field.${field}` : field, reason: isField ? 'reason.fixed' : 'reason.unknownField' });
  }
}
