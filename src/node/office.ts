import { recordHash, uuidv7 } from '../base/ids.ts';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import { formatInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Clock, Random } from '../base/ports.ts';
import type { Result } from '../base/result.ts';
import { TroubleError, err, invariant, ok } from '../base/result.ts';
import type { Judgements } from '../accord/knowledge/judgements.ts';
import { openJudgements } from '../accord/knowledge/judgements.ts';
import type { Passages } from '../accord/knowledge/passages.ts';
import type { Holdings } from '../accord/holding/holdings.ts';
import { openHoldings } from '../accord/holding/holdings.ts';
import { openPassages } from '../accord/knowledge/passages.ts';
import type { Recalls } from '../accord/knowledge/recall.ts';
import { openRecalls } from '../accord/knowledge/recall.ts';
import type { Requests } from '../accord/knowledge/requests.ts';
import { openRequests } from '../accord/knowledge/requests.ts';
import type { Audience } from '../accord/party/audience.ts';
import { audienceOf, isSameAudience, partiesIn } from '../accord/party/audience.ts';
import type { Access, Compartment, Roster } from '../accord/party/schema.ts';
import type { Learning } from '../accord/known.ts';
import { openKnown } from '../accord/known.ts';
import type { Standings } from '../accord/operation/standings.ts';
import { openStandings } from '../accord/operation/standings.ts';
import type { Body, RecordFault, RecordHead, RecordOf, RecordType } from '../accord/record.ts';
import { RECORD_VERSION, formatRecord } from '../accord/record.ts';
import type { Said } from '../accord/said.ts';
import type { Book } from '../ledger/book.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry, Store, TileReader } from '../ledger/ports.ts';
import { understand } from '../ledger/understand.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Index, IndexedEntry, IndexedType } from '../index/port.ts';
import { HASH_UNKNOWN } from '../index/port.ts';
import type { AttachmentRoom } from './attachment-room.ts';
import type { Eraser } from './erasing.ts';
import { openEraser } from './erasing.ts';
import { dropPacked } from './courier.ts';
import { openFollowing, readAll } from './following.ts';
import type { OwnDraft, OwnSource } from './own.ts';
import { openOwn } from './own.ts';
import type { Live } from './live.ts';
import type { Logs } from './logs.ts';
import { subjectOf } from './present/subject.ts';
import type { Folder } from './folder.ts';

/** How many records are waited for one by one on the stream; more are told as a count. */
const TELL_ONE_BY_ONE_MAX = 20;

/** What may change what a plan is in conflict with, and whom that concerns. */
const SURROUNDINGS: ReadonlySet<RecordType> = new Set([
  'plan',
  'post',
  'site',
  'clearance',
  'roster',
  'claim',
  'agreement',
  'signing',
]);

/** What nobody waits to find before it is told. */
const URGENT: ReadonlySet<RecordType> = new Set(['stop']);

/** What a node's own office is made of. */
export interface OfficeNeeds {
  readonly folder: Folder;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store & TileReader;
  readonly logs: Logs;
  readonly book: Book;
  readonly index: Index;
  readonly live: Live;
  readonly attachments: Pick<AttachmentRoom, 'follow' | 'learn' | 'forget' | 'sweep'>;
  /** Told of trouble that must not undo what is durable. */
  readonly report: (what: unknown) => void;
}

/** What is said, before it becomes a record. */
export interface Saying<T extends RecordType> {
  readonly seat: SeatId;
  readonly audience: Audience;
  readonly type: T;
  readonly body: Body<T>;
  readonly tlp?: RecordHead['marking']['tlp'];
  readonly refs?: RecordHead['refs'];
  /** A UUID that what is said determines; by default a new one. */
  readonly id?: string;
  readonly at?: Instant;
}

/** An entry that was taken in, with what it says where it is understood. */
interface Taken {
  readonly entry: IndexedEntry & { readonly type: IndexedType };
  readonly said: Said | undefined;
}

function isUrgent({ entry }: Taken): boolean {
  return entry.type === 'stop';
}

/** A record of ours in its place. */
export interface Placed {
  readonly hash: RecordHash;
  readonly log: Log;
  readonly index: number;
}

