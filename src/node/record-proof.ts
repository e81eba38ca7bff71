import path from 'node:path';
import type { RecordHash } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import { cosignedName } from '../exchange/cosigned.ts';
import { withReceipts } from '../exchange/with-receipts.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { TILE_WIDTH, tileWidth } from '../proof/tile.ts';
import { formatProof } from '../proof/tlog-proof.ts';
import { HASH_BYTES, hashesIn, inclusionProof } from '../proof/tree.ts';
import type { ProofStock } from './operation-proof.ts';
import { entriesOf } from './operation-proof.ts';
import { readStoreFolder } from './verify-end.ts';
import { folderLogSource } from './verify-source.ts';

/** A record that was found in a folder. */
export interface RecordFound {
  readonly hash: RecordHash;
  readonly log: Log;
  readonly index: number;
  readonly bytes: Entry;
}

/** The records in a folder whose hash begins with `digits`, each as often as it stands on a log. */
export async function findRecords(
  stock: ProofStock,
  digits: string,
): Promise<readonly RecordFound[]> {
  const found: RecordFound[] = [];
  for (const log of stock.logs) {
    const size = (await stock.latest(log))?.size ?? 0;
    for await (const [index, bytes] of entriesOf(stock, log, [0, size])) {
      // Of what was erased the hash alone is left, and nothing that a proof could be held against.
      if (bytes.length === 0) continue;
      const hash = recordHash(stock.primitives.sha256(bytes));
      if (hash.startsWith(`sha256:${digits}`)) found.push({ hash, log, index, bytes });
    }
  }
  return found;
}

/**
 * The proof of one record from a folder that is only read: under the newest cosigned checkpoint
 * that covers it, else under the newest, with the lines of the members who acknowledged that. [L31]
 */
export async function makeRecordProof(
  dir: string,
  stock: ProofStock,
  { log, index }: Pick<RecordFound, 'log' | 'index'>,
): Promise<{ readonly proof: string; readonly checkpoint: Checkpoint }> {
  const { sha256 } = stock.primitives;
  const latest = await stock.latest(log);
  if (!latest) throw new TroubleError('store-damaged', { log: log.id });
  const text = await stock.shelf.get(cosignedName(log.id));
  const cosigned = text === undefined ? undefined : parseCheckpoint(text);
  const isOfUse = cosigned?.ok && cosigned.value.size > index && cosigned.value.size <= latest.size;
  const bare = isOfUse ? cosigned.value : latest;
  const checkpoint = await withReceipts(stock.shelf, log, bare);
  const leaves = await leavesIn(path.join(dir, 'logs', log.id), stock, latest.size);
  const hashes = inclusionProof(sha256, hashesIn(sha256, leaves), index, checkpoint.size);
  if (!hashes.ok) throw new TroubleError('store-damaged', { log: log.id });
  const proof = formatProof({ extra: undefined, index, hashes: hashes.value, checkpoint });
  return { proof, checkpoint };
}

async function leavesIn(
  dir: string,
  { primitives }: ProofStock,
  size: number,
): Promise<readonly Uint8Array[]> {
  const source = (await readStoreFolder(dir, primitives.sha256))?.source ?? folderLogSource(dir);
  const leaves: Uint8Array[] = [];
  for (let at = 0; at * TILE_WIDTH < size; at += 1) {
    const width = tileWidth(0, at, size);
    const tile = (await source.tile(0, at, width)) ?? new Uint8Array();
    if (tile.length < width * HASH_BYTES) throw new TroubleError('store-damaged', { log: dir });
    for (let i = 0; i < width; i += 1) {
      leaves.push(tile.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    }
  }
  return leaves;
}
