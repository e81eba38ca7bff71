import type { LogId, PartyId, SeatId } from '../base/ids.ts';
import type { Reader } from '../accord/party/release.ts';
import type { Roster } from '../accord/party/schema.ts';
import type { Logs } from './logs.ts';
import type { Office } from './office.ts';

/** What the rights of an office are read from. */
export type ReaderNeeds = Pick<Office, 'roster' | 'compartments'>;

/** An office as the roster has it, with what it may read; nothing where it is not in the roster. */
export interface Seated {
  readonly seat: Roster['seats'][number];
  readonly reader: Reader;
}

/** An office of ours by the roster and the compartments as they stand now. [R7] */
export function seatedAt(office: ReaderNeeds, party: PartyId, seat: SeatId): Seated | undefined {
  const listed = office.roster()?.seats.find((each) => each.seat === seat);
  if (!listed) return undefined;
  const { duties } = listed;
  const compartments = office
    .compartments()
    .flatMap(({ id, seats }) => (seats.includes(seat) ? [id] : []));
  const reader: Reader = {
    party,
    seat: {
      id: seat,
      administers: duties.includes('administer'),
      knowsSources: duties.includes('report') || duties.includes('grade'),
      compartments,
    },
  };
  return { seat: listed, reader };
}

/** Our own logs that a reader of ours may read: what it may be told is said there already. */
export function ownLogs(logs: Pick<Logs, 'readable'>, reader: Reader): readonly LogId[] {
  const own = logs.readable(reader).filter(({ author }) => author === reader.party);
  return own.map(({ id }) => id);
}
