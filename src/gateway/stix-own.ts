import type { Json, JsonObject } from '../base/json.ts';
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
 * What stands in a STIX `report` of our own kind: the body that its record has, to be read as any
 * report from outside is; nothing where the object bears no such extension. [Y2]
 */
export function ownReportIn(object: JsonObject): Json | undefined {
  if (object['type'] !== 'report') return undefined;
  const body = objectIn(extensionIn(object, RECORD_EXTENSION)?.['body']);
  if (body === undefined) return undefined;
  return {
    ...body,
    title: object['name'] ?? null,
    language: object['lang'] ?? null,
    text: object['description'] ?? '',
  };
}

/** The same as a report, where it can be one. Attachments do not travel in STIX and are left out. */
export function ownBodyIn(object: JsonObject): Report | undefined {
  const body = objectIn(ownReportIn(object));
  if (body === undefined) return undefined;
  const { attachments: _attachments, ...rest } = body;
  const read = reportSchema.safeParse(rest);
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
