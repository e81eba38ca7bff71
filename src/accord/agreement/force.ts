import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Known } from '../known.ts';
import { formatSigningStatement, signingTermsOf } from '../operation/statement.ts';
import type { Said } from '../said.ts';
import { isKeyOfSeat, rosterBefore, keyVoid } from '../party/keys.ts';
import type { StandingRule } from './rules.ts';

/** What of the known decides which agreements are in force. */
export type Law = Pick<
  Known,
  'charter' | 'rosters' | 'rosterHistory' | 'retired' | 'signings' | 'agreements'
>;

/** Why a signature under an agreement or a handover does not count. [C53] */
export type SigningVoid =
  | 'signature-fails'
  | 'exercise-key'
  | 'key-unknown'
  | 'key-not-valid-then'
  | 'key-retired'
  | 'administers'
  | 'beyond-authority'
  | 'repeated';

/** The rules of all agreements in force, in an order that is the same at every node. [C27] */
export function rulesInForce(law: Law): readonly StandingRule[] {
  return [...law.agreements.values()]
    .filter((each) => each.rules.length > 0 && isInForce(law, each.said))
    .toSorted((ours, theirs) => (ours.said.hash < theirs.said.hash ? -1 : 1))
    .flatMap(({ rules }) => rules);
}

/** Whether every party of an agreement has signed it and none has ended it. [C27] */
export function isInForce(law: Law, agreement: Said<'agreement'>): boolean {
  return agreement.record.body.parties.every(
    (party) => signatureOf(law, agreement.hash, party)?.record.body.verdict === 'signs',
  );
}

/** The last signature of a party under a text that counts, by the order of its log. [C53] */
export function signatureOf(
  law: Law,
  under: RecordHash,
  party: PartyId,
): Said<'signing'> | undefined {
  let latest: Said<'signing'> | undefined;
  for (const said of law.signings.get(under) ?? []) {
    if (said.author !== party || (latest && latest.index >= said.index)) continue;
    if (signingVoid(law, said) === undefined) latest = said;
  }
  return latest;
}

/** Why a signature does not count, or nothing where it does. [C53] */
export function signingVoid(law: Law, said: Said<'signing'>): SigningVoid | undefined {
  if (!said.signer) return 'signature-fails';
  if (said.signer.kind === 'exercise' && !law.charter.exercise) return 'exercise-key';
  const key = keyVoid(law, said);
  if (key) return key;
  for (const roster of [law.rosters.get(said.author), rosterBefore(law, said)]) {
    if (!roster) continue;
    const office = roster.record.body.seats.find(({ seat }) => seat === said.record.by.seat);
    if (office?.duties.includes('administer')) return 'administers';
    if (!office?.duties.includes('sign')) return 'beyond-authority';
    if (!isKeyOfSeat(roster, said)) return 'key-unknown';
  }
  return isRepeated(law, said) ? 'repeated' : undefined;
}

function isRepeated(law: Law, said: Said<'signing'>): boolean {
  const statement = formatSigningStatement(signingTermsOf(said.record));
  return (law.signings.get(said.record.body.under) ?? []).some(
    (each) =>
      each.log === said.log &&
      each.index < said.index &&
      each.signer?.keyId === said.signer?.keyId &&
      formatSigningStatement(signingTermsOf(each.record)) === statement,
  );
}
