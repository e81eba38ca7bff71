import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { Learning } from '../known.ts';
import { openKnown } from '../known.ts';
import type { Audience } from '../party/audience.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Charter } from '../party/schema.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import { momentOf } from '../wire.ts';
import { contactMoments, signOf } from './contact.ts';
import type { OperationState, Standing } from './state.ts';
import { activationOf, closingOf, standingOf } from './state.ts';
import { turnAt, windowOf } from './turns.ts';
import { earlierVersions, versionOf } from './versions.ts';

/** A span of an operation's life in which its state and the missing consents are the same. */
export interface LifeSpan {
  readonly from: Instant;
  readonly upto: Instant;
  readonly state: OperationState['kind'];
  /** Asked parties whose consent did not stand. */
  readonly missing: readonly PartyId[];
}

/** The life of an operation, reckoned again from its records. [C54] */
export interface Life {
  /** From its proposal to its end, or to the end of its window; neighbouring spans differ. */
  readonly spans: readonly LifeSpan[];
  /** When its author announced that it, or a version before it, had begun; nothing where it never did. */
  readonly begun: Instant | undefined;
  readonly ended: Instant;
  /** Whether every required consent stood at every moment from its announced beginning to its end. */
  readonly covered: boolean;
}

/** How many moments of one life are looked at. */
export const LIFE_MOMENTS_MAX = 20_000;

/**
 * The life of `plan` from records in any order: each counts from its own moment, but not before one
 * that precedes it in its log, so that nobody can backdate past his own words. [C54]
 */
export function lifeOf(
  charter: Charter,
  centre: Audience,
  said: readonly Said[],
  plan: RecordHash,
): Life | undefined {
  const timed = timedBy(said);
  const proposal = timed.map((each) => each.said).find((each) => each.hash === plan);
  if (!proposal || !isSaid(proposal, 'plan')) return undefined;
  const known = openKnown(charter, centre);
  for (const each of said) {
    // How much more of other matters was known is not what is asked here.
    if (isSameAudience(each.audience, centre)) known.reach(each.author, Number.MAX_SAFE_INTEGER);
  }
  const window = windowOf(proposal.record.body);
  const moments = momentsOf(timed, proposal, charter);
  const spans: LifeSpan[] = [];
  let next = 0;
  let ended = window.upto;
  for (const [i, from] of moments.entries()) {
    for (let each = timed[next]; each && each.from <= from; each = timed[next]) {
      known.learn(each.said);
      next += 1;
    }
    const upto = moments[i + 1];
    const standing = standingOf(known, plan, from);
    if (!standing) continue;
    if (standing.state.kind === 'ended') {
      ended = from;
      break;
    }
    if (upto === undefined) break;
    addSpan(spans, { from, upto, state: standing.state.kind, missing: missingIn(standing) });
  }
  return { spans, ...coverOf(known, plan, spans, ended) };
}

interface Timed {
  readonly said: Said;
  readonly from: Instant;
}

/** Records with the moments from which they count, the earliest first. */
function timedBy(said: readonly Said[]): readonly Timed[] {
  const latest = new Map<string, Instant>();
  return said
    .toSorted((ours, theirs) => ours.index - theirs.index)
    .map((each): Timed => {
      const from = Math.max(momentOf(each.record.at), latest.get(each.log) ?? 0) as Instant;
      latest.set(each.log, from);
      return { said: each, from };
    })
    .toSorted((ours, theirs) => ours.from - theirs.from || ours.said.index - theirs.said.index);
}

/** Every moment at which the state may change, from the proposal to the end of the window. */
function momentsOf(
  timed: readonly Timed[],
  plan: Said<'plan'>,
  charter: Charter,
): readonly Instant[] {
  const { body } = plan.record;
  const window = windowOf(body);
  const begins = timed.find((each) => each.said.hash === plan.hash)?.from ?? window.from;
  const moments = new Set<number>([begins, window.from, window.upto]);
  for (const { said, from } of timed) {
    if (said.record.type !== 'contact') moments.add(from);
    if (said.record.type === 'decision' && said.record.body.upto !== null) {
      moments.add(momentOf(said.record.body.upto));
    }
  }
  if (body.lostContact) {
    const signs = timed.flatMap(({ said }) => (isSaid(said, 'contact') ? [signOf(said)] : []));
    const { afterMinutes } = body.lostContact;
    for (const each of contactMoments(signs, window.from, afterMinutes)) moments.add(each);
  }
  for (const phase of body.phases ?? []) moments.add(momentOf(phase.window.upto));
  for (let at = window.from; moments.size < LIFE_MOMENTS_MAX;) {
    const turn = turnAt(body, charter.timeZone, at);
    if (!turn) break;
    moments.add(turn.from);
    moments.add(turn.upto);
    at = turn.upto;
  }
  return [...moments]
    .filter((at) => at >= begins && at <= Math.max(window.upto, begins))
    .toSorted((a, b) => a - b) as unknown as readonly Instant[];
}

function missingIn({ asked }: Standing): readonly PartyId[] {
  return asked.filter(({ stance }) => stance.kind !== 'consents').map(({ party }) => party);
}

function addSpan(spans: LifeSpan[], next: LifeSpan): void {
  const last = spans.at(-1);
  const isSame =
    last?.upto === next.from &&
    last.state === next.state &&
    last.missing.join() === next.missing.join();
  if (isSame) spans[spans.length - 1] = { ...last, upto: next.upto };
  else spans.push(next);
}

function coverOf(
  known: Learning,
  plan: RecordHash,
  spans: readonly LifeSpan[],
  ended: Instant,
): Pick<Life, 'begun' | 'ended' | 'covered'> {
  const file = known.plans.get(plan);
  const version = versionOf(file);
  // A version that narrows a running one runs on without being announced again.
  const versions = version ? [version, ...earlierVersions(known, version)] : [];
  const activation = versions.map((each) => activationOf(each.file)).find(Boolean);
  const closing = file && closingOf(file);
  const end = closing ? (Math.min(ended, momentOf(closing.record.at)) as Instant) : ended;
  if (!activation) return { begun: undefined, ended: end, covered: false };
  const begun = momentOf(activation.record.at);
  const open = spans.filter((span) => span.upto > begun && span.from < end);
  const covered = open.length > 0 && open.every(({ missing }) => missing.length === 0);
  return { begun, ended: end, covered };
}
