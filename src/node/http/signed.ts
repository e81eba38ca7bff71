import { formatBase64Url } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { RecordOf } from '../../accord/record.ts';
import { momentOf } from '../../accord/wire.ts';
import type { StatementView } from '../../contract/api.ts';
import type { SignedType } from '../../ledger/seal.ts';
import { challengeOf, keyIdOf, signerOf } from '../../ledger/seal.ts';
import { isOpen, openAccesses } from '../access-keys.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** How long after its statement was made it may be signed, in seconds. */
export const STATEMENT_SECONDS_MAX = 900;

/** What of a signed record is known before it is one. */
export type Unsaid<T extends SignedType> = {
  readonly [K in T]: {
    readonly type: K;
    readonly at: string;
    readonly body: RecordOf<K>['body'];
  };
}[T];

/** A statement as the officer's screen needs it to have it signed. */
export function presentStatement(
  house: House,
  desk: Desk,
  statement: string,
): Omit<StatementView, 'at' | 'knows'> {
  return {
    statement,
    challenge: formatBase64Url(challengeOf(house.primitives.sha256, statement)),
    rpId: house.folder.settings.rpId,
    credentialIds: credentialsOf(house, desk),
  };
}

/** The moment of a statement that was signed not too long ago. */
export function mustBeFresh(house: House, at: string): Instant {
  const moment = momentOf(at);
  const age = house.clock.now() - moment;
  if (age < -1 || age > STATEMENT_SECONDS_MAX) throw new Refusal('statement-old');
  return moment;
}

/** The signature must hold and its key must be in our roster for this seat, as every node will ask. */
export function mustBeSigned<T extends SignedType>(
  house: House,
  desk: Desk,
  unsaid: Unsaid<T>,
): void {
  const { exercise } = house.folder.charter;
  const { signature } = unsaid.body;
  if (signature.kind === 'exercise' && !exercise) throw new Refusal('not-in-exercise');
  const by = { party: selfOf(house), seat: desk.seat.seat };
  const record = { ...unsaid, by, marking: { tlp: 'AMBER', caveats: [], exercise } };
  // Only the fields of the statement are read, and all of them are there.
  if (!signerOf(house.primitives, record as unknown as RecordOf<SignedType>)) {
    throw new Refusal('key-did-not-sign');
  }
  const id = keyIdOf(house.primitives.sha256, signature);
  const keys = house.office.roster()?.keys ?? [];
  const held = keys.filter((key) => key.id === id && key.seat === desk.seat.seat);
  if (held.length === 0) throw new Refusal('key-unknown');
  if (!held.some((key) => isOpen(key, house.clock.now()))) throw new Refusal('key-ended');
}

/** Takes each statement once, also where it comes twice at the same time. [C20] */
export interface Once {
  /** Does what `saying` does, or refuses as `stale` where the statement is being said or `isSaid`. */
  take<T>(statement: string, isSaid: boolean, saying: () => Promise<T>): Promise<T>;
}

/** Begins with no statement taken. */
export function openOnce(): Once {
  const saying = new Set<string>();
  return {
    async take(statement, isSaid, say) {
      if (isSaid || saying.has(statement)) throw new Refusal('stale');
      saying.add(statement);
      try {
        return await say();
      } finally {
        saying.delete(statement);
      }
    },
  };
}

/** The passkeys made at this node for a seat that may still be used. */
export function credentialsOf(house: House, desk: Desk): readonly string[] {
  const ours = openAccesses(house, house.clock.now(), desk.seat.seat);
  return ours.map(({ credentialId }) => credentialId);
}
