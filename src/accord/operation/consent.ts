import type { Instant } from '../../base/instant.ts';
import type { PartyId, RecordHash, SeatId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { formatCanonical } from '../../base/json.ts';
import type { Known, PlanFile } from '../known.ts';
import { signedName } from '../known.ts';
import { isSameAudience } from '../party/audience.ts';
import { isKeyOfSeat, keyVoid, rosterBefore } from '../party/keys.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { AskedParty } from './asked.ts';
import type { Office } from './authority.ts';
import { mayDecide } from './authority.ts';
import { isWithinLimit } from './limits.ts';
import type { Limit } from './schema.ts';
import { formatStatement, termsOf } from './statement.ts';
import type { Earlier, Version } from './versions.ts';
import { earlierVersions, versionOf } from './versions.ts';

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
  | 'administers'
  | 'own-proposal'
  | 'beyond-authority'
  | 'repeated';

/** Where one asked party stands towards a plan. */
export type Stance =
  | { readonly kind: 'silent' }
  | { readonly kind: 'asks'; readonly by: RecordHash; readonly question: string | null }
  /** One of two officers has consented. [C37] */
  | { readonly kind: 'half'; readonly by: RecordHash; readonly seat: SeatId }
  | {
      readonly kind: 'consents';
      readonly by: RecordHash;
      /** The consent of the first of two officers. [C37] */
      readonly after?: RecordHash;
      readonly upto: Instant;
    }
  | {
      readonly kind: 'conditions';
      readonly by: RecordHash;
      /** Conditions in words that the plan's author has not accepted. */
      readonly conditions: readonly string[];
      /** Limits that this version does not keep. */
      readonly unmet: readonly Limit[];
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
  keyCounts, // [C7] [C19]
  seatDoesNotAdminister, // [C35]
  seatDidNotPropose, // [C36]
  seatMayDecide, // [C8] [C33] [C34]
  isSaidForTheFirstTime, // [C20]
];

/** Why `decision` does not count, or nothing where it does. The file is that of the version it names. */
export function voidReason(proposal: Proposal, decision: Said<'decision'>): VoidReason | undefined {
  const { known, file, asked } = proposal;
  const of = { known, file, asked, decision };
  for (const rule of DECISION_RULES) {
    const reason = rule(of);
    if (reason) return reason;
  }
  return undefined;
}

/**
 * Where `party` stands at `now`: its latest decision that counts on this version or on one that it
 * only narrows, by the order of its own log, so that no order of arrival and no clock of another
 * can change it. [C11] [C39]
 */
export function stanceOf(proposal: Proposal, party: PartyId, now: Instant): Stance {
  const version = versionOf(proposal.file);
  if (!version) return { kind: 'silent' };
  const sources = [version, ...narrowedFrom(proposal.known, version)];
  const { last, first, half, question } = lastWordOf(proposal, party, sources);
  if (!last && half) return { kind: 'half', by: half.hash, seat: half.record.by.seat };
  if (!last) {
    return question
      ? { kind: 'asks', by: question.hash, question: question.record.body.reason }
      : { kind: 'silent' };
  }
  const { body } = last.record;
  const by = last.hash;
  if (body.verdict === 'refusal') return { kind: 'refuses', by, reason: body.reason };
  if (body.verdict === 'withdrawal') return { kind: 'withdrew', by, reason: body.reason };
  const end = momentOf(version.plan.record.body.window.upto);
  const upto = body.upto === null ? end : (Math.min(end, momentOf(body.upto)) as Instant);
  if (upto <= now && upto < end) return { kind: 'lapsed', by, since: upto }; // [C12]
  // [C13] Both officers said the very same, so either's conditions are the party's.
  const isTaken = [last, ...(first ? [first] : [])].some(({ hash }) => isAccepted(sources, hash));
  const conditions = isTaken ? [] : body.conditions;
  const unmet = (body.limits ?? []).filter(
    (limit) => !isWithinLimit(limit, version.plan.record.body, version.ground), // [C31]
  );
  if (conditions.length > 0 || unmet.length > 0) {
    return { kind: 'conditions', by, conditions, unmet };
  }
  return { kind: 'consents', by, ...(first ? { after: first.hash } : {}), upto };
}

interface Word {
  readonly last: Said<'decision'> | undefined;
  /** The consent of the first of two officers, where the last word is that of the second. */
  readonly first: Said<'decision'> | undefined;
  /** A consent that waits for a second officer. [C37] */
  readonly half: Said<'decision'> | undefined;
  readonly question: Said<'decision'> | undefined;
}

function lastWordOf(proposal: Proposal, party: PartyId, sources: readonly Version[]): Word {
  const said = sources
    .flatMap(({ file }) =>
      file.decisions.flatMap((decision) => (decision.author === party ? [{ file, decision }] : [])),
    )
    .toSorted((ours, theirs) => ours.decision.index - theirs.decision.index);
  const isCounting = ({ file, decision }: (typeof said)[number]): boolean =>
    voidReason({ ...proposal, file }, decision) === undefined;
  let word: Word = { last: undefined, first: undefined, half: undefined, question: undefined };
  if (isForTwo(proposal, party)) {
    const run: Said<'decision'>[] = [];
    for (const each of said) if (isCounting(each)) word = wordAfter(word, run, each.decision);
    return word;
  }
  // From the end: only the last word that is no question matters.
  for (const each of said.toReversed()) {
    const isQuestion = each.decision.record.body.verdict === 'question';
    if ((isQuestion && word.question) || !isCounting(each)) continue;
    if (!isQuestion) return { ...word, last: each.decision };
    word = { ...word, question: each.decision }; // [C32]
  }
  return word;
}

/**
 * The word of a party that speaks by two officers, after one more decision: a consent stands where
 * another officer has said the same since the party last said otherwise. `run` is what was said
 * alike since then, and is kept up. [C37]
 */
function wordAfter(word: Word, run: Said<'decision'>[], decision: Said<'decision'>): Word {
  const { verdict } = decision.record.body;
  if (verdict === 'question') return { ...word, question: decision }; // [C32]
  if (verdict !== 'consent') {
    run.length = 0;
    return { ...word, last: decision, first: undefined, half: undefined };
  }
  const [alike] = run;
  if (alike && termsOfBoth(alike) !== termsOfBoth(decision)) run.length = 0;
  const first = run.findLast((each) => isByAnother(each, decision));
  run.push(decision);
  return first ? { ...word, last: decision, first, half: undefined } : { ...word, half: decision };
}

/** What two officers must say alike. [C37] */
function termsOfBoth({ record: { body } }: Said<'decision'>): string {
  return formatCanonical([
    body.plan,
    body.upto,
    body.conditions,
    body.limits ?? [],
  ] as unknown as JsonObject);
}

/** Whether another seat says it, with another key. [C37] */
function isByAnother(first: Said<'decision'>, second: Said<'decision'>): boolean {
  return (
    first.record.by.seat !== second.record.by.seat && first.signer?.keyId !== second.signer?.keyId
  );
}

function isForTwo({ known, file }: Proposal, party: PartyId): boolean {
  const kind = file.plan?.record.body.kind;
  const roster = known.rosters.get(party)?.record.body;
  return kind !== undefined && (roster?.twoPerson ?? []).includes(kind);
}

function narrowedFrom(known: Known, version: Version): readonly Earlier[] {
  return earlierVersions(known, version).filter(({ narrowsFrom }) => narrowsFrom);
}

/** Whether the plan's own author took the conditions of `decision`, to the plan's own audience. */
function isAccepted(sources: readonly Version[], decision: RecordHash): boolean {
  return sources.some(({ file, plan }) =>
    file.acceptances.some(
      (said) =>
        said.record.body.decision === decision &&
        said.author === plan.author &&
        isSameAudience(said.audience, plan.audience),
    ),
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

function keyCounts({ known, decision }: Case): VoidReason | undefined {
  return keyVoid(known, decision);
}

function seatDoesNotAdminister(of: Case): VoidReason | undefined {
  return officesOf(of).some((office) => office?.duties.includes('administer'))
    ? 'administers'
    : undefined;
}

/** Whoever proposed for a party does not decide for it as well. */
function seatDidNotPropose({ known, file, decision }: Case): VoidReason | undefined {
  const version = versionOf(file);
  if (!version || decision.author !== version.plan.author) return undefined;
  const { seat } = decision.record.by;
  const proposed = [version, ...earlierVersions(known, version)];
  return proposed.some(({ plan }) => plan.record.by.seat === seat) ? 'own-proposal' : undefined;
}

/** By the latest roster, and by the one that stood when it was said: none lends authority later. */
function seatMayDecide(of: Case): VoidReason | undefined {
  const { known, decision, file } = of;
  const version = versionOf(file);
  const then = rosterBefore(known, decision);
  if (then && !isKeyOfSeat(then, decision)) return 'key-unknown';
  const at = momentOf(decision.record.at);
  const deciding = version && { plan: version.plan.record.body, ground: version.ground, at };
  const isWithin = deciding && officesOf(of).every((office) => mayDecide(office, deciding));
  return isWithin ? undefined : 'beyond-authority';
}

/** The seat's office by the latest roster, and by the last one before the decision in its log. [C34] */
function officesOf({ known, decision }: Case): readonly (Office | undefined)[] {
  const { seat } = decision.record.by;
  const latest = known.rosters.get(decision.author);
  const then = rosterBefore(known, decision);
  const officeIn = (roster: Said<'roster'> | undefined): Office | undefined =>
    roster?.record.body.seats.find((each) => each.seat === seat);
  return then ? [officeIn(latest), officeIn(then)] : [officeIn(latest)];
}

/** What an officer signed once counts once, or a withdrawn consent could be said again. */
function isSaidForTheFirstTime({ file, decision }: Case): VoidReason | undefined {
  const places = file.signedAt.get(signedName(decision))?.places;
  const first = places?.get(formatStatement(termsOf(decision.record)));
  return first !== undefined && first < decision.index ? 'repeated' : undefined;
}
