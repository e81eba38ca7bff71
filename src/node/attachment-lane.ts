import { statfs } from 'node:fs/promises';
import type { PartyId } from '../base/ids.ts';
import type { PeerView } from '../contract/record-room.ts';
import type { AttachmentNeeds, AttachmentPart } from '../exchange/attachments.ts';
import { PIECES_IN_FLIGHT_MAX, openAttachments } from '../exchange/attachments.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { AttachmentKey } from '../ledger/attachment.ts';
import { PIECE_BYTES } from '../ledger/attachment.ts';
import type { AttachmentRoom } from './attachment-room.ts';
import type { Paces } from './paces.ts';

/** How often it is looked what is missing and who may be asked, in milliseconds. */
export const LANE_MILLIS = 1_000;

/** Attachments are not fetched where less is free on the disk: the rest is for records. Bytes. [G10] */
export const ATTACHMENT_RESERVE_BYTES = 1_073_741_824;

/** A piece that takes longer than this over a budget is not asked for, in seconds. */
const PIECE_SECONDS_MAX = 25;

/** What the lane needs besides the exchange's own. */
export interface LaneNeeds {
  readonly exchange: Pick<
    AttachmentNeeds,
    'primitives' | 'clock' | 'random' | 'self' | 'cards' | 'logs' | 'mayRead'
  >;
  readonly room: AttachmentRoom;
  /** The node's folder. */
  readonly dir: string;
  readonly paces: Pick<Paces, 'of' | 'pieceOf'>;
  readonly peers: () => readonly PeerView[];
  readonly send: (outgoing: readonly Outgoing[]) => Promise<void>;
  readonly report: (what: unknown) => void;
}

/** The lane beside the records, in which attachments come. */
export interface AttachmentLane {
  readonly part: AttachmentPart;
  /** Begins to fetch, once there is somebody to ask. */
  begin(): void;
  /** What was whole is damaged: it is fetched again. [G5] */
  damaged(key: AttachmentKey): void;
  close(): void;
}

/** Opens the lane; it fetches nothing while records are on their way over the same link. [G7] */
export function openAttachmentLane(needs: LaneNeeds): AttachmentLane {
  const { room, paces, report } = needs;
  let hasRoom = true;
  let isChanged = true;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const linked = (): ReadonlySet<PartyId> =>
    new Set(needs.peers().flatMap(({ party, link }) => (link === 'silent' ? [] : [party])));

  const roomFor = (peer: PartyId): number => {
    const view = needs.peers().find(({ party }) => party === peer);
    if (!hasRoom || view?.link !== 'live') return 0;
    const rate = paces.of(peer).rate();
    if (rate !== undefined) return rate * 1_000 * PIECE_SECONDS_MAX < PIECE_BYTES ? 0 : 1;
    return paces.pieceOf(peer) === undefined ? PIECES_IN_FLIGHT_MAX : 1;
  };

  const part = openAttachments({
    ...needs.exchange,
    attachments: room.store,
    namings: room.namings,
    isRecalled: room.isRecalled,
    linked,
    room: roomFor,
    onPiece(_, { kind }) {
      // The next may be taken up.
      if (kind === 'whole' || kind === 'false') isChanged = true;
    },
  });

  const lookNow = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(needs.dir);
    hasRoom = bavail * bsize >= ATTACHMENT_RESERVE_BYTES;
    if (isChanged) {
      isChanged = false;
      await part.look();
    }
    for (const peer of linked()) {
      for (const want of part.next(peer)) needs.send([want]).catch(report);
    }
  };
  const look = (): void => {
    looking ??= lookNow()
      .catch(report)
      .finally(() => {
        looking = undefined;
      });
  };
  room.onChange(() => {
    isChanged = true;
  });

  return {
    part,
    begin() {
      timer = setInterval(look, LANE_MILLIS);
      look();
    },
    damaged(key) {
      part.undone(key);
      isChanged = true;
    },
    close: () => clearInterval(timer),
  };
}
