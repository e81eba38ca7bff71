import { describe, expect, it } from 'vitest';
import { sha256, utf8 } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { hostPrimitives, must } from './cast.suite.ts';
import { checkpointBody, signCheckpoint } from './checkpoint.ts';
import { cosign, withSignature } from './cosignature.ts';
import type { VerifierKey } from './note.ts';
import { formatVerifierKey } from './note.ts';
import {
  POLICY_BYTES_MAX,
  POLICY_LINES_MAX,
  decideFinality,
  formatPolicy,
  isFinalCheckpoint,
  parsePolicy,
} from './policy.ts';
import { seededSigner } from './primitives.ts';

const signerOf = (name: string) => seededSigner(sha256(utf8(name)));
const witness = (name: string): VerifierKey => ({
  name: `${name}.example/witness`,
  type: 'cosignature',
  publicKey: signerOf(name).publicKey,
});
const log: VerifierKey = {
  name: 'log.example/log/0',
  type: 'ed25519',
  publicKey: signerOf('log').publicKey,
};
const line = (name: string) => `witness ${name} ${formatVerifierKey(witness(name))}`;
const text = [...['a', 'b', 'c', 'd'].map(line), 'group two 2 a b c', 'group all all two d'];
const policy = must(parsePolicy(`${text.join('\n')}\nquorum all\n`));
const NOW = 1_790_000_000 as Instant;

/** What stands where these signed, each so many seconds ago. */
const finality = (ago: Readonly<Record<string, number>>, secondsMax?: number) => {
  const signed = ({ name }: VerifierKey): Instant | undefined => {
    const seconds = ago[name.slice(0, 1)];
    return seconds === undefined ? undefined : ((NOW - seconds) as Instant);
  };
  return decideFinality(
    policy,
    signed,
    secondsMax === undefined ? undefined : { now: NOW, secondsMax },
  );
};

describe('a policy', () => {
  it('[L33] says the same when it is written and read again', () => {
    expect(must(parsePolicy(formatPolicy(policy)))).toEqual(policy);
    const known = `log ${formatVerifierKey(log)} https://log.example/\nquorum none`;
    expect(formatPolicy(must(parsePolicy(known)))).toBe(`${known}\n`);
  });

  it('[L33] tells the line that is at fault, and has named ends', () => {
    const fault = (given: string) => parsePolicy(given);
    expect(fault(`# one\n${line('a')}\nquorum b\n`)).toEqual({
      ok: false,
      fault: { kind: 'unknown-name', line: 3 },
    });
    expect(fault(`#${' '.repeat(POLICY_BYTES_MAX)}`)).toMatchObject({
      fault: { kind: 'policy-too-large' },
    });
    const groups = Array.from(
      { length: POLICY_LINES_MAX - 1 },
      (_, i) => `group g${i + 1} any g${i}`,
    );
    const many = [line('g0'), ...groups];
    expect(fault(`${many.join('\n')}\nquorum none\n`)).toMatchObject({
      fault: { kind: 'policy-too-large' },
    });
  });

  it('[L34] is met by its quorum and by nothing less, and names whom it waits for', () => {
    expect(finality({ a: 1, c: 1, d: 1 })).toEqual({ isFinal: true, waitsFor: [] });
    expect(finality({ a: 1, d: 1 })).toEqual({ isFinal: false, waitsFor: ['b', 'c'] });
    expect(finality({ a: 1, b: 1, c: 1 })).toEqual({ isFinal: false, waitsFor: ['d'] });
    expect(finality({}).waitsFor).toEqual(['a', 'b', 'c', 'd']);
    const none = must(parsePolicy('quorum none\n'));
    expect(decideFinality(none, () => undefined)).toEqual({ isFinal: true, waitsFor: [] });
  });

  it('[L34] does not count what was signed too long ago, where that is asked for', () => {
    expect(finality({ a: 3_600, c: -900, d: 0 }, 3_600).isFinal).toBe(true);
    expect(finality({ a: 3_601, c: 1, d: 0 }, 3_600)).toEqual({
      isFinal: false,
      waitsFor: ['a', 'b'],
    });
  });

  it('[L34] judges a checkpoint by the lines on it, of a log that it lists', async () => {
    const head = { origin: log.name, size: 3, root: new Uint8Array(32) };
    let checkpoint = await signCheckpoint(signerOf('log'), head);
    const listed = must(
      parsePolicy(`log ${formatVerifierKey(log)}\n${line('a')}\n${line('b')}\nquorum a\n`),
    );
    const at = () => ({ checkpoint, log });
    expect(isFinalCheckpoint(hostPrimitives, listed, at())).toBe(false);
    for (const name of ['b', 'a']) {
      const body = checkpointBody(checkpoint);
      const added = await cosign(signerOf(name), witness(name).name, body, NOW);
      checkpoint = must(withSignature(checkpoint, added));
      expect(isFinalCheckpoint(hostPrimitives, listed, at())).toBe(name === 'a');
    }
    const stranger = { ...log, publicKey: signerOf('stranger').publicKey };
    expect(isFinalCheckpoint(hostPrimitives, listed, { checkpoint, log: stranger })).toBe(false);
    const later = { now: (NOW + 61) as Instant, secondsMax: 60 };
    expect(isFinalCheckpoint(hostPrimitives, listed, at(), later)).toBe(false);
  });
});
