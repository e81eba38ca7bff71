import { sha256 } from '../base/bytes.ts';
import type { LogId, PartyId, SeatId } from '../base/ids.ts';
import { recordHash, uuidv7 } from '../base/ids.ts';
import { formatInstant, instant } from '../base/instant.ts';
import { seededRandom } from '../base/ports.ts';
import { invariant } from '../base/result.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { audienceOf } from '../accord/party/audience.ts';
import type { Body, RecordType } from '../accord/record.ts';
import { RECORD_VERSION, formatRecord } from '../accord/record.ts';
import type { IndexedEntry } from './port.ts';

/** A log being written for a test: each call says one record and gives its entry. */
export interface Teller {
  readonly log: LogId;
  say<T extends RecordType>(type: T, body: Body<T>, by?: PartyId): IndexedEntry;
  /** An entry of any bytes at all. */
  sayBytes(bytes: Uint8Array): IndexedEntry;
}

const BEGIN = 1_763_700_000;
const random = seededRandom(7);
let logs = 0;
let spoken = 0;

/** A new log of `author` that `readers` (and `author`) may read. */
export function teller(author: string, ...readers: readonly string[]): Teller {
  const audience = audienceOf([author, ...readers] as PartyId[]);
  invariant(audience.ok, 'a test log has readers');
  logs += 1;
  const log = logs.toString(16).padStart(32, '0') as LogId;
  let size = 0;
  const sayBytes = (bytes: Uint8Array): IndexedEntry => {
    spoken += 1;
    size += 1;
    return {
      log,
      index: size - 1,
      author: author as PartyId,
      audience: audience.value,
      hash: recordHash(sha256(bytes)),
      heldSince: instant(BEGIN + Math.floor(spoken / 3)),
      bytes,
    };
  };
  return {
    log,
    sayBytes,
    say(type, body, by = author as PartyId) {
      const record = formatRecord({
        v: RECORD_VERSION,
        type,
        id: uuidv7(instant(BEGIN), random),
        at: formatInstant(instant(BEGIN + spoken)),
        by: { party: by, seat: 'desk/duty-officer' as SeatId },
        marking: { tlp: 'AMBER', caveats: [], exercise: true },
        refs: [],
        body,
      } as unknown as Parameters<typeof formatRecord>[0]);
      invariant(record.ok, `a test record can be said: ${JSON.stringify(record)}`);
      return sayBytes(record.value);
    },
  };
}

/** A report of the day `day` (from 0) at a place, with a title. */
export function report(title: string, day = 0, place: Partial<Report['place']> = {}): Report {
  return {
    kind: 'incident',
    title,
    language: 'en',
    text: '',
    place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 1000, ...place },
    when: {
      from: formatInstant(instant(BEGIN + day * 86_400)),
      upto: formatInstant(instant(BEGIN + day * 86_400 + 1)),
    },
    source: { kind: 'own-patrol' },
  };
}

/** The moment at which day `day` of {@link report} begins. */
export function dayAt(day: number) {
  return instant(BEGIN + day * 86_400);
}
