import { gunzipSync } from 'node:zlib';
import type { Head, Verifier } from './c2sp.ts';
import { insist, leafOf, openNote, readHead, rootBy, treeHash, unbase64 } from './c2sp.ts';
import type { Ask, Said } from './web.ts';
import { ask } from './web.ts';

/** Where a log is, by whom it is signed, who may have cosigned it, and what its door asks for. */
export interface Audited {
  /** With its last slash. */
  readonly prefix: string;
  readonly log: Verifier;
  readonly witnesses: readonly Verifier[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Who fetches; a liar in between is put here. */
  readonly ask?: Ask;
}

/** A checkpoint whose signature holds, with those who cosigned it. */
export interface Seen extends Head {
  readonly note: string;
  readonly cosigners: readonly { readonly name: string; readonly time: number }[];
}

/** All entries of a log, after every tile was held against them. */
export interface Audit {
  readonly seen: Seen;
  readonly entries: readonly Buffer[];
  /** The places of entries whose bytes were erased, so that only their tile speaks for them. */
  readonly erased: readonly number[];
  /** How many resources were fetched. */
  readonly tiles: number;
}

/** The path of a tile, as tlog-tiles spells it. */
export function tileName(level: number | string, index: number, width: number): string {
  const digits = String(index);
  const padded = digits.padStart(3 * Math.ceil(digits.length / 3), '0');
  const groups = padded.replace(/(\d{3})(?=\d)/g, 'x$1/');
  return `tile/${level}/${groups}${width === 256 ? '' : `.p/${width}`}`;
}

/** Audits a log from outside, by what its prefix serves and nothing else. */
export class Auditor {
  readonly #of: Audited;
  #fetched = 0;

  constructor(of: Audited) {
    this.#of = of;
  }

  /** Fetches the checkpoint and believes it only if the log has signed it. */
  async checkpoint(): Promise<Seen> {
    const said = await this.#get('checkpoint');
    insist(
      said.headers['content-type'] === 'text/plain; charset=utf-8',
      `a checkpoint of type ${said.headers['content-type']}`,
    );
    return this.open(said.body.toString('utf8'));
  }

  /** Believes a checkpoint only if the log has signed it, and every known cosigner rightly. */
  open(note: string): Seen {
    const { log, witnesses } = this.#of;
    const { text, by } = openNote(note, [log, ...witnesses]);
    const head = readHead(text);
    insist(head.origin === log.name, `a checkpoint of ${head.origin}`);
    insist(
      by.some(({ verifier }) => verifier === log),
      'a checkpoint that its log has not signed',
    );
    const cosigners = by.flatMap(({ verifier, time }) =>
      time === null ? [] : [{ name: verifier.name, time }],
    );
    return { ...head, note, cosigners };
  }

