import type { Language } from '../../accord/party/names.ts';
import type { Instant } from '../../base/instant.ts';
import { instant } from '../../base/instant.ts';
import { LOCALES } from './language.ts';

/** Where a centre's clock stands: a place of the time zone database, or so many minutes off UTC. */
export type Zone =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'fixed'; readonly offsetMinutes: number; readonly letter?: string };

/** The clock of a zone at one moment. The letter bears `*` where the offset is no whole hour. */
export interface Offset {
  readonly minutes: number;
  readonly letter: string;
}

/** Which digits prose is written with; times, places and names of things are always Latin. */
export type Digits = 'latin' | 'arabic';

const NBSP = '\u00a0';
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const EAST = 'ZABCDEFGHIKLM';
const WEST = 'ZNOPQRSTUVWXY';

// Chromium knows no Sorani, so these words are ours; the spelling is that of the CLDR.
const SORANI_MONTHS =
  'کانوونی دووەم|شوبات|ئازار|نیسان|ئایار|حوزەیران|تەمووز|ئاب|ئەیلوول|تشرینی یەکەم|تشرینی دووەم|کانوونی یەکەم'.split(
    '|',
  );
const SORANI_WEEKDAYS = 'یەکشەممە|دووشەممە|سێشەممە|چوارشەممە|پێنجشەممە|هەینی|شەممە'.split('|');
const SORANI_UNITS = { minute: 'خولەک', hour: 'کاتژمێر', day: 'ڕۆژ' } as const;

/** Reads `Asia/Baghdad`, `UTC` or `+03:30`; what the machine does not know counts as UTC. */
export function parseZone(text: string): Zone {
  const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(text);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    return { kind: 'fixed', offsetMinutes: fixed[1] === '-' ? -minutes : minutes };
  }
  try {
    clockOf(text);
    return { kind: 'named', name: text };
  } catch {
    return { kind: 'fixed', offsetMinutes: 0 };
  }
}

/** How far a zone's clock is from UTC at a moment, and the letter that says so. */
export function offsetAt(at: Instant, zone: Zone): Offset {
  const minutes = zone.kind === 'fixed' ? zone.offsetMinutes : namedOffset(at, zone.name);
  if (zone.kind === 'fixed' && zone.letter !== undefined) return { minutes, letter: zone.letter };
  const hours = Math.floor(Math.abs(minutes) / 60);
  const letter = (minutes < 0 ? WEST : EAST)[hours] ?? 'Z';
  return { minutes, letter: minutes % 60 === 0 ? letter : `${letter}*` };
}

/** The date-time group of a moment: `091405C NOV 26`, its blanks never broken over lines. */
export function formatDtg(at: Instant, zone: Zone): string {
  const local = localDate(at, zone);
  const month = MONTHS[local.getUTCMonth()] ?? '';
  const year = two(local.getUTCFullYear() % 100);
  return [formatShortDtg(at, zone), month, year].join(NBSP);
}

/** The day, hour and minute alone: `091405C`, for lists whose month is plain. */
export function formatShortDtg(at: Instant, zone: Zone): string {
  const local = localDate(at, zone);
  const clock = two(local.getUTCHours()) + two(local.getUTCMinutes());
  return two(local.getUTCDate()) + clock + offsetAt(at, zone).letter;
}

/** The same moment on the clock that all centres share: `091105Z`. */
export function formatZulu(at: Instant): string {
  return formatShortDtg(at, { kind: 'fixed', offsetMinutes: 0 });
}

/** `UTC+3:30`, what a starred zone letter stands for. */
export function formatOffset(offset: Offset): string {
  const span = Math.abs(offset.minutes);
  const rest = span % 60 === 0 ? '' : `:${two(span % 60)}`;
  return `UTC${offset.minutes < 0 ? '-' : '+'}${Math.floor(span / 60)}${rest}`;
}

/** The weekday and day of a moment in words: `Monday 9 November`. */
export function formatDay(at: Instant, zone: Zone, language: Language): string {
  const local = localDate(at, zone);
  if (language === 'ckb') {
    const month = SORANI_MONTHS[local.getUTCMonth()] ?? '';
    return `${SORANI_WEEKDAYS[local.getUTCDay()] ?? ''} ${local.getUTCDate()}ی ${month}`;
  }
  const words = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], words).format(local);
}

