import type { Instant } from '../../base/instant.ts';
import { instant } from '../../base/instant.ts';
import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import { foldDigits } from '../../geo/digits.ts';
import type { Zone } from '../words/format.ts';
import { offsetAt } from '../words/format.ts';

/** Why a time was not understood. */
export type DtgFault = { readonly kind: 'bad-dtg' } | { readonly kind: 'no-such-time' };

/** How far ahead a time without its date may lie before the day or month before is meant, in seconds. */
export const AHEAD_SECONDS_MAX = 300;

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const EAST = 'ZABCDEFGHIKLM';
const WEST = 'ZNOPQRSTUVWXY';
const NOW_WORDS = new Set(['NOW', 'الآن', 'الان', 'ئێستا', 'ŞIMDI', 'SIMDI']);

/**
 * Reads a time as a duty officer writes it: `1405`, `091405`, `091405C`, `091405C MAR 26`, `now`,
 * `-30` (minutes ago), `-2H`; digits of any of the languages. A time without its day is the last
 * such time; the zone is the centre's where no letter says another.
 */
export function readDtg(text: string, now: Instant, zone: Zone): Result<Instant, DtgFault> {
  const plain = foldDigits(text)
    .toUpperCase()
    .replaceAll('İ', 'I')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim();
  if (NOW_WORDS.has(plain)) return ok(now);
  const shift = /^([+-]) ?(\d{1,4}) ?(MIN|M|H)?$/.exec(plain);
  if (shift) {
    const seconds = Number(shift[2]) * (shift[3] === 'H' ? 3600 : 60);
    return ok(instant(shift[1] === '-' ? now - seconds : now + seconds));
  }
  const parts = /^(\d\d)?(\d\d):?(\d\d)([A-IK-Z]\*?)?(?: ?([A-Z]{3}) ?(?:20)?(\d\d))?$/.exec(plain);
  if (!parts) return err({ kind: 'bad-dtg' });
  const [, day, hour = '', minute = '', letter, month, year] = parts as (string | undefined)[];
  if (Number(hour) > 23 || Number(minute) > 59) return err({ kind: 'no-such-time' });
  const offset = offsetOf(letter, now, zone);
  const clock = { hour: Number(hour), minute: Number(minute), offset };
  if (month !== undefined && year !== undefined) {
    const at =
      day === undefined
        ? undefined
        : momentOn(2000 + Number(year), monthOf(month), Number(day), clock);
    return at === undefined ? err({ kind: 'no-such-time' }) : ok(at);
  }
  const today = new Date((now + offset * 60) * 1000);
  if (day === undefined) {
    const at = momentOn(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate(), clock);
    if (at === undefined) return err({ kind: 'no-such-time' });
    return ok(at > now + AHEAD_SECONDS_MAX ? instant(at - 86_400) : at);
  }
  for (const back of [0, 1, 2]) {
    const of = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1));
    const at = momentOn(of.getUTCFullYear(), of.getUTCMonth(), Number(day), clock);
    if (at !== undefined && at <= now + AHEAD_SECONDS_MAX) return ok(at);
  }
  return err({ kind: 'no-such-time' });
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

function momentOn(year: number, month: number, day: number, clock: Clock): Instant | undefined {
  const date = new Date(Date.UTC(year, month, day, clock.hour, clock.minute));
  if (month < 0 || date.getUTCDate() !== day || date.getUTCMonth() !== month) return undefined;
  return instant(date.getTime() / 1000 - clock.offset * 60);
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name);
}

/** Minutes east of UTC that a zone letter stands for; the centre's own letter is the centre's clock. */
function offsetOf(letter: string | undefined, now: Instant, zone: Zone): number {
  const own = offsetAt(now, zone);
  if (letter === undefined || letter === own.letter) return own.minutes;
  const [bare = ''] = letter;
  const east = EAST.indexOf(bare);
  return (east === -1 ? -WEST.indexOf(bare) : east) * 60;
}
