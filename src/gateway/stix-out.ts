import type { Json, JsonObject } from '../base/json.ts';
import type { RecordHash } from '../base/ids.ts';
import { invariant, unreachable } from '../base/result.ts';
import { distanceMetres } from '../geo/measure.ts';
import { toDegrees } from '../geo/grid.ts';
import { boundsOf, parseShape, pathsOf } from '../geo/shape.ts';
import type { GradeAxes, Link } from '../accord/knowledge/schema.ts';
import type { RecallableType } from '../accord/knowledge/recall.ts';
import type { RecordOf } from '../accord/record.ts';
import type { OutsideCentre } from './stix-frame.ts';
import {
  EXTENSION_OBJECTS,
  identityOf,
  presentMarkings,
  presentParty,
  timeOf,
} from './stix-frame.ts';
import type { Outgoing } from './stix-head.ts';
import { headOf, recordExtension, wordsAs } from './stix-head.ts';
import { matterObject, recallObjects, resolutionObject } from './stix-matters.ts';
import type { StixObject } from './stix-names.ts';
import { CONFIDENCES, GRADE_EXTENSION, stixIdFor, stixIdOf } from './stix-names.ts';

/** Where a report's line of versions begins, which gives all of them one identity. */
export interface Origin {
  readonly record: RecordHash;
  /** When it was said. */
  readonly at: string;
}

/** What else the one who asks may read, that an object is made with. */
export interface Beside {
  /** Of reports that correct an earlier one: where they began. [Y9] */
  readonly origins?: ReadonlyMap<RecordHash, Origin>;
  /** For a link: the report that it goes out from. */
  readonly from?: Outgoing<'report'>;
  /** For a link: whether it leads to a matter. */
  readonly isToMatter?: boolean;
  /** For a recall: what it took back, as its stubs show it. */
  readonly recalled?: readonly { readonly type: RecallableType; readonly record: RecordHash }[];
}

/**
 * The STIX 2.1 objects that a record alone determines, the same at every node; what they refer to is
 * in {@link frameOf}. [Y1] A report is a `report` and its `location`; a grade is an `opinion`, or a
 * `note` where it cannot be judged; a link is a `relationship`, and a `sighting` besides where a
 * party's own patrol or post saw what another told; a recall is a `note`; a matter is a `grouping`,
 * and how a party resolves it a `note` on that. [Y2] [Y5] [Y7]
 */
export function stixOf(
  centre: OutsideCentre,
  said: Outgoing,
  beside: Beside = {},
): readonly StixObject[] {
  const { record } = said;
  switch (record.type) {
    case 'report':
      return reportObjects(centre, { ...said, record }, beside);
    case 'grade':
      return [gradeObject(centre, { ...said, record }, beside)];
    case 'link':
      return linkObjects(centre, { ...said, record }, beside);
    case 'recall':
      return recallObjects(centre, { ...said, record }, beside.recalled ?? []);
    case 'matter':
      return [matterObject(centre, { ...said, record })];
    case 'resolution':
      return [resolutionObject(centre, { ...said, record })];
    default:
      return unreachable(record);
  }
}

/** What the objects of a record refer to: its author, its marks, our extensions; many records share them. */
export function frameOf(centre: OutsideCentre, said: Outgoing): readonly StixObject[] {
  return [
    ...EXTENSION_OBJECTS,
    ...presentParty(centre, said.author),
    ...presentMarkings(centre.id, said.audience, said.record.marking),
  ];
}

function reportObjects(
  centre: OutsideCentre,
  said: Outgoing<'report'>,
  beside: Beside,
): readonly [StixObject, StixObject] {
  const { hash, record } = said;
  const { title, language, text, ...body } = record.body;
  const { kind, place, source, grade } = body;
  const common = { ...headOf(centre, said), lang: language };
  const location: StixObject = {
    type: 'location',
    id: stixIdOf('location', hash),
    ...common,
    ...(place.label === undefined ? {} : { name: place.label }),
    ...pointOf(place),
  };
  const { reference } = source;
  const origin = beside.origins?.get(hash);
  const confidence = grade && CONFIDENCES[grade.credibility];
  const report: StixObject = {
    type: 'report',
    id: reportId(hash, beside),
    ...common,
    ...(origin ? { created: timeOf(origin.at) } : {}),
    name: title,
    ...(text === '' ? {} : { description: text }),
    report_types: [kind],
    published: timeOf(record.at),
    ...(confidence === undefined ? {} : { confidence }),
    ...(reference === undefined || reference === ''
      ? {}
      : { external_references: [{ source_name: source.kind, description: reference }] }),
    object_refs: [stixIdOf('location', hash)],
    extensions: {
      ...recordExtension(centre, said, { body: body as unknown as JsonObject }),
      ...(grade ? gradeExtension(grade) : {}),
    },
  };
  return [location, report];
}

/** All versions of a report have the identity of the first. [Y9] */
function reportId(record: RecordHash, { origins }: Beside): string {
  return stixIdOf('report', origins?.get(record)?.record ?? record);
}

