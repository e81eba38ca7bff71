import { describe, expect, it } from 'vitest';

import { formatInstant } from '../../base/instant.ts';
import { instantOf } from '../now.ts';
import { readAhead } from './ahead-reading.ts';

const ZONE = { kind: 'fixed', offsetMinutes: 180, letter: 'C' } as const;
const BASE = instantOf('2026-11-22T03:10:00Z');

function ahead(text: string): string {
  const read = readAhead(text, BASE, ZONE);
  return read.ok ? formatInstant(read.value) : read.fault.kind;
}

describe('a time to come', () => {
  it('is the next such time when it names no day', () => {
    expect(ahead('1800')).toBe('2026-11-22T15:00:00Z');
    expect(ahead('0600')).toBe('2026-11-23T03:00:00Z');
  });

  it('is the next such day when it names no month, over the end of a short month too', () => {
    expect(ahead('221800C')).toBe('2026-11-22T15:00:00Z');
    expect(ahead('091800C')).toBe('2026-12-09T15:00:00Z');
    expect(ahead('311200C')).toBe('2026-12-31T09:00:00Z');
  });

  it('is counted from the base, and what was written in full stays where it is', () => {
    expect(ahead('+4H')).toBe('2026-11-22T07:10:00Z');
    expect(ahead('-30')).toBe('2026-11-22T02:40:00Z');
    expect(ahead('091800C NOV 26')).toBe('2026-11-09T15:00:00Z');
    expect(ahead('now')).toBe('2026-11-22T03:10:00Z');
  });

  it('is refused with why', () => {
    expect(ahead('soon')).toBe('bad-dtg');
    expect(ahead('2500')).toBe('no-such-time');
  });
});
