import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { utf8 } from '../base/bytes.ts';
import { faultOf, hostPrimitives, logKeyOf, must, signerOf, witnessKeyOf } from './cast.suite.ts';
import { checkpointBody, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign, verifyCosignature, withSignature } from './cosignature.ts';
import { NOTE_SIGNATURES_MAX, parseVerifierKey } from './note.ts';
import { portablePrimitives } from './primitives.ts';
import { leafHash } from './tree.ts';

const ORIGIN = 'qamar.example/log/1';
const root = leafHash(hostPrimitives.sha256, utf8('first'));
const signed = (size: number) => signCheckpoint(signerOf(ORIGIN), { origin: ORIGIN, size, root });
const NOON = instant(1_790_000_000);

// A checkpoint of a public log of 2026 with cosignatures by public witnesses.
const PUBLIC_CHECKPOINT = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

\u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
\u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
\u2014 transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
`;

describe('a cosignature', () => {
  it('[L13] holds where other implementations made it', () => {
    const log = must(
      parseVerifierKey(
        'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f',
      ),
    );
    const witness = must(
      parseVerifierKey('remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'),
    );
    const checkpoint = must(openCheckpoint(portablePrimitives, PUBLIC_CHECKPOINT, log));
    expect(verifyCosignature(portablePrimitives, checkpoint, witness)).toEqual({
      ok: true,
      value: { time: 0x6a122120 },
    });
    const larger = must(parseCheckpoint(PUBLIC_CHECKPOINT.replace('1432088532', '1432088533')));
    expect(faultOf(verifyCosignature(portablePrimitives, larger, witness)).kind).toBe(
      'bad-signature',
    );
  });

  it('[L13] tells when a witness saw a checkpoint, beside the log and other witnesses', async () => {
    const checkpoint = await signed(7);
    const line = await cosign(signerOf('witness'), 'witness', checkpointBody(checkpoint), NOON);
    const other = await cosign(signerOf('nahr'), 'nahr', checkpointBody(checkpoint), instant(0));
    const both = must(withSignature(must(withSignature(checkpoint, line)), other.trimEnd()));
    expect(both.note).toBe(`${checkpoint.note}${line}${other}`);
    expect(openCheckpoint(hostPrimitives, both.note, logKeyOf(ORIGIN)).ok).toBe(true);
    const timeBy = (name: string): unknown =>
      verifyCosignature(hostPrimitives, both, witnessKeyOf(name));
    expect(timeBy('witness')).toEqual({ ok: true, value: { time: NOON } });
    expect(timeBy('nahr')).toEqual({ ok: true, value: { time: 0 } });
    expect(verifyCosignature(hostPrimitives, both, logKeyOf(ORIGIN)).ok).toBe(false);
    expect(timeBy('jabal')).toEqual({ ok: false, fault: { kind: 'no-known-signature' } });
  });

  it('[L13] stands for no other checkpoint and no other time', async () => {
    const [seven, eight] = [await signed(7), await signed(8)];
    const line = await cosign(signerOf('witness'), 'witness', checkpointBody(seven), NOON);
    const moved = must(withSignature(eight, line));
    expect(faultOf(verifyCosignature(hostPrimitives, moved, witnessKeyOf('witness'))).kind).toBe(
      'bad-signature',
    );
    const [, name, coded = ''] = line.trimEnd().split(' ');
    for (const at of [4, 10, 11]) {
      const bytes = Buffer.from(coded, 'base64');
      bytes[at]! ^= 1;
      const dated = must(withSignature(seven, `\u2014 ${name} ${bytes.toString('base64')}`));
      expect(verifyCosignature(hostPrimitives, dated, witnessKeyOf('witness')).ok).toBe(false);
    }
  });

  it('[L14] is taken once for each key', async () => {
    const checkpoint = await signed(7);
    const body = checkpointBody(checkpoint);
    const first = await cosign(signerOf('witness'), 'witness', body, NOON);
    const second = await cosign(signerOf('witness'), 'witness', body, instant(NOON + 60));
    const once = must(withSignature(checkpoint, first));
    expect(faultOf(withSignature(once, second))).toEqual({
      kind: 'duplicate-signature',
      name: 'witness',
    });
    const twice = { ...once, note: `${once.note}${second}` };
    expect(faultOf(verifyCosignature(hostPrimitives, twice, witnessKeyOf('witness'))).kind).toBe(
      'duplicate-signature',
    );
    expect(faultOf(withSignature(checkpoint, 'no line')).kind).toBe('bad-signature-line');
    expect(faultOf(withSignature(checkpoint, `${first}${second}`)).kind).toBe('bad-signature-line');
  });

  it('[L14] is refused where the note has lines enough', async () => {
    const checkpoint = await signed(7);
    const lineOf = (i: number): string =>
      `\u2014 w${i} ${Buffer.from([0, 0, 0, i, 1]).toString('base64')}\n`;
    const lines = Array.from({ length: NOTE_SIGNATURES_MAX - 1 }, (_, i) => lineOf(i));
    const full = { ...checkpoint, note: checkpoint.note + lines.join('') };
    expect(faultOf(withSignature(full, lineOf(99))).kind).toBe('too-many-signatures');
  });
});
