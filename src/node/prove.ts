import { invariant } from '../base/result.ts';
import type { ProofView } from '../contract/reports.ts';
import { withReceipts } from '../exchange/with-receipts.ts';
import { proveInclusion } from '../ledger/hashes.ts';
import { receiptKey, receiptLines } from '../ledger/receipt-key.ts';
import { signerOf } from '../ledger/succession.ts';
import { formatVerifierKey } from '../proof/note.ts';
import { formatProof } from '../proof/tlog-proof.ts';
import type { IndexedRecord } from '../index/port.ts';
import type { House } from './house.ts';
import { partiesIn } from '../accord/party/audience.ts';

/**
 * All that shows a record to be on its author's log: under the newest cosigned checkpoint that
 * covers it, or the earliest where it is to show since when; else under the newest we hold. It
 * bears the lines of the members who acknowledged that checkpoint too. [L31]
 */
export async function prove(
  house: House,
  found: IndexedRecord,
  which: 'earliest' | 'newest' = 'newest',
): Promise<ProofView> {
  const { store, seals, logs, primitives, witnesses } = house;
  const log = logs.byId(found.log);
  const latest = await store.latest(found.log);
  invariant(log !== undefined && latest !== undefined, 'an indexed record stands on a kept log');
  const seal =
    which === 'earliest' ? await seals.firstCovering(log, found.index) : seals.of(found.log);
  const sealed = seal?.checkpoint;
  const bare = sealed && sealed.size > found.index ? sealed : latest;
  const checkpoint = await withReceipts(house.shelf, log, bare);
  const of = { sha256: primitives.sha256, tiles: store, log: log.id, size: checkpoint.size };
  const hashes = await proveInclusion(of, found.index);
  return {
    hash: found.hash,
    proof: formatProof({ extra: undefined, index: found.index, hashes, checkpoint }),
    // A checkpoint from before a succession bears the former key, which was good there. [D3]
    logKey: formatVerifierKey(signerOf(log, checkpoint.note)),
    witnessKeys: witnesses.map(formatVerifierKey),
    receiptKeys: partiesIn(log.audience).flatMap((party) => {
      const card = party === log.author ? undefined : house.folder.cards.get(party);
      if (!card) return [];
      const [line] = receiptLines(primitives, checkpoint, [card]);
      return [{ party, key: formatVerifierKey(line?.key ?? receiptKey(card)) }];
    }),
  };
}
