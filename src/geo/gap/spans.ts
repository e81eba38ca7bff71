/** How many numbers a span has: its row, the column it begins with, and the one after its last. */
const STRIDE = 3;

/** Runs of cells along rows, in the order in which they were added; the list grows as it needs. */
export class Spans {
  #at = new Int32Array(256 * STRIDE);
  #length = 0;

  get count(): number {
    return this.#length / STRIDE;
  }

  row(i: number): number {
    return this.#at[i * STRIDE] as number;
  }

  from(i: number): number {
    return this.#at[i * STRIDE + 1] as number;
  }

  upto(i: number): number {
    return this.#at[i * STRIDE + 2] as number;
  }

  /** How many cells they have together, those counted twice that lie in two. */
  cells(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i += 1) sum += this.upto(i) - this.from(i);
    return sum;
  }

  /** Adds the cells of a row from one column up to another, not included; nothing if there are none. */
  add(row: number, from: number, upto: number): void {
    if (from >= upto) return;
    if (this.#length === this.#at.length) {
      const larger = new Int32Array(this.#at.length * 2);
      larger.set(this.#at);
      this.#at = larger;
    }
    this.#at[this.#length] = row;
    this.#at[this.#length + 1] = from;
    this.#at[this.#length + 2] = upto;
    this.#length += STRIDE;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Makes spans that touch or overlap one, so that each cell lies in one; by row, then from west to east. */
  merge(): void {
    const count = this.count;
    const order = Int32Array.from({ length: count }, (_, i) => i);
    order.sort((a, b) => this.row(a) - this.row(b) || this.from(a) - this.from(b));
    const merged = new Int32Array(Math.max(this.#at.length, STRIDE));
    let length = 0;
    for (const i of order) {
      const [row, from, upto] = [this.row(i), this.from(i), this.upto(i)];
      const last = length - STRIDE;
      if (last >= 0 && merged[last] === row && from <= (merged[last + 2] as number)) {
        merged[last + 2] = Math.max(merged[last + 2] as number, upto);
        continue;
      }
      merged[length] = row;
      merged[length + 1] = from;
      merged[length + 2] = upto;
      length += STRIDE;
    }
    this.#at = merged;
    this.#length = length;
  }
}
