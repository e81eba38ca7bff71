import { formatHex } from '../base/bytes.ts';
import type { Language } from '../accord/party/names.ts';
import { FINGERPRINT_WORDS } from './fingerprint-words.ts';

/** Words of a fingerprint: 96 of its 256 bits, so that making another with the same words takes 2^96 trials. [B12] */
export const FINGERPRINT_WORD_COUNT = 12;

/** A SHA-256 as people of one language say it: a word for each of its first bytes. [B12] */
export function fingerprintWords(hash: Uint8Array, language: Language): readonly string[] {
  const list = FINGERPRINT_WORDS[language];
  return [...hash.subarray(0, FINGERPRINT_WORD_COUNT)].map((byte) => list[byte] ?? '');
}

/** The text of the code that stands beside the words: the whole hash, and what it is the hash of. */
export function fingerprintCode(kind: 'bundle' | 'card', hash: Uint8Array): string {
  return `tansiq:${kind}:sha256:${formatHex(hash)}`;
}
