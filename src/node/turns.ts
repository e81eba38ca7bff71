import type { RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { LiveEvent } from '../contract/record-room.ts';
import { laterVersions, versionOf } from '../accord/operation/versions.ts';
import type { House } from './house.ts';

/** How often the clock is looked at, in milliseconds. */
const LOOK_MILLIS = 500;

/** How long one look may take, in milliseconds; what is left waits for the next. */
const LOOK_MILLIS_MAX = 50;

/** What of a house tells which plans time changes. */
export type TurnsNeeds = Pick<House, 'clock' | 'live' | 'office'>;

/** Plans whose state time alone may change, and when. */
export interface Turns {
  /** Looks at the plans that are due, as the timer does. */
  look(): void;
  close(): void;
}

/**
 * Tells the desks when time alone changes a plan: a turn begins or ends, a consent runs out, contact
 * is lost. Each plan is looked at when something was said of it and at the next moment that matters.
 */
export function openTurns({ clock, live, office }: TurnsNeeds): Turns {
  const { known, standings } = office;
  const waiting = new Set<RecordHash>(known.plans.keys());
  const due = new Map<RecordHash, Instant>();
  const told = new Map<RecordHash, string>();

  const hear = (event: LiveEvent): void => {
    if (event.kind === 'records') for (const hash of known.plans.keys()) waiting.add(hash);
    if (event.kind !== 'record' || event.plan === undefined) return;
    waiting.add(event.plan);
    const version = versionOf(known.plans.get(event.plan));
    // What was said of a version may hold for those that amend it.
    for (const later of version ? laterVersions(known, version) : []) waiting.add(later.plan.hash);
  };

  /** Takes note of how a plan is; whether that is otherwise than was last noted. */
  const note = (hash: RecordHash, now: Instant): boolean => {
    const standing = standings.of(hash, now);
    const next = standings.nextMoment(hash, now);
    const text = standing && next !== undefined ? formOf(standing) : undefined;
    const isOther = standing !== undefined && told.get(hash) !== formOf(standing);
    if (next === undefined) due.delete(hash);
    else due.set(hash, next);
    if (text === undefined) told.delete(hash);
    else told.set(hash, text);
    return isOther;
  };

  const look = (): void => {
    const now = clock.now();
    const end = performance.now() + LOOK_MILLIS_MAX;
    for (const [hash, moment] of due) {
      if (moment > now) continue;
      const plan = known.plans.get(hash)?.plan;
      if (note(hash, now) && plan) live.tell({ kind: 'state', log: plan.log, plan: hash });
      if (performance.now() > end) return;
    }
    for (const hash of waiting) {
      waiting.delete(hash);
      // What a record changed was told with the record.
      note(hash, now);
      if (performance.now() > end) return;
    }
  };

  const silence = live.listen(hear);
  const timer = setInterval(look, LOOK_MILLIS);
  return {
    look,
    close() {
      clearInterval(timer);
      silence();
    },
  };
}

function formOf({ state, asked }: NonNullable<ReturnType<House['office']['standings']['of']>>) {
  return JSON.stringify([state, asked.map(({ party, stance }) => [party, stance])]);
}
