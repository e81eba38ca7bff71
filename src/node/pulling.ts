import { formatInstant, instant } from '../base/instant.ts';
import { utf8 } from '../base/bytes.ts';
import { parseInstant } from '../base/instant.ts';
import { boundByMarks } from '../gateway/marking.ts';
import type { House } from './house.ts';
import { openImportReader } from './import-reading.ts';
import { openImporting } from './importing.ts';
import { audienceFor } from './office.ts';
import type { PullMemory } from './pull-memory.ts';
import { authorizationOf, readPullMemory, writePullMemory } from './pull-memory.ts';
import type { PullSettings } from './pull-settings.ts';
import type { Pulling } from './pulls.ts';
import { pullCollection } from './taxii-pull.ts';

/** How soon after it was begun a node looks what is due, in milliseconds. */
const FIRST_MILLIS = 5_000;

/** How often it looks, in milliseconds. */
const LOOK_MILLIS = 20_000;

type Fault = NonNullable<PullMemory['fault']>;

/** Opens the pulling of a house; one collection after the other. [Y21] [Y23] */
export function openPulling(
  house: Pick<House, 'folder' | 'clock' | 'random' | 'index' | 'logs' | 'office' | 'report'>,
): Pulling {
  const { folder, clock, office } = house;
  const { dir, settings } = folder;
  const pulls = settings.pulls ?? [];
  const reader = openImportReader();
  const importing = openImporting(house);
  const closing = new AbortController();
  const waiting = new Set<string>();
  let line: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const bring = async (pull: PullSettings): Promise<Omit<PullMemory, 'v' | 'url' | 'lastAt'>> => {
    const held = readPullMemory(dir, pull);
    const kept = held?.last === undefined ? {} : { last: held.last };
    const failed = (fault: Fault) => ({
      ...kept,
      ...(held?.counts ? { counts: held.counts } : {}),
      fault,
    });
    const seat = office.roster()?.seats.find((each) => each.seat === pull.seat);
    if (!seat?.duties.includes('report')) return failed('seat-cannot');
    const audience = audienceFor(office, settings.party, pull.audience);
    if (!audience.ok) return failed('audience-wrong');
    const authorization = authorizationOf(dir, pull);
    if ('fault' in authorization) return failed(authorization.fault);
    const pulled = await pullCollection({
      url: pull.url,
      authorization: authorization.header,
      ...(held?.last === undefined ? {} : { addedAfter: aSecondBefore(held.last) }),
      signal: closing.signal,
    });
    if ('kind' in pulled) return failed(pulled.kind);
    const nothing = { came: 0, saved: 0, passedOver: 0, refused: 0, leftOut: 0 };
    const reached = pulled.last === undefined ? kept : { last: pulled.last };
    if (pulled.objects.length === 0) return { ...reached, counts: nothing };
    const bundle = `{"type":"bundle","objects":[${pulled.objects.join(',')}]}`;
    const { exercise: isExercise } = folder.charter;
    const read = await reader.read(utf8(bundle), { isExercise });
    if (!read.ok) return failed(read.fault.kind === 'busy' ? 'busy' : 'unreadable');
    const { format } = read.value;
    const outcomes = boundByMarks(read.value.outcomes, audience.value.length === 1);
    const name = `TAXII: ${pull.name}`;
    const begun = importing.begin({
      ...{ seat: pull.seat, name, audience: audience.value, tlp: pull.tlp, format, outcomes },
    });
    if (!begun) return failed('busy');
    await importing.ended(begun.id);
    const { saved, passedOver, refused, leftOut, state } =
      importing.get(pull.seat, begun.id) ?? begun;
    const counts = { came: pulled.objects.length, saved, passedOver, refused, leftOut };
    // What was not said is asked for again.
    return state === 'done' ? { ...reached, counts } : { ...kept, counts, fault: 'unreadable' };
  };

  const run = async (pull: PullSettings): Promise<void> => {
    try {
      const came = await bring(pull);
      // A pull that our own end cut short is as if it had not begun.
      if (closing.signal.aborted) return;
      const { url } = pull;
      writePullMemory(dir, pull, { v: 1, url, lastAt: clock.now(), ...came });
    } catch (thrown) {
      house.report(thrown);
    } finally {
      waiting.delete(pull.name);
    }
  };

  const enqueue = (pull: PullSettings): void => {
    if (waiting.has(pull.name) || closing.signal.aborted) return;
    waiting.add(pull.name);
    line = line.then(() => run(pull));
  };

  const look = (): void => {
    const now = clock.now();
    for (const pull of pulls) {
      const held = readPullMemory(dir, pull);
      if (!held || held.lastAt + pull.everyMinutes * 60 <= now) enqueue(pull);
    }
    timer = setTimeout(look, LOOK_MILLIS).unref();
  };

  return {
    begin() {
      if (pulls.length > 0) timer = setTimeout(look, FIRST_MILLIS).unref();
    },
    views: () =>
      pulls.map((pull) => {
        const { name, url, everyMinutes, audience, tlp } = pull;
        const held = readPullMemory(dir, pull);
        return {
          ...{ name, url, everyMinutes, audience, tlp },
          isRunning: waiting.has(name),
          ...(held ? { lastAt: formatInstant(instant(held.lastAt)) } : {}),
          ...(held?.fault ? { fault: held.fault } : {}),
          ...(held?.counts ? { counts: held.counts } : {}),
        };
      }),
    pull(name) {
      const found = pulls.find((each) => each.name === name);
      if (found) enqueue(found);
      return found !== undefined;
    },
    async close() {
      clearTimeout(timer);
      closing.abort();
      await line;
    },
  };
}

/** Many servers lose what is added in the second of the last answer, so that second is asked for again. */
function aSecondBefore(date: string): string {
  const moment = parseInstant(`${date.slice(0, 19)}Z`);
  return moment.ok ? formatInstant(instant(moment.value - 1)) : date;
}
