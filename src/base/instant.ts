import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** A moment: whole seconds since 1970-01-01T00:00:00Z, leap seconds left out (POSIX). */
export type Instant = number & { readonly brand: 'Instant' };

/** The last moment that a four-digit year can write. */
export const INSTANT_SECONDS_MAX = 253_402_300_799;

/** A moment from whole POSIX seconds; anything else is cut to the second below. */
export function instant(seconds: number): Instant {
  return Math.floor(seconds) as Instant;
}

/** The moment as RFC 3339 in UTC to the second: `2026-11-21T10:02:11Z`, the only form we write. */
export function formatInstant(moment: Instant): string {
  const days = Math.floor(moment / 86_400);
  const rest = moment - days * 86_400;
  const { year, month, day } = civilFromDays(days);
  const two = (n: number) => String(n).padStart(2, '0');
  return (
    `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` +
    `T${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z`
  );
}

/** Reads the one form that {@link formatInstant} writes; a date that does not exist is a fault. */
export function parseInstant(text: string): Result<Instant, { readonly kind: 'not-an-instant' }> {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return err({ kind: 'not-an-instant' });
  const part = (from: number, upto: number): number => Number(text.slice(from, upto));
  const [year, month, day] = [part(0, 4), part(5, 7), part(8, 10)];
  const [hour, minute, second] = [part(11, 13), part(14, 16), part(17, 19)];
  const isMoment = hour < 24 && minute < 60 && second < 60;
  if (!isMoment || !isDate(year, month, day)) return err({ kind: 'not-an-instant' });
  return ok(instant(daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second));
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

// Howard Hinnant's civil calendar algorithms (public domain), proleptic Gregorian.
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}
