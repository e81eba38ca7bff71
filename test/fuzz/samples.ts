import { createHash, createPrivateKey, sign } from 'node:crypto';
import { formatCanonical } from '../../src/base/json.ts';
import type { JsonObject } from '../../src/base/json.ts';
import type { LogId, PartyId } from '../../src/base/ids.ts';
import { instant } from '../../src/base/instant.ts';
import type { Letter } from '../../src/carry/letter.ts';
import { formatSigned, formatStatement } from '../../src/carry/letter.ts';
import { writeBundle } from '../../src/exchange/bundle.ts';
import type { EvidenceFile } from '../../src/exchange/evidence-file.ts';
import { formatEvidence } from '../../src/exchange/evidence-file.ts';
import type { Message } from '../../src/exchange/messages.ts';
import { formatMessage } from '../../src/exchange/messages.ts';
import type { Card } from '../../src/ledger/card.ts';
import { formatCard } from '../../src/ledger/card.ts';
import { formatOperationProof } from '../../src/ledger/operation-proof.ts';
import { hostPrimitives, hostSigner } from '../../src/node/primitives.ts';
import type { Checkpoint } from '../../src/proof/checkpoint.ts';
import { cosign, withSignature } from '../../src/proof/cosignature.ts';
import { checkpointBody, signCheckpoint } from '../../src/proof/checkpoint.ts';
import { formatCoseKey } from '../../src/proof/cose.ts';
import type { VerifierKey } from '../../src/proof/note.ts';
import { formatVerifierKey, keyId, signNote } from '../../src/proof/note.ts';
import { makeStub } from '../../src/proof/stub.ts';
import { formatBundle, tilePath } from '../../src/proof/tile.ts';
import { formatProof } from '../../src/proof/tlog-proof.ts';
import {
  EMPTY_FRONTIER,
  EMPTY_ROOT,
  consistencyProof,
  grow,
  hashesIn,
  inclusionProof,
  leafHash,
  rootOf,
} from '../../src/proof/tree.ts';
import { formatAddCheckpoint } from '../../src/proof/witness.ts';
import { RECORDS } from './records.ts';

/** Lawful bytes of every form, always the same. */
export interface Samples {
  readonly records: readonly Buffer[];
  readonly notes: readonly Buffer[];
  readonly keys: readonly Buffer[];
  readonly tilePaths: readonly Buffer[];
  readonly tiles: readonly Buffer[];
  readonly bundles: readonly Buffer[];
  readonly cards: readonly Buffer[];
  readonly proofs: readonly Buffer[];
  readonly requests: readonly Buffer[];
  readonly messages: readonly Buffer[];
  readonly operations: readonly Buffer[];
  readonly passkeys: readonly Buffer[];
  readonly couriers: readonly Buffer[];
  readonly policies: readonly Buffer[];
  readonly stubs: readonly Buffer[];
  readonly evidence: readonly Buffer[];
  readonly letters: readonly Buffer[];
}

const { sha256 } = hostPrimitives();
const seedOf = (name: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(name).digest());
const node = hostSigner(seedOf('node'));
const eye = hostSigner(seedOf('eye'));

const LOG = 'ab'.repeat(16) as LogId;
const ORIGIN = `nahr.example/log/${LOG}`;
const PARTY = 'nahr' as PartyId;

/** The log's own key. */
export const LOG_KEY: VerifierKey = { name: ORIGIN, type: 'ed25519', publicKey: node.publicKey };
/** The key of a witness that has cosigned. */
export const WITNESS_KEY: VerifierKey = {
  name: 'eye.example/witness',
  type: 'cosignature',
  publicKey: eye.publicKey,
};
/** Signs the cards. */
export const IDENTITY = hostSigner(seedOf('identity'));

const IDENTITY_KEY: VerifierKey = {
  name: 'nahr.example/identity',
  type: 'ed25519',
  publicKey: IDENTITY.publicKey,
};

const entries = RECORDS.map((each) => Buffer.from(formatCanonical(each as JsonObject)));
const leaves = entries.map((each) => leafHash(sha256, each));

