import type { LogId } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry, Store, TileReader } from '../ledger/ports.ts';
import { rootAt } from '../ledger/hashes.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import type { AskMessage, NothingMessage, TellMessage } from './messages.ts';
import {
  HOLDER_TELL_BYTES_MAX,
  HOLDER_TELL_ENTRIES_MAX,
  TELL_BYTES_MAX,
  TELL_ERASED_MAX,
  TELL_ENTRIES_MAX,
} from './messages.ts';

/** Entries that are read from the store at once, so that a limit of bytes is met in time. */
const READ_ENTRIES = 512;

/** What an answer is made from. */
export interface TellNeeds {
  readonly primitives: Primitives;
  readonly store: Store & TileReader;
  /** Signs checkpoints of our own logs, at any of their sizes: all of them are consistent. */
  readonly signer: Signer;
  /** The stub that a recall gives for an erased entry. [W6] */
  readonly stubOf?: (log: LogId, index: number) => Uint8Array | undefined;
}

/** A question, and how many bytes of entries its answer should have at most; the first goes in any case. */
export type Asking = Pick<AskMessage, 'ask' | 'size'> & { readonly most?: number };

/**
 * The answer to a question by someone who may read `log`. The author's ends at a checkpoint of the
 * batch's own size; another holder's at the one checkpoint it has, or there is none. [X8]
 */
export async function answerAsk(
  needs: TellNeeds,
  log: Log,
  isOurs: boolean,
  { ask, size, most }: Asking,
): Promise<TellMessage | NothingMessage> {
  const latest = await needs.store.latest(log.id);
  if (!latest) return nothing(log, ask);
  const { note } = latest;
  // Nothing newer, yet the checkpoint goes: the one who asked holds it against its own. [X10]
  if (size >= latest.size) {
    return { kind: 'tell', ask, log: log.id, note, from: latest.size, entries: [] };
  }
  const read = await readBatch(needs.store, log, size, limitsOf(isOurs, latest.size - size, most));
  const upto = size + read.length;
  const told = withStubs(needs, log, size, read);
  if (!told) return nothing(log, ask);
  if (upto === latest.size) return { kind: 'tell', ask, log: log.id, note, from: size, ...told };
  if (!isOurs) return nothing(log, ask);
  const checkpoint = await signPrefix(needs, log, upto);
  return { kind: 'tell', ask, log: log.id, note: checkpoint.note, from: size, ...told };
}

/**
 * Entries as they are told, a stub in the place of each that is erased; nothing where no recall that
 * we know gives one, or where too many are. [W6]
 */
export function withStubs(
  { stubOf }: Pick<TellNeeds, 'stubOf'>,
  log: Log,
  from: number,
  read: readonly Entry[],
): Pick<TellMessage, 'entries' | 'erased'> | undefined {
  const erased = read.flatMap((entry, i) => (entry.length === 0 ? [from + i] : []));
  if (erased.length === 0) return { entries: read };
  const entries = read.map((entry, i) => (entry.length > 0 ? entry : stubOf?.(log.id, from + i)));
  const isWhole = entries.every((entry) => entry !== undefined) && erased.length <= TELL_ERASED_MAX;
  return isWhole ? { erased, entries } : undefined;
}

/** Our own checkpoint over the first `size` entries of our own log, all of which are stored. */
export async function signPrefix(
  { primitives, store, signer }: TellNeeds,
  log: Log,
  size: number,
): Promise<Checkpoint> {
  const root = await rootAt({ sha256: primitives.sha256, tiles: store, log: log.id, size });
  return signCheckpoint(signer, { origin: log.origin, size, root });
}

/** The one refusal, whatever its reason. [X3] */
export function nothing(log: Pick<Log, 'id'>, ask: string): NothingMessage {
  return { kind: 'nothing', ask, log: log.id, reason: 'not-here' };
}

interface BatchLimits {
  readonly entries: number;
  readonly bytes: number;
}

function limitsOf(isOurs: boolean, count: number, most = TELL_BYTES_MAX): BatchLimits {
  return isOurs
    ? { entries: Math.min(count, TELL_ENTRIES_MAX), bytes: Math.min(most, TELL_BYTES_MAX) }
    : { entries: Math.min(count, HOLDER_TELL_ENTRIES_MAX), bytes: HOLDER_TELL_BYTES_MAX };
}

async function readBatch(
  store: Store,
  log: Log,
  from: number,
  limits: BatchLimits,
): Promise<readonly Entry[]> {
  const batch: Entry[] = [];
  let bytes = 0;
  while (batch.length < limits.entries) {
    const limit = Math.min(READ_ENTRIES, limits.entries - batch.length);
    const read = await store.read(log.id, from + batch.length, limit);
    for (const entry of read) {
      bytes += entry.length;
      if (batch.length > 0 && bytes > limits.bytes) return batch;
      batch.push(entry);
    }
    if (read.length < limit) return batch;
  }
  return batch;
}
