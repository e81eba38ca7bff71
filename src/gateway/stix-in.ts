import type { Json, JsonObject } from '../base/json.ts';
import { formatCanonical } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import type { Choices, Draft, FileFault, Item, LeftOutReason, Outcome } from './items.ts';
import { languageOf, listIn, objectIn, outcomeOf, propose, wordsIn } from './items.ts';
import type { ReportRow, RowFault } from './outside.ts';
import { admitRow, lineFrom, outsideId, textFrom } from './outside.ts';
import { isSaidInExercise, ownBodyIn, ownWordsIn } from './stix-own.ts';
import { placeOf } from './stix-place.ts';
import type { StixWorld } from './stix-world.ts';
import { makerOf, markOf, openStixWorld, sentencesOf, translationsOf } from './stix-world.ts';
import { parseSpan, windowOf } from './when.ts';
import type { Span } from './when.ts';

/** The types of STIX that may become reports. */
export const STIX_TAKEN = [
  'report',
  'grouping',
  'note',
  'opinion',
  'sighting',
  'observed-data',
  'incident',
] as const;

type TakenType = (typeof STIX_TAKEN)[number];

/** What is left out by its type. [O4] */
const LEFT_OUT: ReadonlyMap<string, LeftOutReason> = new Map([
  ['threat-actor', 'about-persons'],
  ['email-addr', 'about-persons'],
  ['email-message', 'about-persons'],
  ['user-account', 'about-persons'],
  ['identity', 'only-a-name'],
  ['indicator', 'machine-pattern'],
  ['location', 'only-a-place'],
  ['relationship', 'only-a-link'],
  ['marking-definition', 'only-a-marking'],
  ['extension-definition', 'only-a-marking'],
  ['language-content', 'only-a-translation'],
  ...[
    ...['attack-pattern', 'campaign', 'course-of-action', 'infrastructure', 'intrusion-set'],
    ...['malware', 'malware-analysis', 'tool', 'vulnerability', 'artifact', 'autonomous-system'],
    ...['directory', 'domain-name', 'file', 'ipv4-addr', 'ipv6-addr', 'mac-addr', 'mutex'],
    ...['network-traffic', 'process', 'software', 'url', 'windows-registry-key'],
    'x509-certificate',
  ].map((type) => [type, 'cyber-only'] as const),
]);

/**
 * Reads a STIX 2.1 bundle, a list of objects, or one object: each object is an item. What speaks of
 * something that was seen or told is taken, with the place, the names, the marks and the translations
 * that other objects of the file give it. Its `confidence` stays in words and grades nothing. [O9]
 */
export function readStix(json: Json, choices: Choices): Result<readonly Outcome[], FileFault> {
  const root = objectIn(json);
  const version = wordsIn(root?.['spec_version']);
  if (version !== '' && version !== '2.1') return err({ kind: 'other-version', version });
  const listed = Array.isArray(json) ? listIn(json) : listIn(root?.['objects']);
  const objects = wordsIn(root?.['type']) === 'bundle' || Array.isArray(json) ? listed : [json];
  const world = openStixWorld(objects);
  return ok(
    objects.map((each, i) => {
      const object = objectIn(each);
      const type = lineFrom(wordsIn(object?.['type'])) || 'object';
      const item = { number: i + 1, type, name: '' };
      if (object === undefined) return refused(item, { kind: 'missing-field', field: 'type' });
      const reason = reasonOf(object, world, choices);
      if (reason !== undefined) return { ...item, outcome: 'left-out', reason };
      const named = { ...item, name: nameOf(object) };
      return outcomeOf(named, reportOf(object, type as TakenType, { world, choices }));
    }),
  );
}

function reasonOf(
  object: JsonObject,
  world: StixWorld,
  { isExercise }: Choices,
): LeftOutReason | undefined {
  const type = wordsIn(object['type']);
  if (type === 'identity' && wordsIn(object['identity_class']) === 'individual') {
    return 'about-persons';
  }
  const reason = LEFT_OUT.get(type);
  if (reason !== undefined) return reason;
  if (!(STIX_TAKEN as readonly string[]).includes(type)) return 'unknown-kind';
  if (object['revoked'] === true || listIn(object['labels']).includes('recalled')) {
    return 'withdrawn';
  }
  if (world.latest(wordsIn(object['id'])) !== object) return 'older-version';
  // [O10] What was said in an exercise must never be read as true.
  return isSaidInExercise(object) && isExercise !== true ? 'not-actual' : undefined;
}

interface Around {
  readonly world: StixWorld;
  readonly choices: Choices;
}

function reportOf(
  object: JsonObject,
  type: TakenType,
  { world, choices }: Around,
): Result<ReportRow, RowFault> {
  const id = wordsIn(object['id']);
  if (!id.startsWith(`${type}--`)) return err({ kind: 'missing-field', field: 'id' });
  const translated = translationsOf(object, world);
  const tag = wordsIn(object['lang']);
  const language = tag === '' ? undefined : languageOf(tag);
  // The specification: without `lang` nothing is said of the language.
  if (tag !== '' && language === undefined) {
    return err({ kind: 'bad-choice', field: 'lang', text: tag });
  }
  const maker = makerOf(object, world);
  const version = wordsIn(object['modified']) || wordsIn(object['created']);
  const tlp = markOf(object, world);
  const reference = [
    `STIX ${lineFrom(id)}${version === '' ? '' : `, modified ${lineFrom(version)}`}`,
    maker === '' ? '' : `By: ${maker}`,
    ...ownWordsIn(object),
    ...sentencesOf(object, world),
    ...outsideRefs(object),
  ];
  const key = ['stix', [id, version]] as const;
  const own = ownBodyIn(object);
  if (own !== undefined) {
    const marked = tlp === undefined ? {} : { tlp };
    return asSaid(own, { key, reference, choices, marked });
  }
  const when = whenOf(object, type);
  if (!when.ok) return when;
  const place = placeOf(object, world, choices.precisionMetres);
  if (!place.ok) return place;
  const draft: Draft = {
    id: key,
    ...(type === 'incident' ? { kind: 'incident' } : {}),
    title: titleOf(object, type, world),
    ...(language === undefined ? {} : { language }),
    text: [...textOf(object, type), ...statedIn(object), ...translated, ...refersTo(object, world)],
    ...place.value,
    when: when.value,
    source: 'partner',
    reference,
    ...(tlp === undefined ? {} : { tlp }),
  };
  return propose(draft, choices);
}