/** Makes the samples. */
export async function makeSamples(): Promise<Samples> {
  const checkpoints = [
    await checkpointAt(0),
    await checkpointAt(5),
    await checkpointAt(leaves.length),
  ];
  const last = checkpoints.at(-1)!;
  const line = await cosign(eye, WITNESS_KEY.name, checkpointBody(last), instant(1_790_000_000));
  const cosigned = withSignature(last, line);
  if (!cosigned.ok) throw new Error(cosigned.fault.kind);
  const all = [...checkpoints, cosigned.value];
  const hashes = hashesIn(sha256, leaves);
  const proofs = [undefined, Uint8Array.of(1, 2, 3)].map((extra) => {
    const shown = inclusionProof(sha256, hashes, 3, leaves.length);
    if (!shown.ok) throw new Error(shown.fault.kind);
    return formatProof({ extra, index: 3, hashes: shown.value, checkpoint: cosigned.value });
  });
  const grown = consistencyProof(sha256, hashes, 5, leaves.length);
  if (!grown.ok) throw new Error(grown.fault.kind);
  const request = { old: 5, proof: grown.value, checkpoint: last };
  return {
    records: entries,
    notes: all.map(({ note }) => Buffer.from(note)),
    keys: [LOG_KEY, WITNESS_KEY, IDENTITY_KEY].map((key) => Buffer.from(formatVerifierKey(key))),
    tiles: [1, 2, leaves.length].map((width) => Buffer.concat(leaves.slice(0, width))),
    tilePaths: makeTilePaths().map((path) => Buffer.from(path)),
    bundles: [[], entries.slice(0, 1), entries.slice(0, 9), entries, [new Uint8Array()]].map(
      (each) => Buffer.from(formatBundle(each)),
    ),
    cards: await makeCards(),
    proofs: proofs.map((text) => Buffer.from(text)),
    requests: [request, { old: 0, proof: [], checkpoint: last }].map((each) =>
      Buffer.from(formatAddCheckpoint(each)),
    ),
    messages: messagesOver(all).map((each) => Buffer.from(formatMessage(each))),
    operations: makeOperations(all),
    passkeys: makePasskeys(),
    couriers: makeCouriers(all),
    stubs: [Buffer.alloc(30, 'x'), ...entries].map((each) => Buffer.from(makeStub(each))),
    evidence: makeEvidence(all).map((each) => Buffer.from(formatEvidence(each))),
    letters: await makeLetters(),
    policies: POLICIES.map((text) => Buffer.from(text)),
  };
}

async function checkpointAt(size: number): Promise<Checkpoint> {
  const root = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves.slice(0, size)));
  return signCheckpoint(node, { origin: ORIGIN, size, root: size === 0 ? EMPTY_ROOT : root });
}

function makeTilePaths(): readonly string[] {
  return [
    tilePath(0, 0),
    tilePath(0, 67, 112),
    tilePath(1, 1_234_067),
    tilePath(63, 0, 1),
    tilePath('entries', 999, 255),
    tilePath('entries', 1_000_000_000),
  ];
}

const FORMER: NonNullable<Card['former']> = [
  { node: eye.publicKey, reason: 'rotated', at: instant(1_790_000_000), heads: [] },
  {
    node: hostSigner(seedOf('lost')).publicKey,
    reason: 'lost',
    at: instant(1_795_000_000),
    heads: [{ log: LOG, size: 12, root: leaves[0]! }],
  },
];

async function makeCards(): Promise<readonly Buffer[]> {
  const card: Card = {
    party: PARTY,
    names: { ar: 'نهر', ckb: 'ڕووبار', tr: 'Irmak', en: 'River' },
    domain: 'nahr.example',
    identityKey: IDENTITY_KEY,
    nodeKey: node.publicKey,
    addresses: ['https://nahr.example:7401', 'http://localhost:7401'],
  };
  const texts = [
    await formatCard(IDENTITY, card),
    await formatCard(IDENTITY, { ...card, witnessKey: WITNESS_KEY }),
    await formatCard(IDENTITY, {
      ...card,
      courier: `age1${'q'.repeat(58)}`,
      authority: Uint8Array.of(0x30, 3, 2, 1, 5),
    }),
    await formatCard(IDENTITY, { ...card, serial: 2, former: FORMER }),
  ];
  return texts.map((text) => Buffer.from(text));
}

const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seedOf('identity')]),
  format: 'der',
  type: 'pkcs8',
});

/** A bent card with the signature that its identity key would give it as it stands. */
export function resignCard(bent: Buffer): Buffer {
  const end = bent.lastIndexOf('\n\n');
  if (end < 0) return bent;
  const text = bent.subarray(0, end + 1);
  const signed = Buffer.concat([keyId(IDENTITY_KEY), sign(null, text, key)]);
  const line = `\n\u2014 ${IDENTITY_KEY.name} ${signed.toString('base64')}\n`;
  return Buffer.concat([text, Buffer.from(line)]);
}

function messagesOver(checkpoints: readonly Checkpoint[]): readonly Message[] {
  const ask = '0123456789abcdef'.repeat(2);
  const notes = checkpoints.map(({ note }) => note);
  const [, earlier = '', later = '', cosigned = ''] = notes;
  const hash = leaves[0]!;
  return [
    { kind: 'ask', ask, log: LOG, size: 12 },
    { kind: 'portion', ask, log: LOG, size: 12, most: 4_096 },
    { kind: 'further', ask, log: LOG, size: 12, most: 4_096 },
    { kind: 'newest', ask, log: LOG, size: 12 },
    { kind: 'tell', ask, log: LOG, note: cosigned, from: 0, entries: entries.slice(0, 6) },
    { kind: 'tell', ask, log: LOG, note: later, from: 5, entries: [] },
    {
      kind: 'tell',
      ask,
      log: LOG,
      note: later,
      from: 0,
      erased: [0, 2],
      entries: [makeStub(entries[0]!), entries[1]!, makeStub(entries[2]!)],
    },
    { kind: 'offer', log: LOG, note: cosigned },
    { kind: 'inquire', ask, log: LOG },
    { kind: 'held', ask, log: LOG, size: 5, note: earlier },
    { kind: 'held', ask, log: LOG, size: 0 },
    { kind: 'receipt', log: LOG, note: cosigned },
    { kind: 'nothing', ask, log: LOG, reason: 'not-here' },
    { kind: 'evidence', log: LOG, earlier, later, root: hash, proof: [hash, hash] },
    { kind: 'want', ask, log: LOG, index: 7, at: 2, piece: 3 },
    { kind: 'piece', ask, log: LOG, proof: [hash, hash], bytes: Uint8Array.of(1, 2, 3) },
  ];
}

