import { expect, it } from 'vitest';
import { LANGUAGES } from '../accord/party/names.ts';
import type { Language } from '../accord/party/names.ts';
import { bytesOf, vectorsIn } from '../base/vectors.suite.ts';
import { fingerprintCode, fingerprintWords } from './fingerprint.ts';

const fingerprints = vectorsIn<{
  readonly hash?: string;
  readonly words?: Readonly<Record<Language, string>>;
  readonly bundle?: string;
  readonly card?: string;
  readonly lists?: Readonly<Record<Language, readonly string[]>>;
}>('contract/fingerprint');

it.each(fingerprints)('[V2] [B12] the kept fingerprint of $case', ({ hash, lists, ...one }) => {
  for (const language of LANGUAGES) {
    const saidOf = (bytes: Uint8Array) => fingerprintWords(bytes, language);
    if (hash !== undefined) expect(saidOf(bytesOf(hash)).join(' ')).toBe(one.words?.[language]);
    const list = lists?.[language] ?? [];
    expect(list.flatMap((_, byte) => saidOf(Uint8Array.of(byte)))).toEqual(list);
  }
  if (hash === undefined) return;
  expect(fingerprintCode('bundle', bytesOf(hash))).toBe(one.bundle);
  expect(fingerprintCode('card', bytesOf(hash))).toBe(one.card);
});
