import type { GridMerge, GridRow, GridValue } from './grid.ts';
import type { FoundColumn, FoundHead } from './head.ts';

/**
 * A line of the sheet as the form sees it, one entry a recognised column, in the order of `head.columns`. The lists are used
 * again for the next line.
 */
export interface SheetLine {
  readonly row: GridRow;
  /** Values after filling down merges. */
  readonly values: readonly (GridValue | undefined)[];
  /** The row in which each value really stands; another than the line's own within a merge. */
  readonly from: readonly number[];
  /** How many cells have content of the line's own. */
  readonly own: number;
  /** A cell merged over most of the form's width: a heading between the lines. */
  readonly banner: boolean;
}

/** Vertical merges of one column, walked once from top to bottom. */
class ColumnMerges {
  readonly #merges: GridMerge[] = [];
  #next = 0;
  #held: GridValue | undefined;
  #heldTop = -1;

  add(merge: GridMerge): void { this.#merges.push(merge); }
  sort(): void { this.#merges.sort((a, b) => a.top - b.top); }

  /** The merge that covers `row`; rows must be asked for in ascending order. */
  at(row: number): GridMerge | undefined {
    let merge = this.#merges[this.#next];
    while (merge !== undefined && merge.bottom < row) merge = this.#merges[++this.#next];
    return merge !== undefined && merge.top <= row ? merge : undefined;
  }

  hold(top: number, value: GridValue | undefined): void {
    this.#heldTop = top;
    this.#held = value;
  }

  /** The value of the merge that begins in row `top`; none where that row is empty. */
  held(top: number): GridValue | undefined { return this.#heldTop === top ? this.#held : undefined; }
}

/** @yields the rows below the head that have content, with merged cells filled down, in order */
export function* sheetLines(head: FoundHead): Generator<SheetLine> {
  const { sheet, bottom, columns } = head;
  const places = new Map(columns.map(({ column }, place) => [column, place] as const));
  const merges = columns.map(() => new ColumnMerges());
  const wide = new ColumnMerges();
  for (const merge of sheet.merges) {
    if (merge.bottom <= bottom) continue;
    const place = places.get(merge.left);
    if (place !== undefined && merge.bottom > merge.top) merges[place]?.add(merge);
    if (merge.right > merge.left && spanned(columns, merge) >= Math.max(3, columns.length / 2)) wide.add(merge);
  }
  for (const list of merges) list.sort();
  wide.sort();

  const values: (GridValue | undefined)[] = new Array<GridValue | undefined>(columns.length);
  const from: number[] = new Array<number>(columns.length).fill(0);
  const columnOf = columns.map(({ column }) => column);
  for (const row of sheet.rows) {
    if (row.index <= bottom) continue;
    let own = 0;
    for (let place = 0; place < columnOf.length; place++) {
      // `columnOf` and `merges` are parallel and `place` is inside both.
      const list = merges[place]!;
      const value = row.cells[columnOf[place]!];
      const merge = list.at(row.index);
      if (merge === undefined || merge.top === row.index) {
        if (merge !== undefined) list.hold(row.index, value);
        if (value !== undefined) own++;
        values[place] = value;
        from[place] = row.index;
      } else {
        values[place] = list.held(merge.top);
        from[place] = merge.top;
      }
    }
    yield { row, values, from, own, banner: wide.at(row.index) !== undefined };
  }
}

function spanned(columns: readonly FoundColumn[], merge: GridMerge): number {
  let count = 0;
  for (const { column } of columns) if (column >= merge.left && column <= merge.right) count++;
  return count;
}
