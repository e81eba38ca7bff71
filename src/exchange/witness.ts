import { formatHex, utf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { isLogId } from '../base/ids.ts';
import type { Clock } from '../base/ports.ts';
import { invariant, unreachable } from '../base/result.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { LogKeys } from '../ledger/succession.ts';
import { headInstead } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { checkpointBody, parseCheckpoint } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import { formatNote, isLineOf, parseNote } from '../proof/note.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import type { WitnessVerdict, WitnessedHead } from '../proof/witness.ts';
import { SIZE_MEDIA_TYPE, decideCosign, parseAddCheckpoint } from '../proof/witness.ts';
import type { EvidenceMessage } from './messages.ts';

/** How many requests about one log may wait; what comes beyond is answered with status 503. [X21] */
export const WITNESS_WAITING_MAX = 64;

/** What a witness needs from its surroundings. */
export interface WitnessNeeds {
  readonly primitives: Primitives;
  readonly shelf: Shelf;
  /** The witness's own key, used for nothing else. */
  readonly signer: Signer;
  /** The name under which it cosigns. */
  readonly name: string;
  readonly clock: Clock;
  /** The key that a pinned card gives to a log's origin, or nothing for a log that is not ours to witness. */
  keyOf(origin: string): VerifierKey | undefined;
  /** All keys of a log, of which a renewed card names former ones; absent where none ever does. */
  keysOf?(origin: string): LogKeys | undefined;
  /** Told of what was cosigned for a key that was lost, and in whose place its head stands now. [D6] */
  readonly onAside?: (origin: string, note: string) => void;
  /** Told where a log has signed two roots for one size. */
  readonly onEvidence?: (origin: string, evidence: EvidenceMessage) => void;
  /** The judgement; the storms replace it to see whether it is noticed. */
  readonly decide?: typeof decideCosign;
}

/** An answer as HTTP carries it. */
export interface WitnessAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/** A witness of other parties' logs (C2SP tlog-witness): it sees sizes and roots, never a record. */
export interface Witness {
  /** Answers a request to cosign. The cosigned checkpoint is durable before this resolves. [X17] */
  addCheckpoint(request: Uint8Array): Promise<WitnessAnswer>;
  /** The newest checkpoint cosigned of the log whose origin has this SHA-256, in hexadecimal. */
  checkpointOf(originHash: string): Promise<string | undefined>;
}

/** Opens a witness over what its shelf remembers. */
export function openWitness(needs: WitnessNeeds): Witness {
  const decide = needs.decide ?? decideCosign;
  const queues = new Map<string, { tail: Promise<unknown>; waiting: number }>();

  const answer = async (bytes: Uint8Array): Promise<WitnessAnswer> => {
    const request = parseAddCheckpoint(bytes);
    if (!request.ok) return plain(400, request.fault.kind);
    const { origin } = request.value.checkpoint;
    const key = needs.keyOf(origin);
    if (!key) return plain(404, 'unknown-origin');
    const text = await needs.shelf.get(nameOf(needs.primitives, origin));
    const own = text === undefined ? undefined : readOwn(text);
    const held = own && ((await headFor(needs, own)) ?? own);
    const verdict = decide(needs.primitives, held, request.value, [key]);
    if (verdict.kind === 'cosign') return cosignNow(needs, key, verdict.checkpoint);
    if (verdict.kind === 'fork' && own && held === own) {
      needs.onEvidence?.(origin, evidenceOf(origin, own, verdict.theirs));
    }
    return refusal(verdict);
  };

  return {
    async addCheckpoint(bytes) {
      const request = parseAddCheckpoint(bytes);
      if (!request.ok) return plain(400, request.fault.kind);
      const { origin } = request.value.checkpoint;
      // A stranger's origins must not fill our memory with queues.
      if (!needs.keyOf(origin)) return plain(404, 'unknown-origin');
      const queue = queues.get(origin) ?? { tail: Promise.resolve(), waiting: 0 };
      queues.set(origin, queue);
      if (queue.waiting >= WITNESS_WAITING_MAX) return plain(503, 'busy');
      queue.waiting += 1;
      // Reading, deciding and storing are one step for one log, or two at once would roll it back.
      const turn = queue.tail.then(() => answer(bytes));
      queue.tail = turn.then(
        () => undefined,
        () => undefined,
      );
      try {
        return await turn;
      } finally {
        queue.waiting -= 1;
      }
    },
    async checkpointOf(originHash) {
      if (!/^[0-9a-f]{64}$/.test(originHash)) return undefined;
      return needs.shelf.get(`${WITNESSED}${originHash}`);
    },
  };
}

/**
 * The head of a renewed card, where what we cosigned last was signed by a key that was lost, or
 * beyond where it ended: whoever has the key could else end the log's cosignatures for good. [D6]
 */
async function headFor(
  { primitives, shelf, keysOf, onAside }: WitnessNeeds,
  own: Checkpoint,
): Promise<WitnessedHead | undefined> {
  const keys = keysOf?.(own.origin);
  const head = keys && headInstead(primitives, keys, own);
  if (!head) return undefined;
  const name = `${ASIDE}${formatHex(primitives.sha256(utf8(own.origin)))}`;
  if ((await shelf.get(name)) !== own.note) {
    await shelf.put(name, own.note);
    onAside?.(own.origin, own.note);
  }
  return head;
}

const ASIDE = 'witness-aside/';

/** Where the shelf has the last checkpoint cosigned of each log. */
const WITNESSED = 'witness/';

async function cosignNow(
  needs: WitnessNeeds,
  key: VerifierKey,
  checkpoint: Checkpoint,
): Promise<WitnessAnswer> {
  const line = await cosign(
    needs.signer,
    needs.name,
    checkpointBody(checkpoint),
    needs.clock.now(),
  );
  // Only the log's own line is kept beside ours: others that it bore were not checked.
  const note = parseNote(checkpoint.note);
  invariant(note.ok, 'a checkpoint that was verified is a note');
  const own = note.value.signatures.filter((each) => isLineOf(each, key));
  const bare = { ...checkpoint, note: formatNote({ ...note.value, signatures: own }) };
  const cosigned = withSignature(bare, line);
  invariant(cosigned.ok, 'our line is the only one of ours');
  await needs.shelf.put(nameOf(needs.primitives, checkpoint.origin), cosigned.value.note);
  return plain(200, line);
}

function refusal(verdict: Exclude<WitnessVerdict, { readonly kind: 'cosign' }>): WitnessAnswer {
  switch (verdict.kind) {
    case 'stale':
      return { status: 409, body: `${verdict.size}\n`, contentType: SIZE_MEDIA_TYPE };
    case 'old-above-size':
    case 'untrusted':
    case 'unknown-origin':
    case 'wrong-empty-root':
    case 'bad-proof':
    case 'fork':
      return plain(verdict.status, verdict.kind);
    default:
      return unreachable(verdict);
  }
}

function plain(status: number, text: string): WitnessAnswer {
  const body = text.endsWith('\n') ? text : `${text}\n`;
  return { status, body, contentType: 'text/plain; charset=utf-8' };
}

function nameOf({ sha256 }: Primitives, origin: string): string {
  return `${WITNESSED}${formatHex(sha256(utf8(origin)))}`;
}

function readOwn(text: string): Checkpoint {
  const checkpoint = parseCheckpoint(text);
  invariant(checkpoint.ok, 'what we put on the shelf is a checkpoint');
  return checkpoint.value;
}

function evidenceOf(origin: string, ours: Checkpoint, theirs: Checkpoint): EvidenceMessage {
  const id = origin.slice(-32);
  invariant(isLogId(id), 'an origin that has a key ends in the short name of a log');
  const log: LogId = id;
  const { note, root } = theirs;
  return { kind: 'evidence', log, earlier: ours.note, later: note, root, proof: [] };
}
