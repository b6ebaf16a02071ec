/** Exact fractions of big integers: an oracle without rounding for fits in doubles. */
export interface Exact { readonly top: bigint; readonly bottom: bigint }

/** A double is a fraction whose denominator is a power of two. */
export function exact(value: number): Exact {
  let bottom = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) { scaled *= 2; bottom *= 2n; }
  return { top: BigInt(scaled), bottom };
}

export const plus = (a: Exact, b: Exact): Exact => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom });
export const minus = (a: Exact, b: Exact): Exact => plus(a, { top: -b.top, bottom: b.bottom });
export const times = (a: Exact, b: Exact): Exact => ({ top: a.top * b.top, bottom: a.bottom * b.bottom });
export const over = (a: Exact, b: Exact): Exact => (b.top < 0n ? { top: -a.top * b.bottom, bottom: a.bottom * -b.top } : { top: a.top * b.bottom, bottom: a.bottom * b.top });

/** To a double, correct to fifteen digits after the point. */
export function rounded({ top, bottom }: Exact): number {
  const unit = 10n ** 15n;
  const scaled = (top * unit) / bottom;
  return Number(scaled / unit) + Number(scaled % unit) / 1e15;
}

/** Solves a square system exactly (Gauss, without need of pivots by size: fractions do not round). */
export function solve(matrix: readonly (readonly Exact[])[], right: readonly Exact[]): Exact[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? exact(0)]);
  const size = rows.length;
  const at = (row: number, column: number): Exact => rows[row]?.[column] ?? exact(0);
  for (let column = 0; column < size; column++) {
    const pivot = rows.findIndex((row, i) => i >= column && row[column]?.top !== 0n);
    const [upper, lower] = [rows[column], rows[pivot]];
    if (upper === undefined || lower === undefined) throw new Error('the system is singular');
    [rows[column], rows[pivot]] = [lower, upper];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = over(at(row, column), at(column, column));
      rows[row] = (rows[row] ?? []).map((value, k) => minus(value, times(factor, at(column, k))));
    }
  }
  return rows.map((row, i) => over(row[size] ?? exact(0), at(i, i)));
}
