import type { Entry } from '../ledger/ports.ts';

/** Bytes of entries that a store keeps at hand of the bundles it read [S16]. */
export const CACHED_BYTES_MAX = 16_777_216;

/** Full bundles that were read lately, by a key; the one not asked for the longest goes first. */
export class BundleCache {
  readonly #bundles = new Map<string, readonly Entry[]>();
  #bytes = 0;
  #erasures = 0;

  /** Grows with each erasure: what was read before one must not be kept after it. [W4] */
  get erasures(): number {
    return this.#erasures;
  }

  /** Lets go of a bundle in which something was erased. */
  forget(key: string): void {
    this.#erasures += 1;
    this.delete(key);
  }

  get(key: string): readonly Entry[] | undefined {
    const entries = this.#bundles.get(key);
    if (!entries) return undefined;
    this.#bundles.delete(key);
    this.#bundles.set(key, entries);
    return entries;
  }

  set(key: string, entries: readonly Entry[]): void {
    this.delete(key);
    this.#bundles.set(key, entries);
    this.#bytes += bytesOf(entries);
    for (const oldest of this.#bundles.keys()) {
      if (this.#bytes <= CACHED_BYTES_MAX) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= bytesOf(this.#bundles.get(key) ?? []);
    this.#bundles.delete(key);
  }
}

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + entry.length, 0);
}
