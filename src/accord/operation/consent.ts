import type { Instant } from '../../base/instant.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Known, PlanFile } from '../known.ts';
import { retiredKeyName } from '../known.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { AskedParty } from './asked.ts';
import { formatStatement, termsOf } from './statement.ts';

/** Why a decision does not count; it is kept and shown with this. */
export type VoidReason =
  | 'plan-unknown'
  | 'other-audience'
  | 'not-asked'
  | 'signature-fails'
  | 'exercise-key'
  | 'key-unknown'
  | 'key-not-valid-then'
  | 'key-retired'
  | 'beyond-authority'
  | 'repeated';

/** Where one asked party stands towards a plan. */
export type Stance =
  | { readonly kind: 'silent' }
  | { readonly kind: 'consents'; readonly by: RecordHash; readonly upto: Instant }
  | {
      readonly kind: 'conditions';
      readonly by: RecordHash;
      readonly conditions: readonly string[];
    }
  | { readonly kind: 'refuses'; readonly by: RecordHash; readonly reason: string | null }
  | { readonly kind: 'withdrew'; readonly by: RecordHash; readonly reason: string | null }
  | { readonly kind: 'lapsed'; readonly by: RecordHash; readonly since: Instant };

/** A plan's file with who must consent to it, as far as is known. */
export interface Proposal {
  readonly known: Known;
  readonly file: PlanFile;
  readonly asked: readonly AskedParty[];
}

interface Case extends Proposal {
  readonly decision: Said<'decision'>;
}

type Rule = (of: Case) => VoidReason | undefined;

/** Why a decision may be void, in the order in which a person would ask. */
const DECISION_RULES: readonly Rule[] = [
  planIsKnown, // [C5]
  audienceIsThePlans, // [C5]
  partyIsAsked, // [C2]
  signatureHolds, // [C6]
  exerciseKeyOnlyInExercise, // [C10]
  keyIsInTheRoster, // [C7]
  keyWasValidThen, // [C7]
  keyWasNotRetired, // [C19]
  seatMayDecide, // [C8]
  isSaidForTheFirstTime, // [C20]
];

/** Why `decision` does not count, or nothing where it does. */
export function voidReason(proposal: Proposal, decision: Said<'decision'>): VoidReason | undefined {
  for (const rule of DECISION_RULES) {
    const reason = rule({ ...proposal, decision });
    if (reason) return reason;
  }
  return undefined;
}

/**
 * Where `party` stands at `now`: its latest decision that counts, by the order of its own log, so
 * that no order of arrival and no clock of another can change it. [C11]
 */
export function stanceOf(proposal: Proposal, party: PartyId, now: Instant): Stance {
  const { file } = proposal;
  let latest: Said<'decision'> | undefined;
  for (const decision of file.decisions) {
    if (decision.author !== party || (latest && latest.index >= decision.index)) continue;
    if (voidReason(proposal, decision) === undefined) latest = decision;
  }
  if (!latest || !file.plan) return { kind: 'silent' };
  const { body } = latest.record;
  const by = latest.hash;
  if (body.verdict === 'refusal') return { kind: 'refuses', by, reason: body.reason };
  if (body.verdict === 'withdrawal') return { kind: 'withdrew', by, reason: body.reason };
  const end = momentOf(file.plan.record.body.window.upto);
  const upto = body.upto === null ? end : (Math.min(end, momentOf(body.upto)) as Instant);
  if (upto <= now && upto < end) return { kind: 'lapsed', by, since: upto }; // [C12]
  if (body.conditions.length > 0 && !isAccepted(file, by)) {
    return { kind: 'conditions', by, conditions: body.conditions }; // [C13]
  }
  return { kind: 'consents', by, upto };
}

/** Whether the plan's own author took the conditions of `decision`, to the plan's own audience. */
function isAccepted(file: PlanFile, decision: RecordHash): boolean {
  return file.acceptances.some(
    (said) =>
      said.record.body.decision === decision &&
      said.author === file.plan?.author &&
      isSameAudience(said.audience, file.plan.audience),
  );
}

function planIsKnown({ file }: Case): VoidReason | undefined {
  return file.plan ? undefined : 'plan-unknown';
}

function audienceIsThePlans({ file, decision }: Case): VoidReason | undefined {
  return file.plan && isSameAudience(file.plan.audience, decision.audience)
    ? undefined
    : 'other-audience';
}

function partyIsAsked({ asked, decision }: Case): VoidReason | undefined {
  return asked.some((each) => each.party === decision.author) ? undefined : 'not-asked';
}

function signatureHolds({ decision }: Case): VoidReason | undefined {
  return decision.signer ? undefined : 'signature-fails';
}

function exerciseKeyOnlyInExercise({ known, decision }: Case): VoidReason | undefined {
  return decision.signer?.kind === 'exercise' && !known.charter.exercise
    ? 'exercise-key'
    : undefined;
}

function keyIsInTheRoster({ known, decision }: Case): VoidReason | undefined {
  return keysOf(known, decision).length > 0 ? undefined : 'key-unknown';
}

function keyWasValidThen({ known, decision }: Case): VoidReason | undefined {
  const at = momentOf(decision.record.at);
  const isValid = keysOf(known, decision).some(
    (key) => momentOf(key.from) <= at && (key.upto === null || at < momentOf(key.upto)),
  );
  return isValid ? undefined : 'key-not-valid-then';
}

/** The moment in a record is its author's word; the place in the log is not. */
function keyWasNotRetired({ known, decision }: Case): VoidReason | undefined {
  const { signer, author, log, index } = decision;
  const retired = signer && known.retired.get(retiredKeyName(author, signer.keyId));
  return retired && retired.log === log && retired.index < index ? 'key-retired' : undefined;
}

/** What an officer signed once counts once, or a withdrawn consent could be said again. */
function isSaidForTheFirstTime({ file, decision }: Case): VoidReason | undefined {
  const statement = formatStatement(termsOf(decision.record));
  const isRepeated = file.decisions.some(
    (each) =>
      each.log === decision.log &&
      each.index < decision.index &&
      each.signer?.keyId === decision.signer?.keyId &&
      formatStatement(termsOf(each.record)) === statement,
  );
  return isRepeated ? 'repeated' : undefined;
}

function seatMayDecide({ known, decision }: Case): VoidReason | undefined {
  const seats = known.rosters.get(decision.author)?.record.body.seats ?? [];
  const seat = seats.find((each) => each.seat === decision.record.by.seat);
  return seat?.duties.includes('decide') ? undefined : 'beyond-authority';
}

function keysOf(known: Known, decision: Said<'decision'>) {
  const keys = known.rosters.get(decision.author)?.record.body.keys ?? [];
  return keys.filter(
    (key) =>
      key.id === decision.signer?.keyId &&
      key.kind === decision.signer.kind &&
      key.seat === decision.record.by.seat,
  );
}
