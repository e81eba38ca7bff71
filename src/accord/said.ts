import type { LogId, PartyId, RecordHash } from '../base/ids.ts';
import type { Audience } from './party/audience.ts';
import type { RecordOf, RecordType } from './record.ts';

/** The key that a decision's signature was checked with; who may use it is for the roster to say. */
export interface Signer {
  /** SHA-256 over the key with its kind and relying party, in hexadecimal. */
  readonly keyId: string;
  readonly kind: 'passkey' | 'exercise';
}

/** A record as it stands on its author's log: who said it, to whom, in which place of the order. */
export interface Said<T extends RecordType = RecordType> {
  readonly hash: RecordHash;
  readonly log: LogId;
  /** Its place in the log, from 0. */
  readonly index: number;
  /** The party whose log it stands on; never taken from the record's own words. */
  readonly author: PartyId;
  readonly audience: Audience;
  readonly record: RecordOf<T>;
  /** Present on a decision or a signing whose signature holds over its exact statement. */
  readonly signer?: Signer;
}

/** Tells whether a said record is of `type`. */
export function isSaid<T extends RecordType>(said: Said, type: T): said is Said & Said<T> {
  return said.record.type === type;
}

/** The later of two records of one log, or the one that there is. */
export function laterOf<S extends Said>(held: S | undefined, next: S): S {
  return held && held.index >= next.index ? held : next;
}
