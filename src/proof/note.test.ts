import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, parseBase64, utf8 } from '../base/bytes.ts';
import {
  faultOf,
  flip,
  hostPrimitives,
  logKeyOf,
  must,
  signerOf,
  witnessKeyOf,
} from './cast.suite.ts';
import {
  NOTE_BYTES_MAX,
  NOTE_SIGNATURES_MAX,
  formatNote,
  formatVerifierKey,
  keyId,
  parseNote,
  parseVerifierKey,
  signNote,
  verifyNote,
} from './note.ts';
import { portablePrimitives, seededSigner } from './primitives.ts';

// The key and note with which Go's golang.org/x/mod/sumdb/note is documented and tested.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SEED = 'gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=';
const PETER_TEXT =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const PETER_NOTE =
  `${PETER_TEXT}\n\u2014 PeterNeumann ` +
  'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const line = (name: string, bytes: number): string =>
  `\u2014 ${name} ${Buffer.alloc(bytes, 7).toString('base64')}\n`;

describe('a verifier key', () => {
  it('[L9] reads and writes the keys that other implementations publish', () => {
    for (const text of [
      PETER,
      'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
      'TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6',
      'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
    ]) {
      expect(formatVerifierKey(must(parseVerifierKey(text)))).toBe(text);
    }
    expect(formatHex(keyId(must(parseVerifierKey(PETER))))).toBe('c74f20a3');
  });

  it('[L9] refuses a key whose id, type, length or point is wrong', () => {
    const kindOf = (text: string): string => faultOf(parseVerifierKey(text)).kind;
    expect(kindOf(PETER.replace('c74f20a3', 'c74f20a4'))).toBe('wrong-key-id');
    expect(kindOf(PETER.replace('PeterNeumann', 'PeterNeumanm'))).toBe('wrong-key-id');
    expect(kindOf('a+00000000+Ag==')).toBe('unknown-key-type');
    expect(kindOf('a+00000000+AQ==')).toBe('bad-key');
    expect(kindOf('a+00000000')).toBe('bad-key');
    expect(kindOf('')).toBe('bad-key');
    // The neutral point: some hosts accept one signature under it for every text.
    const neutral = {
      name: 'a',
      type: 'ed25519',
      publicKey: new Uint8Array(32).fill(1, 0, 1),
    } as const;
    expect(kindOf(formatVerifierKey(neutral))).toBe('bad-key');
  });
});

