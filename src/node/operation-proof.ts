import type { RecordHash } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import { isSameAudience } from '../accord/party/audience.ts';
import { cosignedName } from '../exchange/cosigned.ts';
import { readCosigned } from '../exchange/cosigned-history.ts';
import type { Log } from '../ledger/log.ts';
import type { ProofEntry, ProofLog } from '../ledger/operation-proof.ts';
import {
  OPERATION_PROOF_BYTES_MAX,
  OPERATION_PROOF_ENTRIES_MAX,
  formatOperationProof,
} from '../ledger/operation-proof.ts';
import type { Surveyed } from '../ledger/operation-survey.ts';
import { GROUND_TYPES, concerning, givenOf, surveyEntry } from '../ledger/operation-survey.ts';
import type { Entry, Shelf } from '../ledger/ports.ts';
import { isByPresent } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import type { Primitives } from '../proof/primitives.ts';
import { leafHash } from '../proof/tree.ts';
import { READ_ENTRIES } from './following.ts';

/** What a proof file is made from: a running node's rooms, or a folder that is only read. */
export interface ProofStock {
  readonly primitives: Primitives;
  /** The logs that may be given to whoever gets the file. */
  readonly logs: readonly Log[];
  readonly shelf: Pick<Shelf, 'get' | 'names'>;
  /** The newest checkpoint of a log that all of its entries at hand lead to. */
  latest(log: Log): Promise<Checkpoint | undefined>;
  /** Entries in order from index `from`, at least one and at most `limit`. */
  read(log: Log, from: number, limit: number): Promise<readonly Entry[]>;
  /** The leaf hash of an entry whose bytes are erased. [W3] */
  leafAt(log: Log, index: number): Promise<Uint8Array>;
}

/** Which operation is to be proven, and how much is to be disclosed for it. */
export interface ProofAsked {
  readonly operation: RecordHash;
  /** The readers of its plan. */
  readonly audience: Audience;
  /** The members of the centre. */
  readonly centre: Audience;
  readonly exercise: boolean;
  /** Give every entry of these logs, whatever it is about. */
  readonly isWhole: boolean;
}

/** A proof file that was made. */
export interface ProofMade {
  readonly bytes: Uint8Array;
  readonly logs: number;
  readonly given: number;
  readonly withheld: number;
}

/** Why no proof file can be made. */
export type ProofMakeFault =
  /** The plan was for its author's own eyes, so there is nothing to show to anyone. */
  { readonly kind: 'plan-private' } | { readonly kind: 'proof-too-large'; readonly limit: number };

/** The name under which the proof file of an operation is kept. */
export function proofFileName(operation: RecordHash): string {
  return `operation-${operation.slice('sha256:'.length, 'sha256:'.length + 8)}.proof`;
}

/** Makes the proof file of an operation from the logs towards the centre and the plan's readers. [F5] [F9] */
export async function makeOperationProof(
  stock: ProofStock,
  asked: ProofAsked,
): Promise<Result<ProofMade, ProofMakeFault>> {
  if (asked.audience.length === 1) return err({ kind: 'plan-private' });
  const tooLarge = (limit: number) => err({ kind: 'proof-too-large', limit } as const);
  const surveyed: LogSurvey[] = [];
  let count = 0;
  for (const log of stock.logs) {
    const readers = [asked.centre, asked.audience];
    if (!readers.some((each) => isSameAudience(each, log.audience))) continue;
    const latest = await stock.latest(log);
    if (!latest || latest.size === 0) continue;
    count += latest.size;
    if (count > OPERATION_PROOF_ENTRIES_MAX) return tooLarge(OPERATION_PROOF_ENTRIES_MAX);
    surveyed.push(await surveyLog(stock, log, latest));
  }
  const about = concerning(
    surveyed.flatMap((each) => each.entries),
    asked.operation,
  );
  const isWanted = ({ hash, type }: Surveyed): boolean =>
    asked.isWhole || GROUND_TYPES.has(type) || about.has(hash);
  const logs: ProofLog[] = [];
  for (const each of surveyed) logs.push(await proofLog(stock, each, isWanted));
  // Base64 takes four letters for three bytes; what is far too large is not written first.
  const least = logs.reduce((sum, log) => sum + lettersOf(log), 0);
  if (least > OPERATION_PROOF_BYTES_MAX) return tooLarge(OPERATION_PROOF_BYTES_MAX);
  const { operation, exercise } = asked;
  const inOrder = logs.toSorted((ours, theirs) => (ours.origin < theirs.origin ? -1 : 1));
  const proof = { operation, exercise, logs: inOrder };
  const bytes = formatOperationProof(stock.primitives.sha256, proof);
  if (bytes.length > OPERATION_PROOF_BYTES_MAX) return tooLarge(OPERATION_PROOF_BYTES_MAX);
  const given = logs.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'given'));
  const made = { logs: logs.length, given: given.length, withheld: count - given.length };
  return ok({ bytes, ...made });
}

