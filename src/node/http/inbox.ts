import type { Hono } from 'hono';
import type { z } from 'zod';
import type { InboxPage } from '../../contract/inbox.ts';
import { UNREAD_COUNT_MAX, inboxQuerySchema, readingRequestSchema } from '../../contract/inbox.ts';
import type { LogId } from '../../base/ids.ts';
import type { ReportRow } from '../../index/port.ts';
import { REPORTS_PAGE_MAX } from '../../index/port.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { isNewTo, presentLines } from '../present/report.ts';
import type { Reading } from '../readings.ts';
import { readBody, readQuery } from './door.ts';

/** How many arrivals one question looks through at most; the next page goes on from there. */
const LOOKED_AT_MAX = 5_000;

/** Past so many that a person has read one by one, those before are not counted. */
const COUNTED_OVER_MAX = 20_000;

/** What came to this node, and what the person at a desk has read of it. */
export function serveInbox(app: Hono, house: House): void {
  app.get('/api/inbox', async (context) => {
    const { reader, person } = await house.sessions.desk(context);
    const ask = readQuery(context, inboxQuerySchema);
    const logs = house.logs.readable(reader).map((log) => log.id);
    const reading = await house.readings.of(person);
    const { rows, next } = await findNewest(house, { ...ask, logs, reading });
    const page: InboxPage = {
      reports: await presentLines(house, rows, { logs, reading }),
      ...(next ? { next } : {}),
      unread: await countUnread(house, logs, reading),
      unreadUpto: UNREAD_COUNT_MAX,
    };
    return context.json(page);
  });

  // A hash that leads to nothing is a mark on nothing. [I40]
  app.post('/api/readings', async (context) => {
    const { person } = await house.sessions.desk(context);
    const asked = await readBody(context, readingRequestSchema);
    await house.readings.mark(person, asked.mark, asked.mark === 'all' ? [] : asked.reports);
    return context.body(null, 204);
  });
}

interface Ask extends z.output<typeof inboxQuerySchema> {
  readonly logs: readonly LogId[];
  readonly reading: Reading;
}

/** The next reports that are asked for, as far as they were looked for. */
async function findNewest(
  house: House,
  ask: Ask,
): Promise<{ readonly rows: readonly ReportRow[]; readonly next: string | undefined }> {
  const self = selfOf(house);
  const isAsked = (row: ReportRow): boolean =>
    (ask.party === undefined || row.author === ask.party) &&
    (ask.kind === undefined || row.kind === ask.kind) &&
    (ask.show !== 'others' || row.author !== self) &&
    (ask.show !== 'new' || isNewTo(house, ask.reading, row));
  const rows: ReportRow[] = [];
  let next = ask.after;
  // A page ends between two steps, so that its cursor is one that the index gave.
  for (let looked = 0; looked < LOOKED_AT_MAX && rows.length < ask.limit;) {
    const limit = Math.min(REPORTS_PAGE_MAX, ask.limit - rows.length);
    const { logs } = ask;
    const found = await house.index.arrivals({ logs, limit, ...(next ? { after: next } : {}) });
    rows.push(...found.rows.filter(isAsked));
    looked += found.rows.length;
    next = found.next;
    if (next === undefined) break;
  }
  return { rows, next };
}

async function countUnread(house: House, logs: readonly LogId[], reading: Reading) {
  const others = logs.filter((id) => house.logs.byId(id)?.author !== selfOf(house));
  const limit = UNREAD_COUNT_MAX + Math.min(reading.marked, COUNTED_OVER_MAX);
  const arrived = await house.index.arrived({ logs: others, from: reading.since, limit });
  const unread = arrived.filter(([hash, held]) => reading.isUnread(hash, held)).length;
  return Math.min(unread, UNREAD_COUNT_MAX);
}