function makeEvidence([, earlier, later]: readonly Checkpoint[]): readonly EvidenceFile[] {
  const notes = { earlier: earlier?.note ?? '', later: later?.note ?? '' };
  return [
    { kind: 'fork', ...notes, root: leaves[0]!, proof: [leaves[1]!, leaves[2]!] },
    { kind: 'false-receipt', ...notes, root: leaves[0]!, proof: [] },
  ];
}

async function makeLetters(): Promise<readonly Buffer[]> {
  const named = { centre: 'ab'.repeat(8), from: PARTY, to: 'jabal', name: '0123'.repeat(8) };
  const letters: readonly Letter[] = [
    {
      head: { ...named, part: 0, parts: 1, kind: 'message', packing: 'none' },
      piece: entries[0]!,
    },
    {
      head: { ...named, part: 2, parts: 3, kind: 'log', packing: 'br' },
      piece: Uint8Array.of(1, 2, 3),
    },
    {
      head: { ...named, part: 0, parts: 1, kind: 'here', packing: 'gzip' },
      piece: new Uint8Array(),
    },
    {
      head: { ...named, part: 0, parts: 1, kind: 'card', packing: 'none' },
      piece: Buffer.from('a renewed card'),
    },
  ];
  return Promise.all(
    letters.map(async (letter) => {
      const note = await signNote(node, 'nahr.example/node', formatStatement(letter));
      return Buffer.from(formatSigned(note, letter.piece));
    }),
  );
}

function makeCouriers(checkpoints: readonly Checkpoint[]): readonly Buffer[] {
  const messages = messagesOver(checkpoints).flatMap((each) =>
    each.kind === 'tell' || each.kind === 'offer' || each.kind === 'evidence' ? [each] : [],
  );
  const log = {
    kind: 'log' as const,
    author: PARTY,
    log: LOG,
    audience: ['jabal', PARTY] as never,
  };
  const card = { kind: 'card' as const, card: '{"serial":1}\n\n\u2014 nahr.example AAAA\n' };
  return [[], [log], [card, log, ...messages]].map((frames) => {
    const writer = writeBundle(createHash('sha256'));
    const head = { from: PARTY, to: 'jabal' as PartyId, at: '2026-11-22T10:00:00Z' };
    const parts = [writer.head(head), ...frames.map((each) => writer.frame(each)), writer.tail()];
    return Buffer.concat(parts);
  });
}

const EAR_KEY: VerifierKey = {
  name: 'ear.example/witness',
  type: 'cosignature',
  publicKey: hostSigner(seedOf('ear')).publicKey,
};

const POLICIES: readonly string[] = [
  'quorum none\n',
  `witness eye ${formatVerifierKey(WITNESS_KEY)} https://eye.example/\nquorum eye\n`,
  [
    '# who must have seen a checkpoint',
    `log ${formatVerifierKey(LOG_KEY)} https://nahr.example/log/`,
    `witness eye ${formatVerifierKey(WITNESS_KEY)}`,
    `witness ear ${formatVerifierKey(EAR_KEY)}`,
    'group both all eye ear',
    'quorum both',
    '',
  ].join('\n'),
];

function makeOperations(checkpoints: readonly Checkpoint[]): readonly Buffer[] {
  const notes = checkpoints.map(({ note }) => note);
  const log = (origin: string, count: number) => ({
    origin,
    author: PARTY,
    audience: ['jabal' as PartyId, PARTY] as never,
    notes,
    entries: entries
      .slice(0, count)
      .map((bytes, i) =>
        i % 3 === 0
          ? { kind: 'withheld' as const, leaf: leaves[i]! }
          : { kind: 'given' as const, bytes: new Uint8Array(bytes) },
      ),
  });
  const operation = `sha256:${'7c'.repeat(32)}` as never;
  const logs = [log(ORIGIN, 6), log(`${ORIGIN}x`, 1)];
  return [logs, [], logs.slice(0, 1)].map((each, i) =>
    Buffer.from(formatOperationProof(sha256, { operation, exercise: i === 0, logs: each })),
  );
}

function makePasskeys(): readonly Buffer[] {
  // The generator of P-256, which is a point on it without doubt.
  const x = '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296';
  const y = '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
  const point = new Uint8Array(Buffer.from(`04${x}${y}`, 'hex'));
  return [
    Buffer.from(formatCoseKey({ alg: -7, publicKey: point })),
    Buffer.from(formatCoseKey({ alg: -8, publicKey: node.publicKey })),
  ];
}
