import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { faultOf, hostPrimitives, logKeyOf, must, signerOf, witnessKeyOf } from './cast.suite.ts';
import { checkpointBody, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { parseNote, signNote } from './note.ts';
import { EMPTY_ROOT, leafHash } from './tree.ts';

const ORIGIN = 'qamar.example/log/1';
const key = logKeyOf(ORIGIN);
const signer = signerOf(ORIGIN);
const root = leafHash(hostPrimitives.sha256, utf8('first'));
const ROOT_TEXT = Buffer.from(root).toString('base64');

const noteOf = (...lines: readonly string[]): Promise<string> =>
  signNote(signer, ORIGIN, `${lines.join('\n')}\n`);

describe('a checkpoint', () => {
  it('[L11] comes back from its note as it was signed', async () => {
    for (const head of [
      { origin: ORIGIN, size: 1, root },
      { origin: ORIGIN, size: 0, root: EMPTY_ROOT },
      { origin: ORIGIN, size: Number.MAX_SAFE_INTEGER, root },
    ]) {
      const signed = await signCheckpoint(signer, head);
      expect(must(openCheckpoint(hostPrimitives, signed.note, key))).toEqual(signed);
      expect(must(parseNote(signed.note)).text).toBe(checkpointBody(signed));
    }
  });

  it('[L11] keeps extension lines, which the signature covers', async () => {
    const note = await noteOf(ORIGIN, '1', ROOT_TEXT, 'one', 'two');
    const opened = must(openCheckpoint(hostPrimitives, note, key));
    expect(opened.extensions).toEqual(['one', 'two']);
    expect(must(parseNote(note)).text).toBe(checkpointBody(opened));
  });

  it('[L11] refuses lines that are none of a checkpoint, each for its reason', async () => {
    const kindOf = async (...lines: readonly string[]): Promise<string> =>
      faultOf(parseCheckpoint(await noteOf(...lines))).kind;
    expect(await kindOf('', '1', ROOT_TEXT)).toBe('bad-origin');
    for (const size of ['', '01', '-1', '+1', '1.0', '1e3', ' 1', '\u0661', '9007199254740992']) {
      expect(await kindOf(ORIGIN, size, ROOT_TEXT)).toBe('bad-size');
    }
    for (const bad of ['', ROOT_TEXT.slice(4), `${ROOT_TEXT}AAAA`, ROOT_TEXT.replace('=', '')]) {
      expect(await kindOf(ORIGIN, '1', bad)).toBe('bad-root');
    }
    expect(await kindOf(ORIGIN, '1')).toBe('bad-root');
    expect(await kindOf(ORIGIN, '1', ROOT_TEXT, 'one', '', 'two')).toBe('bad-extension');
    expect(await kindOf(ORIGIN, '1', ROOT_TEXT, ...Array.from({ length: 17 }, () => 'x'))).toBe(
      'bad-extension',
    );
  });

  it('[L12] is believed only under the key that bears its origin', async () => {
    const { note } = await signCheckpoint(signer, { origin: ORIGIN, size: 1, root });
    const kindOf = (text: string, trusted = key): string =>
      faultOf(openCheckpoint(hostPrimitives, text, trusted)).kind;
    expect(kindOf(note, logKeyOf('nahr.example/log/1'))).toBe('wrong-origin');
    const other = { ...key, publicKey: signerOf('nahr').publicKey };
    expect(kindOf(note, other)).toBe('no-known-signature');
    expect(kindOf(note, witnessKeyOf(ORIGIN))).toBe('no-known-signature');
    expect(kindOf(note.replace('\n1\n', '\n2\n'))).toBe('bad-signature');
    expect(kindOf(await noteOf(ORIGIN, '0', ROOT_TEXT))).toBe('wrong-empty-root');
  });

  it('[L11] reads any text without throwing', () => {
    const part = fc.constantFrom(
      ORIGIN,
      '\n',
      '\n\n',
      '1',
      '0',
      ROOT_TEXT,
      '\u2014 a ',
      'AAAAAAAA',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        parseCheckpoint(parts.join(''));
      }),
      { numRuns: 300 },
    );
  });
});
