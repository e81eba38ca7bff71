import { formatBase64, parseBase64 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, parseInstant } from '../base/instant.ts';
import type { JsonObject } from '../base/json.ts';
import { isSoundEd25519Key } from '../proof/primitives.ts';
import { HASH_BYTES, SIZE_MAX } from '../proof/tree.ts';

/** How many former node keys a card may name. [D1] */
export const FORMER_KEYS_MAX = 16;

/** How many logs a card may name for one former key; the note itself bounds them too. [D1] */
export const FORMER_HEADS_MAX = 256;

/** Why a node key was replaced: in due course, or because somebody else may have it. */
export type FormerReason = 'rotated' | 'lost';

/** How far a former key is good for a log: so many entries, under this root. [D3] */
export interface Head {
  readonly log: LogId;
  /** At least 1; a log that is not named has none. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** A node key that is no longer its party's, and how far its signatures go. [D1] */
export interface FormerKey {
  /** The public key; 32 bytes. */
  readonly node: Uint8Array;
  readonly reason: FormerReason;
  /** When it was replaced, by the clock of the machine that did it. */
  readonly at: Instant;
  /** Of the party's own logs, and of others' logs as far as it acknowledged them; sorted by log. */
  readonly heads: readonly Head[];
}

/** The key as a card holds it. */
export function formatFormer({ node, reason, at, heads }: FormerKey): JsonObject {
  return {
    node: formatBase64(node),
    reason,
    at: formatInstant(at),
    heads: heads.map(({ log, size, root }) => ({ log, size, root: formatBase64(root) })),
  };
}

/** Reads the former keys of a card, oldest first; nothing where they are not such a list. */
export function parseFormers(value: unknown): readonly FormerKey[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > FORMER_KEYS_MAX) {
    return undefined;
  }
  const keys = value.map(formerOf);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function formerOf(value: unknown): FormerKey | undefined {
  if (!isObject(value)) return undefined;
  const { node, reason, at, heads } = value;
  const key = parseBase64(typeof node === 'string' ? node : '');
  if (!key.ok || !isSoundEd25519Key(key.value)) return undefined;
  if (reason !== 'rotated' && reason !== 'lost') return undefined;
  const moment = parseInstant(typeof at === 'string' ? at : '');
  if (!moment.ok || !Array.isArray(heads) || heads.length > FORMER_HEADS_MAX) return undefined;
  const read = heads.map(headOf);
  // One order, each log once: what was signed has one form.
  const isWhole = read.every((head, i) => {
    const before = read[i - 1];
    return head !== undefined && (before === undefined || before.log < head.log);
  });
  if (!isWhole) return undefined;
  return { node: key.value, reason, at: moment.value, heads: read as readonly Head[] };
}

function headOf(value: unknown): Head | undefined {
  if (!isObject(value)) return undefined;
  const { log, size, root } = value;
  if (typeof log !== 'string' || !isLogId(log)) return undefined;
  const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size > 0;
  if (!isSize || size > SIZE_MAX) return undefined;
  const hash = parseBase64(typeof root === 'string' ? root : '');
  if (!hash.ok || hash.value.length !== HASH_BYTES) return undefined;
  return { log, size, root: hash.value };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
