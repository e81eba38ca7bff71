import type { Instant } from '../../base/instant.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { NonEmpty } from '../../base/result.ts';
import { isNonEmpty } from '../../base/result.ts';
import type { Known, PlanFile } from '../known.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import type { AskedParty, Forbidding, Verdicts } from './asked.ts';
import { verdictsOn } from './asked.ts';
import type { Stance } from './consent.ts';
import { stanceOf } from './consent.ts';
import type { LostContact } from './contact.ts';
import { lostContactAt } from './contact.ts';
import { lineage, phasesAt, standingStops } from './running.ts';
import { turnAt, windowOf } from './turns.ts';
import type { Version } from './versions.ts';
import { earlierVersions, isNarrowing, laterVersions, versionOf } from './versions.ts';

/** Why an operation has ended. */
export type EndReason = 'done' | 'cancelled' | 'expired' | 'lapsed' | 'replaced' | 'lost-contact';

/** A member's log of which somebody who decided knew more than is known here. [C30] */
export interface Behind {
  readonly party: PartyId;
  readonly held: number;
  readonly told: number;
}

/** What the records add up to at a moment. */
export type OperationState =
  | { readonly kind: 'proposed'; readonly awaiting: NonEmpty<PartyId> }
  | { readonly kind: 'refused'; readonly by: NonEmpty<PartyId> }
  | { readonly kind: 'forbidden'; readonly by: NonEmpty<Forbidding> }
  | { readonly kind: 'halted'; readonly by: NonEmpty<PartyId> }
  | { readonly kind: 'behind'; readonly logs: NonEmpty<Behind> }
  | { readonly kind: 'agreed'; readonly begins: Instant }
  | { readonly kind: 'active'; readonly since: Instant }
  | { readonly kind: 'suspended'; readonly by: NonEmpty<PartyId> }
  | {
      readonly kind: 'out-of-contact';
      readonly silent: NonEmpty<PartyId>;
      readonly since: Instant;
    }
  | { readonly kind: 'ended'; readonly reason: EndReason };

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
 * agree [C11]. It is active only in its turns, while every asked party's consent stands [C14].
 */
export function standingOf(known: Known, plan: RecordHash, now: Instant): Standing | undefined {
  const version = versionOf(known.plans.get(plan));
  return version && standingUnder(known, version, verdictsOfVersion(known, version), now);
}

/** What claims and agreements say of a version. */
export function verdictsOfVersion(known: Known, { plan, ground }: Version): Verdicts {
  return verdictsOn(known, { plan: plan.record.body, author: plan.author, ground });
}

/** The state of a version at `now`, once it is known whom it touches. */
export function standingUnder(
  known: Known,
  version: Version,
  verdicts: Verdicts,
  now: Instant,
): Standing {
  const { file } = version;
  const asked = verdicts.asked.map((each) => ({
    ...each,
    stance: stanceOf({ known, file, asked: verdicts.asked }, each.party, now),
  }));
  return { asked, state: stateOf({ known, version, verdicts, asked, now }) };
}

/** The first announcement by the plan's author that the operation has begun. [C15] */
export function activationOf(file: PlanFile): Said<'activation'> | undefined {
  return firstByAuthor(file, file.activations);
}

/** The first closing by the plan's author. [C16] */
export function closingOf(file: PlanFile): Said<'closing'> | undefined {
  return firstByAuthor(file, file.closings);
}

interface Case {
  readonly known: Known;
  readonly version: Version;
  readonly verdicts: Verdicts;
  readonly asked: readonly AskedStance[];
  readonly now: Instant;
}

function stateOf(of: Case): OperationState {
  const { version, verdicts, asked } = of;
  const end = endOf(of);
  if (end) return { kind: 'ended', reason: end };
  const lost = lostContactOf(of);
  if (lost?.isOnRecord && version.plan.record.body.lostContact?.then === 'withdraw') {
    return { kind: 'ended', reason: 'lost-contact' }; // [C43]
  }
  if (isNonEmpty(verdicts.forbidden)) return { kind: 'forbidden', by: verdicts.forbidden }; // [C26]
  const halting = standingStops(lineage(of.known, version)).map(({ party }) => party);
  if (isNonEmpty(halting)) return { kind: 'halted', by: halting }; // [C41]
  const refusing = partiesThat(asked, ['refuses']);
  if (isNonEmpty(refusing)) return { kind: 'refused', by: refusing };
  const gone = partiesThat(asked, ['withdrew', 'lapsed']);
  if (isNonEmpty(gone)) return { kind: 'suspended', by: gone }; // [C18]
  const awaiting = partiesThat(asked, ['silent', 'asks', 'half', 'conditions']);
  if (isNonEmpty(awaiting)) return { kind: 'proposed', awaiting };
  const logs = behindOf(of);
  if (isNonEmpty(logs)) return { kind: 'behind', logs }; // [C30]
  return runningState(of, lost);
}

