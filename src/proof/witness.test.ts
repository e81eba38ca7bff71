import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { faultOf, hostPrimitives, logKeyOf, must, signerOf, witnessKeyOf } from './cast.suite.ts';
import { signCheckpoint } from './checkpoint.ts';
import { signNote } from './note.ts';
import {
  ADD_CHECKPOINT_BYTES_MAX,
  decideCosign,
  formatAddCheckpoint,
  monitorPath,
  parseAddCheckpoint,
} from './witness.ts';
import type { AddCheckpoint, WitnessVerdict } from './witness.ts';
import {
  EMPTY_FRONTIER,
  EMPTY_ROOT,
  consistencyProof,
  grow,
  hashesIn,
  leafHash,
  rootOf,
} from './tree.ts';

const { sha256 } = hostPrimitives;
const ORIGIN = 'qamar.example/log/1';
const leavesOf = (words: string): Uint8Array[] =>
  Array.from({ length: 12 }, (_, i) => leafHash(sha256, utf8(`${words} ${i}`)));
const honest = leavesOf('entry');
const rootAt = (size: number, leaves = honest): Uint8Array =>
  rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves.slice(0, size)));
const held = (size: number) => ({ size, root: rootAt(size) });

async function ask(old: number, size: number, leaves = honest): Promise<AddCheckpoint> {
  const proof =
    old <= size ? must(consistencyProof(sha256, hashesIn(sha256, leaves), old, size)) : [];
  const head = { origin: ORIGIN, size, root: rootAt(size, leaves) };
  return { old, proof, checkpoint: await signCheckpoint(signerOf(ORIGIN), head) };
}

const decide = (
  ours: { size: number; root: Uint8Array } | undefined,
  request: AddCheckpoint,
  keys = [logKeyOf(ORIGIN)],
): WitnessVerdict => decideCosign(hostPrimitives, ours, request, keys);