interface AsSaid {
  readonly key: Draft['id'];
  readonly reference: readonly string[];
  readonly choices: Choices;
  readonly marked: Pick<ReportRow, 'tlp'>;
}

/** A report of our own kind, to the letter; but its source is whoever said it, and its grade words. [O1] [O9] */
function asSaid(
  own: Report,
  { key, reference, choices, marked }: AsSaid,
): Result<ReportRow, RowFault> {
  const { grade: _grade, corrects: _corrects, source: _source, ...rest } = own;
  const source = {
    kind: choices.source ?? 'partner',
    reference: textFrom(reference.filter((line) => line !== '').join('\n')),
  };
  const made = admitRow(outsideId(key[0], formatCanonical(key[1])), { ...rest, source });
  return made.ok ? ok({ ...made.value, ...marked }) : made;
}

function whenOf(object: JsonObject, type: TakenType): Result<Report['when'], RowFault> {
  const [first, last] = TIMES[type];
  const begin = wordsIn(object[first]) === '' ? 'created' : first;
  const spans: Span[] = [];
  for (const field of [begin, last].filter((each) => each !== undefined)) {
    const text = wordsIn(object[field]);
    if (text === '') continue;
    const span = text.endsWith('Z') ? parseSpan(text) : undefined;
    if (!span?.ok) return err({ kind: 'bad-date', field, text });
    spans.push(span.value);
  }
  const when = windowOf(spans);
  return when ? ok(when) : err({ kind: 'missing-field', field: begin });
}

/** When something was; `created` where the object does not say, for then it was written. */
const TIMES: Readonly<Record<TakenType, readonly [string, string?]>> = {
  report: ['published'],
  grouping: ['created'],
  note: ['created'],
  opinion: ['created'],
  incident: ['created'],
  sighting: ['first_seen', 'last_seen'],
  'observed-data': ['first_observed', 'last_observed'],
};

function nameOf(object: JsonObject): string {
  const name = wordsIn(object['name']) || wordsIn(object['abstract']);
  return lineFrom(name || (wordsIn(object['content']).split('\n', 1)[0] ?? ''));
}

function titleOf(object: JsonObject, type: TakenType, world: StixWorld): string {
  const about = (ref: Json | undefined) => {
    const target = world.latest(wordsIn(ref));
    const isTaken = (STIX_TAKEN as readonly string[]).includes(wordsIn(target?.['type']));
    return target && isTaken ? nameOf(target) : '';
  };
  switch (type) {
    case 'opinion': {
      const on = about(listIn(object['object_refs'])[0]);
      const view = lineFrom(wordsIn(object['opinion']));
      return `Opinion: ${view}${on === '' ? '' : `, on: ${on}`}`;
    }
    case 'sighting': {
      const of = about(object['sighting_of_ref']);
      return of === '' ? 'Sighting' : `Sighting: ${of}`;
    }
    case 'observed-data':
      return 'Observed data';
    default:
      return nameOf(object);
  }
}

function textOf(object: JsonObject, type: TakenType): readonly string[] {
  const say = (field: string) => wordsIn(object[field]);
  const count = (field: string) => (typeof object[field] === 'number' ? object[field] : undefined);
  const times = count(type === 'sighting' ? 'count' : 'number_observed');
  return [
    say('content'),
    say('description'),
    say('explanation'),
    say('context') === '' ? '' : `Context: ${lineFrom(say('context'))}`,
    times === undefined ? '' : `Seen ${times} times, as the source counts.`,
  ];
}

/** [O9] The source's own figure, in words; grades are for people. */
function statedIn(object: JsonObject): readonly string[] {
  const { confidence } = object;
  return typeof confidence === 'number'
    ? [`Confidence stated by the source: ${confidence} of 100.`]
    : [];
}

/** How many objects of which type it refers to; never their names. */
function refersTo(object: JsonObject, world: StixWorld): readonly string[] {
  const counts = new Map<string, number>();
  for (const ref of listIn(object['object_refs'])) {
    const type = lineFrom(wordsIn(ref).split('--', 1)[0] ?? '');
    const isShown = type === '' || type === 'location' || type === 'relationship';
    if (!isShown) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const all = [...counts].map(([type, count]) => `${count} ${type}`);
  return all.length === 0 || world.size < 2 ? [] : [`It refers to: ${all.join(', ')}.`];
}

function outsideRefs(object: JsonObject): readonly string[] {
  return listIn(object['external_references'])
    .slice(0, 10)
    .map((each) => {
      const ref = objectIn(each);
      const parts = ['source_name', 'external_id', 'url', 'description'];
      return parts
        .map((part) => lineFrom(wordsIn(ref?.[part])))
        .filter((part) => part !== '')
        .join(', ');
    })
    .map((line) => (line === '' ? '' : `Reference: ${line}`));
}

function refused(item: Item, fault: RowFault): Outcome {
  return { ...item, outcome: 'refused', fault };
}
