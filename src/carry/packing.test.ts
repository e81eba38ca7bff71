import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { PACKINGS, choosePacking, packBody, unpackBody } from './packing.ts';

it('[T12] a packing is chosen by what the other side names, and none where it names none', () => {
  expect(choosePacking('gzip, deflate, br')).toBe('br');
  expect(choosePacking('GZIP')).toBe('gzip');
  for (const named of [undefined, null, '', 'identity', 'zstd', 'brx']) {
    expect(choosePacking(named)).toBeUndefined();
  }
});

it('[T12] what was packed comes back byte for byte, and is smaller where there is something to save', async () => {
  const body = utf8('{"a":"the same words over and over"}'.repeat(200));
  for (const packing of PACKINGS) {
    const packed = await packBody(body, packing);
    expect(packed.length).toBeLessThan(body.length / 10);
    const whole = await unpackBody(packed, packing, body.length);
    expect(Buffer.from(whole ?? []).equals(body)).toBe(true);
  }
  expect(await unpackBody(body, undefined, 1)).toBe(body);
});

it('[T12] a body that is torn, of another kind, or larger unpacked than may be is no body', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  expect(await unpackBody(bomb, 'gzip', 1_000_000)).toBeUndefined();
  const packed = await packBody(utf8('x'.repeat(5_000)), 'br');
  expect(await unpackBody(packed.subarray(0, packed.length - 1), 'br', 10_000)).toBeUndefined();
  expect(await unpackBody(packed, 'gzip', 10_000)).toBeUndefined();
  expect(await unpackBody(packed, 'deflate', 10_000)).toBeUndefined();
});
