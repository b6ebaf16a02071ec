/** A number that its cell shows as a date; the calendar day is resolved by whoever reads the workbook (1900 or 1904 system). */
export interface GridDate { readonly serial: number; readonly year: number; readonly month: number; readonly day: number }

/** A cell without a usable value: an error such as `#REF!`, or a formula whose result was never stored. */
export interface GridFault { readonly fault: 'error' | 'formula'; readonly text: string }

export type GridValue = string | number | boolean | GridDate | GridFault;

/** One row with content. `cells` by column from 0; a hole is an empty cell. */
export interface GridRow { readonly index: number; readonly cells: readonly (GridValue | undefined)[] }

/** A merged range, rows and columns from 0, ends included. */
export interface GridMerge { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/**
 * A worksheet as every reader gives it, whatever its file format: values only, rows without content left out, so that
 * 50,000 rows of mere formatting cost nothing.
 */
export interface SheetGrid {
  readonly name: string;
  /** Place in the workbook, from 1. */
  readonly number: number;
  readonly hidden: boolean;
  /** Ascending by `index`. */
  readonly rows: readonly GridRow[];
  readonly merges: readonly GridMerge[];
}

export const isDate = (value: GridValue): value is GridDate => typeof value === 'object' && 'serial' in value;
export const isFault = (value: GridValue): value is GridFault => typeof value === 'object' && 'fault' in value;

/** Letters of a column from 0: 0 is A, 26 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** The A1 name of a cell, row and column from 0. */
export const cellName = (row: number, column: number): string => `${columnName(column)}${row + 1}`;
