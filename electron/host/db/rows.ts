import type { Database, Statement } from 'better-sqlite3';
import { canonicalJson } from '#shared/changes/canonical.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { ColumnType, EntityDefinition } from '#shared/model/entity.ts';

const baseColumns: Readonly<Record<string, ColumnType>> = {
  deleted: 'boolean', createdAt: 'text', createdBy: 'text', updatedAt: 'text', updatedBy: 'text',
};

type Row = Record<string, unknown>;
type Cell = string | number | null;

/** Every column of a kind and how it is held, in the order of the table. */
export function columnsOf(definition: EntityDefinition): Readonly<Record<string, ColumnType>> {
  return { id: 'text', ...definition.columns, ...baseColumns };
}

/** A field's value as SQLite holds it. JSON is written canonically, so that equal values are equal cells. */
export function toCell(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return value === true ? 1 : 0;
  if (type === 'json') return canonicalJson(value);
  // The schema was checked before: what is neither is text or a number.
  return value as Cell;
}

/**
 * The table of one kind. Columns are called as the fields are (always quoted); booleans are 0 and 1, lists and objects JSON.
 * Statements are prepared once. Reads and writes only: checking and logging are the workspace's.
 */
export class RowTable {
  readonly definition: EntityDefinition;
  readonly #db: Database;
  readonly #columns: readonly (readonly [string, ColumnType])[];
  readonly #special: readonly (readonly [string, ColumnType])[];
  readonly #insert: Statement<Cell[]>;
  readonly #get: Statement<[Id], Row>;
  readonly #all: Statement<[], Row>;
  readonly #allWithDeleted: Statement<[], Row>;
  readonly #children: Statement<[Id], Row> | null;
  readonly #count: Statement<[], number>;
  readonly #updates = new Map<string, Statement<Cell[]>>();

  constructor(db: Database, definition: EntityDefinition) {
    this.#db = db;
    this.definition = definition;
    this.#columns = Object.entries(columnsOf(definition));
    this.#special = this.#columns.filter(([, type]) => type === 'boolean' || type === 'json');
    const table = `"${definition.table}"`;
    const names = this.#columns.map(([name]) => `"${name}"`).join(', ');
    const order = 'position' in definition.columns ? 'ORDER BY "position", "id"' : 'ORDER BY "id"';
    this.#insert = db.prepare(`INSERT INTO ${table} (${names}) VALUES (${this.#columns.map(() => '?').join(', ')})`);
    this.#get = db.prepare(`SELECT ${names} FROM ${table} WHERE "id" = ?`);
    this.#all = db.prepare(`SELECT ${names} FROM ${table} WHERE "deleted" = 0 ${order}`);
    this.#allWithDeleted = db.prepare(`SELECT ${names} FROM ${table} ${order}`);
    this.#children = definition.parent
      ? db.prepare(`SELECT ${names} FROM ${table} WHERE "${definition.parent.field}" = ? AND "deleted" = 0 ${order}`)
      : null;
    this.#count = db.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE "deleted" = 0`).pluck();
  }

  get(id: Id): Row | undefined {
    const row = this.#get.get(id);
    return row && this.#decode(row);
  }

  all(includeDeleted: boolean): Row[] {
    return (includeDeleted ? this.#allWithDeleted : this.#all).all().map(this.#decode);
  }

  children(parentId: Id): Row[] {
    return this.#children?.all(parentId).map(this.#decode) ?? [];
  }

  count(): number {
    return this.#count.get() ?? 0;
  }

  /** How many rows that are not deleted each parent has. */
  countByParent(): Map<Id, number> {
    const parent = this.definition.parent;
    if (!parent) return new Map();
    const rows = this.#db.prepare<[], [Id, number]>(`SELECT "${parent.field}", count(*) FROM "${this.definition.table}" WHERE "deleted" = 0 GROUP BY 1`).raw().all();
    return new Map(rows);
  }

  insert(row: Row): void {
    const cells: Cell[] = [];
    for (const [name, type] of this.#columns) cells.push(toCell(type, row[name]));
    this.#insert.run(...cells);
  }

  /** Writes the named fields of `row`. */
  update(row: Row, fields: readonly string[]): void {
    const types = columnsOf(this.definition);
    const key = fields.join();
    let statement = this.#updates.get(key);
    if (!statement) {
      statement = this.#db.prepare(`UPDATE "${this.definition.table}" SET ${fields.map((field) => `"${field}" = ?`).join(', ')} WHERE "id" = ?`);
      this.#updates.set(key, statement);
    }
    statement.run(...fields.map((field) => toCell(types[field] ?? 'text', row[field])), row['id'] as Id);
  }

  readonly #decode = (row: Row): Row => {
    for (const [name, type] of this.#special) {
      const cell = row[name];
      if (type === 'boolean') row[name] = cell === 1;
      else if (typeof cell === 'string') row[name] = JSON.parse(cell);
    }
    return row;
  };
}
