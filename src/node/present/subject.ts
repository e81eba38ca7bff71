import type { Known } from '../../accord/known.ts';
import type { RecordOf } from '../../accord/record.ts';

/** How long a subject may be, in UTF-16 units. */
const SUBJECT_UNITS_MAX = 200;

/** What a record is about, in its author's own words: a title, a plan's name, the first line of a remark. */
export function subjectOf(record: RecordOf, known: Pick<Known, 'plans'>): string {
  switch (record.type) {
    case 'report':
    case 'matter':
      return record.body.title;
    case 'plan':
      return record.body.name;
    case 'decision':
    case 'acceptance':
    case 'activation':
    case 'closing':
    case 'stop':
    case 'resumption':
    case 'step':
    case 'contact':
    case 'clearance':
      return known.plans.get(record.body.plan)?.plan?.record.body.name ?? '';
    case 'incursion':
    case 'request':
      return record.body.title;
    case 'claim':
    case 'agreement':
    case 'post':
    case 'site':
    case 'holding':
      return record.body.names[LANGUAGE_OF_NAMES];
    case 'remark':
    case 'answer':
      return record.body.text.split('\n', 1)[0]?.slice(0, SUBJECT_UNITS_MAX) ?? '';
    case 'signing':
    case 'handover':
    case 'handover-step':
    case 'link':
    case 'release':
    case 'resolution':
    case 'concurrence':
    case 'outcome':
    // What a party calls its source is read on its own page alone.
    case 'source':
    case 'reply':
    case 'request-end':
    case 'release-request':
    case 'release-answer':
    case 'passage':
    case 'recall':
    case 'erasure':
    case 'grade':
    case 'confirmation':
    case 'charter':
    case 'roster':
    case 'access':
    case 'compartment':
    case 'draft':
      return '';
  }
}

/** A claim is named in every language; a subject is one text, so it takes the first. */
const LANGUAGE_OF_NAMES = 'en';