/** The state where every consent stands: a matter of time and contact. [C14] */
function runningState(
  { known, version, now }: Case,
  lost: LostContact | undefined,
): OperationState {
  const turn = turnAt(version.plan.record.body, known.charter.timeZone, now);
  if (!turn) return { kind: 'agreed', begins: windowOf(version.plan.record.body).upto };
  if (now < turn.from) return { kind: 'agreed', begins: turn.from };
  if (lost && now >= leaveOf(known, version, lost)) {
    return { kind: 'out-of-contact', silent: lost.silent, since: lost.since };
  }
  return { kind: 'active', since: turn.from };
}

/** Until when an operation goes on after contact was lost: at once, or to the end of its phase. [C43] */
function leaveOf(known: Known, version: Version, { since }: LostContact): Instant {
  if (version.plan.record.body.lostContact?.then !== 'finish-phase') return since;
  const running = phasesAt(lineage(known, version), since).filter(({ time }) => time === 'running');
  return Math.max(since, ...running.map(({ upto }) => upto)) as Instant;
}

function lostContactOf({ known, version, asked, now }: Case): LostContact | undefined {
  if (!version.plan.record.body.lostContact) return undefined;
  const parties = asked.map(({ party }) => party);
  return lostContactAt(lineage(known, version), parties, now);
}

function endOf({ known, version, asked, now }: Case): EndReason | undefined {
  const closing = closingOf(version.file);
  if (closing) return closing.record.body.outcome; // [C16]
  if (isReplaced(known, version)) return 'replaced'; // [C40]
  if (now < windowOf(version.plan.record.body).upto) return undefined;
  return asked.every((each) => each.stance.kind === 'consents') ? 'expired' : 'lapsed'; // [C17]
}

/** Whether its consents went on to another version, or the beginning of a later one was announced. [C40] */
function isReplaced(known: Known, version: Version): boolean {
  if (isOvertaken(known, version)) return true;
  const waiting = [...laterVersions(known, version)];
  const seen = new Set<RecordHash>();
  for (let later = waiting.pop(); later; later = waiting.pop()) {
    if (seen.has(later.plan.hash)) continue;
    seen.add(later.plan.hash);
    if (later.plan.record.body.amends === version.plan.hash && isNarrowing(later, version)) {
      return true;
    }
    if (activationOf(later.file)) return true;
    waiting.push(...laterVersions(known, later));
  }
  return false;
}

/** Whether a later version narrows what this one narrows, or what it came from by narrowing. [C40] */
function isOvertaken(known: Known, version: Version): boolean {
  let child = version;
  for (const before of earlierVersions(known, version)) {
    if (!before.narrowsFrom) return false;
    const { index } = child.plan;
    const isLater = ({ plan }: Version): boolean => plan.index > index;
    const siblings = laterVersions(known, before).filter(isLater);
    if (siblings.some((sibling) => isNarrowing(sibling, before))) return true;
    child = before;
  }
  return false;
}

/** The logs of which a decision that counts names more than is known here, sorted by party. [C30] */
function behindOf({ known, version, asked }: Case): readonly Behind[] {
  const told = new Map<PartyId, number>();
  const deciding = new Set(
    asked.flatMap(({ stance }) =>
      stance.kind === 'consents' ? [stance.by, ...(stance.after ? [stance.after] : [])] : [],
    ),
  );
  for (const { file } of lineage(known, version)) {
    for (const { hash, record } of file.decisions) {
      if (!deciding.has(hash)) continue;
      for (const { party, size } of record.body.knows ?? []) {
        if (!known.charter.members.includes(party)) continue;
        told.set(party, Math.max(size, told.get(party) ?? 0));
      }
    }
  }
  return [...told]
    .map(([party, size]) => ({ party, held: known.reached.get(party) ?? 0, told: size }))
    .filter((each) => each.held < each.told)
    .toSorted((ours, theirs) => (ours.party < theirs.party ? -1 : 1));
}

function partiesThat(
  asked: readonly AskedStance[],
  kinds: readonly Stance['kind'][],
): readonly PartyId[] {
  return asked.filter(({ stance }) => kinds.includes(stance.kind)).map(({ party }) => party);
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
