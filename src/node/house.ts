import type { PartyId } from '../base/ids.ts';
import type { Clock, Random } from '../base/ports.ts';
import type { PeerView } from '../contract/record-room.ts';
import type { Index } from '../index/port.ts';
import type { Shelf, Store, TileReader } from '../ledger/ports.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { AttachmentRoom } from './attachment-room.ts';
import type { Courier } from './courier.ts';
import type { EvidenceRoom } from './evidence.ts';
import type { EarlyRoom } from './early.ts';
import type { Folder } from './folder.ts';
import type { Sessions } from './http/session.ts';
import type { Linking } from './linking.ts';
import type { Live } from './live.ts';
import type { Logs } from './logs.ts';
import type { Paces } from './paces.ts';
import type { Office } from './office.ts';
import type { Pulling } from './pulls.ts';
import type { Readings } from './readings.ts';
import type { RosterLine } from './roster-line.ts';
import type { Seals } from './seals.ts';
import type { Uploads } from './uploads.ts';
import type { Succession } from './succession.ts';

/** A running node's rooms, as its routes and jobs need them. */
export interface House {
  readonly folder: Folder;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store & TileReader;
  readonly shelf: Shelf;
  readonly logs: Logs;
  readonly seals: Seals;
  readonly index: Index;
  readonly office: Office;
  readonly live: Live;
  readonly attachments: AttachmentRoom;
  readonly uploads: Uploads;
  readonly readings: Readings;
  readonly sessions: Sessions;
  readonly rosterLine: RosterLine;
  readonly linking: Linking;
  /** What arrived ahead of what lies before it. */
  readonly early: EarlyRoom;
  /** How much may pass between us and each other party's node. */
  readonly paces: Paces;
  /** The keys of the witnesses whose cosignatures count here, from the pinned cards. */
  readonly witnesses: readonly VerifierKey[];
  /** How we stand with each other party's node now. */
  peers(): readonly PeerView[];
  /** What is pulled from other systems. */
  readonly pulling: Pulling;
  readonly evidence: EvidenceRoom;
  /** Renewed cards: how they come in, and how they go on. */
  readonly succession: Succession;
  /** What is carried by hand. */
  courier(): Courier;
  /** Tells the operator what happened; never a secret and never a record's contents. */
  report(what: unknown): void;
}

/** The party whose node this is. */
export function selfOf(house: Pick<House, 'folder'>): PartyId {
  return house.folder.settings.party;
}
