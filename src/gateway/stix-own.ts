import type { JsonObject } from '../base/json.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { reportSchema } from '../accord/knowledge/schema.ts';
import { listIn, objectIn, wordsIn } from './items.ts';
import { lineFrom } from './outside.ts';
import {
  EXERCISE_LABEL,
  EXERCISE_MARKING,
  GRADE_EXTENSION,
  RECORD_EXTENSION,
} from './stix-names.ts';

/**
 * The body of a report of ours that left as STIX, as the extension has it; nothing where the object
 * has none that a report could bear. Attachments do not travel in STIX and are left out.
 */
export function bodyIn(object: JsonObject): Report | undefined {
  const extension = extensionIn(object, RECORD_EXTENSION);
  const body = objectIn(extension?.['body']);
  if (body === undefined) return undefined;
  const { attachments: _attachments, ...rest } = body;
  const read = reportSchema.safeParse({
    ...rest,
    title: wordsIn(object['name']),
    language: wordsIn(object['lang']),
    text: wordsIn(object['description']),
  });
  return read.success ? read.data : undefined;
}

/** Whose record an object of ours was, and how its author graded it, in words. [O1] [O9] */
export function ownWordsIn(object: JsonObject): readonly string[] {
  const record = extensionIn(object, RECORD_EXTENSION);
  const grade = extensionIn(object, GRADE_EXTENSION);
  const [party, centre] = [
    lineFrom(wordsIn(record?.['party'])),
    lineFrom(wordsIn(record?.['centre'])),
  ];
  const source = objectIn(objectIn(record?.['body'])?.['source']);
  const axes = `${wordsIn(grade?.['reliability'])}${wordsIn(grade?.['credibility'])}`;
  return [
    party === ''
      ? ''
      : `Record of party ${party} of centre ${centre}, ${lineFrom(wordsIn(record?.['record']))}`,
    source === undefined ? '' : `Its source: ${lineFrom(wordsIn(source['kind']))}`,
    lineFrom(wordsIn(source?.['reference'])),
    /^[A-F][1-6]$/.test(axes) ? `Grade stated by the source: ${axes}` : '',
  ];
}

/** Whether an object says that it was said in an exercise. [O10] */
export function isSaidInExercise(object: JsonObject): boolean {
  return (
    extensionIn(object, RECORD_EXTENSION)?.['exercise'] === true ||
    listIn(object['labels']).includes(EXERCISE_LABEL) ||
    listIn(object['object_marking_refs']).includes(EXERCISE_MARKING)
  );
}

function extensionIn(object: JsonObject, name: string): JsonObject | undefined {
  return objectIn(objectIn(object['extensions'])?.[name]);
}
