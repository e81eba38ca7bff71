import { describe, expect, it } from 'vitest';

import { formatInstant, instant, parseInstant } from '../../base/instant.ts';
import { readDtg } from './dtg-reading.ts';

const zone = { kind: 'fixed', offsetMinutes: 180, letter: 'C' } as const;
const parsed = parseInstant('2026-03-09T11:10:00Z');
const now = parsed.ok ? parsed.value : instant(0);
const read = (text: string) => {
  const at = readDtg(text, now, zone);
  return at.ok ? formatInstant(at.value) : at.fault.kind;
};

describe('a time that is typed', () => {
  it.each([
    ['1405', '2026-03-09T11:05:00Z'],
    ['14:05', '2026-03-09T11:05:00Z'],
    ['1500', '2026-03-08T12:00:00Z'],
    ['091405', '2026-03-09T11:05:00Z'],
    ['091405C', '2026-03-09T11:05:00Z'],
    ['091105z', '2026-03-09T11:05:00Z'],
    ['091405c mar 26', '2026-03-09T11:05:00Z'],
    ['091405C\u00a0MAR\u00a026', '2026-03-09T11:05:00Z'],
    ['٠٩١٤٠٥', '2026-03-09T11:05:00Z'],
    ['۱۴۰۵', '2026-03-09T11:05:00Z'],
    ['now', '2026-03-09T11:10:00Z'],
    ['الآن', '2026-03-09T11:10:00Z'],
    ['Şimdi', '2026-03-09T11:10:00Z'],
    ['-30', '2026-03-09T10:40:00Z'],
    ['+30', '2026-03-09T11:40:00Z'],
    ['-2h', '2026-03-09T09:10:00Z'],
  ])('is understood: %s', (text, at) => {
    expect(read(text)).toBe(at);
  });

  it('is the last such time where the day says no month', () => {
    expect(read('310900')).toBe('2026-01-31T06:00:00Z');
    expect(read('280900')).toBe('2026-02-28T06:00:00Z');
  });

  it('is refused where there is no such time', () => {
    expect(read('2460')).toBe('no-such-time');
    expect(read('310900C FEB 26')).toBe('no-such-time');
    expect(read('091405C XYZ 26')).toBe('no-such-time');
    expect(read('1405 MAR 26')).toBe('no-such-time');
    expect(read('yesterday')).toBe('bad-dtg');
    expect(read('')).toBe('bad-dtg');
  });
});
