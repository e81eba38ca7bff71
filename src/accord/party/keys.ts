import type { Known } from '../known.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import { retiredKeyName } from './retired.ts';
import type { Roster } from './schema.ts';

/** What of the known says whose key is whose, and when. */
export type Keys = Pick<Known, 'rosters' | 'rosterHistory' | 'retired'>;

/** A record that an officer signed. */
export type Signed = Said<'decision'> | Said<'signing'>;

/** Why the key of a signed record does not count, or nothing where it does. [C7] [C19] */
export function keyVoid(
  known: Keys,
  said: Signed,
): 'key-unknown' | 'key-not-valid-then' | 'key-retired' | undefined {
  const keys = keysOf(known.rosters.get(said.author), said);
  if (keys.length === 0) return 'key-unknown';
  if (!keys.some((key) => isKeyOfMoment(key, said))) return 'key-not-valid-then';
  // The moment in a record is its author's word; the place in the log is not.
  const { signer, author, log, index } = said;
  const retired = signer && known.retired.get(retiredKeyName(author, signer.keyId));
  return retired && retired.log === log && retired.index < index ? 'key-retired' : undefined;
}

/** The last roster of its author that stands before a record in the same log. [C34] */
export function rosterBefore(known: Keys, said: Said): Said<'roster'> | undefined {
  let before: Said<'roster'> | undefined;
  for (const roster of known.rosterHistory.get(said.author) ?? []) {
    if (roster.log !== said.log || roster.index >= said.index) continue;
    if (!before || before.index < roster.index) before = roster;
  }
  return before;
}

/** Whether the signing key stands in a roster for that very seat, at the record's moment. [C34] */
export function isKeyOfSeat(roster: Said<'roster'>, said: Signed): boolean {
  return keysOf(roster, said).some((key) => isKeyOfMoment(key, said));
}

type Key = Roster['keys'][number];

function keysOf(roster: Said<'roster'> | undefined, said: Signed): readonly Key[] {
  return (roster?.record.body.keys ?? []).filter(
    (key) =>
      key.id === said.signer?.keyId &&
      key.kind === said.signer.kind &&
      key.seat === said.record.by.seat,
  );
}

function isKeyOfMoment(key: Key, said: Signed): boolean {
  const at = momentOf(said.record.at);
  return momentOf(key.from) <= at && (key.upto === null || at < momentOf(key.upto));
}