/** How long ago (or ahead) a moment is, in words that stand beside its DTG, never instead. */
export function formatAge(at: Instant, now: Instant, language: Language): string {
  const span = now - at;
  const size = Math.abs(span);
  if (size < MINUTE) return { ar: 'الآن', ckb: 'ئێستا', tr: 'şimdi', en: 'just now' }[language];
  const unit = size < HOUR ? 'minute' : size < 2 * DAY ? 'hour' : 'day';
  const count = Math.floor(size / { minute: MINUTE, hour: HOUR, day: DAY }[unit]);
  if (language === 'ckb') {
    const words = SORANI_UNITS[unit];
    return span > 0 ? `پێش ${count} ${words}` : `${count} ${words}ی تر`;
  }
  const form = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'always' });
  return form.format(span > 0 ? -count : count, unit);
}

/** A length of time in the two largest units that matter: `2 h 05 min`. */
export function formatDuration(seconds: number, language: Language): string {
  const units = {
    ar: ['ي', 'س', 'د', 'ث'],
    ckb: ['ڕۆژ', 'ک', 'خ', 'چ'],
    tr: ['gün', 'sa', 'dk', 'sn'],
    en: ['d', 'h', 'min', 's'],
  }[language];
  const counts = [
    Math.floor(seconds / DAY),
    Math.floor(seconds / HOUR) % 24,
    Math.floor(seconds / MINUTE) % 60,
    Math.floor(seconds) % 60,
  ];
  const first = counts.findIndex((count) => count > 0);
  const from = first === -1 ? 3 : first;
  return counts
    .map((count, i) => `${count}${NBSP}${units[i] ?? ''}`)
    .filter((_, i) => i === from || (i === from + 1 && (counts[i] ?? 0) > 0))
    .join(NBSP);
}

/** A number in a language's marks, digits Latin unless the person asked for Arabic ones. */
export function formatNumber(
  value: number,
  language: Language,
  options: Intl.NumberFormatOptions & { readonly digits?: Digits } = {},
): string {
  const { digits, ...rest } = options;
  const locale = language === 'ckb' ? LOCALES.en : LOCALES[language];
  const text = new Intl.NumberFormat(locale, { ...rest, numberingSystem: 'latn' }).format(value);
  return digits === 'arabic' ? arabicDigits(text) : text;
}

/** Several things named one after the other: `A, B and C`. */
export function formatList(items: readonly string[], language: Language): string {
  if (language !== 'ckb') return new Intl.ListFormat(LOCALES[language]).format(items);
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join('، ')} و ${last}`;
}

/** An area given in square kilometres. */
export function formatArea(squareKm: number, language: Language): string {
  const unit = { ar: 'كم²', ckb: 'کم²', tr: 'km²', en: 'km²' }[language];
  const maximumFractionDigits = squareKm < 10 ? 1 : 0;
  return `${formatNumber(squareKm, language, { maximumFractionDigits })}${NBSP}${unit}`;
}

/** A count of bytes in steps of a thousand. */
export function formatBytes(bytes: number, language: Language): string {
  const units = {
    ar: ['بايت', 'ك.ب', 'م.ب', 'غ.ب'],
    ckb: ['بایت', 'ک.ب', 'م.ب', 'گ.ب'],
    tr: ['B', 'kB', 'MB', 'GB'],
    en: ['B', 'kB', 'MB', 'GB'],
  }[language];
  let step = 0;
  let rest = bytes;
  while (rest >= 1000 && step < 3) {
    rest /= 1000;
    step += 1;
  }
  const maximumFractionDigits = step > 0 && rest < 10 ? 1 : 0;
  return `${formatNumber(rest, language, { maximumFractionDigits })}${NBSP}${units[step] ?? ''}`;
}

/** The blanks of a coordinate or DTG made unbreakable; copied text gets plain ones back. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', NBSP);
}

function arabicDigits(text: string): string {
  return text.replaceAll(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? digit);
}

function localDate(at: Instant, zone: Zone): Date {
  return new Date((at + offsetAt(at, zone).minutes * MINUTE) * 1000);
}

function namedOffset(at: Instant, name: string): number {
  const parts = new Map(
    clockOf(name)
      .formatToParts(new Date(at * 1000))
      .map((part) => [part.type, Number(part.value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return Math.round((instant(shown / 1000) - at) / MINUTE);
}

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(name: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(name);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  CLOCKS.set(name, clock);
  return clock;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
