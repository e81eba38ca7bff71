import type { Instant } from '../../base/instant.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { NonEmpty } from '../../base/result.ts';
import { isNonEmpty } from '../../base/result.ts';
import type { Known, PlanFile } from '../known.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { AskedParty } from './asked.ts';
import { whoMustConsent } from './asked.ts';
import type { Stance } from './consent.ts';
import { stanceOf } from './consent.ts';

/** What the records add up to at a moment. */
export type OperationState =
  | { readonly kind: 'proposed'; readonly awaiting: NonEmpty<PartyId> }
  | { readonly kind: 'refused'; readonly by: NonEmpty<PartyId> }
  | { readonly kind: 'agreed'; readonly begins: Instant }
  | { readonly kind: 'active'; readonly since: Instant }
  | { readonly kind: 'suspended'; readonly by: NonEmpty<PartyId> }
  | { readonly kind: 'ended'; readonly reason: 'done' | 'cancelled' | 'expired' | 'lapsed' };

/** An asked party with where it stands. */
export interface AskedStance extends AskedParty {
  readonly stance: Stance;
}

/** A plan with who must consent, where each stands, and the state that makes. */
export interface Standing {
  readonly asked: readonly AskedStance[];
  readonly state: OperationState;
}

/**
 * The state of a plan at `now`, from records and time alone: two nodes with the same records always
 * agree [C11]. It is active only inside its window, while every asked party's consent stands [C14].
 */
export function standingOf(known: Known, plan: RecordHash, now: Instant): Standing | undefined {
  const file = known.plans.get(plan);
  if (!file?.plan || !file.shape) return undefined;
  const parties = whoMustConsent(known, file.plan.record.body, file.shape);
  const asked = parties.map((each) => ({
    ...each,
    stance: stanceOf({ known, file, asked: parties }, each.party, now),
  }));
  return { asked, state: stateOf(file, file.plan, asked, now) };
}

/** The first announcement by the plan's author that the operation has begun. [C15] */
export function activationOf(file: PlanFile): Said<'activation'> | undefined {
  return firstByAuthor(file, file.activations);
}

function stateOf(
  file: PlanFile,
  plan: Said<'plan'>,
  asked: readonly AskedStance[],
  now: Instant,
): OperationState {
  const closing = firstByAuthor(file, file.closings);
  if (closing) return { kind: 'ended', reason: closing.record.body.outcome }; // [C16]
  const { window } = plan.record.body;
  const [begins, ends] = [momentOf(window.from), momentOf(window.upto)];
  const refusing = partiesThat(asked, 'refuses');
  const lost = [...partiesThat(asked, 'withdrew'), ...partiesThat(asked, 'lapsed')].toSorted();
  const awaiting = [
    ...partiesThat(asked, 'silent'),
    ...partiesThat(asked, 'conditions'),
  ].toSorted();
  const allStand = asked.length > 0 && asked.every((each) => each.stance.kind === 'consents');
  if (now >= ends) return { kind: 'ended', reason: allStand ? 'expired' : 'lapsed' }; // [C17]
  if (isNonEmpty(refusing)) return { kind: 'refused', by: refusing };
  if (isNonEmpty(lost)) return { kind: 'suspended', by: lost }; // [C18]
  if (isNonEmpty(awaiting)) return { kind: 'proposed', awaiting };
  if (!allStand) return { kind: 'proposed', awaiting: [plan.author] };
  return now < begins ? { kind: 'agreed', begins } : { kind: 'active', since: begins }; // [C14]
}

function partiesThat(asked: readonly AskedStance[], kind: Stance['kind']): readonly PartyId[] {
  return asked.filter((each) => each.stance.kind === kind).map((each) => each.party);
}

/** The first that counts, by the order of the author's log and not of arrival. [C11] */
function firstByAuthor<S extends Said>(file: PlanFile, said: readonly S[]): S | undefined {
  const own = said.filter((each) => isByAuthor(file, each));
  return own.toSorted((ours, theirs) => ours.index - theirs.index)[0];
}

/** Only the plan's author ends or announces it, and only to the plan's own audience. */
function isByAuthor(file: PlanFile, said: Said): boolean {
  return said.author === file.plan?.author && isSameAudience(said.audience, file.plan.audience);
}
