import type { CompartmentId, PartyId, SeatId } from '../../base/ids.ts';
import { partyOfCompartment } from '../../base/ids.ts';
import type { RecordType } from '../record.ts';
import type { Audience } from './audience.ts';
import { compartmentIn } from './audience.ts';

/** Who asks to read: a party's node, or one of the offices at our own. */
export interface Reader {
  readonly party: PartyId;
  /** Absent where another party's node asks. */
  readonly seat?: {
    readonly id: SeatId;
    readonly administers: boolean;
    /** Whether it reports or grades, and so knows its party's sources. [H11] */
    readonly knowsSources?: boolean;
    /** Those of its party's compartments in which it stands now. [R7] */
    readonly compartments?: readonly CompartmentId[];
  };
}

/** What is asked for; without a type, the log as a whole. */
export interface Asked {
  readonly author: PartyId;
  readonly audience: Audience;
  readonly type?: RecordType | 'unknown' | 'erased';
  /** All of a log's bytes at once, whatever stands in them. */
  readonly whole?: true;
  /** The office that said it, where that decides. */
  readonly seat?: SeatId;
}

/**
 * Whether `reader` may read. The one decision that every door calls: the interface, search, the
 * map, the stream, the exchange between nodes, print and the texts of refusals. [R1] to [R8]
 */
export function mayRead(reader: Reader, asked: Asked): boolean {
  if (!isAmong(reader, asked.audience)) return false;
  const isPrivate = asked.audience.length === 1;
  if (isPrivate && !reader.seat) return false; // [R2] a private log leaves its node to nobody
  if (isPrivate && asked.whole) return reader.seat?.administers === true; // [R5]
  if (asked.type === 'access') return reader.seat?.administers === true; // [R3]
  if (asked.type === 'compartment') return isPrivate && reader.seat?.administers === true; // [R8]
  if (asked.type === 'source') return isPrivate && reader.seat?.knowsSources === true; // [H11]
  if (asked.type === 'draft') return reader.seat !== undefined && reader.seat.id === asked.seat; // [R4]
  return true;
}

/** [R1] Only the audience reads; [R7] in a compartment only who stands in it, whatever else it may. */
function isAmong({ party, seat }: Reader, audience: Audience): boolean {
  const compartment = compartmentIn(audience);
  if (compartment === undefined) return audience.includes(party);
  const isOurs = partyOfCompartment(compartment) === party;
  return isOurs && seat?.compartments?.includes(compartment) === true;
}