/** The one place in a node where records are said and learnt. */
export interface Office {
  readonly known: Learning;
  /** The states of all plans, from what is known. */
  readonly standings: Standings;
  /** Grows with every record that may change what a plan is in conflict with. */
  surroundings(): number;
  /** Says one thing; resolves when it is durable and, unless it is a stop, can be found. */
  say<T extends RecordType>(saying: Saying<T>): Promise<Result<Placed, RecordFault>>;
  /** Says many things to one audience under as few checkpoints as may be. */
  sayAll(sayings: readonly Saying<RecordType>[]): Promise<Result<readonly Placed[], RecordFault>>;
  /** Takes in entries that have just become durable, in the order of their log. */
  learn(log: Log, from: number, entries: readonly Entry[]): void;
  /** Resolves when all that was learnt before can be found. */
  settled(): Promise<void>;
  readonly recalls: Recalls;
  /** What was said about reports and matters. */
  readonly judgements: Judgements;
  /** Requests for information, with what stands to them. */
  readonly requests: Requests;
  /** What was passed on, and releases that were asked for. */
  readonly passages: Passages;
  /** What parties hold ground with. */
  readonly holdings: Holdings;
  readonly eraser: Eraser;
  /** What this office has begun to write, of each kind that is not sent or thrown away. */
  drafts(seat: SeatId): readonly OwnDraft[];
  /** The passkeys with which our offices sign in. */
  accesses(): readonly Access[];
  /** Our compartments with who stands in each. [R8] */
  compartments(): readonly Compartment[];
  /** Grows with every word of ours that says which office there is, or where it stands. */
  seatings(): number;
  /** The latest roster of our own party, wherever it was published. */
  roster(): Roster | undefined;
  /** Our own register of sources. [H9] */
  sources(): readonly OwnSource[];
  /** The members of the centre, as an audience. */
  readonly centre: Audience;
  /** Only our own party. */
  readonly own: Audience;
  readonly isObserver: boolean;
}

