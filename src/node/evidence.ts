import { formatHex, utf8 } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, parseInstant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import type { EvidenceView, LiveEvent } from '../contract/record-room.ts';
import type { EvidenceFile } from '../exchange/evidence-file.ts';
import { formatEvidence } from '../exchange/evidence-file.ts';
import type { FalseReceipt } from '../exchange/false-receipts.ts';
import type { EvidenceMessage } from '../exchange/messages.ts';
import { proveConsistency, rootAt } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf, TileReader } from '../ledger/ports.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import type { Primitives } from '../proof/primitives.ts';

/** What is kept against parties, as people see it and may take it away. [F18] */
export interface EvidenceRoom {
  /** In the order in which it was found. */
  all(): readonly EvidenceView[];
  /** Two checkpoints of an author that cannot both be true. */
  onFork(log: Log, found: EvidenceMessage): void;
  /** What a member signed to hold of our log, and cannot hold. */
  onFalseReceipt(log: Log, found: FalseReceipt): void;
  /** What a party's renewed card leaves open: notes that do not stand together. [D2] [D6] */
  onSuccession(found: Pick<EvidenceView, 'kind' | 'party' | 'origin' | 'notes'>): void;
  /** The evidence file under this id; nothing where there is none. */
  fileOf(id: string): Promise<string | undefined>;
}

/** What the room needs of its node. */
export interface EvidenceNeeds {
  readonly primitives: Primitives;
  readonly store: TileReader;
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly live: { tell(event: LiveEvent): void };
  report(what: unknown): void;
}

interface Kept {
  readonly view: EvidenceView;
  /** The text of its file. */
  readonly file: () => Promise<string>;
}

/** Opens the room; what was kept before is said to it anew after each start. */
export async function openEvidence(needs: EvidenceNeeds): Promise<EvidenceRoom> {
  const { primitives, store, shelf, clock, live } = needs;
  const since = await readSince(shelf);
  const kept = new Map<string, Kept>();

  const keep = (view: Omit<EvidenceView, 'id' | 'at'>, file: Kept['file']): void => {
    const id = idOf(primitives, view);
    if (kept.has(id)) return;
    const before = since.get(id);
    const at = before ?? clock.now();
    const whole: EvidenceView = { ...view, id, at: formatInstant(at) };
    kept.set(id, { view: whole, file });
    if (before !== undefined) return;
    shelf.put(`${SINCE}${id}`, formatInstant(at)).catch((trouble) => needs.report(trouble));
    live.tell({ kind: 'evidence', evidence: whole });
  };

  return {
    all: () => [...kept.values()].map(({ view }) => view),
    onFork({ author, origin }, { earlier, later, root, proof }) {
      const notes = [earlier, later];
      const file: EvidenceFile = { kind: 'fork', earlier, later, root, proof };
      keep({ kind: 'fork', party: author, origin, notes }, async () => formatEvidence(file));
    },
    onFalseReceipt({ id: log, origin }, { member, notes }) {
      const [earlier, later] = notes;
      keep({ kind: 'false-receipt', party: member, origin, notes }, async () => {
        const sizeOf = (note: string): number => {
          const read = parseCheckpoint(note);
          return read.ok ? read.value.size : 0;
        };
        const of = { sha256: primitives.sha256, tiles: store, log };
        const root = await rootAt({ ...of, size: sizeOf(earlier) });
        const proof = await proveConsistency({ ...of, size: sizeOf(later) }, sizeOf(earlier));
        return formatEvidence({ kind: 'false-receipt', earlier, later, root, proof });
      });
    },
    onSuccession(found) {
      keep(found, async () => found.notes.join('\n'));
    },
    fileOf: async (id) => kept.get(id)?.file(),
  };
}

const SINCE = 'evidence-since/';

async function readSince(shelf: Shelf): Promise<ReadonlyMap<string, Instant>> {
  const since = new Map<string, Instant>();
  for (const name of await shelf.names(SINCE)) {
    const at = parseInstant((await shelf.get(name)) ?? '');
    if (at.ok) since.set(name.slice(SINCE.length), at.value);
  }
  return since;
}

/** The same id for the same two notes, whenever and by whomever they were found. */
function idOf({ sha256 }: Primitives, view: Pick<EvidenceView, 'kind' | 'notes'>): string {
  return formatHex(sha256(utf8([view.kind, ...view.notes].join('\n')))).slice(0, 32);
}
