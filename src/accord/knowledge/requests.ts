import type { LogId, PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import { momentOf } from '../wire.ts';
import { byPlace, byTime, openShelves } from './shelves.ts';

/** A request with all that counts of what was said to it, in no order that matters. */
export interface RequestFile {
  readonly said: Said<'request'>;
  /** Of parties that are asked, the earliest first. [J3] */
  readonly replies: readonly Said<'reply'>[];
  /** The earliest word of who asked that it waits no longer. [J5] */
  readonly end: Said<'request-end'> | undefined;
}

/** Which requests, replies and ends are at hand. */
export interface Requests {
  /** The request of this hash with what stands to it, or nothing. */
  of(hash: RecordHash): RequestFile | undefined;
  /** All of them, in the order of their hashes. */
  all(): readonly RequestFile[];
}

/** {@link Requests} that can still learn. */
export interface LearningRequests extends Requests {
  /** Takes in one record; the same twice, or in another order, makes no difference. */
  learn(said: Said): void;
  /** Forgets what stood in these places of a log, since its bytes are gone. [J7] */
  forget(log: LogId, indexes: readonly number[]): void;
}

/** Begins without any request, in a centre that is an exercise or is none. */
export function openRequests(exercise: boolean): LearningRequests {
  const requests = openShelves<Said<'request'>>((said) => said.hash);
  const replies = openShelves<Said<'reply'>>((said) => said.record.body.request);
  const ends = openShelves<Said<'request-end'>>((said) => said.record.body.request);

  const of = (hash: RecordHash): RequestFile | undefined => {
    // The same bytes may stand on two logs; which came first must not matter.
    const [said] = requests.on(hash).filter(hasAsked).toSorted(byPlace);
    if (!said) return undefined;
    const counting = replies.on(hash).filter((reply) => isReplyTo(said, reply));
    const ended = ends.on(hash).filter((end) => isEndOf(said, end));
    return { said, replies: counting.toSorted(byTime), end: ended.toSorted(byTime)[0] };
  };

  return {
    of,
    all: () => requests.names().flatMap((hash) => of(hash) ?? []),
    learn(said) {
      const { by, marking } = said.record;
      if (by.party !== said.author || marking.exercise !== exercise) return; // [C9] [C10]
      if (isSaid(said, 'request')) requests.put(said);
      else if (isSaid(said, 'reply')) replies.put(said);
      else if (isSaid(said, 'request-end')) ends.put(said);
    },
    forget(log, indexes) {
      for (const index of indexes) {
        for (const shelves of [requests, replies, ends]) shelves.drop(log, index);
      }
    },
  };
}

/** The parties that a request asks: named in it, reading it, and another than its author. [J1] */
export function askedBy({ author, audience, record }: Said<'request'>): readonly PartyId[] {
  return record.body.to.filter((party) => party !== author && audience.includes(party)).toSorted();
}

/** Where one party stands that was asked. [J4] */
export type AskedStanding = {
  readonly party: PartyId;
  /** All that it answered, the earliest first. */
  readonly replies: readonly Said<'reply'>[];
} & (
  | { readonly kind: 'waiting' }
  /** Asked no more before it was due. */
  | { readonly kind: 'let-off' }
  /** Not answered when it was due. */
  | { readonly kind: 'late' }
  | {
      readonly kind: 'answered';
      readonly at: Instant;
      /** How long after it was due, in seconds; 0 where it was in time. */
      readonly lateSeconds: number;
    }
);

/** Where each party stands that is asked, by the times that the records give, sorted by party. [J4] */
export function standingsOf(file: RequestFile, now: Instant): readonly AskedStanding[] {
  const due = momentOf(file.said.record.body.due);
  const ended = file.end && momentOf(file.end.record.at);
  return askedBy(file.said).map((party): AskedStanding => {
    const replies = file.replies.filter(({ author }) => author === party);
    const [first] = replies;
    if (first) {
      const at = momentOf(first.record.at);
      return { party, replies, kind: 'answered', at, lateSeconds: Math.max(0, at - due) };
    }
    // An end does not make up for what was late before it.
    if (ended !== undefined && ended < due) return { party, replies, kind: 'let-off' };
    return { party, replies, kind: now >= due ? 'late' : 'waiting' };
  });
}

/** How a party answers what it is asked. [J6] */
export interface AnswerFigures {
  readonly party: PartyId;
  /** Requests to it, without those it was let off. */
  readonly asked: number;
  readonly answered: number;
  readonly inTime: number;
  /** Due and not answered. */
  readonly late: number;
  /** The middle of how long its answers took, in seconds; absent without an answer. */
  readonly medianSeconds?: number;
}

/** How each party that is asked anything answers, over these requests, sorted by party. [J6] */
export function answerFigures(
  files: readonly RequestFile[],
  now: Instant,
): readonly AnswerFigures[] {
  const all = files.flatMap((file) =>
    standingsOf(file, now).map((standing) => ({ standing, file })),
  );
  const parties = [...new Set(all.map(({ standing }) => standing.party))].toSorted();
  return parties.map((party) => {
    const own = all.filter(({ standing }) => standing.party === party);
    const took: number[] = [];
    let [asked, inTime, late] = [0, 0, 0];
    for (const { standing, file } of own) {
      if (standing.kind !== 'let-off') asked += 1;
      if (standing.kind === 'late') late += 1;
      if (standing.kind !== 'answered') continue;
      if (standing.lateSeconds === 0) inTime += 1;
      took.push(Math.max(0, standing.at - momentOf(file.said.record.at)));
    }
    const median = medianOf(took);
    const figures = { party, asked, answered: took.length, inTime, late };
    return median === undefined ? figures : { ...figures, medianSeconds: median };
  });
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === undefined || above === undefined ? undefined : Math.round((below + above) / 2);
}

function hasAsked(said: Said<'request'>): boolean {
  return askedBy(said).length > 0;
}

/** [J3] Only who is asked answers, to who asked and to none who does not read the request. */
function isReplyTo(request: Said<'request'>, reply: Said<'reply'>): boolean {
  return (
    askedBy(request).includes(reply.author) &&
    reply.audience.includes(request.author) &&
    reply.audience.every((party) => request.audience.includes(party))
  );
}

/** [J5] Only who asked ends it, to the very readers of the request. */
function isEndOf(request: Said<'request'>, end: Said<'request-end'>): boolean {
  return end.author === request.author && isSameAudience(end.audience, request.audience);
}
