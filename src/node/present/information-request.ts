import { formatInstant } from '../../base/instant.ts';
import type { RecordHash } from '../../base/ids.ts';
import type { Said } from '../../accord/said.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { RequestFile } from '../../accord/knowledge/requests.ts';
import { answerFigures, standingsOf } from '../../accord/knowledge/requests.ts';
import { parseRecord } from '../../accord/record.ts';
import { momentOf } from '../../accord/wire.ts';
import type { ReplyView, RequestView, RequestsView } from '../../contract/information-requests.ts';
import { REQUESTS_MAX } from '../../contract/information-requests.ts';
import { breathe } from '../breath.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';

/** A request as this reader may read it: without replies and an end that it may not. */
export function readableFile(
  { office }: Pick<House, 'office'>,
  reader: Reader,
  hash: RecordHash,
): RequestFile | undefined {
  const file = office.requests.of(hash);
  if (!file || !mayRead(reader, file.said)) return undefined;
  const replies = file.replies.filter((reply) => mayRead(reader, reply));
  const end = file.end && mayRead(reader, file.end) ? file.end : undefined;
  return { said: file.said, replies, end };
}

/** A request as a screen shows it, with who has answered what. [J4] */
export async function presentRequest(
  house: House,
  reader: Reader,
  file: RequestFile,
): Promise<RequestView> {
  const { said, end } = file;
  const { hash, author, audience, record } = said;
  const standings = standingsOf(file, house.clock.now());
  const self = selfOf(house);
  const waits = (kind: string) => kind === 'waiting' || kind === 'late';
  return {
    hash,
    author,
    seat: record.by.seat,
    at: record.at,
    audience,
    request: record.body,
    asked: await Promise.all(
      standings.map(async (standing) => ({
        party: standing.party,
        state: standing.kind,
        ...(standing.kind === 'answered' ? { at: formatInstant(standing.at) } : {}),
        ...(standing.kind === 'answered' ? { lateSeconds: standing.lateSeconds } : {}),
        replies: await Promise.all(
          standing.replies.map((reply) => presentReply(house, reader, reply)),
        ),
      })),
    ),
    waitsForUs: standings.some(({ party, kind }) => party === self && waits(kind)) && !end,
    ...(end ? { end: { hash: end.hash, at: end.record.at, reason: end.record.body.reason } } : {}),
  };
}

/** All requests that this reader may read, and how parties answer by them. [J6] */
export async function presentRequests(house: House, reader: Reader): Promise<RequestsView> {
  const files = house.office.requests
    .all()
    .flatMap(({ said }) => readableFile(house, reader, said.hash) ?? []);
  const due = ({ said }: RequestFile) => momentOf(said.record.body.due);
  const shown = files
    .toSorted((one, other) => due(one) - due(other) || (one.said.hash < other.said.hash ? -1 : 1))
    .slice(-REQUESTS_MAX);
  const requests: RequestView[] = [];
  for (const file of shown) {
    requests.push(await presentRequest(house, reader, file));
    await breathe();
  }
  return { requests, figures: answerFigures(files, house.clock.now()) };
}

async function presentReply(
  house: House,
  reader: Reader,
  { hash, audience, record }: Said<'reply'>,
): Promise<ReplyView> {
  const { language, words, reports } = record.body;
  const logs = house.logs.readable(reader).map((log) => log.id);
  return {
    hash,
    seat: record.by.seat,
    at: record.at,
    audience,
    language,
    ...(words === undefined ? {} : { words }),
    reports: await Promise.all(
      reports.map(async (report) => {
        const found = await house.index.record(report, logs);
        if (!found || found.type !== 'report' || !mayRead(reader, found)) return { hash: report };
        const read = parseRecord(found.bytes);
        const title = read.ok && read.value.type === 'report' ? read.value.body.title : '';
        return { hash: report, author: found.author, title };
      }),
    ),
  };
}
