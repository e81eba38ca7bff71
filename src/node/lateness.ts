import type { RecordHash } from '../base/ids.ts';
import type { RequestFile } from '../accord/knowledge/requests.ts';
import { standingsOf } from '../accord/knowledge/requests.ts';
import { momentOf } from '../accord/wire.ts';
import type { House } from './house.ts';

/** How often requests are looked through for those that fall due, in milliseconds. */
const LOOK_MILLIS = 1_000;

/** What of a house tells that answers are late. */
export type LatenessNeeds = Pick<House, 'clock' | 'live' | 'office'>;

/** The job that tells which requests fell due without an answer. */
export interface Lateness {
  /** Tells what fell due since the last look, as the timer does. */
  look(): void;
  close(): void;
}

/** Tells the desks once of each request that falls due while the node runs and is not answered. [J10] */
export function openLateness({ clock, live, office }: LatenessNeeds): Lateness {
  const told = new Set<RecordHash>();
  let since = clock.now();

  const look = (): void => {
    const now = clock.now();
    if (now <= since) return;
    for (const file of office.requests.all()) {
      const { said } = file;
      const due = momentOf(said.record.body.due);
      if (due <= since || due > now || told.has(said.hash) || !isLate(file, now)) continue;
      told.add(said.hash);
      const { log, hash, author, record } = said;
      live.tell({ kind: 'late', log, request: hash, author, subject: record.body.title });
    }
    since = now;
  };

  const timer = setInterval(look, LOOK_MILLIS);
  return { look, close: () => clearInterval(timer) };
}

function isLate(file: RequestFile, now: Parameters<typeof standingsOf>[1]): boolean {
  return standingsOf(file, now).some(({ kind }) => kind === 'late');
}
