import type { LogId, RecordHash } from '../../base/ids.ts';
import type { RecordOf } from '../record.ts';
import type { Said } from '../said.ts';

/** The types of record that say something about reports and matters; none is a report itself. */
const JUDGING = ['matter', 'link', 'grade', 'outcome', 'resolution', 'concurrence'] as const;

/** One of the types of record that say something about reports and matters. */
export type JudgingType = (typeof JUDGING)[number];

/** Whether whoever asks may read a record; what it may not read is to it as if it were not there. */
export type May = (said: Said) => boolean;

/**
 * What was said about reports and matters, by what it is about. Each record comes once, however
 * many logs bear it, in an order that does not hang on which came first. [M2] [M3]
 */
export interface Judgements {
  /** All matters. */
  matters(may: May): readonly Said<'matter'>[];
  /** What of one type was said about a record: a grade of its report, a link of both its ends. */
  about<T extends JudgingType>(type: T, subject: RecordHash, may: May): readonly Said<T>[];
  /** One such record by its hash. */
  one<T extends JudgingType>(type: T, hash: RecordHash, may: May): Said<T> | undefined;
  /** The reports of which some outcome was said. */
  judged(may: May): readonly RecordHash[];
  /** Grows with everything that is learnt or forgotten here. */
  readonly version: number;
}

/** {@link Judgements} that can still learn. */
export interface LearningJudgements extends Judgements {
  /** Takes in one record; one of another type changes nothing, nor does one said twice. */
  learn(said: Said): void;
  /** Forgets what stood in these places of a log, since its bytes are gone. [M4] */
  forget(log: LogId, indexes: readonly number[]): void;
}

/** Begins without any record, in a centre that is an exercise or is none. */
export function openJudgements(exercise: boolean): LearningJudgements {
  const places = new Map<string, Said>();
  const subjects = new Map<string, Map<string, Said>>();
  const hashes = new Map<RecordHash, Map<string, Said>>();
  const judged = new Map<RecordHash, number>();
  let version = 0;

  const placesOf = (key: string): Map<string, Said> => {
    const held = subjects.get(key) ?? new Map<string, Said>();
    subjects.set(key, held);
    return held;
  };

  const standing = (held: Iterable<Said> | undefined, may: May): readonly Said[] => {
    const first = new Map<RecordHash, Said>();
    for (const said of held ?? []) {
      const other = first.get(said.hash);
      if (may(said) && (!other || inOrder(said, other) < 0)) first.set(said.hash, said);
    }
    return [...first.values()].toSorted(inOrder);
  };

  return {
    matters: (may) => standing(subjects.get('matter ')?.values(), may) as readonly Said<'matter'>[],
    about: (type, subject, may) =>
      standing(subjects.get(`${type} ${subject}`)?.values(), may) as never,
    one: (type, hash, may) =>
      standing(hashes.get(hash)?.values(), may).find(({ record }) => record.type === type) as never,
    judged: (may) =>
      [...judged.keys()]
        .filter((report) => standing(subjects.get(`outcome ${report}`)?.values(), may).length > 0)
        .toSorted(),
    get version() {
      return version;
    },
    learn(said) {
      const { by, marking } = said.record;
      if (by.party !== said.author || marking.exercise !== exercise) return; // [C9] [C10]
      // A report may come after what was said of it.
      if (judged.has(said.hash)) version += 1;
      const names = subjectsOf(said.record);
      const place = `${said.log}/${said.index}`;
      if (names.length === 0 || places.has(place)) return;
      version += 1;
      places.set(place, said);
      for (const name of names) placesOf(`${said.record.type} ${name}`).set(place, said);
      const held = hashes.get(said.hash) ?? new Map<string, Said>();
      hashes.set(said.hash, held.set(place, said));
      for (const report of reportsJudged(said)) judged.set(report, (judged.get(report) ?? 0) + 1);
    },
    forget(log, indexes) {
      version += 1; // what is gone may be a report of which something was said
      for (const index of indexes) {
        const place = `${log}/${index}`;
        const said = places.get(place);
        if (!said) continue;
        places.delete(place);
        hashes.get(said.hash)?.delete(place);
        for (const name of subjectsOf(said.record)) {
          subjects.get(`${said.record.type} ${name}`)?.delete(place);
        }
        for (const report of reportsJudged(said)) {
          const left = (judged.get(report) ?? 1) - 1;
          if (left === 0) judged.delete(report);
          else judged.set(report, left);
        }
      }
    },
  };
}

/**
 * The last of what one party said on one thing: within a log its order decides; between the last
 * words of two of its logs the moment that each states, and then the log's name. [M3]
 */
export function lastOf<S extends Said>(words: readonly S[]): S | undefined {
  const last = new Map<LogId, S>();
  for (const said of words) {
    const held = last.get(said.log);
    if (!held || said.index > held.index) last.set(said.log, said);
  }
  return [...last.values()].toSorted(inOrder).at(-1);
}

/** The last word of each party, in the order of the parties' names. [M3] */
export function lastOfEach<S extends Said>(words: readonly S[]): readonly S[] {
  const parties = [...new Set(words.map(({ author }) => author))].toSorted();
  return parties.flatMap((party) => {
    const last = lastOf(words.filter(({ author }) => author === party));
    return last ? [last] : [];
  });
}

/** An order of records that is the same wherever they are known. */
function inOrder(one: Said, other: Said): number {
  if (one.record.at !== other.record.at) return one.record.at < other.record.at ? -1 : 1;
  if (one.log !== other.log) return one.log < other.log ? -1 : 1;
  return one.index - other.index;
}

/** What a judging record is about; nothing for any other. */
function subjectsOf(record: RecordOf): readonly string[] {
  switch (record.type) {
    case 'matter':
      return [''];
    case 'link':
      return [...new Set([record.body.from, record.body.to])];
    case 'grade':
    case 'outcome':
      return [record.body.report];
    case 'resolution':
      return [record.body.matter];
    case 'concurrence':
      return [record.body.resolution];
    default:
      return [];
  }
}

function reportsJudged({ record }: Said): readonly RecordHash[] {
  return record.type === 'outcome' ? [record.body.report] : [];
}
