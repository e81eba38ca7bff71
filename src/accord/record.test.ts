import { describe, expect, it } from 'vitest';
import type { PartyId, SeatId } from '../base/ids.ts';
import { utf8 } from '../base/bytes.ts';
import type { RecordOf } from './record.ts';
import { BODIES, RECORD_BYTES_MAX, formatRecord, parseRecord, presentSchema } from './record.ts';
import type { RecordType } from './record.ts';

const remark = (text: string): RecordOf<'remark'> => ({
  v: 1,
  type: 'remark',
  id: '0199a0f0-0000-7000-8000-000000000001',
  at: '2026-11-22T10:00:00Z',
  by: { party: 'qamar' as PartyId, seat: 'duty-officer' as SeatId },
  marking: { tlp: 'AMBER', caveats: [], exercise: true },
  refs: [],
  body: { language: 'en', text },
});

const faultOf = (bytes: Uint8Array): string | undefined => {
  const read = parseRecord(bytes);
  return read.ok ? undefined : read.fault.kind;
};

const changed = (change: Record<string, unknown>): Uint8Array =>
  utf8(JSON.stringify({ ...remark('All quiet.'), ...change }));

describe('a record', () => {
  it('[L1] is read back from its bytes as it was said', () => {
    const bytes = formatRecord(remark('هدوء تام.'));
    expect(bytes.ok).toBe(true);
    if (!bytes.ok) return;
    expect(parseRecord(bytes.value)).toEqual({ ok: true, value: remark('هدوء تام.') });
  });

  it('[L1] of more than 65,535 bytes is refused before it is read', () => {
    expect(faultOf(new Uint8Array(RECORD_BYTES_MAX + 1))).toBe('record-too-large');
    const long = { ...remark(''), refs: [], body: { language: 'en', text: 'ه'.repeat(16_000) } };
    expect(formatRecord(long as RecordOf).ok).toBe(true);
  });

  it.each([
    ['a later version', { v: 2 }, 'unknown-version'],
    ['a type that this release does not know', { type: 'parade' }, 'unknown-type'],
    ['a field that nobody foresaw', { weapons: [] }, 'bad-record'],
    ['a moment that does not exist', { at: '2026-02-30T10:00:00Z' }, 'bad-record'],
    ['no office', { by: { party: 'qamar' } }, 'bad-record'],
    ['a person beside the office', { by: { party: 'qamar', seat: 'a', name: 'x' } }, 'bad-record'],
    ['a body of another type', { body: { names: {} } }, 'bad-record'],
    ['control characters in its text', { body: { language: 'en', text: 'a\u0000' } }, 'bad-record'],
  ])('with %s is not understood', (_, change, kind) => {
    expect(faultOf(changed(change))).toBe(kind);
  });

  it('with bytes that are no JSON object is not understood', () => {
    expect(faultOf(utf8('[]'))).toBe('bad-record');
    expect(faultOf(utf8('{'))).toBe('not-json');
    expect(faultOf(new Uint8Array([0xc0, 0x80]))).toBe('not-utf8');
  });

  it('of a place crosses itself only to be refused', () => {
    const bowTie = [
      [44, 35],
      [45, 36],
      [45, 35],
      [44, 36],
      [44, 35],
    ];
    const names = { ar: 'أ', ckb: 'ئ', tr: 'A', en: 'A' };
    const body = {
      names,
      area: { type: 'Polygon', coordinates: [bowTie] },
      from: '2026-11-22T10:00:00Z',
      upto: null,
    };
    expect(faultOf(changed({ type: 'claim', body }))).toBe('bad-record');
  });

  it('has a published schema for every type', () => {
    for (const type of Object.keys(BODIES) as RecordType[]) {
      expect(presentSchema(type)).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });
});
