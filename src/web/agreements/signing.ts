import type { SigningTerms } from '../../accord/operation/statement.ts';
import { formatSigningStatement } from '../../accord/operation/statement.ts';
import type { Saved } from '../../contract/api.ts';
import type {
  NewSigning,
  NewSigningStatement,
  SigningStatementView,
} from '../../contract/beside-plans.ts';
import { post } from '../api.ts';
import { mustBe, signByKey } from '../plans/signing.ts';

/** A statement under an agreement or a handover that this browser has checked. */
export interface CheckedSigning extends SigningStatementView {
  readonly asked: NewSigningStatement;
}

/** Asks the node for the statement and trusts it in nothing, as for a decision on a plan. */
export async function fetchSigning(
  asked: NewSigningStatement,
  who: Pick<SigningTerms, 'party' | 'seat' | 'exercise'>,
): Promise<CheckedSigning> {
  const view = await post<SigningStatementView>('/api/signings/statement', asked);
  const expected = formatSigningStatement({ ...asked, ...who, at: view.at });
  await mustBe(expected, view, asked.words);
  return { ...view, asked };
}

/** Has the officer's key sign and sends it. */
export async function sendSigning(checked: CheckedSigning): Promise<Saved> {
  const { asked, at } = checked;
  const signing: NewSigning = { ...asked, at, signature: await signByKey(checked) };
  return post<Saved>('/api/signings', signing);
}
