import { parseBase64Url, sha256 } from '../../base/bytes.ts';
import type { LogId, PartyId, RecordHash } from '../../base/ids.ts';
import { recordHash } from '../../base/ids.ts';
import type { RecordOf } from '../record.ts';
import { parseRecord } from '../record.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import { byPlace, byTime, openShelves } from './shelves.ts';
import { partiesIn } from '../party/audience.ts';

/** That a party wants to pass a record on, with what its author answered last. [R12] */
export interface ReleaseAsk {
  readonly said: Said<'release-request'>;
  readonly answer: Said<'release-answer'> | undefined;
}

/** A record that was passed on, and whether its author released it to these readers. [R14] */
export interface Passed {
  readonly said: Said<'passage'>;
  /** The exact bytes that were passed on, and their hash. */
  readonly bytes: Uint8Array;
  readonly record: RecordHash;
  readonly standing: 'released' | 'not-released' | 'taken-back';
  /** The answer of the author that it names, where that is here and is one. */
  readonly grant: Said<'release-answer'> | undefined;
}

/** Releases that were asked for and records that were passed on. */
export interface Passages {
  ask(hash: RecordHash): ReleaseAsk | undefined;
  /** All that were asked for, in the order of their hashes. */
  asks(): readonly ReleaseAsk[];
  passed(hash: RecordHash): Passed | undefined;
  /** All that was passed on, in the order of the hashes of the passages. */
  all(): readonly Passed[];
}

/** {@link Passages} that can still learn. */
export interface LearningPassages extends Passages {
  /** Takes in one record; the same twice, or in another order, makes no difference. */
  learn(said: Said): void;
  /** Forgets what stood in these places of a log, since its bytes are gone. */
  forget(log: LogId, indexes: readonly number[]): void;
}

/** Begins without any, in a centre that is an exercise or is none. */
export function openPassages(exercise: boolean): LearningPassages {
  const requests = openShelves<Said<'release-request'>>((said) => said.hash);
  const answers = openShelves<Said<'release-answer'>>((said) => said.record.body.request);
  const granting = openShelves<Said<'release-answer'>>((said) => said.hash);
  const passages = openShelves<Said<'passage'>>((said) => said.hash);

  const ask = (hash: RecordHash): ReleaseAsk | undefined => {
    const [said] = requests.on(hash).toSorted(byPlace);
    if (!said) return undefined;
    const counting = answers.on(hash).filter((answer) => isAnswerTo(said, answer));
    return { said, answer: counting.toSorted(byTime).at(-1) };
  };

  const passed = (hash: RecordHash): Passed | undefined => {
    const [said] = passages.on(hash).toSorted(byPlace);
    const bytes = said ? parseBase64Url(said.record.body.record) : undefined;
    if (!said || !bytes?.ok) return undefined;
    const record = recordHash(sha256(bytes.value));
    const { origin, release } = said.record.body;
    const grant = granting.on(release).find(({ author }) => author === origin);
    const base = { said, bytes: bytes.value, record, grant };
    if (!grant || !isGrantFor(grant, said, record)) return { ...base, standing: 'not-released' };
    const last = answers
      .on(grant.record.body.request)
      .filter(({ author }) => author === origin)
      .toSorted(byTime)
      .at(-1);
    const stands = last !== undefined && isGrantFor(last, said, record);
    return { ...base, standing: stands ? 'released' : 'taken-back' };
  };

  return {
    ask,
    asks: () => requests.names().flatMap((hash) => ask(hash) ?? []),
    passed,
    all: () => passages.names().flatMap((hash) => passed(hash) ?? []),
    learn(said) {
      const { by, marking } = said.record;
      if (by.party !== said.author || marking.exercise !== exercise) return; // [C9] [C10]
      if (isSaid(said, 'release-request')) requests.put(said);
      else if (isSaid(said, 'passage')) passages.put(said);
      else if (isSaid(said, 'release-answer')) {
        answers.put(said);
        granting.put(said);
      }
    },
    forget(log, indexes) {
      for (const index of indexes) {
        for (const shelves of [requests, answers, granting, passages]) shelves.drop(log, index);
      }
    },
  };
}

/** Who may read what a grant releases: who passes it on, its author, and those to whom it is given. [R12] */
export function releasedTo(grant: Said<'release-answer'>): readonly PartyId[] {
  const { passer, to } = grant.record.body;
  return [...new Set([grant.author, passer, ...to])].toSorted();
}

/** The report that was passed on, where the bytes are one of the party that it is said to be of. */
export function passedReport({ said, bytes }: Passed): RecordOf<'report'> | undefined {
  const read = parseRecord(bytes);
  if (!read.ok || read.value.type !== 'report') return undefined;
  return read.value.by.party === said.record.body.origin ? read.value : undefined;
}

/** [R12] Only who was asked answers, of the very record, to who asked. */
function isAnswerTo(request: Said<'release-request'>, answer: Said<'release-answer'>): boolean {
  const { record, passer, to } = answer.record.body;
  return (
    answer.author !== request.author &&
    request.audience.includes(answer.author) &&
    answer.audience.includes(request.author) &&
    record === request.record.body.record &&
    passer === request.author &&
    to.every((party) => request.record.body.to.includes(party))
  );
}

/** [R14] Only what is granted is released: these bytes, by this party, to these readers. */
function isGrantFor(
  grant: Said<'release-answer'>,
  passage: Said<'passage'>,
  record: RecordHash,
): boolean {
  const { body } = grant.record;
  const readers = releasedTo(grant);
  return (
    body.verdict === 'granted' &&
    body.record === record &&
    body.passer === passage.author &&
    partiesIn(passage.audience).every((party) => readers.includes(party))
  );
}
