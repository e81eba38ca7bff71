import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { equal } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';
import type { Card } from '../ledger/card.ts';
import type { Signer } from '../proof/primitives.ts';
import { hostSigner } from './primitives.ts';
import { readText, troubleOf, writeSafely } from './safe-file.ts';

/** Reads a secret key of a folder by its name. Trouble: `key-bad`, `file-missing`. */
export function readKey(dir: string, name: string): Signer {
  return readKeyFile(keyFile(dir, name));
}

/** Reads a secret key from a file, wherever it is. Trouble: `key-bad`, `file-missing`. */
export function readKeyFile(file: string): Signer {
  const seed = Buffer.from(readText(file).trim(), 'base64url');
  if (seed.length !== 32) throw new TroubleError('key-bad', { file });
  return hostSigner(seed);
}

/** Makes a secret key under this name, for its owner's eyes alone. */
export function makeKey(dir: string, name: string): void {
  const seed = randomBytes(32).toString('base64url');
  writeSafely(keyFile(dir, name), `${seed}\n`, 0o600);
}

/**
 * The node key that our own card names. While it is being replaced there are two for a moment, and
 * the card alone decides which counts: so one written file makes the change. [D9]
 */
export function readNodeKey(dir: string, own: Pick<Card, 'nodeKey'>): Signer {
  const held = readKey(dir, 'node');
  if (equal(held.publicKey, own.nodeKey) || !existsSync(keyFile(dir, NEXT))) return held;
  const next = readKey(dir, NEXT);
  return equal(next.publicKey, own.nodeKey) ? next : held;
}

/** Where the party's identity key is, unless it is kept away from the machine. [D14] */
export function identityFile(dir: string): string {
  return keyFile(dir, 'identity');
}

/**
 * Signs cards with the party's identity key, which is read only when it is needed: a node runs
 * without it. Signing is trouble `identity-away` where it is not at `file`, and `key-bad` where
 * another key is. [D14]
 */
export function identitySignerOf(
  { identityKey: { publicKey } }: Pick<Card, 'identityKey'>,
  file: string,
): Signer {
  return {
    publicKey,
    sign(bytes) {
      if (!existsSync(file)) return Promise.reject(new TroubleError('identity-away', { file }));
      const signer = readKeyFile(file);
      if (equal(signer.publicKey, publicKey)) return signer.sign(bytes);
      return Promise.reject(new TroubleError('key-bad', { file }));
    },
  };
}

/** Makes the key that is to be the node's next, in the place of one that never became so. [D9] */
export function makeNextKey(dir: string): Signer {
  makeKey(dir, NEXT);
  return readKey(dir, NEXT);
}

/** Puts the next key in the place of the one before, once our card names it; else changes nothing. [D9] */
export function settleNodeKey(dir: string, own: Pick<Card, 'nodeKey'>): void {
  if (!existsSync(keyFile(dir, NEXT))) return;
  if (!equal(readKey(dir, NEXT).publicKey, own.nodeKey)) return;
  const file = keyFile(dir, 'node');
  try {
    renameSync(keyFile(dir, NEXT), file);
  } catch (thrown) {
    throw troubleOf(thrown, file);
  }
}

const NEXT = 'node-next';

function keyFile(dir: string, name: string): string {
  return path.join(dir, 'keys', `${name}.key`);
}
