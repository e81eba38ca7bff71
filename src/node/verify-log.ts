import { equal } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { TroubleError } from '../base/result.ts';
import { openErasureJudge } from '../accord/knowledge/erasure-judge.ts';
import type { KeyFault, LogKeys } from '../ledger/succession.ts';
import { openOf, signerOf } from '../ledger/succession.ts';
import type { AuditFinding, LogSource, PairFault } from '../proof/audit.ts';
import { auditLog, auditPair, hashesOf, leavesIn } from '../proof/audit.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import { openStub } from '../proof/stub.ts';
import { TILE_WIDTH, parseBundle, tileWidth } from '../proof/tile.ts';
import { EMPTY_FRONTIER, grow, rootOf } from '../proof/tree.ts';
import type { EndFinding, StoreFolder } from './verify-end.ts';

/** One thing that is wrong with a log, named as what it is. */
export type Finding =
  | AuditFinding
  | EndFinding
  | { readonly kind: 'no-checkpoint' }
  /** No key was given or pinned for this log, so nothing it says can be believed. */
  | { readonly kind: 'no-key'; readonly origin: string }
  /** Two checkpoints signed by the log that cannot both be true. */
  | { readonly kind: 'forked-checkpoint'; readonly notes: readonly [string, string] }
  /** One of the entries from `from` to before `upto` was changed, and its checksum with it. */
  | { readonly kind: 'rewritten-between'; readonly from: number; readonly upto: number }
  /** The other checkpoint is signed, and the entries at hand do not reach far enough to compare. */
  | { readonly kind: 'not-compared' }
  | { readonly kind: 'bad-pair'; readonly fault: PairFault }
  /** Signed by a node key that its party has replaced, where that key is good for nothing. [D3] */
  | RetiredFinding;

type RetiredFinding = Extract<KeyFault, { readonly kind: 'key-retired' }>;

/** What is verified, and against what. */
export interface LogAsked {
  /** Where the log lies, as the operator named it. */
  readonly place: string;
  readonly source: LogSource;
  /** Present where the log lies in our own store's layout. */
  readonly folder: StoreFolder | undefined;
  /** The keys of the log with this origin, from a card or the command line. */
  readonly keysFor: (origin: string) => LogKeys | undefined;
  readonly witnesses: readonly VerifierKey[];
  /** A cosigned checkpoint that is kept beside the log. */
  readonly cosigned: string | undefined;
  /** Checkpoints of the same log that somebody else was shown. */
  readonly against: readonly string[];
}

/** What verifying one log came to; it is whole where nothing was found. */
export interface LogVerdict {
  readonly place: string;
  readonly origin: string;
  readonly size: number;
  /** Entries that were read and hashed. */
  readonly entries: number;
  /** Those among them whose bytes are erased, as a recall on the log says. [W5] */
  readonly recalled: number;
  readonly root: Uint8Array | undefined;
  readonly cosigned: readonly {
    readonly by: string;
    readonly size: number;
    readonly at: Instant;
  }[];
  readonly compared: number;
  readonly findings: readonly Finding[];
}

/** Verifies one log: signatures, every entry, every tile, cosignatures, and other checkpoints. [N5] */
export async function verifyLog(primitives: Primitives, asked: LogAsked): Promise<LogVerdict> {
  const { place, source, folder } = asked;
  const nothing = { place, origin: '', size: 0, entries: 0, recalled: 0, root: undefined } as const;
  const without = (finding: Finding): LogVerdict => {
    const findings = [finding, ...(folder?.findings ?? [])];
    return { ...nothing, cosigned: [], compared: 0, findings };
  };
  const note = await noteOf(source);
  if (note === undefined) return without({ kind: 'no-checkpoint' });
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return without({ kind: 'bad-checkpoint', fault: parsed.fault });
  const { origin, size, root } = parsed.value;
  const of = asked.keysFor(origin);
  if (!of) return { ...without({ kind: 'no-key', origin }), origin, size, root };

  const keys = { log: signerOf(of, note), witnesses: asked.witnesses, quorum: 0 };
  const erasures = openErasureJudge(openStub);
  const report = await auditLog(primitives, source, keys, erasures);
  const notes = [...(asked.cosigned ? [asked.cosigned] : []), ...asked.against];
  const compared = await comparePairs(primitives, asked, { ours: note, of, notes });
  const cosigned = cosignaturesIn(primitives, asked, of, [note, ...notes]);
  const isUncosigned = asked.witnesses.length > 0 && cosigned.length === 0;
  const inEnd = folder ? await judgeEnd(primitives, folder, of) : [];
  const findings: readonly Finding[] = [
    ...retiredIn(openOf(primitives, of, note, 'alone')),
    ...merge(report.findings, inEnd),
    ...compared,
    ...(isUncosigned
      ? [{ kind: 'not-cosigned', found: 0, wanted: 1 } as const satisfies Finding]
      : []),
  ];
  const { entries, recalled } = report;
  const sizes = { size, entries, recalled };
  return { place, origin, ...sizes, root, cosigned, compared: notes.length, findings };
}

function retiredIn(opened: Result<Checkpoint, KeyFault>): readonly RetiredFinding[] {
  return !opened.ok && opened.fault.kind === 'key-retired' ? [opened.fault] : [];
}

