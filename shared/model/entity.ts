import { z } from 'zod';
import { idSchema, type Id } from '#shared/kernel/ids.ts';
import { instantSchema } from '#shared/kernel/clock.ts';

/** The kinds of row that a workspace keeps, parents before children. */
export const entityKinds = ['enterprise', 'object', 'unit', 'event', 'measure', 'task', 'layout', 'zone'] as const;
export const entityKindSchema = z.enum(entityKinds);
export type EntityKind = z.infer<typeof entityKindSchema>;

/** What every row has beside its own fields. `deleted` rows stay: the enterprise system is told of them as updates. */
export const rowBaseShape = {
  id: idSchema,
  deleted: z.boolean(),
  createdAt: instantSchema,
  createdBy: z.string(),
  updatedAt: instantSchema,
  updatedBy: z.string(),
};

/** How a field is held in its SQLite column; `json` fields are objects and lists. */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'json';

/** What the rest of the program knows of a kind of row: its schema, its table and its place in the hierarchy. */
export interface EntityDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly kind: EntityKind;
  readonly table: string;
  /** Schema of a whole row, `rowBaseShape` included. */
  readonly schema: z.ZodObject<Shape>;
  /** The kind's own columns, in the order of the table. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Fields that came with a later version of the file, each with what it is in a row that was logged before. */
  readonly added?: Readonly<Record<string, unknown>>;
  /** The kind above and the field that names its row; deleting cascades along it. */
  readonly parent: { readonly kind: EntityKind; readonly field: string } | null;
  /** The field that a person knows the row by. */
  readonly nameField: string;
}

/** A row of any kind as the change log sees it. */
export type RowData = { readonly id: Id } & Readonly<Record<string, unknown>>;

export const defineEntity = <Shape extends z.ZodRawShape>(definition: EntityDefinition<Shape>): EntityDefinition<Shape> => definition;

/** Text that a person typed: trimmed, not empty, of bounded length. */
export const nameSchema = z.string().trim().min(1).max(500);
export const textSchema = z.string().max(4000);
export const positionSchema = z.number().finite();
