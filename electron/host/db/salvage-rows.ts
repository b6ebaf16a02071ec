import type { Id } from '#shared/kernel/ids.ts';
import { entityKinds, type EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions, type Rows } from '#shared/model/index.ts';
import type { StampPorts } from '../stamp.ts';
import { newRow } from '../stamp.ts';
import { validRow } from '../validate.ts';
import { columnsOf } from './rows.ts';
import type { Cells, LoggedChange, Salvaged } from './salvage.ts';

type Fields = Record<string, unknown>;
export interface RestoredRow { readonly kind: EntityKind; readonly row: Rows[EntityKind] }

/**
 * Whole, valid rows of what was salvaged, parents before children: from the tables first, from the log where a table's row is
 * missing or does not fit. Rows without their parent are left out; an enterprise is put in where its own row is gone, named `name`.
 */
export function restoredRows(found: Salvaged, name: string, ports: StampPorts): { rows: RestoredRow[]; lost: number } {
  const logged = replay(found.changes);
  const rows: RestoredRow[] = [];
  const kept = new Map<EntityKind, Map<Id, Fields>>();
  let lost = 0;
  for (const kind of entityKinds) {
    const { parent } = entityDefinitions[kind];
    const table = found.tables.get(kind) ?? new Map<string, Cells>();
    const log = logged.get(kind) ?? new Map<string, Fields>();
    const mine = new Map<Id, Fields>();
    kept.set(kind, mine);
    for (const id of new Set([...table.keys(), ...log.keys()])) {
      const row = valid(kind, fromCells(kind, table.get(id))) ?? valid(kind, log.get(id));
      const parentId = parent && row?.[parent.field];
      if (!row || row['id'] !== id || (parent && !kept.get(parent.kind)?.has(String(parentId)))) {
        lost++;
        continue;
      }
      if (kind === 'zone') row['unitIds'] = (row['unitIds'] as Id[]).filter((unit) => kept.get('unit')?.has(unit));
      mine.set(id, row);
    }
    if (kind === 'enterprise' && mine.size === 0) {
      const id = enterpriseIdOf(found, logged);
      if (id === null) return { rows: [], lost };
      mine.set(id, { ...newRow(ports, 'enterprise', { name, companyCode: '000000000', creditCode: '' }), id });
    }
    for (const row of mine.values()) rows.push({ kind, row: row as unknown as Rows[EntityKind] });
  }
  return { rows, lost };
}

/** The id that the objects name, where the enterprise's own row is gone. */
function enterpriseIdOf(found: Salvaged, logged: ReadonlyMap<EntityKind, ReadonlyMap<Id, Fields>>): Id | null {
  const objects = [...(found.tables.get('object')?.values() ?? []), ...(logged.get('object')?.values() ?? [])];
  const id = objects.map((object) => object['enterpriseId']).find((value) => typeof value === 'string');
  return id === undefined ? null : String(id);
}

/** The last state of each row that the log tells from its creation on. */
function replay(changes: readonly LoggedChange[]): Map<EntityKind, Map<Id, Fields>> {
  const rows = new Map<EntityKind, Map<Id, Fields>>(entityKinds.map((kind) => [kind, new Map<Id, Fields>()]));
  for (const change of changes) {
    const mine = rows.get(change.kind as EntityKind);
    const after = parsed(change.after) as Fields | undefined;
    if (!mine || !after) continue;
    const before = change.before === null ? entityDefinitions[change.kind as EntityKind].added ?? {} : mine.get(change.rowId);
    if (before) mine.set(change.rowId, { ...before, ...after });
  }
  return rows;
}

function fromCells(kind: EntityKind, cells: Cells | undefined): Fields | undefined {
  if (!cells) return undefined;
  const fields: Fields = {};
  for (const [field, type] of Object.entries(columnsOf(entityDefinitions[kind]))) {
    // A copy made by an older version does not have the columns of later ones.
    const cell = field in cells ? cells[field] : undefined;
    if (cell === undefined) { fields[field] = entityDefinitions[kind].added?.[field]; continue; }
    fields[field] = type === 'boolean' ? cell === 1 : type === 'json' && typeof cell === 'string' ? parsed(cell) : cell;
  }
  return fields;
}

function valid(kind: EntityKind, fields: Fields | undefined): Fields | undefined {
  if (!fields) return undefined;
  try {
    return validRow(kind, fields);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
