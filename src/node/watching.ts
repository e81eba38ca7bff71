import type { RecordHash, SeatId } from '../base/ids.ts';
import { mayRead } from '../accord/party/release.ts';
import type { LiveEvent } from '../contract/record-room.ts';
import type { FoundEvent, SavedSearch } from '../contract/search.ts';
import { parseSavedSearches } from '../contract/search.ts';
import type { Condition } from '../index/sought.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import type { Desk } from './http/session.ts';
import type { Searching } from './searching.ts';

/** What is told to a desk whose saved searches find what came. */
export interface Watching {
  /** The saved searches of this desk that find what the event tells of; the desk's own reports find nothing. [Q9] */
  foundBy(desk: Desk, event: LiveEvent): Promise<readonly FoundEvent[]>;
}

/** Opens the watch over saved searches. Each office is asked once for each event, however many listen. */
export function openWatching(
  house: Pick<House, 'folder' | 'index' | 'office' | 'store' | 'report'>,
  searching: Searching,
): Watching {
  const asked = new WeakMap<LiveEvent, Map<SeatId, Promise<readonly FoundEvent[]>>>();

  const savedBy = ({ reader, seat: { seat } }: Desk): readonly SavedSearch[] => {
    const own = { author: selfOf(house), type: 'draft' as const, seat };
    const drafts = house.office.drafts(seat);
    const kept = drafts.find(
      ({ draft: { kind }, audience }) =>
        kind === 'searches' && mayRead(reader, { ...own, audience }),
    );
    return parseSavedSearches(kept?.draft.content ?? '');
  };
  const find = async (
    { reader, seat }: Desk,
    { name, query }: SavedSearch,
    come: Condition,
  ): Promise<readonly FoundEvent[]> => {
    const meant = searching.meaning(reader, query);
    if (!meant.ok) return [];
    const { filter } = meant.value;
    const where = [...(filter.where ?? []), come];
    const found = await house.index.findReports({ ...filter, where, limit: 2 });
    const rows = found.rows.filter((row) => row.author !== reader.party || row.seat !== seat.seat);
    const [first] = rows;
    if (first === undefined) return [];
    const { hash, title, author } = first;
    const count = found.count - (found.rows.length - rows.length);
    return [{ kind: 'found', name, query, hash, author, subject: title, count }];
  };
  const lookFor = async (desk: Desk, event: LiveEvent): Promise<readonly FoundEvent[]> => {
    const saved = savedBy(desk);
    if (saved.length === 0) return [];
    const come = await whatCame(house, event);
    if (come === undefined) return [];
    const found = await Promise.all(saved.map((search) => find(desk, search, come)));
    return found.flat();
  };

  return {
    foundBy(desk, event) {
      const seats = asked.get(event) ?? new Map<SeatId, Promise<readonly FoundEvent[]>>();
      asked.set(event, seats);
      const { seat } = desk.seat;
      const looking =
        seats.get(seat) ??
        lookFor(desk, event).catch((trouble: unknown) => {
          house.report(trouble);
          return [];
        });
      seats.set(seat, looking);
      return looking;
    },
  };
}

async function whatCame(
  { store }: Pick<House, 'store'>,
  event: LiveEvent,
): Promise<Condition | undefined> {
  if (event.kind === 'record') {
    const hashes: readonly RecordHash[] = [event.hash];
    return event.type === 'report' ? { kind: 'these', hashes } : undefined;
  }
  if (event.kind !== 'records') return undefined;
  const size = (await store.latest(event.log))?.size ?? 0;
  return { kind: 'placed', log: event.log, from: Math.max(0, size - event.count) };
}
