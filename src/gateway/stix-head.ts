import type { JsonObject } from '../base/json.ts';
import type { RecordType } from '../accord/record.ts';
import type { Said } from '../accord/said.ts';
import type { OutsideCentre } from './stix-frame.ts';
import { identityOf, markingsOf, timeOf } from './stix-frame.ts';
import { EXERCISE_LABEL, RECORD_EXTENSION } from './stix-names.ts';

/** The types of record that have a form in STIX. */
export const STIX_TYPES = ['report', 'grade', 'link', 'recall', 'matter', 'resolution'] as const;

/** One of {@link STIX_TYPES}. */
export type StixType = (typeof STIX_TYPES)[number];

/** A record on its way out, with where it stands. */
export type Outgoing<T extends RecordType = StixType> = Pick<
  Said<T>,
  'hash' | 'author' | 'audience' | 'record'
>;

/** Whether a record has a form in STIX. */
export function isOutgoing(said: Outgoing<RecordType>): said is Outgoing {
  return (STIX_TYPES as readonly string[]).includes(said.record.type);
}

/** What all objects of a record have in common: who, when, and its marks. */
export function headOf(centre: OutsideCentre, said: Outgoing<RecordType>): JsonObject {
  const { at, marking } = said.record;
  return {
    spec_version: '2.1',
    created_by_ref: identityOf(centre.id, said.author),
    created: timeOf(at),
    modified: timeOf(at),
    ...(marking.exercise ? { labels: [EXERCISE_LABEL] } : {}),
    object_marking_refs: markingsOf(centre.id, said.audience, marking),
  };
}

/** What of a record has no place in STIX. [Y2] */
export function recordExtension(
  centre: OutsideCentre,
  { hash, author, audience, record }: Outgoing<RecordType>,
  more: JsonObject = {},
): JsonObject {
  const { caveats, exercise } = record.marking;
  return {
    [RECORD_EXTENSION]: {
      extension_type: 'property-extension',
      record: hash,
      centre: centre.id,
      party: author,
      audience,
      ...(caveats.length > 0 ? { caveats } : {}),
      exercise,
      ...more,
    },
  };
}

/** The labels that an object's head has. */
export function labelsIn(head: JsonObject): readonly string[] {
  return (head['labels'] as readonly string[] | undefined) ?? [];
}

/** A text under a name, where there is one. */
export function wordsAs(name: string, words: string | undefined): JsonObject {
  return words === undefined || words === '' ? {} : { [name]: words };
}
