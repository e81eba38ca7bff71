import { uuidv7 } from '../base/ids.ts';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import { formatInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Clock, Random } from '../base/ports.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import { audienceOf } from '../accord/party/audience.ts';
import type { Roster } from '../accord/party/schema.ts';
import type { Learning } from '../accord/known.ts';
import { openKnown } from '../accord/known.ts';
import type { Body, RecordFault, RecordHead, RecordOf, RecordType } from '../accord/record.ts';
import { RECORD_VERSION, formatRecord } from '../accord/record.ts';
import type { Said } from '../accord/said.ts';
import { isSaid, laterOf } from '../accord/said.ts';
import type { Book } from '../ledger/book.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry, Store } from '../ledger/ports.ts';
import { understand } from '../ledger/understand.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Index, IndexedEntry } from '../index/port.ts';
import type { Live } from './live.ts';
import type { Logs } from './logs.ts';
import { subjectOf } from './present/subject.ts';
import type { Folder } from './folder.ts';

/** How many entries are read from a log at a time. */
export const READ_ENTRIES = 1_000;

/** How many records are waited for one by one on the stream; more are told as a count. */
const TELL_ONE_BY_ONE_MAX = 20;

/** What a node's own office is made of. */
export interface OfficeNeeds {
  readonly folder: Folder;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly logs: Logs;
  readonly book: Book;
  readonly index: Index;
  readonly live: Live;
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

/** A record of ours in its place. */
export interface Placed {
  readonly hash: RecordHash;
  readonly log: Log;
  readonly index: number;
}

/** The one place in a node where records are said and learnt. */
export interface Office {
  readonly known: Learning;
  /** Says one thing; resolves when it is durable and can be found. */
  say<T extends RecordType>(saying: Saying<T>): Promise<Result<Placed, RecordFault>>;
  /** Says many things to one audience under as few checkpoints as may be. */
  sayAll(sayings: readonly Saying<RecordType>[]): Promise<Result<readonly Placed[], RecordFault>>;
  /** Takes in entries that have just become durable, in the order of their log. */
  learn(log: Log, from: number, entries: readonly Entry[]): void;
  /** Resolves when all that was learnt before can be found. */
  settled(): Promise<void>;
  /** The latest roster of our own party, wherever it was published. */
  roster(): Roster | undefined;
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
  const { folder, primitives, clock, random, logs, index, live } = needs;
  const { charter } = folder;
  const self = folder.settings.party;
  const centre = mustAudience(charter.members);
  const own = mustAudience([self]);
  const known = openKnown(charter, centre);
  const privateRosters: { latest: Said<'roster'> | undefined } = { latest: undefined };
  let following: Promise<void> = Promise.resolve();

  const take = (log: Log, place: number, entry: Entry): Said | undefined => {
    const understood = understand(primitives, log, place, entry);
    if (understood.kind === 'unknown') return undefined;
    const { said } = understood;
    known.learn(said);
    if (said.author === self && isSaid(said, 'roster')) {
      privateRosters.latest = laterOf(privateRosters.latest, said);
    }
    return said;
  };

  const indexed = (log: Log, from: number, entries: readonly Entry[], since?: Instant) =>
    entries.map((bytes, i): IndexedEntry => {
      const hash = `sha256:${Buffer.from(primitives.sha256(bytes)).toString('hex')}` as RecordHash;
      const { id, author, audience } = log;
      const heldSince = since ?? clock.now();
      return { log: id, index: from + i, author, audience, hash, heldSince, bytes };
    });

  const follow = (list: readonly IndexedEntry[]): void => {
    following = following.then(() => index.follow(list));
    // The failure is met by whoever waits for `settled`; here it must not end the process.
    following.catch(() => undefined);
  };

  const learn = (log: Log, from: number, entries: readonly Entry[]): void => {
    const list = indexed(log, from, entries);
    const understood = entries.map((entry, i) => take(log, from + i, entry));
    follow(list);
    void following.then(
      () => announce(log, list, understood),
      () => undefined,
    );
  };

  const announce = (
    log: Log,
    list: readonly IndexedEntry[],
    understood: readonly (Said | undefined)[],
  ): void => {
    if (list.length > TELL_ONE_BY_ONE_MAX) {
      live.tell({ kind: 'records', author: log.author, count: list.length, log: log.id });
      return;
    }
    list.forEach(({ hash }, i) => {
      const record = understood[i]?.record;
      const plan = record ? planOf(record, hash) : undefined;
      live.tell({
        kind: 'record',
        log: log.id,
        type: record?.type ?? 'unknown',
        hash,
        author: log.author,
        subject: record ? subjectOf(record, known) : '',
        ...(plan ? { plan } : {}),
      });
    });
  };

  await learnAll(
    needs,
    take,
    async (log, from, entries) => {
      await index.follow(indexed(log, from, entries));
    },
    tell,
  );

  const sayAll: Office['sayAll'] = async (sayings) => {
    const made: { bytes: Entry; hash: RecordHash }[] = [];
    for (const saying of sayings) {
      const bytes = formatRecord(recordOf(saying));
      if (!bytes.ok) return bytes;
      const hash = `sha256:${Buffer.from(primitives.sha256(bytes.value)).toString('hex')}`;
      made.push({ bytes: bytes.value, hash: hash as RecordHash });
    }
    const [first] = sayings;
    invariant(first !== undefined, 'something is said');
    const log = await logs.own(first.audience);
    const from = await needs.book.append(
      log,
      made.map((each) => each.bytes),
    );
    await following;
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
    settled: () => following,
    roster: () => privateRosters.latest?.record.body,
  };
}

/** The plan that a record is about, where it is about one. */
function planOf(record: RecordOf, hash: RecordHash): RecordHash | undefined {
  if (record.type === 'plan') return hash;
  const { body } = record;
  return 'plan' in body ? body.plan : undefined;
}

/** Reads every log from its beginning; what the index has already followed it is not given again. */
async function learnAll(
  needs: OfficeNeeds,
  take: (log: Log, index: number, entry: Entry) => void,
  follow: (log: Log, from: number, entries: readonly Entry[]) => Promise<void>,
  tell: (done: number, all: number) => void,
): Promise<void> {
  const reached = await needs.index.reached();
  const sizes = new Map<Log, number>();
  for (const log of needs.logs.all()) {
    sizes.set(log, (await needs.store.latest(log.id))?.size ?? 0);
  }
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [log, size] of sizes) {
    for (let from = 0; from < size; from += READ_ENTRIES) {
      const entries = await needs.store.read(log.id, from, Math.min(READ_ENTRIES, size - from));
      invariant(entries.length > 0, 'a log holds the entries that its checkpoint counts');
      entries.forEach((entry, i) => take(log, from + i, entry));
      const behind = reached.get(log.id) ?? 0;
      if (behind < from + entries.length) {
        const skip = Math.max(0, behind - from);
        await follow(log, from + skip, entries.slice(skip));
      }
      done += entries.length;
      tell(done, all);
    }
  }
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
  return audience.value.every(isMember) ? ok(audience.value) : err({ kind: 'not-a-member' });
}
