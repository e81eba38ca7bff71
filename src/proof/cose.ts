import { concat } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import {
  ED25519_KEY_BYTES,
  P256_POINT_BYTES,
  isSoundEd25519Key,
  isSoundP256Key,
} from './primitives.ts';

/** Bytes of one COSE key. */
export const COSE_KEY_BYTES_MAX = 256;

/** A passkey's public key: ES256 (-7, 65-byte uncompressed P-256 point) or EdDSA (-8, 32 bytes). */
export interface CosePublicKey {
  readonly alg: -7 | -8;
  readonly publicKey: Uint8Array;
}

/** Why bytes are not a COSE key that we take. */
export interface CoseFault {
  readonly kind: 'bad-cbor' | 'unknown-algorithm' | 'bad-key';
}

type CoseMap = ReadonlyMap<number, number | Uint8Array>;

/**
 * [L19] Reads a COSE key (RFC 9052) as an authenticator gives it at registration: one CBOR map of
 * small integers and byte strings, shortest forms only, no key twice, nothing after it.
 */
export function parseCoseKey(bytes: Uint8Array): Result<CosePublicKey, CoseFault> {
  const map = parseMap(bytes);
  if (!map) return err({ kind: 'bad-cbor' });
  const alg = map.get(3);
  if (alg === -7) return parseEc2(map);
  if (alg === -8) return parseOkp(map);
  return err({ kind: 'unknown-algorithm' });
}

/** The COSE key of a passkey's public key. */
export function formatCoseKey(key: CosePublicKey): Uint8Array {
  if (key.alg === -8) {
    return concat(Uint8Array.of(0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32), key.publicKey);
  }
  return concat(
    Uint8Array.of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32),
    key.publicKey.slice(1, 33),
    Uint8Array.of(0x22, 0x58, 32),
    key.publicKey.slice(33),
  );
}

function parseEc2(map: CoseMap): Result<CosePublicKey, CoseFault> {
  const [x, y] = [map.get(-2), map.get(-3)];
  const isP256 = map.size === 5 && map.get(1) === 2 && map.get(-1) === 1;
  if (!isP256 || !(x instanceof Uint8Array) || !(y instanceof Uint8Array)) {
    return err({ kind: 'bad-key' });
  }
  if (x.length !== 32 || y.length !== 32) return err({ kind: 'bad-key' });
  const publicKey = concat(Uint8Array.of(4), x, y);
  const isSound = publicKey.length === P256_POINT_BYTES && isSoundP256Key(publicKey);
  return isSound ? ok({ alg: -7, publicKey }) : err({ kind: 'bad-key' });
}

function parseOkp(map: CoseMap): Result<CosePublicKey, CoseFault> {
  const x = map.get(-2);
  const isEd25519 = map.size === 4 && map.get(1) === 1 && map.get(-1) === 6;
  if (!isEd25519 || !(x instanceof Uint8Array)) return err({ kind: 'bad-key' });
  const isSound = x.length === ED25519_KEY_BYTES && isSoundEd25519Key(x);
  return isSound ? ok({ alg: -8, publicKey: x }) : err({ kind: 'bad-key' });
}

function parseMap(bytes: Uint8Array): CoseMap | undefined {
  if (bytes.length > COSE_KEY_BYTES_MAX) return undefined;
  const head = bytes[0] ?? 0;
  // A definite map of at most 23 pairs.
  if (head < 0xa0 || head > 0xb7) return undefined;
  const map = new Map<number, number | Uint8Array>();
  let at = 1;
  for (let pair = head - 0xa0; pair > 0; pair -= 1) {
    const key = parseItem(bytes, at);
    if (!key || typeof key.value !== 'number' || map.has(key.value)) return undefined;
    const value = parseItem(bytes, key.end);
    if (!value) return undefined;
    map.set(key.value, value.value);
    at = value.end;
  }
  return at === bytes.length ? map : undefined;
}

/** An integer or a byte string, its argument in the shortest of the forms up to 16 bits. */
function parseItem(
  bytes: Uint8Array,
  at: number,
): { readonly value: number | Uint8Array; readonly end: number } | undefined {
  const head = bytes[at];
  if (head === undefined || head >= 0x60) return undefined;
  const short = head & 0x1f;
  const extra = short < 24 ? 0 : short === 24 ? 1 : short === 25 ? 2 : undefined;
  if (extra === undefined || at + 1 + extra > bytes.length) return undefined;
  const [first = 0, second = 0] = bytes.slice(at + 1, at + 1 + extra);
  const argument = extra === 0 ? short : extra === 1 ? first : first * 256 + second;
  if ((extra === 1 && argument < 24) || (extra === 2 && argument < 256)) return undefined;
  const end = at + 1 + extra;
  if (head < 0x20) return { value: argument, end };
  if (head < 0x40) return { value: -1 - argument, end };
  if (end + argument > bytes.length) return undefined;
  return { value: bytes.slice(end, end + argument), end: end + argument };
}
