import { equal, utf8 } from '../../base/bytes.ts';
import type { LogId, PartyId, RecordHash } from '../../base/ids.ts';
import { isSameAudience, partiesIn } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import type { Recall } from './recall-schema.ts';

/** The types of record that can be recalled: none of them carries a consent or a law. [W2] */
export const RECALLABLE_TYPES = [
  ...(['report', 'grade', 'link', 'release'] as const),
  ...(['matter', 'resolution', 'concurrence', 'outcome'] as const),
  ...(['request', 'reply', 'request-end', 'release-request', 'passage'] as const),
] as const;

/** One of {@link RECALLABLE_TYPES}. */
export type RecallableType = (typeof RECALLABLE_TYPES)[number];

/** Whether records of this type can be recalled. [W2] */
export function isRecallable(type: string): type is RecallableType {
  return (RECALLABLE_TYPES as readonly string[]).includes(type);
}

/** How much of a record's end every stub shows at least, in bytes. [W6] */
const SHOWN_BYTES = 24;

/**
 * The type that a record shows by how its bytes end, where that type can be recalled. In JSON that
 * ends so, these are the last members of the record itself and cannot stand in a text; of a type with
 * a long name a stub may show the name alone, which no other member of a record may hold. [W2] [W6]
 */
export function recallableTypeAt(ending: Uint8Array): RecallableType | undefined {
  return RECALLABLE_TYPES.find((type) => {
    const last = utf8(`,"type":"${type}","v":1}`);
    const shown = last.slice(-Math.max(SHOWN_BYTES, Math.min(last.length, ending.length)));
    return ending.length >= shown.length && equal(ending.slice(-shown.length), shown);
  });
}

/** What a recall says of the entry at `index` of its own log. */
export function namedAt(
  recall: Said<'recall'>,
  index: number,
): Recall['records'][number] | undefined {
  if (index >= recall.index) return undefined; // [W1] only what stands before it
  return recall.record.body.records.find((each) => each.index === index);
}

/** Whether a recall reaches a record whose bytes are at hand. [W1] [W2] */
export function reaches(recall: Said<'recall'>, said: Said): boolean {
  const isSameLog = recall.log === said.log;
  const named = isSameLog ? namedAt(recall, said.index) : undefined;
  return named?.record === said.hash && isRecallable(said.record.type);
}

/** Where one member stands towards a recall. */
export interface RecallStanding {
  readonly party: PartyId;
  /** Its acknowledgement, or nothing: it did not say that it erased. [W8] */
  readonly erasure: Said<'erasure'> | undefined;
}

/** All recalls that a node knows, with who has acknowledged them. */
export interface Recalls {
  /** Every recall in each of its places, as they were learnt. */
  readonly all: readonly Said<'recall'>[];
  byHash(hash: RecordHash): Said<'recall'> | undefined;
  /** The recalls that name this place, whether or not they reach what stands there. */
  at(log: LogId, index: number): readonly Said<'recall'>[];
  /** One line for each member of the audience, the author first. [W8] */
  standings(recall: Said<'recall'>): readonly RecallStanding[];
}

/** {@link Recalls} that can still learn. */
export interface LearningRecalls extends Recalls {
  /** Takes in one record; others than recalls and erasures change nothing. */
  learn(said: Said): void;
}

/** Begins without any recall, in a centre that is an exercise or is none. */
export function openRecalls(exercise: boolean): LearningRecalls {
  const all: Said<'recall'>[] = [];
  const learnt = new Set<string>();
  const places = new Map<string, Said<'recall'>[]>();
  const erasures = new Map<RecordHash, Said<'erasure'>[]>();

  const takeRecall = (said: Said<'recall'>): void => {
    const name = `${said.log}/${said.index}`;
    if (learnt.has(name)) return;
    learnt.add(name);
    all.push(said);
    for (const { index } of said.record.body.records) {
      const place = `${said.log}/${index}`;
      places.set(place, [...(places.get(place) ?? []), said]);
    }
  };

  return {
    all,
    byHash: (hash) => all.find((each) => each.hash === hash),
    learn(said) {
      const { by, marking } = said.record;
      if (by.party !== said.author || marking.exercise !== exercise) return; // [W1] [C9] [C10]
      if (isSaid(said, 'recall')) takeRecall(said);
      if (!isSaid(said, 'erasure')) return;
      const { recall } = said.record.body;
      const held = erasures.get(recall) ?? [];
      const isKnown = held.some(({ log, index }) => log === said.log && index === said.index);
      if (!isKnown) erasures.set(recall, [...held, said]);
    },
    at: (log, index) =>
      (places.get(`${log}/${index}`) ?? []).filter((each) => namedAt(each, index) !== undefined),
    standings(recall) {
      const said = (erasures.get(recall.hash) ?? []).filter((each) =>
        isSameAudience(each.audience, recall.audience),
      );
      const { author, audience } = recall;
      return [author, ...partiesIn(audience).filter((party) => party !== author)].map((party) => ({
        party,
        erasure: said
          .filter((each) => each.author === party)
          .toSorted((one, other) => one.index - other.index)[0],
      }));
    },
  };
}
