import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatHex, parseBase64, parseHex, sha256, utf8 } from '../base/bytes.ts';
import { formOf } from '../base/vectors.suite.ts';
import type { Assertion } from './assertion.ts';
import { verifyAssertion, verifyExerciseStatement } from './assertion.ts';
import { hostPrimitives, must } from './cast.suite.ts';
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { parseCoseKey } from './cose.ts';
import { verifyCosignature } from './cosignature.ts';
import type { VerifierKey } from './note.ts';
import { parseNote, parseVerifierKey, verifyNote } from './note.ts';
import { parsePolicy } from './policy.ts';
import { makeStub, openStub } from './stub.ts';
import { parseBundle, parseTilePath } from './tile.ts';
import { verifyProof } from './tlog-proof.ts';
import {
  EMPTY_FRONTIER,
  grow,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';
import { decideCosign, parseAddCheckpoint } from './witness.ts';

const FOLDER = new URL('../../test/vectors/proof/', import.meta.url);

/** All fields of all files; each file's cases hold those that its judge reads. */
interface Case {
  readonly accept: boolean;
  readonly assertion: Assertion;
  readonly body: string;
  readonly bundle: string;
  readonly challenge: string;
  readonly coseKey: string;
  readonly entries: readonly string[];
  readonly entry: string;
  readonly from: number;
  readonly fromRoot: string;
  readonly held: { readonly size: number; readonly root: string } | null;
  readonly index: number;
  readonly key: string;
  readonly keys: readonly string[];
  readonly leaf: string;
  readonly log: string;
  readonly note: string;
  readonly path: string;
  readonly policy: string;
  readonly proof: string & readonly string[];
  readonly publicKey: string;
  readonly root: string;
  readonly rpId: string;
  readonly signature: string;
  readonly size: number;
  readonly statementHash: string;
  readonly stub: string;
  readonly upto: number;
  readonly uptoRoot: string;
  readonly witnesses: readonly string[];
}

const hex = (text: string): Uint8Array => must(parseHex(text));
const key = (text: string): VerifierKey => must(parseVerifierKey(text));
const base64 = (text: string): string => formatHex(must(parseBase64(text)));

/** What each file's cases come to: whether they are accepted, and the values they gave. */
const JUDGES: Readonly<Record<string, (one: Case) => object>> = {
  root: ({ entries }) => {
    const leaves = entries.map((entry) => leafHash(sha256, hex(entry)));
    return { root: formatHex(rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves))) };
  },
  inclusion: ({ leaf, index, size, proof, root }) => ({
    accept: verifyInclusion(sha256, {
      leaf: hex(leaf),
      index,
      size,
      proof: proof.map(hex),
      root: hex(root),
    }),
  }),
  consistency: ({ from, fromRoot, upto, uptoRoot, proof }) => ({
    accept: verifyConsistency(sha256, {
      from,
      fromRoot: hex(fromRoot),
      upto,
      uptoRoot: hex(uptoRoot),
      proof: proof.map(hex),
    }),
  }),
  'verifier-key': (one) => ({ accept: parseVerifierKey(one.key).ok }),
  note: ({ note, keys }) => {
    const parsed = parseNote(note);
    const known = keys.map(key);
    return { accept: parsed.ok && verifyNote(hostPrimitives, parsed.value, known).ok };
  },
  checkpoint: (one) => {
    const opened = openCheckpoint(hostPrimitives, one.note, key(one.key));
    if (!opened.ok) return { accept: false };
    const root = formatHex(opened.value.root);
    return { accept: true, size: opened.value.size, rootIsSame: root === base64(one.root) };
  },
  cosignature: (one) => {
    const checkpoint = must(parseCheckpoint(one.note));
    const held = verifyCosignature(hostPrimitives, checkpoint, key(one.key));
    return held.ok ? { accept: true, ...held.value } : { accept: false };
  },
  'tile-path': ({ path }) => {
    const place = parseTilePath(path);
    return place.ok ? { accept: true, ...place.value } : { accept: false };
  },
  bundle: ({ bundle }) => {
    const entries = parseBundle(hex(bundle));
    return entries.ok ? { accept: true, entries: entries.value.map(formatHex) } : { accept: false };
  },
  witness: ({ held, keys, body }) => {
    const request = parseAddCheckpoint(utf8(body));
    if (!request.ok) return { status: 400 };
    const ours = held ? { size: held.size, root: hex(held.root) } : undefined;
    const verdict = decideCosign(hostPrimitives, ours, request.value, keys.map(key));
    return verdict.kind === 'stale'
      ? { status: verdict.status, size: verdict.size }
      : { status: verdict.status };
  },
  'tlog-proof': ({ proof, entry, log, witnesses }) => {
    const keys = { log: key(log), witnesses: witnesses.map(key) };
    const shown = verifyProof(hostPrimitives, proof, hex(entry), keys);
    return shown.ok ? { accept: true, ...shown.value } : { accept: false };
  },
  stub: ({ entry, stub }) => {
    const opened = openStub(hex(stub));
    if (!opened) return { accept: false };
    const { leaf, ending } = opened;
    const made = formatHex(makeStub(hex(entry)));
    return { accept: true, stub: made, leaf: formatHex(leaf), ending: formatHex(ending) };
  },
  policy: (one) => {
    const policy = parsePolicy(one.policy);
    if (!policy.ok) return { accept: false };
    const { quorum, witnesses, groups } = policy.value;
    const least = groups.map((group) => group.least);
    return { accept: true, quorum, witnesses: witnesses.length, groups: least };
  },
  assertion: ({ rpId, challenge, coseKey, assertion }) => {
    const shown = verifyAssertion(hostPrimitives, {
      assertion,
      key: { kind: 'passkey', rpId, ...must(parseCoseKey(hex(coseKey))) },
      challenge: hex(challenge),
    });
    return shown.ok ? { accept: true, ...shown.value } : { accept: false };
  },
  'cose-key': (one) => {
    const parsed = parseCoseKey(hex(one.key));
    if (!parsed.ok) return { accept: false };
    const { alg, publicKey } = parsed.value;
    return { accept: true, alg, publicKey: formatHex(publicKey) };
  },
  exercise: ({ publicKey, statementHash, signature }) => ({
    accept: verifyExerciseStatement(
      hostPrimitives,
      hex(publicKey),
      hex(statementHash),
      hex(signature),
    ),
  }),
};

const files = readdirSync(FOLDER).filter((name) => formOf(name) !== undefined);

describe('the vectors of the log', () => {
  it('each have a judge, and each judge has vectors', () => {
    const names = new Set(files.map((name) => formOf(name)));
    expect(names).toEqual(new Set(Object.keys(JUDGES)));
  });

  it.each(files)('%s come out as it says', (name) => {
    const judge = JUDGES[formOf(name) ?? '']!;
    const lines = readFileSync(new URL(name, FOLDER), 'utf8').trimEnd().split('\n');
    for (const line of lines) {
      const one = JSON.parse(line) as Case;
      const { rootIsSame = true, ...came } = judge(one) as { rootIsSame?: boolean };
      expect(rootIsSame, line).toBe(true);
      expect(one, line).toMatchObject(came);
    }
  });
});
