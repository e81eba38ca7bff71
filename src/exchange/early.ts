import { equal } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { frontierAt } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import { grow, leafHashes, rootOf } from '../proof/tree.ts';
import type { Copy } from './copy.ts';
import type { EarlyMessage, NewestMessage, NothingMessage } from './messages.ts';
import { freshAsk } from './messages.ts';
import type { Early, Outgoing, StationNeeds } from './needs.ts';
import { openNote } from './needs.ts';
import type { TellNeeds } from './tell.ts';
import { nothing } from './tell.ts';

/** A copy that lacks more entries than these asks for the newest ahead of the rest. [X39] */
export const FAR_BEHIND_ENTRIES = 200;

/** How many entries are shown ahead at most, and of how many bytes together. [X39] */
export const EARLY_ENTRIES_MAX = 50;
export const EARLY_BYTES_MAX = 65_536;

/** How often the newest entries of one log are asked for, in seconds: each answer makes the last one old. */
export const EARLY_SECONDS = 60;

/** The question for the newest entries, where our copy is far behind what `log`'s author has signed. [X39] */
export function askNewest(
  needs: StationNeeds,
  log: Log,
  copy: Copy,
  { to, size }: { readonly to: PartyId; readonly size: number },
): readonly Outgoing[] {
  const now = needs.clock.now();
  const last = copy.newest;
  if (!needs.onEarly || copy.shown - size <= FAR_BEHIND_ENTRIES) return [];
  if (last && now >= last.at && now - last.at < EARLY_SECONDS) return [];
  const ask = freshAsk(needs.random);
  copy.newest = { ask, at: now, to };
  return [{ to, message: { kind: 'newest', ask, log: log.id, size } }];
}

/** What shows the newest entries that we hold of a log, to one who may read it. */
export async function answerNewest(
  { primitives, store }: TellNeeds,
  log: Log,
  { ask, size, most = EARLY_BYTES_MAX }: Pick<NewestMessage, 'ask' | 'size'> & { most?: number },
): Promise<EarlyMessage | NothingMessage> {
  const latest = await store.latest(log.id);
  if (!latest || latest.size <= size) return nothing(log, ask);
  const first = Math.max(size, latest.size - EARLY_ENTRIES_MAX);
  const read = await store.read(log.id, first, latest.size - first);
  let [kept, bytes] = [0, 0];
  // What is erased has no bytes that could be shown, and nothing is shown across it.
  for (const entry of read.toReversed()) {
    bytes += entry.length;
    if (entry.length === 0 || bytes > Math.min(most, EARLY_BYTES_MAX)) break;
    kept += 1;
  }
  if (kept === 0 || first + read.length !== latest.size) return nothing(log, ask);
  const from = latest.size - kept;
  const tiled = { sha256: primitives.sha256, tiles: store, log: log.id, size: from };
  const { hashes } = await frontierAt(tiled);
  const entries = read.slice(read.length - kept);
  return { kind: 'early', ask, log: log.id, note: latest.note, from, proof: hashes, entries };
}

/**
 * The entries that an answer shows, if they stand where it says under a checkpoint by the log's
 * author: the frontier before them and they themselves give the signed root. [X40]
 */
export function verifyEarly(
  needs: StationNeeds,
  log: Log,
  { note, from, proof, entries }: EarlyMessage,
): Early | undefined {
  const { sha256 } = needs.primitives;
  const checkpoint = openNote(needs, log, note);
  if (!checkpoint || checkpoint.size !== from + entries.length) return undefined;
  if (entries.length === 0 || entries.length > EARLY_ENTRIES_MAX) return undefined;
  if (entries.some(({ length }) => length === 0 || length > ENTRY_BYTES_MAX)) return undefined;
  if (proof.length !== onesIn(from)) return undefined;
  const grown = grow(sha256, { size: from, hashes: proof }, leafHashes(sha256, entries));
  return equal(rootOf(sha256, grown), checkpoint.root) ? { checkpoint, from, entries } : undefined;
}

/** Takes in what came ahead in answer to our question, and tells those who show it. */
export function hearEarly(
  needs: StationNeeds,
  log: Log,
  copy: Copy,
  heard: { readonly from: PartyId; readonly message: EarlyMessage; readonly size: number },
): void {
  const { from, message, size } = heard;
  // [X6] An answer counts once, and only to a question that is open to that very peer.
  if (copy.newest?.ask !== message.ask || copy.newest.to !== from) return;
  copy.newest = { ...copy.newest, ask: '' };
  if (message.from + message.entries.length <= size) return;
  const early = verifyEarly(needs, log, message);
  if (!early) return;
  copy.shown = Math.max(copy.shown, early.checkpoint.size);
  needs.onEarly?.(log, early);
}

/** How many hashes the frontier of so many entries has: one for each 1 in its binary form. */
function onesIn(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