describe('a signed note', () => {
  it('[L8] is made and verified byte for byte as by Go', async () => {
    const peter = seededSigner(must(parseBase64(PETER_SEED)));
    expect(await signNote(peter, 'PeterNeumann', PETER_TEXT)).toBe(PETER_NOTE);
    const key = must(parseVerifierKey(PETER));
    for (const primitives of [portablePrimitives, hostPrimitives]) {
      expect(must(verifyNote(primitives, must(parseNote(PETER_NOTE)), [key]))).toEqual([
        { kind: 'ed25519', key },
      ]);
    }
    expect(formatNote(must(parseNote(utf8(PETER_NOTE))))).toBe(PETER_NOTE);
  });

  it('[L8] divides at the last empty line', async () => {
    const note = await signNote(signerOf('qamar'), 'qamar', 'above\n\nbelow\n');
    expect(must(parseNote(note)).text).toBe('above\n\nbelow\n');
  });

  it('[L8] refuses what is no note, each for its reason', () => {
    const kindOf = (source: string | Uint8Array): string => faultOf(parseNote(source)).kind;
    expect(kindOf('')).toBe('no-signature');
    expect(kindOf('text\n')).toBe('no-signature');
    expect(kindOf('text\n\n')).toBe('no-signature');
    expect(kindOf(`text\n\n${line('a', 68).trimEnd()}`)).toBe('no-signature');
    expect(kindOf(`text\n\n${line('a', 68)}x`)).toBe('bad-signature-line');
    expect(kindOf(`te\txt\n\n${line('a', 68)}`)).toBe('control-character');
    expect(kindOf(`text\r\n\r\n${line('a', 68)}`)).toBe('control-character');
    expect(kindOf(`text \ud800\n\n${line('a', 68)}`)).toBe('not-utf8');
    expect(kindOf(Uint8Array.of(0xff, 0x0a, 0x0a))).toBe('not-utf8');
    expect(kindOf(`text\n\n${line('a', 4)}`)).toBe('bad-signature-line');
    expect(kindOf(`text\n\n${line('a+b', 68)}`)).toBe('bad-signature-line');
    expect(kindOf(`text\n\n${line('a\u2003b', 68)}`)).toBe('bad-signature-line');
    expect(kindOf(`text\n\n${line('a', 68).replace('\u2014', '-')}`)).toBe('bad-signature-line');
    expect(kindOf(`text\n\n${line('a', 67).replace('=', '')}`)).toBe('bad-signature-line');
    expect(kindOf('a'.repeat(NOTE_BYTES_MAX + 1))).toBe('too-large');
    expect(kindOf('\u2014'.repeat(NOTE_BYTES_MAX / 2))).toBe('too-large');
    const many = (count: number): string => `text\n\n${line('a', 68).repeat(count)}`;
    expect(kindOf(many(NOTE_SIGNATURES_MAX + 1))).toBe('too-many-signatures');
    expect(parseNote(many(NOTE_SIGNATURES_MAX)).ok).toBe(true);
  });

  it('[L10] passes over unknown keys, even with a known name or a known id', async () => {
    const note = must(parseNote(await signNote(signerOf('qamar'), 'qamar', 'text\n')));
    const own = note.signatures[0]!;
    const stranger = { ...own, signature: own.signature.slice(1) };
    const mixed = {
      ...note,
      signatures: [
        { ...stranger, name: 'nahr' },
        { ...stranger, id: Uint8Array.of(1, 2, 3, 4) },
        own,
      ],
    };
    const verified = must(verifyNote(hostPrimitives, mixed, [logKeyOf('qamar')]));
    expect(verified).toHaveLength(1);
    expect(faultOf(verifyNote(hostPrimitives, mixed, [logKeyOf('jabal')])).kind).toBe(
      'no-known-signature',
    );
    expect(faultOf(verifyNote(hostPrimitives, mixed, [witnessKeyOf('qamar')])).kind).toBe(
      'no-known-signature',
    );
  });

  it('[L10] is rejected whole for one bad or one doubled line of a known key', async () => {
    const [qamar, nahr] = [logKeyOf('qamar'), logKeyOf('nahr')];
    const ours = must(parseNote(await signNote(signerOf('qamar'), 'qamar', 'text\n')));
    const theirs = must(parseNote(await signNote(signerOf('nahr'), 'nahr', 'other\n')));
    const mixed = { ...ours, signatures: [...ours.signatures, ...theirs.signatures] };
    expect(verifyNote(hostPrimitives, mixed, [qamar]).ok).toBe(true);
    expect(faultOf(verifyNote(hostPrimitives, mixed, [qamar, nahr]))).toEqual({
      kind: 'bad-signature',
      name: 'nahr',
    });
    const doubled = { ...ours, signatures: [...ours.signatures, ...ours.signatures] };
    expect(faultOf(verifyNote(hostPrimitives, doubled, [qamar]))).toEqual({
      kind: 'duplicate-signature',
      name: 'qamar',
    });
  });

  it('[L10] does not survive one changed byte', async () => {
    const note = utf8(await signNote(signerOf('qamar'), 'qamar', 'Text of two\n\nlines.\n'));
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 255 }), (where, change) => {
        const parsed = parseNote(flip(note, where, change));
        if (!parsed.ok) return;
        expect(verifyNote(hostPrimitives, parsed.value, [logKeyOf('qamar')]).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('[L8] reads any bytes and any text without throwing, and writes back what it read', () => {
    const text = fc.array(
      fc.constantFrom('\n', '\n\n', '\u2014 ', 'a ', 'AAAAAAAA', ' ', '+', '\u0000'),
    );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string()), (source) => {
        parseNote(source);
      }),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const parsed = parseNote(parts.join(''));
        if (parsed.ok) expect(formatNote(parsed.value)).toBe(parts.join(''));
        parseVerifierKey(parts.join(''));
      }),
      { numRuns: 200 },
    );
  });
});