describe('a witness', () => {
  it('[L17] cosigns what extends the last it cosigned, the first, and the same again', async () => {
    for (const [old, size] of [
      [0, 0],
      [0, 5],
      [5, 5],
      [5, 9],
      [8, 12],
    ] as const) {
      const request = await ask(old, size);
      const sent = must(parseAddCheckpoint(formatAddCheckpoint(request)));
      expect(sent).toEqual(request);
      expect(decide(old === 0 ? undefined : held(old), sent)).toEqual({
        kind: 'cosign',
        status: 200,
        checkpoint: request.checkpoint,
      });
    }
  });

  it('[L17] answers 404 for an origin that it does not know', async () => {
    for (const keys of [[], [logKeyOf('nahr')], [witnessKeyOf(ORIGIN)]]) {
      expect(decide(undefined, await ask(0, 5), keys)).toEqual({
        kind: 'unknown-origin',
        status: 404,
      });
    }
  });

  it('[L17] answers 403 for a signature that it does not trust', async () => {
    const request = await ask(0, 5);
    const other = { ...logKeyOf(ORIGIN), publicKey: signerOf('nahr').publicKey };
    expect(decide(undefined, request, [other])).toMatchObject({
      status: 403,
      fault: { kind: 'no-known-signature' },
    });
    const text = request.checkpoint.note.replace('\n5\n', '\n6\n');
    const bent = { ...request, checkpoint: { ...request.checkpoint, size: 6, note: text } };
    expect(decide(undefined, bent)).toMatchObject({
      status: 403,
      fault: { kind: 'bad-signature' },
    });
  });

  it('[L17] answers 400 for an old size above the new one', async () => {
    expect(decide(held(9), await ask(9, 5))).toEqual({ kind: 'old-above-size', status: 400 });
  });

  it('[L17] answers 409 with its own size where the old size is not that', async () => {
    expect(decide(held(7), await ask(5, 9))).toEqual({ kind: 'stale', status: 409, size: 7 });
    expect(decide(undefined, await ask(5, 9))).toEqual({ kind: 'stale', status: 409, size: 0 });
    expect(decide(held(9), await ask(0, 5))).toEqual({ kind: 'stale', status: 409, size: 9 });
  });

  it('[L17] answers 422 for a proof that fails, and for any proof where none is needed', async () => {
    const rewritten = leavesOf('other');
    expect(decide(held(5), await ask(5, 9, rewritten))).toMatchObject({
      kind: 'bad-proof',
      status: 422,
    });
    const proof = [rootAt(5)];
    for (const [old, size] of [
      [0, 5],
      [5, 5],
    ] as const) {
      const request = { ...(await ask(old, size)), proof };
      expect(decide(old === 0 ? undefined : held(old), request)).toMatchObject({
        kind: 'bad-proof',
        status: 422,
      });
    }
    expect(decide(held(5), { ...(await ask(5, 9)), proof: [] })).toMatchObject({ status: 422 });
  });

  it('[L17] answers 422 for a second root of one size, and keeps both', async () => {
    const request = await ask(5, 5, leavesOf('other'));
    expect(decide(held(5), request)).toEqual({
      kind: 'fork',
      status: 422,
      ours: held(5),
      theirs: request.checkpoint,
    });
  });

  it('[L17] answers 422 for an empty log without the empty root', async () => {
    const text = `${ORIGIN}\n0\n${Buffer.from(rootAt(1)).toString('base64')}\n`;
    const note = await signNote(signerOf(ORIGIN), ORIGIN, text);
    const body = must(parseAddCheckpoint(utf8(`old 0\n\n${note}`)));
    expect(decide(undefined, body)).toEqual({ kind: 'wrong-empty-root', status: 422 });
    expect(decide({ size: 0, root: EMPTY_ROOT }, body)).toMatchObject({ status: 422 });
  });

  it('[L17] cannot read a request that is spelled otherwise', async () => {
    const text = Buffer.from(formatAddCheckpoint(await ask(5, 9))).toString('utf8');
    const kindOf = (from: string, to: string): string =>
      faultOf(parseAddCheckpoint(utf8(text.replace(from, to)))).kind;
    expect(kindOf('old 5', 'old 05')).toBe('bad-old-size');
    expect(kindOf('old 5', 'old 00')).toBe('bad-old-size');
    expect(kindOf('old 5', 'old  5')).toBe('bad-old-size');
    expect(kindOf('old 5', 'size 5')).toBe('bad-old-size');
    expect(kindOf('old 5\n', 'old 5\nAAAA\n')).toBe('bad-hash');
    const many = `${'A'.repeat(43)}=\n`.repeat(63);
    expect(kindOf('old 5\n', `old 5\n${many}`)).toBe('bad-hash');
    expect(faultOf(parseAddCheckpoint(utf8('old 5\n'))).kind).toBe('no-checkpoint');
    expect(faultOf(parseAddCheckpoint(utf8('old 5\n\n'))).kind).toBe('no-signature');
    expect(faultOf(parseAddCheckpoint(Uint8Array.of(0xff))).kind).toBe('not-utf8');
    const large = new Uint8Array(ADD_CHECKPOINT_BYTES_MAX + 1);
    expect(faultOf(parseAddCheckpoint(large)).kind).toBe('too-large');
  });

  it('[L17] reads any bytes without throwing', () => {
    const part = fc.constantFrom('old 0', '\n', '\n\n', 'AAAA', `${'A'.repeat(43)}=`, 'x', '1');
    fc.assert(
      fc.property(fc.array(part), fc.uint8Array(), (parts, bytes) => {
        parseAddCheckpoint(utf8(parts.join('')));
        parseAddCheckpoint(bytes);
      }),
    );
  });

  it('shows a log under the hash of its origin', () => {
    expect(monitorPath(sha256, 'a')).toBe(
      'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb/checkpoint',
    );
  });
});
