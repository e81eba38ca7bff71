import { parseUtf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { proveConsistency } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf, Store, TileReader } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint, parseSize } from '../proof/checkpoint.ts';
import { verifyCosignature, withSignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import { formatAddCheckpoint } from '../proof/witness.ts';
import { cosignedName, keepCosigned } from './cosigned.ts';
import { signPrefix } from './tell.ts';

/** Bytes of a witness's answer that are read: a few signature lines. */
export const WITNESS_ANSWER_BYTES_MAX = 16_384;

/** After so many seconds a log that has not grown is cosigned again. [F13] */
export const COSIGN_AGAIN_SECONDS = 3_600;

/** What the client of a witness needs from its surroundings. */
export interface CosigningNeeds {
  readonly primitives: Primitives;
  readonly store: Store & TileReader;
  readonly shelf: Shelf;
  /** Signs our own logs. */
  readonly signer: Signer;
  /** The witness's key, from its pinned card. */
  readonly witnessKey: VerifierKey;
}

/** What follows from a witness's answer. */
export type CosigningStep =
  /** Kept on the shelf; to be offered to the members. */
  | { readonly kind: 'cosigned'; readonly checkpoint: Checkpoint }
  /** The witness holds another size than we thought: ask with this request instead. [X20] */
  | { readonly kind: 'again'; readonly request: Uint8Array }
  /** The witness has cosigned more of our log than we hold: hear its checkpoint, and recover. [X16] */
  | { readonly kind: 'ahead'; readonly size: number }
  | { readonly kind: 'refused'; readonly status: number };

/** The talk with one witness about our own logs. */
export interface Cosigning {
  /**
   * The body of the next request for `log`, or nothing. Only what another member holds goes to a
   * witness, so that all it has seen can be fetched back after a restore. [X18]
   */
  wantsCosigning(log: Log, heldElsewhere: number): Promise<Uint8Array | undefined>;
  /**
   * The body of a request to cosign `log` again at the size that was cosigned last, or nothing; at
   * most one an hour. A witness that does so says that it knows of no more by then. [F13]
   */
  wantsAgain(log: Log, now: Instant): Promise<Uint8Array | undefined>;
  /** What follows from the answer to the last request for `log`. */
  heardFromWitness(log: Log, status: number, body: Uint8Array): Promise<CosigningStep>;
}

interface Pending {
  readonly checkpoint: Checkpoint;
  /** Whether the old size was corrected once already; a witness that errs twice is let be. */
  readonly isSecond: boolean;
}

/** Opens the talk with a witness over what the shelf remembers of it. */
export function openCosigning(needs: CosigningNeeds): Cosigning {
  const pending = new Map<LogId, Pending>();
  const again = new Map<LogId, number>();

  const requestOf = async (log: Log, next: Pending, old: number): Promise<Uint8Array> => {
    const { checkpoint } = next;
    pending.set(log.id, next);
    const { sha256 } = needs.primitives;
    const of = { sha256, tiles: needs.store, log: log.id, size: checkpoint.size };
    const proof = await proveConsistency(of, old);
    return formatAddCheckpoint({ old, proof, checkpoint });
  };

  return {
    async wantsCosigning(log, heldElsewhere) {
      const latest = await needs.store.latest(log.id);
      const size = Math.min(latest?.size ?? 0, heldElsewhere);
      const old = await lastCosigned(needs, log.id);
      if (!latest || size <= old) return undefined;
      const checkpoint = size === latest.size ? latest : await signPrefix(needs, log, size);
      again.delete(log.id);
      return requestOf(log, { checkpoint, isSecond: false }, old);
    },
    async wantsAgain(log, now) {
      const due = again.get(log.id) ?? (await lastTime(needs, log)) + COSIGN_AGAIN_SECONDS;
      again.set(log.id, due);
      if (now < due) return undefined;
      const latest = await needs.store.latest(log.id);
      const old = await lastCosigned(needs, log.id);
      if (!latest || latest.size !== old || old === 0) return undefined;
      // Whatever the witness's clock says, it is not asked again before an hour of ours has gone.
      again.set(log.id, now + COSIGN_AGAIN_SECONDS);
      return requestOf(log, { checkpoint: latest, isSecond: false }, old);
    },
    async heardFromWitness(log, status, body) {
      const asked = pending.get(log.id);
      pending.delete(log.id);
      const text = body.length <= WITNESS_ANSWER_BYTES_MAX ? parseUtf8(body) : undefined;
      if (!asked || !text?.ok) return { kind: 'refused', status };
      if (status === 409) {
        const old = parseSize(text.value.trimEnd());
        if (!old.ok || asked.isSecond) return { kind: 'refused', status };
        if (old.value > asked.checkpoint.size) return ahead(needs, log, old.value);
        const next = { checkpoint: asked.checkpoint, isSecond: true };
        return { kind: 'again', request: await requestOf(log, next, old.value) };
      }
      const cosigned = status === 200 ? cosignedBy(needs, asked, text.value) : undefined;
      if (!cosigned) return { kind: 'refused', status };
      await keepCosigned(needs, log, cosigned, [needs.witnessKey]);
      return { kind: 'cosigned', checkpoint: cosigned };
    },
  };
}

/** A witness may merely have been asked for more since; only past our own end is it ahead of us. */
async function ahead(needs: CosigningNeeds, log: Log, size: number): Promise<CosigningStep> {
  const ours = (await needs.store.latest(log.id))?.size ?? 0;
  return size > ours ? { kind: 'ahead', size } : { kind: 'refused', status: 409 };
}

/** The checkpoint with the witness's own line from its answer, if that line holds. [X19] */
function cosignedBy(
  { primitives, witnessKey }: CosigningNeeds,
  { checkpoint }: Pending,
  answer: string,
): Checkpoint | undefined {
  for (const line of answer.split('\n')) {
    const added = withSignature(checkpoint, line);
    if (added.ok && verifyCosignature(primitives, added.value, witnessKey).ok) return added.value;
  }
  return undefined;
}

/** When the newest cosigned checkpoint was cosigned; 0 where there is none. */
async function lastTime(needs: CosigningNeeds, log: Log): Promise<number> {
  const held = parseCheckpoint((await needs.shelf.get(cosignedName(log.id))) ?? '');
  const line = held.ok && verifyCosignature(needs.primitives, held.value, needs.witnessKey);
  return line && line.ok ? line.value.time : 0;
}

async function lastCosigned({ shelf }: CosigningNeeds, log: LogId): Promise<number> {
  const text = await shelf.get(cosignedName(log));
  const held = text === undefined ? undefined : parseCheckpoint(text);
  return held?.ok ? held.value.size : 0;
}
