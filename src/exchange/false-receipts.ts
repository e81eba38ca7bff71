import { equal } from '../base/bytes.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import { isLogId, isPartyId } from '../base/ids.ts';
import { parseJson } from '../base/json.ts';
import type { Held } from '../ledger/admit.ts';
import { rootAt } from '../ledger/hashes.ts';
import type { Card } from '../ledger/card.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf, TileReader } from '../ledger/ports.ts';
import { receiptLines } from '../ledger/receipt-key.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import type { Primitives } from '../proof/primitives.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** A member's own signature that it has stored a state of our log which we never had. [X29] */
export interface FalseReceipt {
  readonly log: LogId;
  readonly member: PartyId;
  /** What it signed, and our own checkpoint that it cannot stand beside. */
  readonly notes: readonly [theirs: string, ours: string];
}

/** What is needed to find and keep them; see `StationNeeds`. */
export interface FalseReceiptsNeeds {
  readonly primitives: Primitives;
  readonly store: TileReader;
  readonly shelf: Shelf;
  cards(): ReadonlyMap<PartyId, Card>;
  readonly onFalseReceipt?: (log: Log, found: FalseReceipt) => void;
}

/** What members have acknowledged of our logs and cannot have; it outlasts a restart. */
export interface FalseReceipts {
  all(): readonly FalseReceipt[];
  /** Judges a receipt for our own log that bears no line of ours; keeps one of each member and log. */
  judge(log: Log, note: string, held: Held): Promise<void>;
}

/** Opens what is kept under `receipts-false/` on the shelf. */
export async function openFalseReceipts(needs: FalseReceiptsNeeds): Promise<FalseReceipts> {
  const { shelf, store, primitives } = needs;
  const kept = new Map<string, FalseReceipt>();
  for (const name of await shelf.names(PREFIX)) {
    const [, log = '', member = ''] = name.split('/');
    const json = parseJson((await shelf.get(name)) ?? '');
    const [theirs, ours] = json.ok && Array.isArray(json.value) ? json.value : [];
    if (!isLogId(log) || !isPartyId(member)) continue;
    if (typeof theirs !== 'string' || typeof ours !== 'string') continue;
    kept.set(name, { log, member, notes: [theirs, ours] });
  }
  return {
    all: () => [...kept.values()],
    async judge(log, note, { checkpoint: ours, frontier }) {
      const theirs = parseCheckpoint(note);
      if (!ours || !theirs.ok || theirs.value.origin !== log.origin) return;
      const { size, root } = theirs.value;
      if (size === 0 || size > frontier.size) return;
      const others = partiesIn(log.audience).filter((party) => party !== log.author);
      const cards = others.flatMap((party) => needs.cards().get(party) ?? []);
      const lines = receiptLines(primitives, theirs.value, cards);
      if (lines.length === 0) return;
      // Where the root is ours, the carrier has spoiled our line, and the member is honest.
      const of = { sha256: primitives.sha256, tiles: store, log: log.id, size };
      if (equal(await rootAt(of), root)) return;
      for (const { party } of lines) {
        const name = `${PREFIX}${log.id}/${party}`;
        if (kept.has(name)) continue;
        const found: FalseReceipt = { log: log.id, member: party, notes: [note, ours.note] };
        await shelf.put(name, JSON.stringify(found.notes));
        kept.set(name, found);
        needs.onFalseReceipt?.(log, found);
      }
    },
  };
}

const PREFIX = 'receipts-false/';
