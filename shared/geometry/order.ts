/** The numbers of whole values in their order; where both fit in a double, value and number are sorted as one, without a call a pair. */
export function orderOf(values: Float64Array): Uint32Array {
  const count = values.length;
  let least = Infinity, most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if ((most - least + 1) * count > Number.MAX_SAFE_INTEGER) return new Uint32Array(count).map((_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = ((values[i] ?? 0) - least) * count + i;
  keys.sort();
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at++) order[at] = (keys[at] ?? 0) % count;
  return order;
}
