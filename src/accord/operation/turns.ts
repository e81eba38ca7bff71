import type { Instant } from '../../base/instant.ts';
import type { Charter } from '../party/schema.ts';
import { momentOf } from '../wire.ts';
import type { Plan } from './plan-schema.ts';

/** A span in which a plan takes place; `upto` is outside. */
export interface Turn {
  readonly from: Instant;
  readonly upto: Instant;
}

/** What of a plan decides when it takes place. */
export type Timed = Pick<Plan, 'window'> & { readonly schedule?: Plan['schedule'] };

const DAY = 86_400;
/** A turn lasts a day at most, and there is one within every week. */
const DAYS_AHEAD = 8;

/** The whole span of a plan. */
export function windowOf({ window }: Timed): Turn {
  return { from: momentOf(window.from), upto: momentOf(window.upto) };
}

/**
 * The turn of a plan that is running at `now`, or else the next one; nothing where none is left. A
 * plan without a schedule has its window as its one turn. [C22]
 */
export function turnAt(plan: Timed, zone: Charter['timeZone'], now: Instant): Turn | undefined {
  const window = windowOf(plan);
  const { schedule } = plan;
  if (!schedule) return now < window.upto ? window : undefined;
  const shift = zone.offsetMinutes * 60;
  const start = Math.max(now, window.from);
  const today = Math.floor((start + shift) / DAY);
  for (let day = today - 1; day <= today + DAYS_AHEAD; day += 1) {
    if (!schedule.days.includes(weekdayOf(day))) continue;
    const from = day * DAY + schedule.fromMinute * 60 - shift;
    const turn = cut(
      { from: from as Instant, upto: (from + schedule.minutes * 60) as Instant },
      window,
    );
    if (turn && turn.upto > start) return turn;
  }
  return undefined;
}

/** Whether two plans take place at one time, and the first span in which they do. [C47] */
export function commonTurn(
  ours: Timed,
  theirs: Timed,
  zone: Charter['timeZone'],
): Turn | undefined {
  const span = cut(windowOf(ours), windowOf(theirs));
  if (!span) return undefined;
  let from = span.from;
  // Turns recur by the week: past one whole week of both there is nothing new.
  const last = Math.min(span.upto, span.from + 2 * DAYS_AHEAD * DAY);
  while (from < last) {
    const [one, other] = [turnAt(ours, zone, from), turnAt(theirs, zone, from)];
    if (!one || !other) return undefined;
    const both = cut(one, other);
    const within = both && cut(both, span);
    if (within) return within;
    from = Math.min(one.upto, other.upto) as Instant;
  }
  return undefined;
}

/** The common part of two spans, where they have one. */
export function cut(ours: Turn, theirs: Turn): Turn | undefined {
  const from = Math.max(ours.from, theirs.from) as Instant;
  const upto = Math.min(ours.upto, theirs.upto) as Instant;
  return from < upto ? { from, upto } : undefined;
}

/** ISO 8601: 1 is Monday; the first of January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
