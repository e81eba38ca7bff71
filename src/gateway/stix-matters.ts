import type { RecordHash } from '../base/ids.ts';
import type { RecallableType } from '../accord/knowledge/recall.ts';
import type { OutsideCentre } from './stix-frame.ts';
import { identityOf } from './stix-frame.ts';
import type { Outgoing } from './stix-head.ts';
import { headOf, labelsIn, recordExtension, wordsAs } from './stix-head.ts';
import type { StixObject } from './stix-names.ts';
import { stixIdOf } from './stix-names.ts';

/**
 * A matter as a `grouping`. Which reports are part of it is told by relationships, which come and
 * go; it refers to the party that opened it. [Y7]
 */
export function matterObject(centre: OutsideCentre, said: Outgoing<'matter'>): StixObject {
  const { hash, record } = said;
  const { title, language, text } = record.body;
  return {
    type: 'grouping',
    id: stixIdOf('grouping', hash),
    ...headOf(centre, said),
    lang: language,
    name: title,
    ...wordsAs('description', text),
    context: 'matter',
    object_refs: [identityOf(centre.id, said.author)],
    extensions: recordExtension(centre, said),
  };
}

/** How a party ends a matter for its part. [Y7] */
export function resolutionObject(centre: OutsideCentre, said: Outgoing<'resolution'>): StixObject {
  const { hash, record } = said;
  const { matter, verdict, language, held, ground } = record.body;
  const head = headOf(centre, said);
  return {
    type: 'note',
    id: stixIdOf('note', hash),
    ...head,
    labels: [...labelsIn(head), 'resolution', verdict],
    lang: language,
    abstract: verdict === 'held' ? 'Held to be true' : 'Not agreed',
    content: `${held}\n\n${ground}`,
    object_refs: [stixIdOf('grouping', matter)],
    extensions: recordExtension(centre, said),
  };
}

// What a grade that is gone was, an opinion or a note, nobody can tell any more.
const FORMS: Readonly<Record<string, readonly string[]>> = {
  report: ['report'],
  grade: ['opinion', 'note'],
  link: ['relationship'],
};

/**
 * A recall as a note. The bytes are gone, and with them the object of which `revoked` would be a
 * later version. [Y8]
 */
export function recallObjects(
  centre: OutsideCentre,
  said: Outgoing<'recall'>,
  recalled: readonly { readonly type: RecallableType; readonly record: RecordHash }[],
): readonly StixObject[] {
  const refs = recalled.flatMap((each) =>
    (FORMS[each.type] ?? []).map((form) => stixIdOf(form, each.record)),
  );
  if (refs.length === 0) return [];
  const { hash, record } = said;
  const { reason, words } = record.body;
  const head = headOf(centre, said);
  return [
    {
      type: 'note',
      id: stixIdOf('note', hash),
      ...head,
      labels: [...labelsIn(head), 'recalled', reason],
      abstract: 'Recalled by its author',
      content: words === undefined || words === '' ? `Recalled by its author: ${reason}` : words,
      object_refs: refs,
      extensions: recordExtension(centre, said),
    },
  ];
}
