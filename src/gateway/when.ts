import type { Instant } from '../base/instant.ts';
import { formatInstant, instant, parseInstant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import type { OutsideRow, RowFault } from './outside.ts';
import { fieldOf } from './outside.ts';

/** A moment or a day as a row writes it: when it begins and when it is over. */
export interface Span {
  readonly from: Instant;
  readonly upto: Instant;
}

const DAY_SECONDS = 86_400;
const MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/;

/** Reads `2016-03-05` (the whole day) or `2016-03-05 14:30[:05][Z or ±hh:mm]`; without a zone, UTC. */
export function parseSpan(text: string): Result<Span, { readonly kind: 'not-a-date' }> {
  const parts = MOMENT.exec(text.trim());
  if (parts === null) return err({ kind: 'not-a-date' });
  const [, day = '', hour, minute, second = '00', zone = 'Z'] = parts;
  const moment = parseInstant(`${day}T${hour ?? '00'}:${minute ?? '00'}:${second}Z`);
  if (!moment.ok) return err({ kind: 'not-a-date' });
  const from = instant(moment.value - offsetOf(zone));
  const seconds = hour === undefined ? DAY_SECONDS : minute === undefined || parts[4] ? 1 : 60;
  return ok({ from, upto: instant(from + seconds) });
}

/** The first year that a file may speak of; what is older is a slip of the pen. */
export const OUTSIDE_YEAR_MIN = 1900;

/** As {@link parseSpan}, and also a month (`2016-03`) or a year (`2016`), each as the whole of it. */
export function parseCoarseSpan(text: string): Result<Span, { readonly kind: 'not-a-date' }> {
  const plain = text.trim();
  if (Number(plain.slice(0, 4)) < OUTSIDE_YEAR_MIN) return err({ kind: 'not-a-date' });
  const [, year = '', month] = /^(\d{4})(?:-(\d\d))?$/.exec(plain) ?? [];
  if (year === '') return parseSpan(plain);
  const isLast = month === undefined || month === '12';
  const next = `${Number(year) + (isLast ? 1 : 0)}`.padStart(4, '0');
  const nextMonth = isLast ? '01' : String(Number(month) + 1).padStart(2, '0');
  const from = parseInstant(`${year}-${month ?? '01'}-01T00:00:00Z`);
  const upto = parseInstant(`${next}-${nextMonth}-01T00:00:00Z`);
  return from.ok && upto.ok
    ? ok({ from: from.value, upto: upto.value })
    : err({ kind: 'not-a-date' });
}

/** The window of spans, from the begin of the first to the end of the last. */
export function windowOf(spans: readonly Span[]): Report['when'] | undefined {
  const [first] = spans;
  if (first === undefined) return undefined;
  let { from, upto } = first;
  for (const span of spans) {
    if (span.from < from) from = span.from;
    if (span.upto > upto) upto = span.upto;
  }
  return { from: formatInstant(from), upto: formatInstant(upto) };
}

/** The window from the begin of one field's span to the end of the other's. */
export function whenOf(
  row: OutsideRow,
  fromField: string,
  uptoField: string | undefined,
): Result<Report['when'], RowFault> {
  const fromText = fieldOf(row, fromField);
  if (fromText === undefined) return err({ kind: 'missing-field', field: fromField });
  const from = parseSpan(fromText);
  if (!from.ok) return err({ kind: 'bad-date', field: fromField, text: fromText });
  const uptoText = uptoField === undefined ? undefined : fieldOf(row, uptoField);
  const upto = uptoText === undefined ? from : parseSpan(uptoText);
  if (!upto.ok) return err({ kind: 'bad-date', field: uptoField ?? '', text: uptoText ?? '' });
  if (upto.value.upto <= from.value.from) {
    return err({ kind: 'date-backwards', from: fromText, upto: uptoText ?? '' });
  }
  return ok({ from: formatInstant(from.value.from), upto: formatInstant(upto.value.upto) });
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60);
}
