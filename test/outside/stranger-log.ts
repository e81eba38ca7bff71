import { randomBytes } from 'node:crypto';
import { growthPath, leafOf, treeHash } from './c2sp.ts';
import type { NoteSigner, Verifier } from './c2sp.ts';

/** A log that is nothing of ours: its entries are chance, its tree is RFC 6962's, its key is its own. */
export class StrangerLog {
  readonly origin: string;
  readonly #signer: NoteSigner;
  readonly #leaves: Buffer[] = [];

  /** A log under the domain of a party; `node` is the key that the party's card names. */
  constructor(domain: string, node: NoteSigner, origin?: string) {
    this.origin = origin ?? `${domain}/log/${randomBytes(16).toString('hex')}`;
    this.#signer = node.named(this.origin);
  }

  get verifier(): Verifier {
    return this.#signer.verifier;
  }

  /** Adds entries until there are so many. */
  growTo(size: number): void {
    while (this.#leaves.length < size) this.#leaves.push(leafOf(randomBytes(40)));
  }

  /** Another history of this log under the same key, the same up to `size`. */
  forkedAt(size: number): StrangerLog {
    const other = new StrangerLog('', this.#signer, this.origin);
    other.#leaves.push(...this.#leaves.slice(0, size));
    return other;
  }

  /** The text of the checkpoint at a size. */
  text(size: number, ...extensions: readonly string[]): string {
    return textOver(this.origin, this.#leaves.slice(0, size), extensions);
  }

  /** The signed checkpoint at a size. */
  checkpoint(size: number, ...extensions: readonly string[]): string {
    return this.#signer.note(this.text(size, ...extensions));
  }

  /** Signs any text as this log. */
  sign(text: string, ...moreLines: readonly string[]): string {
    return this.#signer.note(text, ...moreLines);
  }

  /** What shows the tree of `upto` entries to begin with that of `from`. */
  growth(from: number, upto: number): Buffer[] {
    return growthPath(from, this.#leaves.slice(0, upto));
  }
}

function textOver(
  origin: string,
  leaves: readonly Buffer[],
  extensions: readonly string[],
): string {
  return [origin, leaves.length, treeHash(leaves).toString('base64'), ...extensions, ''].join('\n');
}
