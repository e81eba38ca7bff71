import type { PartyId, RecordHash } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import { keysOfOrigin } from '../../ledger/log.ts';
import { receiptLines } from '../../ledger/receipt-key.ts';
import { verifyRecordProof } from '../../ledger/record-proof.ts';
import { parseProof } from '../../proof/tlog-proof.ts';
import { auditFolder } from '../audit-folder.ts';
import { readCards, readFolder } from '../folder.ts';
import { hostPrimitives } from '../primitives.ts';
import { readProofStock } from '../proof-folder.ts';
import { findRecords, makeRecordProof } from '../record-proof.ts';
import type { Acting } from './acting.ts';
import { CHARTER } from './cast.ts';
import type { FolderScore, ThirdActScore, ThirdCast } from './scorecard.ts';
import { folderOf } from './stage.ts';

/** How many copies of a record are held against its proof with one byte changed. */
const COPIES = 64;

/** What somebody outside can check who has the observer's cards and two files. */
export class Outside {
  readonly #acting: Acting;
  readonly #score: ThirdActScore;
  readonly #cast: ThirdCast;

  constructor(acting: Acting, score: ThirdActScore, cast: ThirdCast) {
    this.#acting = acting;
    this.#score = score;
    this.#cast = cast;
  }

  /** The proof of a record, made in its author's folder, read with nothing but the observer's cards. */
  async prove(record: RecordHash, author: PartyId): Promise<void> {
    const acting = this.#acting;
    const { dir } = this.#cast;
    const [observer = '' as PartyId] = CHARTER.observers;
    await acting.untilCosigned();
    const others = CHARTER.members.filter((party) => party !== author).toSorted();
    let read = await this.#read(record, author, observer);
    await acting.until(async () => {
      read = await this.#read(record, author, observer);
      return read.storedBy.map(({ party }) => party).join() === others.join();
    });
    let refused = 0;
    for (let i = 0; i < COPIES; i += 1) {
      const copy = Uint8Array.from(read.bytes);
      const at = Math.floor((i * copy.length) / COPIES);
      copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
      if (!read.shows(copy)) refused += 1;
    }
    const { storedBy, witnesses } = read;
    const told = storedBy.map(({ party, at }) => `${party} since ${at}`).join(', ');
    acting.mark(
      'who had a record, and since when, is proved with the observer’s cards alone',
      witnesses.length > 0 && refused === COPIES,
      `${told}; ${refused} of ${COPIES} changed copies refused`,
      { [observer]: `stored by ${told}; cosigned by ${witnesses.join(' ')}` },
    );
    const folders: FolderScore[] = [];
    for (const party of CHARTER.members) folders.push(await auditOf(folderOf(dir, party), party));
    const at = Object.fromEntries(
      folders.map(({ party, logs, entries }) => [party, `${logs} logs, ${entries} entries`]),
    );
    acting.mark(
      'the logs in every member’s folder, read from disk, verify whole; the recalled report is told apart',
      folders.every(({ whole, recalled }) => whole && recalled > 0),
      undefined,
      at,
    );
    this.#score.proof = { storedBy, witnesses, refused, changed: COPIES, folders };
  }

  async #read(record: RecordHash, author: PartyId, observer: PartyId) {
    const { dir } = this.#cast;
    const primitives = hostPrimitives();
    const folder = readFolder(folderOf(dir, author));
    const stock = await readProofStock(folder);
    const [found] = await findRecords(stock, record.slice('sha256:'.length));
    if (!found) throw new Error('a record that was said stands on a log');
    const { proof } = await makeRecordProof(folder.dir, stock, found);
    // From here on: the proof, the record's bytes, and the cards that the observer was handed.
    const cards = readCards(folderOf(dir, observer));
    const parsed = parseProof(proof);
    const card = cards.get(author);
    const log = parsed.ok && card ? keysOfOrigin(card, parsed.value.checkpoint.origin) : undefined;
    const witnessKeys = [...cards.values()].flatMap(({ witnessKey }) => witnessKey ?? []);
    const read = (bytes: Uint8Array) =>
      log
        ? verifyRecordProof(primitives, proof, bytes, { log, witnesses: witnessKeys })
        : undefined;
    const shown = read(found.bytes);
    const lines =
      shown?.ok && parsed.ok
        ? receiptLines(primitives, parsed.value.checkpoint, cards.values())
        : [];
    return {
      bytes: found.bytes,
      shows: (bytes: Uint8Array): boolean => read(bytes)?.ok === true,
      witnesses: shown?.ok ? shown.value.cosignedBy.map(({ name }) => name) : [],
      storedBy: lines
        .map(({ party, time }) => ({ party, at: formatInstant(time) }))
        .toSorted((a, b) => (a.party < b.party ? -1 : 1)),
    };
  }
}

async function auditOf(folder: string, party: PartyId): Promise<FolderScore> {
  const verdicts = await auditFolder(readFolder(folder));
  const sum = (of: (verdict: (typeof verdicts)[number]) => number) =>
    verdicts.reduce((all, verdict) => all + of(verdict), 0);
  return {
    party,
    logs: verdicts.length,
    entries: sum(({ entries }) => entries),
    recalled: sum(({ recalled }) => recalled),
    whole: verdicts.every(({ findings }) => findings.length === 0),
  };
}
