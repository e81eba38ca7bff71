import type { RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { Bounds } from '../../geo/edge.ts';
import { rulesInForce } from '../agreement/force.ts';
import type { Known } from '../known.ts';
import { lineVersion } from '../known.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { Verdicts } from './asked.ts';
import { groundOf, shapeOf } from './ground.ts';
import type { Standing } from './state.ts';
import { standingUnder, verdictsOfVersion } from './state.ts';
import { turnAt, windowOf } from './turns.ts';
import type { Version } from './versions.ts';
import { earlierVersions, versionOf } from './versions.ts';

/** How often a plan with a lost-contact rule is looked at anew, in seconds. */
const CONTACT_LOOK_SECONDS = 1;

/** States of many plans, reckoned anew only where something that matters to them has changed. */
export interface Standings {
  /** As `standingOf` says it. */
  of(plan: RecordHash, now: Instant): Standing | undefined;
  /** Who must consent to a plan, and what forbids it. */
  verdictsOf(plan: RecordHash): Verdicts | undefined;
  /** The next moment after `now` at which time alone may change the state of a plan. */
  nextMoment(plan: RecordHash, now: Instant): Instant | undefined;
}

interface Held {
  verdicts: Verdicts | undefined;
  standing: Standing | undefined;
  /** What the standing was reckoned from. */
  line: number;
  epoch: number;
  reached: number;
  from: Instant;
  /** Until when time alone does not change it. */
  upto: Instant | undefined;
}

/** States over what `known` knows and will learn; each is what `standingOf` would say. */
export function openStandings(known: Known): Standings {
  const held = new Map<RecordHash, Held>();
  const claimed = new Map<RecordHash, Bounds>();
  let [lawSeen, epoch, inForce] = [0, 0, ''];

  const forget = (bounds: Bounds): void => {
    for (const hash of known.planIndex.near(bounds)) {
      const each = held.get(hash);
      if (each) [each.verdicts, each.standing] = [undefined, undefined];
    }
  };

  const takeClaim = (said: Said<'claim'>): void => {
    const { bounds } = groundOf(shapeOf(said.record.body.area));
    claimed.set(said.hash, bounds);
    forget(bounds);
    for (const { rel, record } of said.record.refs) {
      const replaced = rel === 'replaces' ? claimed.get(record) : undefined;
      if (replaced) forget(replaced);
    }
  };

  /** Forgets what the rosters, claims and agreements learnt since the last look may have changed. */
  const catchUp = (): void => {
    if (lawSeen === known.law.length) return;
    let isOther = false;
    for (; lawSeen < known.law.length; lawSeen += 1) {
      const said = known.law[lawSeen];
      if (said && isSaid(said, 'claim')) takeClaim(said);
      else isOther = true;
    }
    if (!isOther) return;
    epoch += 1;
    const now = rulesInForce(known)
      .map(({ agreement, article }) => `${agreement} ${article}`)
      .join();
    if (now === inForce) return;
    inForce = now;
    for (const each of held.values()) each.verdicts = undefined;
  };

  const entryOf = (plan: RecordHash): Held => {
    const found = held.get(plan) ?? emptyEntry();
    held.set(plan, found);
    return found;
  };

  const verdictsIn = (entry: Held, version: Version): Verdicts => {
    entry.verdicts ??= verdictsOfVersion(known, version);
    return entry.verdicts;
  };

  const isFresh = (entry: Held, line: number, now: Instant): boolean =>
    entry.standing !== undefined &&
    entry.line === line &&
    entry.epoch === epoch &&
    // What is known of others' logs only grows, so it can only end a state of being behind.
    (entry.standing.state.kind !== 'behind' || entry.reached === known.version) &&
    entry.from <= now &&
    (entry.upto === undefined || now < entry.upto);

  const of = (plan: RecordHash, now: Instant): Standing | undefined => {
    catchUp();
    const version = versionOf(known.plans.get(plan));
    if (!version) return undefined;
    const entry = entryOf(plan);
    const line = lineVersion(version.file);
    if (isFresh(entry, line, now)) return entry.standing;
    const standing = standingUnder(known, version, verdictsIn(entry, version), now);
    const upto = nextMomentOf(known, version, now);
    Object.assign(entry, { standing, line, epoch, reached: known.version, from: now, upto });
    return standing;
  };

  return {
    of,
    verdictsOf: (plan) => {
      catchUp();
      const version = versionOf(known.plans.get(plan));
      return version && verdictsIn(entryOf(plan), version);
    },
    nextMoment: (plan, now) => {
      const version = versionOf(known.plans.get(plan));
      return version && nextMomentOf(known, version, now);
    },
  };
}

function emptyEntry(): Held {
  return {
    verdicts: undefined,
    standing: undefined,
    line: -1,
    epoch: -1,
    reached: -1,
    from: 0 as Instant,
    upto: undefined,
  };
}

/** The next moment after `now` at which a window, a turn, a phase, a consent or contact may end. */
function nextMomentOf(known: Known, version: Version, now: Instant): Instant | undefined {
  const { body } = version.plan.record;
  const window = windowOf(body);
  const turn = turnAt(body, known.charter.timeZone, now);
  const moments = [window.from, window.upto, ...(turn ? [turn.from, turn.upto] : [])];
  for (const file of filesOf(known, version)) {
    for (const { record } of file.decisions) {
      if (record.body.upto !== null) moments.push(momentOf(record.body.upto));
    }
  }
  for (const { window: part } of body.phases ?? []) {
    moments.push(momentOf(part.from), momentOf(part.upto));
  }
  if (body.lostContact && now >= window.from && now < window.upto) {
    moments.push((now + CONTACT_LOOK_SECONDS) as Instant);
  }
  const next = Math.min(...moments.filter((moment) => moment > now));
  return Number.isFinite(next) ? (next as Instant) : undefined;
}

function filesOf(known: Known, version: Version): readonly Version['file'][] {
  return [version, ...earlierVersions(known, version)].map(({ file }) => file);
}
