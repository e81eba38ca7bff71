import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { prepare } from '../../geo/touch.ts';
import type { Known } from '../known.ts';
import { shapeOf } from '../operation/ground.ts';
import { formatSigningStatement, signingTermsOf } from '../operation/statement.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import { isKeyOfSeat, rosterBefore, keyVoid } from '../party/keys.ts';
import type { Rule } from './schema.ts';

/** A rule of an article, with its area and dates made ready. */
export interface StandingRule {
  readonly agreement: RecordHash;
  readonly article: string;
  /** The parties of the agreement. */
  readonly signatories: readonly PartyId[];
  readonly rule: Rule;
  readonly area: PreparedShape | undefined;
  readonly from: Instant;
  readonly upto: Instant | undefined;
}

/** An agreement with its rules made ready. */
export interface AgreementFile {
  readonly said: Said<'agreement'>;
  readonly rules: readonly StandingRule[];
}

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

/** Makes an agreement's rules ready. */
export function agreementFile(said: Said<'agreement'>): AgreementFile {
  const rules = said.record.body.articles.flatMap(({ id, rule }): readonly StandingRule[] => {
    if (!rule) return [];
    const area = rule.area === null ? undefined : prepare(shapeOf(rule.area));
    const upto = rule.upto === null ? undefined : momentOf(rule.upto);
    const signatories = said.record.body.parties;
    const from = momentOf(rule.from);
    return [{ agreement: said.hash, article: id, signatories, rule, area, from, upto }];
  });
  return { said, rules };
}

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
