import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concat,
  equal,
  formatBase64,
  formatBase64Url,
  formatHex,
  parseBase64,
  parseBase64Url,
  parseHex,
  parseUtf8,
  sha256,
  utf8,
} from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('spellings of bytes', () => {
  it('are read back, and are those of the host', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const host = Buffer.from(some);
        expect(formatHex(some)).toBe(host.toString('hex'));
        expect(formatBase64(some)).toBe(host.toString('base64'));
        expect(formatBase64Url(some)).toBe(host.toString('base64url'));
        expect(parseHex(formatHex(some))).toEqual({ ok: true, value: some });
        expect(parseBase64(formatBase64(some))).toEqual({ ok: true, value: some });
        expect(parseBase64Url(formatBase64Url(some))).toEqual({ ok: true, value: some });
      }),
    );
  });

  it.each(['A', 'AA', 'AB==', 'AA=A', 'AAA', 'AA==AA==', 'A A=', '+/=='])(
    'refuse %s, which is no padded base64 of any bytes',
    (text) => {
      expect(parseBase64(text).ok).toBe(false);
    },
  );

  it.each(['A', 'AB', 'AA==', 'a+b/', 'é'])('refuse %s as base64url', (text) => {
    expect(parseBase64Url(text).ok).toBe(false);
  });

  it.each(['0', 'AB', 'zz', '0x'])('refuse %s as hexadecimal', (text) => {
    expect(parseHex(text).ok).toBe(false);
  });
});

describe('bytes', () => {
  it('are joined and compared whole', () => {
    fc.assert(
      fc.property(bytes, bytes, (ours, theirs) => {
        const whole = concat(ours, theirs);
        expect(Buffer.compare(whole, Buffer.concat([ours, theirs]))).toBe(0);
        expect(equal(ours, theirs)).toBe(Buffer.compare(ours, theirs) === 0);
      }),
    );
  });

  it('that are not UTF-8 are a fault', () => {
    expect(parseUtf8(new Uint8Array([0xff])).ok).toBe(false);
    expect(parseUtf8(utf8('تنسيق'))).toEqual({ ok: true, value: 'تنسيق' });
  });

  it('hash as FIPS 180-4 says', () => {
    expect(formatHex(sha256(utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
