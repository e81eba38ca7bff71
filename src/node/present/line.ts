import { formatInstant } from '../../base/instant.ts';
import type { RecordType } from '../../accord/record.ts';
import { BODIES } from '../../accord/record.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { LogLine } from '../../contract/record-room.ts';
import type { LineRow, LinesFound, LinesQuery } from '../../index/port.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { isCosigned } from './place.ts';

/** Lines of the centre's log that this reader may see. */
export async function findLines(
  house: House,
  reader: Reader,
  query: Omit<LinesQuery, 'logs' | 'hidden'>,
): Promise<LinesFound> {
  const logs = house.logs.readable(reader).map((log) => log.id);
  return house.index.lines({ ...query, logs, hidden: hiddenFrom(house, reader) });
}

/** A line as a screen shows it. */
export function presentLine(house: House, row: LineRow): LogLine {
  const { hash, author, type, audience, subject, verdict, plan, about } = row;
  const heldSince = formatInstant(row.heldSince);
  return {
    hash,
    at: row.at ?? heldSince,
    heldSince,
    party: author,
    seat: row.seat ?? NO_SEAT,
    type,
    audience,
    subject,
    ...(verdict ? { verdict } : {}),
    ...(plan ? { plan } : {}),
    ...(about ? { about } : {}),
    cosigned: isCosigned(house, row.log, row.index),
  };
}

/** A record that is not understood names no office. */
const NO_SEAT = '' as LogLine['seat'];

/** The types that this reader may not read even in its party's own log. */
function hiddenFrom(house: House, reader: Reader): readonly RecordType[] {
  const asked = { author: selfOf(house), audience: house.office.own };
  const types = Object.keys(BODIES) as RecordType[];
  return types.filter((type) => !mayRead(reader, { ...asked, type }));
}
