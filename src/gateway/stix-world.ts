import type { Json, JsonObject } from '../base/json.ts';
import { languageOf, listIn, objectIn, wordsIn } from './items.ts';
import { lineFrom } from './outside.ts';
import type { TlpLevel } from './stix-names.ts';
import { TLP_EXTENSION, TLP_MARKINGS } from './stix-names.ts';
import { TLP_LEVELS } from '../accord/record.ts';

/** The objects of a file, to be looked up by what refers to them. */
export interface StixWorld {
  readonly size: number;
  /** The latest version of an object that the file holds. */
  latest(id: string): JsonObject | undefined;
  /** What stands in a relation with an object, and is named by it. */
  targetsOf(id: string): readonly string[];
  /** The translations of an object. */
  translations(id: string): readonly JsonObject[];
}

/** Reads objects into a world. What they refer to outside the file is not there, and nothing is fetched. */
export function openStixWorld(objects: readonly Json[]): StixWorld {
  const latest = new Map<string, JsonObject>();
  const targets = new Map<string, string[]>();
  const translated = new Map<string, JsonObject[]>();
  for (const each of objects) {
    const object = objectIn(each);
    if (object === undefined) continue;
    const id = wordsIn(object['id']);
    const held = latest.get(id);
    if (held === undefined || wordsIn(held['modified']) < wordsIn(object['modified'])) {
      latest.set(id, object);
    }
    const type = wordsIn(object['type']);
    if (type === 'relationship') {
      put(targets, wordsIn(object['source_ref']), wordsIn(object['target_ref']));
    } else if (type === 'language-content') {
      put(translated, wordsIn(object['object_ref']), object);
    }
  }
  return {
    size: latest.size,
    latest: (id) => latest.get(id),
    targetsOf: (id) => targets.get(id) ?? [],
    translations: (id) => translated.get(id) ?? [],
  };
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [value]);
  else held.push(value);
}

/** The published marks of TLP 1, of which old files are full; they are only ever read. */
const TLP1_MARKINGS: ReadonlyMap<string, TlpLevel> = new Map([
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'CLEAR'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'GREEN'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'AMBER'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'RED'],
]);

const KNOWN_MARKINGS: ReadonlyMap<string, TlpLevel> = new Map([
  ...TLP1_MARKINGS,
  ...TLP_LEVELS.map((level) => [TLP_MARKINGS[level], level] as const),
]);

/** The strictest mark of an object or of any part of it; nothing where it bears none. [O7] */
export function markOf(object: JsonObject, world: StixWorld): TlpLevel | undefined {
  const levels = markingRefs(object)
    .map((ref) => KNOWN_MARKINGS.get(ref) ?? levelIn(world.latest(ref)))
    .filter((level) => level !== undefined);
  return TLP_LEVELS.findLast((level) => levels.includes(level));
}

function levelIn(marking: JsonObject | undefined): TlpLevel | undefined {
  const extension = objectIn(objectIn(marking?.['extensions'])?.[TLP_EXTENSION]);
  const text =
    wordsIn(extension?.['tlp_2_0']) || wordsIn(objectIn(marking?.['definition'])?.['tlp']);
  const level = text.toUpperCase().replace('WHITE', 'CLEAR');
  return TLP_LEVELS.find((each) => each === level);
}

/** What the marks of an object say in sentences: a licence, who may read, or that a mark is not known. */
export function sentencesOf(object: JsonObject, world: StixWorld): readonly string[] {
  return markingRefs(object).flatMap((ref) => {
    if (KNOWN_MARKINGS.has(ref)) return [];
    const marking = world.latest(ref);
    if (marking === undefined) return [`Marking that the file does not hold: ${lineFrom(ref)}`];
    const statement = lineFrom(wordsIn(objectIn(marking['definition'])?.['statement']));
    return statement === '' ? [] : [`Marking: ${statement}`];
  });
}

function markingRefs(object: JsonObject): readonly string[] {
  const granular = listIn(object['granular_markings']).map(
    (each) => objectIn(each)?.['marking_ref'],
  );
  return [...listIn(object['object_marking_refs']), ...granular]
    .map((ref) => wordsIn(ref ?? null))
    .filter((ref) => ref !== '');
}

/** The name of the organisation whose word an object is; of a person nothing. [O4] */
export function makerOf(object: JsonObject, world: StixWorld): string {
  const maker = world.latest(wordsIn(object['created_by_ref']));
  const isOrganisation = ['organization', 'group', 'system', 'class'].includes(
    wordsIn(maker?.['identity_class']),
  );
  return isOrganisation ? lineFrom(wordsIn(maker?.['name'])) : '';
}

/** What is said of an object in others of our languages, as paragraphs. */
export function translationsOf(object: JsonObject, world: StixWorld): readonly string[] {
  return world.translations(wordsIn(object['id'])).flatMap((translation) =>
    Object.entries(objectIn(translation['contents']) ?? {}).flatMap(([tag, fields]) => {
      const language = languageOf(tag);
      if (language === undefined) return [];
      const words = ['name', 'abstract', 'content', 'description', 'explanation']
        .map((field) => wordsIn(objectIn(fields)?.[field]))
        .filter((text) => text !== '');
      return words.length === 0 ? [] : [`[${language}] ${words.join('\n')}`];
    }),
  );
}
