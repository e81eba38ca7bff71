import type { RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { DecisionView, PlanView } from '../../contract/api.ts';
import type { Known } from '../../accord/known.ts';
import type { Proposal } from '../../accord/operation/consent.ts';
import { voidReason } from '../../accord/operation/consent.ts';
import { activationOf, standingOf } from '../../accord/operation/state.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';

/** A plan as a desk sees it at `now`, or nothing where it is unknown or not for this reader. */
export function presentPlan(
  known: Known,
  hash: RecordHash,
  reader: Reader,
  now: Instant,
): PlanView | undefined {
  const file = known.plans.get(hash);
  const standing = standingOf(known, hash, now);
  if (!file?.plan || !standing || !mayRead(reader, file.plan)) return undefined;
  const { plan } = file;
  const ours = standing.asked.find((each) => each.party === reader.party);
  const isOpen = standing.state.kind !== 'ended' && standing.state.kind !== 'refused';
  const activation = activationOf(file);
  const closing = file.closings.find((said) => said.author === plan.author);
  return {
    hash,
    author: plan.author,
    seat: plan.record.by.seat,
    at: plan.record.at,
    audience: plan.audience,
    exercise: plan.record.marking.exercise,
    plan: plan.record.body,
    asked: standing.asked,
    state: standing.state,
    waitsForUs: isOpen && ours?.stance.kind === 'silent',
    decisions: presentDecisions({ known, file, asked: standing.asked }, reader),
    ...(activation ? { activation: { hash: activation.hash, at: activation.record.at } } : {}),
    ...(closing
      ? {
          closing: {
            hash: closing.hash,
            at: closing.record.at,
            result: closing.record.body.result,
          },
        }
      : {}),
  };
}

function presentDecisions(proposal: Proposal, reader: Reader): readonly DecisionView[] {
  return proposal.file.decisions
    .filter((said) => mayRead(reader, said))
    .toSorted((ours, theirs) => (ours.record.at < theirs.record.at ? -1 : 1))
    .map((said) => presentDecision(proposal, said));
}

function presentDecision(proposal: Proposal, said: Said<'decision'>): DecisionView {
  const { file } = proposal;
  const { verdict, upto, conditions, reason, words, language, signature } = said.record.body;
  const isVoid = voidReason(proposal, said);
  return {
    hash: said.hash,
    party: said.author,
    seat: said.record.by.seat,
    at: said.record.at,
    verdict,
    upto,
    conditions,
    reason,
    words,
    language,
    key: signature.kind,
    accepted: file.acceptances.some(
      (each) => each.author === file.plan?.author && each.record.body.decision === said.hash,
    ),
    ...(isVoid ? { void: isVoid } : {}),
  };
}
