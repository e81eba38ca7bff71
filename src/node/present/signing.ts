import type { RecordHash } from '../../base/ids.ts';
import type { AgreementView, SigningView } from '../../contract/beside-plans.ts';
import { isInForce, signatureOf, signingVoid } from '../../accord/agreement/force.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import type { Look } from './look.ts';

/** All signatures under an agreement or a handover, the earliest first; each says why it is void. [C53] */
export function presentSignings(
  { known, reader }: Pick<Look, 'known' | 'reader'>,
  under: RecordHash,
): readonly SigningView[] {
  return (known.signings.get(under) ?? [])
    .filter((said) => mayRead(reader, said))
    .toSorted((ours, theirs) => (ours.record.at < theirs.record.at ? -1 : 1))
    .map((said): SigningView => {
      const { hash, author, record } = said;
      const { verdict, words, language } = record.body;
      const { at, by } = record;
      const isVoid = signingVoid(known, said);
      return {
        hash,
        party: author,
        seat: by.seat,
        at,
        verdict,
        words,
        language,
        ...(isVoid ? { void: isVoid } : {}),
      };
    });
}

/** An agreement with who signed it, whether it is in force and what it does to plans. [C27] */
export function presentAgreement(look: Look, said: Said<'agreement'>): AgreementView {
  const { known } = look;
  const { hash, author, record } = said;
  const { parties, articles } = record.body;
  return {
    hash,
    author,
    at: record.at,
    agreement: record.body,
    inForce: isInForce(known, said),
    signed: parties.filter(
      (party) => signatureOf(known, hash, party)?.record.body.verdict === 'signs',
    ),
    signings: presentSignings(look, hash),
    rules: articles.flatMap(({ id, rule }) => (rule ? [{ article: id, rule }] : [])),
  };
}