/** Opens the office and learns everything from the logs; `say` tells how far it is. */
export async function openOffice(
  needs: OfficeNeeds,
  tell: (done: number, all: number) => void,
): Promise<Office> {
  const { folder, primitives, clock, random, logs, live } = needs;
  const { charter } = folder;
  const self = folder.settings.party;
  const centre = mustAudience(charter.members);
  const own = mustAudience([self]);
  const known = openKnown(charter, centre);
  const standings = openStandings(known);
  const ours = openOwn(self);
  const recalls = openRecalls(charter.exercise);
  const judgements = openJudgements(charter.exercise);
  const requests = openRequests(charter.exercise);
  const passages = openPassages(charter.exercise);
  const holdings = openHoldings(charter.exercise);
  needs.attachments.follow(recalls);
  let surroundings = 0;

  const take = (log: Log, place: number, entry: Entry): Said | undefined => {
    const understood = understand(primitives, log, place, entry);
    if (understood.kind !== 'said') return undefined;
    const { said } = understood;
    known.learn(said);
    ours.learn(said);
    recalls.learn(said);
    judgements.learn(said);
    requests.learn(said);
    passages.learn(said);
    holdings.learn(said);
    needs.attachments.learn(said);
    if (SURROUNDINGS.has(said.record.type)) surroundings += 1;
    return said;
  };

  const takeAll = (log: Log, from: number, entries: readonly Entry[]): readonly Taken[] => {
    const taken = entries.map((bytes, i): Taken => {
      const said = take(log, from + i, bytes);
      const { id, author, audience } = log;
      const isErased = bytes.length === 0;
      const hash = said?.hash ?? (isErased ? HASH_UNKNOWN : recordHash(primitives.sha256(bytes)));
      const heldSince = clock.now();
      const type: IndexedType = said?.record.type ?? (isErased ? 'erased' : 'unknown');
      const entry = { log: id, index: from + i, author, audience, hash, heldSince, bytes, type };
      return { entry, said };
    });
    // [C30] What is not understood is known all the same.
    if (isSameAudience(log.audience, centre)) known.reach(log.author, from + entries.length);
    return taken;
  };

  const index = openFollowing({
    ...needs,
    onCaughtUp: () => void eraser.erase().catch(needs.report),
  });
  const eraser = openEraser({
    ...needs,
    recalls,
    logOf: (id) => logs.byId(id),
    forget: async (log, erased) => {
      dropPacked(needs.folder.dir);
      await index.erase(log, erased);
      const places = erased.map((each) => each.index);
      judgements.forget(log, places);
      requests.forget(log, places);
      passages.forget(log, places);
      await needs.attachments.forget(log, places); // [G9] and only then it is acknowledged
    },
    onErased: ({ id, author }, hash) =>
      live.tell({ kind: 'record', log: id, type: 'erased', hash, author, subject: '' }),
  });

  const learn = (log: Log, from: number, entries: readonly Entry[]): void => {
    const taken = takeAll(log, from, entries);
    // [C41] A stop is told before anything is written down to be found.
    const [urgent, rest] = [taken.filter(isUrgent), taken.filter((each) => !isUrgent(each))];
    announce(log, urgent);
    void index.follow(taken.map((each) => each.entry)).then(() => announce(log, rest));
    if (taken.some(({ entry }) => entry.type === 'recall')) eraser.erase().catch(needs.report);
  };

  const announce = (log: Log, taken: readonly Taken[]): void => {
    if (taken.length > TELL_ONE_BY_ONE_MAX) {
      live.tell({ kind: 'records', author: log.author, count: taken.length, log: log.id });
      return;
    }
    for (const { entry, said } of taken) {
      const { hash, type } = entry;
      const plan = said ? planOf(said.record, hash) : undefined;
      const subject = said ? subjectOf(said.record, known) : '';
      const { id, author } = log;
      live.tell({
        kind: 'record',
        log: id,
        type,
        hash,
        author,
        subject,
        ...(plan ? { plan } : {}),
      });
    }
  };

  const reached = await index.reached();
  await readAll(
    needs,
    async (log, from, entries) => {
      const taken = takeAll(log, from, entries).slice(
        Math.max(0, (reached?.get(log.id) ?? 0) - from),
      );
      if (reached && taken.length > 0) await index.follow(taken.map((each) => each.entry));
    },
    tell,
  );
  // Also what a backup brought back, or the end of a process left undone. [W4]
  await eraser.erase().catch((trouble: unknown) => {
    // It is done when the index is back: until then nothing that it reaches counts as gone. [I52]
    if (!(trouble instanceof TroubleError && trouble.code === 'index-away')) throw trouble;
  });
  await needs.attachments.sweep();

  const sayAll: Office['sayAll'] = async (sayings) => {
    const made: { bytes: Entry; hash: RecordHash }[] = [];
    for (const saying of sayings) {
      const bytes = formatRecord(recordOf(saying));
      if (!bytes.ok) return bytes;
      made.push({ bytes: bytes.value, hash: recordHash(primitives.sha256(bytes.value)) });
    }
    const [first] = sayings;
    invariant(first !== undefined, 'something is said');
    const log = await logs.own(first.audience);
    const from = await needs.book.append(
      log,
      made.map((each) => each.bytes),
    );
    if (sayings.some(({ type }) => !URGENT.has(type))) await index.settled();
    return ok(made.map(({ hash }, i) => ({ hash, log, index: from + i })));
  };

  const recordOf = (saying: Saying<RecordType>): RecordOf => {
    const at = saying.at ?? clock.now();
    return {
      v: RECORD_VERSION,
      type: saying.type,
      id: saying.id ?? uuidv7(at, random),
      at: formatInstant(at),
      by: { party: self, seat: saying.seat },
      marking: { tlp: saying.tlp ?? 'AMBER', caveats: [], exercise: charter.exercise },
      refs: saying.refs ?? [],
      body: saying.body,
    } as RecordOf;
  };

  return {
    known,
    standings,
    surroundings: () => surroundings,
    centre,
    own,
    isObserver: !charter.members.includes(self),
    async say(saying) {
      const said = await sayAll([saying as unknown as Saying<RecordType>]);
      if (!said.ok) return said;
      const [placed] = said.value;
      invariant(placed !== undefined, 'one record is placed for one that is said');
      return ok(placed);
    },
    sayAll,
    learn,
    settled: () => index.settled(),
    recalls,
    judgements,
    requests,
    passages,
    holdings,
    eraser,
    drafts: ours.drafts,
    accesses: ours.accesses,
    compartments: ours.compartments,
    seatings: ours.seatings,
    roster: ours.roster,
    sources: ours.sources,
  };
}

/** The plan that a record is about, where it is about one. */
function planOf(record: RecordOf, hash: RecordHash): RecordHash | undefined {
  if (record.type === 'plan') return hash;
  const { body } = record;
  return 'plan' in body ? body.plan : undefined;
}

function mustAudience(parties: readonly PartyId[]): Audience {
  const audience = audienceOf(parties);
  invariant(audience.ok, 'a charter has members');
  return audience.value;
}

/** The audience that an office asked for: it must name members only, and ourselves. */
export function audienceFor(
  office: Pick<Office, 'centre'>,
  self: PartyId,
  parties: readonly PartyId[],
): Result<Audience, { readonly kind: 'audience-empty' | 'audience-too-large' | 'not-a-member' }> {
  const audience = audienceOf([...parties, self]);
  if (!audience.ok) return err({ kind: audience.fault.kind });
  const isMember = (party: PartyId) => party === self || office.centre.includes(party);
  return partiesIn(audience.value).every(isMember)
    ? ok(audience.value)
    : err({ kind: 'not-a-member' });
}
