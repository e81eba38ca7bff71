import { equal } from '../base/bytes.ts';
import { unreachable } from '../base/result.ts';
import type { AdmitFault, Held } from '../ledger/admit.ts';
import { frontierAt } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { StaleFault, TileReader } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { ENTRY_BYTES_MAX, TILE_WIDTH } from '../proof/tile.ts';
import type { Sha256 } from '../base/bytes.ts';
import {
  EMPTY_FRONTIER,
  HASH_BYTES,
  consistencyProof,
  grow,
  hashesIn,
  leafHash,
  rootOf,
} from '../proof/tree.ts';
import type { Copies, StationParts } from './copies.ts';
import type { Copy } from './copy.ts';
import type { EvidenceMessage, TellMessage } from './messages.ts';
import type { Outgoing } from './needs.ts';
import { openNote, othersOf } from './needs.ts';

/** Why nothing of what was brought is kept. Nobody is accused by it. */
export type BroughtFault =
  | Exclude<AdmitFault, { readonly kind: 'gap' | 'older' | 'fork' }>
  | StaleFault
  /** Too much waits to be done on this log; bring it again. [X21] */
  | { readonly kind: 'busy' };

/** What became of what was brought. */
type Became =
  /** Entries from `from` on, up to and without `upto`, are durable here. */
  | { readonly kind: 'kept'; readonly from: number; readonly upto: number }
  /** Nothing in it is new: we hold `held` entries. */
  | { readonly kind: 'held-already'; readonly held: number }
  /** It begins at `from`, and we hold only `held` entries: what lies between must come first. */
  | { readonly kind: 'gap'; readonly held: number; readonly from: number }
  /** It shows that its author signed two histories; the evidence is kept. */
  | { readonly kind: 'accused' }
  | { readonly kind: 'refused'; readonly fault: BroughtFault }
  /** The log is not one of ours, or its author's card is not pinned. [X4] */
  | { readonly kind: 'not-shared' };

/** What became of what was brought, and what is to be sent because of it. */
export type Brought = Became & { readonly said: readonly Outgoing[] };

/**
 * Takes in a tell that was carried by hand. Whoever carried it is not believed: its entries count
 * as the author's checkpoint over them does, whatever the order in which such tells come. [X22]
 */
export async function takeIn(
  parts: StationParts,
  copies: Copies,
  tell: TellMessage,
): Promise<Brought> {
  const log = copies.known(tell.log);
  if (!log || othersOf(parts.needs, log).length === 0) return { kind: 'not-shared', said: [] };
  const busy: Brought = { kind: 'refused', fault: { kind: 'busy' }, said: [] };
  return copies.inTurn(log, busy, async (copy) => {
    const brought = await takeInTurn({ parts, copies, log, copy }, tell);
    if (brought.kind !== 'kept' && brought.kind !== 'held-already') return brought;
    // Where no link ever comes up, this is the only way for a witness's line to arrive. [X19]
    const cosigned = copies.cosignedIn(log, tell.note);
    if (!cosigned) return brought;
    const said = await copies.judgeCosigned(log, copy, cosigned);
    return { ...brought, said: [...brought.said, ...said] };
  });
}

/** The copy in whose turn something is taken in. */
interface Place {
  readonly parts: StationParts;
  readonly copies: Copies;
  readonly log: Log;
  readonly copy: Copy;
}

async function takeInTurn(place: Place, tell: TellMessage): Promise<Brought> {
  const { parts, copies, log, copy } = place;
  const { needs, rules, contradictions } = parts;
  const held = await copies.held(log, copy);
  const size = held.frontier.size;
  const admitted = rules.admit(needs.primitives, held, tell); // [X7]
  if (admitted.ok) {
    const upto = admitted.value.checkpoint.size;
    if (upto === size) return { kind: 'held-already', held: size, said: [] }; // [X12]
    // Our own words come home: nothing is signed before all that anyone holds is here. [X16]
    const fell = copies.isOurs(log) ? await copies.fallBehind(log, admitted.value.checkpoint) : [];
    const kept = await copies.keep(log, copy, held, admitted.value);
    if (!kept.ok) return { kind: 'refused', fault: kept.fault, said: fell };
    return { kind: 'kept', from: size, upto, said: [...fell, ...kept.value] };
  }
  const { fault } = admitted;
  switch (fault.kind) {
    case 'gap':
      return { kind: 'gap', held: size, from: fault.from, said: [] };
    case 'fork': {
      const theirs = { checkpoint: fault.theirs, by: undefined };
      return { kind: 'accused', said: await contradictions.accuse(log, fault.ours, theirs) };
    }
    case 'older': {
      const theirs = { checkpoint: fault.checkpoint, by: undefined };
      const { isConsistent, said } = await contradictions.compare(log, held.checkpoint, theirs);
      return isConsistent ? { kind: 'held-already', held: size, said } : { kind: 'accused', said };
    }
    case 'root-differs': {
      const evidence = await otherHistory(place, held, tell);
      if (!evidence) return { kind: 'refused', fault, said: [] };
      return { kind: 'accused', said: await contradictions.convict(log, evidence) };
    }
    case 'checkpoint-bad':
    case 'entry-bad':
    case 'entries-short':
      return { kind: 'refused', fault, said: [] };
    default:
      return unreachable(fault);
  }
}

/**
 * A tell that begins before our end may hold another history than ours: where its own entries give
 * the root that its author signed, that and our checkpoint cannot both be true. [X11]
 */
async function otherHistory(
  { parts, log }: Place,
  { checkpoint: ours }: Held,
  { note, from, entries }: TellMessage,
): Promise<EvidenceMessage | undefined> {
  const { primitives, store } = parts.needs;
  const { sha256 } = primitives;
  const theirs = openNote(parts.needs, log, note);
  if (!theirs || !ours || from >= ours.size) return undefined;
  const told = entries.slice(0, theirs.size - from);
  if (told.some((entry) => entry.length === 0 || entry.length > ENTRY_BYTES_MAX)) return undefined;
  const ends = told.map((entry) => leafHash(sha256, entry));
  const shared = await frontierAt({ sha256, tiles: store, log: log.id, size: from });
  if (!equal(rootOf(sha256, grow(sha256, shared, ends)), theirs.root)) return undefined;
  const leaves = [...(await leavesOf(store, log, from)), ...ends];
  const proof = consistencyProof(sha256, hashesIn(sha256, leaves), ours.size, theirs.size);
  if (!proof.ok) return undefined;
  return evidenceOf(sha256, { log, ours, theirs }, leaves, proof.value);
}

function evidenceOf(
  sha256: Sha256,
  {
    log,
    ours,
    theirs,
  }: { readonly log: Log; readonly ours: Checkpoint; readonly theirs: Checkpoint },
  leaves: readonly Uint8Array[],
  proof: readonly Uint8Array[],
): EvidenceMessage {
  const there = grow(sha256, EMPTY_FRONTIER, leaves.slice(0, ours.size));
  const root = rootOf(sha256, there);
  return { kind: 'evidence', log: log.id, earlier: ours.note, later: theirs.note, root, proof };
}

/** The leaf hashes of the first `count` entries that we hold. */
async function leavesOf(
  tiles: TileReader,
  log: Log,
  count: number,
): Promise<readonly Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for (let at = 0; leaves.length < count; at += 1) {
    const width = Math.min(TILE_WIDTH, count - leaves.length);
    const tile = (await tiles.tile(log.id, 0, at, width)) ?? new Uint8Array();
    if (tile.length < width * HASH_BYTES) return [];
    for (let i = 0; i < width; i += 1) {
      leaves.push(tile.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    }
  }
  return leaves;
}
