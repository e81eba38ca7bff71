// Reports by the shapes of real events and the sentences of a parallel text, for the bench of finding.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { LogId, PartyId, SeatId } from '../src/base/ids.ts';
import { recordHash } from '../src/base/ids.ts';
import type { Instant } from '../src/base/instant.ts';
import { formatInstant, instant, parseInstant } from '../src/base/instant.ts';
import { seededRandom } from '../src/base/ports.ts';
import type { Report } from '../src/accord/knowledge/schema.ts';
import { CREDIBILITIES, RELIABILITIES, REPORT_KINDS } from '../src/accord/knowledge/schema.ts';
import type { Audience } from '../src/accord/party/audience.ts';
import { RECORD_VERSION, formatRecord } from '../src/accord/record.ts';
import { uuidv7 } from '../src/base/ids.ts';
import type { IndexedEntry } from '../src/index/port.ts';

const DATA = new URL('../../shared/data/', import.meta.url).pathname;
const PARTIES = ['alif', 'ba', 'jim', 'dal'] as PartyId[];

/** A log of the bench: its author, who reads it, and what share of the reports stand on it. */
export interface BenchLog {
  readonly id: LogId;
  readonly author: PartyId;
  readonly audience: Audience;
}

/** Each party has a log for all, one with each other, and one of its own. */
export const LOGS: readonly BenchLog[] = PARTIES.flatMap((author) =>
  [
    PARTIES,
    ...PARTIES.filter((each) => each !== author).map((each) => [author, each]),
    [author],
  ].map((readers) => {
    const audience = readers.toSorted() as unknown as Audience;
    const name = createHash('sha256')
      .update(`${author} ${audience.join(' ')}`)
      .digest('hex');
    return { id: name.slice(0, 32) as LogId, author, audience };
  }),
);

/** The logs that party `alif` may read: what it wrote and what was written for it. */
export const READ: readonly LogId[] = LOGS.filter(({ audience }) =>
  audience.includes(PARTIES[0]!),
).map(({ id }) => id);

interface Shape {
  readonly lon: number;
  readonly lat: number;
  readonly from: Instant;
  readonly metres: number;
  readonly label: string;
}

const PRECISION = [1000, 1000, 25_000, 50_000, 200_000, 200_000, 500_000];

function shapes(): readonly Shape[] {
  const files = ['ucdp_ged_iraq_1989-2014_2016', 'ucdp_ged_syria_east_2016'];
  return files.flatMap((file) => {
    const text = gunzipSync(readFileSync(`${DATA}04-events/${file}.csv.gz`)).toString();
    const rows = parse(text, { columns: true, bom: true, relax_column_count: true }) as Record<
      string,
      string
    >[];
    return rows.flatMap((row) => {
      const from = parseInstant(`${(row['date_start'] ?? '').slice(0, 10)}T00:00:00Z`);
      const [lon, lat] = [Number(row['longitude']), Number(row['latitude'])];
      if (!from.ok || !Number.isFinite(lon) || !Number.isFinite(lat) || lon === 0) return [];
      const metres = PRECISION[Number(row['where_prec']) - 1] ?? 25_000;
      return [{ lon, lat, from: from.value, metres, label: row['where_coordinates'] ?? '' }];
    });
  });
}

/** The sentences of the parallel text by language, each language's in the order of the others. */
export function sentences(): Readonly<Record<'en' | 'ar' | 'tr' | 'ckb', readonly string[]>> {
  const lines = readFileSync(`${DATA}08-text/ntrex128_news_parallel.tsv`, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const column = (n: number) => lines.map((cells) => (cells[n] ?? '').replaceAll(/\p{Cc}/gu, ' '));
  return { en: column(2), ar: column(3), tr: column(4), ckb: column(5) };
}

/** Gives `count` entries, in the order of the logs they stand on; the same each time. */
export function* entries(count: number): Generator<IndexedEntry> {
  const random = seededRandom(20_261_122);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const events = shapes();
  const texts = sentences();
  const languages = ['en', 'ar', 'tr', 'ckb'] as const;
  const places = new Map<LogId, number>();
  const begin = instant(1_700_000_000);
  for (let n = 0; n < count; n += 1) {
    // Half of all is for everybody; what a party keeps to itself or shares with one is the rest.
    const log = random.below(2) === 0 ? LOGS[random.below(4) * 5]! : pick(LOGS);
    const event = pick(events);
    const language = pick(languages);
    const spoken = texts[language];
    const title = pick(spoken).slice(0, 120);
    const text = `${pick(spoken)} ${pick(spoken)}`;
    const from = instant(event.from + random.below(86_400 * 20));
    const jitter = () => (random.below(20_001) - 10_000) / 1e6;
    const point = [event.lon + jitter(), event.lat + jitter()].map((x) => Number(x.toFixed(6)));
    const body: Report = {
      kind: pick(REPORT_KINDS),
      title,
      language,
      text,
      place: {
        geometry: { type: 'Point', coordinates: point },
        precisionMetres: event.metres,
        ...(event.label === '' ? {} : { label: event.label.slice(0, 120) }),
      },
      when: { from: formatInstant(from), upto: formatInstant(instant(from + 3600)) },
      source: { kind: 'own-patrol' },
      ...(random.below(3) === 0
        ? { grade: { reliability: pick(RELIABILITIES), credibility: pick(CREDIBILITIES) } }
        : {}),
    };
    const at = instant(begin + n);
    const record = formatRecord({
      v: RECORD_VERSION,
      type: 'report',
      id: uuidv7(at, random),
      at: formatInstant(at),
      by: { party: log.author, seat: pick(SEATS) },
      marking: { tlp: 'AMBER', caveats: [], exercise: true },
      refs: [],
      body,
    } as unknown as Parameters<typeof formatRecord>[0]);
    if (!record.ok) continue;
    const index = places.get(log.id) ?? 0;
    places.set(log.id, index + 1);
    const hash = recordHash(createHash('sha256').update(record.value).digest());
    yield { ...log, log: log.id, index, hash, heldSince: at, bytes: record.value, type: 'report' };
  }
}

const SEATS = ['kirkuk/duty-officer', 'makhmur/duty-officer', 'analysis/chief'] as SeatId[];
