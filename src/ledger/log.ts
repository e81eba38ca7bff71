import { formatHex, utf8 } from '../base/bytes.ts';
import type { Sha256 } from '../base/bytes.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Card } from './card.ts';
import type { LogKeys } from './succession.ts';
import { keysOfLog } from './succession.ts';

/** A log with all that its name is made of, one per party and audience, and the keys of its author. */
export interface Log extends LogKeys {
  readonly id: LogId;
  readonly author: PartyId;
  readonly audience: Audience;
  /** The first line of its checkpoints, which its keys bear as their name. */
  readonly origin: string;
}

/**
 * The log of `card`'s party towards `audience`. Its short name is a hash, so that a witness who
 * sees it is not told who reads. [L29]
 */
export function logOf(sha256: Sha256, card: Card, audience: Audience): Log {
  const named = utf8(['tansiq/log/v1', card.domain, card.party, ...audience, ''].join('\n'));
  const id = formatHex(sha256(named)).slice(0, 32) as LogId;
  const origin = `${card.domain}/log/${id}`;
  return {
    id,
    author: card.party,
    audience,
    origin,
    ...keysOfLog(card, id, origin),
  };
}

/** The present log key that a party's card gives to `origin`; see {@link keysOfOrigin}. */
export function keyOfOrigin(card: Card, origin: string): VerifierKey | undefined {
  return keysOfOrigin(card, origin)?.key;
}

/** The keys that a party's card gives to `origin`, or nothing where the origin is not of its domain. */
export function keysOfOrigin(card: Card, origin: string): LogKeys | undefined {
  const [domain, ...path] = origin.split('/log/');
  if (domain !== card.domain || path.length !== 1) return undefined;
  const [id = ''] = path;
  return isLogId(id) ? keysOfLog(card, id, origin) : undefined;
}