  /** Fetches every tile and bundle of a tree and rebuilds it from its entries. */
  async audit(seen?: Seen): Promise<Audit> {
    const head = seen ?? (await this.checkpoint());
    this.#fetched = 0;
    const entries = await this.#entries(head.size);
    const served = entries.some(isEmpty) ? await this.#leaves(head.size) : [];
    const erased = entries.flatMap((entry, i) => (isEmpty(entry) ? [i] : []));
    let hashes = entries.map((entry, i) => (isEmpty(entry) ? served[i]! : leafOf(entry)));
    insist(treeHash(hashes).equals(head.root), 'the entries do not give the signed root');
    for (let level = 0; hashes.length > 0; level += 1) {
      await this.#compareTiles(level, hashes);
      // Only what is full goes into the level above.
      const full = Math.floor(hashes.length / 256);
      hashes = Array.from({ length: full }, (_, i) =>
        treeHash(hashes.slice(256 * i, 256 * (i + 1))),
      );
    }
    insist(
      (await this.#rootByTiles(head.size)).equals(head.root),
      'the tiles alone do not give the signed root',
    );
    return { seen: head, entries, erased, tiles: this.#fetched };
  }

  /** Insists that the tree of the later checkpoint is the earlier one with more behind it. */
  async checkGrowth(earlier: Seen, later: Seen): Promise<void> {
    insist(earlier.size <= later.size, 'a log that has shrunk');
    const leaves = (await this.#entries(later.size)).map(leafOf);
    insist(treeHash(leaves).equals(later.root), 'the entries do not give the later root');
    insist(
      treeHash(leaves.slice(0, earlier.size)).equals(earlier.root),
      'the later tree has another beginning',
    );
  }

  /** Checks a tlog-proof of an entry; gives its checkpoint and the entry's place. */
  checkProof(proof: string, entry: Buffer): Seen & { readonly index: number } {
    const blank = proof.indexOf('\n\n');
    insist(blank > 0, 'a proof without a checkpoint');
    const lines = proof.slice(0, blank).split('\n');
    insist(lines.shift() === 'c2sp.org/tlog-proof@v1', 'a proof of another kind');
    if (lines[0]?.startsWith('extra ')) unbase64(lines.shift()!.slice(6));
    const [, digits] = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? '') ?? [];
    insist(digits, 'a proof without an index');
    const path = lines.map(unbase64);
    insist(
      path.every(({ length }) => length === 32),
      'a hash that is none',
    );
    const seen = this.open(proof.slice(blank + 2));
    const root = rootBy(path, leafOf(entry), Number(digits), seen.size);
    insist(root.equals(seen.root), 'the proof leads to another root');
    return { ...seen, index: Number(digits) };
  }

  async #entries(size: number): Promise<Buffer[]> {
    const entries: Buffer[] = [];
    for (const { index, width } of placesOf(size)) {
      const bundle = await this.#resource(tileName('entries', index, width));
      const found = unpack(bundle);
      insist(found.length === width, `a bundle of ${found.length} entries instead of ${width}`);
      entries.push(...found);
    }
    return entries;
  }

  async #leaves(size: number): Promise<Buffer[]> {
    const tiles: Buffer[] = [];
    for (const { index, width } of placesOf(size)) {
      tiles.push(await this.#resource(tileName(0, index, width)));
    }
    const bytes = Buffer.concat(tiles);
    return Array.from({ length: size }, (_, i) => bytes.subarray(32 * i, 32 * (i + 1)));
  }

  async #compareTiles(level: number, hashes: readonly Buffer[]): Promise<void> {
    for (const { index, width } of placesOf(hashes.length)) {
      const name = tileName(level, index, width);
      const served = await this.#resource(name);
      const ours = Buffer.concat(hashes.slice(256 * index, 256 * index + width));
      insist(served.equals(ours), `${name} is not what the entries give`);
    }
  }

  /** The root by the partial tiles of every level, highest first: each is a full subtree or an end. */
  async #rootByTiles(size: number): Promise<Buffer> {
    const ends: Buffer[][] = [];
    for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / 256)) {
      const width = count % 256;
      if (width === 0) ends.push([]);
      else {
        const tile = await this.#resource(tileName(level, Math.floor(count / 256), width));
        ends.push(Array.from({ length: width }, (_, i) => tile.subarray(32 * i, 32 * (i + 1))));
      }
    }
    // A whole tile's hash, or the end of the level below, is one more leaf of the level above.
    let below: Buffer | undefined;
    for (const end of ends) {
      const leaves = below ? [...end, below] : end;
      below = leaves.length > 0 ? treeHash(leaves) : undefined;
    }
    return below ?? treeHash([]);
  }

  async #resource(name: string): Promise<Buffer> {
    const said = await this.#get(name);
    insist(
      said.headers['content-type'] === 'application/octet-stream',
      `${name} is of type ${said.headers['content-type']}`,
    );
    return said.headers['content-encoding'] === 'gzip' ? gunzipSync(said.body) : said.body;
  }

  async #get(name: string): Promise<Said> {
    const { prefix, headers = {}, ask: by = ask } = this.#of;
    this.#fetched += 1;
    const accepted = { ...headers, 'accept-encoding': 'gzip, identity' };
    const said = await by(`${prefix}${name}`, { headers: accepted });
    insist(said.status === 200, `${name} is answered with ${said.status}`);
    return said;
  }
}

/** The full tiles and the partial one over so many hashes. */
function placesOf(count: number): { readonly index: number; readonly width: number }[] {
  return Array.from({ length: Math.ceil(count / 256) }, (_, index) => ({
    index,
    width: Math.min(256, count - 256 * index),
  }));
}

function isEmpty(entry: Buffer): boolean {
  return entry.length === 0;
}

/** The entries of a bundle. */
function unpack(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    insist(at + 2 <= bundle.length, 'a bundle that ends inside a length');
    const end = at + 2 + bundle.readUInt16BE(at);
    insist(end <= bundle.length, 'a bundle that ends inside an entry');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
