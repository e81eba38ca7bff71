import { describe, expect, it } from 'vitest';
import { parseUtf8, sha256, utf8 } from '../base/bytes.ts';
import { recordHash } from '../base/ids.ts';
import { bytesOf, demandOf, outcomeOf, vectorsIn } from '../base/vectors.suite.ts';
import { BODIES, formatRecord, parseRecord } from './record.ts';

const records = vectorsIn<{
  readonly record?: string;
  readonly hex?: string;
  readonly type: string;
  readonly hash: string;
  /** The one form, where the given bytes are another. */
  readonly again?: string;
}>('accord/record');

describe('the kept records', () => {
  it.each(records)('[V2] $case', (one) => {
    const bytes = one.hex === undefined ? utf8(one.record ?? '') : bytesOf(one.hex);
    const read = parseRecord(bytes);
    expect(outcomeOf(read)).toEqual(demandOf(one));
    if (!read.ok) return;
    expect(read.value).toEqual(JSON.parse(one.record ?? ''));
    expect(read.value.type).toBe(one.type);
    expect(recordHash(sha256(bytes))).toBe(one.hash);
    const said = formatRecord(read.value);
    const text = said.ok ? parseUtf8(said.value) : said;
    expect(text).toEqual({ ok: true, value: one.again ?? one.record });
  });

  it('[V2] hold one of every type', () => {
    const kept = new Set(records.filter(({ accept }) => accept).map(({ type }) => type));
    expect(Object.keys(BODIES).filter((type) => !kept.has(type))).toEqual([]);
  });
});