/** A point with a radius that holds the whole place: what STIX can say of one. The exact shape stands in the report. */
function pointOf(place: RecordOf<'report'>['body']['place']): JsonObject {
  const shape = parseShape(place.geometry as unknown as JsonObject);
  invariant(shape.ok, 'a report that was understood has a shape');
  const { west, south, east, north } = boundsOf(shape.value);
  const middle = [Math.round((west + east) / 2), Math.round((south + north) / 2)] as const;
  let metres = 0;
  for (const path of pathsOf(shape.value)) {
    for (const point of path) metres = Math.max(metres, distanceMetres(middle, point));
  }
  const [longitude, latitude] = toDegrees(middle);
  return { latitude, longitude, precision: Math.ceil(metres) + place.precisionMetres };
}

/** What a credibility says of a report; 6 says nothing of it. */
const OPINIONS: Readonly<Record<string, string>> = {
  '1': 'strongly-agree',
  '2': 'agree',
  '3': 'neutral',
  '4': 'disagree',
  '5': 'strongly-disagree',
};

// [Y5] STIX's `neutral` would be a judgement, and an opinion on one claim of a report one on all of
// it: what cannot be judged, and what is of one claim alone, is a note.
function gradeObject(centre: OutsideCentre, said: Outgoing<'grade'>, beside: Beside): StixObject {
  const { hash, record } = said;
  const { report, claim, grade, reason } = record.body;
  const rest = {
    object_refs: [reportId(report, beside)],
    extensions: {
      ...recordExtension(centre, said, claim === undefined ? {} : { claim }),
      ...gradeExtension(grade),
    },
  };
  const head = headOf(centre, said);
  const opinion = claim === undefined ? OPINIONS[grade.credibility] : undefined;
  if (opinion !== undefined) {
    const id = stixIdOf('opinion', hash);
    return { type: 'opinion', id, ...head, opinion, ...wordsAs('explanation', reason), ...rest };
  }
  const axes = `${grade.reliability}${grade.credibility}`;
  const unsaid =
    grade.credibility === '6' ? 'The truth of it cannot be judged.' : `Graded ${axes}.`;
  return {
    type: 'note',
    id: stixIdOf('note', hash),
    ...head,
    abstract: claim === undefined ? axes : `${axes}, claim ${claim}`,
    content: reason === undefined || reason === '' ? unsaid : reason,
    ...rest,
  };
}

function linkObjects(
  centre: OutsideCentre,
  said: Outgoing<'link'>,
  beside: Beside,
): readonly StixObject[] {
  const { from } = beside;
  const { hash, record } = said;
  const { relation, reason, ...ends } = record.body;
  const description = wordsAs('description', reason);
  const { fromClaim, toClaim } = ends;
  const extensions = recordExtension(centre, said, {
    ...(fromClaim === undefined ? {} : { from_claim: fromClaim }),
    ...(toClaim === undefined ? {} : { to_claim: toClaim }),
  });
  const target = beside.isToMatter ? stixIdOf('grouping', ends.to) : reportId(ends.to, beside);
  const head = headOf(centre, said);
  const relationship: StixObject = {
    type: 'relationship',
    id: stixIdOf('relationship', hash),
    ...head,
    relationship_type: relation,
    ...description,
    source_ref: reportId(ends.from, beside),
    target_ref: target,
    extensions,
  };
  if (!from || from.hash !== ends.from || !isSeenByItself(relation, from)) return [relationship];
  const { when } = from.record.body;
  const sighting: StixObject = {
    type: 'sighting',
    id: stixIdOf('sighting', hash),
    ...head,
    ...description,
    first_seen: timeOf(when.from),
    last_seen: timeOf(when.upto),
    sighting_of_ref: target,
    where_sighted_refs: [identityOf(centre.id, from.author), stixIdOf('location', from.hash)],
    extensions,
  };
  return [relationship, sighting];
}

/** [Y7] Only what a party's own patrol or post saw is a sighting; a rumour that agrees is none. */
function isSeenByItself(relation: Link['relation'], { record }: Outgoing<'report'>): boolean {
  const isOwn = ['own-patrol', 'own-post'].includes(record.body.source.kind);
  return isOwn && (relation === 'supports' || relation === 'same-event');
}

function gradeExtension({ reliability, credibility }: GradeAxes): JsonObject {
  return {
    [GRADE_EXTENSION]: { extension_type: 'property-extension', reliability, credibility },
  };
}

/** Writes a bundle piece by piece; what many records refer to comes once, before the first of them. */
export interface BundleWriter {
  /** The text with which the bundle begins. */
  readonly head: string;
  /** The text of a record's objects. */
  add(said: Outgoing, beside?: Beside): string;
  /** The text with which it ends, after all records. */
  readonly tail: string;
}

/** Begins a bundle; `words` determine its name. */
export function openBundle(centre: OutsideCentre, words: string): BundleWriter {
  const written = new Set<string>();
  return {
    head: `{"type":"bundle","id":"${stixIdFor('bundle', words)}","objects":[\n`,
    tail: '\n]}\n',
    add(said, beside) {
      const fresh = [...frameOf(centre, said), ...stixOf(centre, said, beside)].filter((object) => {
        return !written.has(object.id) && written.add(object.id);
      });
      const isFirst = written.size === fresh.length;
      const texts = fresh.map((object) => JSON.stringify(object as Json));
      return texts.length === 0 ? '' : `${isFirst ? '' : ',\n'}${texts.join(',\n')}`;
    },
  };
}
