import type { Said } from '../../accord/said.ts';
import type { RecordHash } from '../../base/ids.ts';
import type { Passed, ReleaseAsk } from '../../accord/knowledge/passages.ts';
import { passedReport } from '../../accord/knowledge/passages.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { PassageLine, PassageView, ReleaseAskView } from '../../contract/passages.ts';
import { PASSAGES_MAX } from '../../contract/passages.ts';
import { parseRecord } from '../../accord/record.ts';
import { breathe } from '../breath.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { provePassage } from '../passage-proof.ts';
import { recallReason } from '../passing.ts';
import { partiesIn } from '../../accord/party/audience.ts';

/** What was asked for a release, as this reader may read it. */
export function readableAsk(
  { office }: Pick<House, 'office'>,
  reader: Reader,
  hash: RecordHash,
): ReleaseAsk | undefined {
  const ask = office.passages.ask(hash);
  if (!ask || !mayRead(reader, ask.said)) return undefined;
  const answer = ask.answer && mayRead(reader, ask.answer) ? ask.answer : undefined;
  return { said: ask.said, answer };
}

/** A release that was asked for as a screen shows it. */
export async function presentAsk(
  house: House,
  reader: Reader,
  { said, answer }: ReleaseAsk,
): Promise<ReleaseAskView> {
  const { hash, author: party, audience, record } = said;
  const { to, language, reason } = record.body;
  const self = selfOf(house);
  const author = partiesIn(audience).find((each) => each !== party) ?? party;
  const title = await titleOf(house, reader, record.body.record);
  const passage = answer
    ? house.office.passages.all().find(({ grant }) => grant?.hash === answer.hash)
    : undefined;
  return {
    hash,
    party,
    seat: record.by.seat,
    at: record.at,
    author,
    record: record.body.record,
    ...(title === undefined ? {} : { title }),
    to,
    language,
    reason,
    ...(answer ? { answer: presentAnswer(answer) } : {}),
    ...(passage && mayRead(reader, passage.said) ? { passage: passage.said.hash } : {}),
    waitsForUs: author === self && party !== self && answer === undefined,
  };
}

function presentAnswer({
  hash,
  record,
}: Said<'release-answer'>): NonNullable<ReleaseAskView['answer']> {
  const { verdict, to, language, words } = record.body;
  const said = { hash, seat: record.by.seat, at: record.at, verdict, to, language };
  return words === undefined ? said : { ...said, words };
}

/** All releases that were asked for and that this reader may read, the newest first. */
export async function presentAsks(house: House, reader: Reader): Promise<ReleaseAskView[]> {
  const asks = house.office.passages
    .asks()
    .flatMap(({ said }) => readableAsk(house, reader, said.hash) ?? [])
    .toSorted((one, other) => (one.said.record.at < other.said.record.at ? 1 : -1))
    .slice(0, PASSAGES_MAX);
  const views: ReleaseAskView[] = [];
  for (const ask of asks) views.push(await presentAsk(house, reader, ask));
  return views;
}

/** All that was passed on and that this reader may read, the newest first. */
export async function presentPassages(house: House, reader: Reader): Promise<PassageLine[]> {
  const all = house.office.passages
    .all()
    .filter(({ said }) => mayRead(reader, said))
    .toSorted((one, other) => (one.said.record.at < other.said.record.at ? 1 : -1))
    .slice(0, PASSAGES_MAX);
  const lines: PassageLine[] = [];
  for (const passed of all) {
    lines.push(await presentLine(house, reader, passed));
    await breathe();
  }
  return lines;
}

/** A record that was passed on, in full. */
export async function presentPassage(
  house: House,
  reader: Reader,
  passed: Passed,
): Promise<PassageView> {
  const { said, grant } = passed;
  const report = passedReport(passed);
  return {
    ...(await presentLine(house, reader, passed)),
    seat: said.record.by.seat,
    ...(report ? { said: report } : {}),
    ...(grant && mayRead(reader, grant)
      ? { release: { hash: grant.hash, at: grant.record.at } }
      : {}),
    ...provePassage(house, passed),
  };
}

async function presentLine(house: House, reader: Reader, passed: Passed): Promise<PassageLine> {
  const { said, record } = passed;
  const report = passedReport(passed);
  return {
    hash: said.hash,
    party: said.author,
    at: said.record.at,
    audience: said.audience,
    origin: said.record.body.origin,
    record,
    ...(report ? { title: report.body.title, kind: report.body.kind } : {}),
    standing: passageStanding(house, passed),
    readsOriginal: (await titleOf(house, reader, record)) !== undefined,
  };
}

/** Whether the author of what was passed on stands by its being passed on. [R14] [R15] */
export function passageStanding(
  house: Pick<House, 'office'>,
  passed: Passed,
): PassageLine['standing'] {
  return recallReason(house, passed) === undefined ? passed.standing : 'recalled';
}

/** The title of a report that this reader may read, or nothing. */
async function titleOf(
  { index, logs }: House,
  reader: Reader,
  hash: RecordHash,
): Promise<string | undefined> {
  const ids = logs.readable(reader).map((log) => log.id);
  const found = await index.record(hash, ids);
  if (!found || found.type !== 'report' || !mayRead(reader, found)) return undefined;
  const read = parseRecord(found.bytes);
  return read.ok && read.value.type === 'report' ? read.value.body.title : undefined;
}
