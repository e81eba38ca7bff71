import { formatBase64Url } from '../base/bytes.ts';
import type { RecordHash, SeatId } from '../base/ids.ts';
import type { Passed, ReleaseAsk } from '../accord/knowledge/passages.ts';
import { releasedTo } from '../accord/knowledge/passages.ts';
import { PASSED_BYTES_MAX, PASSED_PROOF_UNITS_MAX } from '../accord/knowledge/passage-schema.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import { audienceOf } from '../accord/party/audience.ts';
import { nameForRecall } from '../ledger/recalled.ts';
import { officeOf } from './contacts.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import type { Looking } from './looking.ts';
import { openLooking } from './looking.ts';
import { prove } from './prove.ts';

/** The types of record after which something may be due at once. */
const MOVING: ReadonlySet<string> = new Set(['release-answer', 'recall', 'erased']);

/**
 * Passes on each record whose author has let us, once, word for word and with its proof [R13]; and
 * recalls what we passed on as soon as its author has recalled it or taken the release back. [R15]
 */
export function openPassing(house: House): Looking {
  const { office } = house;
  const done = new Set<RecordHash>();
  return openLooking(house, MOVING, async (isClosed) => {
    if (office.isObserver) return;
    const self = selfOf(house);
    const ours = office.passages.all().filter(({ said }) => said.author === self);
    for (const passed of ours) {
      const why = isClosed() || done.has(passed.said.hash) ? undefined : whyRecalled(house, passed);
      if (!why) continue;
      done.add(passed.said.hash);
      await takeBack(house, passed, why);
    }
    const passedOn = new Set(ours.map(({ said }) => said.record.body.release));
    for (const ask of office.passages.asks()) {
      const grant = ask.answer;
      const isDue =
        ask.said.author === self &&
        grant?.record.body.verdict === 'granted' &&
        !passedOn.has(grant.hash) &&
        !done.has(grant.hash);
      if (isClosed() || !isDue || !grant) continue;
      if (await passOn(house, ask, grant)) done.add(grant.hash);
    }
  });
}

/** Whether the author of a record, or who speaks on its log, has recalled it, and why. */
export function recallReason(
  { office }: Pick<House, 'office'>,
  { record, said }: Pick<Passed, 'record' | 'said'>,
): Recall['reason'] | undefined {
  const { origin } = said.record.body;
  return office.recalls.all.find(
    (recall) =>
      recall.author === origin && recall.record.body.records.some((each) => each.record === record),
  )?.record.body.reason;
}

function whyRecalled(house: House, passed: Passed): Recall['reason'] | undefined {
  const recalled = recallReason(house, passed);
  if (recalled) return recalled;
  return passed.standing === 'taken-back' ? 'mistake' : undefined;
}

/** Says the passage in the name of the office that asked for it; whether nothing is left to do. */
async function passOn(
  house: House,
  { said }: ReleaseAsk,
  grant: NonNullable<ReleaseAsk['answer']>,
): Promise<boolean> {
  const { office, index, logs, report } = house;
  const { record } = grant.record.body;
  const readers = audienceOf(releasedTo(grant));
  const ids = logs.all().map((log) => log.id);
  const found = await index.record(record, ids);
  // Recalled, or not here yet: then it is looked for again.
  if (!readers.ok || !found || found.type !== 'report' || found.author !== grant.author) {
    return false;
  }
  const { proof } = await prove(house, found);
  if (found.bytes.length > PASSED_BYTES_MAX || proof.length > PASSED_PROOF_UNITS_MAX) return true;
  const body = {
    release: grant.hash,
    origin: grant.author,
    record: formatBase64Url(found.bytes),
    proof,
  };
  const placed = await office.say({
    seat: seatFor(house, said.record.by.seat) ?? said.record.by.seat,
    audience: readers.value,
    type: 'passage',
    body,
    refs: [{ rel: 'released-by', record: grant.hash }],
  });
  if (!placed.ok) report(`passage ${placed.fault.kind}`);
  return true;
}

/** Recalls a passage of ours, for the reason that its author gave. [R15] */
async function takeBack(house: House, passed: Passed, reason: Recall['reason']): Promise<void> {
  const { office, store, report } = house;
  const { log, index, hash, audience, record } = passed.said;
  const seat = seatFor(house, record.by.seat);
  const [bytes] = await store.read(log, index, 1);
  const name = bytes && bytes.length > 0 ? nameForRecall(index, hash, bytes) : undefined;
  if (!name || !seat) return;
  const body: Recall = { records: [name], reason };
  const refs = [{ rel: 'recalls', record: hash }];
  const said = await office.say({ seat, audience, type: 'recall', body, refs });
  if (!said.ok) report(`recall ${said.fault.kind}`);
  await office.eraser.erase();
}

/** The office that asked, while the roster has it; else one that reports. */
function seatFor({ office }: House, asked: SeatId): SeatId | undefined {
  const roster = office.roster();
  return roster?.seats.some(({ seat }) => seat === asked) ? asked : officeOf(roster);
}
