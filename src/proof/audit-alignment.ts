import { formatHex } from '../base/bytes.ts';

/** Entries that are not what was signed; `index` counts places of the signed log from 0. */
export type EntryFinding =
  /** Another entry, or a changed one, stands in this place. */
  | { readonly kind: 'rewritten-entry'; readonly index: number }
  /** The signed entries of `count` places from `index` are not in the log. */
  | { readonly kind: 'dropped-entry'; readonly index: number; readonly count: number }
  /** `count` entries that were never signed stand before the place `index`. */
  | { readonly kind: 'inserted-entry'; readonly index: number; readonly count: number };

interface Block {
  readonly start: number;
  readonly width: number;
  readonly tile: readonly string[] | undefined;
}

/**
 * Lays the entries found beside the leaf hashes of the tiles, a block at a time with the next one
 * in view, so that one entry taken out does not accuse all that follow it.
 */
export class Alignment {
  readonly #findings: EntryFinding[] = [];
  readonly #waiting: string[] = [];
  #last: Block | undefined;

  /** Adds the next block of the log: what its bundle held and, if at hand, its tile. */
  add(
    start: number,
    width: number,
    found: {
      readonly leaves: readonly Uint8Array[];
      readonly tile: readonly Uint8Array[] | undefined;
    },
  ): void {
    const block = { start, width, tile: found.tile?.map(formatHex) };
    this.#compare(block.tile ?? [], found.leaves.map(formatHex));
    this.#last = block;
  }

  /** All differences in the order of the log; `unread` places after the last block hold nothing. */
  finish(unread: number): readonly EntryFinding[] {
    const end = this.#last ? this.#last.start + this.#last.width : 0;
    this.#compare([], []);
    if (unread > 0) this.#drop(end, unread);
    return this.#findings;
  }

  #compare(ahead: readonly string[], arrived: readonly string[]): void {
    const block = this.#last;
    const held = this.#waiting.length;
    this.#waiting.push(...arrived);
    if (!block) return;
    if (!block.tile) {
      // Without a tile only absence can be placed.
      const present = Math.min(held, block.width);
      this.#waiting.splice(0, present);
      if (present < block.width) this.#drop(block.start + present, block.width - present);
      return;
    }
    const window = [...block.tile, ...ahead];
    for (let i = 0; i < block.width; i += 1) this.#place(block.start + i, window, i);
  }

  #place(index: number, window: readonly string[], at: number): void {
    const queue = this.#waiting;
    const [head] = queue;
    const wanted = window[at] ?? '';
    if (head === wanted) {
      queue.shift();
    } else if (head === undefined || window.includes(head, at)) {
      this.#drop(index, 1);
    } else if (queue.includes(wanted)) {
      const count = queue.indexOf(wanted);
      this.#findings.push({ kind: 'inserted-entry', index, count });
      queue.splice(0, count + 1);
    } else {
      this.#findings.push({ kind: 'rewritten-entry', index });
      queue.shift();
    }
  }

  #drop(index: number, count: number): void {
    const before = this.#findings.at(-1);
    if (before?.kind === 'dropped-entry' && before.index + before.count === index) {
      this.#findings.pop();
      this.#findings.push({ ...before, count: before.count + count });
    } else {
      this.#findings.push({ kind: 'dropped-entry', index, count });
    }
  }
}
