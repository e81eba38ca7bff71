import type { Instant } from '../base/instant.ts';
import { invariant } from '../base/result.ts';
import { openKnown } from '../accord/known.ts';
import type { Learning } from '../accord/known.ts';
import { verdictsOn } from '../accord/operation/asked.ts';
import type { VoidReason } from '../accord/operation/consent.ts';
import { voidReason } from '../accord/operation/consent.ts';
import type { Life, LifeSpan } from '../accord/operation/life.ts';
import { lifeOf } from '../accord/operation/life.ts';
import { lineage } from '../accord/operation/running.ts';
import { windowOf } from '../accord/operation/turns.ts';
import type { Version } from '../accord/operation/versions.ts';
import { versionOf } from '../accord/operation/versions.ts';
import type { Said } from '../accord/said.ts';
import { momentOf } from '../accord/wire.ts';
import type { LogShown, OperationShown, Seal } from './operation-verdict.ts';
import { sealedSince } from './operation-verdict.ts';

/** A decision on the plan, or on a version before it. */
export interface DecisionShown {
  readonly said: Said<'decision'>;
  /** Why it does not count, by all that is given. */
  readonly isVoid: VoidReason | undefined;
  /** The earliest cosignature over it: its witness's word that it was on the record by then. */
  readonly since: Seal | undefined;
  /** Whether that was before the operation began. */
  readonly isBefore: boolean;
}

/** Until when a log is shown to have held no more than is in the file. */
export interface Reach {
  readonly shown: LogShown;
  /** The latest cosignature over all of it; nothing where its last entries are not cosigned. */
  readonly upto: Seal | undefined;
}

/** What a proof file says of its operation. [F10] */
export interface OperationAccount {
  readonly life: Life;
  /** From here on every consent had to stand: what was announced, else when the window begins. */
  readonly begins: Instant;
  /** The spans between beginning and end in which a consent was missing. */
  readonly uncovered: readonly LifeSpan[];
  /** In the order of their moments. */
  readonly decisions: readonly DecisionShown[];
  readonly reaches: readonly Reach[];
  /** The logs that are shown only to a moment before the operation's end. */
  readonly short: readonly Reach[];
}

/** What the records that a proof file has shown add up to. [F10] */
export function accountOf(shown: OperationShown): OperationAccount {
  const { charter, centre, said, operation, plan } = shown;
  const life = lifeOf(charter, centre, said, operation);
  invariant(life !== undefined, 'a verdict has found the plan');
  const begins = life.begun ?? windowOf(plan.record.body).from;
  const uncovered = life.spans.flatMap((span) => {
    const from = Math.max(span.from, begins) as Instant;
    const upto = Math.min(span.upto, life.ended) as Instant;
    return span.missing.length > 0 && from < upto ? [{ ...span, from, upto }] : [];
  });
  const reaches = shown.logs.map((each): Reach => ({ shown: each, upto: reachOf(each) }));
  return {
    life,
    begins,
    uncovered,
    decisions: decisionsIn(shown, begins),
    reaches,
    short: reaches.filter(({ upto }) => !upto || upto.at < life.ended),
  };
}

function reachOf({ seals, size }: LogShown): Seal | undefined {
  return seals
    .filter((seal) => seal.size === size)
    .toSorted((ours, theirs) => theirs.at - ours.at)[0];
}

function decisionsIn(shown: OperationShown, begins: Instant): readonly DecisionShown[] {
  const known = openKnown(shown.charter, shown.centre);
  for (const each of shown.said) known.learn(each);
  for (const { log } of shown.logs) known.reach(log.author, Number.MAX_SAFE_INTEGER);
  const version = versionOf(known.plans.get(shown.operation));
  const versions = version ? lineage(known, version) : [];
  return versions
    .flatMap((each) => each.file.decisions.map((said) => decisionShown(shown, known, each, said)))
    .map((each) => ({ ...each, isBefore: each.since !== undefined && each.since.at <= begins }))
    .toSorted((ours, theirs) => momentOf(ours.said.record.at) - momentOf(theirs.said.record.at));
}

function decisionShown(
  shown: OperationShown,
  known: Learning,
  { file, plan, ground }: Version,
  said: Said<'decision'>,
): Omit<DecisionShown, 'isBefore'> {
  const { asked } = verdictsOn(known, { plan: plan.record.body, author: plan.author, ground });
  const log = shown.logs.find((each) => each.log.id === said.log);
  return {
    said,
    isVoid: voidReason({ known, file, asked }, said),
    since: log && sealedSince(log, said.index),
  };
}