function lettersOf({ entries }: ProofLog): number {
  const sizes = entries.map((entry) => (entry.kind === 'given' ? entry.bytes : entry.leaf).length);
  return sizes.reduce((sum, size) => sum + (size * 4) / 3, 0);
}

/** Goes through the entries from one index to before another, which a checkpoint counts. */
export async function* entriesOf(
  stock: ProofStock,
  log: Log,
  [from, upto]: readonly [from: number, upto: number],
): AsyncGenerator<readonly [index: number, entry: Entry]> {
  for (let at = from; at < upto;) {
    const entries = await stock.read(log, at, Math.min(READ_ENTRIES, upto - at));
    invariant(entries.length > 0, 'a log holds the entries that its checkpoint counts');
    for (const [i, entry] of entries.entries()) yield [at + i, entry];
    at += entries.length;
  }
}

interface LogSurvey {
  readonly log: Log;
  readonly latest: Checkpoint;
  readonly entries: readonly Surveyed[];
  readonly leaves: readonly Uint8Array[];
}

async function surveyLog(stock: ProofStock, log: Log, latest: Checkpoint): Promise<LogSurvey> {
  const { sha256 } = stock.primitives;
  const [entries, leaves]: [Surveyed[], Uint8Array[]] = [[], []];
  for await (const [index, entry] of entriesOf(stock, log, [0, latest.size])) {
    entries.push(surveyEntry(sha256, entry));
    leaves.push(entry.length > 0 ? leafHash(sha256, entry) : await stock.leafAt(log, index));
  }
  return { log, latest, entries, leaves };
}

async function proofLog(
  stock: ProofStock,
  { log, latest, entries, leaves }: LogSurvey,
  isWanted: (entry: Surveyed) => boolean,
): Promise<ProofLog> {
  const given: ProofEntry[] = leaves.map((leaf) => ({ kind: 'withheld', leaf }));
  const indexes = givenOf(entries, isWanted);
  for (const run of runsOf(indexes)) {
    for await (const [index, bytes] of entriesOf(stock, log, run)) {
      if (bytes.length > 0) given[index] = { kind: 'given', bytes };
    }
  }
  const { origin, author, audience } = log;
  const notes = await notesOf(stock, log, latest, indexes);
  return { origin, author, audience, notes, entries: given };
}

/**
 * For each entry that is given the first cosigned note over it, then the newest over all of them,
 * which a witness may have cosigned again since: it shows that nothing more was there by then.
 */
async function notesOf(
  stock: ProofStock,
  log: Log,
  latest: Checkpoint,
  indexes: readonly number[],
): Promise<readonly string[]> {
  const history = await readCosigned(stock.shelf, log.id);
  const notes: Pick<Checkpoint, 'size' | 'note'>[] = [];
  for (const index of indexes) {
    if (index < (notes.at(-1)?.size ?? 0)) continue;
    const first = await history.firstCovering(index);
    // A node that goes on meanwhile may have kept a larger one by now.
    if (!first || first.size > latest.size) break;
    notes.push(first);
  }
  const newest = parseCheckpoint((await stock.shelf.get(cosignedName(log.id))) ?? '');
  const isOfUse = newest.ok && newest.value.size <= latest.size;
  if (isOfUse && newest.value.size >= (notes.at(-1)?.size ?? 0)) notes.push(newest.value);
  const last = notes.at(-1);
  // The last note must stand by itself, which one by a key that was lost may not. [D3]
  const isWhole = last?.size === latest.size && isByPresent(log, last.note);
  if (!isWhole) notes.push(latest);
  return [...new Set(notes.map(({ note }) => note))];
}

/** Indexes that follow each other, as spans that are read at once. */
function runsOf(indexes: readonly number[]): readonly (readonly [from: number, upto: number])[] {
  const runs: [number, number][] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last?.[1] === index) last[1] += 1;
    else runs.push([index, index + 1]);
  }
  return runs;
}
