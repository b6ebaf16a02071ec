/** Numbers places in whole grid steps, from 0: a hash table with open addressing, far quicker than a map of texts. */
export class VertexTable {
  readonly xs: number[] = [];
  readonly ys: number[] = [];
  #slots: Int32Array;

  /** `expected`: about how many places there will be. */
  constructor(expected = 32) {
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(32, expected) * 2))).fill(-1);
  }

  /** The number of a place; a new one where it was not asked for before. */
  at(x: number, y: number): number {
    if (this.xs.length * 2 > this.#slots.length) this.#grow();
    const slot = this.#slotOf(x, y);
    const known = this.#slots[slot] ?? -1;
    if (known !== -1) return known;
    this.ys.push(y);
    return (this.#slots[slot] = this.xs.push(x) - 1);
  }

  #slotOf(x: number, y: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(x | 0, 0x9e37_79b1) ^ Math.imul(y | 0, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const vertex = this.#slots[slot] ?? -1;
      if (vertex === -1 || (this.xs[vertex] === x && this.ys[vertex] === y)) return slot;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (const [vertex, x] of this.xs.entries()) this.#slots[this.#slotOf(x, this.ys[vertex] ?? 0)] = vertex;
  }
}
