import type { Instant } from '../../base/instant.ts';
import { instant } from '../../base/instant.ts';
import type { Result } from '../../base/result.ts';
import type { DtgFault } from '../reports/dtg-reading.ts';
import { readDtg } from '../reports/dtg-reading.ts';
import type { Zone } from '../words/format.ts';

const DAY = 86_400;

/** A day of the month comes again within two months at the most. */
const DAYS_SOUGHT_MAX = 62;

/**
 * Reads a time as a planner writes it: as {@link readDtg}, but what names no month is the next such
 * time after `base`, and `+4H` is counted from `base`.
 */
export function readAhead(text: string, base: Instant, zone: Zone): Result<Instant, DtgFault> {
  const first = readDtg(text, base, zone);
  for (let day = 0; day <= DAYS_SOUGHT_MAX; day += 1) {
    const found = readDtg(text, instant(base + day * DAY), zone);
    // A time that stays where it is was written in full; one that wanders with the day was a count.
    if (found.ok && found.value >= base) return day > 0 && isCount(text) ? first : found;
  }
  return first;
}

function isCount(text: string): boolean {
  return text.trim().startsWith('-');
}
