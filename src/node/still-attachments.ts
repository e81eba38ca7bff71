import { utf8 } from '../base/bytes.ts';
import type { Recalls } from '../accord/knowledge/recall.ts';
import type { AttachmentPart } from '../exchange/attachments.ts';
import { openAttachments } from '../exchange/attachments.ts';
import type { StationNeeds } from '../exchange/needs.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry } from '../ledger/ports.ts';
import { understand } from '../ledger/understand.ts';
import type { AdoptingStore, AttachmentRoom } from './attachment-room.ts';
import { openAttachmentRoom } from './attachment-room.ts';
import type { FollowingNeeds } from './following.ts';
import { readAll } from './following.ts';

/** What stands somewhere in an entry that names attachments, as our nodes write it. */
const SIGN = Buffer.from(utf8('"attachments":[{'));

/** The attachments of a node that does not run: what its logs name, and their bytes. */
export interface StillAttachments {
  readonly room: AttachmentRoom;
  /** Takes in entries that have just become durable. */
  learn(log: Log, from: number, entries: readonly Entry[]): void;
  /** The part of the exchange that takes in what is carried by hand; it asks nobody. */
  partOver(exchange: StationNeeds): AttachmentPart;
}

/** Reads all logs for the records that name attachments. */
export async function openStillAttachments(
  needs: Pick<FollowingNeeds, 'logs' | 'store' | 'primitives'> & {
    readonly pieces: AdoptingStore;
  },
  recalls: Recalls,
): Promise<StillAttachments> {
  const room = openAttachmentRoom(needs.primitives, needs.pieces);
  room.follow(recalls);
  const learn = (log: Log, from: number, entries: readonly Entry[]): void => {
    for (const [i, entry] of entries.entries()) {
      // A quick look, for most entries name none.
      if (!Buffer.from(entry.buffer, entry.byteOffset, entry.length).includes(SIGN)) continue;
      const understood = understand(needs.primitives, log, from + i, entry);
      if (understood.kind === 'said') room.learn(understood.said);
    }
  };
  await readAll(
    needs,
    async (log, from, entries) => learn(log, from, entries),
    () => undefined,
  );
  return {
    room,
    learn,
    partOver: (exchange) =>
      openAttachments({
        ...exchange,
        attachments: room.store,
        namings: room.namings,
        isRecalled: room.isRecalled,
        linked: () => new Set(),
        room: () => 0,
        onPiece: () => undefined,
      }),
  };
}