async function noteOf(source: LogSource): Promise<string | undefined> {
  try {
    return await source.checkpoint();
  } catch (thrown) {
    if (thrown instanceof TroubleError && thrown.code === 'no-checkpoint') return undefined;
    throw thrown;
  }
}

async function comparePairs(
  primitives: Primitives,
  { source }: LogAsked,
  pairs: { readonly ours: string; readonly of: LogKeys; readonly notes: readonly string[] },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const theirs of pairs.notes) {
    const { ours, of } = pairs;
    const retired = retiredIn(openOf(primitives, of, theirs));
    findings.push(...retired);
    if (retired.length > 0) continue;
    const keys = { logKey: signerOf(of, ours), theirKey: signerOf(of, theirs) };
    const pair = await auditPair(primitives, { ours, theirs, ...keys }, source);
    if (!pair.ok) {
      // Our own checkpoint was judged already.
      if (pair.fault.of === 'theirs') findings.push({ kind: 'bad-pair', fault: pair.fault });
    } else if (pair.value.kind === 'fork') {
      findings.push({ kind: 'forked-checkpoint', notes: [ours, theirs] });
    } else if (pair.value.kind === 'unproven') {
      findings.push({ kind: 'not-compared' });
    }
  }
  return findings;
}

/** Who cosigned which checkpoint, the largest of each witness. */
function cosignaturesIn(
  primitives: Primitives,
  { witnesses }: LogAsked,
  of: LogKeys,
  notes: readonly string[],
): LogVerdict['cosigned'] {
  return witnesses.flatMap((witness) => {
    const held = notes.flatMap((note) => {
      const checkpoint = openOf(primitives, of, note);
      if (!checkpoint.ok) return [];
      const cosignature = verifyCosignature(primitives, checkpoint.value, witness);
      if (!cosignature.ok) return [];
      return [{ by: witness.name, size: checkpoint.value.size, at: cosignature.value.time }];
    });
    return held.toSorted((one, other) => other.size - one.size).slice(0, 1);
  });
}

/** Holds every checkpoint of the growing end against its signature and the entries before it. */
async function judgeEnd(
  primitives: Primitives,
  { source, checkpoints, findings }: StoreFolder,
  of: LogKeys,
): Promise<readonly Finding[]> {
  const found: Finding[] = [...findings];
  const signed = checkpoints.filter((each) => {
    const opened = openOf(primitives, of, each.note);
    if (!opened.ok) {
      const { fault } = opened;
      found.push(fault.kind === 'key-retired' ? fault : { kind: 'bad-signature', fault });
    }
    return opened.ok;
  });
  for (const [i, later] of signed.entries()) {
    const earlier = signed[i - 1];
    if (earlier?.size !== later.size || equal(earlier.root, later.root)) continue;
    found.push({ kind: 'forked-checkpoint', notes: [earlier.note, later.note] });
  }
  const isPlaced = found.some(({ kind }) => kind !== 'damaged-note');
  const narrowed = isPlaced ? undefined : await narrow(primitives, source, signed);
  return narrowed ? [...found, narrowed] : found;
}

/** The first span between two checkpoints whose entries do not lead from one to the other. */
async function narrow(
  primitives: Primitives,
  source: LogSource,
  checkpoints: readonly Checkpoint[],
): Promise<Finding | undefined> {
  let [frontier, from] = [EMPTY_FRONTIER, 0];
  const { sha256 } = primitives;
  const size = checkpoints.at(-1)?.size ?? 0;
  const waiting = [...checkpoints];
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const width = tileWidth(0, index, size);
    const bundle = parseBundle((await source.bundle(index, width)) ?? new Uint8Array());
    // What is absent was named by the audit.
    if (!bundle.ok || bundle.value.length < width) return undefined;
    const tile = hashesOf(await source.tile(0, index, width), width);
    for (const leaf of leavesIn(primitives, bundle.value.slice(0, width), tile)) {
      while (waiting[0] && waiting[0].size < frontier.size) waiting.shift();
      frontier = grow(sha256, frontier, [leaf]);
      const [next] = waiting;
      if (next?.size !== frontier.size) continue;
      if (!equal(rootOf(sha256, frontier), next.root)) {
        return { kind: 'rewritten-between', from, upto: next.size };
      }
      from = next.size;
    }
  }
  return undefined;
}

/** One finding for one thing: what the checksums place exactly is not said again more vaguely. */
function merge(audited: readonly AuditFinding[], inEnd: readonly Finding[]): readonly Finding[] {
  const isPlaced = inEnd.some(({ kind }) => kind === 'flipped-byte' || kind === 'dropped-entry');
  const places = new Set(inEnd.flatMap((each) => ('index' in each ? [each.index] : [])));
  const kept = audited.filter((each) => {
    if (each.kind === 'bad-signature' && inEnd.some(({ kind }) => kind === 'bad-signature')) {
      return false;
    }
    if (!isPlaced) return true;
    // Without a tile for the growing end, an audit can only guess where an entry is absent.
    if (each.kind === 'wrong-root') return false;
    return !('index' in each) || !(places.has(each.index) || each.kind === 'dropped-entry');
  });
  return [...kept, ...inEnd];
}
