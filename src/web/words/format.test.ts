import { describe, expect, it } from 'vitest';

import { instant, parseInstant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import {
  formatAge,
  formatArea,
  formatBytes,
  formatDay,
  formatDtg,
  formatDuration,
  formatList,
  formatNumber,
  formatOffset,
  formatShortDtg,
  formatZulu,
  offsetAt,
  parseZone,
  unbroken,
} from './format.ts';

const baghdad = parseZone('Asia/Baghdad');
const tehran = parseZone('+03:30');

function at(text: string): Instant {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const NOON = at('2026-11-09T11:05:00Z');

describe('a date-time group', () => {
  it('is written on the clock of the centre and never breaks', () => {
    expect(formatDtg(NOON, baghdad)).toBe('091405C\u00a0NOV\u00a026');
    expect(formatShortDtg(NOON, baghdad)).toBe('091405C');
    expect(formatZulu(NOON)).toBe('091105Z');
  });

  it('stars the letter of a clock that is off by half an hour', () => {
    expect(formatShortDtg(NOON, tehran)).toBe('091435C*');
    expect(formatOffset(offsetAt(NOON, tehran))).toBe('UTC+3:30');
  });

  it('takes the letter from the charter where it gives one', () => {
    const zone = { kind: 'fixed', offsetMinutes: 180, letter: 'C' } as const;
    expect(formatDtg(NOON, zone)).toBe(formatDtg(NOON, baghdad));
  });

  it('follows summer time, skips the letter J and goes west by N to Y', () => {
    const paris = parseZone('Europe/Paris');
    expect(offsetAt(at('2026-07-01T00:00:00Z'), paris)).toEqual({ minutes: 120, letter: 'B' });
    expect(offsetAt(at('2026-01-01T00:00:00Z'), paris)).toEqual({ minutes: 60, letter: 'A' });
    expect(offsetAt(NOON, parseZone('+10:00')).letter).toBe('K');
    expect(offsetAt(NOON, parseZone('-05:00')).letter).toBe('R');
  });

  it('crosses midnight and the year with the clock', () => {
    expect(formatDtg(at('2026-12-31T22:30:00Z'), baghdad)).toBe('010130C\u00a0JAN\u00a027');
  });

  it('counts an unknown zone as UTC', () => {
    expect(formatShortDtg(NOON, parseZone('Mars/Olympus'))).toBe('091105Z');
  });
});

describe('an age', () => {
  const before = (seconds: number) => instant(NOON - seconds);
  it('is told in each language', () => {
    expect(formatAge(before(300), NOON, 'en')).toBe('5 minutes ago');
    expect(formatAge(before(300), NOON, 'ar')).toBe('قبل 5 دقائق');
    expect(formatAge(before(300), NOON, 'tr')).toBe('5 dakika önce');
    expect(formatAge(before(300), NOON, 'ckb')).toBe('پێش 5 خولەک');
  });

  it('counts hours to two days, then days, and looks ahead', () => {
    expect(formatAge(before(47 * 3600), NOON, 'en')).toBe('47 hours ago');
    expect(formatAge(before(3 * 86_400), NOON, 'ckb')).toBe('پێش 3 ڕۆژ');
    expect(formatAge(before(-7200), NOON, 'ckb')).toBe('2 کاتژمێری تر');
    expect(formatAge(before(3), NOON, 'tr')).toBe('şimdi');
  });
});

describe('numbers and lists', () => {
  it('keep Latin digits unless Arabic ones are asked for', () => {
    expect(formatNumber(1234.5, 'ar')).toBe('1,234.5');
    expect(formatNumber(1234.5, 'tr')).toBe('1.234,5');
    expect(formatNumber(1234.5, 'ckb')).toBe('1,234.5');
    expect(formatNumber(12, 'ckb', { digits: 'arabic' })).toBe('١٢');
  });

  it('name several things with the words of the language', () => {
    expect(formatList(['A', 'B', 'C'], 'en')).toBe('A, B and C');
    expect(formatList(['A', 'B', 'C'], 'ckb')).toBe('A، B و C');
    expect(formatList(['A'], 'ckb')).toBe('A');
    expect(formatList([], 'ckb')).toBe('');
  });

  it('write areas, bytes and lengths of time with their units', () => {
    expect(formatArea(17_000, 'en')).toBe('17,000\u00a0km²');
    expect(formatArea(3.25, 'ar')).toBe('3.3\u00a0كم²');
    expect(formatBytes(2_650_000, 'en')).toBe('2.7\u00a0MB');
    expect(formatBytes(12, 'tr')).toBe('12\u00a0B');
    expect(formatDuration(7500, 'en')).toBe('2\u00a0h\u00a05\u00a0min');
    expect(formatDuration(0, 'en')).toBe('0\u00a0s');
    expect(formatDuration(2 * 86_400, 'tr')).toBe('2\u00a0gün');
  });

  it('name the day in words, in Sorani by our own', () => {
    expect(formatDay(NOON, baghdad, 'en')).toBe('Monday 9 November');
    expect(formatDay(NOON, baghdad, 'ckb')).toBe('دووشەممە 9ی تشرینی دووەم');
  });

  it('bind a coordinate together', () => {
    expect(unbroken('38S LE 7003 5520')).toBe('38S\u00a0LE\u00a07003\u00a05520');
  });
});
