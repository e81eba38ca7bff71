/*
 * The C2SP pages (signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-witness,
 * tlog-proof) and RFC 6962, read once more by somebody who has not seen our code: this folder
 * imports nothing of it. It is written to be plain, not to be fast, and it throws.
 */
import type { KeyObject } from 'node:crypto';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';

/** What an outsider says where something is not as the pages have it. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

/** Throws a complaint unless what must be so is so. */
export function insist(isSo: unknown, complaint: string): asserts isSo {
  if (!isSo) throw new Complaint(complaint);
}

const hashed = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Base64 with padding, in the one spelling that gives the same text back. */
export function unbase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  insist(bytes.toString('base64') === text, `"${text}" is not base64`);
  return bytes;
}

/** 0x01 signs a note, 0x04 cosigns it at a time. */
export type Algorithm = 0x01 | 0x04;

/** A key that somebody was told to trust. */
export class Verifier {
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly bytes: Buffer;
  readonly id: Buffer;
  readonly #key: KeyObject;

  constructor(name: string, algorithm: Algorithm, bytes: Buffer) {
    insist(/^[^\s+]+$/u.test(name), `"${name}" cannot be the name of a key`);
    insist(bytes.length === 32, 'an Ed25519 key has 32 bytes');
    this.name = name;
    this.algorithm = algorithm;
    this.bytes = bytes;
    this.id = hashed(name, '\n', Buffer.of(algorithm), bytes).subarray(0, 4);
    const x = bytes.toString('base64url');
    this.#key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  }

  /** Reads `name+id+base64`; only the first two pluses divide. */
  static read(vkey: string): Verifier {
    const [name = '', id = '', ...rest] = vkey.split('+');
    const material = unbase64(rest.join('+'));
    const algorithm = material[0];
    insist(algorithm === 0x01 || algorithm === 0x04, `${vkey}: a signature type we do not know`);
    const verifier = new Verifier(name, algorithm, material.subarray(1));
    insist(verifier.id.toString('hex') === id, `${vkey}: the id is not that of the key`);
    return verifier;
  }

  toString(): string {
    const material = Buffer.concat([Buffer.of(this.algorithm), this.bytes]).toString('base64');
    return `${this.name}+${this.id.toString('hex')}+${material}`;
  }

  /** Whether a signature is over this text; for a cosigner, at which time. */
  holds(text: string, signature: Buffer): { readonly time: number | null } | null {
    if (this.algorithm === 0x01) {
      return verify(null, Buffer.from(text), this.#key, signature) ? { time: null } : null;
    }
    if (signature.length !== 72) return null;
    const time = signature.readBigUInt64BE(0);
    const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
    const isSo = verify(null, message, this.#key, signature.subarray(8));
    return isSo ? { time: Number(time) } : null;
  }
}

/** A key pair of Ed25519 that signs notes. */
export class NoteSigner {
  readonly verifier: Verifier;
  readonly #secret: KeyObject;

  constructor(name: string, seed: Buffer = randomBytes(32)) {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    this.#secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    const { x = '' } = createPublicKey(this.#secret).export({ format: 'jwk' });
    this.verifier = new Verifier(name, 0x01, Buffer.from(x, 'base64url'));
  }

  /** The same secret under another name. */
  named(name: string): NoteSigner {
    const { d = '' } = this.#secret.export({ format: 'jwk' });
    return new NoteSigner(name, Buffer.from(d, 'base64url'));
  }

  /** One signature line over a text. */
  line(text: string): string {
    const signature = sign(null, Buffer.from(text), this.#secret);
    return lineOf(this.verifier.name, this.verifier.id, signature);
  }

  /** The signed note of a text. */
  note(text: string, ...moreLines: readonly string[]): string {
    return `${text}\n${this.line(text)}${moreLines.join('')}`;
  }
}

/** One signature line, whatever is in it. */
export function lineOf(name: string, id: Buffer, signature: Buffer): string {
  return `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/** Who signed a note, among the keys that are known. */
export interface OpenedNote {
  readonly text: string;
  readonly by: readonly { readonly verifier: Verifier; readonly time: number | null }[];
}

/** Opens a signed note: every line of a known key must hold, and there must be one. */
export function openNote(note: string, known: readonly Verifier[]): OpenedNote {
  insist(!/[\0-\x09\x0b-\x1f]/.test(note), 'a note with a control character');
  const blank = note.lastIndexOf('\n\n');
  insist(
    blank >= 0 && note.endsWith('\n'),
    'no note: an empty line or the last newline is missing',
  );
  const text = note.slice(0, blank + 1);
  const lines = note.slice(blank + 2, -1).split('\n');
  const by: { verifier: Verifier; time: number | null }[] = [];
  for (const line of lines) {
    const [dash, name, base64, ...rest] = line.split(' ');
    insist(dash === '—' && name && base64 && rest.length === 0, `no signature line: ${line}`);
    const bytes = unbase64(base64);
    const verifier = known.find(
      (each) => each.name === name && each.id.equals(bytes.subarray(0, 4)),
    );
    if (!verifier) continue;
    const held = verifier.holds(text, bytes.subarray(4));
    insist(held, `the signature of ${name} does not hold`);
    by.push({ verifier, time: held.time });
  }
  insist(by.length > 0, 'nobody known has signed');
  return { text, by };
}

/** What a log says of itself. */
export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly text: string;
}

/** Reads the text of a checkpoint. */
export function readHead(text: string): Head {
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  insist(origin !== '', 'a checkpoint without an origin');
  insist(/^(0|[1-9][0-9]*)$/.test(size), `"${size}" is not a size`);
  const bytes = unbase64(root);
  insist(bytes.length === 32, 'a root has 32 bytes');
  insist(!extensions.includes(''), 'an empty extension line');
  insist(size !== '0' || bytes.equals(treeHash([])), 'the empty tree has another root');
  return { origin, size: Number(size), root: bytes, text };
}

/** The hash of an entry. */
export function leafOf(entry: Buffer): Buffer {
  return hashed(Buffer.of(0), entry);
}

function parentOf(left: Buffer, right: Buffer): Buffer {
  return hashed(Buffer.of(1), left, right);
}

/** The largest power of two below n. */
function splitAt(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** MTH over the hashes of leaves, by its definition. */
export function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return hashed();
  if (leaves.length === 1) return only;
  const k = splitAt(leaves.length);
  return parentOf(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

/** PATH(m, D[n]), by its definition: from the leaf's sibling upwards. */
export function auditPath(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = splitAt(leaves.length);
  return m < k
    ? [...auditPath(m, leaves.slice(0, k)), treeHash(leaves.slice(k))]
    : [...auditPath(m - k, leaves.slice(k)), treeHash(leaves.slice(0, k))];
}

/** PROOF(m, D[n]), by its definition. */
export function growthPath(m: number, leaves: readonly Buffer[]): Buffer[] {
  return m === 0 || m === leaves.length ? [] : subproof(m, leaves, true);
}

function subproof(m: number, leaves: readonly Buffer[], isWhole: boolean): Buffer[] {
  const n = leaves.length;
  if (m === n) return isWhole ? [] : [treeHash(leaves)];
  const k = splitAt(n);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isWhole), treeHash(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))];
}

/** The root that a path from a leaf leads to, by recursion over the tree's form. */
export function rootBy(path: readonly Buffer[], leaf: Buffer, index: number, size: number): Buffer {
  insist(index < size, 'an index beyond the tree');
  if (size === 1) {
    insist(path.length === 0, 'a path with a hash too many');
    return leaf;
  }
  const last = path.at(-1);
  insist(last, 'a path with a hash too few');
  const rest = path.slice(0, -1);
  const k = splitAt(size);
  return index < k
    ? parentOf(rootBy(rest, leaf, index, k), last)
    : parentOf(last, rootBy(rest, leaf, index - k, size - k));
}
